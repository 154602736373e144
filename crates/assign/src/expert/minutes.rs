//! Limits in minutes of video. Minutes are no flow (to fill every judge exactly is a packing problem, and those have no fast
//! exact method), so they are met from the finished plan: the judge furthest above gives a task away, or exchanges it for a
//! shorter one, at the least cost, until everybody is within the limit or nothing helps.

use super::network::Network;
use super::problem::ExpertProblem;
use super::shortage::ExpertImpossible;

/// One way to bring a judge's minutes down.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Relief {
    /// What it costs; kept reviews count here too.
    cost: i64,
    /// The minutes it takes off the judges above their limits, negated, so that more comes first.
    less: i64,
    given: usize,
    to: usize,
    /// The task that comes back, if any.
    taken: Option<usize>,
}

impl Network {
    /// Brings every judge within their minutes.
    ///
    /// # Errors
    /// [`ExpertImpossible::MinutesExceeded`] when the exchanges come to an end before.
    pub(super) fn keep_to_minutes(
        &mut self,
        problem: &ExpertProblem,
    ) -> Result<(), ExpertImpossible> {
        let limits: Vec<i64> = problem
            .judges
            .iter()
            .map(|judge| judge.max_minutes.map_or(i64::MAX / 2, i64::from))
            .collect();
        let mut sums: Vec<i64> = self
            .minutes(problem)
            .into_iter()
            .map(|sum| i64::try_from(sum).unwrap_or(i64::MAX / 4))
            .collect();
        let length = |network: &Self, task: usize| {
            i64::from(problem.entries[network.tasks[task].entry].minutes)
        };
        loop {
            let mut above: Vec<usize> = (0..self.judges)
                .filter(|&judge| sums[judge] > limits[judge])
                .collect();
            if above.is_empty() {
                return Ok(());
            }
            above.sort_by_key(|&judge| (limits[judge] - sums[judge], judge));
            // Every exchange takes minutes off the judges above and puts nobody else above, so that the loop ends.
            let relief = above
                .iter()
                .find_map(|&from| Some((from, self.relief(from, &sums, &limits, &length)?)));
            let Some((from, relief)) = relief else {
                above.sort_unstable();
                let over = above
                    .iter()
                    .map(|&judge| sums[judge] - limits[judge])
                    .sum::<i64>();
                return Err(ExpertImpossible::MinutesExceeded {
                    judges: above,
                    over: u64::try_from(over).unwrap_or_default(),
                });
            };
            let mut moved = length(self, relief.given);
            self.leave(relief.given, from);
            if let Some(taken) = relief.taken {
                moved -= length(self, taken);
                self.leave(taken, relief.to);
                self.join(taken, from);
            }
            self.join(relief.given, relief.to);
            sums[from] -= moved;
            sums[relief.to] += moved;
        }
    }

    /// The cheapest relief for a judge; among equals the one that takes most off.
    fn relief(
        &self,
        from: usize,
        sums: &[i64],
        limits: &[i64],
        length: &dyn Fn(&Self, usize) -> i64,
    ) -> Option<Relief> {
        let excess = sums[from] - limits[from];
        let mut best: Option<Relief> = None;
        for to in (0..self.judges).filter(|&to| to != from) {
            let spare = limits[to] - sums[to];
            if spare <= 0 {
                continue;
            }
            for &given in self.tasks_of(from) {
                let own = length(self, given);
                if own == 0 || !self.may_move_to(given, to) {
                    continue;
                }
                let there = self.cost(given, to) - self.cost(given, from);
                let mut offer = |moved: i64, cost: i64, taken: Option<usize>| {
                    if moved > 0 && moved <= spare {
                        let relief = Relief {
                            cost,
                            less: -moved.min(excess),
                            given,
                            to,
                            taken,
                        };
                        if best.is_none_or(|best| relief < best) {
                            best = Some(relief);
                        }
                    }
                };
                if self.has_room(to) && self.load(from) > self.least[from] {
                    offer(own, there, None);
                }
                for &taken in self.tasks_of(to) {
                    if self.may_move_to(taken, from) && length(self, taken) < own {
                        let back = self.cost(taken, from) - self.cost(taken, to);
                        offer(own - length(self, taken), there + back, Some(taken));
                    }
                }
            }
        }
        best
    }
}
