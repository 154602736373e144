//! A contest of the size of a city: 600 entries, 31 awards to entries, 10 to units, three rounds. The figures are made up, and
//! hang together only as far as papers look at them.

#![allow(
    dead_code,
    clippy::unwrap_used,
    reason = "each test file uses a part of the stage"
)]

mod awards;
mod dice;
mod facts;
mod names;
mod rounds;

use std::collections::BTreeMap;

use chrono::NaiveDate;
use contest::{Contest, EntryNumber, JudgeId};
use report::{BundleFact, JudgeName, Language, Objections, Papers};
use results::{
    AwardResult, By, EntryFacts, Inputs, NotRanked, Outcome, Received, Recipient, Results,
    RoundState, UnitFacts, UnitStanding, Video,
};

use awards::{awards, unit_standing};
use dice::Dice;
use facts::{bundle, decisions, entries};
use names::{FAMILY, GIVEN, UNITS};
use rounds::round;

const CONTEST: &str = include_str!("../../../../assets/contests/westlake-2020.toml");

/// Everything a [`Papers`] borrows.
pub(crate) struct Stage {
    pub(crate) contest: Contest,
    pub(crate) inputs: Inputs,
    pub(crate) results: Results,
    pub(crate) authors: BTreeMap<EntryNumber, Vec<String>>,
    pub(crate) judges: BTreeMap<JudgeId, JudgeName>,
    pub(crate) bundles: Vec<BundleFact>,
}

impl Stage {
    pub(crate) fn papers(&self) -> Papers<'_> {
        Papers {
            contest: &self.contest,
            inputs: &self.inputs,
            results: &self.results,
            authors: self.authors.clone(),
            judges: self.judges.clone(),
            bundles: self.bundles.clone(),
            objections: Some(Objections {
                until: NaiveDate::from_ymd_opt(2020, 12, 16).unwrap(),
                to: "杭州国际城市学研究中心征集办公室，0571-8000 0000".to_owned(),
            }),
            dated: NaiveDate::from_ymd_opt(2020, 12, 10).unwrap(),
            language: Language::Chinese,
        }
    }

    pub(crate) fn in_english(&self) -> Papers<'_> {
        Papers {
            language: Language::English,
            ..self.papers()
        }
    }

    /// The number of the entry that comes first in the final.
    pub(crate) fn winner(&self) -> EntryNumber {
        match &self.results.awards[0].received[0].to {
            Recipient::Entry(number) => number.clone(),
            Recipient::Unit(_) => panic!("the gold award is for an entry"),
        }
    }

    /// Gives the winner another title and author.
    pub(crate) fn rename_winner(&mut self, title: &str, author: &str) {
        let winner = self.winner();
        let entry = self
            .inputs
            .entries
            .iter_mut()
            .find(|entry| entry.number == winner)
            .unwrap();
        entry.title = title.to_owned();
        self.authors.insert(winner, vec![author.to_owned()]);
    }
}

fn id<T: std::str::FromStr>(text: &str) -> T
where
    T::Err: std::fmt::Debug,
{
    text.parse().unwrap()
}

/// The stage with final results.
pub(crate) fn finished() -> Stage {
    let contest = Contest::parse(CONTEST).unwrap();
    let mut dice = Dice(20_201_210);
    let entries = entries(&mut dice);
    let authors = entries
        .iter()
        .map(|entry| {
            let people = 1 + dice.below(3);
            let names = (0..people)
                .map(|_| format!("{}{}", dice.pick(&FAMILY), dice.pick(&GIVEN)))
                .collect();
            (entry.number.clone(), names)
        })
        .collect();

    let mut by_merit: Vec<(f64, &EntryFacts)> = entries
        .iter()
        .map(|entry| (66.0 + 18.0 * dice.about(), entry))
        .collect();
    by_merit.sort_by(|a, b| b.0.total_cmp(&a.0));

    let panel_judges: Vec<JudgeId> = (1..=42).map(|n| id(&format!("J{n:02}"))).collect();
    let final_judges: Vec<JudgeId> = (51..=57).map(|n| id(&format!("J{n:02}"))).collect();
    let video_judges: Vec<JudgeId> = (61..=65).map(|n| id(&format!("J{n:02}"))).collect();

    let shortlist: Vec<_> = by_merit.iter().take(60).copied().collect();
    let with_video: Vec<_> = by_merit
        .iter()
        .filter(|(_, entry)| entry.video == Video::WithinLimit)
        .take(30)
        .copied()
        .collect();

    let held = [
        round(
            &mut dice,
            &contest.rounds[0],
            &by_merit,
            &panel_judges,
            3,
            &[30, 60],
        ),
        round(
            &mut dice,
            &contest.rounds[1],
            &shortlist,
            &final_judges,
            7,
            &[1, 21],
        ),
        round(
            &mut dice,
            &contest.rounds[2],
            &with_video,
            &video_judges,
            5,
            &[10],
        ),
    ];
    let awards = awards(&held);
    let bundles = held
        .iter()
        .flat_map(|(result, inputs)| {
            inputs
                .returned
                .iter()
                .map(|judge| (result.round.clone(), judge.clone()))
        })
        .enumerate()
        .map(|(place, (round, judge))| bundle(&mut dice, place, round, judge))
        .collect();
    let judges = panel_judges
        .iter()
        .chain(&final_judges)
        .chain(&video_judges)
        .map(|judge| {
            let name = JudgeName {
                name: format!("{}{}", dice.pick(&FAMILY), dice.pick(&GIVEN)),
                unit: dice.pick(&UNITS).to_owned(),
            };
            (judge.clone(), name)
        })
        .collect();
    let mut stands: Vec<UnitStanding> = UNITS
        .iter()
        .map(|unit| unit_standing(unit, &entries))
        .collect();
    stands.sort_by(|a, b| b.score.unwrap().total_cmp(&a.score.unwrap()));
    for (place, unit) in (1..).zip(&mut stands) {
        unit.rank = Some(place);
    }
    let mut awards = awards;
    awards.push(AwardResult {
        award: id("organisation"),
        count: Some(10),
        received: stands
            .iter()
            .take(10)
            .map(|unit| Received {
                to: Recipient::Unit(unit.unit.clone()),
                rank: unit.rank,
                by: By::Ranking,
                p_in: None,
                by_raw_means: true,
                by_least_squares: true,
            })
            .collect(),
        open: Vec::new(),
    });
    let (rounds, round_inputs): (Vec<_>, Vec<_>) = held.into_iter().unzip();
    let results = Results {
        rounds,
        shortlists: Vec::new(),
        awards,
        units: stands,
        extra_reviews: Vec::new(),
    };
    let inputs = Inputs {
        seed: 13_835_058_055_282_163_712,
        draws: 2_000,
        units: UNITS
            .iter()
            .map(|unit| UnitFacts {
                unit: (*unit).to_owned(),
                sent: 28,
                accepted: 25,
            })
            .collect(),
        entries,
        rounds: round_inputs,
        decisions: decisions(&contest),
    };
    Stage {
        contest,
        inputs,
        results,
        authors,
        judges,
        bundles,
    }
}

/// The stage while two judges of the final are awaited and the last nominee is tied.
pub(crate) fn unfinished() -> Stage {
    let mut stage = finished();
    let round = &mut stage.results.rounds[1];
    round.state = RoundState::Provisional;
    round.awaited = vec![id("J56"), id("J57")];
    let tied: Vec<Recipient> = stage.results.awards[1]
        .received
        .drain(18..)
        .map(|received| received.to)
        .chain([Recipient::Entry(id("XH2020-5-0999"))])
        .collect();
    stage.results.awards[1].open = vec![
        results::OpenQuestion::JudgesAwaited {
            round: id("final"),
            judges: 2,
        },
        results::OpenQuestion::Tie {
            places: 2,
            among: tied,
        },
    ];
    stage.results.awards[2].received.clear();
    stage.results.awards[2].count = None;
    stage.results.awards[2].open = vec![results::OpenQuestion::CountOpen];
    stage
}

/// The stage before anything was judged.
pub(crate) fn nothing_yet() -> Stage {
    let mut stage = finished();
    for round in &mut stage.results.rounds {
        round.state = RoundState::NotBegun;
        round.outcome = Outcome::NotRanked(NotRanked::NoReviews);
    }
    for award in &mut stage.results.awards {
        award.received.clear();
        award.open = vec![results::OpenQuestion::RoundNotBegun { round: id("panel") }];
    }
    stage.inputs.rounds.clear();
    stage.inputs.decisions.clear();
    stage.bundles.clear();
    stage
}
