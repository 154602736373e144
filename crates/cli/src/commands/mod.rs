//! One file for each command.

mod accept;
mod assign;
mod demo;
mod intake;
mod judges;
mod merge;
pub(crate) mod new;
mod pack;
mod queue;
mod rank;

use std::fs;
use std::path::Path;

use chrono::{DateTime, FixedOffset};
use organizer::Organizer;

use crate::args::Command;
use crate::clock;
use crate::failure::Failure;
use crate::output::Report;
use crate::words::Words;

/// Runs one command.
pub(crate) fn run(command: &Command, words: &Words) -> Result<Report, Failure> {
    match command {
        Command::New { dir, contest } => new::run(dir, contest.as_deref(), words),
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
        Command::Assign { dir, reviews, seed } => assign::run(dir, *reviews, *seed, words),
        Command::Pack { dir, out, again } => pack::run(dir, out, again, words),
        Command::Merge { dir, files } => merge::run(dir, files, words),
        Command::Rank { dir } => rank::run(dir, words),
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
