//! Who judges what: every entry gets its number of different judges, from those who know its theme best, within what each judge
//! can take.
//!
//! Entries and judges are indices; why a judge may not see an entry (own unit, declared, recused) is the caller's business and
//! arrives as a set of barred pairs. This crate knows no contest type, reads no clock, and draws all its chance from the seed it
//! is given, so that a plan can be made again on any machine.
//!
//! [`assign_experts`] makes a plan, or extends one that is out with as few changes as there can be (`expert` says how).
//! [`links`], [`weakest_link`], [`islands`], [`backbone`] and [`farthest`] look at the graph of judges who share entries, of any
//! plan.
//!
//! ```
//! use assign::{Expert, ExpertProblem, Work, assign_experts};
//!
//! let problem = ExpertProblem {
//!     entries: (0..30).map(|entry| Work { theme: entry % 2, minutes: 3 }).collect(),
//!     judges: (0..6).map(|judge| Expert { themes: vec![judge % 2], ..Expert::default() }).collect(),
//!     reviews: 3,
//!     barred: [(0, 2)].into(),
//!     bridges_per_mille: 50,
//!     ..ExpertProblem::default()
//! };
//! let plan = assign_experts(&problem, 2020)?;
//! assert_eq!(plan.judges_of[4].len(), 3);
//! assert_eq!(plan.islands.len(), 1);
//! # Ok::<(), assign::ExpertImpossible>(())
//! ```

#![cfg_attr(
    test,
    allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")
)]

mod dice;
mod expert;
mod graph;

pub use expert::{
    Expert, ExpertImpossible, ExpertPlan, ExpertProblem, ExpertiseCosts, Shortage, Work,
    assign_experts,
};
pub use graph::{Link, backbone, farthest, islands, links, weakest_link};
