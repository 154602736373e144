//! What is to be planned, and the reasons why it may not be possible.

use std::collections::HashSet;

/// One entry to be judged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Item {
    /// The length of its video in minutes; 0 when it has none.
    pub minutes: u32,
}

/// What one judge can take.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Capacity {
    /// The most entries this judge takes; `None` for no limit.
    pub max: Option<u32>,
}

/// Entries, judges, and who may not judge what.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Problem {
    /// The entries; the index is the entry's number here.
    pub entries: Vec<Item>,
    /// The judges; the index is the judge's number here.
    pub judges: Vec<Capacity>,
    /// How many different judges each entry gets.
    pub reviews: u32,
    /// Pairs of entry and judge that must not meet; every other pair may.
    pub barred: HashSet<(usize, usize)>,
}

/// Why no plan exists.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Impossible {
    /// A barred pair names an entry or a judge that does not exist.
    #[error(
        "entry {entry} is barred from judge {judge}, but there are {entries} entries and {judges} judges"
    )]
    UnknownPair {
        /// The entry of the pair.
        entry: usize,
        /// The judge of the pair.
        judge: usize,
        /// How many entries there are.
        entries: usize,
        /// How many judges there are.
        judges: usize,
    },
    /// The first entry, by number, that too few judges may see.
    #[error("only {able} judges may see entry {entry}, which needs {needed}")]
    TooFewJudges {
        /// The entry.
        entry: usize,
        /// How many judges may see it and take at least one entry.
        able: u32,
        /// How many it needs.
        needed: u32,
    },
    /// All judges together can take fewer reviews than are needed.
    #[error(
        "the judges can take {places} reviews, {missing} fewer than the {needed} that are needed"
    )]
    TooFewPlaces {
        /// How many reviews are needed.
        needed: u64,
        /// How many the judges can take: for each the smaller of the limit and the entries that the judge may see.
        places: u64,
        /// How many places are missing.
        missing: u64,
    },
    /// There are places enough, but not where they are needed: some entries may be seen by these judges alone (and by others
    /// who have them already), and these judges are full.
    #[error(
        "{missing} reviews find no judge: judges {judges:?} are full and nobody else may take what is left"
    )]
    PanelFull {
        /// The judges, in rising order; room with any of them, or somebody else who may see their entries, would help.
        judges: Vec<usize>,
        /// The entries that stay short of reviews, in rising order.
        entries: Vec<usize>,
        /// How many reviews find no judge, however the others are placed.
        missing: u64,
    },
}

impl Problem {
    /// Looks for what can be seen without planning.
    ///
    /// # Errors
    /// Every reason of [`Impossible`] except [`Impossible::PanelFull`], which only the flow can find.
    pub(crate) fn check(&self) -> Result<(), Impossible> {
        let (entries, judges) = (self.entries.len(), self.judges.len());
        // The smallest pair, so that the answer does not hang on the order of a hash set.
        if let Some(&(entry, judge)) = self
            .barred
            .iter()
            .filter(|&&(entry, judge)| entry >= entries || judge >= judges)
            .min()
        {
            return Err(Impossible::UnknownPair {
                entry,
                judge,
                entries,
                judges,
            });
        }

        let mut barred_from_entry = vec![0_usize; entries];
        let mut barred_from_judge = vec![0_usize; judges];
        for &(entry, judge) in &self.barred {
            barred_from_judge[judge] += 1;
            if self.judges[judge].max != Some(0) {
                barred_from_entry[entry] += 1;
            }
        }
        let open = self
            .judges
            .iter()
            .filter(|capacity| capacity.max != Some(0))
            .count();
        for (entry, barred) in barred_from_entry.iter().enumerate() {
            let able = u32::try_from(open - barred).unwrap_or(u32::MAX);
            if able < self.reviews {
                return Err(Impossible::TooFewJudges {
                    entry,
                    able,
                    needed: self.reviews,
                });
            }
        }

        let needed = entries as u64 * u64::from(self.reviews);
        let places = self
            .judges
            .iter()
            .zip(&barred_from_judge)
            .map(|(capacity, barred)| {
                let able = (entries - barred) as u64;
                capacity.max.map_or(able, |max| able.min(u64::from(max)))
            })
            .sum();
        if places < needed {
            return Err(Impossible::TooFewPlaces {
                needed,
                places,
                missing: needed - places,
            });
        }
        Ok(())
    }
}
