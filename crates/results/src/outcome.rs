//! What came out. All scores are points of a total of 100 under the rubric of the round.

use std::collections::BTreeMap;

use contest::{AwardId, CriterionId, EntryNumber, JudgeId, RoundId, RoundKind, ThemeId};
use serde::{Deserialize, Serialize};

use crate::decision::Recipient;

/// The results of a contest as far as it has come.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Results {
    /// The rounds in the order of the contest file, those that have not begun included.
    pub rounds: Vec<RoundResult>,
    /// For each later round, which entries go in by the panel round as it stands.
    pub shortlists: Vec<ShortlistResult>,
    /// The awards, highest first.
    pub awards: Vec<AwardResult>,
    /// The units, best first.
    pub units: Vec<UnitStanding>,
    /// The reviews that would settle an award line or a shortlist soonest, the most useful first.
    pub extra_reviews: Vec<ExtraReview>,
}

/// One round.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RoundResult {
    /// Which round.
    pub round: RoundId,
    /// Its name.
    pub name: String,
    /// What kind.
    pub kind: RoundKind,
    /// How far it has come.
    pub state: RoundState,
    /// How many judges were given entries.
    pub judges: u32,
    /// Judges who were given entries and from whom nothing counts yet, rising.
    pub awaited: Vec<JudgeId>,
    /// Judges whose sheets were excluded by decision, rising.
    pub excluded: Vec<JudgeId>,
    /// The ranking, or why there is none.
    pub outcome: Outcome,
}

/// How far a round has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RoundState {
    /// Nobody has been given anything.
    NotBegun,
    /// Judges are awaited, so every place can change.
    Provisional,
    /// Every judge's bundle is in.
    Complete,
}

/// A ranking, or why there is none.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// There is one.
    Ranked(Box<RankedRound>),
    /// There is none.
    NotRanked(NotRanked),
}

/// Why there is no ranking.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NotRanked {
    /// No sheet is scored yet.
    NoReviews,
    /// All scores within each theme are the same.
    NoVariation,
    /// No entry has a second review, so leniency cannot be told from merit.
    EntriesReviewedOnce,
    /// No judge has a second review.
    JudgesReviewOnce,
    /// No theme has a second entry.
    ThemesOfOneEntry,
    /// Entries and judges explain every score exactly, so nothing says how large chance is.
    NoNoise,
    /// The reviews cannot be used for another reason.
    Unusable,
}

/// The ranking of a round and what it rests on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RankedRound {
    /// The entries that have a review, best first; with islands, island by island.
    pub entries: Vec<EntryStanding>,
    /// Entries of the round without a review, rising.
    pub unscored: Vec<EntryNumber>,
    /// The judges who scored, rising.
    pub judges: Vec<JudgeStanding>,
    /// Theme means; one line without a theme where themes are not told apart.
    pub themes: Vec<ThemeStanding>,
    /// The criteria each ranked alone, in the order of the rubrics.
    pub criteria: Vec<CriterionResult>,
    /// How many scored sheets went in.
    pub reviews: u32,
    /// The three variances.
    pub variances: Variances,
    /// −2 log restricted likelihood.
    pub reml_criterion: f64,
    /// How far the order can be trusted.
    pub reliability: Reliability,
    /// How far the judges agree.
    pub agreement: Agreement,
    /// How many islands there are. More than one: ranks hold within an island only, and nothing is awarded across them.
    pub islands: u32,
    /// From 0 for islands to 1.
    pub fiedler: f64,
    /// The thinnest place between two groups of judges.
    pub weakest_bridge: Option<Bridge>,
    /// Reviews that would join the islands.
    pub missing_bridges: Vec<Review>,
    /// The numbers of places k for which `p_top` is told, rising.
    pub lines: Vec<u32>,
}

/// Where an entry stands in a round.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EntryStanding {
    /// Which entry.
    pub entry: EntryNumber,
    /// Its theme.
    pub theme: ThemeId,
    /// From 1.
    pub island: u32,
    /// From 1, within the island; equal estimates share the better rank.
    pub rank: u32,
    /// Whether another entry has the same rank.
    pub tied: bool,
    /// The ends of the middle nine tenths of the draws.
    pub rank_interval: Range,
    /// What the rank goes by: theme mean + merit.
    pub estimate: f64,
    /// Its standard error of prediction.
    pub estimate_se: f64,
    /// Above the mean of its theme.
    pub merit: f64,
    /// Its standard error of prediction.
    pub merit_se: f64,
    /// The mean of its totals as they were given.
    pub raw_mean: f64,
    /// Its rank by raw means.
    pub raw_rank: u32,
    /// Adjusted by two-way least squares.
    pub least_squares: f64,
    /// The standard error; `None` without degrees of freedom.
    pub least_squares_se: Option<f64>,
    /// Its rank by least squares, within the island.
    pub least_squares_rank: u32,
    /// How many judges scored it.
    pub reviews: u32,
    /// How many judges were given it.
    pub due: u32,
    /// How many of them stepped back.
    pub recused: u32,
    /// The total of each judge who scored it, by judge.
    pub totals: BTreeMap<JudgeId, f64>,
    /// How probable it is first, 0–1.
    pub p_first: f64,
    /// How probable it is among the first k, 0–1, for each k of [`RankedRound::lines`].
    pub p_top: BTreeMap<u32, f64>,
}

/// Two ranks, the better first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Range {
    /// The better end.
    pub best: u32,
    /// The worse end.
    pub worst: u32,
}

/// A judge's scale.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct JudgeStanding {
    /// Which judge.
    pub judge: JudgeId,
    /// How many sheets were scored.
    pub reviews: u32,
    /// Points above an average judge; positive is lenient.
    pub leniency: f64,
    /// Its standard error of prediction.
    pub leniency_se: f64,
    /// The standard deviation of the judge's totals; `None` for a single one.
    pub spread: Option<f64>,
    /// Mean square of the residuals over what is expected.
    pub infit: f64,
    /// Whether that is above 1.5.
    pub misfits: bool,
}

/// The mean of a theme.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ThemeStanding {
    /// Which theme; `None` where themes are not told apart.
    pub theme: Option<ThemeId>,
    /// Points an average entry has from an average judge.
    pub mean: f64,
    /// Its standard error.
    pub se: f64,
    /// How many of its entries have a review.
    pub entries: u32,
}

/// One criterion alone, in points from 1 to 10.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CriterionResult {
    /// Which criterion.
    pub criterion: CriterionId,
    /// The mean of its marks.
    pub mean: f64,
    /// Their standard deviation; `None` for a single mark.
    pub spread: Option<f64>,
    /// The reliability of its order after leniency is taken out; `None` where the model cannot be fitted.
    pub reliability: Option<f64>,
    /// The adjusted mark of each entry; empty where the model cannot be fitted.
    pub estimates: BTreeMap<EntryNumber, f64>,
}

/// How much totals vary, in squared points.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Variances {
    /// Between the entries of a theme.
    pub merit: f64,
    /// Between judges.
    pub leniency: f64,
    /// What is left.
    pub noise: f64,
}

/// How far the order can be trusted, 0–1.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reliability {
    /// Of raw means.
    pub before: f64,
    /// Of adjusted scores.
    pub after: f64,
}

/// How far the judges agree; what does not apply is `None`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Agreement {
    /// Krippendorff's α of the totals, interval scale.
    pub alpha_interval: Option<f64>,
    /// Krippendorff's α of the totals, ordinal scale.
    pub alpha_ordinal: Option<f64>,
    /// ICC(2,1), where every judge scored every entry.
    pub icc_single: Option<f64>,
    /// ICC(2,k), where every judge scored every entry.
    pub icc_mean: Option<f64>,
    /// Kendall's W with ties, where every judge scored every entry.
    pub kendall_w: Option<f64>,
}

/// The thinnest place between two groups of judges.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Bridge {
    /// The judges on the smaller side, rising.
    pub judges: Vec<JudgeId>,
    /// The entries that judges of both sides have scored, rising.
    pub entries: Vec<EntryNumber>,
}

/// A review that does not exist yet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Review {
    /// By whom.
    pub judge: JudgeId,
    /// Of what.
    pub entry: EntryNumber,
}

/// Which entries go into a later round.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ShortlistResult {
    /// The later round.
    pub round: RoundId,
    /// The entries by the panel round as it stands, best first; empty while there is no single ranking.
    pub entries: Vec<Shortlisted>,
    /// The entries that went in when the round began, rising; `None` before.
    pub fixed: Option<Vec<EntryNumber>>,
}

/// One entry of a shortlist.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Shortlisted {
    /// Which entry.
    pub entry: EntryNumber,
    /// Its rank in the panel round.
    pub rank: u32,
    /// How probable it is among so many best as there are places, among the entries that may go in; 0–1.
    pub p_in: f64,
    /// Whether it goes in for the least number of its theme, not for its rank.
    pub for_theme: bool,
}

/// One award.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AwardResult {
    /// Which award.
    pub award: AwardId,
    /// How many are to be given; `None` while people have not said.
    pub count: Option<u32>,
    /// Who receives it, best first. Final only when nothing is open.
    pub received: Vec<Received>,
    /// What stands in the way of giving it; empty: it can be given.
    pub open: Vec<OpenQuestion>,
}

/// Somebody receives an award.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Received {
    /// Who.
    pub to: Recipient,
    /// The rank in the round the award goes by, or among the units; `None` for somebody who has none.
    pub rank: Option<u32>,
    /// By what.
    pub by: By,
    /// How probable it is that the recipient is among so many best, 0–1; `None` for units and what people decided.
    pub p_in: Option<f64>,
    /// Whether raw means would give it too, or would have the recipient share its last place.
    pub by_raw_means: bool,
    /// Whether two-way least squares would give it too, or would have the recipient share its last place.
    pub by_least_squares: bool,
}

/// By what somebody receives an award.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum By {
    /// The ranking.
    Ranking,
    /// The judges' own orders within the tie.
    JudgesOrder,
    /// A decision of people.
    People,
}

/// What stands in the way of giving an award.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "question", rename_all = "snake_case", deny_unknown_fields)]
pub enum OpenQuestion {
    /// The round it goes by has not begun.
    RoundNotBegun {
        /// The round.
        round: RoundId,
    },
    /// Judges are awaited.
    JudgesAwaited {
        /// The round.
        round: RoundId,
        /// How many.
        judges: u32,
    },
    /// The round has no ranking, or several that cannot be compared.
    NoSingleRanking {
        /// The round.
        round: RoundId,
    },
    /// What other awards leave open can change who receives this one: higher awards, or for units the awards to their ideas.
    AwardsOpen {
        /// Which awards.
        awards: Vec<AwardId>,
    },
    /// People have not said how many are given.
    CountOpen,
    /// More share the last place than can have it; people decide.
    Tie {
        /// How many of them can have it.
        places: u32,
        /// Who shares it, rising.
        among: Vec<Recipient>,
    },
    /// People have not said who receives it, or not for all places.
    PeopleDecide {
        /// How many places are left; `None` while the count is open.
        places: Option<u32>,
    },
    /// Fewer can receive it than there are places.
    TooFew {
        /// How many places stay empty.
        places: u32,
    },
}

/// A unit's standing for the awards to units.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UnitStanding {
    /// Its name.
    pub unit: String,
    /// How many ideas it sent.
    pub sent: u32,
    /// How many of them were accepted.
    pub accepted: u32,
    /// The points of the awards its ideas received.
    pub points: u32,
    /// Its score, 0–100; by the first award to units that has a formula, and `None` without one.
    pub score: Option<f64>,
    /// From 1, by score; equal scores share a rank. `None` without a score.
    pub rank: Option<u32>,
}

/// A review that would help to settle a line.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExtraReview {
    /// In which round.
    pub round: RoundId,
    /// The line: so many places.
    pub line: u32,
    /// Of which entry.
    pub entry: EntryNumber,
    /// How probable the entry is among the first `line`, 0–1.
    pub p_in: f64,
    /// By how many entries on the wrong side of the line one further review lowers what is expected, above 0.
    pub gain: f64,
}
