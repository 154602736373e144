//! Who receives an award when more share its last place than can have it.
#![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

mod common;

use common::awards::{TIED, count, final_round, id, open, order, reopened, rules, tie, with};
use common::{award, entry, judge, received, round, theme};
use contest::TieRule;
use results::{By, Decision, OpenQuestion, TieOrder, compute};

#[test]
fn equals_of_a_theme_with_one_place_left_are_a_tie_and_others_are_not_held_up() {
    let mut contest = rules(&[("gold", Some(1)), ("nominee", Some(3))]);
    contest.awards[1].per_theme = Some(1);
    let mut inputs = final_round(&contest, &TIED);
    inputs.entries[3].theme = theme(2);
    inputs.entries[5].theme = theme(3);
    let results = compute(&contest, &inputs).unwrap();
    // B and C are of theme 1, D of theme 2; E is of theme 1 as well, and F of theme 3.
    assert_eq!(received(&results, "nominee"), ["D", "F"]);
    assert_eq!(open(&results, "nominee"), [tie(1, &["B", "C"])]);
    let settled = with(&inputs, &[order("nominee", &["C", "B"])]);
    let results = compute(&contest, &settled).unwrap();
    assert_eq!(received(&results, "nominee"), ["D", "C", "F"]);
    assert_eq!(open(&results, "nominee"), []);
}

#[test]
fn a_tie_above_the_last_place_is_no_question() {
    let contest = rules(&[("nominee", Some(4))]);
    let results = compute(&contest, &final_round(&contest, &TIED)).unwrap();
    assert_eq!(received(&results, "nominee"), ["A", "B", "C", "D"]);
    assert_eq!(open(&results, "nominee"), []);
    let ranks = award(&results, "nominee")
        .received
        .iter()
        .map(|one| one.rank);
    assert_eq!(
        ranks.collect::<Vec<_>>(),
        [Some(1), Some(2), Some(2), Some(2)]
    );
}

#[test]
fn chairs_settle_a_tie_and_can_take_it_back() {
    let contest = rules(&[("nominee", Some(3))]);
    let inputs = final_round(&contest, &TIED);
    let results = compute(&contest, &inputs).unwrap();
    assert_eq!(received(&results, "nominee"), ["A"]);
    assert_eq!(open(&results, "nominee"), [tie(2, &["B", "C", "D"])]);

    let vote = order("nominee", &["D", "B", "C"]);
    let results = compute(&contest, &with(&inputs, std::slice::from_ref(&vote))).unwrap();
    assert_eq!(received(&results, "nominee"), ["A", "D", "B"]);
    assert_eq!(open(&results, "nominee"), []);
    let settled = &award(&results, "nominee").received[1];
    assert_eq!((settled.by, settled.p_in), (By::People, None));

    let again = order("nominee", &["C", "B", "D"]);
    let results = compute(&contest, &with(&inputs, &[vote.clone(), again])).unwrap();
    assert_eq!(received(&results, "nominee"), ["A", "C", "B"]);

    let results = compute(&contest, &with(&inputs, &[vote, reopened("nominee", "D")])).unwrap();
    assert_eq!(open(&results, "nominee"), [tie(2, &["B", "C", "D"])]);
}

#[test]
fn an_order_that_leaves_out_one_of_the_tie_settles_nothing() {
    let contest = rules(&[("nominee", Some(3))]);
    let inputs = with(
        &final_round(&contest, &TIED),
        &[order("nominee", &["D", "B"])],
    );
    let results = compute(&contest, &inputs).unwrap();
    assert_eq!(open(&results, "nominee"), [tie(2, &["B", "C", "D"])]);
}

#[test]
fn the_majority_of_the_judges_orders_settles_a_tie_where_the_rule_says_so() {
    let mut contest = rules(&[("nominee", Some(2))]);
    contest.awards[0].ties = TieRule::JudgesOrder;
    let mut inputs = final_round(&contest, &TIED);
    let orders = [("J1", ["C", "B"]), ("J3", ["C", "D"]), ("J2", ["D", "B"])];
    inputs.rounds[0].ties = orders
        .iter()
        .map(|(by, entries)| TieOrder {
            judge: judge(by),
            entries: entries.iter().map(|one| entry(one)).collect(),
        })
        .collect();
    let results = compute(&contest, &inputs).unwrap();
    assert_eq!(received(&results, "nominee"), ["A", "C"]);
    assert_eq!(award(&results, "nominee").received[1].by, By::JudgesOrder);
    assert_eq!(open(&results, "nominee"), []);

    // What people say weighs more.
    let vote = with(&inputs, &[order("nominee", &["B", "C", "D"])]);
    let results = compute(&contest, &vote).unwrap();
    assert_eq!(received(&results, "nominee"), ["A", "B"]);

    // Without J3 it is C and D who share the third place, and the order of J3 between them does not count.
    let excluded = Decision::JudgeExcluded {
        round: round("final"),
        judge: judge("J3"),
    };
    contest.awards[0].count = Some(3);
    let results = compute(&contest, &with(&inputs, &[excluded])).unwrap();
    assert_eq!(open(&results, "nominee"), [tie(1, &["C", "D"])]);
}

#[test]
fn without_a_majority_people_decide_among_those_it_leaves() {
    let mut contest = rules(&[("nominee", Some(2))]);
    contest.awards[0].ties = TieRule::JudgesOrder;
    let mut inputs = final_round(&contest, &TIED);
    let results = compute(&contest, &inputs).unwrap();
    assert_eq!(open(&results, "nominee"), [tie(1, &["B", "C", "D"])]);

    // B is beaten by both; of C and D no order speaks.
    inputs.rounds[0].ties = [("J1", ["C", "B"]), ("J2", ["D", "B"])]
        .iter()
        .map(|(by, entries)| TieOrder {
            judge: judge(by),
            entries: entries.iter().map(|one| entry(one)).collect(),
        })
        .collect();
    let results = compute(&contest, &inputs).unwrap();
    assert_eq!(received(&results, "nominee"), ["A"]);
    assert_eq!(open(&results, "nominee"), [tie(1, &["C", "D"])]);
    let settled = with(&inputs, &[order("nominee", &["D", "C"])]);
    let results = compute(&contest, &settled).unwrap();
    assert_eq!(received(&results, "nominee"), ["A", "D"]);
}

#[test]
fn all_who_share_the_last_place_receive_it_once_people_approve() {
    let mut contest = rules(&[("nominee", Some(2)), ("merit", Some(2))]);
    contest.awards[0].ties = TieRule::AwardAll;
    let inputs = final_round(&contest, &TIED);
    let results = compute(&contest, &inputs).unwrap();
    assert_eq!(received(&results, "nominee"), ["A"]);
    assert_eq!(open(&results, "nominee"), [tie(1, &["B", "C", "D"])]);
    let higher = OpenQuestion::AwardsOpen {
        awards: vec![id("nominee")],
    };
    assert!(open(&results, "merit").contains(&higher));

    let approved = with(&inputs, &[count("nominee", 4)]);
    let results = compute(&contest, &approved).unwrap();
    assert_eq!(received(&results, "nominee"), ["A", "B", "C", "D"]);
    assert_eq!(received(&results, "merit"), ["E", "F"]);
    assert_eq!(award(&results, "nominee").count, Some(4));
    assert!(open(&results, "nominee").is_empty() && open(&results, "merit").is_empty());

    // An approval of another number is not one of this tie.
    let other = with(&inputs, &[count("nominee", 3)]);
    let results = compute(&contest, &other).unwrap();
    assert_eq!(open(&results, "nominee"), [tie(1, &["B", "C", "D"])]);
}
