//! Which entries go on to a later round.
#![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

mod common;

use std::collections::BTreeMap;

use common::{MEDIUM, entries, panel, ranked, theme, westlake, with_round};
use contest::{Contest, Shortlist, ShortlistBy, ThemeId};
use results::{Inputs, Results, Shortlisted, Video, compute};

const NUMBERS: [&str; 8] = ["A", "B", "C", "D", "E", "F", "G", "H"];

/// B, C and D share the second place, E and F the fifth.
const TIED: [(&str, &[u8]); 8] = [
    ("A", &[9, 9, 8]),
    ("B", &[8, 8, 7]),
    ("C", &[8, 7, 8]),
    ("D", &[7, 8, 8]),
    ("E", &[7, 7, 6]),
    ("F", &[7, 6, 7]),
    ("G", &[6, 6, 6]),
    ("H", &[5, 6, 6]),
];

fn contest_with(round: usize, rules: Shortlist) -> Contest {
    let mut contest = westlake();
    contest.rounds[round].shortlist = Some(rules);
    contest
}

const TWO: Shortlist = Shortlist {
    places: 2,
    by: ShortlistBy::Rank,
    theme_least: 0,
    theme_most: None,
};

fn tied(contest: &Contest, theme_of: impl Fn(usize) -> ThemeId) -> Inputs {
    let mut inputs = entries(&NUMBERS);
    for (at, one) in inputs.entries.iter_mut().enumerate() {
        one.theme = theme_of(at);
    }
    with_round(contest, &mut inputs, "panel", &TIED);
    inputs
}

fn list<'a>(results: &'a Results, name: &str) -> &'a [Shortlisted] {
    let found = results
        .shortlists
        .iter()
        .find(|list| list.round.as_str() == name);
    &found.unwrap().entries
}

fn names(list: &[Shortlisted]) -> String {
    list.iter().map(|one| one.entry.as_str()).collect()
}

#[test]
fn all_who_share_the_last_place_go_on() {
    let contest = contest_with(1, TWO);
    let results = compute(&contest, &tied(&contest, |_| theme(1))).unwrap();
    let listed = list(&results, "final");
    assert_eq!(names(listed), "ABCD");
    assert!(listed.iter().all(|one| !one.for_theme && one.p_in > 0.0));
    let ranks: Vec<u32> = listed.iter().map(|one| one.rank).collect();
    assert_eq!(ranks, [1, 2, 2, 2]);
}

#[test]
fn the_best_of_a_theme_go_on_in_place_of_better_ones_of_others() {
    let rules = Shortlist {
        places: 3,
        theme_least: 1,
        ..TWO
    };
    let contest = contest_with(1, rules);
    // G and H alone are of theme 2; the estimate of the panel round is theme mean and merit.
    let of_theme = |at| theme(if at < 6 { 1 } else { 2 });
    let results = compute(&contest, &tied(&contest, of_theme)).unwrap();
    let listed = list(&results, "final");
    assert_eq!(names(listed), "ABCDG");
    let for_theme = listed.iter().filter(|one| one.for_theme);
    assert_eq!(
        for_theme.map(|one| one.entry.as_str()).collect::<String>(),
        "G"
    );
}

#[test]
fn a_theme_sends_no_more_than_its_most_but_for_equals() {
    let rules = Shortlist {
        places: 5,
        theme_most: Some(2),
        ..TWO
    };
    let contest = contest_with(1, rules);
    let of_theme = |at| theme(if at < 6 { 1 } else { 2 });
    let results = compute(&contest, &tied(&contest, of_theme)).unwrap();
    // A and one of B, C and D make two; the other two have the rank of the last. E and F are beyond the most.
    assert_eq!(names(list(&results, "final")), "ABCDG");
}

#[test]
fn a_video_round_takes_entries_with_a_video_within_the_limit_alone() {
    let contest = contest_with(2, TWO);
    let mut inputs = tied(&contest, |_| theme(1));
    inputs.entries[0].video = Video::TooLong;
    inputs.entries[1].video = Video::None;
    inputs.entries[2].video = Video::None;
    let results = compute(&contest, &inputs).unwrap();
    let listed = list(&results, "video");
    assert_eq!(names(listed), "DEF");
    assert_eq!(listed[0].rank, 2);
    // Two places among five entries.
    let all: f64 = listed.iter().map(|one| one.p_in).sum();
    assert!(all <= 2.0 + 1e-9 && all > 1.5);
}

#[test]
fn chances_of_all_who_may_go_in_sum_to_the_places() {
    let rules = Shortlist {
        places: 8,
        theme_least: 8,
        ..TWO
    };
    let contest = contest_with(2, rules);
    let mut inputs = tied(&contest, |_| theme(1));
    inputs.entries[7].video = Video::None;
    let results = compute(&contest, &inputs).unwrap();
    assert_eq!(list(&results, "video").len(), 7);
    assert!(list(&results, "video").iter().all(|one| one.p_in == 1.0));
}

#[test]
fn by_chance_an_entry_of_few_reviews_can_go_before_a_better_one() {
    let mut contest = westlake();
    let rules = contest.rounds[1].shortlist.unwrap();
    let mut inputs = panel(&contest, MEDIUM);
    // Every third entry has one review only.
    let numbers: Vec<_> = inputs
        .entries
        .iter()
        .step_by(3)
        .map(|one| one.number.clone())
        .collect();
    let mut seen = std::collections::BTreeSet::new();
    inputs.rounds[0]
        .sheets
        .retain(|sheet| !numbers.contains(&sheet.entry) || seen.insert(sheet.entry.clone()));
    let by_rank = compute(&contest, &inputs).unwrap();
    contest.rounds[1].shortlist = Some(Shortlist {
        by: ShortlistBy::Chance,
        theme_least: 0,
        ..rules
    });
    let by_chance = compute(&contest, &inputs).unwrap();
    let (ranks, chances) = (list(&by_rank, "final"), list(&by_chance, "final"));
    assert!(chances.is_sorted_by(|a, b| a.p_in >= b.p_in));
    assert_eq!(chances.len(), 60);
    let reviews = |listed: &[Shortlisted]| -> u32 {
        let entries = &ranked(&by_rank, "panel").entries;
        let find = |one: &Shortlisted| entries.iter().find(|e| e.entry == one.entry);
        listed.iter().map(|one| find(one).unwrap().reviews).sum()
    };
    assert!(reviews(chances) < reviews(ranks));
}

#[test]
fn every_theme_has_its_least_number_in_a_contest_of_the_size_of_a_city() {
    let contest = westlake();
    let results = compute(&contest, &panel(&contest, MEDIUM)).unwrap();
    let listed = list(&results, "final");
    let mut of_theme: BTreeMap<u8, u32> = BTreeMap::new();
    for one in listed {
        let entries = &ranked(&results, "panel").entries;
        let facts = entries.iter().find(|e| e.entry == one.entry).unwrap();
        *of_theme.entry(facts.theme.get()).or_default() += 1;
    }
    assert_eq!(of_theme.len(), 7);
    assert!(of_theme.values().all(|count| *count >= 3));
    assert!(listed.len() >= 60);
    assert!(listed.is_sorted_by(|a, b| a.rank <= b.rank));
}
