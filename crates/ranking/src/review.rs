//! What every estimator starts from: who gave which entry what, and the checks that make it safe to calculate with.

use std::fmt;

/// One judge's score of one entry.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Review {
    /// The entry, counted from 0.
    pub entry: usize,
    /// The judge, counted from 0 in the caller's own order; any number will do.
    pub judge: usize,
    /// The score on the contest's scale, higher is better. Must be finite.
    pub score: f64,
}

/// Why the reviews cannot be ranked. Positions are those of the slice that was handed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RankingError {
    /// The review names an entry that does not exist.
    EntryOutOfRange {
        /// Where the review stands in the slice.
        position: usize,
        /// The entry it names.
        entry: usize,
        /// How many entries there are.
        entries: usize,
    },
    /// The score is infinite or not a number.
    ScoreNotFinite {
        /// Where the review stands in the slice.
        position: usize,
        /// The entry it is about.
        entry: usize,
        /// The judge who gave it.
        judge: usize,
    },
    /// One judge appears twice for one entry, and nothing here can tell which score holds.
    JudgedTwice {
        /// The entry.
        entry: usize,
        /// The judge.
        judge: usize,
    },
}

impl fmt::Display for RankingError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::EntryOutOfRange {
                position,
                entry,
                entries,
            } => {
                write!(
                    f,
                    "review {position} names entry {entry}, but there are only {entries}"
                )
            }
            Self::ScoreNotFinite {
                position,
                entry,
                judge,
            } => {
                write!(
                    f,
                    "review {position}, by judge {judge} of entry {entry}, has a score that is not a finite number"
                )
            }
            Self::JudgedTwice { entry, judge } => {
                write!(f, "judge {judge} appears twice for entry {entry}")
            }
        }
    }
}

impl std::error::Error for RankingError {}

/// The reviews that passed every check, sorted by entry and then by judge.
///
/// The order is part of the promise: sums taken along it do not depend on the order in which score bundles arrived.
#[derive(Debug)]
pub(crate) struct Checked(Vec<Review>);

impl Checked {
    /// Checks and sorts.
    ///
    /// # Errors
    /// The first bad review in the caller's order; a judge listed twice is looked for only after that.
    pub(crate) fn new(entries: usize, reviews: &[Review]) -> Result<Self, RankingError> {
        for (
            position,
            &Review {
                entry,
                judge,
                score,
            },
        ) in reviews.iter().enumerate()
        {
            if entry >= entries {
                return Err(RankingError::EntryOutOfRange {
                    position,
                    entry,
                    entries,
                });
            }
            if !score.is_finite() {
                return Err(RankingError::ScoreNotFinite {
                    position,
                    entry,
                    judge,
                });
            }
        }
        let mut sorted = reviews.to_vec();
        sorted.sort_unstable_by_key(|review| (review.entry, review.judge));
        for pair in sorted.windows(2) {
            if let [first, second] = pair
                && (first.entry, first.judge) == (second.entry, second.judge)
            {
                return Err(RankingError::JudgedTwice {
                    entry: first.entry,
                    judge: first.judge,
                });
            }
        }
        Ok(Self(sorted))
    }

    /// The reviews of each entry that has any, entry by entry in rising order.
    pub(crate) fn by_entry(&self) -> impl Iterator<Item = &[Review]> {
        self.0.chunk_by(|a, b| a.entry == b.entry)
    }

    /// The largest magnitude among the scores: what "equal" is measured against. 0 without reviews.
    pub(crate) fn scale(&self) -> f64 {
        self.0
            .iter()
            .fold(0.0, |largest, review| review.score.abs().max(largest))
    }
}
