//! `jury` with tables in files and no contest folder: what it calculates, and what it says of a wrong line.
#![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

mod agreement;
mod desk;
mod plan;
mod rank;
mod wrong_lines;
