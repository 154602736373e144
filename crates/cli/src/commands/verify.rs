//! `jury verify`

use std::fmt::Write as _;
use std::fs::File;
use std::path::Path;

use archive::{Difference, OpenArchive, ReadError, Verification, read};
use pack::PackError;
use serde_json::{Value, json};

use crate::failure::Failure;
use crate::output::Report;
use crate::table::tame;
use crate::words::{Facts, Words};

/// Checks a results archive. It writes nothing and asks nobody.
pub(crate) fn run(file: &Path, words: &Words) -> Result<Report, Failure> {
    let source = File::open(file).map_err(|why| Failure::unreadable(file, &why))?;
    let open = read(&source).map_err(|error| failure(file, &error))?;
    let found = open.verify();
    let mut report = Report::new(&value(&open, &found), text(&open, &found, words));
    report.refused = !found.holds();
    Ok(report)
}

fn failure(file: &Path, error: &ReadError) -> Failure {
    match error {
        ReadError::Pack(PackError::Io(why)) => Failure::unreadable(file, why),
        ReadError::NotAnArchive => Failure::new("results_not_an_archive", []),
        ReadError::TooNew { version } => {
            Failure::new("sealed_too_new", [("version", version.to_string())])
        }
        other => Failure::new("results_refused", [("why", other.to_string())]),
    }
}

fn signer(found: &Verification) -> Option<String> {
    found.signer.map(|key| key.fingerprint().to_string())
}

fn value(open: &OpenArchive, found: &Verification) -> Value {
    let head = open.head();
    let checked = found.checked;
    let difference = |one: &Difference| json!({"code": one.code(), "facts": one.facts()});
    let differences: Vec<Value> = found.differences.iter().map(difference).collect();
    json!({
        "good": found.holds(),
        "recomputed": found.recomputed,
        "contest": head.contest,
        "title": head.title,
        "written_at": head.written_at.to_rfc3339(),
        "signer": signer(found),
        "checked": {
            "files": checked.files,
            "bundles": checked.bundles,
            "scored": checked.scored,
            "marks": checked.marks,
            "entries": checked.entries,
            "decisions": checked.decisions,
            "ranks": checked.ranks,
            "awards": checked.awards,
        },
        "differences": differences,
        "beyond": found.beyond,
    })
}

fn text(open: &OpenArchive, found: &Verification, words: &Words) -> String {
    let head = open.head();
    let title = tame(&head.title);
    let written = head.written_at.to_rfc3339();
    let signer = signer(found).unwrap_or_else(|| "-".to_owned());
    let mut text = words.with(
        "verify.head",
        [
            ("title", &title),
            ("written", &written),
            ("signer", &signer),
        ],
    );
    let checked = found.checked;
    text += &words.with(
        "verify.checked",
        [
            ("files", &checked.files),
            ("bundles", &checked.bundles),
            ("scored", &checked.scored),
            ("marks", &checked.marks),
        ],
    );
    if found.recomputed {
        text += &words.with(
            "verify.recomputed",
            [
                ("entries", &checked.entries),
                ("decisions", &checked.decisions),
                ("ranks", &checked.ranks),
                ("awards", &checked.awards),
            ],
        );
    } else {
        text += &words.say("verify.not_recomputed");
    }
    if found.holds() {
        return text + &words.say("verify.good");
    }
    text += &words.with("verify.differs", [("count", &found.differences.len())]);
    for difference in &found.differences {
        let facts: Facts = difference
            .facts()
            .into_iter()
            .map(|(name, value)| (name, tame(&value)))
            .collect();
        let key = format!("verify.difference.{}", difference.code());
        let _ = writeln!(text, "  · {}", words.fill(&key, &facts));
    }
    if found.beyond > 0 {
        text += &words.with("verify.beyond", [("count", &found.beyond)]);
    }
    text
}
