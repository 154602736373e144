//! `jury pack`

use std::path::Path;

use contest::JudgeId;
use organizer::{Issued, IssuedPack, PackOrder, Volumes, Whom};
use rand::rngs::OsRng;

use super::{judge, open, round};
use crate::failure::Failure;
use crate::output::Report;
use crate::passphrase::unlock;
use crate::progress::Progress;
use crate::table::Table;
use crate::words::Words;

/// What was typed.
pub(crate) struct Request<'a> {
    pub(crate) round: Option<&'a str>,
    pub(crate) again: &'a [String],
    /// The judge whose pack an invitation file opens, and the file.
    pub(crate) invited: Option<(&'a str, &'a Path)>,
    pub(crate) volumes: Volumes,
}

pub(crate) fn run(
    dir: &Path,
    out: &Path,
    request: &Request<'_>,
    passphrase: Option<&Path>,
    words: &Words,
) -> Result<Report, Failure> {
    let again: Vec<JudgeId> = request
        .again
        .iter()
        .map(|id| judge(id))
        .collect::<Result<_, _>>()?;
    let (mut organizer, now) = open(dir)?;
    let mut order = PackOrder {
        round: Some(round(&organizer, request.round)?),
        whom: if again.is_empty() {
            Whom::Missing
        } else {
            Whom::Again(again)
        },
        volumes: request.volumes,
        ..PackOrder::default()
    };
    unlock(&mut organizer, passphrase, words)?;
    if let Some((id, file)) = request.invited {
        let id = judge(id)?;
        let invitation = organizer.invitation(file, &id)?;
        order.whom = Whom::Again(vec![id.clone()]);
        order.invitations.insert(id, invitation);
    }
    let mut progress = Progress::new(words);
    let issued = organizer.issue(&order, out, now, &mut OsRng, &mut |step| {
        progress.show(&step)
    })?;
    drop(progress);
    let mut text = said(&issued, words);
    if let Some((id, file)) = request.invited {
        let facts: [(&str, &dyn ToString); 2] = [("judge", &id), ("path", &file.display())];
        text.push_str(&words.with("pack.invitation", facts));
    }
    Ok(Report::new(&issued, text))
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
