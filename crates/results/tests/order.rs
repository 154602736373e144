//! What must change nothing, or only itself: the order of lists, the names of judges, a shift of one judge's scale.
#![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

mod common;

use std::collections::BTreeMap;

use common::{MEDIUM, SMALL, decided, judge, panel, ranked, round, shuffled, westlake, whole};
use contest::{EntryNumber, Points};
use results::{
    Decision, Inputs, Results, SheetFacts, SheetState, compute, differences, fields_that_differ,
};

fn json(results: &Results) -> String {
    serde_json::to_string(results).unwrap()
}

#[test]
fn the_order_of_the_lists_changes_not_a_byte() {
    let contest = westlake();
    let inputs = whole(&contest, MEDIUM);
    let first = json(&compute(&contest, &inputs).unwrap());
    for seed in 0..3 {
        let other = compute(&contest, &shuffled(&inputs, seed)).unwrap();
        assert_eq!(first, json(&other));
    }
}

#[test]
fn a_decision_said_twice_says_nothing_new() {
    let contest = westlake();
    let mut inputs = whole(&contest, SMALL);
    let results = compute(&contest, &inputs).unwrap();
    let gold = results.awards[0].received[0].to.clone();
    let decisions = [
        Decision::Withheld {
            award: "gold".parse().unwrap(),
            from: gold,
        },
        Decision::CountSet {
            award: "merit".parse().unwrap(),
            count: 12,
        },
        Decision::JudgeExcluded {
            round: round("final"),
            judge: judge("J001"),
        },
    ];
    inputs.decisions = decisions.iter().cloned().map(decided).collect();
    let once = compute(&contest, &inputs).unwrap();
    inputs.decisions.extend(decisions.map(decided));
    assert_eq!(json(&once), json(&compute(&contest, &inputs).unwrap()));
}

/// The same sheets under other names, so that the judges stand in the opposite order.
fn renamed(inputs: &Inputs) -> Inputs {
    let name = |old: &contest::JudgeId| {
        let number: u32 = old.as_str().trim_start_matches('J').parse().unwrap();
        judge(&format!("K{:03}", 999 - number))
    };
    let mut other = inputs.clone();
    for round in &mut other.rounds {
        for seat in &mut round.seats {
            seat.judge = name(&seat.judge);
        }
        for sheet in &mut round.sheets {
            sheet.judge = name(&sheet.judge);
        }
        for one in &mut round.returned {
            *one = name(one);
        }
    }
    other
}

#[test]
fn the_names_of_the_judges_change_no_rank_and_no_award() {
    let contest = westlake();
    let inputs = whole(&contest, SMALL);
    let first = compute(&contest, &inputs).unwrap();
    let other = compute(&contest, &renamed(&inputs)).unwrap();
    assert!(differences(&contest, &first, &other).is_empty());
    for name in ["panel", "final", "video"] {
        let pairs = ranked(&first, name)
            .entries
            .iter()
            .zip(&ranked(&other, name).entries);
        for (one, renamed) in pairs {
            assert_eq!(one.entry, renamed.entry);
            assert!((one.estimate - renamed.estimate).abs() < 1e-6);
        }
    }
}

/// Adds a point to every mark of one judge, all of whose marks leave room for it.
fn shifted(inputs: &Inputs, shift: u8) -> Inputs {
    let mut other = inputs.clone();
    for sheet in &mut other.rounds[0].sheets {
        if let (SheetState::Scored(marks), "J003") = (&mut sheet.state, sheet.judge.as_str()) {
            for mark in marks.values_mut() {
                *mark = Points::from_halves(mark.halves().min(18) + shift * 2).unwrap();
            }
        }
    }
    other
}

#[test]
fn a_point_more_from_one_judge_is_told_as_leniency_and_moves_nobody() {
    let contest = westlake();
    let inputs = panel(&contest, SMALL);
    let (low, high) = (shifted(&inputs, 0), shifted(&inputs, 1));
    let (low, high) = (
        compute(&contest, &low).unwrap(),
        compute(&contest, &high).unwrap(),
    );
    let (low, high) = (ranked(&low, "panel"), ranked(&high, "panel"));
    let before: BTreeMap<&EntryNumber, _> = low.entries.iter().map(|e| (&e.entry, e)).collect();
    // Ten points of a total for one of fourteen judges; leniencies sum to 0 in least squares.
    let all = 10.0 / 14.0;
    for one in &high.entries {
        let old = before[&one.entry];
        assert_eq!(one.least_squares_rank, old.least_squares_rank);
        assert!((one.least_squares - old.least_squares - all).abs() < 1e-7);
    }
    let leniency = |of: &results::RankedRound| {
        let found = of.judges.iter().find(|one| one.judge.as_str() == "J003");
        found.unwrap().leniency
    };
    let shift = leniency(high) - leniency(low);
    assert!((8.0..11.0).contains(&shift), "{shift}");
}

#[test]
fn entries_with_the_same_marks_from_the_same_judges_share_a_rank() {
    let contest = westlake();
    let mut inputs = panel(&contest, SMALL);
    let twin = inputs.entries[0].clone();
    let number: EntryNumber = "TWIN".parse().unwrap();
    let panel = &mut inputs.rounds[0];
    let same: Vec<SheetFacts> = panel
        .sheets
        .iter()
        .filter(|sheet| sheet.entry == twin.number)
        .cloned()
        .collect();
    for sheet in same {
        panel.seats.push(results::Seat {
            judge: sheet.judge.clone(),
            entry: number.clone(),
        });
        panel.sheets.push(SheetFacts {
            entry: number.clone(),
            ..sheet
        });
    }
    inputs.entries.push(results::EntryFacts {
        number: number.clone(),
        ..twin.clone()
    });
    let results = compute(&contest, &inputs).unwrap();
    let find = |number: &EntryNumber| {
        let entries = &ranked(&results, "panel").entries;
        entries.iter().find(|one| &one.entry == number).unwrap()
    };
    let (one, other) = (find(&twin.number), find(&number));
    assert_eq!(one.rank, other.rank);
    assert!(one.tied && other.tied);
}

#[test]
fn inputs_and_results_survive_json() {
    let contest = westlake();
    let inputs = whole(&contest, SMALL);
    let text = serde_json::to_string(&inputs).unwrap();
    assert_eq!(serde_json::from_str::<Inputs>(&text).unwrap(), inputs);

    let results = compute(&contest, &inputs).unwrap();
    let read: Results = serde_json::from_str(&json(&results)).unwrap();
    // The last bit of a number can be lost as it is read.
    assert_eq!(fields_that_differ(&results, &read, 1e-15), []);
    assert!(differences(&contest, &results, &read).is_empty());
}

#[test]
fn a_field_that_differs_is_named_by_its_path() {
    let contest = westlake();
    let results = compute(&contest, &panel(&contest, SMALL)).unwrap();
    let mut other = results.clone();
    other.units[3].points += 1;
    other.awards[1].count = None;
    if let results::Outcome::Ranked(ranked) = &mut other.rounds[0].outcome {
        ranked.entries[5].estimate += 1e-9;
        ranked.entries[6].estimate += 1e-3;
    }
    let found = fields_that_differ(&results, &other, 1e-6);
    let paths: Vec<&str> = found.iter().map(|one| one.path.as_str()).collect();
    let estimate = "/rounds/0/outcome/ranked/entries/6/estimate";
    assert_eq!(paths, ["/awards/1/count", estimate, "/units/3/points"]);
    assert_eq!(fields_that_differ(&results, &results, 0.0), []);
}
