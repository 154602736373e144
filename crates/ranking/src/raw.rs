//! The raw mean: every review counts the same, whoever gave it. It is shown beside every other estimate, because it is
//! what anyone can check with a pocket calculator.

use crate::rank::places;
use crate::review::{Checked, RankingError, Review};

/// An entry's plain average and where it stands by it. All scores are on the scale of the reviews.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RawMean {
    /// The entry, counted from 0.
    pub entry: usize,
    /// The arithmetic mean of its scores.
    pub mean: f64,
    /// How many reviews it rests on, at least 1.
    pub reviews: u32,
    /// The lowest score it got.
    pub lowest: f64,
    /// The highest score it got.
    pub highest: f64,
    /// The rank by the mean, from 1; equal means share the better rank and use up those behind (1, 2, 2, 4).
    pub rank: u32,
    /// Whether another entry has the same rank.
    pub tied: bool,
}

/// The entries in order of their mean, best first; those that share a rank are in order of their number.
///
/// Means count as equal when they differ by no more than 1e-9 of the largest magnitude among the scores. An entry without
/// a review has no mean and is left out. The answer does not depend on the order of the reviews.
///
/// # Errors
/// [`RankingError`] for a review of an entry that does not exist (`entry >= entries`), for a score that is not finite, and
/// for a judge who appears twice for one entry.
pub fn raw_means(entries: usize, reviews: &[Review]) -> Result<Vec<RawMean>, RankingError> {
    let checked = Checked::new(entries, reviews)?;
    let summaries: Vec<RawMean> = checked.by_entry().filter_map(summary).collect();
    let means: Vec<f64> = summaries.iter().map(|summary| summary.mean).collect();
    let ranked = places(&means, checked.scale())
        .into_iter()
        .filter_map(|place| {
            summaries.get(place.index).map(|&raw| RawMean {
                rank: place.rank,
                tied: place.tied,
                ..raw
            })
        })
        .collect();
    Ok(ranked)
}

/// The summary of one entry's reviews, not yet ranked; nothing for no reviews.
fn summary(reviews: &[Review]) -> Option<RawMean> {
    let first = reviews.first()?;
    let scores = || reviews.iter().map(|review| review.score);
    let lowest = scores().fold(f64::INFINITY, f64::min);
    let highest = scores().fold(f64::NEG_INFINITY, f64::max);
    Some(RawMean {
        entry: first.entry,
        // Rounding could carry the mean of equal scores a hair past them.
        mean: mean(scores(), reviews.len()).clamp(lowest, highest),
        reviews: u32::try_from(reviews.len()).unwrap_or(u32::MAX),
        lowest,
        highest,
        rank: 0,
        tied: false,
    })
}

/// The mean of finite numbers, finite itself. Dividing first is a shade less exact, so it is kept for sums that overflow.
fn mean(scores: impl Iterator<Item = f64> + Clone, count: usize) -> f64 {
    let count = count as f64;
    let sum: f64 = scores.clone().sum();
    if sum.is_finite() {
        sum / count
    } else {
        scores.map(|score| score / count).sum()
    }
}
