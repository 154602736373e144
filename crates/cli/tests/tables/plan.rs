//! Plans.

use std::collections::BTreeSet;

use super::desk::*;

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

    let dear = desk.json(&[&command[..], &["--expertise", "0,0,9"]].concat(), 0);
    let costs = dear["pairs"].as_array().unwrap().iter();
    let costs: BTreeSet<i64> = costs.map(|pair| pair["cost"].as_i64().unwrap()).collect();
    assert!(costs.is_subset(&BTreeSet::from([0, 9])), "{costs:?}");
    let falling = desk.run(&[&command[..], &["--expertise", "4,1,0"]].concat());
    assert_eq!(falling.status.code(), Some(2));

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
        &["assign", "--reviews", "2"],
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
