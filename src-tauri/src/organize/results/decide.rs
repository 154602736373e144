//! What people decide: shown before it is recorded, and recorded with its reason and who was present.

use contest::{AwardId, Contest, GivenTo, JudgeId, RoundId};
use organizer::{Deciding, Organizer};
use results::{Decision, Recipient};
use tauri::State;

use super::super::{changing, round_or_current};
use super::facts::Names;
use super::moves;
use crate::state::{Shell, now};
use crate::wire::{Failure, MovesView, Recording, Resolution};

/// Says what a decision moves; with [`Recording::Record`] it is in the log before this answers.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn decide(
    shell: State<'_, Shell>,
    resolution: Resolution,
    reason: String,
    present: Vec<String>,
    recording: Recording,
) -> Result<MovesView, Failure> {
    changing(&shell, |organizer| {
        let decision = decision(organizer, resolution)?;
        let deciding = match recording {
            Recording::Look => Deciding::DryRun,
            Recording::Record => Deciding::Record,
        };
        // What would move depends on neither.
        let unsaid = || "–".to_owned();
        let (reason, present) = match recording {
            Recording::Look => (unsaid(), vec![unsaid()]),
            Recording::Record => (reason, present),
        };
        let ruled = organizer
            .decide(decision, &reason, &present, deciding, now())
            .map_err(|error| Failure::of(&error))?;
        let inputs = organizer
            .inputs_now()
            .map_err(|error| Failure::of(&error))?;
        let names = Names::of(organizer, &inputs)?;
        Ok(moves::moves(&ruled.moves, &names))
    })
}

fn decision(organizer: &Organizer, resolution: Resolution) -> Result<Decision, Failure> {
    let contest = organizer.contest();
    Ok(match resolution {
        Resolution::Give { award, to } => {
            let award = award_of(contest, award)?;
            let to = recipient(contest, &award, to)?;
            Decision::Given { award, to }
        }
        Resolution::Withhold { award, from } => {
            let award = award_of(contest, award)?;
            let from = recipient(contest, &award, from)?;
            Decision::Withheld { award, from }
        }
        Resolution::Reopen { award, about } => {
            let award = award_of(contest, award)?;
            let about = recipient(contest, &award, about)?;
            Decision::Reopened { award, about }
        }
        Resolution::Count { award, count } => Decision::CountSet {
            award: award_of(contest, award)?,
            count,
        },
        Resolution::Tie { award, order } => {
            let award = award_of(contest, award)?;
            let order = order
                .into_iter()
                .map(|one| recipient(contest, &award, one))
                .collect::<Result<_, _>>()?;
            Decision::TieSettled { award, order }
        }
        Resolution::Exclude { round, judge } => {
            let (round, judge) = seat(organizer, round, judge)?;
            Decision::JudgeExcluded { round, judge }
        }
        Resolution::Readmit { round, judge } => {
            let (round, judge) = seat(organizer, round, judge)?;
            Decision::JudgeReadmitted { round, judge }
        }
    })
}

/// A round of the contest and the judge named in it.
pub(super) fn seat(
    organizer: &Organizer,
    round: String,
    judge: String,
) -> Result<(RoundId, JudgeId), Failure> {
    let round = round_or_current(organizer, Some(round))?;
    let judge = judge
        .parse()
        .map_err(|_| Failure::with("judge_unknown", "judge", judge))?;
    Ok((round, judge))
}

fn award_of(contest: &Contest, asked: String) -> Result<AwardId, Failure> {
    let found = contest.awards.iter().find(|one| one.id.as_str() == asked);
    found.map(|award| award.id.clone()).ok_or_else(|| {
        let awards: Vec<&str> = contest.awards.iter().map(|one| one.id.as_str()).collect();
        let mut failure = Failure::with("award_unknown", "award", asked);
        failure.facts.insert("awards".to_owned(), awards.join(", "));
        failure
    })
}

/// A unit or an entry number, whichever the award is given to.
fn recipient(contest: &Contest, award: &AwardId, asked: String) -> Result<Recipient, Failure> {
    let given_to = contest.award(award).map(|award| award.given_to);
    if given_to == Some(GivenTo::Unit) {
        return Ok(Recipient::Unit(asked));
    }
    let number = asked.parse().map(Recipient::Entry);
    number.map_err(|_| Failure::with("recipient_unknown", "why", asked))
}
