//! Claimed results against those that follow. Ranks and awards must be the same, counts too; other numbers to a millionth.

use contest::Contest;
use results::{AwardResult, Recipient, Results, differences, fields_that_differ};
use serde_json::Value;

use crate::difference::Difference;

/// How far a recomputed number may be off, in its own size and at least absolutely. Machines round differently in the last
/// places, and the archive has nine decimals.
const TOLERANCE: f64 = 1e-6;
/// Ranks, and figures, told of; more are counted. A changed seed moves every probability there is.
const MOST_TOLD: usize = 20;

/// What differs, and how many ranks and figures beyond the ones told of.
#[derive(Debug)]
pub(crate) struct Compared {
    pub(crate) differences: Vec<Difference>,
    pub(crate) beyond: usize,
}

pub(crate) fn compare(contest: &Contest, claimed: &Results, follows: &Results) -> Compared {
    let (told_awards, mut all): (Vec<String>, Vec<Difference>) =
        awards(claimed, follows).into_iter().unzip();

    let ranks = differences(contest, claimed, follows).ranks;
    let mut beyond = ranks.len().saturating_sub(MOST_TOLD);
    let ranks = ranks.into_iter().take(MOST_TOLD);
    all.extend(ranks.map(|moved| Difference::Rank {
        round: moved.round,
        entry: moved.entry,
        claimed: moved.before,
        follows: moved.after,
    }));

    let was_told = |path: &str| {
        let of_entry = path.starts_with("/rounds/") && path.ends_with("/rank");
        of_entry || told_awards.iter().any(|award| path.starts_with(award))
    };
    let mut figures = fields_that_differ(claimed, follows, TOLERANCE);
    figures.retain(|field| !was_told(&field.path));
    beyond = beyond.saturating_add(figures.len().saturating_sub(MOST_TOLD));
    let figures = figures.into_iter().take(MOST_TOLD);
    all.extend(figures.map(|field| Difference::Figure {
        at: field.path,
        claimed: shown(field.first),
        follows: shown(field.second),
    }));
    Compared {
        differences: all,
        beyond,
    }
}

/// Awards that go to others, each with where its recipients stand in the claimed results.
fn awards(claimed: &Results, follows: &Results) -> Vec<(String, Difference)> {
    let to = |award: &AwardResult| -> Vec<Recipient> {
        let received = award.received.iter();
        received.map(|received| received.to.clone()).collect()
    };
    let found = claimed
        .awards
        .iter()
        .enumerate()
        .filter_map(|(place, one)| {
            let other = follows.awards.iter().find(|other| other.award == one.award);
            let (claimed, follows) = (to(one), other.map(to).unwrap_or_default());
            let difference = (claimed != follows).then(|| Difference::Award {
                award: one.award.clone(),
                claimed,
                follows,
            })?;
            Some((format!("/awards/{place}/received/"), difference))
        });
    found.collect()
}

/// A value on one line, cut to 200 characters.
fn shown(value: Option<Value>) -> String {
    match value {
        None | Some(Value::Null) => "-".to_owned(),
        Some(Value::String(text)) => text.chars().take(200).collect(),
        Some(other) => other.to_string().chars().take(200).collect(),
    }
}
