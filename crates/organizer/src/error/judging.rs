//! Refusals from the plan to the ranking.

use std::path::PathBuf;

use super::{Facts, Refusal, StoreError, facts, listed};

/// No plan was made.
#[derive(Debug, thiserror::Error)]
pub enum PlanError {
    /// See [`StoreError`].
    #[error(transparent)]
    Store(#[from] StoreError),
    /// There are no entries or no judges yet.
    #[error("there are {entries} entries and {judges} judges")]
    NothingToPlan {
        /// How many entries.
        entries: usize,
        /// How many judges.
        judges: usize,
    },
    /// Packs are issued, so the plan is fixed.
    #[error("{packs} packs are issued")]
    Issued {
        /// How many.
        packs: usize,
    },
    /// An entry has too few judges.
    #[error("only {able} judges may see {number}, {needed} are needed")]
    TooFewJudges {
        /// The entry.
        number: String,
        /// Its theme's name.
        theme: String,
        /// How many may judge it.
        able: u32,
        /// How many are needed.
        needed: u32,
    },
    /// All judges together cannot take that many reviews.
    #[error("the judges can take {places} reviews, {needed} are needed")]
    TooFewPlaces {
        /// How many reviews are needed.
        needed: u64,
        /// How many they can take.
        places: u64,
    },
    /// Some judges would have to take more than they can.
    #[error("{missing} reviews find no judge")]
    PanelFull {
        /// The judges who are full.
        judges: Vec<String>,
        /// The entries that stay short of reviews.
        entries: Vec<String>,
        /// How many reviews are left over.
        missing: u64,
    },
}

impl Refusal for PlanError {
    fn code(&self) -> &'static str {
        match self {
            Self::Store(inner) => inner.code(),
            Self::NothingToPlan { .. } => "nothing_to_plan",
            Self::Issued { .. } => "packs_issued",
            Self::TooFewJudges { .. } => "plan_too_few_judges",
            Self::TooFewPlaces { .. } => "plan_too_few_places",
            Self::PanelFull { .. } => "plan_panel_full",
        }
    }

    fn facts(&self) -> Facts {
        match self {
            Self::Store(inner) => inner.facts(),
            Self::NothingToPlan { entries, judges } => facts([
                ("entries", entries.to_string()),
                ("judges", judges.to_string()),
            ]),
            Self::Issued { packs } => facts([("packs", packs.to_string())]),
            Self::TooFewJudges {
                number,
                theme,
                able,
                needed,
            } => facts([
                ("number", number.clone()),
                ("theme", theme.clone()),
                ("able", able.to_string()),
                ("needed", needed.to_string()),
            ]),
            Self::TooFewPlaces { needed, places } => facts([
                ("needed", needed.to_string()),
                ("places", places.to_string()),
            ]),
            Self::PanelFull {
                judges,
                entries,
                missing,
            } => facts([
                ("judges", listed(judges)),
                ("entries", listed(entries)),
                ("missing", missing.to_string()),
            ]),
        }
    }
}

/// No pack was issued.
#[derive(Debug, thiserror::Error)]
pub enum IssueError {
    /// See [`StoreError`].
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The organiser's keys are under a passphrase that was not given.
    #[error("the keys are locked")]
    Locked,
    /// There is no plan, or it gives nobody an entry.
    #[error("there is no plan")]
    NoPlan,
    /// The contest has no such judge, or the judge has no entries.
    #[error("judge {judge} has no entries")]
    NoEntries {
        /// The judge.
        judge: String,
    },
    /// Media of accepted entries are not measured and copied yet.
    #[error("{files} media are waiting")]
    MediaWaiting {
        /// How many files.
        files: usize,
        /// One of them.
        name: String,
    },
    /// A file that was issued by somebody else, or not at all, has the name.
    #[error("{path} is there already")]
    FileThere {
        /// The file.
        path: PathBuf,
    },
    /// The watcher asked to stop.
    #[error("stopped")]
    Stopped,
    /// The pack could not be written.
    #[error("the pack of {judge} could not be written")]
    Pack {
        /// The judge.
        judge: String,
        /// Why.
        #[source]
        source: pack::PackError,
    },
}

impl Refusal for IssueError {
    fn code(&self) -> &'static str {
        match self {
            Self::Store(inner) => inner.code(),
            Self::Locked => "keys_locked",
            Self::NoPlan => "no_plan",
            Self::NoEntries { .. } => "judge_without_entries",
            Self::MediaWaiting { .. } => "media_waiting",
            Self::FileThere { .. } => "pack_file_there",
            Self::Stopped => "cancelled",
            Self::Pack { .. } => "pack_not_written",
        }
    }

    fn facts(&self) -> Facts {
        match self {
            Self::Store(inner) => inner.facts(),
            Self::Locked | Self::NoPlan | Self::Stopped => Facts::new(),
            Self::NoEntries { judge } => facts([("judge", judge.clone())]),
            Self::MediaWaiting { files, name } => {
                facts([("files", files.to_string()), ("name", name.clone())])
            }
            Self::FileThere { path } => facts([("path", path.display().to_string())]),
            Self::Pack { judge, source } => {
                facts([("judge", judge.clone()), ("why", source.to_string())])
            }
        }
    }
}

/// Nothing was merged.
#[derive(Debug, thiserror::Error)]
pub enum MergeError {
    /// See [`StoreError`].
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The organiser's keys are under a passphrase that was not given.
    #[error("the keys are locked")]
    Locked,
    /// No pack was issued, so nothing can come back.
    #[error("no pack was issued")]
    NothingIssued,
}

impl Refusal for MergeError {
    fn code(&self) -> &'static str {
        match self {
            Self::Store(inner) => inner.code(),
            Self::Locked => "keys_locked",
            Self::NothingIssued => "nothing_issued",
        }
    }

    fn facts(&self) -> Facts {
        match self {
            Self::Store(inner) => inner.facts(),
            Self::Locked | Self::NothingIssued => Facts::new(),
        }
    }
}

/// There is no ranking.
#[derive(Debug, thiserror::Error)]
pub enum RankError {
    /// See [`StoreError`].
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The reviews contradict each other.
    #[error("the reviews cannot be ranked")]
    Reviews(#[source] ranking::RankingError),
}

impl Refusal for RankError {
    fn code(&self) -> &'static str {
        match self {
            Self::Store(inner) => inner.code(),
            Self::Reviews(_) => "reviews_contradict",
        }
    }

    fn facts(&self) -> Facts {
        match self {
            Self::Store(inner) => inner.facts(),
            Self::Reviews(why) => facts([("why", why.to_string())]),
        }
    }
}
