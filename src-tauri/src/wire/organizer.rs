//! What the organiser's pages show and send.

use std::collections::BTreeMap;

use serde::Serialize;
use specta::Type;

use super::{Failure, Fingerprint};

/// The organiser's page: who returned what, and the ranking so far.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct OrganizerDesk {
    pub(crate) contest_title: String,
    pub(crate) folder: String,
    pub(crate) judges: Vec<JudgeLine>,
    pub(crate) received: Vec<ReceivedLine>,
    pub(crate) ranking: Vec<RankLine>,
    pub(crate) provisional: bool,
    pub(crate) returned: u32,
    pub(crate) issued: u32,
    /// Numbers of the entries in the plan that nobody has scored yet.
    pub(crate) unscored: Vec<String>,
    pub(crate) stages: StagesView,
}

#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct JudgeLine {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) issued: bool,
    /// The size of the judge's latest pack.
    pub(crate) pack_kib: Option<u32>,
    pub(crate) issued_at: Option<String>,
    pub(crate) assigned: u32,
    pub(crate) revision: Option<u32>,
    pub(crate) received_at: Option<String>,
    pub(crate) scored: u32,
    pub(crate) recused: u32,
    pub(crate) fingerprint: Option<Fingerprint>,
}

/// What became of a received file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) enum Verdict {
    Merged,
    Replaced,
    Same,
    Older,
    Held,
}

#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ReceivedLine {
    pub(crate) file: String,
    pub(crate) at: String,
    pub(crate) judge: Option<String>,
    pub(crate) revision: Option<u32>,
    pub(crate) verdict: Verdict,
    pub(crate) replaces: Option<u32>,
    pub(crate) sheets: u32,
    pub(crate) reason: Option<Failure>,
}

#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct RankLine {
    pub(crate) rank: u32,
    pub(crate) tied: bool,
    pub(crate) number: String,
    pub(crate) label: String,
    pub(crate) theme: u8,
    pub(crate) theme_name: String,
    pub(crate) title: String,
    pub(crate) mean: String,
    pub(crate) reviews: u32,
    pub(crate) due: u32,
    pub(crate) lowest: String,
    pub(crate) highest: String,
}

/// How far every stage has come.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct StagesView {
    pub(crate) deadline: String,
    pub(crate) closes_at: Option<String>,
    pub(crate) sources: u32,
    pub(crate) drafts: u32,
    pub(crate) waiting: u32,
    pub(crate) questions: u32,
    pub(crate) media_waiting: u32,
    pub(crate) entries: u32,
    pub(crate) reviews: Option<u32>,
    pub(crate) due: u32,
    pub(crate) scored: u32,
    pub(crate) without_pack: Vec<String>,
    pub(crate) themes: Vec<ThemeStage>,
}

#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ThemeStage {
    pub(crate) theme: u8,
    pub(crate) short: String,
    pub(crate) name: String,
    pub(crate) name_en: String,
    pub(crate) entries: u32,
    pub(crate) with_video: u32,
    pub(crate) due: u32,
    pub(crate) scored: u32,
}

/// What waits for a person.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct QueueView {
    pub(crate) drafts: Vec<DraftLine>,
    pub(crate) questions: Vec<QuestionLine>,
}

#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct DraftLine {
    pub(crate) id: u32,
    pub(crate) title: String,
    pub(crate) unit: String,
    pub(crate) theme: Option<u8>,
    pub(crate) findings: Vec<FindingLine>,
    pub(crate) source: String,
}

#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct FindingLine {
    pub(crate) code: String,
    pub(crate) facts: BTreeMap<String, String>,
}

#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct QuestionLine {
    pub(crate) id: u32,
    pub(crate) reason: String,
    pub(crate) about: String,
    pub(crate) draft: Option<u32>,
    pub(crate) source: String,
    pub(crate) subject: String,
    pub(crate) from: String,
    pub(crate) at: Option<String>,
}

/// One draft as its form has it, and the lengths its texts may have.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ReadingView {
    pub(crate) id: u32,
    pub(crate) title: String,
    pub(crate) authors: String,
    pub(crate) phones: Vec<String>,
    pub(crate) unit: String,
    pub(crate) measures: String,
    pub(crate) innovation: String,
    pub(crate) effect: String,
    pub(crate) theme: Option<u8>,
    pub(crate) theme_from: Option<String>,
    pub(crate) findings: Vec<FindingLine>,
    pub(crate) files: Vec<FileView>,
    pub(crate) source: String,
    pub(crate) subject: String,
    pub(crate) from_name: String,
    pub(crate) from_address: String,
    pub(crate) at: Option<String>,
    pub(crate) limits: TextLimitsView,
}

/// In characters, counted the Chinese way.
#[derive(Clone, Copy, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct TextLimitsView {
    pub(crate) title_max: u32,
    pub(crate) measures_min: u32,
    pub(crate) measures_max: u32,
    pub(crate) innovation_max: u32,
    pub(crate) effect_max: u32,
}

#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct FileView {
    pub(crate) name: String,
    pub(crate) kib: u32,
    /// `video`, `audio`, `image` or `pdf` once it is measured.
    pub(crate) kind: Option<String>,
    pub(crate) ms: Option<u32>,
}

/// An entry that was just made of a draft.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct AcceptedView {
    pub(crate) number: String,
    pub(crate) label: String,
    pub(crate) title: String,
    /// Places where a name, number or unit was masked for the judges.
    pub(crate) masked: u32,
}

/// The plan that is kept.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct PlanView {
    pub(crate) reviews: u32,
    /// As text: it may use all 64 bits.
    pub(crate) seed: String,
    pub(crate) made_at: String,
    /// Packs that are out; the plan is locked once there is one.
    pub(crate) packs: u32,
    pub(crate) judges: Vec<PlanRow>,
    pub(crate) unplanned: u32,
    pub(crate) weakest_link: Option<PlanLink>,
    pub(crate) islands: Vec<Vec<String>>,
    pub(crate) links: Vec<PlanLink>,
}

#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct PlanRow {
    pub(crate) judge: String,
    pub(crate) name: String,
    pub(crate) entries: u32,
    pub(crate) minutes: u32,
    pub(crate) themes: Vec<PlanCell>,
}

#[derive(Clone, Copy, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct PlanCell {
    pub(crate) theme: u8,
    pub(crate) entries: u32,
    pub(crate) barred: bool,
}

/// Two judges and how many entries they share.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct PlanLink {
    pub(crate) one: String,
    pub(crate) other: String,
    pub(crate) shared: u32,
}

#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct PackingProgress {
    /// The judge whose pack is being written.
    pub(crate) judge: String,
    pub(crate) packs_begun: u32,
    pub(crate) packs_total: u32,
    pub(crate) kib_done: u32,
    pub(crate) kib_total: u32,
}

/// The packs just written.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct IssuedView {
    pub(crate) packs: u32,
    pub(crate) folder: String,
    /// Where the table of passphrases lies; absent when no pack was written.
    pub(crate) passphrases: Option<String>,
    pub(crate) fingerprint: Option<Fingerprint>,
}
