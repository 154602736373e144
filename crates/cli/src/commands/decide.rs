//! `jury decide`

use std::path::Path;

use contest::{AwardId, Contest, GivenTo, RoundId};
use organizer::{Deciding, Organizer};
use results::{Decision, Recipient};

use super::{judge, moves, open, round};
use crate::args::{DecideCommand, OnRecord};
use crate::failure::Failure;
use crate::output::Report;
use crate::words::Words;

pub(crate) fn run(dir: &Path, what: &DecideCommand, words: &Words) -> Result<Report, Failure> {
    let (mut organizer, now) = open(dir)?;
    let (decision, record) = decision(&organizer, what)?;
    let deciding = if record.dry_run {
        Deciding::DryRun
    } else {
        Deciding::Record
    };
    let ruled = organizer.decide(decision, &record.reason, &record.present, deciding, now)?;
    let mut text = moves::said(organizer.contest(), &ruled.moves, words);
    text.push_str(&words.say(if ruled.done { "decide.done" } else { "dry_run" }));
    Ok(Report::new(&ruled, text))
}

fn decision<'a>(
    organizer: &Organizer,
    what: &'a DecideCommand,
) -> Result<(Decision, &'a OnRecord), Failure> {
    let contest = organizer.contest();
    let seat = |named: &str, id: &str| -> Result<(RoundId, contest::JudgeId), Failure> {
        Ok((round(organizer, Some(named))?, judge(id)?))
    };
    Ok(match what {
        DecideCommand::Give { award, to, record } => {
            let award = award_of(contest, award)?;
            let to = recipient(contest, &award, to)?;
            (Decision::Given { award, to }, record)
        }
        DecideCommand::Withhold {
            award,
            from,
            record,
        } => {
            let award = award_of(contest, award)?;
            let from = recipient(contest, &award, from)?;
            (Decision::Withheld { award, from }, record)
        }
        DecideCommand::Reopen {
            award,
            about,
            record,
        } => {
            let award = award_of(contest, award)?;
            let about = recipient(contest, &award, about)?;
            (Decision::Reopened { award, about }, record)
        }
        DecideCommand::Count {
            award,
            count,
            record,
        } => {
            let award = award_of(contest, award)?;
            let count = *count;
            (Decision::CountSet { award, count }, record)
        }
        DecideCommand::Tie {
            award,
            order,
            record,
        } => {
            let award = award_of(contest, award)?;
            let order = order.iter().map(|one| recipient(contest, &award, one));
            let order = order.collect::<Result<_, _>>()?;
            (Decision::TieSettled { award, order }, record)
        }
        DecideCommand::Exclude {
            round,
            judge,
            record,
        } => {
            let (round, judge) = seat(round, judge)?;
            (Decision::JudgeExcluded { round, judge }, record)
        }
        DecideCommand::Readmit {
            round,
            judge,
            record,
        } => {
            let (round, judge) = seat(round, judge)?;
            (Decision::JudgeReadmitted { round, judge }, record)
        }
    })
}

/// An award as it was typed: one of the contest's.
fn award_of(contest: &Contest, typed: &str) -> Result<AwardId, Failure> {
    let found = contest
        .awards
        .iter()
        .find(|award| award.id.as_str() == typed);
    found.map(|award| award.id.clone()).ok_or_else(|| {
        let awards: Vec<&str> = contest
            .awards
            .iter()
            .map(|award| award.id.as_str())
            .collect();
        let facts = [("award", typed.to_owned()), ("awards", awards.join(", "))];
        Failure::new("award_unknown", facts)
    })
}

/// A recipient as it was typed: a unit or an entry number, whichever the award is given to.
fn recipient(contest: &Contest, award: &AwardId, typed: &str) -> Result<Recipient, Failure> {
    let given_to = contest.award(award).map(|award| award.given_to);
    if given_to == Some(GivenTo::Unit) {
        return Ok(Recipient::Unit(typed.trim().to_owned()));
    }
    let number = typed.parse();
    number.map(Recipient::Entry).map_err(|_| {
        Failure::new(
            "recipient_unknown",
            [("why", typed.chars().take(60).collect())],
        )
    })
}
