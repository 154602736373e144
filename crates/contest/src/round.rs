//! The rounds of judging: who goes into one, and by which rubric it is marked.

use chrono::{DateTime, FixedOffset};
use serde::{Deserialize, Serialize};

use crate::ids::RoundId;
use crate::rubric::Rubric;

/// What kind of round.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RoundKind {
    /// Each theme's panel judges the entries of its theme. Always the first round, and only the first.
    PanelByTheme,
    /// Everyone judges the best of the panel round, across the themes.
    Final,
    /// Everyone judges the best entries of the panel round that have a video within the limit, for their videos.
    Video,
}

impl RoundKind {
    /// Whether entries of different themes are set against each other by the same judges and the same rubric, so that no
    /// difference between themes is taken out.
    pub fn compares_themes(self) -> bool {
        self != Self::PanelByTheme
    }
}

/// One round of judging.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Round {
    /// Its identifier, for example `panel`.
    pub id: RoundId,
    /// Its name.
    pub name: String,
    /// What kind of round it is.
    pub kind: RoundKind,
    /// How many judges review each entry, 1–50.
    pub reviews: u32,
    /// Which entries of the panel round go in; `None` for the panel round, which takes all that were accepted.
    pub shortlist: Option<Shortlist>,
    /// A rubric of its own, the same for every theme; `None` for the rubrics of the themes.
    pub rubric: Option<Rubric>,
    /// When the judges' scores are due.
    pub closes_at: Option<DateTime<FixedOffset>>,
}

/// Which entries of the panel round go on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shortlist {
    /// How many, at least 1. An entry whose rank is shared with the last one that goes on goes on too.
    pub places: u32,
    /// What decides who is best.
    pub by: ShortlistBy,
    /// The fewest of one theme, if the theme has so many.
    pub theme_least: u32,
    /// The most of one theme; `None` is no quota.
    pub theme_most: Option<u32>,
}

/// What decides who is best in a panel round.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ShortlistBy {
    /// The rank by the adjusted score.
    #[default]
    Rank,
    /// The probability of belonging to the best so many, which favours an entry about which little is known yet.
    Chance,
}
