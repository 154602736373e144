//! The reviews in the order and scale that the models calculate in.
//!
//! Entries, judges and themes without a review drop out and the rest are numbered without gaps, in the order of the caller's
//! numbers. Scores are shifted to mean 0 and divided by their largest distance from it, so that thresholds mean the same for
//! marks of 1 to 10 and totals of 0 to 1,000.

use crate::review::{Checked, RankingError, Review};

/// Scores beyond this are refused, so that their squares stay finite.
const LARGEST: f64 = 1e100;

/// Scores that all lie within this part of their own size are the same score: what is left is rounding.
const CONSTANT: f64 = 1e-12;

/// Why no model can be fitted to the reviews.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum FitError {
    /// A review is unusable by itself.
    #[error(transparent)]
    Reviews(#[from] RankingError),
    /// There is no review.
    #[error("there are no reviews")]
    NoReviews,
    /// A score lies beyond ±1e100; the position is that in the slice.
    #[error("review {position} has a score beyond 1e100")]
    ScoreTooLarge {
        /// Where the review stands in the slice.
        position: usize,
    },
    /// All scores of a theme are the same, in every theme, so that there is nothing to tell apart.
    #[error("the {reviews} scores do not differ within a theme")]
    NoVariation {
        /// How many reviews there are.
        reviews: usize,
    },
    /// No entry has two reviews: merit and noise are one.
    #[error("no entry has a second review, so that merit and noise cannot be told apart")]
    EntriesReviewedOnce,
    /// No judge has two reviews: leniency and noise are one.
    #[error("no judge has a second review, so that leniency and noise cannot be told apart")]
    JudgesReviewOnce,
    /// No theme has two entries: merit and theme mean are one.
    #[error("no theme has a second entry, so that merit and theme cannot be told apart")]
    ThemesOfOneEntry,
    /// Entries and judges explain every score exactly, so that nothing says how large the noise is.
    #[error("entries and judges explain every score, so that nothing tells how large the noise is")]
    NoNoise,
    /// The search for the variances came to no end.
    #[error("the variances were not found after {steps} steps")]
    NotFound {
        /// How many steps were made.
        steps: u32,
    },
}

/// Everything known about the reviews before a model is chosen.
#[derive(Debug, Clone)]
pub(crate) struct Design {
    /// For each entry the caller's number.
    pub(crate) entries: Vec<usize>,
    /// For each judge the caller's number.
    pub(crate) judges: Vec<usize>,
    /// For each theme the caller's number.
    pub(crate) themes: Vec<usize>,
    /// For each entry its theme.
    pub(crate) theme_of: Vec<usize>,
    /// For each entry where its reviews start, and at the end how many there are.
    starts: Vec<usize>,
    /// For each review the judge, rising within an entry.
    pub(crate) judge_of: Vec<usize>,
    /// For each review the score in units of `scale` above `shift`.
    pub(crate) scores: Vec<f64>,
    /// The mean score.
    pub(crate) shift: f64,
    /// The largest distance of a score from the mean; 1 when all scores are the same.
    pub(crate) scale: f64,
    /// Whether all scores are the same.
    pub(crate) constant: bool,
}

/// The reviews of one entry.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Panel<'a> {
    /// The judges, rising.
    pub(crate) judges: &'a [usize],
    /// Their scores.
    pub(crate) scores: &'a [f64],
}

impl Design {
    /// Checks the reviews and numbers what they speak of; `themes` holds the theme of every entry, by any number.
    ///
    /// # Errors
    /// [`FitError::Reviews`], [`FitError::NoReviews`] and [`FitError::ScoreTooLarge`].
    pub(crate) fn new(reviews: &[Review], themes: &[usize]) -> Result<Self, FitError> {
        let checked = Checked::new(themes.len(), reviews)?;
        if reviews.is_empty() {
            return Err(FitError::NoReviews);
        }
        if let Some(position) = reviews
            .iter()
            .position(|review| review.score.abs() > LARGEST)
        {
            return Err(FitError::ScoreTooLarge { position });
        }

        let judges = numbers(reviews.iter().map(|review| review.judge));
        let mut design = Self {
            entries: Vec::new(),
            themes: numbers(reviews.iter().map(|review| themes[review.entry])),
            theme_of: Vec::new(),
            starts: vec![0],
            judge_of: Vec::with_capacity(reviews.len()),
            scores: Vec::with_capacity(reviews.len()),
            shift: 0.0,
            scale: 1.0,
            constant: true,
            judges,
        };
        for panel in checked.by_entry() {
            for review in panel {
                if design.entries.last() != Some(&review.entry) {
                    design.entries.push(review.entry);
                    design
                        .theme_of
                        .push(place(&design.themes, themes[review.entry]));
                }
                design.judge_of.push(place(&design.judges, review.judge));
                design.scores.push(review.score);
            }
            design.starts.push(design.scores.len());
        }
        design.standardise(checked.scale());
        Ok(design)
    }

    fn standardise(&mut self, size: f64) {
        self.shift = self.scores.iter().sum::<f64>() / self.scores.len() as f64;
        let largest = self.scores.iter().fold(0.0, |largest: f64, score| {
            largest.max((score - self.shift).abs())
        });
        self.constant = largest <= CONSTANT * size;
        if !self.constant {
            self.scale = largest;
        }
        for score in &mut self.scores {
            *score = (*score - self.shift) / self.scale;
        }
    }

    /// How many reviews there are.
    pub(crate) fn reviews(&self) -> usize {
        self.scores.len()
    }

    /// The reviews of one entry.
    pub(crate) fn panel(&self, entry: usize) -> Panel<'_> {
        let range = self.starts[entry]..self.starts[entry + 1];
        Panel {
            judges: &self.judge_of[range.clone()],
            scores: &self.scores[range],
        }
    }

    /// The reviews of every entry.
    pub(crate) fn panels(&self) -> impl Iterator<Item = Panel<'_>> {
        (0..self.entries.len()).map(|entry| self.panel(entry))
    }

    /// The number of the first review of an entry.
    pub(crate) fn start(&self, entry: usize) -> usize {
        self.starts[entry]
    }

    /// How many reviews each judge wrote.
    pub(crate) fn loads(&self) -> Vec<u32> {
        let mut loads = vec![0; self.judges.len()];
        for &judge in &self.judge_of {
            loads[judge] += 1;
        }
        loads
    }

    /// How many entries each theme has.
    pub(crate) fn theme_sizes(&self) -> Vec<u32> {
        let mut sizes = vec![0; self.themes.len()];
        for &theme in &self.theme_of {
            sizes[theme] += 1;
        }
        sizes
    }

    /// A calculated score on the caller's scale.
    pub(crate) fn score(&self, calculated: f64) -> f64 {
        self.shift + self.scale * calculated
    }
}

/// The different numbers, rising.
fn numbers(all: impl Iterator<Item = usize>) -> Vec<usize> {
    let mut numbers: Vec<usize> = all.collect();
    numbers.sort_unstable();
    numbers.dedup();
    numbers
}

/// Where a number stands in a list that holds it.
fn place(numbers: &[usize], number: usize) -> usize {
    numbers
        .binary_search(&number)
        .expect("the list was made from all of them")
}
