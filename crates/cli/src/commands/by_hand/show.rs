//! `jury show`

use std::fmt::Write as _;
use std::path::Path;

use media::{Mask, Region, Span};
use organizer::{FindingState, FindingView, ShownDraft, ShownItem, ShownMask};

use super::super::open;
use super::super::queue::reason as why_said;
use crate::failure::Failure;
use crate::output::Report;
use crate::table::{Table, tame};
use crate::words::Words;

pub(super) fn draft(dir: &Path, id: &str, words: &Words) -> Result<Report, Failure> {
    let (organizer, _) = open(dir)?;
    let shown = organizer.show(organizer.draft_named(id)?)?;
    Ok(Report::new(&shown, said(&shown, words)))
}

pub(super) fn item(dir: &Path, item: i64, words: &Words) -> Result<Report, Failure> {
    let (organizer, _) = open(dir)?;
    let shown = organizer.show_item(item)?;
    Ok(Report::new(&shown, said_item(&shown, words)))
}

fn said(shown: &ShownDraft, words: &Words) -> String {
    let form = &shown.form;
    let joint = words.say("joint");
    let mut text = words.with("show.head", [("draft", &form.id as &dyn ToString)]);
    let state = match (&shown.number, &shown.superseded_by, &shown.sent_back) {
        (Some(number), ..) => words.with("show.accepted", [("number", number)]),
        (None, Some(by), _) => words.with("show.superseded", [("by", by)]),
        (None, None, Some(reason)) => words.with(
            "show.sent_back",
            [("reason", &tame(&why_said(reason, words)))],
        ),
        (None, None, None) => words.say("show.waits"),
    };
    let _ = writeln!(text, "{state}\n");
    let mut mail = Table::new(["show.mail", "show.says"].map(|key| words.say(key)));
    let at = form.at.clone().unwrap_or_default();
    let from = format!("{} {}", form.from_name, form.from_address);
    for (key, value) in [
        ("show.source", &form.source),
        ("show.subject", &form.subject),
        ("show.from", &from),
        ("show.at", &at),
        ("show.phones", &shown.phones_in_mail.join(&joint)),
    ] {
        mail.row([words.say(key), value.clone()]);
    }
    text.push_str(&mail.block());
    text.push_str(&fields(shown, words));
    let columns = ["show.finding", "show.field", "show.state"];
    let mut findings = Table::new(columns.map(|key| words.say(key)));
    for found in &shown.findings {
        findings.row([
            words.finding(&found.code, &found.facts),
            place(found, words),
            words.say(match found.state {
                FindingState::Open => "show.state.open",
                FindingState::Mended => "show.state.mended",
                FindingState::LetStand => "show.state.let_stand",
                FindingState::Accepted => "show.state.accepted",
            }),
        ]);
    }
    text.push_str(&findings.block());
    let columns = ["show.file", "show.bytes", "show.redacted"];
    let mut files = Table::new(columns.map(|key| words.say(key)));
    for one in &shown.files {
        let redacted = one.redacted.as_ref().map_or_else(String::new, |redacted| {
            words.with(
                "show.redaction",
                [
                    ("redaction", &redacted.redaction as &dyn ToString),
                    ("reason", &redacted.reason),
                ],
            )
        });
        let masks = one.masks.iter().map(|mask| mask_line(mask, words));
        let mut redacted: Vec<String> = std::iter::once(redacted).chain(masks).collect();
        redacted.retain(|part| !part.is_empty());
        if !one.covered {
            redacted.push(words.say("show.uncovered"));
        }
        files.row([
            one.file.name.clone(),
            one.file.bytes.to_string(),
            redacted.join(&joint),
        ]);
    }
    text.push_str(&files.block());
    let columns = ["show.redacted", "show.field", "show.words", "show.reason"];
    let mut redactions = Table::new(columns.map(|key| words.say(key)));
    for one in &shown.redactions {
        redactions.row([
            one.redaction.to_string(),
            words.say(&format!("field.{}", one.field)),
            one.words.clone(),
            one.reason.clone(),
        ]);
    }
    text.push_str(&redactions.block());
    if let Some(newest) = shown.versions.first() {
        let all: Vec<String> = shown.versions.iter().map(ToString::to_string).collect();
        text.push_str(&words.with(
            "show.versions",
            [
                ("drafts", &all.join(&joint) as &dyn ToString),
                ("newest", newest),
            ],
        ));
    }
    if !shown.note.is_empty() {
        text.push_str(&words.with("show.note", [("note", &tame(&shown.note))]));
    }
    text.push_str(&quoted(&shown.mail_text));
    text
}

/// The form field by field, with what it was corrected to and what judges read, where these differ.
fn fields(shown: &ShownDraft, words: &Words) -> String {
    let form = &shown.form;
    let phones = form.phones.join(&words.say("joint"));
    let theme = form
        .theme
        .map_or_else(String::new, |theme| theme.to_string());
    let judged = &shown.judged;
    let mut text = String::new();
    for (field, value, judged) in [
        ("title", &form.title, Some(&judged.title)),
        ("authors", &form.authors, None),
        ("phone", &phones, None),
        ("unit", &form.unit, None),
        ("theme", &theme, None),
        ("measures", &form.measures, Some(&judged.measures)),
        ("innovation", &form.innovation, Some(&judged.innovation)),
        ("effect", &form.effect, Some(&judged.effect)),
    ] {
        let mut line = |label: &str, value: &str| {
            let facts: [(&str, &dyn ToString); 2] = [("label", &label), ("value", &tame(value))];
            text.push_str(&words.with("show.line", facts));
        };
        line(&words.say(&format!("field.{field}")), value);
        let corrected = shown.corrections.iter().find(|one| one.field == field);
        if let Some(corrected) = corrected {
            line(&words.say("show.corrected"), &corrected.value);
        }
        let mended = corrected.map_or(value, |one| &one.value);
        if let Some(judged) = judged.filter(|judged| *judged != mended) {
            line(&words.say("show.judged"), judged);
        }
    }
    text.push('\n');
    text
}

fn said_item(shown: &ShownItem, words: &Words) -> String {
    let item = &shown.item;
    let mut text = words.with(
        "show.item",
        [
            ("item", &item.id as &dyn ToString),
            ("reason", &words.say(&format!("queue.{}", item.reason))),
            ("about", &tame(&item.about)),
        ],
    );
    let mut table = Table::new(["show.mail", "show.says"].map(|key| words.say(key)));
    let at = item.at.clone().unwrap_or_default();
    let joint = words.say("joint");
    let drafts: Vec<String> = shown.drafts.iter().map(ToString::to_string).collect();
    for (key, value) in [
        ("show.source", &item.source),
        ("show.subject", &item.subject),
        ("show.from", &item.from),
        ("show.at", &at),
        ("show.file", &shown.files.join(&joint)),
        ("show.drafts", &drafts.join(&joint)),
    ] {
        table.row([words.say(key), value.clone()]);
    }
    text.push_str(&table.block());
    if let Some(title) = &shown.offered {
        text.push_str(&words.with("show.offered", [("title", &tame(title))]));
    }
    text.push_str(&quoted(&shown.mail_text));
    text
}

/// Where a finding is: its field, and the characters it is about.
fn place(found: &FindingView, words: &Words) -> String {
    let field = found
        .field
        .map_or_else(String::new, |field| words.say(&format!("field.{field}")));
    match (found.from, found.to) {
        (Some(from), Some(to)) => format!("{field} {from}–{to}"),
        _ => field,
    }
}

/// The text of the mail, line by line behind a mark, so that nothing in it looks like ours.
fn quoted(text: &str) -> String {
    text.lines()
        .map(|line| format!("│ {}\n", tame(line)))
        .collect()
}

fn mask_line(one: &ShownMask, words: &Words) -> String {
    let time = |span: Option<Span>| {
        let Some(span) = span else {
            return words.say("show.mask.always");
        };
        let [from, to] = span.millis().map(|ms| ms as f64 / 1000.0);
        words.with("show.mask.time", [("from", &from), ("to", &to)])
    };
    match one.mask {
        Mask::Picture { region, span } => {
            let area = if region == Region::ALL {
                words.say("show.mask.all")
            } else {
                let [left, top, width, height] =
                    region.thousandths().map(|part| f64::from(part) / 10.0);
                words.with(
                    "show.mask.area",
                    [
                        ("left", &left),
                        ("top", &top),
                        ("width", &width),
                        ("height", &height),
                    ],
                )
            };
            words.with(
                "show.mask.picture",
                [
                    ("redaction", &one.redaction as &dyn ToString),
                    ("area", &area),
                    ("time", &time(span)),
                ],
            )
        }
        Mask::Sound { span } => words.with(
            "show.mask.sound",
            [
                ("redaction", &one.redaction as &dyn ToString),
                ("time", &time(Some(span))),
            ],
        ),
    }
}
