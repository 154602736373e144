//! The jury report: what was decided, how sure it is, and how anybody can check it.

mod agreement;
mod awards;
mod ranking;
mod record;

pub(crate) use record::left_out;
use serde::Serialize;

use crate::facts::Facts;
use crate::notice::signers;
use crate::papers::Papers;
use crate::press::{Paper, PaperError, Template, set};

const TEMPLATE: Template = Template {
    name: "jury.typ",
    text: include_str!("../../../assets/report/jury.typ"),
};

#[derive(Serialize)]
struct JuryReport {
    contest: String,
    organisers: Vec<String>,
    day: String,
    /// Why it is a draft; `None` when it is final.
    draft: Option<Vec<String>>,
    method: Vec<String>,
    awards: Vec<awards::Award>,
    rankings: Vec<ranking::Ranking>,
    panels: Vec<ranking::Panel>,
    lines: Vec<awards::Line>,
    changes: Vec<awards::Change>,
    scales: Vec<agreement::Scales>,
    agreement: agreement::Agreement,
    decisions: Vec<record::Decision>,
    left_out: Vec<String>,
    bundles: Vec<record::Bundle>,
    verify: Vec<String>,
}

/// The jury report: method in plain words, awards, rankings with their intervals, how sure each line is, what another method
/// would change, the judges' scales, agreement, decisions, what was left out, and the fingerprints of all bundles that count.
///
/// Judges appear under their identifiers only.
///
/// # Errors
/// See [`PaperError`].
pub fn jury_report(papers: &Papers<'_>) -> Result<Paper, PaperError> {
    let facts = Facts::new(papers);
    let words = &facts.words;
    let view = JuryReport {
        contest: papers.contest.title.clone(),
        organisers: signers(&papers.contest.organiser),
        day: words.day(papers.dated),
        draft: (!facts.is_final()).then(|| facts.open_questions()),
        method: method(&facts),
        awards: awards::awards(&facts),
        rankings: ranking::rankings(&facts),
        panels: ranking::panels(&facts),
        lines: awards::lines(&facts),
        changes: awards::changes(&facts),
        scales: agreement::scales(&facts),
        agreement: agreement::agreement(&facts),
        decisions: record::decisions(&facts),
        left_out: record::left_out(&facts),
        bundles: record::bundles(&facts),
        verify: record::verify(&facts),
    };
    set(TEMPLATE, papers, words, view)
}

/// How the ranking comes about, in the words of somebody who has no statistics; the workbook prints the same.
pub(crate) fn method(facts: &Facts<'_>) -> Vec<String> {
    let inputs = facts.papers.inputs;
    vec![
        facts.words.say("method.scores"),
        facts.words.say("method.leniency"),
        facts
            .words
            .fill("method.interval", &[("draws", &inputs.draws)]),
        facts.words.say("method.beside"),
        facts.words.say("method.people"),
    ]
}
