//! The mathematics of judging: numbers in, numbers out.
//!
//! Entries and judges are indices and scores are plain numbers; what they stand for, how a score sheet becomes a score
//! and who may see the result is decided by the caller. This crate knows no contest type, reads no clock, and draws
//! all its chance from the seed it is given.
//!
//! Each estimator has a module of its own and starts from the same [`Review`]s, checked once, and ends with the same
//! shared ranks, so that estimates can be laid side by side entry by entry: the raw mean ([`raw_means`]), two-way least
//! squares ([`least_squares`]) and the mixed model ([`fit`]), which is the one to rank by. What would come out under other
//! assumptions ([`huber_sensitivity`], [`slope_sensitivity`]) and how far judges agree ([`agreement`]) is told apart from it.
//!
//! ```
//! use ranking::{Ranking, Review, fit};
//!
//! // Three judges, each of whom saw most of four entries; the second is lenient.
//! let scores = [
//!     (0, 0, 71.0), (0, 1, 78.5), (1, 1, 84.0), (1, 2, 77.5), (2, 0, 65.0), (2, 2, 66.5),
//!     (3, 0, 80.0), (3, 1, 86.0), (3, 2, 79.0), (0, 2, 72.5), (1, 0, 76.0), (2, 1, 71.0),
//! ];
//! let reviews = scores.map(|(entry, judge, score)| Review { entry, judge, score });
//! let fit = fit(&reviews, &[0, 0, 0, 0])?;
//!
//! let Ranking::Whole(standings) = fit.ranking() else {
//!     panic!("every judge shares an entry with every other");
//! };
//! assert_eq!(standings[0].entry, 3);
//! assert!(fit.judges()[1].leniency > 4.0);
//!
//! let draws = fit.draws(2020, 1_000)?;
//! assert!(draws.p_first(3) > Some(0.5));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

#![cfg_attr(
    test,
    allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")
)]

pub mod agreement;
mod connectivity;
mod derivatives;
mod design;
mod dice;
mod draws;
mod fiedler;
mod fit;
mod islands;
mod judges;
mod least_squares;
mod matrix;
mod posterior;
mod rank;
mod raw;
mod reml;
mod review;
mod search;
mod sensitivity;
mod sorter;

pub use connectivity::{Bridge, Connectivity, Island, MissingBridge, connectivity};
pub use design::FitError;
pub use draws::{Draws, DrawsError, RankInterval};
pub use fit::{EntryEstimate, Fit, Reliability, ThemeMean, Variances, fit};
pub use islands::{Ranking, Standing};
pub use judges::{INFIT_LIMIT, JudgeEstimate};
pub use least_squares::{AdjustedEntry, AdjustedJudge, LeastSquares, least_squares};
pub use raw::{RawMean, raw_means};
pub use review::{RankingError, Review};
pub use sensitivity::{
    DoubtedReview, HuberSensitivity, JudgeSlope, SlopeSensitivity, huber_sensitivity,
    slope_sensitivity,
};
