//! Facts about ranks, ties, drift and second looks within one theme.
#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot set its scene should stop at once"
)]

use desk::compare::{RevisitReason, ScoredEntry, compare};

fn entry(number: usize, total: u32) -> ScoredEntry {
    ScoredEntry {
        number: format!("E-{number}"),
        total,
        place: number,
        equal_marks: false,
        flagged: false,
        comment_missing: false,
    }
}

fn entries(totals: &[u32]) -> Vec<ScoredEntry> {
    (1..)
        .zip(totals)
        .map(|(n, total)| entry(n, *total))
        .collect()
}

fn order(numbers: &[usize]) -> Vec<String> {
    numbers.iter().map(|n| format!("E-{n}")).collect()
}

#[test]
fn equal_totals_share_a_rank_and_the_next_rank_counts_them() {
    let found = compare(&entries(&[8200, 8600, 8200, 7000, 8200]), &[]);
    let ranks: Vec<(&str, u32, bool)> = found
        .rows
        .iter()
        .map(|row| (row.number.as_str(), row.rank, row.tied))
        .collect();
    assert_eq!(
        ranks,
        [
            ("E-2", 1, false),
            ("E-1", 2, true),
            ("E-3", 2, true),
            ("E-5", 2, true),
            ("E-4", 5, false)
        ]
    );
    assert_eq!(found.ties.len(), 1);
    assert!(!found.ties[0].decided);
    let distribution = found.distribution.unwrap();
    assert_eq!(distribution.count, 5);
    assert!((distribution.mean - 8040.0).abs() < 1e-9);
    assert_eq!(distribution.histogram[&8200], 3);
}

#[test]
fn nothing_scored_says_nothing() {
    let found = compare(&[], &[]);
    assert!(found.rows.is_empty() && found.ties.is_empty() && found.revisit.is_empty());
    assert!(found.distribution.is_none() && found.drift.is_none());
}

#[test]
fn an_order_within_a_tie_moves_rows_and_no_rank() {
    let found = compare(&entries(&[8200, 8200, 8200]), &[order(&[3, 1, 2])]);
    assert!(found.ties[0].decided);
    let rows: Vec<_> = found
        .rows
        .iter()
        .map(|row| (row.number.as_str(), row.rank, row.within))
        .collect();
    assert_eq!(
        rows,
        [
            ("E-3", 1, Some(1)),
            ("E-1", 1, Some(2)),
            ("E-2", 1, Some(3))
        ]
    );
}

#[test]
fn the_latest_order_of_a_tie_holds() {
    let found = compare(
        &entries(&[8200, 8200]),
        &[order(&[1, 2]), order(&[2, 1]), order(&[7, 8])],
    );
    assert_eq!(found.ties[0].numbers, order(&[2, 1]));
}

#[test]
fn a_changed_total_dissolves_the_order_of_its_tie() {
    let decided = [order(&[3, 1, 2])];
    for totals in [
        [8200, 8200, 8300, 7000], // one left the tie
        [8200, 8200, 8200, 8200], // one came to it
    ] {
        let found = compare(&entries(&totals), &decided);
        assert!(found.ties.iter().all(|tie| !tie.decided), "{totals:?}");
        assert!(found.rows.iter().all(|row| row.within.is_none()));
    }
}

#[test]
fn an_order_naming_one_entry_twice_orders_nothing() {
    let found = compare(&entries(&[8200, 8200]), &[order(&[1, 1])]);
    assert!(!found.ties[0].decided);
}

#[test]
fn below_twenty_scored_entries_there_is_no_drift() {
    let totals: Vec<u32> = (0..19).map(|n| 5000 + n * 200).collect();
    assert!(compare(&entries(&totals), &[]).drift.is_none());
}

#[test]
fn welchs_t_of_a_worked_example() {
    // First ten 70…79, last ten 73…82 points: means 74.5 and 77.5, each variance 9.1667, t = 3 / √1.8333 = 2.2156.
    let totals: Vec<u32> = (70..80)
        .chain([75; 5])
        .chain(73..83)
        .map(|p| p * 100)
        .collect();
    let found = compare(&entries(&totals), &[]);
    let drift = found.drift.unwrap();
    assert!((drift.first - 7450.0).abs() < 1e-9 && (drift.last - 7750.0).abs() < 1e-9);
    assert!((drift.t - 2.215_646_837_627_99).abs() < 1e-9, "{}", drift.t);
    assert!(drift.exceeds_chance());
    let early: Vec<_> = found.revisit.iter().map(|one| one.number.clone()).collect();
    assert_eq!(early, order(&[1, 2, 3, 4, 5, 6, 7, 8, 9, 10]));
    assert!(
        found
            .revisit
            .iter()
            .all(|one| one.reasons == [RevisitReason::BeforeDrift])
    );
}

#[test]
fn a_difference_within_the_spread_is_no_drift() {
    let totals: Vec<u32> = (0..20).map(|n| 6000 + (n % 10) * 300).collect();
    let found = compare(&entries(&totals), &[]);
    assert!(!found.drift.unwrap().exceeds_chance());
    assert!(found.revisit.is_empty());
}

#[test]
fn two_tens_without_spread_drift_only_when_they_differ() {
    let same = compare(&entries(&[7000; 20]), &[]).drift.unwrap();
    assert!(!same.exceeds_chance());
    let totals: Vec<u32> = [7000; 10].into_iter().chain([7100; 10]).collect();
    assert!(
        compare(&entries(&totals), &[])
            .drift
            .unwrap()
            .exceeds_chance()
    );
}

#[test]
fn every_second_look_has_its_reasons() {
    let mut three = entries(&[8000, 7000, 6000]);
    three[0].flagged = true;
    three[0].comment_missing = true;
    three[2].equal_marks = true;
    let found = compare(&three, &[]);
    let looks: Vec<_> = found
        .revisit
        .iter()
        .map(|one| (one.number.as_str(), one.reasons.clone()))
        .collect();
    assert_eq!(
        looks,
        [
            (
                "E-1",
                vec![RevisitReason::Flagged, RevisitReason::CommentMissing]
            ),
            ("E-3", vec![RevisitReason::EqualMarks])
        ]
    );
}
