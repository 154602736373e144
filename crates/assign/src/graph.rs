//! The graph of the judges: two are linked when they share an entry, and the link is as wide as the number they share. Whether
//! severity can be told apart from merit hangs on it.

use std::collections::BTreeMap;

/// Two judges, the lower first, and how many entries they share.
pub type Link = (usize, usize, u32);

/// Groups of things that are known to belong together.
struct Groups(Vec<usize>);

impl Groups {
    fn new(count: usize) -> Self {
        Self((0..count).collect())
    }

    /// The one that speaks for the group of `member`.
    fn head(&mut self, mut member: usize) -> usize {
        while self.0[member] != member {
            self.0[member] = self.0[self.0[member]];
            member = self.0[member];
        }
        member
    }

    /// Joins two groups; false when they are one already.
    fn join(&mut self, one: usize, other: usize) -> bool {
        let (one, other) = (self.head(one), self.head(other));
        self.0[one.max(other)] = one.min(other);
        one != other
    }
}

/// Every link of a plan, in rising order of the judges. `judges_of` holds the judges of each entry, counted from 0; one that is
/// not below `judges` links to nobody.
#[must_use]
pub fn links(judges: usize, judges_of: &[Vec<usize>]) -> Vec<Link> {
    let mut shared: BTreeMap<(usize, usize), u32> = BTreeMap::new();
    for panel in judges_of {
        for (position, &one) in panel.iter().enumerate().filter(|&(_, &one)| one < judges) {
            for &other in panel
                .iter()
                .skip(position + 1)
                .filter(|&&other| other < judges)
            {
                let count = shared.entry((one.min(other), one.max(other))).or_default();
                *count = count.saturating_add(1);
            }
        }
    }
    shared
        .into_iter()
        .map(|((one, other), count)| (one, other, count))
        .collect()
}

/// The narrowest bridge between two groups of judges: the lightest link of the widest tree over all judges (a maximum spanning
/// forest, by Kruskal), the first by judges where several are as light. Scores of the two groups are compared through links no
/// wider than this one. `None` when no two judges share an entry.
#[must_use]
pub fn weakest_link(judges: usize, links: &[Link]) -> Option<Link> {
    let mut widest_first = links.to_vec();
    widest_first.sort_by_key(|&(one, other, shared)| (std::cmp::Reverse(shared), one, other));
    let mut groups = Groups::new(judges);
    widest_first
        .into_iter()
        .filter(|&(one, other, _)| one < judges && other < judges && groups.join(one, other))
        .min_by_key(|&(one, other, shared)| (shared, one, other))
}

/// The judges with entries in groups that share none, the largest group first, then by the lowest judge. More than one: no
/// single ranking can be drawn from the scores.
#[must_use]
pub fn islands(judges: usize, judges_of: &[Vec<usize>]) -> Vec<Vec<usize>> {
    let mut groups = Groups::new(judges);
    let mut busy = vec![false; judges];
    for panel in judges_of {
        let mut known = panel.iter().copied().filter(|&judge| judge < judges);
        let Some(first) = known.next() else { continue };
        busy[first] = true;
        for judge in known {
            busy[judge] = true;
            groups.join(first, judge);
        }
    }
    let mut islands: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for judge in (0..judges).filter(|&judge| busy[judge]) {
        islands.entry(groups.head(judge)).or_default().push(judge);
    }
    let mut islands: Vec<Vec<usize>> = islands.into_values().collect();
    islands.sort_by_key(|island| (std::cmp::Reverse(island.len()), island.first().copied()));
    islands
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_panels_are_two_islands_and_a_judge_without_entries_is_on_none() {
        let judges_of = [vec![3, 4], vec![0, 1], vec![1, 2]];
        assert_eq!(islands(6, &judges_of), [vec![0, 1, 2], vec![3, 4]]);
    }

    #[test]
    fn one_shared_entry_makes_one_island() {
        let judges_of = [vec![0, 1], vec![2, 3], vec![1, 2]];
        assert_eq!(islands(4, &judges_of), [vec![0, 1, 2, 3]]);
    }

    #[test]
    fn the_weakest_link_is_the_bridge_and_not_just_any_light_link() {
        // Judges 0, 1, 2 share many entries, so do 3 and 4; one entry joins 2 and 3. Judges 0 and 2 share one entry as
        // well, but are held together through judge 1.
        let mut judges_of = vec![vec![0, 1]; 5];
        judges_of.extend(vec![vec![1, 2]; 4]);
        judges_of.extend(vec![vec![3, 4]; 6]);
        judges_of.push(vec![0, 2]);
        judges_of.extend(vec![vec![2, 3]; 2]);
        assert_eq!(weakest_link(5, &links(5, &judges_of)), Some((2, 3, 2)));
    }

    #[test]
    fn single_judges_have_no_link() {
        let judges_of = [vec![0], vec![1]];
        assert_eq!(weakest_link(2, &links(2, &judges_of)), None);
        assert_eq!(islands(2, &judges_of), [vec![0], vec![1]]);
    }
}
