//! The minimum-cost flow: successive shortest paths with prices (Ahuja, Magnanti & Orlin, *Network Flows*, 1993, §9.7).
//!
//! The price of a judge is what a task with that judge costs all others on the way to free room, a lower bound on every path
//! from there. While no arc leads against the prices the flow is the cheapest of its size: from judge a to judge b a move
//! costs at least price(a) − price(b), and a judge with room has at most the price of that room. A task that finds the cheapest
//! judge of all with room at that price goes there without a search.

use super::network::{NEVER, Network};
use super::problem::ExpertProblem;
use super::shortage::{ExpertImpossible, Shortage};
use crate::dice::Dice;

/// How many bars are named when they stand in the way.
const BARS: usize = 100;

/// What a search from a task has found: for each judge the distance and the judge before, itself when directly from the task.
struct Search {
    distances: Vec<i64>,
    before: Vec<usize>,
    settled: Vec<bool>,
    /// Where the cheapest path ends, and what it costs above the prices.
    end: Option<(usize, i64)>,
}

impl Network {
    /// Places every task, in random order.
    ///
    /// # Errors
    /// [`ExpertImpossible::TooFewPlaces`] when reviews find no judge, [`ExpertImpossible::MinimumOutOfReach`] when a judge
    /// stays below the minimum.
    pub(super) fn place_all(
        &mut self,
        problem: &ExpertProblem,
        dice: &mut Dice,
    ) -> Result<(), ExpertImpossible> {
        let mut unplaced = Vec::new();
        for task in dice.order(self.tasks.len()) {
            for _ in 0..self.tasks[task].reviews {
                if !self.place(task, dice) {
                    unplaced.push(task);
                }
            }
        }
        if !unplaced.is_empty() {
            return Err(ExpertImpossible::TooFewPlaces(
                self.shortage(problem, &unplaced),
            ));
        }
        let short: Vec<usize> = (0..self.judges)
            .filter(|&judge| self.load(judge) < self.least[judge])
            .collect();
        if short.is_empty() {
            Ok(())
        } else {
            Err(ExpertImpossible::MinimumOutOfReach { judges: short })
        }
    }

    /// Sends one review of the task along a cheapest path; false when there is none, and then there never will be.
    fn place(&mut self, task: usize, dice: &mut Dice) -> bool {
        let Some(base) = self.cheapest_start(task) else {
            return false;
        };
        // Straight to a judge with room at the best price; among several the least loaded, then chance.
        let direct = |network: &Self, judge: usize| {
            network.has_room(judge)
                && network.prices[judge] == network.place_cost(judge)
                && network.may_move_to(task, judge)
                && network.cost(task, judge) + network.prices[judge] == base
        };
        let open: Vec<usize> = (0..self.judges)
            .filter(|&judge| direct(self, judge))
            .collect();
        if let Some(lowest) = open.iter().map(|&judge| self.load(judge)).min() {
            let lowest: Vec<usize> = open
                .into_iter()
                .filter(|&judge| self.load(judge) == lowest)
                .collect();
            let judge = lowest[dice.below(lowest.len())];
            self.join(task, judge);
            return true;
        }

        let search = self.search(task, base);
        let Some((end, distance)) = search.end else {
            return false;
        };
        for judge in 0..self.judges {
            if search.settled[judge] {
                self.prices[judge] += distance - search.distances[judge];
            }
        }
        // The last step first, so that each step finds the tasks that the search saw.
        let mut to = end;
        while search.before[to] != to {
            let from = search.before[to];
            self.move_cheapest(from, to, dice);
            to = from;
        }
        self.join(task, to);
        true
    }

    /// The least of cost and price over the judges who may take the task.
    fn cheapest_start(&self, task: usize) -> Option<i64> {
        (0..self.judges)
            .filter(|&judge| self.may_move_to(task, judge))
            .map(|judge| self.cost(task, judge) + self.prices[judge])
            .min()
    }

    /// Dijkstra's search over the judges, distances counted above the prices. It ends when no judge left is nearer than the
    /// best room found; without any room it has settled every judge that can be reached.
    fn search(&self, task: usize, base: i64) -> Search {
        let mut search = Search {
            distances: vec![NEVER; self.judges],
            before: (0..self.judges).collect(),
            settled: vec![false; self.judges],
            end: None,
        };
        for judge in 0..self.judges {
            if self.may_move_to(task, judge) {
                search.distances[judge] = self.cost(task, judge) + self.prices[judge] - base;
            }
        }
        loop {
            let nearest = self
                .search_order
                .iter()
                .copied()
                .filter(|&judge| !search.settled[judge])
                .min_by_key(|&judge| search.distances[judge]);
            let Some(here) = nearest else { break };
            let distance = search.distances[here];
            if distance >= search.end.map_or(NEVER, |(_, best)| best) {
                break;
            }
            search.settled[here] = true;
            if self.has_room(here) {
                let whole = distance + self.place_cost(here) - self.prices[here];
                if search.end.is_none_or(|(_, best)| whole < best) {
                    search.end = Some((here, whole));
                    if whole == distance {
                        // No judge still to be settled is nearer.
                        break;
                    }
                }
            }
            for there in 0..self.judges {
                let cost = self.cheapest(here, there);
                if cost < NEVER && !search.settled[there] {
                    let through = distance + cost - self.prices[here] + self.prices[there];
                    if through < search.distances[there] {
                        search.distances[there] = through;
                        search.before[there] = here;
                    }
                }
            }
        }
        search
    }

    /// The minimum cut behind the reviews that found no judge.
    fn shortage(&self, problem: &ExpertProblem, unplaced: &[usize]) -> Shortage {
        let mut full = vec![false; self.judges];
        let mut competing = vec![false; problem.entries.len()];
        let mut entries = Vec::new();
        for &task in unplaced {
            entries.push(self.tasks[task].entry);
            competing[self.tasks[task].entry] = true;
            if let Some(base) = self.cheapest_start(task) {
                let search = self.search(task, base);
                for (full, settled) in full.iter_mut().zip(search.settled) {
                    *full |= settled;
                }
            }
        }
        let judges: Vec<usize> = (0..self.judges).filter(|&judge| full[judge]).collect();
        for &judge in &judges {
            for &task in self.tasks_of(judge) {
                competing[self.tasks[task].entry] = true;
            }
        }
        let competing: Vec<usize> = (0..competing.len()).filter(|&at| competing[at]).collect();
        let mut bars: Vec<(usize, usize)> = problem
            .barred
            .iter()
            .copied()
            .filter(|&(entry, judge)| {
                self.has_room(judge) && competing.binary_search(&entry).is_ok()
            })
            .collect();
        bars.sort_unstable();
        bars.truncate(BARS);
        entries.sort_unstable();
        entries.dedup();
        Shortage {
            missing: unplaced.len() as u64,
            judges,
            entries,
            competing,
            bars,
        }
    }
}
