//! How units are compared and awarded.
#![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

mod common;

use common::awards::{STAIRS, final_round, id, open, rules};
use common::{award, received, round};
use contest::TieRule;
use results::{OpenQuestion, Recipient, compute};

#[test]
fn units_are_awarded_by_their_formula_once_the_awards_to_ideas_are_settled() {
    let mut contest = rules(&[
        ("gold", Some(1)),
        ("nominee", Some(2)),
        ("organisation", Some(1)),
    ]);
    contest.awards[2].round = round("final");
    let mut inputs = final_round(&contest, &STAIRS);
    let unit = |name: &str, sent, accepted| results::UnitFacts {
        unit: name.to_owned(),
        sent,
        accepted,
    };
    inputs.units = vec![unit("乙", 25, 5), unit("甲", 100, 50), unit("丙", 0, 0)];
    for one in inputs.entries.iter_mut().take(1) {
        one.unit = "乙".to_owned();
    }
    inputs.entries[7].unit = String::new();
    let results = compute(&contest, &inputs).unwrap();
    let scores: Vec<(&str, u32, f64, Option<u32>)> = results
        .units
        .iter()
        .map(|one| (one.unit.as_str(), one.points, one.score.unwrap(), one.rank))
        .collect();
    // 甲: 40 · 1 + 30 · ½ + 30 · 10/10; 乙: 40 · ½ + 30 · 1/5 + 30 · 10/10; 丙: nothing.
    assert_eq!(
        scores,
        [
            ("甲", 10, 85.0, Some(1)),
            ("乙", 10, 56.0, Some(2)),
            ("丙", 0, 0.0, Some(3)),
        ]
    );
    assert_eq!(received(&results, "organisation"), ["甲"]);
    assert_eq!(open(&results, "organisation"), []);
    let to_unit = &award(&results, "organisation").received[0];
    assert_eq!(to_unit.to, Recipient::Unit("甲".to_owned()));
    assert_eq!((to_unit.rank, to_unit.p_in), (Some(1), None));

    contest.awards[1].count = None;
    let results = compute(&contest, &inputs).unwrap();
    let waits = OpenQuestion::AwardsOpen {
        awards: vec![id("nominee")],
    };
    assert_eq!(open(&results, "organisation"), [waits]);
}

#[test]
fn units_of_one_score_share_a_rank_and_people_decide_between_them() {
    let mut contest = rules(&[("organisation", Some(1))]);
    contest.awards[0].round = round("final");
    contest.awards[0].ties = TieRule::JudgesOrder;
    let mut inputs = final_round(&contest, &STAIRS);
    let unit = |name: &str, sent, accepted| results::UnitFacts {
        unit: name.to_owned(),
        sent,
        accepted,
    };
    inputs.units = vec![unit("甲", 30, 10), unit("乙", 30, 10), unit("丙", 3, 1)];
    let results = compute(&contest, &inputs).unwrap();
    let among = ["乙", "甲"].map(|name| Recipient::Unit(name.to_owned()));
    let question = OpenQuestion::Tie {
        places: 1,
        among: among.to_vec(),
    };
    assert_eq!(open(&results, "organisation"), [question]);
    let ranks: Vec<Option<u32>> = results.units.iter().map(|one| one.rank).collect();
    assert_eq!(ranks, [Some(1), Some(1), Some(3)]);
}
