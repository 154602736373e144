//! The shape of a ranking as it is printed for programs. Every name is a key of the JSON and does not change.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::tables::bridge::BridgeLine;

/// A ranking in names. All numbers are on the scale of the scores unless it says otherwise.
#[derive(Debug, Serialize)]
pub(super) struct Ranked {
    /// Island by island, best first.
    pub(super) entries: Vec<EntryLine>,
    pub(super) judges: Vec<JudgeLine>,
    /// Empty without a table of themes.
    pub(super) themes: Vec<ThemeLine>,
    pub(super) reviews: usize,
    /// What each criterion counts; sums to 1.
    pub(super) weights: BTreeMap<String, f64>,
    pub(super) variances: VarianceLine,
    /// −2 log restricted likelihood.
    pub(super) reml_criterion: f64,
    pub(super) reliability: ReliabilityLine,
    /// Whether every entry is compared with every other.
    pub(super) single_ranking: bool,
    /// How many islands there are.
    pub(super) components: usize,
    pub(super) islands: Vec<IslandLine>,
    /// Reviews that would join the islands.
    pub(super) missing_bridges: Vec<PairLine>,
    /// From 0 to 1; 0 with islands.
    pub(super) fiedler: f64,
    pub(super) weakest_bridge: Option<BridgeLine>,
    pub(super) seed: u64,
    pub(super) draws: u32,
    /// Entries of the table of themes without a score.
    pub(super) unscored: Vec<String>,
}

#[derive(Debug, Serialize)]
pub(super) struct EntryLine {
    pub(super) entry: String,
    pub(super) theme: Option<String>,
    /// From 1, as in [`Ranked::islands`].
    pub(super) island: usize,
    /// How many reviews.
    pub(super) n: u32,
    pub(super) raw_mean: f64,
    pub(super) least_squares: f64,
    pub(super) least_squares_se: Option<f64>,
    /// Above the theme's mean.
    pub(super) merit: f64,
    pub(super) merit_se: f64,
    /// Theme mean plus merit: what `rank` goes by.
    pub(super) estimate: f64,
    pub(super) estimate_se: f64,
    /// Within the island.
    pub(super) rank: u32,
    pub(super) tied: bool,
    /// The ends of the middle nine tenths of the draws, within the island.
    pub(super) rank_low: Option<u32>,
    pub(super) rank_high: Option<u32>,
    pub(super) p_first: Option<f64>,
    /// By k.
    pub(super) p_top: BTreeMap<u32, Option<f64>>,
}

#[derive(Debug, Serialize)]
pub(super) struct JudgeLine {
    pub(super) judge: String,
    pub(super) n: u32,
    pub(super) leniency: f64,
    pub(super) leniency_se: f64,
    pub(super) spread: Option<f64>,
    pub(super) infit: f64,
    /// Whether infit is above 1.5.
    pub(super) misfits: bool,
}

#[derive(Debug, Serialize)]
pub(super) struct ThemeLine {
    pub(super) theme: String,
    pub(super) mean: f64,
    pub(super) se: f64,
    /// Entries with a score.
    pub(super) entries: u32,
}

#[derive(Debug, Serialize)]
pub(super) struct VarianceLine {
    pub(super) entry: f64,
    pub(super) judge: f64,
    pub(super) residual: f64,
}

/// From 0 to 1.
#[derive(Debug, Serialize)]
pub(super) struct ReliabilityLine {
    pub(super) raw_mean: f64,
    pub(super) merit: f64,
}

#[derive(Debug, Serialize)]
pub(super) struct IslandLine {
    pub(super) entries: Vec<String>,
    pub(super) judges: Vec<String>,
}

#[derive(Debug, Serialize)]
pub(super) struct PairLine {
    pub(super) judge: String,
    pub(super) entry: String,
}
