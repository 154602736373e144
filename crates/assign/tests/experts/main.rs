//! Plans by expertise: the best of all plans where all can be tried, a proof by prices where they cannot, and every limit.
#![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

mod impossible;
mod limits;
mod optimal;
mod problems;
mod proof;
mod seed;
