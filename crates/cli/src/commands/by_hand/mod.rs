//! The commands by which a person decides about what came in.

mod files;
mod fix;
mod number;
mod redact;
mod reject;
mod show;

use std::fs;
use std::io::Read;
use std::path::Path;

use crate::args::ByHand;
use crate::failure::Failure;
use crate::output::Report;
use crate::words::Words;

/// The longest text file that is read for a field, in bytes.
const TEXT_MAX: u64 = 1 << 20;

/// Runs one command.
pub(super) fn run(command: &ByHand, words: &Words) -> Result<Report, Failure> {
    match command {
        ByHand::Show { dir, id, item } => match (id, item) {
            (Some(id), _) => show::draft(dir, id, words),
            (None, item) => show::item(dir, item.unwrap_or_default(), words),
        },
        ByHand::Fix(what) => fix::run(what, words),
        ByHand::Reject {
            dir,
            id,
            reason,
            superseded_by,
            reply,
        } => reject::run(
            dir,
            id,
            reason.as_deref().unwrap_or_default(),
            superseded_by.as_deref(),
            reply.as_deref(),
            words,
        ),
        ByHand::Reply { dir, id, out } => reject::reply(dir, id, out.as_deref(), words),
        ByHand::Give { dir, item, to } => files::give(dir, *item, to, words),
        ByHand::Draft(what) => files::draft(what, words),
        ByHand::Attach {
            dir,
            id,
            file,
            item,
        } => files::attach(dir, id, file, *item, words),
        ByHand::Redact {
            dir,
            id,
            text,
            field,
            file,
            seconds,
            area,
            only,
            reason,
        } => {
            let masks = redact::masks(*seconds, *area, *only);
            let what = redact::what(text.as_deref(), *field, file.as_deref(), &masks);
            redact::run(dir, id, what, reason, words)
        }
        ByHand::Unredact { dir, redaction } => redact::back(dir, *redaction, words),
        ByHand::Number { dir, again, seed } => number::run(dir, *again, *seed, words),
        ByHand::Undo { dir, line } => number::undo(dir, *line, words),
    }
}

/// A text that is too long for the command line; empty when no file is named.
fn text_of(path: Option<&Path>) -> Result<String, Failure> {
    let Some(path) = path else {
        return Ok(String::new());
    };
    let failed = |why| Failure::unreadable(path, &why);
    let mut text = String::new();
    let file = fs::File::open(path).map_err(failed)?;
    file.take(TEXT_MAX)
        .read_to_string(&mut text)
        .map_err(failed)?;
    Ok(text.trim_start_matches('\u{feff}').to_owned())
}
