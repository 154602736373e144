//! `jury number`, `jury undo`

use std::path::Path;

use organizer::Renumber;
use rand::Rng;
use rand::rngs::OsRng;

use super::super::log::deed;
use super::super::open;
use crate::failure::Failure;
use crate::output::Report;
use crate::table::Table;
use crate::words::Words;

/// Seeds that are drawn have six digits, so that a person can read one out.
const SEEDS: u64 = 1_000_000;

pub(super) fn run(
    dir: &Path,
    again: bool,
    seed: Option<u64>,
    words: &Words,
) -> Result<Report, Failure> {
    let (mut organizer, now) = open(dir)?;
    let again = if again {
        Renumber::Again
    } else {
        Renumber::Once
    };
    let seed = seed.unwrap_or_else(|| OsRng.gen_range(0..SEEDS));
    let numbered = organizer.draw_numbers(seed, again, now)?;
    let columns = ["number.draft", "number.from", "number.to"];
    let mut table = Table::new(columns.map(|key| words.say(key)));
    for one in &numbered.moves {
        table.row([
            one.draft.to_string(),
            one.from.to_string(),
            one.to.to_string(),
        ]);
    }
    let mut text = table.block();
    text.push_str(&words.with(
        "number.sum",
        [
            ("entries", &numbered.entries),
            ("moves", &numbered.moves.len()),
            ("seed", &numbered.seed),
        ],
    ));
    Ok(Report::new(&numbered, text))
}

pub(super) fn undo(dir: &Path, line: Option<u32>, words: &Words) -> Result<Report, Failure> {
    let (mut organizer, now) = open(dir)?;
    let undone = organizer.undo(line, now)?;
    let what = deed(undone.what, words);
    let text = words.with(
        "undo.done",
        [
            ("line", &undone.line as &dyn ToString),
            ("what", &what),
            ("at", &undone.at),
        ],
    );
    Ok(Report::new(&undone, text))
}
