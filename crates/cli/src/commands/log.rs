//! `jury log`

use std::path::Path;

use organizer::LogLine;
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
    let value = serde_json::to_value(&line.act).unwrap_or_default();
    let facts: Facts = value
        .as_object()
        .into_iter()
        .flatten()
        .map(|(name, value)| (name.clone(), plain(value)))
        .collect();
    let act = facts.get("act").map_or("", String::as_str);
    words.fill(&format!("log.{act}"), &facts)
}

fn plain(value: &Value) -> String {
    value
        .as_str()
        .map_or_else(|| value.to_string(), str::to_owned)
}
