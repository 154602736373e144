//! Evening the minutes of video without touching the loads: two judges exchange one entry each, the pair of entries that
//! brings their minutes closest, until no such exchange is left or the allowance is used up. Nothing is drawn here.

use crate::flow::Flow;

/// How many exchanges are made for each judge at most. A plan that starts from a random one needs a handful; the bound
/// keeps a strange one from taking long.
const EXCHANGES_PER_JUDGE: usize = 400;

/// An entry that could move from one judge to another.
#[derive(Debug, Clone, Copy)]
struct Movable {
    minutes: u32,
    entry: usize,
}

/// Evens the sums of `minutes` (one for each entry) over the judges.
pub(crate) fn even_minutes(flow: &mut Flow, minutes: &[u32]) {
    if minutes.windows(2).all(|pair| pair.first() == pair.last()) {
        return;
    }
    let mut sums = flow.sums(minutes);
    for _ in 0..EXCHANGES_PER_JUDGE.saturating_mul(flow.judges()) {
        if !exchange_once(flow, minutes, &mut sums) {
            return;
        }
    }
}

/// Makes the best exchange of the first pair that has one: the most burdened judge first, each with the least burdened first.
fn exchange_once(flow: &mut Flow, minutes: &[u32], sums: &mut [u64]) -> bool {
    let mut by_burden: Vec<usize> = (0..flow.judges()).collect();
    by_burden.sort_by_key(|&judge| (sums[judge], judge));
    for (position, &heavy) in by_burden.iter().enumerate().rev() {
        for &light in by_burden.iter().take(position) {
            let gap = sums[heavy] - sums[light];
            if gap < 2 {
                break;
            }
            if let Some((given, taken)) = best_exchange(flow, minutes, heavy, light, gap) {
                flow.exchange((given.entry, heavy), (taken.entry, light));
                let moved = u64::from(given.minutes - taken.minutes);
                sums[heavy] -= moved;
                sums[light] += moved;
                return true;
            }
        }
    }
    false
}

/// The exchange that moves as nearly as possible half the gap, and less than all of it; nothing when every exchange would
/// leave the two as far apart as they are.
fn best_exchange(
    flow: &Flow,
    minutes: &[u32],
    heavy: usize,
    light: usize,
    gap: u64,
) -> Option<(Movable, Movable)> {
    let givable = movable(flow, minutes, heavy, light);
    let takable = movable(flow, minutes, light, heavy);
    let mut best: Option<(u64, Movable, Movable)> = None;
    for &given in &givable {
        // The remaining gap falls and then rises as the taken entry gets shorter: its best lies at one of the two
        // entries around `given − gap / 2`.
        let ideal = (u64::from(given.minutes) * 2).saturating_sub(gap);
        let around = takable.partition_point(|taken| u64::from(taken.minutes) * 2 < ideal);
        for position in [around.checked_sub(1), Some(around)].into_iter().flatten() {
            let Some(&taken) = takable.get(position) else {
                continue;
            };
            let Some(moved) = given.minutes.checked_sub(taken.minutes).map(u64::from) else {
                continue;
            };
            let left = gap.abs_diff(moved * 2);
            if left < gap && best.is_none_or(|(least, ..)| left < least) {
                best = Some((left, given, taken));
            }
        }
    }
    best.map(|(_, given, taken)| (given, taken))
}

/// What `from` could hand to `to`: for each length one entry, the one with the lowest number, in rising order of length.
fn movable(flow: &Flow, minutes: &[u32], from: usize, to: usize) -> Vec<Movable> {
    let mut movable: Vec<Movable> = flow
        .entries_of(from)
        .iter()
        .filter(|&&entry| flow.may_move_to(entry, to))
        .map(|&entry| Movable {
            minutes: minutes[entry],
            entry,
        })
        .collect();
    movable.sort_unstable_by_key(|movable| (movable.minutes, movable.entry));
    movable.dedup_by_key(|movable| movable.minutes);
    movable
}
