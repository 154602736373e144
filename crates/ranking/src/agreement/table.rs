//! A table without gaps: every judge of a panel scored every entry.

use crate::review::Review;

/// Why there is no complete table, or nothing to tell from it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TableError {
    /// Agreement needs two entries and two judges at least.
    #[error("{entries} entries and {judges} judges are too few to agree")]
    TooSmall {
        /// How many entries there are.
        entries: usize,
        /// How many judges there are.
        judges: usize,
    },
    /// A row has another length than the first.
    #[error("row {row} has {found} scores, and the first has {expected}")]
    Ragged {
        /// The row, from 0.
        row: usize,
        /// Its scores.
        found: usize,
        /// Those of the first row.
        expected: usize,
    },
    /// A score is infinite or not a number, or so large that its square would be.
    #[error("the score in row {row}, column {column} is not a finite number of ordinary size")]
    ScoreNotFinite {
        /// The row, from 0.
        row: usize,
        /// The column, from 0.
        column: usize,
    },
    /// A judge did not score an entry.
    #[error("judge {judge} did not score entry {entry}")]
    Missing {
        /// The entry.
        entry: usize,
        /// The judge.
        judge: usize,
    },
    /// The scores do not differ in what the coefficient compares.
    #[error("the scores do not differ, so that there is nothing to agree on")]
    NoVariation,
}

/// Scores with a row for each entry and a column for each judge, two of each at least, all finite.
#[derive(Debug, Clone, PartialEq)]
pub struct CompleteTable {
    pub(super) rows: Vec<Vec<f64>>,
    pub(super) judges: usize,
}

impl CompleteTable {
    /// Checks the rows, one for each entry.
    ///
    /// # Errors
    /// [`TableError::TooSmall`], [`TableError::Ragged`] or [`TableError::ScoreNotFinite`].
    pub fn new(rows: Vec<Vec<f64>>) -> Result<Self, TableError> {
        let judges = rows.first().map_or(0, Vec::len);
        if rows.len() < 2 || judges < 2 {
            return Err(TableError::TooSmall {
                entries: rows.len(),
                judges,
            });
        }
        for (row, scores) in rows.iter().enumerate() {
            if scores.len() != judges {
                return Err(TableError::Ragged {
                    row,
                    found: scores.len(),
                    expected: judges,
                });
            }
            if let Some(column) = scores.iter().position(|score| !fits(*score)) {
                return Err(TableError::ScoreNotFinite { row, column });
            }
        }
        Ok(Self { rows, judges })
    }

    /// The part of the reviews that these judges wrote about these entries. Of a judge who appears twice for an entry the
    /// last review is taken.
    ///
    /// # Errors
    /// As [`CompleteTable::new`], and [`TableError::Missing`] for the first gap.
    pub fn of_panel(
        reviews: &[Review],
        entries: &[usize],
        judges: &[usize],
    ) -> Result<Self, TableError> {
        let scores: std::collections::HashMap<(usize, usize), f64> = reviews
            .iter()
            .map(|review| ((review.entry, review.judge), review.score))
            .collect();
        let row = |&entry: &usize| {
            let score = |&judge: &usize| {
                let found = scores.get(&(entry, judge)).copied();
                found.ok_or(TableError::Missing { entry, judge })
            };
            judges.iter().map(score).collect()
        };
        Self::new(entries.iter().map(row).collect::<Result<_, _>>()?)
    }

    /// How many entries there are.
    #[must_use]
    pub fn entries(&self) -> usize {
        self.rows.len()
    }

    /// How many judges there are.
    #[must_use]
    pub fn judges(&self) -> usize {
        self.judges
    }
}

/// Whether sums of squares with this score stay finite.
pub(super) fn fits(score: f64) -> bool {
    score.is_finite() && score.abs() <= 1e100
}
