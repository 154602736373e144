//! One file for each command.

mod accept;
mod alike;
mod assign;
mod backup;
mod by_hand;
mod check_pack;
mod confirm;
mod decide;
mod demo;
mod find;
mod inspect;
mod intake;
mod judges;
mod keys;
mod ledger;
mod log;
mod merge;
mod moves;
pub(crate) mod new;
mod pack;
mod papers;
mod publish;
mod queue;
mod rank;
mod results;
pub(crate) mod score;
mod units;
mod verify;
mod what_if;

use std::fs;
use std::path::Path;

use chrono::{DateTime, FixedOffset};
use contest::{JudgeId, RoundId};
use organizer::{Attendance, Extend, Late, OpenKeys, Organizer, RoundUnknown, Volumes};

use crate::args::Command;
use crate::clock;
use crate::failure::Failure;
use crate::output::Report;
use crate::tables;
use crate::words::Words;

/// The seed of a plan from tables when none is given; a contest has one of its own.
const SEED: u64 = 1;

/// Runs one command.
pub(crate) fn run(command: &Command, words: &Words) -> Result<Report, Failure> {
    match command {
        Command::New {
            dir,
            contest,
            sheet,
            like,
        } => new::run(
            dir,
            contest.as_deref(),
            like.as_deref(),
            sheet.as_deref(),
            words,
        ),
        Command::Backup {
            dir,
            to,
            with_open_keys,
        } => {
            let keys = if *with_open_keys {
                OpenKeys::Include
            } else {
                OpenKeys::Refuse
            };
            backup::save(dir, to, keys, words)
        }
        Command::Restore { file, dir } => backup::restore(file, dir, words),
        Command::Keys { command } => keys::run(command, words),
        Command::Queue { dir, settle, note } => queue::run(dir, settle, note, words),
        Command::ByHand(command) => by_hand::run(command, words),
        Command::Intake { dir, paths, again } => {
            let places = if *again {
                intake::Places::Remembered
            } else {
                intake::Places::Named
            };
            intake::run(dir, paths, places, words)
        }
        Command::Alike { dir, previous } => alike::run(dir, previous.as_deref(), words),
        Command::Accept {
            dir,
            ids,
            all,
            theme,
            themes,
            suggested,
            as_is,
            note,
        } => {
            let request = accept::Request {
                ids,
                all: *all,
                theme: *theme,
                themes: themes.as_deref(),
                suggested: *suggested,
                as_is: *as_is,
                note,
            };
            accept::run(dir, &request, words)
        }
        Command::Judges {
            dir,
            file,
            dropped,
            back,
        } => match (file, dropped, back) {
            (_, Some(id), _) => judges::attendance(dir, id, Attendance::Dropped, words),
            (_, _, Some(id)) => judges::attendance(dir, id, Attendance::Back, words),
            (file, None, None) => judges::run(dir, file.as_deref().unwrap_or(dir), words),
        },
        Command::Assign {
            dir,
            tables,
            round,
            reviews,
            seed,
            extend,
            dry_run,
        } => match dir {
            Some(dir) if *extend => {
                let keep = if *dry_run {
                    Extend::DryRun
                } else {
                    Extend::Keep
                };
                assign::extend(dir, round.as_deref(), keep, words)
            }
            Some(dir) => assign::run(dir, round.as_deref(), *reviews, *seed, words),
            None => {
                let reviews = reviews.expect("without a folder the arguments need it");
                tables::assign(tables, reviews, seed.unwrap_or(SEED), words)
            }
        },
        Command::Pack {
            dir,
            out,
            round,
            again,
            judge,
            invitation,
            fat32,
            volume_size,
            key,
        } => {
            let volumes = match volume_size {
                Some(mebibytes) => Volumes::Of(u64::from(*mebibytes) << 20),
                None if *fat32 => Volumes::Fat32,
                None => Volumes::Whole,
            };
            let request = pack::Request {
                round: round.as_deref(),
                again,
                invited: judge.as_deref().zip(invitation.as_deref()),
                volumes,
            };
            pack::run(dir, out, &request, key.passphrase_file.as_deref(), words)
        }
        Command::Merge { dir, files, key } => {
            merge::run(dir, files, key.passphrase_file.as_deref(), words)
        }
        Command::Ledger { dir } => ledger::run(dir, words),
        Command::Confirm { dir, judge, groups } => confirm::confirm(dir, judge, groups, words),
        Command::Late {
            dir,
            judge,
            groups,
            take,
            leave_out: _,
        } => {
            let late = if *take { Late::Take } else { Late::LeaveOut };
            confirm::late(dir, judge, groups, late, words)
        }
        Command::Log { dir } => log::run(dir, words),
        Command::Rank { dir, round, tables } => match dir {
            Some(dir) => rank::run(dir, round.as_deref(), words),
            None => tables::rank(tables, words),
        },
        Command::Results { dir } => results::run(dir, words),
        Command::Find { dir, words: wanted } => find::run(dir, wanted, words),
        Command::Units { dir } => units::run(dir, words),
        Command::Decide { dir, what } => decide::run(dir, what, words),
        Command::WhatIf {
            dir,
            record,
            change,
        } => what_if::run(dir, change, *record, words),
        Command::Agreement(tables) => tables::agreement(tables, words),
        Command::Inspect { file, key } => inspect::run(file, key, words),
        Command::CheckPack { file, key } => check_pack::run(file, key, words),
        Command::Score(what) => score::run(what, words),
        Command::Papers {
            dir,
            out,
            dated,
            language,
        } => papers::run(dir, out, *dated, *language, words),
        Command::Publish { dir, out, key } => {
            publish::run(dir, out, key.passphrase_file.as_deref(), words)
        }
        Command::Verify { file } => verify::run(file, words),
        Command::Demo { dir } => demo::run(dir, words),
    }
}

/// The folder, and the present time in its contest's time zone.
fn open(dir: &Path) -> Result<(Organizer, DateTime<FixedOffset>), Failure> {
    let organizer = Organizer::open(dir)?;
    let now = clock::now(&organizer.contest().deadline);
    Ok((organizer, now))
}

/// The round that was named, or the one people are at.
fn round(organizer: &Organizer, named: Option<&str>) -> Result<RoundId, Failure> {
    let Some(named) = named else {
        return Ok(organizer.current_round()?);
    };
    let rounds = &organizer.contest().rounds;
    let found = rounds.iter().find(|round| round.id.as_str() == named);
    Ok(found
        .map(|round| round.id.clone())
        .ok_or_else(|| RoundUnknown {
            round: named.to_owned(),
            rounds: rounds.iter().map(|round| round.id.to_string()).collect(),
        })?)
}

/// A judge's id as it was typed.
fn judge(id: &str) -> Result<JudgeId, Failure> {
    id.parse()
        .map_err(|_| Failure::new("judge_unknown", [("judge", id.to_owned())]))
}

/// A text file the command was given.
fn read_text(path: &Path) -> Result<String, Failure> {
    fs::read_to_string(path).map_err(|why| Failure::unreadable(path, &why))
}
