//! `jury` from the outside: what it prints, what it returns, and that the counts add up.

#![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

mod intake;
mod issued;
mod judging;
mod jury;
mod packs;
mod refusals;
