//! Why there is no plan, and what would help.

/// Why no plan by expertise exists.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ExpertImpossible {
    /// A barred or kept pair names an entry or a judge that does not exist.
    #[error(
        "there is no pair of entry {entry} and judge {judge} among {entries} entries and {judges} judges"
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
    /// A cost is so large that sums could overflow.
    #[error("a cost of {cost} is above {most}")]
    CostTooLarge {
        /// The cost.
        cost: u32,
        /// The largest allowed.
        most: u32,
    },
    /// The plan would take more memory than it should: judges² × themes that are known by different judges.
    #[error("{judges} judges who know {themes} themes differently are too many to plan for")]
    TooLarge {
        /// How many judges there are.
        judges: usize,
        /// How many themes are known by different judges.
        themes: usize,
    },
    /// A judge is to have more entries than there is room for.
    #[error("judge {judge} is to have {min} entries at least and {room} at most")]
    MinimumAboveRoom {
        /// The judge.
        judge: usize,
        /// The fewest entries.
        min: u32,
        /// The most entries there can be: the judge's limit, or all entries.
        room: u32,
    },
    /// The judges are to have more entries at least than there are reviews.
    #[error("the judges are to have {least} reviews at least, and there are {reviews}")]
    MinimaTooMany {
        /// The sum of the minima.
        least: u64,
        /// How many reviews there are.
        reviews: u64,
    },
    /// Some reviews find no judge.
    #[error("{} reviews find no judge: judges {:?} are full and nobody else may take what is left", .0.missing, .0.judges)]
    TooFewPlaces(Shortage),
    /// These judges cannot have as many entries as they are to have at least, because they are barred from too many.
    #[error("judges {judges:?} cannot reach their least number of entries")]
    MinimumOutOfReach {
        /// The judges, rising.
        judges: Vec<usize>,
    },
    /// No exchange that was found brings these judges within their minutes. One may exist: the search is not exhaustive.
    #[error("judges {judges:?} stay above their minutes of video, by {over} minutes in all")]
    MinutesExceeded {
        /// The judges, rising.
        judges: Vec<usize>,
        /// By how many minutes all of them together are above.
        over: u64,
    },
}

/// A minimum cut: what is full, what is short, and each kind of help that would do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shortage {
    /// How many reviews find no judge, however the others are placed.
    pub missing: u64,
    /// The judges who are full, rising. Empty when an entry is barred from nearly everybody. Room for `missing` more entries
    /// with any of them helps, as far as that judge may see the entries.
    pub judges: Vec<usize>,
    /// The entries that stay short of reviews, rising.
    pub entries: Vec<usize>,
    /// All entries, rising, that compete for these judges: a judge more who may see some of these would help.
    pub competing: Vec<usize>,
    /// Bars between a competing entry and a judge who has room, rising, a hundred at most: to lift one is worth a review.
    pub bars: Vec<(usize, usize)>,
}
