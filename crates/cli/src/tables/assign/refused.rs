//! Why there is no plan, in the names of the tables.

use assign::ExpertImpossible;
use organizer::{Facts, Refusal};

use super::problem::Contest;
use crate::tables::refused::{TableError, facts};
use crate::tables::{listed, picked};

/// Why there is no plan.
#[derive(Debug, thiserror::Error)]
pub(super) enum PlanRefused {
    #[error(transparent)]
    Table(#[from] TableError),
    /// More pairs than can be planned for.
    #[error("{entries} entries and {judges} judges are too many")]
    TooMany { entries: usize, judges: usize },
    /// Some entries have fewer judges of other units than they are to have reviews.
    #[error("{} entries have fewer than {needed} judges", entries.len())]
    TooFewJudges {
        needed: u32,
        /// The entries, each with the number of judges it may have.
        entries: Vec<String>,
    },
    /// Some reviews find no judge.
    #[error("{missing} reviews find no judge")]
    TooFewPlaces {
        missing: u64,
        /// Judges who are full.
        full: Vec<String>,
        /// Entries that stay short.
        short: Vec<String>,
        /// Entries that compete for the full judges.
        competing: Vec<String>,
        /// Pairs of one unit between a competing entry and a judge with room.
        bars: Vec<String>,
    },
    /// Some judges stay above their minutes.
    #[error("{over} minutes too many")]
    Minutes { judges: Vec<String>, over: u64 },
    /// Another reason, in the library's own words; the tables leave none.
    #[error(transparent)]
    Impossible(ExpertImpossible),
}

impl PlanRefused {
    /// The reason in the names of the tables.
    pub(super) fn impossible(why: ExpertImpossible, contest: &Contest) -> Self {
        let judges = |numbers: &[usize]| picked(&contest.judges, numbers);
        let entries = |numbers: &[usize]| picked(&contest.entries, numbers);
        match why {
            ExpertImpossible::TooFewPlaces(shortage) => Self::TooFewPlaces {
                missing: shortage.missing,
                full: judges(&shortage.judges),
                short: entries(&shortage.entries),
                competing: entries(&shortage.competing),
                bars: shortage
                    .bars
                    .iter()
                    .map(|&(entry, judge)| {
                        format!("{}–{}", contest.entries[entry], contest.judges[judge])
                    })
                    .collect(),
            },
            ExpertImpossible::MinutesExceeded {
                judges: over,
                over: by,
            } => Self::Minutes {
                judges: judges(&over),
                over: by,
            },
            ExpertImpossible::TooLarge { .. } => Self::TooMany {
                entries: contest.entries.len(),
                judges: contest.judges.len(),
            },
            other => Self::Impossible(other),
        }
    }
}

impl Refusal for PlanRefused {
    fn code(&self) -> &'static str {
        match self {
            Self::Table(error) => error.code(),
            Self::TooMany { .. } => "assign_too_many",
            Self::TooFewJudges { .. } => "assign_too_few_judges",
            Self::TooFewPlaces { .. } => "assign_too_few_places",
            Self::Minutes { .. } => "assign_minutes",
            Self::Impossible(_) => "assign_impossible",
        }
    }

    fn facts(&self) -> Facts {
        match self {
            Self::Table(error) => error.facts(),
            Self::TooMany { entries, judges } => facts([
                ("entries", entries.to_string()),
                ("judges", judges.to_string()),
            ]),
            Self::TooFewJudges { needed, entries } => {
                facts([("needed", needed.to_string()), ("entries", listed(entries))])
            }
            Self::TooFewPlaces {
                missing,
                full,
                short,
                competing,
                bars,
            } => facts([
                ("missing", missing.to_string()),
                ("judges", listed(full)),
                ("entries", listed(short)),
                ("competing", listed(competing)),
                (
                    "bars",
                    if bars.is_empty() {
                        "–".to_owned()
                    } else {
                        listed(bars)
                    },
                ),
            ]),
            Self::Minutes { judges, over } => {
                facts([("judges", listed(judges)), ("over", over.to_string())])
            }
            Self::Impossible(why) => facts([("why", why.to_string())]),
        }
    }
}
