//! The mixed model and least squares: what must hold for every contest, and the strange contests.
#![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

mod contests;
mod judges;
mod refused;
mod strange;
mod unchanged;
