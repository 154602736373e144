//! What results follow from.

use std::collections::BTreeMap;

use contest::{CriterionId, EntryNumber, JudgeId, Points, RoundId, ThemeId};
use serde::{Deserialize, Serialize};

use crate::decision::Decided;

/// Everything the results of a contest follow from, beside its rules. The order of the lists changes nothing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Inputs {
    /// The seed of the draws.
    pub seed: u64,
    /// How many draws the rank intervals rest on, at least 1.
    pub draws: u32,
    /// The accepted entries, each once.
    pub entries: Vec<EntryFacts>,
    /// The units that sent ideas, each once.
    pub units: Vec<UnitFacts>,
    /// The rounds that have begun; at most one for each round of the contest.
    pub rounds: Vec<RoundInputs>,
    /// What people decided, in the order of the log. A later word on the same thing replaces an earlier one.
    pub decisions: Vec<Decided>,
}

/// One accepted entry.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EntryFacts {
    /// Its number.
    pub number: EntryNumber,
    /// Its theme.
    pub theme: ThemeId,
    /// Its title.
    pub title: String,
    /// The unit it came from; empty when it came from none.
    pub unit: String,
    /// Whether it has a video.
    pub video: Video,
}

/// Whether an entry has a video.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Video {
    /// It has none.
    None,
    /// It has one, and every one of its videos is within the limit and the grace.
    WithinLimit,
    /// It has one that is too long.
    TooLong,
}

/// What a unit took part with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UnitFacts {
    /// Its name.
    pub unit: String,
    /// How many ideas it sent, copies and resubmissions not counted.
    pub sent: u32,
    /// How many of them were accepted.
    pub accepted: u32,
}

/// One round that has begun.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RoundInputs {
    /// Which round.
    pub round: RoundId,
    /// The entries that went in, as fixed when the round began; `None` for the panel round, which takes all.
    pub shortlist: Option<Vec<EntryNumber>>,
    /// Who was given what to judge.
    pub seats: Vec<Seat>,
    /// The judges whose bundles count.
    pub returned: Vec<JudgeId>,
    /// The sheets of those bundles.
    pub sheets: Vec<SheetFacts>,
    /// The judges' own orders among entries of equal total.
    pub ties: Vec<TieOrder>,
}

/// One judge was given one entry.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Seat {
    /// The judge.
    pub judge: JudgeId,
    /// The entry.
    pub entry: EntryNumber,
}

/// One score sheet of a bundle that counts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SheetFacts {
    /// Whose.
    pub judge: JudgeId,
    /// For which entry.
    pub entry: EntryNumber,
    /// What it says.
    pub state: SheetState,
}

/// What a sheet says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SheetState {
    /// Every criterion of the rubric has a mark.
    Scored(BTreeMap<CriterionId, Points>),
    /// The judge stepped back.
    Recused,
    /// Not scored, or not to the end.
    Unscored,
}

/// The order a judge gave among entries of one total.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TieOrder {
    /// The judge.
    pub judge: JudgeId,
    /// The entries, best first; at least two.
    pub entries: Vec<EntryNumber>,
}
