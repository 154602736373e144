//! What the organiser's pages show and send.

use serde::Serialize;
use specta::Type;

use super::{Failure, Fingerprint, LastBackup, ReminderView, SentView};

/// What every page of the organiser's counts from: who returned what, and how far each stage has come.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct OrganizerDesk {
    pub(crate) contest_title: String,
    pub(crate) folder: String,
    pub(crate) judges: Vec<JudgeLine>,
    pub(crate) received: Vec<ReceivedLine>,
    pub(crate) provisional: bool,
    pub(crate) returned: u32,
    pub(crate) issued: u32,
    pub(crate) stages: StagesView,
    /// How many lines the queue of intake has.
    pub(crate) queue: u32,
    /// Awards that wait for people; `None` while scores are awaited.
    pub(crate) open_awards: Option<u32>,
    /// How many awards there are; 0 while scores are awaited.
    pub(crate) awards: u32,
    pub(crate) backup: Option<LastBackup>,
    /// The places of imports that were stopped or cut short and have not gone on to their end.
    pub(crate) imports_cut: Vec<String>,
    /// The kind of network share that the folder lies on.
    pub(crate) share: Option<String>,
    /// The round all of this is of.
    pub(crate) round: String,
    pub(crate) rounds: Vec<RoundChoice>,
}

/// A round that the pages can be turned to.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct RoundChoice {
    pub(crate) id: String,
    pub(crate) name: String,
    /// Whether there is a plan of it.
    pub(crate) planned: bool,
}

#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct JudgeLine {
    pub(crate) id: String,
    pub(crate) name: String,
    /// Whether the judge takes part in the round, or has something of it.
    pub(crate) in_round: bool,
    pub(crate) issued: bool,
    /// Whether the judge's plan has an entry that no pack of theirs has.
    pub(crate) to_issue: bool,
    /// The size of the judge's latest pack.
    pub(crate) pack_kib: Option<u32>,
    pub(crate) issued_at: Option<String>,
    pub(crate) assigned: u32,
    pub(crate) revision: Option<u32>,
    pub(crate) received_at: Option<String>,
    pub(crate) scored: u32,
    pub(crate) recused: u32,
    pub(crate) fingerprint: Option<Fingerprint>,
    pub(crate) email: String,
    pub(crate) dropped: bool,
    pub(crate) sent: Option<SentView>,
    pub(crate) reminders: Vec<ReminderView>,
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
    /// Absent for a file that could not be read.
    pub(crate) receipt: Option<u32>,
    pub(crate) round: Option<String>,
    pub(crate) fingerprint: Option<Fingerprint>,
    /// Whether it came after its round closed.
    pub(crate) late: bool,
    pub(crate) file: String,
    pub(crate) at: String,
    pub(crate) judge: Option<String>,
    pub(crate) revision: Option<u32>,
    pub(crate) verdict: Verdict,
    pub(crate) replaces: Option<u32>,
    pub(crate) sheets: u32,
    pub(crate) reason: Option<Failure>,
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
    /// The title, or the name of the source when there is none.
    pub(crate) title: String,
    pub(crate) theme: Option<u8>,
    /// May be empty.
    pub(crate) unit: String,
    /// What was found, by code.
    pub(crate) codes: Vec<String>,
}

/// What was found by words.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct FoundView {
    pub(crate) hits: Vec<HitLine>,
    /// Whether there are more than are told.
    pub(crate) more: bool,
}

#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct HitLine {
    pub(crate) draft: u32,
    /// Number and label, once it is an entry.
    pub(crate) number: Option<String>,
    pub(crate) label: Option<String>,
    pub(crate) title: String,
    pub(crate) sent_back: bool,
    /// Where the words stand: `number`, `title`, `people`, `mail` or `text`.
    pub(crate) place: String,
    pub(crate) excerpt: String,
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
    pub(crate) theme_words: Vec<String>,
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
    /// How many entries of each theme are in the round.
    pub(crate) themes: Vec<PlanTheme>,
    pub(crate) unplanned: u32,
    pub(crate) weakest_link: Option<PlanLink>,
    pub(crate) islands: Vec<Vec<String>>,
    /// The thinnest place: the judges of its smaller side, and how many entries carry the comparison across.
    pub(crate) bridge: Option<BridgeView>,
    /// Pairs of judge and entry that are kept apart.
    pub(crate) barred: u32,
    /// Pairs of the plan that an extension would move.
    pub(crate) broken: u32,
    pub(crate) dropped: Vec<String>,
    /// The plan that can be gone back to.
    pub(crate) earlier: Option<EarlierPlan>,
    /// How many two judges there are who share entries.
    pub(crate) linked: u32,
    /// How many judges lie between the two who are farthest apart, going from one to the next by shared entries.
    pub(crate) steps: u32,
    /// The links that are drawn: all of them, or the widest.
    pub(crate) links: Vec<PlanLink>,
}

#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct BridgeView {
    pub(crate) judges: Vec<String>,
    pub(crate) entries: u32,
}

#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct EarlierPlan {
    pub(crate) seed: String,
    pub(crate) reviews: u32,
}

/// What an extension of a plan moves.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ExtendView {
    pub(crate) kept: u32,
    pub(crate) added: Vec<PairView>,
    pub(crate) removed: Vec<PairView>,
    /// Judges whose packs are to be written, or written again.
    pub(crate) to_issue: Vec<String>,
    /// Whether it is kept, or was only looked at.
    pub(crate) done: bool,
}

#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct PairView {
    pub(crate) judge: String,
    pub(crate) entry: String,
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
    /// Entries of the theme that are kept from the judge.
    pub(crate) avoided: u32,
    pub(crate) unlisted: bool,
}

/// How many entries of a theme are in a round.
#[derive(Clone, Copy, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct PlanTheme {
    pub(crate) theme: u8,
    pub(crate) entries: u32,
}

/// Two judges and how many entries they share.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct PlanLink {
    pub(crate) one: String,
    pub(crate) other: String,
    pub(crate) shared: u32,
}
