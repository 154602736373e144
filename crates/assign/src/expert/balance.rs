//! Evening the loads at no cost: a task goes from a judge with more to one with at least two fewer, along a path of moves that
//! cost nothing together. When no such path is left the sum of squared loads is the least of all plans of this cost, for in a
//! flow every better plan would lie along such paths (Ahuja, Magnanti & Orlin, *Network Flows*, 1993, §14.5).

use super::network::{NEVER, Network};
use crate::dice::Dice;

impl Network {
    /// Evens the loads.
    pub(super) fn balance(&mut self, dice: &mut Dice) {
        loop {
            let mut by_load: Vec<usize> = (0..self.judges)
                .filter(|&judge| self.prices[judge] == 0 && self.load(judge) > self.least[judge])
                .collect();
            by_load.sort_by_key(|&judge| (std::cmp::Reverse(self.load(judge)), judge));
            let mut changed = false;
            for from in by_load {
                while self.lighten(from, dice) {
                    changed = true;
                }
            }
            if !changed {
                return;
            }
        }
    }

    /// Takes one task from a judge for the least loaded judge in reach; false when none has two fewer.
    fn lighten(&mut self, from: usize, dice: &mut Dice) -> bool {
        if self.load(from) <= self.least[from] {
            return false;
        }
        let mut before: Vec<Option<usize>> = vec![None; self.judges];
        before[from] = Some(from);
        let mut queue = vec![from];
        let mut next = 0;
        let mut best: Option<usize> = None;
        while let Some(&here) = queue.get(next) {
            next += 1;
            let takes = self.prices[here] == 0
                && self.has_room(here)
                && self.load(here) >= self.least[here]
                && self.load(here) + 2 <= self.load(from);
            if takes && best.is_none_or(|best| self.load(here) < self.load(best)) {
                best = Some(here);
            }
            for &there in &self.search_order {
                let cost = self.cheapest(here, there);
                if before[there].is_none()
                    && cost < NEVER
                    && cost == self.prices[here] - self.prices[there]
                {
                    before[there] = Some(here);
                    queue.push(there);
                }
            }
        }
        let Some(mut to) = best else { return false };
        while to != from {
            let step = before[to].expect("the path back holds only judges that were reached");
            self.move_cheapest(step, to, dice);
            to = step;
        }
        true
    }
}
