//! One file for each command.

mod accept;
mod assign;
mod check_pack;
mod confirm;
mod demo;
mod inspect;
mod intake;
mod judges;
mod keys;
mod ledger;
mod log;
mod merge;
pub(crate) mod new;
mod pack;
mod queue;
mod rank;

use std::fs;
use std::path::Path;

use chrono::{DateTime, FixedOffset};
use organizer::{Late, Organizer, Volumes};

use crate::args::Command;
use crate::clock;
use crate::failure::Failure;
use crate::output::Report;
use crate::tables;
use crate::words::Words;

/// The seed of a plan from tables when none is given; a contest's plan always has one.
const SEED: u64 = 1;

/// Runs one command.
pub(crate) fn run(command: &Command, words: &Words) -> Result<Report, Failure> {
    match command {
        Command::New {
            dir,
            contest,
            sheet,
        } => new::run(dir, contest.as_deref(), sheet.as_deref(), words),
        Command::Keys { command } => keys::run(command, words),
        Command::Intake { dir, paths } => intake::run(dir, paths, words),
        Command::Queue { dir, settle } => queue::run(dir, settle, words),
        Command::Accept {
            dir,
            ids,
            all,
            theme,
            themes,
            as_is,
        } => {
            let request = accept::Request {
                ids,
                all: *all,
                theme: *theme,
                themes: themes.as_deref(),
                as_is: *as_is,
            };
            accept::run(dir, &request, words)
        }
        Command::Judges { dir, file } => judges::run(dir, file, words),
        Command::Assign {
            dir,
            tables,
            reviews,
            seed,
        } => match dir {
            Some(dir) => assign::run(dir, *reviews, seed.unwrap_or(SEED), words),
            None => tables::assign(tables, *reviews, seed.unwrap_or(SEED), words),
        },
        Command::Pack {
            dir,
            out,
            again,
            fat32,
            volume_size,
            key,
        } => {
            let volumes = match volume_size {
                Some(mebibytes) => Volumes::Of(u64::from(*mebibytes) << 20),
                None if *fat32 => Volumes::Fat32,
                None => Volumes::Whole,
            };
            let from = key.passphrase_file.as_deref();
            pack::run(dir, out, again, volumes, from, words)
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
        Command::Rank { dir, tables } => match dir {
            Some(dir) => rank::run(dir, words),
            None => tables::rank(tables, words),
        },
        Command::Agreement(tables) => tables::agreement(tables, words),
        Command::Inspect { file, key } => inspect::run(file, key, words),
        Command::CheckPack { file, key } => check_pack::run(file, key, words),
        Command::Demo { dir } => demo::run(dir, words),
    }
}

/// The folder, and the present time in its contest's time zone.
fn open(dir: &Path) -> Result<(Organizer, DateTime<FixedOffset>), Failure> {
    let organizer = Organizer::open(dir)?;
    let now = clock::now(&organizer.contest().deadline);
    Ok((organizer, now))
}

/// A text file the command was given.
fn read_text(path: &Path) -> Result<String, Failure> {
    fs::read_to_string(path).map_err(|why| Failure::unreadable(path, &why))
}
