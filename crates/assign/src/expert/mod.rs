//! Who judges what, by expertise: every entry gets its reviews from the judges who know its theme best, within what each judge
//! can take.
//!
//! Three things are wanted, in this order: as many as possible of the reviews that were planned before stay as they are, the
//! reviews cost as little expertise as possible ([`ExpertiseCosts`]), and the loads are as even as that leaves them. The first
//! two are one minimum-cost flow (`flow` says how, and its prices prove the optimum), the third an exchange along paths that cost
//! nothing (`balance`). Limits in minutes of video are no network; they are met afterwards by the cheapest exchanges found
//! (`minutes`).
//!
//! A small part of the reviews crosses the themes on purpose (`tasks`), for without bridges each theme is an island, and its
//! judges' leniency cannot be told from its entries' merit.

mod balance;
mod flow;
mod minutes;
mod network;
mod problem;
mod shortage;
mod tasks;

pub use problem::{Expert, ExpertProblem, ExpertiseCosts, Work};
pub use shortage::{ExpertImpossible, Shortage};

use crate::dice::Dice;
use crate::graph;
use network::Network;

/// Who judges what, and what can be said about it. Entries and judges are those of the [`ExpertProblem`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExpertPlan {
    /// The judges of each entry, in rising order; exactly [`ExpertProblem::reviews`] of them.
    pub judges_of: Vec<Vec<usize>>,
    /// How many entries each judge has.
    pub load: Vec<u32>,
    /// How many minutes of video each judge has.
    pub minutes: Vec<u32>,
    /// How many of [`ExpertProblem::kept`] are in the plan.
    pub kept: usize,
    /// The sum of the expertise costs of all reviews.
    pub cost: i64,
    /// The least sum there is with as many kept reviews when minutes have no limit. Equal to `cost` unless limits in minutes
    /// forced dearer reviews.
    pub least_cost: i64,
    /// The entries, rising, of which one review was planned across themes on purpose.
    pub bridged: Vec<usize>,
    /// What one more entry of room with each judge would save, in units of cost, and for a judge at the minimum, less than 0,
    /// what one entry less would. By them anyone can check that no plan is cheaper (linear programming duality). With kept
    /// reviews the worth of keeping them is in the prices too.
    pub prices: Vec<i64>,
    /// The narrowest bridge between two groups of judges, as in [`weakest_link`](crate::weakest_link).
    pub weakest_link: Option<(usize, usize, u32)>,
    /// The judges who have entries, split into groups that share no entry with one another, the largest group first.
    pub islands: Vec<Vec<usize>>,
}

/// The best plan for `problem`; among equally good ones the seed decides, the same on every platform.
///
/// 5,000 entries with five of 300 judges each take about a second. Memory grows with judges² × themes and with
/// entries × judges.
///
/// # Errors
/// [`ExpertImpossible`], with the reason and what would help.
pub fn assign_experts(problem: &ExpertProblem, seed: u64) -> Result<ExpertPlan, ExpertImpossible> {
    problem.check()?;
    let mut dice = Dice::new(seed);
    let tasks = tasks::split(problem, &mut dice);
    let mut network = Network::new(problem, tasks, &mut dice)?;
    network.place_all(problem, &mut dice)?;
    network.balance(&mut dice);
    let least_cost = network.expertise(problem);
    network.keep_to_minutes(problem)?;

    let judges_of = network.judges_of(problem.entries.len());
    let links = graph::links(problem.judges.len(), &judges_of);
    let kept = problem
        .kept
        .iter()
        .filter(|&&(entry, judge)| judges_of[entry].contains(&judge))
        .count();
    Ok(ExpertPlan {
        load: network.loads(),
        minutes: network
            .minutes(problem)
            .into_iter()
            .map(|sum| u32::try_from(sum).unwrap_or(u32::MAX))
            .collect(),
        kept,
        cost: network.expertise(problem),
        least_cost,
        bridged: network.bridged(),
        prices: network.prices().to_vec(),
        weakest_link: graph::weakest_link(problem.judges.len(), &links),
        islands: graph::islands(problem.judges.len(), &judges_of),
        judges_of,
    })
}
