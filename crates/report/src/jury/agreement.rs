//! The judges' scales, and how far the judges agree.

use serde::Serialize;

use crate::facts::{Facts, fixed, fixed_or_dash};
use crate::jury::awards::with_error;

/// The judges of one round.
#[derive(Serialize)]
pub(super) struct Scales {
    name: String,
    /// The axis reaches from minus so many points to plus so many.
    reach: f64,
    judges: Vec<Judge>,
}

#[derive(Serialize)]
struct Judge {
    judge: String,
    reviews: u32,
    leniency: String,
    at: f64,
    low: f64,
    high: f64,
    spread: String,
    infit: String,
    misfits: bool,
}

/// One column a round, one line a figure.
#[derive(Serialize)]
pub(super) struct Agreement {
    rounds: Vec<String>,
    rows: Vec<(String, Vec<String>)>,
}

pub(super) fn scales(facts: &Facts<'_>) -> Vec<Scales> {
    facts
        .ranked()
        .map(|(round, ranked)| {
            let ends = ranked
                .judges
                .iter()
                .map(|judge| judge.leniency.abs() + judge.leniency_se);
            let mut judges: Vec<_> = ranked.judges.iter().collect();
            judges.sort_by(|a, b| {
                b.leniency
                    .total_cmp(&a.leniency)
                    .then_with(|| a.judge.cmp(&b.judge))
            });
            Scales {
                name: round.name.clone(),
                reach: ends
                    .filter(|end| end.is_finite())
                    .fold(1.0, f64::max)
                    .ceil(),
                judges: judges
                    .into_iter()
                    .map(|judge| Judge {
                        judge: judge.judge.to_string(),
                        reviews: judge.reviews,
                        leniency: with_error(judge.leniency, Some(judge.leniency_se)),
                        at: judge.leniency,
                        low: judge.leniency - judge.leniency_se,
                        high: judge.leniency + judge.leniency_se,
                        spread: fixed_or_dash(judge.spread, 1),
                        infit: fixed(judge.infit, 2),
                        misfits: judge.misfits,
                    })
                    .collect(),
            }
        })
        .collect()
}

pub(super) fn agreement(facts: &Facts<'_>) -> Agreement {
    let mut rounds = Vec::new();
    let mut columns = Vec::new();
    for (round, _) in facts.ranked() {
        rounds.push(round.name.clone());
    }
    for (_, ranked) in facts.ranked() {
        let agree = &ranked.agreement;
        columns.push([
            ranked.reviews.to_string(),
            fixed(ranked.variances.merit, 1),
            fixed(ranked.variances.leniency, 1),
            fixed(ranked.variances.noise, 1),
            fixed(ranked.reliability.before, 2),
            fixed(ranked.reliability.after, 2),
            fixed_or_dash(agree.alpha_interval, 2),
            fixed_or_dash(agree.alpha_ordinal, 2),
            fixed_or_dash(agree.icc_single, 2),
            fixed_or_dash(agree.icc_mean, 2),
            fixed_or_dash(agree.kendall_w, 2),
            ranked.islands.to_string(),
            fixed(ranked.fiedler, 3),
        ]);
    }
    let keys = [
        "agree.reviews",
        "agree.merit",
        "agree.leniency",
        "agree.noise",
        "agree.before",
        "agree.after",
        "agree.alpha_interval",
        "agree.alpha_ordinal",
        "agree.icc_single",
        "agree.icc_mean",
        "agree.kendall_w",
        "agree.islands",
        "agree.fiedler",
    ];
    Agreement {
        rounds,
        rows: keys
            .into_iter()
            .enumerate()
            .map(|(line, key)| {
                let values = columns
                    .iter()
                    .filter_map(|column| column.get(line).cloned())
                    .collect();
                (facts.words.say(key), values)
            })
            .collect(),
    }
}
