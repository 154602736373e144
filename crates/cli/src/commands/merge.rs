//! `jury merge`

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use organizer::{Merged, ReceivedLine, Verdict};

use super::open;
use crate::failure::Failure;
use crate::output::Report;
use crate::passphrase::unlock;
use crate::table::{Table, tame};
use crate::words::Words;

pub(crate) fn run(
    dir: &Path,
    files: &[PathBuf],
    passphrase: Option<&Path>,
    words: &Words,
) -> Result<Report, Failure> {
    let (mut organizer, now) = open(dir)?;
    unlock(&mut organizer, passphrase, words)?;
    let merged = organizer.merge(files, now)?;
    let mut report = Report::new(&merged, said(&merged, words));
    report.attention = merged.held > 0;
    // Programs get the words of every reason as well.
    if let Some(lines) = report
        .json
        .get_mut("lines")
        .and_then(|lines| lines.as_array_mut())
    {
        for (value, line) in lines.iter_mut().zip(&merged.lines) {
            if let (Some(reason), Some(object)) = (&line.reason, value["reason"].as_object_mut()) {
                let [what, safe, todo] = words.error(&reason.code, &reason.facts);
                object.insert("what".to_owned(), what.into());
                object.insert("safe".to_owned(), safe.into());
                object.insert("do".to_owned(), todo.into());
            }
        }
    }
    Ok(report)
}

fn said(merged: &Merged, words: &Words) -> String {
    let columns = [
        "merge.file",
        "merge.judge",
        "merge.round",
        "merge.revision",
        "merge.sheets",
        "merge.verdict",
        "merge.fingerprint",
    ];
    let mut table = Table::new(columns.map(|key| words.say(key)));
    for line in &merged.lines {
        table.row([
            line.file.clone(),
            line.judge.clone().unwrap_or_default(),
            line.round.clone().unwrap_or_default(),
            line.revision
                .map_or_else(String::new, |revision| revision.to_string()),
            line.sheets.to_string(),
            verdict(line, words),
            line.fingerprint.clone().unwrap_or_default(),
        ]);
    }
    let mut text = table.block();
    for line in &merged.lines {
        if let Some(reason) = &line.reason {
            let [what, safe, todo] = words.error(&reason.code, &reason.facts);
            let _ = writeln!(
                text,
                "{}: {}\n  {}\n  {}",
                tame(&line.file),
                tame(&what),
                tame(&safe),
                tame(&todo)
            );
        }
    }
    text.push_str(&words.with(
        "merge.sum",
        [
            ("returned", &merged.returned),
            ("issued", &merged.issued),
            ("held", &merged.held),
        ],
    ));
    text
}

pub(crate) fn verdict(line: &ReceivedLine, words: &Words) -> String {
    let said = match (line.verdict, line.replaces) {
        (Verdict::Merged, _) => words.say("verdict.merged"),
        (Verdict::Replaced, replaces) => {
            words.with("verdict.replaced", [("revision", &replaces.unwrap_or(0))])
        }
        (Verdict::Same, _) => words.say("verdict.same"),
        (Verdict::Older, _) => words.say("verdict.older"),
        (Verdict::Held, _) => words.say("verdict.held"),
    };
    if line.late {
        words.with("verdict.late", [("verdict", &said)])
    } else {
        said
    }
}
