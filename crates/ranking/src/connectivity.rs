//! How firmly the reviews hold a ranking together: judges and entries as a graph with a line for every review, its islands, and
//! the place where it is thinnest.

use crate::design::{Design, FitError};
use crate::fiedler::second_singular;
use crate::islands::Islands;
use crate::review::Review;

/// Entries and judges that are joined by reviews with one another and with nobody else.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Island {
    /// The entries, rising.
    pub entries: Vec<usize>,
    /// The judges, rising.
    pub judges: Vec<usize>,
}

/// The place where the graph is thinnest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bridge {
    /// The judges on the side with fewer reviews, rising.
    pub judges: Vec<usize>,
    /// The entries that judges of both sides have seen, rising: they alone carry the comparison across.
    pub entries: Vec<usize>,
}

/// A review that would join an island to the first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MissingBridge {
    /// A judge of the first island: the one with the fewest reviews, the next for the next island.
    pub judge: usize,
    /// An entry of the other island: the one with the fewest reviews.
    pub entry: usize,
}

/// How firmly the reviews join the entries.
#[derive(Debug, Clone, PartialEq)]
pub struct Connectivity {
    /// The islands, the one with the most entries first, then by the lowest entry. More than one: no single ranking.
    pub islands: Vec<Island>,
    /// With islands, one review for each but the first that would join it to the first. None of the judges has it yet.
    pub missing: Vec<MissingBridge>,
    /// The Fiedler value of the graph of judges and entries: the second smallest eigenvalue of its normalised Laplacian
    /// I − D^(−1/2) A D^(−1/2), from 0 for islands to 1 for a complete table (Chung, *Spectral Graph Theory*, 1997).
    pub fiedler: f64,
    /// The thinnest place: of the cuts along the Fiedler vector the one that fewest entries cross, measured against the
    /// reviews on its smaller side. `None` for islands and for a single judge.
    pub weakest: Option<Bridge>,
}

/// Looks at the graph of the reviews; `entries` is how many entries there are, those without a review are on no island.
///
/// # Errors
/// [`FitError`] for unusable reviews and for none at all.
pub fn connectivity(entries: usize, reviews: &[Review]) -> Result<Connectivity, FitError> {
    let design = Design::new(reviews, &vec![0; entries])?;
    Ok(connectivity_of(&design, &Islands::of(&design)))
}

impl crate::fit::Fit {
    /// How firmly the reviews join the entries.
    #[must_use]
    pub fn connectivity(&self) -> Connectivity {
        connectivity_of(&self.design, &self.islands)
    }
}

fn connectivity_of(design: &Design, islands: &Islands) -> Connectivity {
    let mut named = vec![
        Island {
            entries: Vec::new(),
            judges: Vec::new()
        };
        islands.count
    ];
    for (&entry, &island) in design.entries.iter().zip(&islands.of_entry) {
        named[island].entries.push(entry);
    }
    for (&judge, &island) in design.judges.iter().zip(&islands.of_judge) {
        named[island].judges.push(judge);
    }
    if islands.count > 1 {
        return Connectivity {
            missing: missing_bridges(design, islands),
            islands: named,
            fiedler: 0.0,
            weakest: None,
        };
    }
    let (second, vector) = second_singular(design);
    Connectivity {
        islands: named,
        missing: Vec::new(),
        fiedler: (1.0 - second).clamp(0.0, 1.0),
        weakest: thinnest_cut(design, &vector),
    }
}

fn missing_bridges(design: &Design, islands: &Islands) -> Vec<MissingBridge> {
    let loads = design.loads();
    let mut judges: Vec<usize> = (0..loads.len())
        .filter(|&judge| islands.of_judge[judge] == 0)
        .collect();
    judges.sort_by_key(|&judge| (loads[judge], judge));
    let others = islands.entries().into_iter().skip(1);
    others
        .zip(judges.iter().cycle())
        .filter_map(|(entries, &judge)| {
            let fewest = |&entry: &usize| design.panel(entry).judges.len();
            let entry = entries.into_iter().min_by_key(fewest)?;
            Some(MissingBridge {
                judge: design.judges[judge],
                entry: design.entries[entry],
            })
        })
        .collect()
}

/// Of the cuts between judges in the order of `vector`, the thinnest.
fn thinnest_cut(design: &Design, vector: &[f64]) -> Option<Bridge> {
    let mut order: Vec<usize> = (0..vector.len()).collect();
    order.sort_by(|&a, &b| vector[a].total_cmp(&vector[b]).then(a.cmp(&b)));
    let mut seen_by = vec![Vec::new(); vector.len()];
    for (entry, panel) in design.panels().enumerate() {
        for &judge in panel.judges {
            seen_by[judge].push(entry);
        }
    }
    let sizes: Vec<usize> = design.panels().map(|panel| panel.judges.len()).collect();
    let mut below = vec![0_usize; sizes.len()];
    let (mut crossing, mut reviews) = (0_usize, 0_usize);
    let mut best: Option<(f64, usize)> = None;
    for (position, &judge) in order.iter().enumerate().take(order.len().saturating_sub(1)) {
        for &entry in &seen_by[judge] {
            let size = sizes[entry];
            below[entry] += 1;
            if below[entry] == 1 && size > 1 {
                crossing += 1;
            } else if below[entry] == size && size > 1 {
                crossing -= 1;
            }
            reviews += 1;
        }
        let thickness = crossing as f64 / reviews.min(design.reviews() - reviews) as f64;
        if best.is_none_or(|(thinnest, _)| thickness < thinnest) {
            best = Some((thickness, position));
        }
    }
    let (_, position) = best?;
    let (below, above) = order.split_at(position + 1);
    let load = |side: &[usize]| side.iter().map(|&j| seen_by[j].len()).sum::<usize>();
    let side = if load(below) <= load(above) {
        below
    } else {
        above
    };
    let mut inside = vec![false; order.len()];
    side.iter().for_each(|&judge| inside[judge] = true);
    let crossing = design.panels().enumerate().filter(|(_, panel)| {
        let here = panel.judges.iter().filter(|&&judge| inside[judge]).count();
        here > 0 && here < panel.judges.len()
    });
    let entries = crossing.map(|(entry, _)| design.entries[entry]).collect();
    let mut judges: Vec<usize> = side.iter().map(|&judge| design.judges[judge]).collect();
    judges.sort_unstable();
    Some(Bridge { judges, entries })
}
