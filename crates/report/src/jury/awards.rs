//! The awards, how sure their lines are, and what another method would change.

use results::{AwardResult, Received, Recipient};
use serde::Serialize;

use crate::facts::{Facts, fixed, fixed_or_dash, percent};

#[derive(Serialize)]
pub(super) struct Award {
    name: String,
    /// Why it cannot be given yet.
    open: bool,
    received: Vec<Recipient1>,
}

/// One recipient.
#[derive(Serialize)]
pub(super) struct Recipient1 {
    number: String,
    title: String,
    unit: String,
    theme: String,
    rank: String,
    chance: String,
    by: String,
    /// Whether raw means or least squares would not give it.
    disputed: bool,
}

/// How sure the line of an award, or of another number of places, is.
#[derive(Serialize)]
pub(super) struct Line {
    name: String,
    sentence: String,
    /// The entries near the line, best first: so probable that they belong above it.
    near: Vec<Near>,
}

#[derive(Serialize)]
pub(super) struct Near {
    number: String,
    title: String,
    rank: u32,
    above: bool,
    p: f64,
    chance: String,
}

/// A recipient whom another method would not give the award.
#[derive(Serialize)]
pub(super) struct Change {
    award: String,
    who: String,
    methods: String,
}

pub(super) fn awards(facts: &Facts<'_>) -> Vec<Award> {
    facts
        .papers
        .results
        .awards
        .iter()
        .map(|award| Award {
            name: facts.award(&award.award),
            open: !award.open.is_empty(),
            received: award
                .received
                .iter()
                .map(|received| recipient(facts, received))
                .collect(),
        })
        .collect()
}

fn recipient(facts: &Facts<'_>, received: &Received) -> Recipient1 {
    let (number, title, unit, theme) = match &received.to {
        Recipient::Entry(entry) => (
            entry.to_string(),
            facts.title(entry).to_owned(),
            facts.unit(entry).to_owned(),
            facts.theme_of(entry),
        ),
        Recipient::Unit(unit) => (String::new(), unit.clone(), String::new(), String::new()),
    };
    Recipient1 {
        number,
        title,
        unit,
        theme,
        rank: received
            .rank
            .map_or_else(|| "–".to_owned(), |rank| rank.to_string()),
        chance: received.p_in.map_or_else(|| "–".to_owned(), percent),
        by: facts.by(received),
        disputed: is_disputed(received),
    }
}

/// Whether one of the other methods would not give it. Units have no other method.
fn is_disputed(received: &Received) -> bool {
    matches!(received.to, Recipient::Entry(_))
        && received.rank.is_some()
        && !(received.by_raw_means && received.by_least_squares)
}

/// How many entries near a line are listed on either side.
const NEAR: usize = 6;

pub(super) fn lines(facts: &Facts<'_>) -> Vec<Line> {
    let mut lines = Vec::new();
    for (round, ranked) in facts.ranked() {
        for &places in &ranked.lines {
            let chance = |entry: &results::EntryStanding| entry.p_top.get(&places).copied();
            let (above, below): (Vec<_>, Vec<_>) = ranked
                .entries
                .iter()
                .filter_map(|entry| chance(entry).map(|p| (entry, p)))
                .partition(|(entry, _)| entry.rank <= places);
            // Of those above the line, how many are expected not to belong there.
            let wrong: f64 = above.iter().map(|(_, p)| 1.0 - p).sum();
            let sentence = facts.words.fill(
                "lines.sentence",
                &[
                    ("places", &places),
                    ("round", &round.name),
                    ("above", &above.len()),
                    ("wrong", &fixed(wrong, 1)),
                ],
            );
            let from = above.len().saturating_sub(NEAR);
            let near = above
                .iter()
                .skip(from)
                .map(|near| (near, true))
                .chain(below.iter().take(NEAR).map(|near| (near, false)))
                .map(|((entry, p), above)| Near {
                    number: entry.entry.to_string(),
                    title: facts.title(&entry.entry).to_owned(),
                    rank: entry.rank,
                    above,
                    p: p.clamp(0.0, 1.0),
                    chance: percent(*p),
                })
                .collect();
            lines.push(Line {
                name: facts
                    .words
                    .fill("lines.name", &[("round", &round.name), ("places", &places)]),
                sentence,
                near,
            });
        }
    }
    lines
}

pub(super) fn changes(facts: &Facts<'_>) -> Vec<Change> {
    let of_award = |award: &'_ AwardResult| -> Vec<Change> {
        award
            .received
            .iter()
            .filter(|received| is_disputed(received))
            .map(|received| {
                let mut methods = Vec::new();
                if !received.by_raw_means {
                    methods.push(facts.words.say("method.raw_means"));
                }
                if !received.by_least_squares {
                    methods.push(facts.words.say("method.least_squares"));
                }
                Change {
                    award: facts.award(&award.award),
                    who: facts.recipient(&received.to),
                    methods: facts.words.list(methods),
                }
            })
            .collect()
    };
    facts
        .papers
        .results
        .awards
        .iter()
        .flat_map(of_award)
        .collect()
}

/// An estimate with its standard error, as it is printed in tables.
pub(super) fn with_error(value: f64, se: Option<f64>) -> String {
    format!("{} ± {}", fixed(value, 1), fixed_or_dash(se, 1))
}
