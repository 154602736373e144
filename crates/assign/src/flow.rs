//! The flow: entries send one unit for each review, judges take units, and a judge's n-th unit costs 2n − 1, so that the
//! whole costs the sum of the squared loads. It is solved by successive shortest paths: each unit is sent along the cheapest
//! path of the residual graph, which keeps the flow so far the cheapest of its size (Ahuja, Magnanti & Orlin, *Network
//! Flows*, 1993, §9.7).
//!
//! Only the arcs into the sink cost anything, so the cheapest path for a unit is simply the one that ends at the least loaded
//! judge it can reach, and a path through the entries shrinks to a path through the judges: judge a reaches judge b when some
//! entry of a could be moved to b. `movable` counts those entries for each pair and is kept up to date, so that a search
//! costs judges² at worst. Mostly there is none: an entry that may go to one of the least loaded judges of all goes there.

use crate::dice::Dice;
use crate::problem::{Impossible, Problem};

/// Where every unit has gone so far.
#[derive(Debug)]
pub(crate) struct Flow {
    judges: usize,
    /// For each judge, the most entries.
    room: Vec<usize>,
    /// For each entry and judge (entry × judges + judge) whether they may meet.
    able: Vec<bool>,
    /// For each entry its judges, in no order.
    judges_of: Vec<Vec<usize>>,
    /// For each judge the entries, in no order.
    entries_of: Vec<Vec<usize>>,
    /// For each pair of judges (from × judges + to) how many entries could move.
    movable: Vec<u32>,
    /// The order in which judges are searched: chance, so that no judge number is favoured on long paths.
    search_order: Vec<usize>,
}

/// What a search from an entry has found.
struct Reached {
    /// For each judge whether it was reached, and from which judge; from itself when directly from the entry.
    from: Vec<Option<usize>>,
}

impl Flow {
    /// The empty flow for a problem that passed its check.
    pub(crate) fn new(problem: &Problem, dice: &mut Dice) -> Self {
        let (entries, judges) = (problem.entries.len(), problem.judges.len());
        let mut able = vec![true; entries * judges];
        for &(entry, judge) in &problem.barred {
            able[entry * judges + judge] = false;
        }
        Self {
            judges,
            room: problem
                .judges
                .iter()
                .map(|judge| judge.max.map_or(entries, |max| (max as usize).min(entries)))
                .collect(),
            able,
            judges_of: vec![Vec::new(); entries],
            entries_of: vec![Vec::new(); judges],
            movable: vec![0; judges * judges],
            search_order: dice.order(judges),
        }
    }

    /// Places `reviews` units of every entry, the entries in random order.
    ///
    /// # Errors
    /// [`Impossible::PanelFull`] when some unit finds no place. A unit that finds none never will, whatever is placed
    /// later, so the count of such units is exact.
    pub(crate) fn place_all(&mut self, reviews: u32, dice: &mut Dice) -> Result<(), Impossible> {
        let mut unplaced: Vec<usize> = Vec::new();
        for entry in dice.order(self.judges_of.len()) {
            for _ in 0..reviews {
                if !self.place(entry, dice) {
                    unplaced.push(entry);
                }
            }
        }
        if unplaced.is_empty() {
            return Ok(());
        }
        let missing = unplaced.len() as u64;
        unplaced.sort_unstable();
        unplaced.dedup();
        let mut full = vec![false; self.judges];
        for &entry in &unplaced {
            let reached = self.search(entry);
            for (slot, from) in full.iter_mut().zip(&reached.from) {
                *slot |= from.is_some();
            }
        }
        let judges = full
            .iter()
            .enumerate()
            .filter_map(|(judge, &full)| full.then_some(judge))
            .collect();
        Err(Impossible::PanelFull {
            judges,
            entries: unplaced,
            missing,
        })
    }

    /// Sends one unit of the entry along a cheapest path; false when there is none.
    fn place(&mut self, entry: usize, dice: &mut Dice) -> bool {
        let lowest_of_all = (0..self.judges)
            .filter(|&judge| self.has_room(judge))
            .map(|judge| self.load(judge))
            .min();
        let Some(lowest) = lowest_of_all else {
            return false;
        };
        let direct = self.draw(dice, |flow, judge| {
            flow.has_room(judge) && flow.load(judge) == lowest && flow.may_move_to(entry, judge)
        });
        if let Some(judge) = direct {
            self.join(entry, judge);
            return true;
        }

        let reached = self.search(entry);
        let ends =
            |flow: &Self, judge: usize| flow.has_room(judge) && reached.from[judge].is_some();
        let lowest = (0..self.judges)
            .filter(|&judge| ends(self, judge))
            .map(|judge| self.load(judge))
            .min();
        let Some(lowest) = lowest else { return false };
        let end = self
            .draw(dice, |flow, judge| {
                ends(flow, judge) && flow.load(judge) == lowest
            })
            .expect("a judge with the lowest load was just found");
        self.send(entry, end, &reached, dice);
        true
    }

    /// Moves an entry along every step of the path, the last step first, so that each step finds the entries that the search
    /// saw: the steps already taken touch only judges further down.
    fn send(&mut self, entry: usize, end: usize, reached: &Reached, dice: &mut Dice) {
        let mut to = end;
        loop {
            let from = reached.from[to].expect("a path holds only judges that were reached");
            if from == to {
                self.join(entry, to);
                return;
            }
            let candidates: Vec<usize> = self.entries_of[from]
                .iter()
                .copied()
                .filter(|&moved| self.may_move_to(moved, to))
                .collect();
            let moved = candidates[dice.below(candidates.len())];
            self.leave(moved, from);
            self.join(moved, to);
            to = from;
        }
    }

    /// Every judge that a unit of the entry can reach, breadth first, so that paths are as short as can be.
    fn search(&self, entry: usize) -> Reached {
        let mut from: Vec<Option<usize>> = vec![None; self.judges];
        let mut queue: Vec<usize> = Vec::new();
        for &judge in &self.search_order {
            if self.may_move_to(entry, judge) {
                from[judge] = Some(judge);
                queue.push(judge);
            }
        }
        let mut next = 0;
        while let Some(&here) = queue.get(next) {
            next += 1;
            for &there in &self.search_order {
                if from[there].is_none() && self.movable[here * self.judges + there] > 0 {
                    from[there] = Some(here);
                    queue.push(there);
                }
            }
        }
        Reached { from }
    }

    /// One of the judges for whom `wanted` holds, each equally likely.
    fn draw(&self, dice: &mut Dice, wanted: impl Fn(&Self, usize) -> bool) -> Option<usize> {
        let candidates: Vec<usize> = (0..self.judges)
            .filter(|&judge| wanted(self, judge))
            .collect();
        candidates.get(dice.below(candidates.len())).copied()
    }

    /// Whether the judge may see the entry and does not have it.
    pub(crate) fn may_move_to(&self, entry: usize, judge: usize) -> bool {
        self.able[entry * self.judges + judge] && !self.judges_of[entry].contains(&judge)
    }

    /// Exchanges two entries between two judges; both moves must be allowed.
    pub(crate) fn exchange(
        &mut self,
        (first, one): (usize, usize),
        (second, other): (usize, usize),
    ) {
        self.leave(first, one);
        self.leave(second, other);
        self.join(first, other);
        self.join(second, one);
    }

    /// The entries of a judge, in no order.
    pub(crate) fn entries_of(&self, judge: usize) -> &[usize] {
        &self.entries_of[judge]
    }

    /// How many judges there are.
    pub(crate) fn judges(&self) -> usize {
        self.judges
    }

    /// For each judge the sum of `weights` (one for each entry) over the entries.
    pub(crate) fn sums(&self, weights: &[u32]) -> Vec<u64> {
        self.entries_of
            .iter()
            .map(|entries| entries.iter().map(|&entry| u64::from(weights[entry])).sum())
            .collect()
    }

    /// For each judge the number of entries.
    pub(crate) fn loads(&self) -> Vec<u32> {
        self.entries_of
            .iter()
            .map(|entries| u32::try_from(entries.len()).unwrap_or(u32::MAX))
            .collect()
    }

    /// For each entry its judges, in rising order.
    pub(crate) fn judges_of(&self) -> Vec<Vec<usize>> {
        let mut judges_of = self.judges_of.clone();
        judges_of
            .iter_mut()
            .for_each(|judges| judges.sort_unstable());
        judges_of
    }

    fn load(&self, judge: usize) -> usize {
        self.entries_of[judge].len()
    }

    fn has_room(&self, judge: usize) -> bool {
        self.load(judge) < self.room[judge]
    }

    fn join(&mut self, entry: usize, judge: usize) {
        for &other in &self.judges_of[entry] {
            self.movable[other * self.judges + judge] -= 1;
        }
        self.judges_of[entry].push(judge);
        for to in 0..self.judges {
            self.movable[judge * self.judges + to] += u32::from(self.may_move_to(entry, to));
        }
        self.entries_of[judge].push(entry);
    }

    fn leave(&mut self, entry: usize, judge: usize) {
        for to in 0..self.judges {
            self.movable[judge * self.judges + to] -= u32::from(self.may_move_to(entry, to));
        }
        self.judges_of[entry].retain(|&other| other != judge);
        for &other in &self.judges_of[entry] {
            self.movable[other * self.judges + judge] += 1;
        }
        self.entries_of[judge].retain(|&other| other != entry);
    }
}
