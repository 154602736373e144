//! Islands: entries and judges that are joined by reviews with one another and with nobody else. Within an island entries can
//! be compared through judges who saw both, directly or along a chain; between islands there is nothing but the hope that
//! their judges are alike, and so every ranking is made island by island.

use crate::design::Design;
use crate::rank::places;

/// Where an entry stands.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Standing {
    /// The entry, counted from 0.
    pub entry: usize,
    /// What it is ranked by, in units of the scores.
    pub estimate: f64,
    /// The rank, from 1; equal estimates share the better rank and use up those behind (1, 2, 2, 4).
    pub rank: u32,
    /// Whether another entry has the same rank.
    pub tied: bool,
}

/// An order of the entries, best first, or one for each island when nothing compares them.
#[derive(Debug, Clone, PartialEq)]
pub enum Ranking {
    /// Every entry is compared with every other.
    Whole(Vec<Standing>),
    /// Ranks hold within an island only. The islands are in the order of [`Connectivity::islands`](crate::Connectivity::islands).
    Islands(Vec<Vec<Standing>>),
}

/// Which island each entry and judge of a design is on.
#[derive(Debug, Clone)]
pub(crate) struct Islands {
    pub(crate) count: usize,
    pub(crate) of_entry: Vec<usize>,
    pub(crate) of_judge: Vec<usize>,
}

impl Islands {
    pub(crate) fn of(design: &Design) -> Self {
        // Each judge points to a judge of the same island, the lowest to itself.
        let mut heads: Vec<usize> = (0..design.judges.len()).collect();
        fn head(heads: &mut [usize], mut judge: usize) -> usize {
            while heads[judge] != judge {
                heads[judge] = heads[heads[judge]];
                judge = heads[judge];
            }
            judge
        }
        for panel in design.panels() {
            let first = head(&mut heads, panel.judges[0]);
            for &judge in panel.judges {
                let other = head(&mut heads, judge);
                let current = head(&mut heads, first);
                heads[other.max(current)] = other.min(current);
            }
        }
        let roots: Vec<usize> = (0..design.judges.len())
            .map(|judge| head(&mut heads, judge))
            .collect();
        let mut sizes = vec![(0_usize, usize::MAX); roots.len()];
        for (entry, panel) in design.panels().enumerate() {
            let (size, lowest) = &mut sizes[roots[panel.judges[0]]];
            *size += 1;
            *lowest = entry.min(*lowest);
        }
        let mut order: Vec<usize> = (0..roots.len()).filter(|&j| roots[j] == j).collect();
        order.sort_by_key(|&root| (std::cmp::Reverse(sizes[root].0), sizes[root].1));
        let mut place = vec![0; roots.len()];
        for (at, &root) in order.iter().enumerate() {
            place[root] = at;
        }
        let of_judge: Vec<usize> = roots.iter().map(|&root| place[root]).collect();
        Self {
            count: order.len(),
            of_entry: design.panels().map(|p| of_judge[p.judges[0]]).collect(),
            of_judge,
        }
    }

    /// The entries of each island, as the design numbers them.
    pub(crate) fn entries(&self) -> Vec<Vec<usize>> {
        let mut entries = vec![Vec::new(); self.count];
        for (entry, &island) in self.of_entry.iter().enumerate() {
            entries[island].push(entry);
        }
        entries
    }

    /// Ranks by `estimates` (one for each entry of the design, on the caller's scale), island by island.
    pub(crate) fn rank(&self, design: &Design, estimates: &[f64]) -> Ranking {
        let scale = design.shift.abs() + design.scale;
        let mut islands: Vec<Vec<Standing>> = self
            .entries()
            .into_iter()
            .map(|entries| {
                let own: Vec<f64> = entries.iter().map(|&entry| estimates[entry]).collect();
                places(&own, scale)
                    .into_iter()
                    .map(|place| Standing {
                        entry: design.entries[entries[place.index]],
                        estimate: own[place.index],
                        rank: place.rank,
                        tied: place.tied,
                    })
                    .collect()
            })
            .collect();
        match islands.pop() {
            Some(whole) if islands.is_empty() => Ranking::Whole(whole),
            Some(last) => {
                islands.push(last);
                Ranking::Islands(islands)
            }
            None => Ranking::Whole(Vec::new()),
        }
    }
}
