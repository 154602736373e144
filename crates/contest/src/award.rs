//! The awards: who can receive one, how many there are, and who decides.

use serde::{Deserialize, Serialize};

use crate::ids::{AwardId, RoundId, ThemeId};
use crate::rules::TieRule;

/// Who can receive an award.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GivenTo {
    /// An idea.
    Entry,
    /// An idea with a video within the limit.
    EntryWithVideo,
    /// A unit, for participation, organisation and results.
    Unit,
}

/// Who says which entries or units receive an award.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DecidedBy {
    /// The ranking; people decide ties, and the number where none is fixed.
    #[default]
    Ranking,
    /// People, one by one; the ranking is laid before them.
    People,
}

/// One award.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Award {
    /// Its identifier, for example `gold`.
    pub id: AwardId,
    /// Its name.
    pub name: String,
    /// Its English name.
    pub name_en: String,
    /// How many are given; `None` leaves the number to the organiser.
    pub count: Option<u32>,
    /// The money for each, in whole yuan.
    pub prize_yuan: u32,
    /// Who can receive it.
    pub given_to: GivenTo,
    /// Who says who receives it.
    pub decided_by: DecidedBy,
    /// The round whose ranking it goes by.
    pub round: RoundId,
    /// What decides ties at its last place.
    pub ties: TieRule,
    /// Whether an entry may have it beside another award. Of awards without this an entry receives the highest only.
    pub beside_others: bool,
    /// At most so many for one theme; `None` is no quota.
    pub per_theme: Option<u32>,
    /// The themes it is restricted to; empty is all of them.
    pub themes: Vec<ThemeId>,
    /// What it counts among the results of the unit it came from.
    pub unit_points: u32,
    /// By what units are compared. There for every award to units that the ranking decides.
    pub unit_score: Option<UnitScore>,
}

/// By what units are compared: 100 points in three parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnitScore {
    /// For how many ideas the unit sent, in percent.
    pub participation: u8,
    /// So many ideas bring the whole of that part; fewer bring their share of it.
    pub participation_full: u32,
    /// For the share of its ideas that were accepted, in percent.
    pub accepted: u8,
    /// For the [`Award::unit_points`] of its ideas, measured against the unit that has most, in percent.
    pub results: u8,
}
