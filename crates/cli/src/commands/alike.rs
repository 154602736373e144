//! `jury alike`

use std::fmt::Write as _;
use std::path::Path;

use organizer::{AlikeDraft, AlikePair, AlikePassage};

use super::open;
use crate::failure::Failure;
use crate::output::Report;
use crate::progress::Progress;
use crate::table::tame;
use crate::words::Words;

/// Most passages of a pair that are printed.
const PASSAGES_MAX: usize = 3;

pub(crate) fn run(dir: &Path, previous: Option<&Path>, words: &Words) -> Result<Report, Failure> {
    let (mut organizer, _) = open(dir)?;
    let mut progress = Progress::new(words);
    let pairs = organizer.alike(previous, &mut |step| progress.show(&step))?;
    drop(progress);
    let pairs = pairs.unwrap_or_default();
    Ok(Report::new(&pairs, said(&pairs, words)))
}

fn said(pairs: &[AlikePair], words: &Words) -> String {
    let mut text = String::new();
    for pair in pairs {
        let facts: [(&str, &dyn ToString); 3] = [
            ("share", &pair.share),
            ("one", &one(&pair.one, words)),
            ("other", &one(&pair.other, words)),
        ];
        let _ = writeln!(text, "{}", words.with("alike.pair", facts));
        for passage in pair.passages.iter().take(PASSAGES_MAX) {
            let _ = writeln!(text, "{}", quoted(passage, words));
        }
    }
    text.push_str(&words.with("alike.sum", [("pairs", &pairs.len())]));
    text
}

fn one(draft: &AlikeDraft, words: &Words) -> String {
    let key = if draft.previous {
        "alike.previous"
    } else {
        "alike.draft"
    };
    let (title, unit) = (tame(&draft.title), tame(&draft.unit));
    let facts: [(&str, &dyn ToString); 3] =
        [("draft", &draft.draft), ("title", &title), ("unit", &unit)];
    words.with(key, facts)
}

fn quoted(passage: &AlikePassage, words: &Words) -> String {
    let field = |field: &str| words.say(&format!("alike.field.{field}"));
    let place = |from: usize, to: usize| format!("{}–{to}", from + 1);
    let facts: [(&str, &dyn ToString); 5] = [
        ("text", &tame(&passage.text)),
        ("field", &field(passage.one.field)),
        ("place", &place(passage.one.from, passage.one.to)),
        ("other_field", &field(passage.other.field)),
        ("other_place", &place(passage.other.from, passage.other.to)),
    ];
    words.with("alike.passage", facts)
}
