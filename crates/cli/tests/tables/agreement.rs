//! Coefficients of agreement.

use serde_json::Value;

use super::desk::*;

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
