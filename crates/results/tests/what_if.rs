//! What would come out if one thing were otherwise.
#![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

mod common;

use std::collections::BTreeMap;

use common::{SMALL, decided, judge, panel, received, round, theme, westlake, whole};
use contest::CriterionId;
use results::{
    AwardResult, Change, Decision, Inputs, Method, Moved, OpenQuestion, Outcome, Recipient,
    WhatIfError, compute, differences, what_if,
};

fn shares(of: &[(&str, u8)]) -> BTreeMap<CriterionId, u8> {
    of.iter()
        .map(|(id, share)| (id.parse().unwrap(), *share))
        .collect()
}

const FINAL: [(&str, u8); 4] = [
    ("practicable", 30),
    ("novel", 25),
    ("effect", 30),
    ("expression", 15),
];

#[test]
fn excluding_a_judge_in_thought_is_excluding_the_judge_by_decision() {
    let contest = westlake();
    let inputs = whole(&contest, SMALL);
    let change = Change::ExcludeJudge {
        round: round("final"),
        judge: judge("J002"),
    };
    let (thought, moved) = what_if(&contest, &inputs, &change).unwrap();
    let mut in_fact = inputs.clone();
    in_fact.decisions.push(decided(Decision::JudgeExcluded {
        round: round("final"),
        judge: judge("J002"),
    }));
    assert_eq!(thought, compute(&contest, &in_fact).unwrap());
    let before = compute(&contest, &inputs).unwrap();
    assert_eq!(moved, differences(&contest, &before, &thought));
    assert!(moved.ranks.iter().all(|one| one.round == round("final")));
    assert!(!moved.ranks.is_empty());
}

#[test]
fn the_shares_as_they_are_and_the_method_as_it_is_move_nothing() {
    let contest = westlake();
    let inputs = whole(&contest, SMALL);
    let same = [
        Change::Weights {
            round: round("final"),
            theme: None,
            weights: shares(&FINAL),
        },
        Change::Method {
            method: Method::Adjusted,
        },
        Change::OtherSeed { seed: inputs.seed },
    ];
    for change in same {
        let (_, moved) = what_if(&contest, &inputs, &change).unwrap();
        assert!(moved.is_empty(), "{change:?}");
    }
}

#[test]
fn other_shares_move_the_ranks_of_their_round_and_theme_alone() {
    let contest = westlake();
    let inputs = whole(&contest, SMALL);
    let change = Change::Weights {
        round: round("final"),
        theme: None,
        weights: shares(&[
            ("practicable", 0),
            ("novel", 100),
            ("effect", 0),
            ("expression", 0),
        ]),
    };
    let (results, moved) = what_if(&contest, &inputs, &change).unwrap();
    assert!(!moved.ranks.is_empty() && moved.shortlists.is_empty());
    assert!(moved.ranks.iter().all(|one| one.round == round("final")));
    // With one criterion alone the totals are its marks.
    let Outcome::Ranked(ranked) = &results.rounds[1].outcome else {
        panic!("the final round is ranked");
    };
    for total in ranked.entries.iter().flat_map(|one| one.totals.values()) {
        assert_eq!(total % 10.0, 0.0);
    }

    let of_theme = Change::Weights {
        round: round("panel"),
        theme: Some(theme(3)),
        weights: shares(&[
            ("fit-3", 100),
            ("practicable", 0),
            ("novel", 0),
            ("effect", 0),
            ("expression", 0),
        ]),
    };
    let (results, _) = what_if(&contest, &inputs, &of_theme).unwrap();
    let Outcome::Ranked(ranked) = &results.rounds[0].outcome else {
        panic!("the panel round is ranked");
    };
    let whole_tens = |number: u8| {
        let of_theme = ranked
            .entries
            .iter()
            .filter(|one| one.theme == theme(number));
        let mut totals = of_theme.flat_map(|one| one.totals.values());
        totals.all(|total| total % 10.0 == 0.0)
    };
    assert!(whole_tens(3) && !whole_tens(4));
}

/// Whether somebody receives an award, or shares its last place.
fn may_go_to(award: &AwardResult, to: &Recipient) -> bool {
    let shares = award.open.iter().any(|question| match question {
        OpenQuestion::Tie { among, .. } => among.contains(to),
        _ => false,
    });
    shares || award.received.iter().any(|one| &one.to == to)
}

#[test]
fn an_award_is_flagged_exactly_where_the_other_method_gives_it_elsewhere() {
    let contest = westlake();
    let inputs = whole(&contest, SMALL);
    let before = compute(&contest, &inputs).unwrap();
    for method in [Method::RawMeans, Method::LeastSquares] {
        let (after, moved) = what_if(&contest, &inputs, &Change::Method { method }).unwrap();
        // The ranks that are told of a round stay those of the model.
        assert!(moved.ranks.is_empty());
        for (told, other) in before.awards.iter().zip(&after.awards) {
            for one in &told.received {
                let flag = match method {
                    Method::RawMeans => one.by_raw_means,
                    _ => one.by_least_squares,
                };
                assert_eq!(flag, may_go_to(other, &one.to), "{method:?} {one:?}");
            }
        }
    }
}

#[test]
fn one_wild_score_weighs_less_by_huber() {
    let mut contest = westlake();
    contest.awards.truncate(1);
    let mut inputs = common::entries(&["A", "B", "C", "D", "E", "F"]);
    // B has the higher sum for one mark that nothing explains.
    let rows: [(&str, &[u8]); 6] = [
        ("A", &[6, 6, 7, 6, 6, 6, 5]),
        ("B", &[5, 6, 5, 6, 5, 6, 10]),
        ("C", &[5, 5, 5, 5, 5, 5, 5]),
        ("D", &[4, 4, 4, 4, 4, 4, 5]),
        ("E", &[3, 3, 3, 4, 3, 3, 3]),
        ("F", &[2, 3, 2, 2, 2, 2, 2]),
    ];
    common::with_round(&contest, &mut inputs, "final", &rows);
    assert_eq!(
        received(&compute(&contest, &inputs).unwrap(), "gold"),
        ["B"]
    );
    let huber = Change::Method {
        method: Method::Huber,
    };
    let (results, moved) = what_if(&contest, &inputs, &huber).unwrap();
    assert_eq!(received(&results, "gold"), ["A"]);
    assert_eq!(moved.awards.len(), 2);
    assert_eq!(
        (moved.awards[0].moved, moved.awards[1].moved),
        (Moved::Out, Moved::In)
    );
}

#[test]
fn another_seed_moves_no_rank() {
    let contest = westlake();
    let inputs = whole(&contest, SMALL);
    let (results, moved) = what_if(&contest, &inputs, &Change::OtherSeed { seed: 1 }).unwrap();
    assert!(moved.ranks.is_empty() && moved.awards.is_empty());
    assert_ne!(results, compute(&contest, &inputs).unwrap());
}

#[test]
fn what_cannot_be_changed_is_refused() {
    let contest = westlake();
    let inputs: Inputs = panel(&contest, SMALL);
    let refused = |change| what_if(&contest, &inputs, &change).unwrap_err();
    let weights = |of: &str, theme, weights: &[(&str, u8)]| Change::Weights {
        round: round(of),
        theme,
        weights: shares(weights),
    };
    let out = |of: &str, id| Change::ExcludeJudge {
        round: round(of),
        judge: judge(id),
    };
    assert!(matches!(
        refused(out("final", "J001")),
        WhatIfError::RoundNotBegun { .. }
    ));
    assert!(matches!(
        refused(out("panel", "J999")),
        WhatIfError::JudgeNotInRound { .. }
    ));
    assert!(matches!(
        refused(weights("panel", None, &FINAL)),
        WhatIfError::NotItsRubric { .. }
    ));
    assert!(matches!(
        refused(weights("final", Some(theme(1)), &FINAL)),
        WhatIfError::NotItsRubric { .. }
    ));
    assert!(matches!(
        refused(weights("panel", Some(theme(1)), &FINAL)),
        WhatIfError::NotItsCriterion { .. }
    ));
    let mut more = FINAL.to_vec();
    more.push(("fit-1", 0));
    assert!(matches!(
        refused(weights("final", None, &more)),
        WhatIfError::NotItsCriterion { .. }
    ));
    let mut heavy = FINAL;
    heavy[0].1 = 31;
    assert_eq!(
        refused(weights("final", None, &heavy)),
        WhatIfError::SharesSum { sum: 101 }
    );
}
