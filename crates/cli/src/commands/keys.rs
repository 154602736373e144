//! `jury keys`

use std::path::Path;

use contest::Contest;
use organizer::Organizer;
use rand::rngs::OsRng;

use super::{open, read_text};
use crate::args::KeysCommand;
use crate::clock;
use crate::failure::Failure;
use crate::output::Report;
use crate::passphrase;
use crate::words::Words;

pub(crate) fn run(command: &KeysCommand, words: &Words) -> Result<Report, Failure> {
    match command {
        KeysCommand::Protect { dir, sheet } => protect(dir, sheet, words),
        KeysCommand::Export { dir, out } => export(dir, out, words),
        KeysCommand::Recover { dir, file, key } => {
            let passphrase = passphrase::read(key.passphrase_file.as_deref(), words)?;
            let contest = Contest::parse(&read_text(&dir.join("contest.toml"))?)
                .map_err(organizer::FolderError::from)?;
            let now = clock::now(&contest.deadline);
            let (_, back) = Organizer::recover_keys(dir, file, &passphrase, now, &mut OsRng)?;
            let said = words.with(
                "keys.recovered",
                [("file", &back.file), ("fingerprint", &back.fingerprint)],
            );
            Ok(Report::new(&back, said))
        }
    }
}

fn protect(dir: &Path, sheet: &Path, words: &Words) -> Result<Report, Failure> {
    let (mut organizer, now) = open(dir)?;
    let done = organizer.protect_keys(sheet, now, &mut OsRng)?;
    let said = words.with("keys.protected", [("sheet", &done.sheet)]);
    Ok(Report::new(&done, said))
}

fn export(dir: &Path, out: &Path, words: &Words) -> Result<Report, Failure> {
    let (organizer, _) = open(dir)?;
    let done = organizer.export_keys(out)?;
    let said = words.with(
        "keys.exported",
        [("file", &done.file), ("fingerprint", &done.fingerprint)],
    );
    Ok(Report::new(&done, said))
}
