//! What people decide about awards and judges, and what waits for them.
#![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

mod common;

use common::awards::{
    STAIRS, count, final_round, given, id, open, reopened, rules, with, withheld,
};
use common::{award, judge, received, round};
use contest::{DecidedBy, TieRule};
use results::{By, Decision, OpenQuestion, RoundState, compute};

#[test]
fn a_smaller_number_takes_nothing_from_anybody() {
    let contest = rules(&[("nominee", Some(3))]);
    let inputs = with(&final_round(&contest, &STAIRS), &[count("nominee", 1)]);
    let results = compute(&contest, &inputs).unwrap();
    assert_eq!(received(&results, "nominee"), ["A", "B", "C"]);
    assert_eq!(award(&results, "nominee").count, Some(3));
}

#[test]
fn a_larger_number_gives_nothing_where_there_is_no_tie() {
    let mut contest = rules(&[("nominee", Some(3))]);
    contest.awards[0].ties = TieRule::AwardAll;
    let inputs = with(&final_round(&contest, &STAIRS), &[count("nominee", 5)]);
    let results = compute(&contest, &inputs).unwrap();
    assert_eq!(received(&results, "nominee"), ["A", "B", "C"]);
    assert_eq!(award(&results, "nominee").count, Some(3));
}

#[test]
fn the_next_one_moves_up_when_an_award_is_withheld_and_down_when_it_is_not() {
    let contest = rules(&[("gold", Some(1)), ("nominee", Some(2))]);
    let inputs = final_round(&contest, &STAIRS);
    let first = with(&inputs, &[withheld("gold", "A")]);
    let results = compute(&contest, &first).unwrap();
    assert_eq!(received(&results, "gold"), ["B"]);
    assert_eq!(received(&results, "nominee"), ["A", "C"]);

    let both = with(&inputs, &[withheld("gold", "A"), withheld("nominee", "A")]);
    let results = compute(&contest, &both).unwrap();
    assert_eq!(received(&results, "nominee"), ["C", "D"]);

    let back = with(&inputs, &[withheld("gold", "A"), reopened("gold", "A")]);
    let results = compute(&contest, &back).unwrap();
    assert_eq!(received(&results, "gold"), ["A"]);
}

#[test]
fn people_give_an_award_that_is_theirs_one_by_one() {
    let mut contest = rules(&[("gold", Some(1)), ("nominee", Some(2))]);
    contest.awards[0].decided_by = DecidedBy::People;
    let inputs = final_round(&contest, &STAIRS);
    let results = compute(&contest, &inputs).unwrap();
    assert_eq!(received(&results, "gold"), Vec::<String>::new());
    let left = OpenQuestion::PeopleDecide { places: Some(1) };
    assert_eq!(open(&results, "gold"), [left]);
    let higher = OpenQuestion::AwardsOpen {
        awards: vec![id("gold")],
    };
    assert_eq!(open(&results, "nominee"), [higher]);

    let results = compute(&contest, &with(&inputs, &[given("gold", "C")])).unwrap();
    assert_eq!(received(&results, "gold"), ["C"]);
    assert_eq!(received(&results, "nominee"), ["A", "B"]);
    let gold = &award(&results, "gold").received[0];
    assert_eq!((gold.rank, gold.by, gold.p_in), (Some(3), By::People, None));
    assert!(results.awards.iter().all(|award| award.open.is_empty()));

    let changed = [
        given("gold", "C"),
        withheld("gold", "C"),
        given("gold", "A"),
    ];
    let results = compute(&contest, &with(&inputs, &changed)).unwrap();
    assert_eq!(received(&results, "gold"), ["A"]);
}

#[test]
fn whoever_has_a_higher_award_loses_the_lower_one_that_people_gave() {
    let mut contest = rules(&[("gold", Some(1)), ("merit", Some(2))]);
    contest.awards[1].decided_by = DecidedBy::People;
    let inputs = final_round(&contest, &STAIRS);
    let decisions = [given("merit", "A"), given("merit", "F")];
    let results = compute(&contest, &with(&inputs, &decisions)).unwrap();
    assert_eq!(received(&results, "merit"), ["F"]);
    let left = OpenQuestion::PeopleDecide { places: Some(1) };
    assert_eq!(open(&results, "merit"), [left]);
}

#[test]
fn a_number_that_is_left_open_waits_for_people() {
    let contest = rules(&[("gold", Some(1)), ("merit", None)]);
    let inputs = final_round(&contest, &STAIRS);
    let results = compute(&contest, &inputs).unwrap();
    assert_eq!(open(&results, "merit"), [OpenQuestion::CountOpen]);
    assert_eq!(award(&results, "merit").count, None);
    let said = with(&inputs, &[count("merit", 5), count("merit", 3)]);
    let results = compute(&contest, &said).unwrap();
    assert_eq!(received(&results, "merit"), ["B", "C", "D"]);
    assert_eq!(open(&results, "merit"), []);
    let none = with(&inputs, &[count("merit", 0)]);
    let results = compute(&contest, &none).unwrap();
    assert_eq!(open(&results, "merit"), []);
}

#[test]
fn nothing_is_final_while_a_judge_is_awaited() {
    let contest = rules(&[("gold", Some(1))]);
    let mut inputs = final_round(&contest, &STAIRS);
    let late = judge("J3");
    inputs.rounds[0].returned.retain(|one| *one != late);
    inputs.rounds[0].sheets.retain(|one| one.judge != late);
    let results = compute(&contest, &inputs).unwrap();
    let told = common::told(&results, "final");
    assert_eq!(told.state, RoundState::Provisional);
    assert_eq!(told.awaited, std::slice::from_ref(&late));
    assert_eq!(received(&results, "gold"), ["A"]);
    let awaited = OpenQuestion::JudgesAwaited {
        round: round("final"),
        judges: 1,
    };
    assert_eq!(open(&results, "gold"), [awaited]);

    let excluded = Decision::JudgeExcluded {
        round: round("final"),
        judge: late.clone(),
    };
    let results = compute(&contest, &with(&inputs, &[excluded])).unwrap();
    assert_eq!(common::told(&results, "final").state, RoundState::Complete);
    assert_eq!(common::told(&results, "final").excluded, [late]);
    assert_eq!(open(&results, "gold"), []);
}

#[test]
fn the_sheets_of_an_excluded_judge_do_not_count_until_the_judge_is_readmitted() {
    let contest = rules(&[("gold", Some(1))]);
    let mut rows = STAIRS;
    rows[1] = ("B", &[8, 9, 10]);
    let inputs = final_round(&contest, &rows);
    let results = compute(&contest, &inputs).unwrap();
    assert_eq!(received(&results, "gold"), ["B"]);
    let out = Decision::JudgeExcluded {
        round: round("final"),
        judge: judge("J3"),
    };
    let results = compute(&contest, &with(&inputs, std::slice::from_ref(&out))).unwrap();
    assert_eq!(received(&results, "gold"), ["A"]);
    let back = Decision::JudgeReadmitted {
        round: round("final"),
        judge: judge("J3"),
    };
    let results = compute(&contest, &with(&inputs, &[out, back])).unwrap();
    assert_eq!(received(&results, "gold"), ["B"]);
}
