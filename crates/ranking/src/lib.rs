//! The mathematics of judging: numbers in, numbers out.
//!
//! Entries and judges are indices and scores are plain numbers; what they stand for, how a score sheet becomes a score
//! and who may see the result is decided by the caller. This crate knows no contest type and has no dependencies.
//!
//! Each estimator has a module of its own and starts from the same [`Review`]s, checked once, and ends with the same
//! shared ranks, so that estimates can be laid side by side entry by entry. There is one today: the raw mean.

#![cfg_attr(
    test,
    allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")
)]

mod rank;
mod raw;
mod review;

pub use raw::{RawMean, raw_means};
pub use review::{RankingError, Review};
