//! `jury` with tables in files and no contest folder: what it calculates, and what it says of a wrong line.

#![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;
use std::process::{Command, Output};

use rand::rngs::StdRng;
use rand::seq::SliceRandom;
use rand::{Rng, SeedableRng};
use serde_json::Value;

/// A folder with tables in it, and the program.
struct Desk {
    dir: tempfile::TempDir,
}

impl Desk {
    fn new() -> Self {
        Self {
            dir: tempfile::tempdir().unwrap(),
        }
    }

    /// Writes a table and returns its path.
    fn table(&self, name: &str, bytes: impl AsRef<[u8]>) -> String {
        let path: PathBuf = self.dir.path().join(name);
        fs::write(&path, bytes).unwrap();
        path.to_str().unwrap().to_owned()
    }

    fn run(&self, arguments: &[&str]) -> Output {
        Command::new(env!("CARGO_BIN_EXE_jury"))
            .args(arguments)
            .env_remove("LC_ALL")
            .env_remove("LC_MESSAGES")
            .env("LANG", "zh_CN.UTF-8")
            .current_dir(self.dir.path())
            .output()
            .unwrap()
    }

    /// Runs with `--json` and expects this exit code.
    #[track_caller]
    fn json(&self, arguments: &[&str], code: i32) -> Value {
        let arguments = [arguments, &["--json"]].concat();
        let output = self.run(&arguments);
        let text = String::from_utf8(output.stdout).unwrap();
        assert_eq!(output.status.code(), Some(code), "{arguments:?}: {text}");
        serde_json::from_str(&text).unwrap()
    }

    /// What is printed for a person.
    #[track_caller]
    fn said(&self, arguments: &[&str], lang: &str) -> String {
        let output = self.run(&[arguments, &["--lang", lang]].concat());
        assert_eq!(output.status.code(), Some(0), "{arguments:?}");
        String::from_utf8(output.stdout).unwrap()
    }

    /// The code and the facts of a refusal of `jury rank` on these scores.
    #[track_caller]
    fn refused(&self, scores: impl AsRef<[u8]>, more: &[&str]) -> (String, Value) {
        let scores = self.table("wrong.csv", scores);
        let refused = self.json(&[&["rank", "--scores", &scores], more].concat(), 3);
        let error = &refused["error"];
        assert!(!error["do"].as_str().unwrap().contains('{'), "{error}");
        assert!(!error["what"].as_str().unwrap().contains('{'), "{error}");
        (
            error["code"].as_str().unwrap().to_owned(),
            error["facts"].clone(),
        )
    }
}

/// `Penicillin` of the R package lme4 (Davies & Goldsmith, *Statistical Methods in Research and Production*, 4th edition, 1972,
/// table 6.9): plates as entries, samples as judges, the diameters in mm.
const PENICILLIN: [[u8; 6]; 24] = [
    [27, 23, 26, 23, 23, 21],
    [27, 23, 26, 23, 23, 21],
    [25, 21, 25, 24, 24, 20],
    [26, 23, 25, 23, 23, 20],
    [25, 22, 26, 22, 23, 20],
    [24, 22, 25, 23, 22, 19],
    [24, 20, 23, 21, 22, 19],
    [26, 22, 26, 24, 24, 21],
    [24, 21, 24, 22, 22, 20],
    [24, 21, 24, 23, 22, 19],
    [26, 23, 26, 24, 24, 21],
    [25, 22, 26, 24, 24, 20],
    [26, 24, 26, 24, 25, 22],
    [26, 23, 26, 23, 23, 20],
    [26, 23, 25, 24, 24, 22],
    [25, 22, 25, 23, 23, 20],
    [25, 21, 24, 23, 23, 20],
    [25, 22, 24, 23, 23, 19],
    [24, 21, 23, 21, 21, 19],
    [26, 23, 26, 24, 24, 21],
    [25, 21, 24, 22, 22, 18],
    [25, 22, 25, 22, 22, 20],
    [24, 21, 24, 22, 24, 19],
    [24, 21, 24, 22, 21, 18],
];

fn penicillin() -> String {
    let mut table = "judge,entry,criterion,score\n".to_owned();
    for (plate, row) in ('a'..).zip(PENICILLIN) {
        for (sample, diameter) in ('A'..).zip(row) {
            table.push_str(&format!("{sample},{plate},diameter,{diameter}\n"));
        }
    }
    table
}

fn near(value: &Value, expected: f64) -> bool {
    (value.as_f64().unwrap() - expected).abs() < 5e-5
}

fn keys(value: &Value) -> BTreeSet<&str> {
    value
        .as_object()
        .unwrap()
        .keys()
        .map(String::as_str)
        .collect()
}

/// Two themes of eight entries, each judged by five judges of its own, with two criteria; the judges of the second theme join
/// the first when there are bridges.
fn themed(bridges: bool) -> (String, String) {
    let mut rng = StdRng::seed_from_u64(2020);
    let mut scores = String::from("judge,entry,criterion,score\n");
    let mut themes = String::from("entry,theme\n");
    for theme in 0..2 {
        for entry in 0..8 {
            themes.push_str(&format!("E{theme}{entry},主题{theme}\n"));
            let merit: f64 = rng.gen_range(-2.0..2.0);
            let mut judges: Vec<u32> = (0..5).collect();
            judges.shuffle(&mut rng);
            for (at, judge) in judges.into_iter().take(3).enumerate() {
                let panel = if bridges && at == 0 && entry % 4 == 0 {
                    1 - theme
                } else {
                    theme
                };
                for criterion in ["新意", "可行"] {
                    let score = 6.0 + merit + 0.3 * f64::from(judge) + rng.gen_range(-1.0..1.0);
                    scores.push_str(&format!(
                        "J{panel}{judge},E{theme}{entry},{criterion},{score:.1}\n"
                    ));
                }
            }
        }
    }
    (scores, themes)
}

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

#[test]
fn every_wrong_line_is_named() {
    let desk = Desk::new();
    let head = "judge,entry,criterion,score\n";
    let long = "x".repeat(100);
    for (rest, code, line) in [
        ("\n\nJ1,1,a,8\n\nJ1,2,a\n", "table_missing_value", "6"),
        ("J1,1,a,8\n,2,a,7\n", "table_missing_value", "3"),
        ("J1,1,a,8\nJ1,2,a,7,5\n", "table_extra_value", "3"),
        ("J1,1,a,8\nJ1,2,a,acht\n", "table_bad_number", "3"),
        ("J1,1,a,8\nJ1,2,a,NaN\n", "table_bad_number", "3"),
        ("J1,1,a,inf\n", "table_bad_number", "2"),
        ("J1,1,a,1e300\n", "table_bad_number", "2"),
        ("J1,1,a,8\nJ1,2,a,7\n\nJ1,1,a,8\n", "scores_twice", "5"),
        (
            "J1,1,a,8\nJ1,1,b,8\n,,,\nJ2,1,b,7\n",
            "scores_incomplete",
            "5",
        ),
        ("J1,\"1,a,8\nJ1,2,a,7\n", "table_line_break", "2"),
        ("\n  \n,,,\n", "table_empty", "5"),
        ("", "table_empty", "2"),
    ] {
        let (found, facts) = desk.refused(format!("{head}{rest}"), &[]);
        assert_eq!(
            (found.as_str(), &facts["line"]),
            (code, &line.into()),
            "{rest}"
        );
        assert!(facts["path"].as_str().unwrap().ends_with("wrong.csv"));
        let (found, facts) = desk.refused(format!("{head}{rest}").replace('\n', "\r\n"), &[]);
        assert_eq!(
            (found.as_str(), &facts["line"]),
            (code, &line.into()),
            "{rest}"
        );
    }
    let (_, facts) = desk.refused(format!("{head}J1,1,a,8\nJ1,2,b,9\nJ1,1,a,7\n"), &[]);
    assert_eq!(
        (&facts["first"], &facts["judge"]),
        (&"2".into(), &"J1".into())
    );
    let (_, facts) = desk.refused(format!("{head}J1,1,a,{long}\n"), &[]);
    assert_eq!(facts["found"].as_str().unwrap().len(), 60);

    for (table, code, column) in [
        (
            "judge,entry,score\nJ1,1,8\n",
            "table_no_column",
            "criterion",
        ),
        ("judge;entry;criterion;score\n", "table_no_column", "judge"),
        (
            "score,judge,entry,criterion,Score\n1,J1,1,a,1\n",
            "table_column_twice",
            "score",
        ),
    ] {
        let (found, facts) = desk.refused(table, &[]);
        assert_eq!((found.as_str(), &facts["column"]), (code, &column.into()));
        assert_eq!(facts["line"], "1");
    }
    let mut bytes = format!("{head}J1,1,a,8\nJ1,").into_bytes();
    bytes.extend([0xff, 0xff, b'\n']);
    let (found, facts) = desk.refused(bytes, &[]);
    assert_eq!(
        (found.as_str(), &facts["line"]),
        ("table_encoding", &"3".into())
    );
    let missing = desk.json(&["rank", "--scores", "nowhere.csv"], 3);
    assert_eq!(missing["error"]["code"], "file_failed");
}

#[test]
fn a_table_may_be_in_gb18030_with_quotes_and_columns_in_any_order() {
    let desk = Desk::new();
    let mut told = Vec::new();
    let text = "备注,Score , criterion,entry,judge\r\n\
        \"x,y\",8,新意,\"湖, 墅\",甲\r\n,7,新意,\"湖, 墅\",乙\r\n,\u{3000}6.5 ,新意,桥,甲\r\n\
        ,3,新意,桥,乙\r\n,2,新意,\"塔\"\"一\",甲\r\n,4,新意,\"塔\"\"一\",乙\r\n";
    let (gb18030, _, _) = encoding_rs::GB18030.encode(text);
    let marked = format!("\u{feff}{text}");
    for bytes in [text.as_bytes(), marked.as_bytes(), &gb18030] {
        let scores = desk.table("s.csv", bytes);
        told.push(desk.json(&["rank", "--scores", &scores], 0));
    }
    assert_eq!(told[0], told[1]);
    assert_eq!(told[0], told[2]);
    assert_eq!(told[0]["entries"][0]["entry"], "湖, 墅");
    assert_eq!(told[0]["entries"][2]["entry"], "塔\"一");
}

#[test]
fn a_name_that_steers_a_terminal_is_printed_without_its_power() {
    let desk = Desk::new();
    let table = penicillin().replace(",m,", ",\u{1b}[2Jm\u{202e},");
    let scores = desk.table("s.csv", &table);
    let text = desk.said(&["rank", "--scores", &scores], "en");
    assert!(text.contains("[2Jm"));
    assert!(!text.contains(['\u{1b}', '\u{202e}']));
    let gap = desk.table(
        "g.csv",
        table.replacen("A,\u{1b}[2Jm\u{202e},diameter,26\n", "", 1),
    );
    let text = desk.said(&["agreement", "--scores", &gap], "en");
    assert!(text.contains("has not scored [2Jm"), "{text}");
    let wrong = desk.table("w.csv", table.replace("27", "\u{1b}[2J"));
    let output = desk.run(&["rank", "--scores", &wrong]);
    assert!(!output.stderr.contains(&0x1b));
}

#[test]
fn a_wrong_table_of_themes_is_named() {
    let desk = Desk::new();
    for (themes, code) in [
        ("entry,theme\na,1\nb,1\na,2\n", "table_twice"),
        ("entry,theme\na,1\n", "themes_entry_without"),
        ("entry,theme\na,\n", "table_missing_value"),
    ] {
        let themes = desk.table("t.csv", themes);
        let (found, facts) = desk.refused(penicillin(), &["--themes", &themes]);
        assert_eq!(found, code);
        assert!(facts["path"].as_str().unwrap().ends_with("t.csv"));
    }
}

#[test]
fn scores_that_tell_nothing_are_refused_with_the_reason() {
    let desk = Desk::new();
    let table = |rows: &[(&str, &str, u8)]| {
        let mut text = "judge,entry,criterion,score\n".to_owned();
        for (judge, entry, score) in rows {
            text.push_str(&format!("{judge},{entry},a,{score}\n"));
        }
        text
    };
    for (rows, code) in [
        (
            &[("A", "1", 5), ("B", "1", 5), ("A", "2", 5), ("B", "2", 5)][..],
            "rank_no_variation",
        ),
        (
            &[("A", "1", 5), ("A", "2", 6), ("B", "3", 7)],
            "rank_entries_once",
        ),
        (
            &[("A", "1", 5), ("B", "1", 6), ("C", "2", 7)],
            "rank_judges_once",
        ),
        (
            &[("A", "1", 5), ("B", "1", 6), ("A", "2", 7), ("B", "2", 8)],
            "rank_no_noise",
        ),
    ] {
        assert_eq!(desk.refused(table(rows), &[]).0, code);
    }
    let (code, facts) = desk.refused(penicillin(), &["--draws", "4000000000"]);
    assert_eq!(
        (code.as_str(), &facts["entries"]),
        ("rank_draws", &"24".into())
    );
}

#[test]
fn agreement_gives_every_coefficient_that_applies() {
    let desk = Desk::new();
    // Shrout & Fleiss, *Psychological Bulletin* 86, 1979, table 2: six targets, four judges; table 4 has the coefficients.
    let targets = [
        [9, 2, 5, 8],
        [6, 1, 3, 2],
        [8, 4, 6, 8],
        [7, 1, 2, 6],
        [10, 5, 6, 9],
        [6, 2, 4, 7],
    ];
    let mut table = "judge,entry,criterion,score\n".to_owned();
    for (entry, row) in targets.iter().enumerate() {
        for (judge, score) in row.iter().enumerate() {
            table.push_str(&format!("J{judge},E{entry},a,{score}\n"));
        }
    }
    let scores = desk.table("s.csv", &table);
    let found = desk.json(&["agreement", "--scores", &scores], 0);
    for (form, printed) in [
        ("icc_1_1", 0.17),
        ("icc_2_1", 0.29),
        ("icc_3_1", 0.71),
        ("icc_1_k", 0.44),
        ("icc_2_k", 0.62),
        ("icc_3_k", 0.91),
    ] {
        let line = &found["icc"][form];
        let value = line["value"].as_f64().unwrap();
        assert!((value - printed).abs() < 0.0051, "{form}: {value}");
        assert!(line["low"].as_f64().unwrap() < value && value < line["high"].as_f64().unwrap());
    }
    for scale in ["nominal", "ordinal", "interval", "ratio"] {
        assert!(
            found["krippendorff_alpha"][scale]["low"].is_f64(),
            "{scale}"
        );
    }
    assert!(found["kendall_w"]["w"].as_f64().unwrap() > 0.8);
    assert_eq!(found["generalizability"], Value::Null);
    assert_eq!(found["not_applicable"][0]["reason"], "one_criterion");

    let second = table.lines().skip(1).map(|line| {
        let score: i32 = line.rsplit(',').next().unwrap().parse().unwrap();
        let start = line.rsplit_once(",a,").unwrap().0;
        format!("{start},b,{}\n", -score)
    });
    let both = desk.table("b.csv", format!("{table}{}", second.collect::<String>()));
    let found = desk.json(&["agreement", "--scores", &both, "--weights", "a=1,b=3"], 0);
    assert!(found["generalizability"]["variances"]["entry_criterion"].is_f64());
    assert!(found["generalizability"]["relative"].is_f64());
    assert_eq!(
        found["not_applicable"][0]["index"],
        "krippendorff_alpha.ratio"
    );
    assert_eq!(found["not_applicable"][0]["reason"], "negative_score");
}

#[test]
fn agreement_says_why_a_coefficient_does_not_apply() {
    let desk = Desk::new();
    let scores = desk.table("s.csv", themed(false).0);
    let found = desk.json(&["agreement", "--scores", &scores], 0);
    let reasons: Vec<(&str, &str)> = found["not_applicable"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| {
            (
                one["index"].as_str().unwrap(),
                one["reason"].as_str().unwrap(),
            )
        })
        .collect();
    assert_eq!(
        reasons,
        [
            ("icc", "not_complete"),
            ("kendall_w", "not_complete"),
            ("generalizability", "not_complete")
        ]
    );
    assert!(found["krippendorff_alpha"]["interval"]["value"].is_f64());
    let alone = desk.table("a.csv", "judge,entry,criterion,score\nA,1,a,5\nA,2,a,6\n");
    let found = desk.json(&["agreement", "--scores", &alone], 0);
    assert_eq!(found["not_applicable"].as_array().unwrap().len(), 7);
    assert!(
        desk.said(&["agreement", "--scores", &alone], "en")
            .contains("Not applicable")
    );
}

/// Thirty entries of three themes and seven units; nine judges.
fn contest(desk: &Desk, max_load: u32) -> (String, String) {
    let mut entries = "entry,theme,unit,minutes\n".to_owned();
    for entry in 0..30 {
        let (theme, unit) = (entry % 3, entry % 7);
        entries.push_str(&format!("E{entry:02},T{theme},U{unit},3\n"));
    }
    let mut judges = "judge,unit,max_load,themes\n".to_owned();
    for judge in 0..9 {
        let (first, second) = (judge % 3, (judge + 1) % 3);
        judges.push_str(&format!(
            "J{judge},U {judge},{max_load},T{first}; T{second}\n"
        ));
    }
    (
        desk.table("entries.csv", entries),
        desk.table("judges.csv", judges),
    )
}

#[test]
fn a_plan_keeps_units_apart_and_loads_within_their_limits() {
    let desk = Desk::new();
    let (entries, judges) = contest(&desk, 12);
    let command = [
        "assign",
        "--entries",
        &entries,
        "--judges",
        &judges,
        "--reviews",
        "3",
    ];
    let plan = desk.json(&command, 0);
    let pairs = plan["pairs"].as_array().unwrap();
    assert_eq!(pairs.len(), 90);
    let mut cost = 0;
    for pair in pairs {
        let number = |key: &str| pair[key].as_str().unwrap()[1..].parse::<u32>().unwrap();
        assert_ne!(number("entry") % 7, number("judge"), "{pair}");
        cost += pair["cost"].as_i64().unwrap();
    }
    assert_eq!(plan["cost"], cost);
    for judge in plan["judges"].as_array().unwrap() {
        assert!(judge["load"].as_u64().unwrap() <= 12);
        assert_eq!(judge["minutes"], judge["load"].as_u64().unwrap() * 3);
    }
    assert_eq!(plan["single_ranking"], true);
    assert!(plan["fiedler"].as_f64().unwrap() > 0.0);
    assert!(
        !plan["weakest_bridge"]["entries"]
            .as_array()
            .unwrap()
            .is_empty()
    );
    assert_eq!(desk.json(&command, 0), plan);
    let other = desk.json(&[&command[..], &["--seed", "2"]].concat(), 0);
    assert_ne!(other["pairs"], plan["pairs"]);
    assert_eq!(other["cost"], plan["cost"]);

    let scores: String = pairs
        .iter()
        .enumerate()
        .map(|(at, pair)| {
            let (judge, entry) = (&pair["judge"], &pair["entry"]);
            format!("{judge},{entry},a,{}\n", (at * 7) % 10)
        })
        .collect();
    let scores = desk.table("s.csv", format!("judge,entry,criterion,score\n{scores}"));
    let ranked = desk.json(&["rank", "--scores", &scores], 0);
    assert_eq!(ranked["fiedler"], plan["fiedler"]);
    assert_eq!(ranked["weakest_bridge"], plan["weakest_bridge"]);
}

#[test]
fn an_impossible_plan_names_judges_entries_and_what_would_help() {
    let desk = Desk::new();
    let (entries, judges) = contest(&desk, 9);
    let command = ["assign", "--entries", &entries, "--judges", &judges];
    let refused = desk.json(&[&command[..], &["--reviews", "3"]].concat(), 3);
    let error = &refused["error"];
    assert_eq!(error["code"], "assign_too_few_places");
    assert_eq!(error["facts"]["missing"], "9");
    assert_eq!(
        error["facts"]["judges"],
        "J0, J1, J2, J3, J4, J5, J6, J7, J8"
    );
    assert!(error["facts"]["entries"].as_str().unwrap().contains('E'));
    let english = desk.run(&[&command[..], &["--reviews", "3", "--lang", "en"]].concat());
    let english = String::from_utf8(english.stderr).unwrap();
    assert!(
        english.contains("raise max_load of these judges by 9"),
        "{english}"
    );

    let refused = desk.json(&[&command[..], &["--reviews", "9"]].concat(), 3);
    assert_eq!(refused["error"]["code"], "assign_too_few_judges");
    let short = refused["error"]["facts"]["entries"].as_str().unwrap();
    assert!(short.starts_with("E00 (8), E01 (8)"), "{short}");

    let judges = desk.table(
        "few.csv",
        "judge,unit,max_load,themes,max_minutes\nA,,,T0,40\nB,,,,\n",
    );
    let refused = desk.json(
        &[
            "assign",
            "--entries",
            &entries,
            "--judges",
            &judges,
            "--reviews",
            "2",
        ],
        3,
    );
    assert_eq!(refused["error"]["code"], "assign_minutes");
    assert_eq!(refused["error"]["facts"]["over"], "50");
}

#[test]
fn wrong_lines_of_a_plan_are_named() {
    let desk = Desk::new();
    let (entries, judges) = contest(&desk, 12);
    for (table, code, line) in [
        (
            "judge,unit,max_load,themes\nA,,x,\n",
            "table_bad_count",
            "2",
        ),
        (
            "judge,unit,max_load,themes\nA,,-1,\n",
            "table_bad_count",
            "2",
        ),
        (
            "judge,unit,max_load,themes\nA,,1,\nA,,1,\n",
            "table_twice",
            "3",
        ),
        ("judge,unit,themes\nA,,\n", "table_no_column", "1"),
    ] {
        let wrong = desk.table("j.csv", table);
        let arguments = [
            "assign",
            "--entries",
            &entries,
            "--judges",
            &wrong,
            "--reviews",
            "1",
        ];
        let error = &desk.json(&arguments, 3)["error"];
        assert_eq!(
            (&error["code"], &error["facts"]["line"]),
            (&code.into(), &line.into())
        );
    }
    let wrong = desk.table("e.csv", "entry,theme,unit\nE1,T,\nE2,T,\n\nE1,T,\n");
    let arguments = [
        "assign",
        "--entries",
        &wrong,
        "--judges",
        &judges,
        "--reviews",
        "1",
    ];
    let error = &desk.json(&arguments, 3)["error"];
    assert_eq!(
        (&error["facts"]["first"], &error["facts"]["line"]),
        (&"2".into(), &"5".into())
    );
    let strange = desk.table("j.csv", "judge,unit,max_load,themes\nA,,,T0;T7\nB,,0,\n");
    let plan = desk.json(
        &[
            "assign",
            "--entries",
            &entries,
            "--judges",
            &strange,
            "--reviews",
            "1",
        ],
        0,
    );
    assert_eq!(
        (&plan["unknown_themes"][0], &plan["idle"][0]),
        (&"T7".into(), &"B".into())
    );
}

#[test]
fn a_folder_and_tables_exclude_one_another() {
    let desk = Desk::new();
    let wrong: [&[&str]; 9] = [
        &["rank"],
        &["rank", "c", "--scores", "s.csv"],
        &["rank", "c", "--themes", "t.csv"],
        &["rank", "c", "--seed", "1"],
        &["rank", "--themes", "t.csv"],
        &["assign", "c", "--reviews", "2"],
        &[
            "assign",
            "c",
            "--judges",
            "j.csv",
            "--reviews",
            "2",
            "--seed",
            "1",
        ],
        &["assign", "--entries", "e.csv", "--reviews", "2"],
        &[
            "assign",
            "c",
            "--entries",
            "e.csv",
            "--judges",
            "j.csv",
            "--reviews",
            "2",
        ],
    ];
    for arguments in wrong {
        assert_eq!(desk.run(arguments).status.code(), Some(2), "{arguments:?}");
    }
}
