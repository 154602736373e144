//! `jury queue`

use std::fmt::Write as _;
use std::path::Path;

use organizer::{MediumView, Queue};

use super::open;
use crate::failure::Failure;
use crate::output::Report;
use crate::table::Table;
use crate::words::{Facts, Words};

pub(crate) fn run(
    dir: &Path,
    settle: &[i64],
    note: &str,
    words: &Words,
) -> Result<Report, Failure> {
    let (mut organizer, now) = open(dir)?;
    organizer.settle_with(settle, note, now)?;
    let queue = organizer.queue()?;
    Ok(Report::new(&queue, said(&queue, words)))
}

fn said(queue: &Queue, words: &Words) -> String {
    let mut text = String::new();
    let head = |keys: &[&str]| Table::new(keys.iter().map(|key| words.say(key)));
    let mut items = head(&[
        "queue.item",
        "queue.why",
        "queue.about",
        "queue.subject",
        "queue.from",
    ]);
    for item in &queue.items {
        let subject = if item.subject.is_empty() {
            &item.source
        } else {
            &item.subject
        };
        items.row([
            item.id.to_string(),
            words.say(&format!("queue.{}", item.reason)),
            item.about.clone(),
            subject.clone(),
            format!("{} {}", item.from, item.at.as_deref().unwrap_or_default()),
        ]);
    }
    let _ = writeln!(
        text,
        "{}",
        words.with("queue.items", [("count", &queue.items.len())])
    );
    text.push_str(&items.block());
    let mut drafts = head(&[
        "queue.draft",
        "queue.theme",
        "queue.title",
        "queue.unit",
        "queue.media_of",
        "queue.findings",
    ]);
    for draft in &queue.drafts {
        let theme = match (&draft.theme, &draft.theme_from) {
            (Some(theme), Some(from)) => {
                let found = draft.theme_words.join(" ");
                let from = words.with(&format!("theme_from.{from}"), [("words", &found)]);
                words.with("queue.suggested", [("theme", theme), ("from", &from)])
            }
            _ => words.say("queue.no_theme"),
        };
        let findings: Vec<String> = draft
            .findings
            .iter()
            .map(|found| words.finding(&found.code, &found.facts))
            .collect();
        let joint = words.say("joint");
        drafts.row([
            draft.id.to_string(),
            theme,
            draft.title.clone(),
            draft.unit.clone(),
            draft
                .media
                .iter()
                .map(|one| medium(one, words))
                .collect::<Vec<_>>()
                .join(&joint),
            findings.join(&joint),
        ]);
    }
    let _ = writeln!(
        text,
        "{}",
        words.with("queue.drafts", [("count", &queue.drafts.len())])
    );
    text.push_str(&drafts.block());
    if !queue.sent_back.is_empty() {
        let mut gone = head(&["queue.draft", "queue.title", "queue.reason"]);
        for one in &queue.sent_back {
            let reason = match one.superseded_by {
                Some(by) => words.with("show.superseded", [("by", &by)]),
                None => reason(&one.reason, words),
            };
            gone.row([one.draft.to_string(), one.title.clone(), reason]);
        }
        let count = queue.sent_back.len();
        let _ = writeln!(
            text,
            "{}",
            words.with("queue.sent_back", [("count", &count)])
        );
        text.push_str(&gone.block());
    }
    if !queue.media.is_empty() {
        let facts = Facts::from([("count".to_owned(), queue.media.len().to_string())]);
        text.push_str(&words.fill("queue.media", &facts));
    }
    text
}

/// Why a draft was sent back: the words under a code, else what a person wrote.
pub(super) fn reason(reason: &str, words: &Words) -> String {
    let key = format!("sent_back.{reason}");
    let said = words.say(&key);
    if said == key { reason.to_owned() } else { said }
}

/// A medium in a few words: what it is and how long it plays.
fn medium(one: &MediumView, words: &Words) -> String {
    let Some(kind) = one.kind else {
        return words.say(&format!("medium.{}", one.state));
    };
    let kind = serde_json::to_value(kind).unwrap_or_default();
    let name = words.say(&format!("medium.{}", kind.as_str().unwrap_or_default()));
    match one.length_ms {
        Some(ms) => format!("{name} {}.{} s", ms / 1000, ms % 1000 / 100),
        None => name,
    }
}
