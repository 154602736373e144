//! A letter to each judge: thanks, and by what they find their own scores in what is published.

use std::collections::BTreeMap;

use contest::JudgeId;
use results::SheetState;
use serde::Serialize;

use crate::facts::{Facts, hex_groups};
use crate::notice::signers;
use crate::papers::{BundleFact, Papers};
use crate::press::{Paper, PaperError, Template, set};

const TEMPLATE: Template = Template {
    name: "letter.typ",
    text: include_str!("../../../assets/report/letter.typ"),
};

#[derive(Serialize)]
struct Letters {
    contest: String,
    letters: Vec<Letter>,
    signers: Vec<String>,
    day: String,
    draft: bool,
}

#[derive(Serialize)]
struct Letter {
    judge: String,
    salutation: String,
    unit: String,
    thanks: String,
    bundles: Vec<BundleLine>,
}

#[derive(Serialize)]
struct BundleLine {
    round: String,
    /// Whether it counts.
    standing: String,
    revision: u32,
    scored: usize,
    recused: usize,
    fingerprint: String,
    sha256: [String; 4],
}

/// A letter to each judge who handed in a bundle, by identifier, each on a page of its own.
///
/// # Errors
/// See [`PaperError`].
pub fn judge_letters(papers: &Papers<'_>) -> Result<Paper, PaperError> {
    let facts = Facts::new(papers);
    let mut of_judge: BTreeMap<&JudgeId, Vec<&BundleFact>> = BTreeMap::new();
    for bundle in facts.bundles() {
        of_judge.entry(&bundle.judge).or_default().push(bundle);
    }
    let letters = of_judge
        .into_iter()
        .map(|(judge, bundles)| letter(&facts, judge, bundles))
        .collect();
    let view = Letters {
        contest: papers.contest.title.clone(),
        letters,
        signers: signers(&papers.contest.organiser),
        day: facts.words.day(papers.dated),
        draft: !facts.is_final(),
    };
    set(TEMPLATE, papers, &facts.words, view)
}

fn letter(facts: &Facts<'_>, judge: &JudgeId, bundles: Vec<&BundleFact>) -> Letter {
    let bundles: Vec<BundleLine> = bundles
        .into_iter()
        .map(|bundle| bundle_line(facts, bundle))
        .collect();
    let name = facts.judge_name(judge);
    let scored: usize = bundles.iter().map(|bundle| bundle.scored).sum();
    Letter {
        judge: judge.to_string(),
        salutation: facts.words.fill(
            "letter.salutation",
            &[(
                "name",
                &if name.is_empty() {
                    judge.as_str()
                } else {
                    name
                },
            )],
        ),
        unit: facts.judge_unit(judge).to_owned(),
        thanks: facts.words.fill(
            "letter.thanks",
            &[
                ("contest", &facts.papers.contest.title),
                ("judge", judge),
                ("scored", &scored),
            ],
        ),
        bundles,
    }
}

fn bundle_line(facts: &Facts<'_>, bundle: &BundleFact) -> BundleLine {
    let sheets = || {
        facts
            .papers
            .inputs
            .rounds
            .iter()
            .filter(|round| round.round == bundle.round)
            .flat_map(|round| &round.sheets)
            .filter(|sheet| sheet.judge == bundle.judge)
    };
    BundleLine {
        round: facts.round(&bundle.round).to_owned(),
        standing: facts.counted(bundle),
        revision: bundle.revision,
        scored: sheets()
            .filter(|sheet| matches!(sheet.state, SheetState::Scored(_)))
            .count(),
        recused: sheets()
            .filter(|sheet| sheet.state == SheetState::Recused)
            .count(),
        fingerprint: bundle.fingerprint.clone(),
        sha256: hex_groups(&bundle.sha256),
    }
}
