//! Contests made up for tests: a large one by seed, and small ones mark by mark.
#![allow(dead_code, reason = "each test file uses its part of it")]

pub(crate) mod awards;

use std::collections::BTreeMap;

use contest::{Contest, EntryNumber, JudgeId, Points, RoundId, ThemeId};
use rand::seq::SliceRandom;
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha20Rng;
use results::{
    AwardResult, Decided, Decision, EntryFacts, Inputs, Outcome, RankedRound, Recipient, Results,
    RoundInputs, RoundResult, Seat, SheetFacts, SheetState, UnitFacts, Video, compute,
};

/// The contest file that the product carries.
pub(crate) fn westlake() -> Contest {
    let text = include_str!("../../../../assets/contests/westlake-2020.toml");
    Contest::parse(text).unwrap()
}

pub(crate) fn entry(number: &str) -> EntryNumber {
    number.parse().unwrap()
}

pub(crate) fn judge(id: &str) -> JudgeId {
    id.parse().unwrap()
}

pub(crate) fn round(id: &str) -> RoundId {
    id.parse().unwrap()
}

pub(crate) fn theme(number: u8) -> ThemeId {
    ThemeId::new(number).unwrap()
}

pub(crate) fn to(number: &str) -> Recipient {
    Recipient::Entry(entry(number))
}

/// A decision as the log has it.
pub(crate) fn decided(decision: Decision) -> Decided {
    Decided {
        at: "2020-12-01T09:00:00+08:00".to_owned(),
        reason: "决议".to_owned(),
        present: vec!["王".to_owned(), "李".to_owned()],
        decision,
    }
}

/// How large a made-up contest is.
#[derive(Clone, Copy)]
pub(crate) struct Size {
    pub(crate) entries: usize,
    pub(crate) judges: usize,
    pub(crate) reviews: usize,
    pub(crate) seed: u64,
}

pub(crate) const MEDIUM: Size = Size {
    entries: 600,
    judges: 40,
    reviews: 3,
    seed: 11,
};

pub(crate) const SMALL: Size = Size {
    entries: 140,
    judges: 14,
    reviews: 3,
    seed: 5,
};

/// A contest whose panel round is complete: seven themes, a fifth of the entries with a video, judges who differ.
pub(crate) fn panel(contest: &Contest, size: Size) -> Inputs {
    let mut dice = ChaCha20Rng::seed_from_u64(size.seed);
    let units = (size.entries / 20).max(2);
    let entries: Vec<EntryFacts> = (0..size.entries)
        .map(|at| EntryFacts {
            number: entry(&format!("XH-{}-{:05}", at % 7 + 1, at)),
            theme: theme(u8::try_from(at % 7 + 1).unwrap()),
            title: format!("点子{at}"),
            unit: format!("单位{}", dice.gen_range(0..units)),
            video: match at % 5 {
                0 if at % 35 == 0 => Video::TooLong,
                0 => Video::WithinLimit,
                _ => Video::None,
            },
        })
        .collect();
    let units = (0..units)
        .map(|at| {
            let unit = format!("单位{at}");
            let accepted = entries.iter().filter(|entry| entry.unit == unit).count();
            let accepted = u32::try_from(accepted).unwrap();
            UnitFacts {
                unit,
                sent: accepted + dice.gen_range(0..9),
                accepted,
            }
        })
        .collect();
    let numbers: Vec<EntryNumber> = entries.iter().map(|entry| entry.number.clone()).collect();
    let mut inputs = Inputs {
        seed: 2020,
        draws: 200,
        entries,
        units,
        rounds: Vec::new(),
        decisions: Vec::new(),
    };
    let panel = judged(contest, &inputs, "panel", &numbers, size, &mut dice);
    inputs.rounds.push(RoundInputs {
        shortlist: None,
        ..panel
    });
    inputs
}

/// The same with the final and the video round complete over the shortlists that follow.
pub(crate) fn whole(contest: &Contest, size: Size) -> Inputs {
    let mut inputs = panel(contest, size);
    let first = compute(contest, &inputs).unwrap();
    let mut dice = ChaCha20Rng::seed_from_u64(size.seed + 1);
    for (name, judges) in [("final", 7), ("video", 5)] {
        let listed = first
            .shortlists
            .iter()
            .find(|list| list.round.as_str() == name);
        let entries: Vec<EntryNumber> = listed
            .unwrap()
            .entries
            .iter()
            .map(|one| one.entry.clone())
            .collect();
        let everyone = Size {
            judges,
            reviews: judges,
            ..size
        };
        let begun = judged(contest, &inputs, name, &entries, everyone, &mut dice);
        inputs.rounds.push(begun);
    }
    inputs
}

fn judged(
    contest: &Contest,
    inputs: &Inputs,
    name: &str,
    entries: &[EntryNumber],
    size: Size,
    dice: &mut ChaCha20Rng,
) -> RoundInputs {
    let rules = contest.round(&round(name)).unwrap();
    let judges: Vec<JudgeId> = (0..size.judges)
        .map(|at| judge(&format!("J{at:03}")))
        .collect();
    let leniency: Vec<f64> = judges.iter().map(|_| dice.gen_range(-1.0..1.0)).collect();
    let mut begun = RoundInputs {
        round: rules.id.clone(),
        shortlist: Some(entries.to_vec()),
        seats: Vec::new(),
        returned: judges.clone(),
        sheets: Vec::new(),
        ties: Vec::new(),
    };
    let seats: Vec<usize> = (0..judges.len()).collect();
    for number in entries {
        let facts = inputs
            .entries
            .iter()
            .find(|one| &one.number == number)
            .unwrap();
        let merit = dice.gen_range(-1.5..1.5);
        let rubric = contest.rubric(rules, facts.theme).unwrap();
        for &at in seats.choose_multiple(dice, size.reviews) {
            let marks = rubric
                .criteria
                .iter()
                .map(|weighted| {
                    let wanted: f64 = 6.5 + merit + leniency[at] + dice.gen_range(-1.5..1.5);
                    let halves = (wanted.round().clamp(1.0, 10.0) * 2.0) as u8;
                    let points = Points::from_halves(halves).unwrap();
                    (weighted.criterion.id.clone(), points)
                })
                .collect();
            begun.seats.push(Seat {
                judge: judges[at].clone(),
                entry: number.clone(),
            });
            begun.sheets.push(SheetFacts {
                judge: judges[at].clone(),
                entry: number.clone(),
                state: SheetState::Scored(marks),
            });
        }
    }
    begun
}

/// Adds a final round in which judges J1, J2 … gave these entries these marks on every criterion; an entry's place in the
/// ranking is that of its sum. 0 is a recusal.
pub(crate) fn with_round(
    contest: &Contest,
    inputs: &mut Inputs,
    name: &str,
    rows: &[(&str, &[u8])],
) {
    let rules = contest.round(&round(name)).unwrap();
    let most = rows.iter().map(|(_, marks)| marks.len()).max().unwrap_or(0);
    let judges: Vec<JudgeId> = (1..=most).map(|at| judge(&format!("J{at}"))).collect();
    let mut begun = RoundInputs {
        round: rules.id.clone(),
        shortlist: (name != "panel").then(|| rows.iter().map(|(one, _)| entry(one)).collect()),
        seats: Vec::new(),
        returned: judges.clone(),
        sheets: Vec::new(),
        ties: Vec::new(),
    };
    for (number, marks) in rows {
        let number = entry(number);
        let facts = inputs
            .entries
            .iter()
            .find(|one| one.number == number)
            .unwrap();
        for (judge, mark) in judges.iter().zip(*marks) {
            begun.seats.push(Seat {
                judge: judge.clone(),
                entry: number.clone(),
            });
            begun.sheets.push(SheetFacts {
                judge: judge.clone(),
                entry: number.clone(),
                state: match mark {
                    0 => SheetState::Recused,
                    mark => SheetState::Scored(flat(contest, name, facts.theme, *mark)),
                },
            });
        }
    }
    inputs.rounds.push(begun);
}

/// The same mark on every criterion.
pub(crate) fn flat(
    contest: &Contest,
    name: &str,
    theme: ThemeId,
    mark: u8,
) -> BTreeMap<contest::CriterionId, Points> {
    let rules = contest.round(&round(name)).unwrap();
    let rubric = contest.rubric(rules, theme).unwrap();
    let points = Points::from_halves(mark * 2).unwrap();
    let criteria = rubric.criteria.iter();
    criteria
        .map(|one| (one.criterion.id.clone(), points))
        .collect()
}

/// Entries of theme 1 from unit 甲, with a video within the limit each, and no round.
pub(crate) fn entries(numbers: &[&str]) -> Inputs {
    Inputs {
        seed: 7,
        draws: 100,
        entries: numbers
            .iter()
            .map(|number| EntryFacts {
                number: entry(number),
                theme: theme(1),
                title: format!("点子{number}"),
                unit: "甲".to_owned(),
                video: Video::WithinLimit,
            })
            .collect(),
        units: vec![UnitFacts {
            unit: "甲".to_owned(),
            sent: 20,
            accepted: 10,
        }],
        rounds: Vec::new(),
        decisions: Vec::new(),
    }
}

/// What a round was ranked as.
pub(crate) fn ranked<'a>(results: &'a Results, name: &str) -> &'a RankedRound {
    match &told(results, name).outcome {
        Outcome::Ranked(ranked) => ranked,
        Outcome::NotRanked(why) => panic!("{name} is not ranked: {why:?}"),
    }
}

pub(crate) fn told<'a>(results: &'a Results, name: &str) -> &'a RoundResult {
    let found = results.rounds.iter().find(|one| one.round.as_str() == name);
    found.unwrap()
}

pub(crate) fn award<'a>(results: &'a Results, name: &str) -> &'a AwardResult {
    let found = results.awards.iter().find(|one| one.award.as_str() == name);
    found.unwrap()
}

/// Who receives an award, by number or name.
pub(crate) fn received(results: &Results, name: &str) -> Vec<String> {
    let received = award(results, name).received.iter();
    received
        .map(|one| match &one.to {
            Recipient::Entry(number) => number.to_string(),
            Recipient::Unit(unit) => unit.clone(),
        })
        .collect()
}

/// Puts every list whose order must not matter into another order.
pub(crate) fn shuffled(inputs: &Inputs, seed: u64) -> Inputs {
    let mut dice = ChaCha20Rng::seed_from_u64(seed);
    let mut other = inputs.clone();
    other.entries.shuffle(&mut dice);
    other.units.shuffle(&mut dice);
    other.rounds.shuffle(&mut dice);
    for round in &mut other.rounds {
        round.seats.shuffle(&mut dice);
        round.returned.shuffle(&mut dice);
        round.sheets.shuffle(&mut dice);
        round.ties.shuffle(&mut dice);
        if let Some(listed) = &mut round.shortlist {
            listed.shuffle(&mut dice);
        }
    }
    other
}
