//! What follows from the score sheets of a contest: rankings of its rounds, shortlists, awards, and what is still open.
//!
//! Everything is a pure function of the contest's rules and the [`Inputs`]: no file, no clock, no order of arrival. Who holds
//! the same inputs finds the same [`Results`], which is how published results are checked by strangers. This crate knows
//! neither where the sheets come from nor how results are printed.

#![cfg_attr(
    test,
    allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")
)]

mod agreement;
mod award;
mod chance;
mod check;
mod compute;
mod criteria;
mod decision;
mod differences;
mod error;
mod extra;
mod facts;
mod fields;
mod give;
mod inputs;
mod lines;
mod outcome;
mod places;
mod progress;
mod rank;
mod rules;
mod rulings;
mod score;
mod shortlist;
mod standing;
mod ties;
mod units;
mod what_if;

pub use compute::compute;
pub use decision::{Decided, Decision, Recipient};
pub use differences::{
    AwardMoved, Differences, Moved, QuestionMoved, RankMoved, ShortlistMoved, UnitMoved,
    differences,
};
pub use error::InputsError;
pub use fields::{FieldDiffers, fields_that_differ};
pub use inputs::{
    EntryFacts, Inputs, RoundInputs, Seat, SheetFacts, SheetState, TieOrder, UnitFacts, Video,
};
pub use outcome::{
    Agreement, AwardResult, Bridge, By, CriterionResult, EntryStanding, ExtraReview, JudgeStanding,
    NotRanked, OpenQuestion, Outcome, Range, RankedRound, Received, Reliability, Results, Review,
    RoundResult, RoundState, ShortlistResult, Shortlisted, ThemeStanding, UnitStanding, Variances,
};
pub use progress::{RoundProgress, progress};
pub use rules::Method;
pub use what_if::{Change, WhatIfError, what_if};
