//! Inputs that contradict the contest or themselves are refused with what has to be looked at.
#![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

mod common;

use common::{decided, entries, entry, flat, judge, round, theme, to, westlake, with_round};
use contest::{Contest, DecidedBy, Points};
use results::{
    Decision, Inputs, InputsError, Recipient, Seat, SheetState, TieOrder, UnitFacts, Video, compute,
};

const NUMBERS: [&str; 4] = ["A", "B", "C", "D"];
const ROWS: [(&str, &[u8]); 3] = [("A", &[9, 8]), ("B", &[7, 7]), ("C", &[5, 6])];

/// A contest that is in order, with one thing put wrong.
fn refusal(wrong: impl FnOnce(&mut Contest, &mut Inputs)) -> InputsError {
    let mut contest = westlake();
    let mut inputs = entries(&NUMBERS);
    with_round(&contest, &mut inputs, "final", &ROWS);
    assert!(compute(&contest, &inputs).is_ok());
    wrong(&mut contest, &mut inputs);
    compute(&contest, &inputs).unwrap_err()
}

fn deciding(decision: Decision) -> InputsError {
    refusal(|_, inputs| inputs.decisions.push(decided(decision)))
}

fn id(name: &str) -> contest::AwardId {
    name.parse().unwrap()
}

#[test]
fn a_number_of_draws_that_cannot_be_made_is_refused() {
    let none = refusal(|_, inputs| inputs.draws = 0);
    assert_eq!(none, InputsError::NoDraws);
    let many = refusal(|_, inputs| inputs.draws = u32::MAX);
    let most = 50_000_000;
    assert_eq!(
        many,
        InputsError::TooManyDraws {
            draws: u32::MAX,
            most
        }
    );
}

#[test]
fn what_is_listed_twice_is_refused() {
    let twice = refusal(|_, inputs| inputs.entries.push(inputs.entries[1].clone()));
    assert_eq!(twice, InputsError::EntryTwice { entry: entry("B") });
    let twice = refusal(|_, inputs| inputs.units.push(inputs.units[0].clone()));
    let unit = "甲".to_owned();
    assert_eq!(twice, InputsError::UnitTwice { unit });
    let twice = refusal(|_, inputs| inputs.rounds.push(inputs.rounds[0].clone()));
    let final_round = round("final");
    assert_eq!(twice, InputsError::RoundTwice { round: final_round });
    let of =
        |wrong: fn(&mut results::RoundInputs)| refusal(|_, inputs| wrong(&mut inputs.rounds[0]));
    assert!(matches!(
        of(|round| round.seats.push(round.seats[2].clone())),
        InputsError::SeatTwice { entry: twice, .. } if twice == entry("B")
    ));
    assert!(matches!(
        of(|round| round.sheets.push(round.sheets[2].clone())),
        InputsError::SheetTwice { entry: twice, .. } if twice == entry("B")
    ));
    assert!(matches!(
        of(|round| round.returned.push(judge("J2"))),
        InputsError::ReturnedTwice { judge: twice, .. } if twice == judge("J2")
    ));
    assert!(matches!(
        of(|round| round.shortlist.as_mut().unwrap().push(entry("C"))),
        InputsError::ShortlistedTwice { entry: twice, .. } if twice == entry("C")
    ));
}

#[test]
fn what_the_contest_does_not_have_is_refused() {
    let unknown = refusal(|_, inputs| inputs.entries[0].theme = theme(9));
    assert_eq!(
        unknown,
        InputsError::UnknownTheme {
            entry: entry("A"),
            theme: theme(9)
        }
    );
    let unknown = refusal(|_, inputs| inputs.rounds[0].round = round("semi"));
    assert_eq!(
        unknown,
        InputsError::UnknownRound {
            round: round("semi")
        }
    );
    let unknown = refusal(|_, inputs| inputs.entries[0].unit = "乙".to_owned());
    let unit = "乙".to_owned();
    assert_eq!(unknown, InputsError::UnknownUnit { unit });
    let unknown = refusal(|_, inputs| inputs.rounds[0].seats[0].entry = entry("Z"));
    assert_eq!(unknown, InputsError::UnknownEntry { entry: entry("Z") });
    let unknown = deciding(Decision::CountSet {
        award: id("silver"),
        count: 1,
    });
    assert_eq!(
        unknown,
        InputsError::UnknownAward {
            award: id("silver")
        }
    );
    let unknown = deciding(Decision::JudgeExcluded {
        round: round("semi"),
        judge: judge("J1"),
    });
    assert_eq!(
        unknown,
        InputsError::UnknownRound {
            round: round("semi")
        }
    );
}

#[test]
fn a_unit_that_cannot_be_is_refused() {
    let unnamed = refusal(|_, inputs| {
        inputs.units.push(UnitFacts {
            unit: String::new(),
            sent: 1,
            accepted: 1,
        });
    });
    assert_eq!(unnamed, InputsError::UnitUnnamed);
    let more = refusal(|_, inputs| inputs.units[0].accepted = 21);
    assert!(matches!(
        more,
        InputsError::MoreAcceptedThanSent {
            sent: 20,
            accepted: 21,
            ..
        }
    ));
}

#[test]
fn a_round_and_its_shortlist_must_fit() {
    let none = refusal(|_, inputs| inputs.rounds[0].shortlist = None);
    let of = round("final");
    assert_eq!(none, InputsError::NoShortlist { round: of });
    let stray = refusal(|_, inputs| inputs.rounds[0].round = round("panel"));
    let of = round("panel");
    assert_eq!(stray, InputsError::StrayShortlist { round: of });
    let outside = refusal(|_, inputs| {
        inputs.rounds[0].seats.push(Seat {
            judge: judge("J1"),
            entry: entry("D"),
        });
    });
    assert!(matches!(outside, InputsError::SeatOutside { entry: one, .. } if one == entry("D")));
}

#[test]
fn a_sheet_that_was_not_asked_for_is_refused() {
    let stranger = refusal(|_, inputs| inputs.rounds[0].returned.push(judge("J9")));
    assert!(matches!(stranger, InputsError::ReturnedWithoutSeat { .. }));
    let late = refusal(|_, inputs| inputs.rounds[0].returned.retain(|one| *one != judge("J2")));
    assert!(matches!(late, InputsError::SheetNotReturned { judge: one, .. } if one == judge("J2")));
    let unasked = refusal(|_, inputs| {
        inputs.rounds[0]
            .seats
            .retain(|seat| seat.entry != entry("C") || seat.judge != judge("J1"));
    });
    assert!(
        matches!(unasked, InputsError::SheetWithoutSeat { entry: one, .. } if one == entry("C"))
    );
}

#[test]
fn marks_must_be_those_of_the_rubric() {
    let marks = |change: fn(&mut std::collections::BTreeMap<contest::CriterionId, Points>)| {
        refusal(|contest, inputs| {
            let mut marks = flat(contest, "final", theme(1), 7);
            change(&mut marks);
            inputs.rounds[0].sheets[0].state = SheetState::Scored(marks);
        })
    };
    assert!(matches!(
        marks(|marks| drop(marks.pop_first())),
        InputsError::MarkMissing { .. }
    ));
    let add = |criterion: &'static str, halves| {
        refusal(move |contest, inputs| {
            let mut marks = flat(contest, "final", theme(1), 7);
            marks.insert(
                criterion.parse().unwrap(),
                Points::from_halves(halves).unwrap(),
            );
            inputs.rounds[0].sheets[0].state = SheetState::Scored(marks);
        })
    };
    // A criterion of the panel round, and half a point where whole ones are given.
    for (criterion, halves) in [("fit-1", 14), ("novel", 15)] {
        let outside = add(criterion, halves);
        assert!(
            matches!(outside, InputsError::MarkOutside { criterion: one, .. } if one.as_str() == criterion)
        );
    }
}

#[test]
fn an_order_within_a_tie_is_of_entries_the_judge_gave_one_total() {
    let tie = |entries: &[&str]| {
        let order = TieOrder {
            judge: judge("J1"),
            entries: entries.iter().map(|one| entry(one)).collect(),
        };
        refusal(|_, inputs| inputs.rounds[0].ties.push(order))
    };
    assert!(matches!(tie(&[]), InputsError::EmptyTie { .. }));
    assert!(matches!(tie(&["A"]), InputsError::NoTie { .. }));
    assert!(matches!(tie(&["A", "A"]), InputsError::NoTie { .. }));
    assert!(matches!(tie(&["A", "B"]), InputsError::NoTie { .. }));
    assert!(matches!(tie(&["D", "A"]), InputsError::NoTie { .. }));
}

#[test]
fn a_decision_says_why_and_before_whom() {
    let decision = Decision::CountSet {
        award: id("merit"),
        count: 3,
    };
    let unfounded = refusal(|_, inputs| {
        inputs.decisions.push(decided(decision.clone()));
        let mut without = decided(decision.clone());
        without.reason = " ".to_owned();
        inputs.decisions.push(without);
    });
    assert_eq!(unfounded, InputsError::DecisionUnfounded { position: 1 });
    let alone = refusal(|_, inputs| {
        let mut alone = decided(decision);
        alone.present.clear();
        inputs.decisions.push(alone);
    });
    assert_eq!(alone, InputsError::DecisionUnfounded { position: 0 });
}

#[test]
fn an_award_is_decided_about_those_who_can_receive_it() {
    let unit = Recipient::Unit("甲".to_owned());
    let wrong = deciding(Decision::Withheld {
        award: id("gold"),
        from: unit.clone(),
    });
    assert_eq!(
        wrong,
        InputsError::CannotReceive {
            award: id("gold"),
            to: unit
        }
    );
    let wrong = refusal(|_, inputs| {
        inputs.entries[0].video = Video::TooLong;
        inputs.decisions.push(decided(Decision::Withheld {
            award: id("video"),
            from: to("A"),
        }));
    });
    assert!(matches!(wrong, InputsError::CannotReceive { .. }));
    let twice = deciding(Decision::TieSettled {
        award: id("gold"),
        order: vec![to("A"), to("A")],
    });
    assert_eq!(twice, InputsError::OrderUnfit { award: id("gold") });
}

#[test]
fn people_give_what_is_theirs_to_give_and_no_more_often_than_there_are_places() {
    let given = |award: &str, one: &str| Decision::Given {
        award: id(award),
        to: to(one),
    };
    let theirs = deciding(given("gold", "A"));
    assert_eq!(theirs, InputsError::GivenByRanking { award: id("gold") });
    let often = refusal(|contest, inputs| {
        contest.awards[0].decided_by = DecidedBy::People;
        inputs.decisions = vec![decided(given("gold", "A")), decided(given("gold", "B"))];
    });
    assert_eq!(
        often,
        InputsError::GivenTooOften {
            award: id("gold"),
            places: 1,
            given: 2
        }
    );
    let quota = refusal(|contest, inputs| {
        contest.awards[1].decided_by = DecidedBy::People;
        contest.awards[1].per_theme = Some(1);
        inputs.decisions = vec![
            decided(given("nominee", "A")),
            decided(given("nominee", "B")),
        ];
    });
    assert!(matches!(
        quota,
        InputsError::GivenTooOften {
            places: 1,
            given: 2,
            ..
        }
    ));
}
