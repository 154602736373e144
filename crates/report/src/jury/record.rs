//! The record: decisions, what does not count, the bundles, and how to check all of it.

use results::SheetState;
use serde::Serialize;

use crate::facts::{Facts, hex_groups};

#[derive(Serialize)]
pub(super) struct Decision {
    at: String,
    what: String,
    reason: String,
    present: String,
}

#[derive(Serialize)]
pub(super) struct Bundle {
    round: String,
    judge: String,
    excluded: bool,
    revision: u32,
    fingerprint: String,
    sha256: [String; 4],
}

pub(super) fn decisions(facts: &Facts<'_>) -> Vec<Decision> {
    facts
        .papers
        .inputs
        .decisions
        .iter()
        .map(|decided| Decision {
            at: facts.decided_at(decided),
            what: facts.decision(&decided.decision),
            reason: decided.reason.clone(),
            present: facts.words.list(&decided.present),
        })
        .collect()
}

/// What was received or given out and is in no ranking, one sentence each.
pub(crate) fn left_out(facts: &Facts<'_>) -> Vec<String> {
    let words = &facts.words;
    let mut out = Vec::new();
    for round in &facts.papers.results.rounds {
        let mut say = |key: &str, judges: &[contest::JudgeId]| {
            if !judges.is_empty() {
                let list = words.list(judges);
                out.push(words.fill(
                    key,
                    &[
                        ("round", &round.name),
                        ("count", &judges.len()),
                        ("judges", &list),
                    ],
                ));
            }
        };
        say("left_out.excluded", &round.excluded);
        say("left_out.awaited", &round.awaited);
        if let results::Outcome::NotRanked(why) = &round.outcome {
            out.push(words.fill(
                "left_out.not_ranked",
                &[("round", &round.name), ("why", &facts.not_ranked(*why))],
            ));
        }
    }
    for round in &facts.papers.inputs.rounds {
        let count = |state: &SheetState| {
            round
                .sheets
                .iter()
                .filter(|sheet| sheet.state == *state)
                .count()
        };
        let (recused, unscored) = (count(&SheetState::Recused), count(&SheetState::Unscored));
        if recused + unscored > 0 {
            out.push(words.fill(
                "left_out.sheets",
                &[
                    ("round", &facts.round(&round.round)),
                    ("recused", &recused),
                    ("unscored", &unscored),
                ],
            ));
        }
    }
    for (round, ranked) in facts.ranked() {
        if !ranked.unscored.is_empty() {
            out.push(words.fill(
                "left_out.unscored",
                &[
                    ("round", &round.name),
                    ("count", &ranked.unscored.len()),
                    ("entries", &words.list(&ranked.unscored)),
                ],
            ));
        }
    }
    out
}

pub(super) fn bundles(facts: &Facts<'_>) -> Vec<Bundle> {
    facts
        .bundles()
        .into_iter()
        .map(|bundle| Bundle {
            round: facts.round(&bundle.round).to_owned(),
            judge: bundle.judge.to_string(),
            excluded: facts.is_excluded(&bundle.round, &bundle.judge),
            revision: bundle.revision,
            fingerprint: bundle.fingerprint.clone(),
            sha256: hex_groups(&bundle.sha256),
        })
        .collect()
}

pub(super) fn verify(facts: &Facts<'_>) -> Vec<String> {
    let inputs = facts.papers.inputs;
    vec![
        facts.words.say("verify.judge"),
        facts.words.say("verify.anybody"),
        facts.words.fill(
            "verify.seed",
            &[("seed", &inputs.seed), ("draws", &inputs.draws)],
        ),
    ]
}
