//! From mails to a ranking, with judges who hand in well and badly.

#![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

mod cover;
mod extension;
mod held;
mod issuing;
mod keys;
mod media;
mod merging;
mod numbers;
mod order;
mod reader;
mod rounds;
mod sending;
mod stage;
mod volumes;
mod waiting;
