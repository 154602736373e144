//! The state of the flow: which judge has which task, and what it costs to move a task from one judge to another.
//!
//! A path of the residual graph goes from judge to judge through tasks: judge a reaches judge b when some task of a could be
//! moved to b, and the arc costs what the cheapest such move does. What a move costs depends on the task's class, and on
//! whether a kept review is given up or restored; the tasks of each such kind are counted for each pair of judges, so that
//! the cheapest is at hand and a search costs judges² at worst, however many entries there are.

use super::problem::ExpertProblem;
use super::shortage::ExpertImpossible;
use super::tasks::{Task, Tasks};
use crate::dice::Dice;

/// The cost of what cannot be done, small enough to be added to.
pub(super) const NEVER: i64 = i64::MAX / 4;

/// The most counts that are kept: a gigabyte of them.
const MOST_COUNTS: usize = 1 << 28;

/// Giving up a kept review, neither, or restoring one.
const SHIFTS: usize = 3;

/// The flow so far.
#[derive(Debug)]
pub(super) struct Network {
    pub(super) judges: usize,
    pub(super) tasks: Vec<Task>,
    costs: Vec<Vec<i64>>,
    bridged: Vec<usize>,
    /// For each judge, the most tasks.
    pub(super) room: Vec<usize>,
    /// For each judge, the fewest tasks.
    pub(super) least: Vec<usize>,
    /// What it is worth to bring a judge one task nearer to the minimum: more than any path costs, kept reviews included.
    minimum_worth: i64,
    /// What it is worth to keep a review: more expertise than any path costs.
    kept_worth: i64,
    /// For each task its judges, in no order.
    judges_of: Vec<Vec<usize>>,
    /// For each judge the tasks, in no order.
    tasks_of: Vec<Vec<usize>>,
    /// How many moves of each kind (class × shift) there are for each pair of judges.
    movable: Vec<u32>,
    /// For each pair of judges what the cheapest move costs.
    cheapest: Vec<i64>,
    /// For each judge the price of room (see `flow`).
    pub(super) prices: Vec<i64>,
    /// The order in which judges are searched: chance, so that no judge number is favoured.
    pub(super) search_order: Vec<usize>,
}

impl Network {
    /// The empty flow.
    ///
    /// # Errors
    /// [`ExpertImpossible::TooLarge`].
    pub(super) fn new(
        problem: &ExpertProblem,
        tasks: Tasks,
        dice: &mut Dice,
    ) -> Result<Self, ExpertImpossible> {
        let judges = problem.judges.len();
        let pairs = judges.saturating_mul(judges);
        let counts = pairs
            .saturating_mul(SHIFTS)
            .saturating_mul(tasks.costs.len());
        if counts > MOST_COUNTS {
            return Err(ExpertImpossible::TooLarge {
                judges,
                themes: tasks.costs.len(),
            });
        }
        let dearest = tasks.costs.iter().flatten().max().copied().unwrap_or(0) + 1;
        let kept_worth = dearest * 4 * (judges as i64 + 1);
        let minimum_worth = kept_worth * 4 * (judges as i64 + 1);
        let least: Vec<usize> = problem.judges.iter().map(|one| one.min as usize).collect();
        let mut network = Self {
            judges,
            judges_of: vec![Vec::new(); tasks.tasks.len()],
            tasks_of: vec![Vec::new(); judges],
            movable: vec![0; counts],
            cheapest: vec![NEVER; pairs],
            tasks: tasks.tasks,
            costs: tasks.costs,
            bridged: tasks.bridged,
            room: (0..judges).map(|judge| problem.room(judge)).collect(),
            least,
            minimum_worth,
            kept_worth,
            prices: Vec::new(),
            search_order: dice.order(judges),
        };
        network.prices = (0..judges).map(|judge| network.place_cost(judge)).collect();
        Ok(network)
    }

    /// What a review costs in the flow: expertise, less the worth of keeping it.
    pub(super) fn cost(&self, task: usize, judge: usize) -> i64 {
        let one = &self.tasks[task];
        let kept = if one.kept.contains(&judge) {
            self.kept_worth
        } else {
            0
        };
        self.costs[one.class][judge] - kept
    }

    /// What the next task costs a judge by itself: nothing, or less than nothing below the minimum.
    pub(super) fn place_cost(&self, judge: usize) -> i64 {
        if self.load(judge) < self.least[judge] {
            -self.minimum_worth
        } else {
            0
        }
    }

    pub(super) fn has_room(&self, judge: usize) -> bool {
        self.load(judge) < self.room[judge]
    }

    pub(super) fn load(&self, judge: usize) -> usize {
        self.tasks_of[judge].len()
    }

    pub(super) fn tasks_of(&self, judge: usize) -> &[usize] {
        &self.tasks_of[judge]
    }

    pub(super) fn cheapest(&self, from: usize, to: usize) -> i64 {
        self.cheapest[from * self.judges + to]
    }

    pub(super) fn prices(&self) -> &[i64] {
        &self.prices
    }

    pub(super) fn bridged(&self) -> Vec<usize> {
        self.bridged.clone()
    }

    /// Whether the judge may take the task and does not have it.
    pub(super) fn may_move_to(&self, task: usize, judge: usize) -> bool {
        self.tasks[task].able[judge] && !self.judges_of[task].contains(&judge)
    }

    /// Moves one task, drawn from the cheapest, from one judge to another; there must be one.
    pub(super) fn move_cheapest(&mut self, from: usize, to: usize, dice: &mut Dice) {
        let cheapest = self.cheapest(from, to);
        let candidates: Vec<usize> = self.tasks_of[from]
            .iter()
            .copied()
            .filter(|&task| {
                self.may_move_to(task, to)
                    && self.cost(task, to) - self.cost(task, from) == cheapest
            })
            .collect();
        let task = candidates[dice.below(candidates.len())];
        self.leave(task, from);
        self.join(task, to);
    }

    pub(super) fn join(&mut self, task: usize, judge: usize) {
        for at in 0..self.judges_of[task].len() {
            let other = self.judges_of[task][at];
            self.uncount(task, other, judge);
        }
        self.judges_of[task].push(judge);
        for to in 0..self.judges {
            if self.may_move_to(task, to) {
                self.count(task, judge, to);
            }
        }
        self.tasks_of[judge].push(task);
    }

    pub(super) fn leave(&mut self, task: usize, judge: usize) {
        for to in 0..self.judges {
            if self.may_move_to(task, to) {
                self.uncount(task, judge, to);
            }
        }
        self.judges_of[task].retain(|&other| other != judge);
        for at in 0..self.judges_of[task].len() {
            let other = self.judges_of[task][at];
            self.count(task, other, judge);
        }
        self.tasks_of[judge].retain(|&other| other != task);
    }

    /// Counts a move that has become possible.
    fn count(&mut self, task: usize, from: usize, to: usize) {
        let cell = self.cell(task, from, to);
        self.movable[cell] += 1;
        if self.movable[cell] == 1 {
            let cost = self.cost(task, to) - self.cost(task, from);
            let cheapest = &mut self.cheapest[from * self.judges + to];
            *cheapest = cost.min(*cheapest);
        }
    }

    /// Counts off a move that is possible no more.
    fn uncount(&mut self, task: usize, from: usize, to: usize) {
        let cell = self.cell(task, from, to);
        self.movable[cell] -= 1;
        if self.movable[cell] > 0 {
            return;
        }
        let pair = from * self.judges + to;
        let mut cheapest = NEVER;
        for (class, costs) in self.costs.iter().enumerate() {
            for (shift, worth) in [self.kept_worth, 0, -self.kept_worth]
                .into_iter()
                .enumerate()
            {
                let kind = class * SHIFTS + shift;
                if self.movable[kind * self.judges * self.judges + pair] > 0 {
                    cheapest = cheapest.min(costs[to] - costs[from] + worth);
                }
            }
        }
        self.cheapest[pair] = cheapest;
    }

    fn cell(&self, task: usize, from: usize, to: usize) -> usize {
        let one = &self.tasks[task];
        let (given, restored) = if one.kept.is_empty() {
            (false, false)
        } else {
            (one.kept.contains(&from), one.kept.contains(&to))
        };
        let shift = 1 + usize::from(restored) - usize::from(given);
        ((one.class * SHIFTS + shift) * self.judges + from) * self.judges + to
    }

    /// How many tasks each judge has.
    pub(super) fn loads(&self) -> Vec<u32> {
        self.tasks_of
            .iter()
            .map(|tasks| u32::try_from(tasks.len()).unwrap_or(u32::MAX))
            .collect()
    }

    /// How many minutes of video each judge has.
    pub(super) fn minutes(&self, problem: &ExpertProblem) -> Vec<u64> {
        let minutes = |&task: &usize| u64::from(problem.entries[self.tasks[task].entry].minutes);
        self.tasks_of
            .iter()
            .map(|tasks| tasks.iter().map(minutes).sum())
            .collect()
    }

    /// The sum of the expertise costs.
    pub(super) fn expertise(&self, problem: &ExpertProblem) -> i64 {
        let theme = |task: usize| problem.entries[self.tasks[task].entry].theme;
        self.judges_of
            .iter()
            .enumerate()
            .flat_map(|(task, judges)| judges.iter().map(move |&judge| (task, judge)))
            .map(|(task, judge)| i64::from(problem.cost(theme(task), judge)))
            .sum()
    }

    /// For each entry its judges, in rising order.
    pub(super) fn judges_of(&self, entries: usize) -> Vec<Vec<usize>> {
        let mut judges_of = vec![Vec::new(); entries];
        for (task, judges) in self.tasks.iter().zip(&self.judges_of) {
            judges_of[task.entry].extend(judges);
        }
        for judges in &mut judges_of {
            judges.sort_unstable();
        }
        judges_of
    }
}
