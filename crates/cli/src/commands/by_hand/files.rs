//! `jury give`, `jury attach`, `jury draft`

use std::path::Path;

use organizer::{Joined, TypedForm};

use super::super::open;
use super::text_of;
use crate::args::Typed;
use crate::failure::Failure;
use crate::output::Report;
use crate::table::tame;
use crate::words::Words;

pub(super) fn give(dir: &Path, item: i64, to: &str, words: &Words) -> Result<Report, Failure> {
    let (mut organizer, now) = open(dir)?;
    let draft = organizer.draft_named(to)?;
    let joined = organizer.give(item, draft, now)?;
    Ok(Report::new(&joined, said(&joined, words)))
}

pub(super) fn attach(
    dir: &Path,
    id: &str,
    file: &Path,
    item: Option<i64>,
    words: &Words,
) -> Result<Report, Failure> {
    let (mut organizer, now) = open(dir)?;
    let draft = organizer.draft_named(id)?;
    let joined = organizer.attach(draft, file, item, now)?;
    Ok(Report::new(&joined, said(&joined, words)))
}

pub(super) fn draft(what: &Typed, words: &Words) -> Result<Report, Failure> {
    let (mut organizer, now) = open(&what.dir)?;
    let given = |text: &Option<String>| text.clone().unwrap_or_default();
    let form = TypedForm {
        title: given(&what.title),
        authors: given(&what.authors),
        phone: given(&what.phone),
        unit: given(&what.unit),
        measures: text_of(what.measures.as_deref())?,
        innovation: text_of(what.innovation.as_deref())?,
        effect: text_of(what.effect.as_deref())?,
        rest_from_mail: what.from_mail,
    };
    let made = organizer.type_draft(what.item, &form, now)?;
    let found: Vec<String> = made
        .findings
        .iter()
        .map(|found| words.finding(&found.code, &found.facts))
        .collect();
    let found = if found.is_empty() {
        words.say("show.none")
    } else {
        found.join(&words.say("joint"))
    };
    let text = words.with(
        "draft.done",
        [
            ("draft", &made.draft),
            ("title", &tame(&made.title)),
            ("files", &made.files.len()),
            ("findings", &found),
        ],
    );
    Ok(Report::new(&made, text))
}

fn said(joined: &Joined, words: &Words) -> String {
    let files = tame(&joined.files.join(&words.say("joint")));
    let mut text = words.with(
        "files.joined",
        [("draft", &joined.draft as &dyn ToString), ("files", &files)],
    );
    if joined.waits {
        text.push_str(&words.say("files.waits"));
    }
    text
}
