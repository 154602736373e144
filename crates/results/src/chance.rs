//! How probable it is that an entry is among the first so many of those who are counted.

use ranking::Draws;

use crate::inputs::EntryFacts;
use crate::lines::{Among, Line};

/// For each entry that is counted and has a review its position and its probability, 0–1, rising by position: the part of the
/// draws in which at most so many of those who are counted stand as high.
pub(crate) fn chances(draws: &Draws, entries: &[&EntryFacts], line: Line<'_>) -> Vec<(usize, f64)> {
    let counted = |at: &usize| entries.get(*at).is_some_and(|one| line.among.includes(one));
    if matches!(line.among, Among::All) {
        let of_all = |&at: &usize| Some((at, draws.p_top(at, line.places)?));
        return draws.entries().iter().filter_map(of_all).collect();
    }
    let rows: Vec<(usize, Vec<u32>)> = draws
        .entries()
        .iter()
        .filter(|at| counted(at))
        .filter_map(|&at| Some((at, draws.ranks(at)?)))
        .collect();
    let last = usize::try_from(line.places).unwrap_or(usize::MAX);
    let mut within = vec![0_u32; rows.len()];
    let mut column = Vec::with_capacity(rows.len());
    for draw in 0..draws.count() {
        column.clear();
        column.extend(rows.iter().filter_map(|(_, row)| row.get(draw).copied()));
        let worst = match last.checked_sub(1).filter(|at| *at < column.len()) {
            Some(at) => *column.select_nth_unstable(at).1,
            None => u32::MAX,
        };
        for (count, (_, row)) in within.iter_mut().zip(&rows) {
            *count += u32::from(row.get(draw).is_some_and(|rank| *rank <= worst));
        }
    }
    let share = |count: u32| f64::from(count) / draws.count() as f64;
    rows.iter()
        .zip(within)
        .map(|((at, _), count)| (*at, share(count)))
        .collect()
}
