//! Who receives which award.
#![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

mod common;

use std::collections::{BTreeMap, BTreeSet};

use common::awards::{NUMBERS, STAIRS, count, final_round, open, rules, with};
use common::{award, decided, entries, entry, received, round, theme, to, westlake, with_round};
use contest::{RoundKind, TieRule};
use rand::seq::SliceRandom;
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha20Rng;
use results::{By, Decision, Inputs, OpenQuestion, Recipient, Video, compute};

#[test]
fn an_entry_receives_the_highest_of_the_awards_it_could_have() {
    let contest = rules(&[("gold", Some(1)), ("nominee", Some(3)), ("merit", Some(2))]);
    let results = compute(&contest, &final_round(&contest, &STAIRS)).unwrap();
    assert_eq!(received(&results, "gold"), ["A"]);
    assert_eq!(received(&results, "nominee"), ["B", "C", "D"]);
    assert_eq!(received(&results, "merit"), ["E", "F"]);
    assert!(results.awards.iter().all(|award| award.open.is_empty()));
    let nominee = award(&results, "nominee");
    assert_eq!(nominee.count, Some(3));
    for one in &nominee.received {
        assert_eq!(one.by, By::Ranking);
        assert!(one.p_in.is_some_and(|p| p > 0.3));
        assert!(one.by_raw_means && one.by_least_squares);
    }
    assert_eq!(common::ranked(&results, "final").lines, [1, 4, 6]);
}

#[test]
fn an_award_beside_others_goes_to_whoever_is_best_for_it() {
    let mut contest = rules(&[("gold", Some(1)), ("nominee", Some(2)), ("video", Some(2))]);
    for award in &mut contest.awards {
        award.round = round("final");
    }
    let mut inputs = final_round(&contest, &STAIRS);
    let video = |inputs: &mut Inputs, number: &str, video| {
        let found = inputs
            .entries
            .iter_mut()
            .find(|one| one.number == entry(number));
        found.unwrap().video = video;
    };
    video(&mut inputs, "A", Video::TooLong);
    video(&mut inputs, "C", Video::None);
    let results = compute(&contest, &inputs).unwrap();
    assert_eq!(received(&results, "video"), ["B", "D"]);
    let video = award(&results, "video");
    // Of those with a video within the limit the first two.
    assert!(video.received[0].p_in.unwrap() > video.received[1].p_in.unwrap() - 1e-12);
    assert_eq!(video.received[1].rank, Some(4));
}

#[test]
fn a_theme_receives_no_more_than_its_quota() {
    let mut contest = rules(&[("gold", Some(1)), ("nominee", Some(3))]);
    contest.awards[1].per_theme = Some(1);
    let mut inputs = final_round(&contest, &STAIRS);
    for (at, one) in inputs.entries.iter_mut().enumerate() {
        one.theme = theme(if at < 4 { 1 } else { 2 });
    }
    inputs.entries[6].theme = theme(3);
    let results = compute(&contest, &inputs).unwrap();
    assert_eq!(received(&results, "nominee"), ["B", "E", "G"]);
    assert_eq!(open(&results, "nominee"), []);
}

#[test]
fn an_award_of_a_theme_goes_to_that_theme_alone() {
    let mut contest = rules(&[("gold", Some(1)), ("nominee", Some(3))]);
    contest.awards[1].themes = vec![theme(2)];
    let mut inputs = final_round(&contest, &STAIRS);
    for at in [2, 5] {
        inputs.entries[at].theme = theme(2);
    }
    let results = compute(&contest, &inputs).unwrap();
    assert_eq!(received(&results, "nominee"), ["C", "F"]);
    assert_eq!(
        open(&results, "nominee"),
        [OpenQuestion::TooFew { places: 1 }]
    );
    let fewer = with(&inputs, &[count("nominee", 2)]);
    let results = compute(&contest, &fewer).unwrap();
    assert_eq!(open(&results, "nominee"), []);
    assert_eq!(award(&results, "nominee").count, Some(2));
}

#[test]
fn an_award_of_a_round_that_has_not_begun_goes_to_nobody() {
    let contest = rules(&[("gold", Some(1))]);
    let results = compute(&contest, &entries(&NUMBERS)).unwrap();
    let awaited = OpenQuestion::RoundNotBegun {
        round: round("final"),
    };
    assert_eq!(open(&results, "gold"), [awaited]);
    assert!(received(&results, "gold").is_empty());
}

#[test]
fn an_award_that_another_method_would_give_elsewhere_is_flagged() {
    let contest = rules(&[("gold", Some(1))]);
    // B has a higher mean because the strict J1 stepped back from it.
    let mut rows = STAIRS;
    rows[0] = ("A", &[7, 9, 9]);
    rows[1] = ("B", &[0, 9, 8]);
    for (row, marks) in [
        (2, &[4, 8, 8]),
        (3, &[4, 7, 8]),
        (4, &[4, 7, 7]),
        (5, &[3, 7, 6]),
        (6, &[3, 6, 6]),
        (7, &[2, 6, 5]),
    ] as [(usize, &[u8]); 6]
    {
        rows[row].1 = marks;
    }
    let results = compute(&contest, &final_round(&contest, &rows)).unwrap();
    let gold = &award(&results, "gold").received[0];
    assert_eq!(gold.to, to("A"));
    assert!(!gold.by_raw_means);
    assert!(gold.by_least_squares);
}

#[test]
fn the_video_award_is_decided_in_the_video_round() {
    let contest = westlake();
    let video = contest.round(&round("video")).unwrap();
    assert_eq!(video.kind, RoundKind::Video);
    let mut inputs = entries(&NUMBERS);
    inputs.entries[7].video = Video::TooLong;
    with_round(&contest, &mut inputs, "video", &STAIRS);
    let results = compute(&contest, &inputs).unwrap();
    assert_eq!(received(&results, "video").len(), 7);
    assert_eq!(
        open(&results, "video"),
        [OpenQuestion::TooFew { places: 3 }]
    );
    assert!(!received(&results, "video").contains(&"H".to_owned()));
}

#[test]
fn whatever_the_rules_and_decisions_no_award_breaks_them() {
    let base = westlake();
    for seed in 0..20 {
        let mut dice = ChaCha20Rng::seed_from_u64(seed);
        let mut contest = rules(&[
            ("gold", Some(1)),
            ("nominee", Some(1)),
            ("merit", Some(1)),
            ("video", Some(1)),
        ]);
        let size = common::Size {
            entries: 60,
            judges: 8,
            seed,
            ..common::SMALL
        };
        for award in &mut contest.awards {
            award.round = round("panel");
            award.count = Some(dice.gen_range(1..12));
            award.per_theme = dice.gen_bool(0.5).then(|| dice.gen_range(1..4));
            award.ties = [TieRule::ChairsVote, TieRule::JudgesOrder, TieRule::AwardAll]
                [dice.gen_range(0..3)];
        }
        let mut inputs = common::panel(&base, size);
        inputs.draws = 20;
        for award in &contest.awards {
            let some = inputs.entries.choose(&mut dice).unwrap().number.clone();
            let can = award.given_to == contest::GivenTo::Entry;
            if can {
                inputs.decisions.push(decided(Decision::Withheld {
                    award: award.id.clone(),
                    from: Recipient::Entry(some),
                }));
            }
        }
        let results = compute(&contest, &inputs).unwrap();
        let mut laddered = BTreeSet::new();
        for (rules, told) in contest.awards.iter().zip(&results.awards) {
            let facts = |one: &results::Received| {
                let found = inputs
                    .entries
                    .iter()
                    .find(|e| Recipient::Entry(e.number.clone()) == one.to);
                found.unwrap()
            };
            let mut of_theme: BTreeMap<_, u32> = BTreeMap::new();
            for one in &told.received {
                assert!(rules.beside_others || laddered.insert(one.to.clone()));
                *of_theme.entry(facts(one).theme).or_default() += 1;
                let withheld = Decision::Withheld {
                    award: rules.id.clone(),
                    from: one.to.clone(),
                };
                assert!(!inputs.decisions.iter().any(|one| one.decision == withheld));
                if rules.given_to == contest::GivenTo::EntryWithVideo {
                    assert_eq!(facts(one).video, Video::WithinLimit);
                }
            }
            let quota = rules.per_theme.unwrap_or(u32::MAX);
            assert!(of_theme.values().all(|count| *count <= quota));
            // What is given, shared and empty adds up to the number of the award.
            let spoken_for: u32 = told
                .open
                .iter()
                .map(|question| match question {
                    OpenQuestion::Tie { places, .. } | OpenQuestion::TooFew { places } => *places,
                    _ => 0,
                })
                .sum();
            let given = u32::try_from(told.received.len()).unwrap();
            assert_eq!(Some(given + spoken_for), told.count, "{seed} {told:?}");
        }
    }
}
