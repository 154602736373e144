//! What the page of results shows and sends. Scores are points of 100 as text with two decimals, chances whole percent.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use specta::Type;

/// The results of one round, and what follows from all of them.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ResultsView {
    pub(crate) rounds: Vec<RoundView>,
    /// The round that is shown.
    pub(crate) round: String,
    pub(crate) ranking: Vec<RankLine>,
    /// Why there is no model, so that ranks go by the mean.
    pub(crate) not_ranked: Option<String>,
    pub(crate) islands: u32,
    pub(crate) provisional: bool,
    /// Entries in the plan that nobody has scored yet.
    pub(crate) unscored: u32,
    pub(crate) reviews: u32,
    pub(crate) lines: Vec<LineView>,
    pub(crate) judges: Vec<JudgeScale>,
    pub(crate) awards: Vec<AwardView>,
    pub(crate) decisions: Vec<DecisionLine>,
    /// The reviews that would settle a line soonest.
    pub(crate) extra: Vec<ExtraLine>,
    pub(crate) rubrics: Vec<RubricView>,
    pub(crate) seed: u32,
    /// Whether nothing is open and every round that began is complete.
    pub(crate) settled: bool,
}

#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct RoundView {
    pub(crate) id: String,
    pub(crate) name: String,
    /// Whether packs of it are out.
    pub(crate) begun: bool,
    /// Whether there is a plan of it.
    pub(crate) planned: bool,
    pub(crate) judges: u32,
    /// Names of the judges who are awaited.
    pub(crate) awaited: Vec<String>,
    /// The entries that go in, best first; empty for the panel round and while there is no single ranking.
    pub(crate) shortlist: Vec<ShortlistLine>,
    /// Whether these are fixed.
    pub(crate) fixed: bool,
}

#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ShortlistLine {
    pub(crate) entry: Taker,
    pub(crate) rank: Option<u32>,
    pub(crate) chance: Option<u32>,
    /// Whether it goes in for the least number of its theme, not for its rank.
    pub(crate) for_theme: bool,
}

/// An entry or a unit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Taker {
    /// The entry's number or the unit's name: what decisions name it by.
    pub(crate) id: String,
    /// The entry's label; empty for a unit.
    pub(crate) label: String,
    /// The entry's title, or the unit's name.
    pub(crate) title: String,
}

#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct RankLine {
    pub(crate) rank: u32,
    pub(crate) tied: bool,
    /// From 1; ranks hold within an island.
    pub(crate) island: u32,
    /// The ends of the middle nine tenths of its ranks; nothing without a model.
    pub(crate) rank_low: Option<u32>,
    pub(crate) rank_high: Option<u32>,
    pub(crate) number: String,
    pub(crate) label: String,
    pub(crate) theme: u8,
    pub(crate) title: String,
    /// The adjusted score; nothing without a model, and then the rank goes by the mean.
    pub(crate) estimate: Option<String>,
    pub(crate) mean: String,
    pub(crate) raw_rank: u32,
    pub(crate) reviews: u32,
    pub(crate) due: u32,
    pub(crate) lowest: String,
    pub(crate) highest: String,
    /// The highest less the lowest.
    pub(crate) spread: String,
    pub(crate) disagrees: bool,
}

/// A line in the ranking: so many places for an award and the higher ones, or into a later round.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct LineView {
    pub(crate) award: Option<String>,
    pub(crate) round: Option<String>,
    pub(crate) places: u32,
}

/// A judge of the round; without figures before there is a model with their sheets.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct JudgeScale {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) awaited: bool,
    pub(crate) excluded: bool,
    pub(crate) figures: Option<ScaleFigures>,
}

/// All but the count with two decimals.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ScaleFigures {
    pub(crate) reviews: u32,
    /// Points above an average judge; positive is lenient.
    pub(crate) leniency: String,
    pub(crate) leniency_se: String,
    /// The standard deviation of the judge's totals.
    pub(crate) spread: Option<String>,
    /// Mean square of the residuals over what is expected.
    pub(crate) infit: String,
    pub(crate) misfits: bool,
}

#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct AwardView {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) name_en: String,
    /// The round it goes by.
    pub(crate) round: String,
    pub(crate) count: Option<u32>,
    /// Whether people may say how many there are.
    pub(crate) count_is_ours: bool,
    pub(crate) to_units: bool,
    pub(crate) by_people: bool,
    pub(crate) received: Vec<ReceivedAward>,
    pub(crate) open: Vec<QuestionView>,
}

#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ReceivedAward {
    pub(crate) to: Taker,
    pub(crate) rank: Option<u32>,
    /// `ranking`, `judgesOrder` or `people`.
    pub(crate) by: String,
    pub(crate) chance: Option<u32>,
    pub(crate) by_raw_means: bool,
    pub(crate) by_least_squares: bool,
}

/// What stands in the way of giving an award; `code` names the message.
#[derive(Clone, Debug, Default, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct QuestionView {
    pub(crate) code: String,
    pub(crate) round: Option<String>,
    pub(crate) judges: Option<u32>,
    pub(crate) places: Option<u32>,
    pub(crate) awards: Vec<String>,
    pub(crate) among: Vec<Taker>,
}

#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct DecisionLine {
    pub(crate) at: String,
    pub(crate) reason: String,
    pub(crate) present: Vec<String>,
    /// Names the message.
    pub(crate) code: String,
    pub(crate) award: Option<String>,
    pub(crate) round: Option<String>,
    pub(crate) judge: Option<String>,
    pub(crate) count: Option<u32>,
    pub(crate) about: Vec<Taker>,
    /// What takes it back, where it is the last word on its subject.
    pub(crate) undo: Option<Resolution>,
}

#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ExtraLine {
    pub(crate) round: String,
    pub(crate) line: u32,
    pub(crate) entry: Taker,
    pub(crate) chance: u32,
    /// Fewer entries expected on the wrong side of the line, three decimals.
    pub(crate) gain: String,
}

/// A rubric of the round; of a theme where the round has none of its own.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct RubricView {
    pub(crate) theme: Option<u8>,
    pub(crate) criteria: Vec<ShareView>,
}

#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ShareView {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) name_en: String,
    /// In percent.
    pub(crate) weight: u8,
}

/// What every judge of the round said of an entry.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct MarkedEntry {
    pub(crate) entry: Taker,
    pub(crate) unit: String,
    pub(crate) authors: Vec<String>,
    pub(crate) criteria: Vec<ShareView>,
    pub(crate) sheets: Vec<SheetLine>,
}

#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct SheetLine {
    pub(crate) judge: String,
    pub(crate) name: String,
    /// `awaited`, `unscored`, `scored` or `recused`.
    pub(crate) state: String,
    /// In half points, in the order of the criteria.
    pub(crate) marks: Vec<Option<u8>>,
    pub(crate) total: Option<String>,
    pub(crate) leniency: Option<String>,
    /// The total with the leniency taken out.
    pub(crate) adjusted: Option<String>,
    pub(crate) excluded: bool,
    pub(crate) comment: String,
    /// Why the judge stepped back, and what was written about it.
    pub(crate) recusal: Option<String>,
    pub(crate) note: String,
    pub(crate) not_seen: u32,
}

/// What people can decide, as the window sends it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Type)]
#[serde(tag = "what", rename_all = "camelCase")]
pub(crate) enum Resolution {
    Give { award: String, to: String },
    Withhold { award: String, from: String },
    Reopen { award: String, about: String },
    Count { award: String, count: u32 },
    Tie { award: String, order: Vec<String> },
    Exclude { round: String, judge: String },
    Readmit { round: String, judge: String },
}

/// Whether something is written into the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) enum Recording {
    /// Only say what would move.
    Look,
    Record,
}

/// One thing that might be otherwise.
#[derive(Clone, Debug, Deserialize, Type)]
#[serde(tag = "what", rename_all = "camelCase")]
pub(crate) enum Supposition {
    Exclude {
        round: String,
        judge: String,
    },
    Weights {
        round: String,
        theme: Option<u8>,
        weights: BTreeMap<String, u8>,
    },
    RawMeans,
    LeastSquares,
    Huber,
    Seed {
        seed: u32,
    },
}

/// What moves: awards and questions first, then rounds, ranks and units.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct MovesView {
    pub(crate) lines: Vec<MoveLine>,
    /// How many more ranks move than are listed.
    pub(crate) more: u32,
}

/// Something that moves; `code` names the message.
#[derive(Clone, Debug, Default, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct MoveLine {
    pub(crate) code: String,
    pub(crate) award: Option<String>,
    pub(crate) round: Option<String>,
    pub(crate) to: Option<Taker>,
    pub(crate) question: Option<QuestionView>,
    pub(crate) before: Option<u32>,
    pub(crate) after: Option<u32>,
}

/// A paper is being made.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct PaperProgress {
    pub(crate) file: String,
    pub(crate) begun: u32,
    pub(crate) total: u32,
}

#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct PapersView {
    pub(crate) folder: String,
    pub(crate) files: u32,
    /// Whether they say that they are drafts.
    pub(crate) draft: bool,
    /// Characters without a glyph, printed as a box.
    pub(crate) unprintable: String,
}

#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct PublishedView {
    pub(crate) path: String,
    pub(crate) kib: u32,
    pub(crate) bundles: u32,
    pub(crate) sha256: String,
    pub(crate) signer: String,
}

/// What checking a results archive found.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct VerifiedView {
    pub(crate) file: String,
    pub(crate) title: String,
    pub(crate) written_at: String,
    pub(crate) signer: Option<String>,
    /// Whether it was signed by the keys of the contest now open.
    pub(crate) ours: bool,
    pub(crate) good: bool,
    pub(crate) recomputed: bool,
    pub(crate) files: u32,
    pub(crate) bundles: u32,
    pub(crate) marks: u32,
    pub(crate) ranks: u32,
    pub(crate) awards: u32,
    pub(crate) differences: Vec<DifferenceLine>,
    /// How many more there are.
    pub(crate) beyond: u32,
}

#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct DifferenceLine {
    pub(crate) code: String,
    pub(crate) facts: BTreeMap<String, String>,
}
