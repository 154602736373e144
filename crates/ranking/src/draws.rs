//! Ranks in draws: where each entry stands in a thousand contests that the reviews leave possible.

use std::num::NonZero;

use crate::dice::Dice;
use crate::fit::Fit;
use crate::sorter::Sorter;

/// The most ranks that are kept, entries × draws.
const MOST_RANKS: usize = 200_000_000;

/// Why no draws were made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum DrawsError {
    /// There were to be none, or more than can be kept.
    #[error("{draws} draws were asked for; from 1 to {most} can be made for {entries} entries")]
    CountOutOfRange {
        /// How many were asked for.
        draws: u32,
        /// How many can be made.
        most: usize,
        /// How many entries have a review.
        entries: usize,
    },
}

/// Where an entry may stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RankInterval {
    /// At most a twentieth of the draws put the entry on a better rank than this.
    pub low: u32,
    /// At most a twentieth of the draws put the entry on a worse rank than this.
    pub high: u32,
}

/// Draws that lie together in memory, so that the ranks of an entry in all of them are one short row.
const BLOCK: usize = 64;

/// The ranks of every entry in every draw. With islands, the ranks are those within the entry's own island.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draws {
    /// How many draws there are.
    draws: usize,
    /// The entries, rising.
    entries: Vec<usize>,
    /// Block by block of draws, entry by entry, the ranks in the draws of the block; the last block may be shorter.
    ranks: Vec<u32>,
}

impl Draws {
    /// How many draws there are.
    #[must_use]
    pub fn count(&self) -> usize {
        self.draws
    }

    /// The entries that were drawn, rising.
    #[must_use]
    pub fn entries(&self) -> &[usize] {
        &self.entries
    }

    /// The rank of an entry in each draw, so that two entries can be compared draw by draw; `None` for an entry without a
    /// review.
    #[must_use]
    pub fn ranks(&self, entry: usize) -> Option<Vec<u32>> {
        let at = self.entries.binary_search(&entry).ok()?;
        let mut ranks = Vec::with_capacity(self.draws);
        for block in self.ranks.chunks(BLOCK * self.entries.len()) {
            let draws = block.len() / self.entries.len();
            ranks.extend(block.get(at * draws..(at + 1) * draws)?);
        }
        Some(ranks)
    }

    /// The middle nine tenths of the ranks of an entry; `None` for an entry without a review.
    #[must_use]
    pub fn interval(&self, entry: usize) -> Option<RankInterval> {
        let mut ranks = self.ranks(entry)?;
        let beyond = ranks.len() / 20;
        let last = ranks.len().checked_sub(1 + beyond)?;
        let (_, &mut high, _) = ranks.select_nth_unstable(last);
        let (_, &mut low, _) = ranks.select_nth_unstable(beyond);
        Some(RankInterval { low, high })
    }

    /// How likely the entry is among the first `k`, from 0 to 1: the part of the draws in which its rank is at most `k`.
    /// `None` for an entry without a review.
    #[must_use]
    pub fn p_top(&self, entry: usize, k: u32) -> Option<f64> {
        let ranks = self.ranks(entry)?;
        let within = ranks.iter().filter(|rank| **rank <= k).count();
        Some(within as f64 / ranks.len() as f64)
    }

    /// The entries of which it is least sure whether they are among the first `k`, the least sure first, each with
    /// [`p_top`](Self::p_top). A further review of one of these settles the line soonest. Entries for which the
    /// probability is below `doubt` or above 1 − `doubt` are left out.
    #[must_use]
    pub fn undecided(&self, k: u32, doubt: f64) -> Vec<(usize, f64)> {
        let mut undecided: Vec<(usize, f64)> = self
            .entries
            .iter()
            .filter_map(|&entry| Some((entry, self.p_top(entry, k)?)))
            .filter(|(_, p)| (doubt..=1.0 - doubt).contains(p))
            .collect();
        let distance = |p: f64| (p - 0.5).abs();
        undecided.sort_by(|a, b| distance(a.1).total_cmp(&distance(b.1)).then(a.0.cmp(&b.0)));
        undecided
    }

    /// How likely the entry is first, alone or shared, from 0 to 1; `None` for an entry without a review.
    #[must_use]
    pub fn p_first(&self, entry: usize) -> Option<f64> {
        self.p_top(entry, 1)
    }
}

impl Fit {
    /// Makes `draws` draws, 1,000 or more for intervals that can be published. The same seed gives the same draws, whatever
    /// the machine.
    ///
    /// # Errors
    /// [`DrawsError`] for no draws, and for more than memory should hold.
    pub fn draws(&self, seed: u64, draws: u32) -> Result<Draws, DrawsError> {
        let entries = self.design.entries.len();
        let most = MOST_RANKS / entries.max(1);
        let count = draws as usize;
        if count == 0 || count > most {
            return Err(DrawsError::CountOutOfRange {
                draws,
                most,
                entries,
            });
        }
        let nodes = self.nodes();
        let mut node_of = Vec::with_capacity(count);
        let mut reached = 0.0;
        for (at, (_, weight)) in nodes.iter().enumerate() {
            reached += weight;
            let upto = if at + 1 == nodes.len() {
                count
            } else {
                ((reached * count as f64).round() as usize).min(count)
            };
            node_of.resize(upto.max(node_of.len()), at);
        }

        let islands = self.islands.entries();
        let mut ranks = vec![0_u32; entries * count];
        let blocks = count.div_ceil(BLOCK);
        let workers = std::thread::available_parallelism().map_or(1, NonZero::get);
        let share = blocks.div_ceil(workers) * BLOCK;
        std::thread::scope(|scope| {
            let shares = ranks.chunks_mut(share * entries).zip(node_of.chunks(share));
            for (number, (ranks, node_of)) in shares.enumerate() {
                let (nodes, islands) = (&nodes, &islands);
                scope.spawn(move || {
                    let mut values = vec![0.0; entries];
                    let mut sorter = Sorter::default();
                    let blocks = ranks.chunks_mut(BLOCK * entries).zip(node_of.chunks(BLOCK));
                    for (block, (ranks, node_of)) in blocks.enumerate() {
                        let first = number * share + block * BLOCK;
                        for (at, &node) in node_of.iter().enumerate() {
                            let mut dice = Dice::new(seed, (first + at) as u64);
                            self.draw(&nodes[node].0, &mut dice, &mut values);
                            for island in islands {
                                sorter.rank(&values, island, |entry, rank| {
                                    ranks[entry * node_of.len() + at] = rank;
                                });
                            }
                        }
                    }
                });
            }
        });
        Ok(Draws {
            draws: count,
            entries: self.design.entries.clone(),
            ranks,
        })
    }
}
