//! Packs that go out, bundles that come back, and letters about both.

use serde::{Deserialize, Serialize};
use specta::Type;

use super::Fingerprint;

/// How a pack went out.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct SentView {
    pub(crate) how: SentBy,
    /// `2020-08-26`.
    pub(crate) on: String,
    /// The line of the log, by which it is taken back.
    pub(crate) line: u32,
}

/// The ways a pack goes to its judge.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) enum SentBy {
    Usb,
    Cloud,
    ByHand,
    Post,
}

/// A reminder that was sent.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ReminderView {
    /// `2020-08-26`.
    pub(crate) on: String,
    pub(crate) line: u32,
}

#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct PackingProgress {
    /// The judge whose pack is being written.
    pub(crate) judge: String,
    pub(crate) packs_begun: u32,
    pub(crate) packs_total: u32,
    /// Of all packs together, about.
    pub(crate) kib_done: u32,
    pub(crate) kib_total: u32,
    /// Seconds left by the pace so far; absent at the beginning.
    pub(crate) seconds_left: Option<u32>,
}

/// How much room packs need and how much there is.
#[derive(Clone, Copy, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct RoomView {
    pub(crate) packs: u32,
    pub(crate) needed_kib: u32,
    /// Absent where the system does not say.
    pub(crate) free_kib: Option<u32>,
    pub(crate) enough: bool,
    /// Whether a pack is so large that a stick gets it in volumes.
    pub(crate) volumes: bool,
}

/// How far the taking in of bundles is.
#[derive(Clone, Copy, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct MergeProgress {
    pub(crate) done: u32,
    pub(crate) total: u32,
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

/// Two bundles of one judge side by side.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct CompareView {
    pub(crate) one: BundleSide,
    pub(crate) other: BundleSide,
    pub(crate) lines: Vec<SheetDifference>,
    pub(crate) same: u32,
}

#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct BundleSide {
    pub(crate) receipt: u32,
    pub(crate) file: String,
    pub(crate) at: String,
    pub(crate) revision: u32,
    pub(crate) version: u32,
    pub(crate) fingerprint: Option<Fingerprint>,
}

#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct SheetDifference {
    pub(crate) entry: String,
    pub(crate) title: String,
    /// `open`, `draft`, `scored` or `recused`, where they differ.
    pub(crate) status: Option<StatusPair>,
    pub(crate) marks: Vec<MarkPair>,
    pub(crate) comment: bool,
}

#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct StatusPair {
    pub(crate) before: String,
    pub(crate) after: String,
}

/// Points as text; absent where there are none.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct MarkPair {
    pub(crate) criterion: String,
    pub(crate) name: String,
    pub(crate) name_en: String,
    pub(crate) before: Option<String>,
    pub(crate) after: Option<String>,
}

/// A letter that a person sends with their own mail program.
#[derive(Clone, Debug, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct LetterToSend {
    pub(crate) name: String,
    pub(crate) address: String,
    pub(crate) subject: String,
    pub(crate) text: String,
}
