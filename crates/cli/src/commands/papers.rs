//! `jury papers`

use std::fs;
use std::path::Path;

use chrono::NaiveDate;
use organizer::{Organizer, hand_out};
use report::{BundleFact, JudgeName, Language, Papers, Standing};
use serde_json::json;

use super::open;
use crate::args::Lang;
use crate::failure::Failure;
use crate::output::Report;
use crate::words::Words;

/// Writes the workbook and the four PDFs into a folder that has none of them yet.
pub(crate) fn run(
    dir: &Path,
    out: &Path,
    dated: Option<NaiveDate>,
    language: Lang,
    words: &Words,
) -> Result<Report, Failure> {
    let (organizer, now) = open(dir)?;
    let inputs = organizer.inputs()?;
    let results = organizer.results()?;
    let papers = papers(
        &organizer,
        &inputs,
        &results,
        dated.unwrap_or(now.date_naive()),
        language,
    )?;
    let mut making = "";
    let made = report::all_papers(&papers, &mut |name| making = name);
    let made = made.map_err(|why| {
        let facts = [("paper", making.to_owned()), ("why", why.to_string())];
        Failure::new("paper_failed", facts)
    })?;
    fs::create_dir_all(out).map_err(|why| Failure::unreadable(out, &why))?;
    let mut written = Vec::new();
    for (name, bytes) in made.files {
        let place = out.join(name);
        hand_out(&place, &bytes)?;
        written.push(json!({"path": place, "bytes": bytes.len()}));
    }
    let unprintable: String = made.unprintable.into_iter().collect();
    let draft = papers.standing() == Standing::Draft;
    let mut text = words.with(
        "papers.done",
        [("path", &out.display()), ("count", &written.len())],
    );
    if draft {
        text.push_str(&words.say("papers.draft"));
    }
    if !unprintable.is_empty() {
        text.push_str(&words.with("papers.unprintable", [("signs", &unprintable)]));
    }
    let value = json!({"files": written, "draft": draft, "unprintable": unprintable});
    let mut report = Report::new(&value, text);
    report.attention = draft || !unprintable.is_empty();
    Ok(report)
}

/// What the papers are made from.
fn papers<'a>(
    organizer: &'a Organizer,
    inputs: &'a results::Inputs,
    results: &'a results::Results,
    dated: NaiveDate,
    language: Lang,
) -> Result<Papers<'a>, Failure> {
    let judges = organizer.judge_names()?.into_iter();
    let bundles = organizer.bundles_on_record()?.into_iter();
    Ok(Papers {
        contest: organizer.contest(),
        inputs,
        results,
        authors: organizer.authors()?,
        judges: judges
            .map(|(judge, (name, unit))| (judge, JudgeName { name, unit }))
            .collect(),
        bundles: bundles
            .map(|line| BundleFact {
                round: line.round,
                judge: line.judge,
                revision: line.revision,
                fingerprint: line.fingerprint,
                sha256: line.content_sha256,
            })
            .collect(),
        objections: None,
        dated,
        language: match language {
            Lang::Zh => Language::Chinese,
            Lang::En => Language::English,
        },
    })
}
