//! Rankings.

use rand::SeedableRng;
use rand::rngs::StdRng;
use rand::seq::SliceRandom;
use serde_json::Value;

use super::desk::*;

#[test]
fn penicillin_has_the_criterion_that_lme4_prints() {
    let desk = Desk::new();
    let scores = desk.table("p.csv", penicillin());
    let ranked = desk.json(&["rank", "--scores", &scores, "--top", "3,5"], 0);
    // `lmer(diameter ~ 1 + (1|plate) + (1|sample), Penicillin)`: Bates, *lme4: Mixed-effects Modeling with R*, 2010, §2.1.
    assert!(near(&ranked["reml_criterion"], 330.8606));
    for (source, deviation) in [("entry", 0.8467), ("judge", 1.9316), ("residual", 0.5499)] {
        let variance = ranked["variances"][source].as_f64().unwrap();
        assert!((variance.sqrt() - deviation).abs() < 5e-5, "{source}");
    }
    let leniency = [2.187, -1.010, 1.938, -0.097, -0.014, -3.004];
    for (judge, printed) in ranked["judges"].as_array().unwrap().iter().zip(leniency) {
        assert!((judge["leniency"].as_f64().unwrap() - printed).abs() < 5e-4);
    }
    let best = &ranked["entries"][0];
    assert_eq!(
        (&best["entry"], &best["rank"]),
        (&"m".into(), &1_u32.into())
    );
    assert!(near(&best["raw_mean"], 24.5));
    // Merit counts from the mean of the theme, here of all.
    let mean = best["estimate"].as_f64().unwrap() - best["merit"].as_f64().unwrap();
    assert!((mean - 22.9722).abs() < 5e-5);
    assert!(near(&ranked["fiedler"], 1.0));
}

#[test]
fn a_ranking_has_these_keys() {
    let desk = Desk::new();
    let scores = desk.table("p.csv", penicillin());
    let ranked = desk.json(&["rank", "--scores", &scores, "--top", "3,5"], 0);
    let wanted = "components draws entries fiedler islands judges missing_bridges reliability reml_criterion reviews seed \
                  single_ranking themes unscored variances weakest_bridge weights";
    assert_eq!(keys(&ranked), wanted.split_whitespace().collect());
    let wanted = "entry estimate estimate_se island least_squares least_squares_se merit merit_se n p_first p_top rank rank_high \
                  rank_low raw_mean theme tied";
    assert_eq!(
        keys(&ranked["entries"][0]),
        wanted.split_whitespace().collect()
    );
    assert_eq!(keys(&ranked["entries"][0]["p_top"]), ["3", "5"].into());
    let wanted = "infit judge leniency leniency_se misfits n spread";
    assert_eq!(
        keys(&ranked["judges"][0]),
        wanted.split_whitespace().collect()
    );
    assert_eq!(
        keys(&ranked["variances"]),
        ["entry", "judge", "residual"].into()
    );
    assert_eq!(
        (&ranked["seed"], &ranked["draws"]),
        (&1_u32.into(), &1000_u32.into())
    );
}

#[test]
fn themes_without_a_common_judge_are_ranked_island_by_island() {
    let desk = Desk::new();
    let (scores, themes) = themed(false);
    let scores = desk.table("s.csv", scores);
    let themes = desk.table("t.csv", themes + "E99,主题9\n");
    let command = ["rank", "--scores", &scores, "--themes", &themes];
    let ranked = desk.json(&command, 0);
    assert_eq!(
        (&ranked["single_ranking"], &ranked["components"]),
        (&false.into(), &2_u32.into())
    );
    for island in 1..=2 {
        let ranks: Vec<u64> = ranked["entries"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|entry| entry["island"] == island)
            .map(|entry| entry["rank"].as_u64().unwrap())
            .collect();
        assert_eq!(ranks.len(), 8);
        assert_eq!(ranks[0], 1);
    }
    assert_eq!(ranked["islands"][0]["judges"].as_array().unwrap().len(), 5);
    assert_eq!(ranked["missing_bridges"].as_array().unwrap().len(), 1);
    assert_eq!(ranked["weakest_bridge"], Value::Null);
    assert_eq!(ranked["unscored"][0], "E99");
    let english = desk.said(&command, "en");
    assert!(english.contains("2 islands") && english.contains("no single ranking"));
    assert!(desk.said(&command, "zh").contains("2 个岛"));

    let (scores, _) = themed(true);
    let scores = desk.table("s.csv", scores);
    let ranked = desk.json(&["rank", "--scores", &scores, "--themes", &themes], 0);
    assert_eq!(ranked["single_ranking"], true);
    assert!(ranked["fiedler"].as_f64().unwrap() > 0.0);
    assert!(
        !ranked["weakest_bridge"]["entries"]
            .as_array()
            .unwrap()
            .is_empty()
    );
}

#[test]
fn lines_in_another_order_change_nothing() {
    let desk = Desk::new();
    let (scores, themes) = themed(true);
    let themes = desk.table("t.csv", themes);
    let ordered = desk.table("a.csv", &scores);
    let mut lines: Vec<&str> = scores.lines().skip(1).collect();
    lines.shuffle(&mut StdRng::seed_from_u64(7));
    let shuffled = desk.table(
        "b.csv",
        format!("judge,entry,criterion,score\n{}\n", lines.join("\n")),
    );
    for command in ["rank", "agreement"] {
        let answers = [&ordered, &shuffled].map(|scores| {
            let mut arguments = vec![command, "--scores", scores.as_str()];
            if command == "rank" {
                arguments.extend(["--themes", &themes, "--top", "3"]);
            }
            desk.json(&arguments, 0).to_string()
        });
        assert_eq!(answers[0], answers[1], "{command}");
    }
}

#[test]
fn weights_are_those_that_were_typed_and_every_criterion_needs_one() {
    let desk = Desk::new();
    let table = "judge,entry,criterion,score\n\
        甲,1,新意,8\n甲,1,可行,5\n乙,1,新意,9\n乙,1,可行,6\n甲,2,新意,5\n甲,2,可行,7\n\
        乙,2,新意,7\n乙,2,可行,7\n甲,3,新意,2\n甲,3,可行,4\n乙,3,新意,4\n乙,3,可行,3\n";
    let scores = desk.table("s.csv", table);
    let weighed = desk.json(
        &["rank", "--scores", &scores, "--weights", "新意=3,可行=1"],
        0,
    );
    let raw = |ranked: &Value| {
        let entries = ranked["entries"].as_array().unwrap().clone();
        let one = entries.iter().find(|entry| entry["entry"] == "1").unwrap();
        one["raw_mean"].as_f64().unwrap()
    };
    assert!((raw(&weighed) - 7.75).abs() < 1e-12);
    assert_eq!(weighed["weights"]["新意"], 0.75);
    assert!((raw(&desk.json(&["rank", "--scores", &scores], 0)) - 7.0).abs() < 1e-12);

    for (weights, code) in [
        ("新意=1", "weights_criterion_without"),
        ("新意=1,可行=1,文笔=1", "weights_unknown_criterion"),
        ("新意=1,可行=1,新意=2", "weights_criterion_twice"),
        ("新意=0,可行=0", "weights_zero"),
    ] {
        let found = desk.refused(table, &["--weights", weights]);
        assert_eq!(found.0, code);
    }
    let gap = desk.table("g.csv", table.replacen("甲,1,可行,5\n", "", 1));
    let leaves_out = ["rank", "--scores", &gap, "--weights", "新意=1,可行=0"];
    assert!((raw(&desk.json(&leaves_out, 0)) - 8.5).abs() < 1e-12);
    for typed in ["新意", "新意=-1", "新意=NaN", "=1"] {
        let output = desk.run(&["rank", "--scores", &scores, "--weights", typed]);
        assert_eq!(output.status.code(), Some(2), "{typed}");
    }
}
