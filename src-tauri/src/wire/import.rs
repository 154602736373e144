//! What an import, and a comparison with an earlier contest, say while they go on and at their end.

use serde::Serialize;
use specta::Type;

/// Where an import is.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct IntakeProgress {
    pub(crate) what: IntakeStep,
    /// The file being read; empty while texts are compared.
    pub(crate) name: String,
    /// In KiB, or of texts their number.
    pub(crate) done: u32,
    pub(crate) total: u32,
    /// Of this step, at the speed so far.
    pub(crate) seconds_left: Option<u32>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) enum IntakeStep {
    Reading,
    Media,
    Comparing,
}

/// What came of an import, and the account of everything that was ever received.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ImportedView {
    pub(crate) sources: u32,
    pub(crate) with_entries: u32,
    pub(crate) queued: u32,
    pub(crate) duplicates: u32,
    pub(crate) known: u32,
    pub(crate) set_aside: u32,
    pub(crate) drafts: u32,
    pub(crate) questions: u32,
    pub(crate) media_waiting: u32,
    pub(crate) skipped: Vec<SkippedLine>,
    pub(crate) skipped_more: u32,
    pub(crate) stopped: bool,
    /// How to install what measures media, when it is missing and media wait for it.
    pub(crate) install: Option<String>,
    pub(crate) account: AccountView,
}

/// What came of comparing with an earlier contest.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ComparedView {
    /// The folder of the earlier contest.
    pub(crate) folder: String,
    /// How many drafts are alike to one of its.
    pub(crate) drafts: u32,
    pub(crate) pairs: u32,
    /// The strongest pairs, the strongest first.
    pub(crate) named: Vec<AlikeLine>,
    /// Whether it was stopped; nothing was noted then.
    pub(crate) stopped: bool,
}

/// A draft and what of the earlier contest it is alike to.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct AlikeLine {
    pub(crate) draft: u32,
    pub(crate) title: String,
    pub(crate) earlier_title: String,
    pub(crate) earlier_unit: String,
    /// In percent.
    pub(crate) share: u8,
}

#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct SkippedLine {
    pub(crate) path: String,
    pub(crate) reason: String,
}

/// Where everything went that was ever received: the parts make the sum.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct AccountView {
    pub(crate) found: u32,
    pub(crate) with_entries: u32,
    pub(crate) queued: u32,
    pub(crate) duplicates: u32,
    pub(crate) set_aside: u32,
}
