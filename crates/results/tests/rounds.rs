//! What is told of a round, and when there is no ranking.
#![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

mod common;

use common::{
    MEDIUM, SMALL, award, entries, entry, flat, judge, panel, ranked, round, theme, told, westlake,
    whole, with_round,
};
use contest::{Contest, RoundKind};
use results::{Inputs, NotRanked, OpenQuestion, Outcome, RoundState, SheetState, compute};

const NUMBERS: [&str; 8] = ["A", "B", "C", "D", "E", "F", "G", "H"];

fn why_not(contest: &Contest, inputs: &Inputs, name: &str) -> NotRanked {
    let results = compute(contest, inputs).unwrap();
    match &told(&results, name).outcome {
        Outcome::NotRanked(why) => *why,
        Outcome::Ranked(_) => panic!("{name} is ranked"),
    }
}

#[test]
fn every_number_of_a_whole_contest_is_in_its_range() {
    let contest = westlake();
    let inputs = whole(&contest, MEDIUM);
    let results = compute(&contest, &inputs).unwrap();
    for (name, entries) in [("panel", 600), ("final", 60), ("video", 30)] {
        let ranked = ranked(&results, name);
        assert!(ranked.entries.len() >= entries, "{name}");
        assert_eq!(
            (ranked.islands, told(&results, name).state),
            (1, RoundState::Complete)
        );
        for one in &ranked.entries {
            assert!((0.0..=100.0).contains(&one.raw_mean));
            assert!(one.estimate_se > 0.0 && one.rank >= 1);
            assert!(one.rank_interval.best <= one.rank_interval.worst);
            assert_eq!(one.reviews, one.due);
            assert_eq!(one.totals.len(), one.reviews as usize);
            let chances: Vec<f64> = one.p_top.values().copied().collect();
            assert!(chances.is_sorted() && one.p_first <= chances[0]);
            assert_eq!(one.p_top.keys().copied().collect::<Vec<_>>(), ranked.lines);
        }
    }
    let panel = ranked(&results, "panel");
    assert_eq!(panel.lines, [30, 60]);
    assert_eq!(panel.themes.len(), 7);
    assert_eq!(ranked(&results, "final").themes.len(), 1);
    assert_eq!(ranked(&results, "final").themes[0].theme, None);
    assert_eq!(ranked(&results, "final").lines, [1, 21]);
    assert_eq!(ranked(&results, "video").lines, [10]);
    // Seven first criteria, one for each theme, and four that all themes share.
    assert_eq!(panel.criteria.len(), 11);
    assert!(
        panel
            .criteria
            .iter()
            .all(|one| (1.0..=10.0).contains(&one.mean))
    );
    let agreement = ranked(&results, "final").agreement;
    assert!(agreement.kendall_w.is_some() && agreement.icc_mean.is_some());
    assert!(panel.agreement.kendall_w.is_none() && panel.agreement.alpha_ordinal.is_some());
    assert_eq!(results.extra_reviews.len(), 50);
    assert!(results.extra_reviews.is_sorted_by(|a, b| a.gain >= b.gain));
    assert!(
        results
            .extra_reviews
            .iter()
            .all(|one| one.gain > 0.0 && one.round != round("panel"))
    );
}

#[test]
fn further_reviews_are_for_lines_on_which_something_still_depends() {
    let contest = westlake();
    let results = compute(&contest, &panel(&contest, SMALL)).unwrap();
    assert!(!results.extra_reviews.is_empty());
    for one in &results.extra_reviews {
        assert_eq!(one.round, round("panel"));
        assert!(one.line == 60 || one.line == 30);
        assert!(0.0 < one.p_in && one.p_in < 1.0 && one.gain <= one.p_in.min(1.0 - one.p_in));
    }
}

#[test]
fn themes_are_not_taken_out_where_they_are_compared() {
    let contest = westlake();
    let mut inputs = entries(&NUMBERS);
    for one in inputs.entries.iter_mut().take(4) {
        one.theme = theme(2);
    }
    let rows: [(&str, &[u8]); 8] = [
        ("A", &[9, 9, 9]),
        ("B", &[8, 9, 9]),
        ("C", &[9, 8, 9]),
        ("D", &[8, 8, 9]),
        ("E", &[5, 6, 6]),
        ("F", &[5, 5, 6]),
        ("G", &[4, 5, 6]),
        ("H", &[4, 5, 5]),
    ];
    with_round(&contest, &mut inputs, "final", &rows);
    let results = compute(&contest, &inputs).unwrap();
    let ranked = ranked(&results, "final");
    // Within its theme D would be far below the mean; across them it is above.
    let merit = |number| {
        let found = ranked.entries.iter().find(|one| one.entry == entry(number));
        found.unwrap().merit
    };
    assert!(merit("D") > 5.0 && merit("E") < -5.0);
    assert_eq!(told(&results, "final").kind, RoundKind::Final);
}

#[test]
fn a_recusal_and_an_unscored_sheet_lower_nobody() {
    let contest = westlake();
    let mut inputs = entries(&NUMBERS);
    let rows: [(&str, &[u8]); 8] = [
        ("A", &[9, 0, 9]),
        ("B", &[8, 8, 7]),
        ("C", &[7, 8, 7]),
        ("D", &[7, 7, 6]),
        ("E", &[6, 6, 6]),
        ("F", &[6, 5, 6]),
        ("G", &[5, 5, 4]),
        ("H", &[0, 0, 0]),
    ];
    with_round(&contest, &mut inputs, "final", &rows);
    let sheet = inputs.rounds[0]
        .sheets
        .iter_mut()
        .find(|one| one.entry == entry("B") && one.judge == judge("J2"));
    sheet.unwrap().state = SheetState::Unscored;
    let results = compute(&contest, &inputs).unwrap();
    let ranked = ranked(&results, "final");
    let first = &ranked.entries[0];
    assert_eq!((first.entry.as_str(), first.raw_mean), ("A", 90.0));
    assert_eq!((first.due, first.recused, first.reviews), (3, 1, 2));
    let second = &ranked.entries[1];
    assert_eq!((second.entry.as_str(), second.raw_mean), ("B", 75.0));
    assert_eq!((second.due, second.recused, second.reviews), (3, 0, 2));
    assert_eq!(ranked.unscored, [entry("H")]);
}

#[test]
fn islands_have_ranks_of_their_own_and_no_shortlist_and_no_award() {
    let mut contest = westlake();
    contest.awards.truncate(1);
    contest.awards[0].round = round("panel");
    let mut inputs = entries(&NUMBERS);
    let rows: [(&str, &[u8]); 4] = [
        ("A", &[9, 8]),
        ("B", &[8, 8]),
        ("C", &[6, 7]),
        ("D", &[6, 5]),
    ];
    with_round(&contest, &mut inputs, "panel", &rows);
    let others: [(&str, &[u8]); 4] = [
        ("E", &[9, 9]),
        ("F", &[7, 8]),
        ("G", &[5, 7]),
        ("H", &[4, 3]),
    ];
    with_round(&contest, &mut inputs, "panel", &others);
    let mut second = inputs.rounds.pop().unwrap();
    let name = |old: &contest::JudgeId| judge(&format!("K{old}"));
    second
        .seats
        .iter_mut()
        .for_each(|one| one.judge = name(&one.judge));
    second
        .sheets
        .iter_mut()
        .for_each(|one| one.judge = name(&one.judge));
    second.returned.iter_mut().for_each(|one| *one = name(one));
    let panel = &mut inputs.rounds[0];
    panel.seats.append(&mut second.seats);
    panel.sheets.append(&mut second.sheets);
    panel.returned.append(&mut second.returned);

    let results = compute(&contest, &inputs).unwrap();
    let ranked = ranked(&results, "panel");
    assert_eq!((ranked.islands, ranked.fiedler), (2, 0.0));
    assert_eq!(ranked.missing_bridges.len(), 1);
    let firsts = ranked.entries.iter().filter(|one| one.rank == 1);
    assert_eq!(firsts.map(|one| one.island).collect::<Vec<_>>(), [1, 2]);
    assert!(
        results
            .shortlists
            .iter()
            .all(|list| list.entries.is_empty())
    );
    let torn = OpenQuestion::NoSingleRanking {
        round: round("panel"),
    };
    assert_eq!(award(&results, "gold").open, [torn]);
    assert!(award(&results, "gold").received.is_empty());
    assert!(results.extra_reviews.is_empty());
}

#[test]
fn a_round_that_cannot_be_ranked_says_why() {
    let contest = westlake();
    let ranked_by = |rows: &[(&str, &[u8])]| {
        let mut inputs = entries(&NUMBERS);
        with_round(&contest, &mut inputs, "final", rows);
        why_not(&contest, &inputs, "final")
    };
    assert_eq!(
        ranked_by(&[("A", &[0, 0]), ("B", &[0, 0])]),
        NotRanked::NoReviews
    );
    assert_eq!(
        ranked_by(&[("A", &[7, 7]), ("B", &[7, 7])]),
        NotRanked::NoVariation
    );
    assert_eq!(
        ranked_by(&[("A", &[7]), ("B", &[8])]),
        NotRanked::EntriesReviewedOnce
    );
    let once: [(&str, &[u8]); 2] = [("A", &[7, 8, 0, 0]), ("B", &[0, 0, 6, 7])];
    assert_eq!(ranked_by(&once), NotRanked::JudgesReviewOnce);
    assert_eq!(ranked_by(&[("A", &[7, 8])]), NotRanked::JudgesReviewOnce);
    assert_eq!(
        ranked_by(&[("A", &[7, 8]), ("B", &[5, 6])]),
        NotRanked::NoNoise
    );
    let mut alone = entries(&["A", "B"]);
    alone.entries[1].theme = theme(2);
    with_round(
        &contest,
        &mut alone,
        "panel",
        &[("A", &[7, 9]), ("B", &[5, 6])],
    );
    assert_eq!(
        why_not(&contest, &alone, "panel"),
        NotRanked::ThemesOfOneEntry
    );
    assert_eq!(
        why_not(&contest, &entries(&NUMBERS), "panel"),
        NotRanked::NoReviews
    );
}

#[test]
fn flat_judges_and_judges_with_one_review_leave_every_number_finite() {
    let contest = westlake();
    let mut inputs = panel(&contest, SMALL);
    let panel = &mut inputs.rounds[0];
    for sheet in &mut panel.sheets {
        if sheet.judge == judge("J000") {
            let found = inputs.entries.iter().find(|one| one.number == sheet.entry);
            sheet.state = SheetState::Scored(flat(&contest, "panel", found.unwrap().theme, 7));
        }
    }
    let mut kept = false;
    panel.sheets.retain(|sheet| {
        let own = sheet.judge == judge("J001");
        let keep = !own || !kept;
        kept |= own;
        keep
    });
    let results = compute(&contest, &inputs).unwrap();
    let ranked = ranked(&results, "panel");
    let find = |id| {
        ranked
            .judges
            .iter()
            .find(|one| one.judge == judge(id))
            .unwrap()
    };
    let (one_mark, single) = (find("J000"), find("J001"));
    assert_eq!((single.reviews, single.spread), (1, None));
    for one in [one_mark, single] {
        assert!(one.leniency.is_finite() && one.leniency_se.is_finite() && one.infit.is_finite());
    }
    // Numbers that JSON cannot hold would come back as null, which no standing accepts.
    let text = serde_json::to_string(&results).unwrap();
    assert!(serde_json::from_str::<results::Results>(&text).is_ok());
}
