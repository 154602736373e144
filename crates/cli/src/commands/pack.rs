//! `jury pack`

use std::path::Path;

use contest::JudgeId;
use organizer::{Issued, IssuedPack, Volumes, Whom};
use rand::rngs::OsRng;

use super::open;
use crate::failure::Failure;
use crate::output::Report;
use crate::passphrase::unlock;
use crate::progress::Progress;
use crate::table::Table;
use crate::words::Words;

pub(crate) fn run(
    dir: &Path,
    out: &Path,
    again: &[String],
    volumes: Volumes,
    passphrase: Option<&Path>,
    words: &Words,
) -> Result<Report, Failure> {
    let mut judges: Vec<JudgeId> = Vec::with_capacity(again.len());
    for id in again {
        let unknown = |_| Failure::new("judge_without_entries", [("judge", id.clone())]);
        judges.push(id.parse().map_err(unknown)?);
    }
    let whom = if judges.is_empty() {
        Whom::Missing
    } else {
        Whom::Again(judges)
    };
    let (mut organizer, now) = open(dir)?;
    unlock(&mut organizer, passphrase, words)?;
    let mut progress = Progress::new(words);
    let issued = organizer.issue(&whom, out, volumes, now, &mut OsRng, &mut |step| {
        progress.show(&step)
    })?;
    drop(progress);
    Ok(Report::new(&issued, said(&issued, words)))
}

pub(crate) fn said(issued: &Issued, words: &Words) -> String {
    let mut text = String::new();
    let columns = ["pack.judge", "pack.file", "pack.entries", "pack.size"];
    let mut table = Table::new(columns.map(|key| words.say(key)));
    for pack in &issued.packs {
        let tenths = pack.bytes.saturating_mul(10) / (1 << 20);
        let size = format!("{}.{} MiB", tenths / 10, tenths % 10);
        table.row([
            pack.judge.clone(),
            file(pack, words),
            pack.entries.to_string(),
            size,
        ]);
    }
    text.push_str(&table.block());
    let facts: [(&str, &dyn ToString); 4] = [
        ("packs", &issued.packs.len()),
        ("already", &issued.already),
        ("folder", &issued.folder),
        ("fingerprint", &issued.fingerprint),
    ];
    text.push_str(&words.with("pack.sum", facts));
    if let Some(path) = &issued.passphrases {
        text.push_str(&words.with("pack.slips", [("path", path)]));
    }
    text
}

fn file(pack: &IssuedPack, words: &Words) -> String {
    if pack.volumes == 1 {
        return pack.file.clone();
    }
    words.with(
        "pack.volumes",
        [("file", &pack.file), ("volumes", &pack.volumes)],
    )
}
