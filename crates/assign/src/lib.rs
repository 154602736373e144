//! Who judges what: every entry gets its number of different judges, and the judges get as even a load as can be had.
//!
//! Entries and judges are indices; why a judge may not see an entry (own unit, declared, another theme's panel) is the
//! caller's business and arrives as a set of barred pairs. This crate knows no contest type, reads no clock, and draws
//! all its chance from the seed it is given, so that a plan can be made again on any machine.
//!
//! [`assign`] is a minimum-cost flow from entries to judges in which the n-th entry of a judge costs more than the one
//! before (the `flow` module says how), then an exchange of entries between judges that evens their video minutes and leaves
//! the loads alone (`even`), and last a look at the graph of judges who share entries (`graph`). [`assign_experts`] does the
//! same where themes, expertise, limits in minutes and an earlier plan count (`expert`).
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
mod even;
mod expert;
mod flow;
mod graph;
mod problem;

pub use expert::{
    Expert, ExpertImpossible, ExpertPlan, ExpertProblem, ExpertiseCosts, Shortage, Work,
    assign_experts,
};
pub use problem::{Capacity, Impossible, Item, Problem};

use dice::Dice;
use flow::Flow;

/// Who judges what, and what can be said about it. Entries and judges are those of the [`Problem`], counted from 0.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// The judges of each entry, in rising order; exactly [`Problem::reviews`] of them.
    pub judges_of: Vec<Vec<usize>>,
    /// How many entries each judge has.
    pub load: Vec<u32>,
    /// How many minutes of video each judge has.
    pub minutes: Vec<u32>,
    /// The narrowest bridge between two groups of judges: the lightest link of the widest tree (a maximum spanning tree)
    /// over all judges, as two judges, the lower first, and the number of entries they share. Scores of the two groups
    /// are compared through links no wider than this one. `None` when no two judges share an entry.
    pub weakest_link: Option<(usize, usize, u32)>,
    /// The judges who have entries, split into groups that share no entry with one another, each in rising order, the
    /// largest group first. More than one: no single ranking can be drawn from the scores.
    pub islands: Vec<Vec<usize>>,
}

/// The most even plan for `problem`: no other plan has a smaller sum of squared loads. Among the even plans the seed decides;
/// the same seed gives the same plan on every platform.
///
/// The minutes of video are evened afterwards, as far as exchanges of one entry for one entry between two judges go.
/// Time and memory grow with entries × judges; 15,000 entries with three of 105 judges each take about a second.
///
/// # Errors
/// [`Impossible`], with the reason: an entry with too few judges, too few places in all, or a group of judges who cannot
/// take all that only they may take.
pub fn assign(problem: &Problem, seed: u64) -> Result<Plan, Impossible> {
    problem.check()?;
    let mut dice = Dice::new(seed);
    let mut flow = Flow::new(problem, &mut dice);
    flow.place_all(problem.reviews, &mut dice)?;

    let minutes: Vec<u32> = problem.entries.iter().map(|item| item.minutes).collect();
    even::even_minutes(&mut flow, &minutes);

    let judges_of = flow.judges_of();
    let links = graph::links(problem.judges.len(), &judges_of);
    Ok(Plan {
        load: flow.loads(),
        minutes: flow
            .sums(&minutes)
            .into_iter()
            .map(|sum| u32::try_from(sum).unwrap_or(u32::MAX))
            .collect(),
        weakest_link: graph::weakest_link(problem.judges.len(), &links),
        islands: graph::islands(problem.judges.len(), &judges_of),
        judges_of,
    })
}
