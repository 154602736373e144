//! Entries as tasks of the flow. Most entries are one task for any judge. An entry with a bridge is two: one review by a judge
//! whose first theme is another, the rest by judges of its own theme, so that no judge can get both.

use std::collections::BTreeMap;

use super::problem::ExpertProblem;
use crate::dice::Dice;

/// Reviews that any of the same judges may write at the same costs.
#[derive(Debug, Clone)]
pub(super) struct Task {
    /// The entry they are of.
    pub(super) entry: usize,
    /// The class that says what a review costs with each judge.
    pub(super) class: usize,
    /// How many different judges it gets.
    pub(super) reviews: u32,
    /// The judges who may take it.
    pub(super) able: Vec<bool>,
    /// Those of them who had it before.
    pub(super) kept: Vec<usize>,
}

/// All tasks, and what the classes of tasks cost.
#[derive(Debug)]
pub(super) struct Tasks {
    pub(super) tasks: Vec<Task>,
    /// For each class, for each judge, the cost of a review.
    pub(super) costs: Vec<Vec<i64>>,
    /// The entries with a bridge, rising.
    pub(super) bridged: Vec<usize>,
}

/// Splits the entries into tasks; the dice choose the bridges.
pub(super) fn split(problem: &ExpertProblem, dice: &mut Dice) -> Tasks {
    let judges = problem.judges.len();
    let bridged = choose_bridges(problem, dice);
    // Themes that cost the same with every judge are one class.
    let mut classes: BTreeMap<usize, usize> = BTreeMap::new();
    let mut rows: BTreeMap<Vec<i64>, usize> = BTreeMap::new();
    let mut costs: Vec<Vec<i64>> = Vec::new();
    let mut tasks = Vec::with_capacity(problem.entries.len() + bridged.len());
    for (entry, work) in problem.entries.iter().enumerate() {
        let class = *classes.entry(work.theme).or_insert_with(|| {
            let row: Vec<i64> = (0..judges)
                .map(|judge| i64::from(problem.cost(work.theme, judge)))
                .collect();
            *rows.entry(row).or_insert_with_key(|row| {
                costs.push(row.clone());
                costs.len() - 1
            })
        });
        let task = |reviews: u32, of_kind: &dyn Fn(usize) -> bool| {
            let able: Vec<bool> = (0..judges)
                .map(|judge| {
                    of_kind(judge)
                        && problem.room(judge) > 0
                        && !problem.barred.contains(&(entry, judge))
                })
                .collect();
            let kept = if problem.kept.is_empty() {
                Vec::new()
            } else {
                (0..judges)
                    .filter(|&judge| able[judge] && problem.kept.contains(&(entry, judge)))
                    .collect()
            };
            Task {
                entry,
                class,
                reviews,
                able,
                kept,
            }
        };
        if bridged.binary_search(&entry).is_ok() {
            tasks.push(task(1, &|judge| !problem.is_home(work.theme, judge)));
            tasks.push(task(problem.reviews - 1, &|judge| {
                problem.is_home(work.theme, judge)
            }));
        } else {
            tasks.push(task(problem.reviews, &|_| true));
        }
    }
    Tasks {
        tasks,
        costs,
        bridged,
    }
}

/// The entries that get a bridge, rising: drawn theme by theme in turn, so that every theme has its part.
///
/// Only an entry of which nothing was planned before, or whose earlier plan has a bridge already, is drawn: another would
/// push a kept review out. It needs judges enough of its own theme for the rest.
fn choose_bridges(problem: &ExpertProblem, dice: &mut Dice) -> Vec<usize> {
    if problem.reviews == 0 {
        return Vec::new();
    }
    let reviews = problem.entries.len() as u64 * u64::from(problem.reviews);
    let wanted = (reviews * u64::from(problem.bridges_per_mille.min(1000)) + 500) / 1000;
    let mut kept: BTreeMap<usize, (u32, u32)> = BTreeMap::new();
    for &(entry, judge) in &problem.kept {
        if problem.barred.contains(&(entry, judge)) || problem.room(judge) == 0 {
            continue;
        }
        let (home, away) = kept.entry(entry).or_default();
        let own = problem.is_home(problem.entries[entry].theme, judge);
        *if own { home } else { away } += 1;
    }
    let rest = problem.reviews - 1;
    let possible = |entry: usize| {
        let (kept_home, kept_away) = kept.get(&entry).copied().unwrap_or_default();
        if (kept_home, kept_away) != (0, 0) && (kept_away != 1 || kept_home > rest) {
            return false;
        }
        let theme = problem.entries[entry].theme;
        let (mut home, mut away) = (0, 0);
        for judge in 0..problem.judges.len() {
            if problem.room(judge) > 0 && !problem.barred.contains(&(entry, judge)) {
                *if problem.is_home(theme, judge) {
                    &mut home
                } else {
                    &mut away
                } += 1;
            }
        }
        home >= rest && away >= 1
    };
    let mut by_theme: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for entry in dice.order(problem.entries.len()) {
        by_theme
            .entry(problem.entries[entry].theme)
            .or_default()
            .push(entry);
    }
    let mut bridged = Vec::new();
    // Bridges that stand already count first, so that an extension draws no more than are missing.
    for (&entry, &(_, away)) in &kept {
        if away == 1 && possible(entry) && (bridged.len() as u64) < wanted {
            bridged.push(entry);
        }
    }
    let mut queues: Vec<_> = by_theme.into_values().map(Vec::into_iter).collect();
    while (bridged.len() as u64) < wanted && !queues.is_empty() {
        queues.retain_mut(|queue| {
            if bridged.len() as u64 >= wanted {
                return false;
            }
            let next = queue.find(|&entry| !kept.contains_key(&entry) && possible(entry));
            bridged.extend(next);
            next.is_some()
        });
    }
    bridged.sort_unstable();
    bridged
}
