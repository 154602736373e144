//! `jury log`

use std::path::Path;

use organizer::{Act, Change, Deed, LogLine};
use results::Decided;
use serde_json::{Value, json};

use super::open;
use crate::failure::Failure;
use crate::output::Report;
use crate::table::Table;
use crate::words::{Facts, Words};

pub(crate) fn run(dir: &Path, words: &Words) -> Result<Report, Failure> {
    let (organizer, _) = open(dir)?;
    let lines = organizer.log()?;
    let head = lines.last().map(|line| line.sha256.clone());
    let said = said(&lines, head.as_deref(), words);
    Ok(Report::new(&json!({"lines": lines, "head": head}), said))
}

fn said(lines: &[LogLine], head: Option<&str>, words: &Words) -> String {
    let Some(head) = head else {
        return words.say("log.empty");
    };
    let columns = ["log.seq", "log.at", "log.what", "log.sha256"];
    let mut table = Table::new(columns.map(|key| words.say(key)));
    for line in lines {
        let short = line.sha256.get(..12).unwrap_or_default().to_owned();
        table.row([
            line.seq.to_string(),
            line.at.clone(),
            what(line, words),
            short,
        ]);
    }
    let mut text = table.block();
    let count = lines.len();
    text.push_str(&words.with("log.whole", [("lines", &count), ("head", &head)]));
    text
}

/// The act in words; its fields are the facts.
fn what(line: &LogLine, words: &Words) -> String {
    let value = match &line.act {
        Act::Decided { decided } => return decision(decided, words),
        Act::Intake {
            what,
            note,
            changes,
        } => {
            let about: Vec<String> = changes.iter().filter_map(about).take(10).collect();
            let facts: [(&str, &dyn ToString); 4] = [
                ("what", &deed(*what, words)),
                ("changes", &changes.len()),
                ("about", &about.join(" ")),
                ("note", note),
            ];
            return words.with("log.intake", facts);
        }
        Act::IntakeUndone { line, what } => {
            let facts: [(&str, &dyn ToString); 2] = [("line", line), ("what", &deed(*what, words))];
            return words.with("log.intake_undone", facts);
        }
        act => serde_json::to_value(act).unwrap_or_default(),
    };
    let mut facts = facts_of(&value);
    if let Act::Analysed { awards, .. } = &line.act {
        facts.insert("awards".to_owned(), awards.len().to_string());
    }
    let act = facts.get("act").map_or("", String::as_str);
    words.fill(&format!("log.{act}"), &facts)
}

/// What was decided about what came in, in words.
pub(super) fn deed(what: Deed, words: &Words) -> String {
    let name = serde_json::to_value(what).unwrap_or_default();
    words.say(&format!("deed.{}", name.as_str().unwrap_or_default()))
}

/// The number of what a change is about: of an entry its own, of the rest that of the draft or the item.
fn about(change: &Change) -> Option<String> {
    match change {
        Change::EntryMade { number, .. } | Change::EntryGone { number, .. } => {
            Some(number.to_string())
        }
        Change::Settled { item } => Some(item.to_string()),
        Change::Mended { draft, .. }
        | Change::SentBack { draft, .. }
        | Change::Joined { draft, .. }
        | Change::Typed { draft }
        | Change::Redacted { draft, .. }
        | Change::Unredacted { draft, .. }
        | Change::LetStand { draft, .. } => Some(draft.to_string()),
        Change::Unplanned { .. } | Change::Found { .. } | Change::Renumbered { .. } => None,
    }
}

/// A decision in words, with its reason and who was present.
fn decision(decided: &Decided, words: &Words) -> String {
    let facts = facts_of(&serde_json::to_value(&decided.decision).unwrap_or_default());
    let what = facts.get("what").map_or("", String::as_str);
    let what = words.fill(&format!("decision.{what}"), &facts);
    let present = decided.present.join(&words.say("joint"));
    let facts: [(&str, &dyn ToString); 3] = [
        ("what", &what),
        ("reason", &decided.reason),
        ("present", &present),
    ];
    words.with("log.decided", facts)
}

fn facts_of(value: &Value) -> Facts {
    let fields = value.as_object().into_iter().flatten();
    fields
        .map(|(name, value)| (name.clone(), plain(value)))
        .collect()
}

/// A value as a person reads it: of a recipient the number or the name, of an order one after another.
fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Array(values) => values.iter().map(plain).collect::<Vec<_>>().join(" "),
        Value::Object(fields) => fields.values().map(plain).collect::<Vec<_>>().join(" "),
        other => other.to_string(),
    }
}
