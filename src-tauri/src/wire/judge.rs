//! What the judge's pages show and send.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use specta::Type;

use super::Fingerprint;

#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct RecentPack {
    pub(crate) pack_id: String,
    pub(crate) path: String,
    pub(crate) present: bool,
    pub(crate) contest_title: String,
    pub(crate) judge: String,
    /// What stands on the slip of the entry last open.
    pub(crate) stopped_at: Option<String>,
    pub(crate) closes: Option<String>,
    pub(crate) fingerprint: Fingerprint,
    pub(crate) strip: Vec<StripGroup>,
    pub(crate) decided: u32,
    pub(crate) total: u32,
    pub(crate) last_revision: Option<u32>,
}

#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct StripGroup {
    pub(crate) short: String,
    pub(crate) cells: Vec<StripCell>,
}

#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct StripCell {
    pub(crate) number: String,
    pub(crate) status: Status,
    pub(crate) flagged: bool,
}

#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct PackFile {
    pub(crate) path: String,
    pub(crate) name: String,
    pub(crate) folder: String,
    pub(crate) kib: u32,
}

#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ThemeCount {
    pub(crate) theme: String,
    pub(crate) theme_en: String,
    pub(crate) count: u32,
}

/// Whether the organiser's key is the one confirmed for this contest before.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) enum Issuer {
    New,
    Known,
    Changed,
}

/// The cover of an opened pack.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Cover {
    pub(crate) pack_id: String,
    pub(crate) contest_title: String,
    pub(crate) subtitle: String,
    pub(crate) organiser: String,
    pub(crate) judge: String,
    pub(crate) entries_by_theme: Vec<ThemeCount>,
    pub(crate) videos: u32,
    pub(crate) video_minutes: u32,
    pub(crate) other_files: u32,
    pub(crate) files: u32,
    pub(crate) kib: u32,
    pub(crate) issued_at: String,
    pub(crate) closes_at: Option<String>,
    pub(crate) fingerprint: Fingerprint,
    pub(crate) issuer: Issuer,
    pub(crate) checked_before: bool,
    pub(crate) confirmed_before: bool,
    /// How many sheets came along from an earlier pack of the same judge and round.
    pub(crate) taken_over: u32,
}

#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct CheckProgress {
    pub(crate) files_done: u32,
    pub(crate) files_total: u32,
    pub(crate) kib_done: u32,
    pub(crate) kib_total: u32,
    pub(crate) seconds_left: Option<u32>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) enum Status {
    Open,
    Draft,
    Scored,
    Recused,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) enum CommentPolicy {
    Off,
    Reminder,
    Required,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) enum CommentReaders {
    Organizer,
    Authors,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) enum MarkStep {
    Whole,
    Half,
}

/// The scoring desk as it is entered.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Desk {
    pub(crate) contest_title: String,
    pub(crate) judge: String,
    pub(crate) closes_at: Option<String>,
    pub(crate) themes: Vec<ThemeView>,
    pub(crate) rows: Vec<Row>,
    pub(crate) current: String,
    pub(crate) saved_at: Option<String>,
    pub(crate) comment_policy: CommentPolicy,
    pub(crate) comment_minimum: u32,
    pub(crate) comment_readers: CommentReaders,
    pub(crate) step: MarkStep,
    pub(crate) media_limit_ms: u32,
    pub(crate) media_grace_ms: u32,
    /// Where the pack lies.
    pub(crate) path: String,
    /// The file that the last check found damaged.
    pub(crate) check_failed: Option<String>,
    pub(crate) hand_in: Option<String>,
}

#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ThemeView {
    pub(crate) id: u8,
    pub(crate) name: String,
    pub(crate) name_en: String,
    pub(crate) short: String,
    pub(crate) criteria: Vec<CriterionView>,
}

#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct CriterionView {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) name_en: String,
    pub(crate) weight: u8,
    /// Five, lowest first.
    pub(crate) levels: Vec<LevelView>,
}

#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct LevelView {
    pub(crate) name: String,
    pub(crate) name_en: String,
    pub(crate) from: u8,
    pub(crate) to: u8,
    pub(crate) descriptor: String,
}

#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Row {
    pub(crate) number: String,
    pub(crate) label: String,
    pub(crate) theme: u8,
    pub(crate) title: String,
    pub(crate) status: Status,
    pub(crate) flagged: bool,
    /// The points so far, for example `72.0`; absent while nothing is marked or after a recusal.
    pub(crate) total: Option<String>,
    pub(crate) video_ms: Option<u32>,
    pub(crate) over: bool,
}

#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct EntryView {
    pub(crate) number: String,
    pub(crate) label: String,
    pub(crate) theme: u8,
    pub(crate) title: String,
    pub(crate) measures: String,
    pub(crate) innovation: String,
    pub(crate) effect: String,
    pub(crate) media: Vec<MediaView>,
    pub(crate) sheet: SheetView,
    pub(crate) notes: Vec<NoteView>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) enum MediaKind {
    Video,
    Audio,
    Image,
    Pdf,
}

#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct MediaView {
    /// The file's name inside the pack.
    pub(crate) id: String,
    pub(crate) kind: MediaKind,
    pub(crate) url: String,
    pub(crate) ms: Option<u32>,
    pub(crate) over_ms: u32,
    pub(crate) width: Option<u32>,
    pub(crate) height: Option<u32>,
    pub(crate) pages: Option<u32>,
    pub(crate) kib: u32,
}

#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct SheetView {
    pub(crate) number: String,
    pub(crate) status: Status,
    pub(crate) marks: BTreeMap<String, u8>,
    pub(crate) total: String,
    pub(crate) out_of: String,
    pub(crate) left: String,
    pub(crate) scored_criteria: u32,
    pub(crate) criteria: u32,
    pub(crate) comment: String,
    pub(crate) flagged: bool,
    pub(crate) recusal: Option<RecusalView>,
    /// Media that could not be seen or heard, by name inside the pack.
    pub(crate) not_seen: Vec<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) enum RecusalKind {
    WorkedOnIt,
    KnowAuthor,
    Other,
}

#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct RecusalView {
    pub(crate) kind: RecusalKind,
    pub(crate) note: String,
}

#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct NoteView {
    pub(crate) id: u32,
    pub(crate) media: String,
    pub(crate) at_ms: u32,
    pub(crate) text: String,
}

/// What one change led to; it is on the disk when the window receives it.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Saved {
    pub(crate) sheet: SheetView,
    pub(crate) row: Row,
    pub(crate) saved_at: String,
    pub(crate) can_undo: bool,
}

/// A tie whose order is not decided.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct OpenTie {
    pub(crate) theme: u8,
    pub(crate) numbers: Vec<String>,
}

/// One theme compared; the rows are the scored entries, the best first.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ComparisonView {
    pub(crate) theme: u8,
    pub(crate) rows: Vec<CompareRow>,
    pub(crate) ties: Vec<TieView>,
    pub(crate) spread: Option<Spread>,
    /// There only when the first and the last ten differ by more than chance explains.
    pub(crate) drift: Option<DriftView>,
    pub(crate) revisit: Vec<RevisitLine>,
    pub(crate) saved_at: Option<String>,
}

#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct CompareRow {
    pub(crate) number: String,
    pub(crate) label: String,
    pub(crate) title: String,
    pub(crate) measures: String,
    pub(crate) total: String,
    /// The total in hundredths of a point, for the plot.
    pub(crate) hundredths: u32,
    pub(crate) rank: u32,
    pub(crate) tied: bool,
    /// Its place in the judge's order within the tie, from 1.
    pub(crate) within: Option<u32>,
    pub(crate) marks: BTreeMap<String, u8>,
    pub(crate) comment: String,
}

/// Entries of equal total: the best first once decided.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct TieView {
    pub(crate) rank: u32,
    pub(crate) total: String,
    pub(crate) numbers: Vec<String>,
    pub(crate) decided: bool,
}

/// How the judge's totals in a theme are spread.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Spread {
    pub(crate) count: u32,
    pub(crate) mean: String,
    /// The mean in hundredths of a point, for the plot.
    pub(crate) mean_hundredths: u32,
    pub(crate) lowest: String,
    pub(crate) highest: String,
}

/// Means of the first and the last ten entries scored.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct DriftView {
    pub(crate) first: String,
    pub(crate) last: String,
    /// Whether the last ten got more.
    pub(crate) milder: bool,
}

/// Why an entry may deserve another look.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) enum RevisitWhy {
    Flagged,
    BeforeDrift,
    EqualMarks,
    CommentMissing,
}

#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct RevisitLine {
    pub(crate) number: String,
    pub(crate) reasons: Vec<RevisitWhy>,
}

#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Submission {
    pub(crate) assigned: u32,
    pub(crate) scored: u32,
    pub(crate) recused: u32,
    pub(crate) open: Vec<String>,
    pub(crate) drafts: Vec<String>,
    pub(crate) comments: u32,
    pub(crate) short_comments: Vec<String>,
    pub(crate) missing_comments: Vec<String>,
    pub(crate) flagged: Vec<String>,
    pub(crate) decided_ties: u32,
    pub(crate) open_ties: Vec<OpenTie>,
    pub(crate) recusals: Vec<RecusalLine>,
    pub(crate) reminders: u32,
    pub(crate) next_revision: u32,
    pub(crate) exports: Vec<ExportLine>,
    pub(crate) suggested_name: String,
}

#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct RecusalLine {
    pub(crate) number: String,
    pub(crate) label: String,
    pub(crate) kind: RecusalKind,
    pub(crate) note: String,
}

#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ExportLine {
    pub(crate) revision: u32,
    pub(crate) at: String,
    pub(crate) changes: u32,
    pub(crate) fingerprint: Fingerprint,
    pub(crate) name: String,
    pub(crate) latest: bool,
}

#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Exported {
    pub(crate) revision: u32,
    pub(crate) at: String,
    pub(crate) path: String,
    pub(crate) folder: String,
    pub(crate) name: String,
    pub(crate) kib: u32,
    pub(crate) fingerprint: Fingerprint,
}

/// The receipt of a signed revision.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Receipt {
    pub(crate) contest_title: String,
    pub(crate) organiser: String,
    pub(crate) organiser_fingerprint: Fingerprint,
    pub(crate) judge: String,
    pub(crate) revision: u32,
    pub(crate) at: String,
    pub(crate) assigned: u32,
    pub(crate) scored: u32,
    pub(crate) recused: u32,
    pub(crate) unfinished: u32,
    pub(crate) comments: u32,
    pub(crate) fingerprint: Fingerprint,
    pub(crate) name: Option<String>,
    pub(crate) bytes: u32,
    /// Of the file, hexadecimal.
    pub(crate) sha256: String,
    pub(crate) program: String,
}
