//! `jury new`

use std::path::{Path, PathBuf};

use chrono::Datelike;
use contest::{Contest, ContestForm};
use organizer::{KeysAtRest, Organizer};
use rand::rngs::OsRng;

use super::read_text;
use crate::clock;
use crate::failure::Failure;
use crate::output::Report;
use crate::words::Words;

/// The contest that is made when no file is given.
pub(crate) const DEFAULT: &str = include_str!("../../../../assets/contests/westlake-2020.toml");

pub(crate) fn run(
    dir: &Path,
    file: Option<&Path>,
    like: Option<&Path>,
    sheet: Option<&Path>,
    words: &Words,
) -> Result<Report, Failure> {
    let text = match (file, like) {
        (Some(path), _) => read_text(path)?,
        (None, Some(earlier)) => next_edition(earlier)?,
        (None, None) => DEFAULT.to_owned(),
    };
    let contest = Contest::parse(&text).map_err(organizer::FolderError::from)?;
    let now = clock::now(&contest.deadline);
    let at_rest = KeysAtRest::Locked {
        sheet: sheet.map_or_else(|| beside(dir), Path::to_owned),
    };
    let (_, made) = Organizer::create(dir, &text, &at_rest, now, &mut OsRng)?;
    let mut said = words.with(
        "new.done",
        [
            ("title", &made.title),
            ("folder", &made.folder),
            ("themes", &made.themes),
            ("fingerprint", &made.fingerprint),
        ],
    );
    if let Some(sheet) = &made.sheet {
        said.push_str(&words.with("new.sheet", [("sheet", sheet)]));
    }
    Ok(Report::new(&made, said))
}

/// The contest file of an earlier contest with the dates and names of this year.
fn next_edition(earlier: &Path) -> Result<String, Failure> {
    let path = if earlier.is_dir() {
        earlier.join("contest.toml")
    } else {
        earlier.to_owned()
    };
    let before = Contest::parse(&read_text(&path)?).map_err(organizer::FolderError::from)?;
    let mut form = ContestForm::of(&before);
    form.turn_to(clock::now(&before.deadline).year());
    Ok(form.to_toml())
}

/// Beside the folder, never inside: the passphrase must not lie with what it locks.
fn beside(dir: &Path) -> PathBuf {
    let whole = std::path::absolute(dir).unwrap_or_else(|_| dir.to_owned());
    let name = whole.file_name().unwrap_or_default().to_string_lossy();
    whole.with_file_name(format!("{name}-passphrase.html"))
}
