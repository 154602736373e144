//! `jury reject`, `jury reply`

use std::fs::OpenOptions;
use std::io::Write;
use std::path::Path;

use chrono::{DateTime, FixedOffset};
use organizer::{Letter, Replying, SendBack};
use serde_json::json;

use super::super::open;
use super::super::queue::reason as why_said;
use crate::args::Lang;
use crate::failure::Failure;
use crate::output::Report;
use crate::table::tame;
use crate::words::Words;

pub(super) fn run(
    dir: &Path,
    id: &str,
    reason: &str,
    superseded_by: Option<&str>,
    reply: Option<&Path>,
    words: &Words,
) -> Result<Report, Failure> {
    let (mut organizer, now) = open(dir)?;
    let draft = organizer.draft_named(id)?;
    let superseded_by = superseded_by
        .map(|other| organizer.draft_named(other))
        .transpose()?;
    // A reply that cannot be written is known before anything is decided.
    if reply.is_some() {
        organizer.replying(draft)?;
    }
    let why = SendBack {
        reason,
        superseded_by,
    };
    let gone = organizer.send_back(draft, why, now)?;
    let title = tame(&gone.title);
    let mut text = match gone.superseded_by {
        Some(by) => words.with(
            "reject.superseded",
            [
                ("draft", &gone.draft as &dyn ToString),
                ("title", &title),
                ("by", &by),
            ],
        ),
        None => words.with(
            "reject.done",
            [
                ("draft", &gone.draft as &dyn ToString),
                ("title", &title),
                ("reason", &tame(&why_said(&gone.reason, words))),
            ],
        ),
    };
    let mut done = serde_json::to_value(&gone).unwrap_or_default();
    if let Some(place) = reply {
        let letter = letter(&organizer.replying(draft)?, reason, now);
        write(place, &letter)?;
        text.push_str(&words.with("reply.done", [("path", &place.display())]));
        if let Some(fields) = done.as_object_mut() {
            fields.insert("mailto".to_owned(), letter.mailto().into());
        }
    }
    Ok(Report::new(&done, text))
}

pub(super) fn reply(
    dir: &Path,
    id: &str,
    out: Option<&Path>,
    words: &Words,
) -> Result<Report, Failure> {
    let (organizer, now) = open(dir)?;
    let draft = organizer.draft_named(id)?;
    let about = organizer.replying(draft)?;
    let letter = letter(&about, about.reason.as_deref().unwrap_or_default(), now);
    let mut text = format!("{}\n", letter.text);
    if let Some(place) = out {
        write(place, &letter)?;
        text.push_str(&words.with("reply.done", [("path", &place.display())]));
    }
    let done = json!({
        "draft": draft,
        "to": letter.address,
        "subject": letter.subject,
        "text": letter.text,
        "mailto": letter.mailto(),
    });
    Ok(Report::new(&done, text))
}

/// The reply is to people who wrote in Chinese, whatever language the organiser works in. After the deadline it promises
/// nothing.
fn letter(about: &Replying, reason: &str, now: DateTime<FixedOffset>) -> Letter {
    let words = Words::of(Lang::Zh);
    let mut points: Vec<String> = about
        .findings
        .iter()
        .map(|found| words.finding(&found.code, &found.facts))
        .collect();
    if !reason.trim().is_empty() {
        points.insert(0, why_said(reason.trim(), &words));
    }
    let list: Vec<String> = (1..)
        .zip(&points)
        .map(|(at, point)| {
            words.with(
                "reply.point",
                [("at", &at as &dyn ToString), ("point", point)],
            )
        })
        .collect();
    let greeting = if about.name.is_empty() {
        words.say("reply.greeting")
    } else {
        words.with("reply.greeting_named", [("name", &about.name)])
    };
    let closes = DateTime::parse_from_rfc3339(&about.deadline);
    let deadline = closes.map_or_else(
        |_| about.deadline.clone(),
        |at| at.format("%Y 年 %-m 月 %-d 日 %H:%M").to_string(),
    );
    let is_late = closes.is_ok_and(|at| now > at);
    let key = match (points.is_empty(), is_late) {
        (true, _) => "reply.received",
        (false, false) => "reply.mend",
        (false, true) => "reply.mend_late",
    };
    let body = words.with(
        key,
        [
            ("title", &about.title as &dyn ToString),
            ("points", &list.join("\n")),
            ("deadline", &deadline),
        ],
    );
    let subject = if about.subject.to_ascii_lowercase().starts_with("re:") {
        about.subject.clone()
    } else {
        format!("Re: {}", about.subject)
    };
    Letter {
        name: about.name.clone(),
        address: about.address.clone(),
        subject,
        answers: about.message_id.clone(),
        text: format!("{greeting}\n\n{body}"),
    }
}

/// Writes the file, unless there is one of that name.
fn write(place: &Path, letter: &Letter) -> Result<(), Failure> {
    let failed = |why| Failure::unreadable(place, &why);
    let mut file = OpenOptions::new()
        .write(true)
        .create_new(true)
        .open(place)
        .map_err(failed)?;
    file.write_all(&letter.eml())
        .and_then(|()| file.sync_all())
        .map_err(failed)
}
