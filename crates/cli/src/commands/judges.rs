//! `jury judges`

use std::path::Path;

use super::{open, read_text};
use crate::failure::Failure;
use crate::output::Report;
use crate::words::Words;

pub(crate) fn run(dir: &Path, file: &Path, words: &Words) -> Result<Report, Failure> {
    let list = read_text(file)?;
    let (mut organizer, _) = open(dir)?;
    let taken = organizer.take_judges(&list)?;
    let said = words.with(
        "judges.done",
        [
            ("added", &taken.added),
            ("replaced", &taken.replaced),
            ("unchanged", &taken.unchanged),
            ("judges", &taken.judges),
        ],
    );
    Ok(Report::new(&taken, said))
}
