//! The list of judges as the organiser's pages show and send it.

use serde::{Deserialize, Serialize};
use specta::Type;

use super::Failure;

/// A judge on the list.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct JudgeEntry {
    pub(crate) form: JudgeForm,
    pub(crate) packs: u32,
    pub(crate) dropped: bool,
}

/// A judge as typed; lists are set apart by `;`.
#[derive(Clone, Debug, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct JudgeForm {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) unit: String,
    pub(crate) email: String,
    pub(crate) themes: String,
    pub(crate) max_entries: String,
    pub(crate) max_minutes: String,
    pub(crate) conflicts: String,
    pub(crate) kin: String,
    pub(crate) rounds: String,
}

impl From<JudgeForm> for organizer::JudgeForm {
    fn from(form: JudgeForm) -> organizer::JudgeForm {
        organizer::JudgeForm {
            id: form.id,
            name: form.name,
            unit: form.unit,
            email: form.email,
            themes: form.themes,
            max_entries: form.max_entries,
            max_minutes: form.max_minutes,
            conflicts: form.conflicts,
            kin: form.kin,
            rounds: form.rounds,
        }
    }
}

impl From<organizer::JudgeForm> for JudgeForm {
    fn from(form: organizer::JudgeForm) -> JudgeForm {
        JudgeForm {
            id: form.id,
            name: form.name,
            unit: form.unit,
            email: form.email,
            themes: form.themes,
            max_entries: form.max_entries,
            max_minutes: form.max_minutes,
            conflicts: form.conflicts,
            kin: form.kin,
            rounds: form.rounds,
        }
    }
}

/// What a list of judges would change.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct JudgesPreview {
    pub(crate) lines: Vec<ListLine>,
    /// Judges who stay because the list does not name them.
    pub(crate) kept: u32,
}

/// One row of a list.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ListLine {
    pub(crate) line: u32,
    pub(crate) judge: String,
    pub(crate) name: String,
    /// `added`, `changed`, `unchanged` or `wrong`.
    pub(crate) change: String,
    pub(crate) fields: Vec<ListField>,
    pub(crate) reason: Option<Failure>,
}

/// One column that would change.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ListField {
    pub(crate) field: String,
    pub(crate) before: String,
    pub(crate) after: String,
}

/// How many judges were taken.
#[derive(Clone, Copy, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct JudgesTaken {
    pub(crate) added: u32,
    pub(crate) replaced: u32,
    pub(crate) unchanged: u32,
}
