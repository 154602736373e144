//! `jury redact`, `jury unredact`

use std::path::Path;

use media::{Ffmpeg, Mask, MediaError, Region};
use organizer::{Field, Organizer, Step, Withhold};
use serde_json::json;

use super::super::open;
use crate::args::{Area, Seconds, Sense, TextField};
use crate::failure::Failure;
use crate::output::Report;
use crate::progress::Progress;
use crate::words::Words;

/// What is covered of a file; nothing means the whole file.
pub(super) fn masks(
    seconds: Option<Seconds>,
    area: Option<Area>,
    only: Option<Sense>,
) -> Vec<Mask> {
    let span = seconds.map(|seconds| seconds.0);
    let picture = |region| Mask::Picture { region, span };
    match (span, area) {
        (None, None) => Vec::new(),
        (_, Some(area)) => vec![picture(area.0)],
        (Some(span), None) => match only {
            Some(Sense::Picture) => vec![picture(Region::ALL)],
            Some(Sense::Sound) => vec![Mask::Sound { span }],
            None => vec![picture(Region::ALL), Mask::Sound { span }],
        },
    }
}

/// What is taken out.
pub(super) fn what<'a>(
    text: Option<&'a str>,
    field: Option<TextField>,
    file: Option<&'a str>,
    masks: &'a [Mask],
) -> Withhold<'a> {
    match file {
        Some(name) if masks.is_empty() => Withhold::File(name),
        Some(file) => Withhold::Parts { file, masks },
        None => Withhold::Words {
            field: field.map(|field| match field {
                TextField::Title => Field::Title,
                TextField::Measures => Field::Measures,
                TextField::Innovation => Field::Innovation,
                TextField::Effect => Field::Effect,
            }),
            words: text.unwrap_or_default(),
        },
    }
}

pub(super) fn run(
    dir: &Path,
    id: &str,
    what: Withhold<'_>,
    reason: &str,
    words: &Words,
) -> Result<Report, Failure> {
    let (mut organizer, now) = open(dir)?;
    let draft = organizer.draft_named(id)?;
    let redacted = organizer.redact(draft, what, reason, now)?;
    let numbers: Vec<String> = redacted
        .redactions
        .iter()
        .map(ToString::to_string)
        .collect();
    let mut text = words.with(
        "redact.done",
        [
            ("draft", &redacted.draft),
            ("places", &redacted.places),
            ("redactions", &numbers.join(" ")),
        ],
    );
    if matches!(what, Withhold::Parts { .. }) {
        text.push_str(&cover(&mut organizer, words)?);
    }
    Ok(Report::new(&redacted, text))
}

/// Makes the copies that judges get; a sentence about what came of it.
fn cover(organizer: &mut Organizer, words: &Words) -> Result<String, Failure> {
    let ffmpeg = match Ffmpeg::find() {
        Ok(ffmpeg) => ffmpeg,
        Err(MediaError::Missing { program, install }) => {
            let facts: [(&str, &dyn ToString); 3] =
                [("program", &program), ("install", &install), ("files", &1)];
            return Ok(words.with("intake.ffmpeg_missing", facts));
        }
        Err(error) => return Ok(words.with("redact.uncovered", [("why", &error)])),
    };
    let mut progress = Progress::new(words);
    let covered = organizer.cover(&ffmpeg, &mut |step: Step<'_>| progress.show(&step))?;
    drop(progress);
    Ok(match covered.why {
        Some(why) => words.with("redact.uncovered", [("why", &why)]),
        None => words.with("redact.covered", [("made", &covered.made)]),
    })
}

pub(super) fn back(dir: &Path, redaction: i64, words: &Words) -> Result<Report, Failure> {
    let (mut organizer, now) = open(dir)?;
    let draft = organizer.unredact(redaction, now)?;
    let text = words.with(
        "redact.back",
        [("redaction", &redaction), ("draft", &draft)],
    );
    let done = json!({"redaction": redaction, "draft": draft});
    Ok(Report::new(&done, text))
}
