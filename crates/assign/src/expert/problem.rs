//! What is to be planned by expertise.

use std::collections::HashSet;

use super::shortage::ExpertImpossible;

/// The dearest expertise, so that sums stay far from overflow.
const DEAREST: u32 = 1_000_000;

/// One entry to be judged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Work {
    /// Its theme, by any number.
    pub theme: usize,
    /// The length of its video in minutes; 0 when it has none.
    pub minutes: u32,
}

/// One judge.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Expert {
    /// The themes the judge knows, the best known first. Empty: none in particular, and every theme costs as a listed one.
    pub themes: Vec<usize>,
    /// The fewest entries.
    pub min: u32,
    /// The most entries; `None` for no limit.
    pub max: Option<u32>,
    /// The most minutes of video; `None` for no limit.
    pub max_minutes: Option<u32>,
}

/// What a review costs by how well the judge knows the theme. Any unit; only sums are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ExpertiseCosts {
    /// The judge's first theme.
    pub first: u32,
    /// Another theme the judge lists.
    pub listed: u32,
    /// A theme the judge does not list.
    pub unlisted: u32,
}

impl Default for ExpertiseCosts {
    /// 0, 1 and 4: one review by a stranger to the theme is as bad as four by judges who merely list it.
    fn default() -> Self {
        Self {
            first: 0,
            listed: 1,
            unlisted: 4,
        }
    }
}

/// Entries, judges, and what binds them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ExpertProblem {
    /// The entries; the index is the entry's number here.
    pub entries: Vec<Work>,
    /// The judges; the index is the judge's number here.
    pub judges: Vec<Expert>,
    /// How many different judges each entry gets.
    pub reviews: u32,
    /// Pairs of entry and judge that must not meet: the same unit, a declared conflict, a recusal.
    pub barred: HashSet<(usize, usize)>,
    /// Pairs of a plan that is out already. They stay wherever bars, limits and the other entries let them.
    pub kept: HashSet<(usize, usize)>,
    /// What reviews cost.
    pub costs: ExpertiseCosts,
    /// How many of 1,000 reviews go to a judge whose first theme is another on purpose; 50 is a good number.
    pub bridges_per_mille: u32,
}

impl ExpertProblem {
    /// What a review costs.
    #[must_use]
    pub fn cost(&self, theme: usize, judge: usize) -> u32 {
        let themes = self
            .judges
            .get(judge)
            .map_or(&[][..], |judge| judge.themes.as_slice());
        match themes.iter().position(|&known| known == theme) {
            Some(0) => self.costs.first,
            None if !themes.is_empty() => self.costs.unlisted,
            _ => self.costs.listed,
        }
    }

    /// Whether the theme is the judge's first.
    pub(super) fn is_home(&self, theme: usize, judge: usize) -> bool {
        self.judges[judge].themes.first() == Some(&theme)
    }

    /// The most entries a judge takes.
    pub(super) fn room(&self, judge: usize) -> usize {
        let entries = self.entries.len();
        self.judges[judge]
            .max
            .map_or(entries, |max| (max as usize).min(entries))
    }

    /// Looks for what can be seen without planning.
    pub(super) fn check(&self) -> Result<(), ExpertImpossible> {
        let (entries, judges) = (self.entries.len(), self.judges.len());
        if let Some(&(entry, judge)) = self
            .barred
            .iter()
            .chain(&self.kept)
            .filter(|&&(entry, judge)| entry >= entries || judge >= judges)
            .min()
        {
            return Err(ExpertImpossible::UnknownPair {
                entry,
                judge,
                entries,
                judges,
            });
        }
        let costs = [self.costs.first, self.costs.listed, self.costs.unlisted];
        if let Some(&cost) = costs.iter().find(|&&cost| cost > DEAREST) {
            return Err(ExpertImpossible::CostTooLarge {
                cost,
                most: DEAREST,
            });
        }
        for (judge, expert) in self.judges.iter().enumerate() {
            if expert.min as usize > self.room(judge) {
                return Err(ExpertImpossible::MinimumAboveRoom {
                    judge,
                    min: expert.min,
                    room: u32::try_from(self.room(judge)).unwrap_or(u32::MAX),
                });
            }
        }
        let least: u64 = self.judges.iter().map(|judge| u64::from(judge.min)).sum();
        let reviews = entries as u64 * u64::from(self.reviews);
        if least > reviews {
            return Err(ExpertImpossible::MinimaTooMany { least, reviews });
        }
        Ok(())
    }
}
