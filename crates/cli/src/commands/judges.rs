//! `jury judges`

use std::path::Path;

use organizer::Attendance;

use super::{judge, open};
use crate::failure::Failure;
use crate::output::Report;
use crate::words::Words;

/// Takes a list.
pub(crate) fn run(dir: &Path, file: &Path, words: &Words) -> Result<Report, Failure> {
    let list = std::fs::read(file).map_err(|why| Failure::unreadable(file, &why))?;
    let (mut organizer, _) = open(dir)?;
    let taken = organizer.take_judges_file(&list)?;
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

/// Records that a judge dropped out or is back.
pub(crate) fn attendance(
    dir: &Path,
    id: &str,
    attendance: Attendance,
    words: &Words,
) -> Result<Report, Failure> {
    let id = judge(id)?;
    let (mut organizer, now) = open(dir)?;
    let dropped = organizer.set_attendance(&id, attendance, now)?;
    let key = match attendance {
        Attendance::Dropped => "judges.dropped",
        Attendance::Back => "judges.back",
    };
    Ok(Report::new(&dropped, words.with(key, [("judge", &id)])))
}
