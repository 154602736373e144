//! `jury new`

use std::path::Path;

use contest::Contest;
use organizer::Organizer;
use rand::rngs::OsRng;

use super::read_text;
use crate::clock;
use crate::failure::Failure;
use crate::output::Report;
use crate::words::Words;

/// The contest that is made when no file is given.
pub(crate) const DEFAULT: &str = include_str!("../../../../assets/contests/westlake-2020.toml");

pub(crate) fn run(dir: &Path, file: Option<&Path>, words: &Words) -> Result<Report, Failure> {
    let text = match file {
        Some(path) => read_text(path)?,
        None => DEFAULT.to_owned(),
    };
    let contest = Contest::parse(&text).map_err(organizer::FolderError::from)?;
    let now = clock::now(&contest.deadline);
    let (_, made) = Organizer::create(dir, &text, now, &mut OsRng)?;
    let said = words.with(
        "new.done",
        [
            ("title", &made.title),
            ("folder", &made.folder),
            ("themes", &made.themes),
            ("fingerprint", &made.fingerprint),
        ],
    );
    Ok(Report::new(&made, said))
}
