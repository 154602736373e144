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
    let (tree, _) = widest_tree(judges, links);
    tree.into_iter()
        .min_by_key(|&(one, other, shared)| (shared, one, other))
}

/// At most `most` of these links, in rising order of the judges: those of the widest tree over all judges first, so that whoever
/// is linked stays linked, then the widest of the others. The tree is never cut: it has one link less than it has judges.
#[must_use]
pub fn backbone(judges: usize, links: &[Link], most: usize) -> Vec<Link> {
    let (mut kept, others) = widest_tree(judges, links);
    let room = most.saturating_sub(kept.len());
    kept.extend(others.into_iter().take(room));
    kept.sort_unstable();
    kept
}

/// A maximum spanning forest by Kruskal, and the links that are not in it; both the widest first, then by judges.
fn widest_tree(judges: usize, links: &[Link]) -> (Vec<Link>, Vec<Link>) {
    let mut widest_first: Vec<Link> = links
        .iter()
        .copied()
        .filter(|&(one, other, _)| one < judges && other < judges)
        .collect();
    widest_first
        .sort_unstable_by_key(|&(one, other, shared)| (std::cmp::Reverse(shared), one, other));
    let mut groups = Groups::new(judges);
    widest_first
        .into_iter()
        .partition(|&(one, other, _)| groups.join(one, other))
}

/// How many links there are at most from one judge to another, going by the shortest way; 1 when any two who are linked at all
/// share an entry, 0 without a link. Judges who cannot be reached from each other are left out.
#[must_use]
pub fn farthest(judges: usize, links: &[Link]) -> usize {
    let mut next: Vec<Vec<usize>> = vec![Vec::new(); judges];
    for &(one, other, _) in links {
        if one < judges && other < judges {
            next[one].push(other);
            next[other].push(one);
        }
    }
    let from = (0..judges).map(|from| {
        let mut reached = vec![false; judges];
        reached[from] = true;
        let mut edge = vec![from];
        let mut steps = 0;
        loop {
            let mut beyond = Vec::new();
            for to in edge.iter().flat_map(|&at| &next[at]) {
                if !std::mem::replace(&mut reached[*to], true) {
                    beyond.push(*to);
                }
            }
            if beyond.is_empty() {
                return steps;
            }
            steps += 1;
            edge = beyond;
        }
    });
    from.max().unwrap_or(0)
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
    fn the_backbone_keeps_whoever_is_linked_linked_and_then_the_widest() {
        let links = [
            (0, 1, 5),
            (0, 2, 4),
            (1, 2, 3),
            (2, 3, 1),
            (4, 5, 1),
            (4, 9, 7),
        ];
        let tree = [(0, 1, 5), (0, 2, 4), (2, 3, 1), (4, 5, 1)];
        assert_eq!(backbone(6, &links, 0), tree);
        assert_eq!(backbone(6, &links, 5), links[..5]);
    }

    #[test]
    fn the_farthest_two_are_counted_by_the_shortest_way() {
        assert_eq!(farthest(3, &[]), 0);
        assert_eq!(farthest(3, &[(0, 1, 9), (0, 2, 1), (1, 2, 1)]), 1);
        assert_eq!(
            farthest(6, &[(0, 1, 1), (1, 2, 1), (2, 3, 1), (4, 5, 1)]),
            3
        );
    }

    #[test]
    fn single_judges_have_no_link() {
        let judges_of = [vec![0], vec![1]];
        assert_eq!(weakest_link(2, &links(2, &judges_of)), None);
        assert_eq!(islands(2, &judges_of), [vec![0], vec![1]]);
    }
}
