//! Krippendorff's α: agreement of any number of judges, with gaps, on any scale (Krippendorff, *Content Analysis*, 3rd edition,
//! 2013, chapter 12).

use crate::dice::Dice;
use crate::review::{Checked, RankingError, Review};

use super::table::fits;

/// What the distance between two scores means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scale {
    /// Scores are names: equal or not.
    Nominal,
    /// Scores have an order: what counts is how many scores lie between two.
    Ordinal,
    /// Scores have equal steps.
    Interval,
    /// Scores have equal steps and a true zero; none may be negative.
    Ratio,
}

/// Krippendorff's α and its limits from resampled entries.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Alpha {
    /// 1 for perfect agreement, 0 for chance, below 0 for disagreement beyond chance.
    pub value: f64,
    /// The lower end of the middle 95 % of α over resamples of the entries.
    pub low: f64,
    /// The upper end.
    pub high: f64,
    /// How many entries have two reviews or more; the others say nothing of agreement and are left out.
    pub entries: usize,
}

/// Why there is no α.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum AlphaError {
    /// A review is unusable by itself.
    #[error(transparent)]
    Reviews(#[from] RankingError),
    /// No entry has two reviews.
    #[error("no entry has a second review, so that there is nothing to agree on")]
    NothingShared,
    /// All scores that could be compared are the same.
    #[error("all scores are the same, so that agreement cannot be told from chance")]
    NoVariation,
    /// A score is negative, which a ratio scale does not allow, or beyond 1e100.
    #[error("the score of entry {entry} by judge {judge} is not on the scale")]
    OffScale {
        /// The entry.
        entry: usize,
        /// The judge.
        judge: usize,
    },
}

/// Krippendorff's α of the reviews of `entries` entries. The limits are percentiles over `resamples` seeded resamples of the
/// entries, each with its own disagreement by chance; without resamples they are the value itself.
///
/// # Errors
/// [`AlphaError`].
pub fn krippendorff_alpha(
    entries: usize,
    reviews: &[Review],
    scale: Scale,
    resamples: u32,
    seed: u64,
) -> Result<Alpha, AlphaError> {
    let checked = Checked::new(entries, reviews)?;
    let off =
        |review: &&Review| !fits(review.score) || (scale == Scale::Ratio && review.score < 0.0);
    if let Some(review) = checked.by_entry().flatten().find(off) {
        return Err(AlphaError::OffScale {
            entry: review.entry,
            judge: review.judge,
        });
    }
    let shared: Vec<&[Review]> = checked.by_entry().filter(|unit| unit.len() > 1).collect();
    if shared.is_empty() {
        return Err(AlphaError::NothingShared);
    }

    // Scores as positions among the different scores, so that a resample needs counts only.
    let mut values: Vec<f64> = shared.iter().copied().flatten().map(|r| r.score).collect();
    values.sort_unstable_by(f64::total_cmp);
    values.dedup();
    let units: Vec<Unit> = shared.iter().map(|unit| Unit::new(unit, &values)).collect();

    let all: Vec<usize> = (0..units.len()).collect();
    let value = alpha(&units, &all, &values, scale).ok_or(AlphaError::NoVariation)?;
    let mut dice = Dice::new(seed, 0);
    let mut resampled: Vec<f64> = (0..resamples)
        .filter_map(|_| {
            let chosen: Vec<usize> = all.iter().map(|_| dice.below(units.len())).collect();
            alpha(&units, &chosen, &values, scale)
        })
        .collect();
    resampled.sort_unstable_by(f64::total_cmp);
    let beyond = resampled.len() / 40;
    let low = resampled.get(beyond).copied();
    let high = resampled
        .len()
        .checked_sub(1 + beyond)
        .and_then(|at| resampled.get(at).copied());
    Ok(Alpha {
        value,
        low: low.unwrap_or(value),
        high: high.unwrap_or(value),
        entries: units.len(),
    })
}

/// The reviews of one entry: which scores it got, by their place among all scores, and how often.
struct Unit {
    counts: Vec<(usize, f64)>,
    scores: f64,
}

impl Unit {
    fn new(reviews: &[Review], values: &[f64]) -> Self {
        let mut places: Vec<usize> = reviews
            .iter()
            .map(|review| values.partition_point(|value| *value < review.score))
            .collect();
        places.sort_unstable();
        Self {
            counts: places
                .chunk_by(|a, b| a == b)
                .filter_map(|equal| Some((*equal.first()?, equal.len() as f64)))
                .collect(),
            scores: reviews.len() as f64,
        }
    }
}

/// α of the chosen units; `None` when all their scores are the same.
fn alpha(units: &[Unit], chosen: &[usize], values: &[f64], scale: Scale) -> Option<f64> {
    let mut counts = vec![0.0; values.len()];
    let mut scores = 0.0;
    for &unit in chosen {
        for &(value, count) in &units[unit].counts {
            counts[value] += count;
        }
        scores += units[unit].scores;
    }
    let places = coordinates(&counts, values, scale);
    let all: Vec<(usize, f64)> = (0..)
        .zip(counts)
        .filter(|(_, count)| *count > 0.0)
        .collect();
    let expected = disagreement(&all, &places, scale) / (scores - 1.0);
    let observed: f64 = chosen
        .iter()
        .map(|&unit| {
            let unit = &units[unit];
            disagreement(&unit.counts, &places, scale) / (unit.scores - 1.0)
        })
        .sum();
    (all.len() > 1 && expected > 0.0).then(|| 1.0 - observed / expected)
}

/// The sum over all ordered pairs of scores of their squared distance.
fn disagreement(counts: &[(usize, f64)], places: &[f64], scale: Scale) -> f64 {
    match scale {
        Scale::Nominal => {
            let all: f64 = counts.iter().map(|(_, count)| count).sum();
            counts.iter().map(|(_, count)| count * (all - count)).sum()
        }
        Scale::Ordinal | Scale::Interval => {
            // Twice n Σ(x − x̄)², which saves the pairs.
            let all: f64 = counts.iter().map(|(_, count)| count).sum();
            let sum: f64 = counts
                .iter()
                .map(|&(value, count)| count * places[value])
                .sum();
            let mean = sum / all;
            let square = |&(value, count): &(usize, f64)| count * (places[value] - mean).powi(2);
            2.0 * all * counts.iter().map(square).sum::<f64>()
        }
        Scale::Ratio => {
            let mut sum = 0.0;
            for (position, &(one, count)) in counts.iter().enumerate() {
                for &(other, other_count) in counts.iter().take(position) {
                    let part = (places[one] - places[other]) / (places[one] + places[other]);
                    sum += 2.0 * count * other_count * part * part;
                }
            }
            sum
        }
    }
}

/// Where the values stand: by themselves, or for an ordinal scale by their mean place among all scores. The sum over g of n_g
/// from c to k, less half of n_c and n_k, is the difference of those places.
fn coordinates(counts: &[f64], values: &[f64], scale: Scale) -> Vec<f64> {
    if scale != Scale::Ordinal {
        return values.to_vec();
    }
    let mut before = 0.0;
    counts
        .iter()
        .map(|count| {
            let place = before + count / 2.0;
            before += count;
            place
        })
        .collect()
}
