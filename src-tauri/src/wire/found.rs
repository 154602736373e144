//! A contest as a form: what is typed before there is a contest. The words of fixed lists are those of the contest file.

use serde::{Deserialize, Serialize};
use specta::Type;

use super::{Failure, Fingerprint};

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ContestForm {
    pub(crate) id: String,
    pub(crate) title: String,
    pub(crate) subtitle: String,
    pub(crate) organiser: String,
    pub(crate) subject_mark: String,
    pub(crate) hand_in: Option<String>,
    pub(crate) deadline: String,
    pub(crate) entries_per_unit: u32,
    pub(crate) prefix: String,
    pub(crate) digits: u32,
    pub(crate) draw: String,
    pub(crate) step: String,
    pub(crate) title_max: u32,
    pub(crate) measures_min: u32,
    pub(crate) measures_max: u32,
    pub(crate) innovation_max: u32,
    pub(crate) effect_max: u32,
    pub(crate) longest_s: u32,
    pub(crate) grace_s: u32,
    pub(crate) comment: String,
    pub(crate) comment_minimum: u32,
    pub(crate) comment_readers: String,
    pub(crate) order: String,
    pub(crate) ties: String,
    pub(crate) expertise: [u32; 3],
    pub(crate) rounds: Vec<RoundForm>,
    pub(crate) levels: Vec<LevelForm>,
    pub(crate) criteria: Vec<CriterionForm>,
    pub(crate) themes: Vec<ThemeForm>,
    pub(crate) awards: Vec<AwardForm>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct RoundForm {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) kind: String,
    pub(crate) reviews: u32,
    pub(crate) shortlist: Option<u32>,
    pub(crate) shortlist_by: Option<String>,
    pub(crate) theme_least: Option<u32>,
    pub(crate) theme_most: Option<u32>,
    pub(crate) rubric: Option<Vec<ShareForm>>,
    pub(crate) closes_at: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct LevelForm {
    pub(crate) name: String,
    pub(crate) name_en: String,
    pub(crate) from: u8,
    pub(crate) to: u8,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct CriterionForm {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) name_en: String,
    pub(crate) descriptors: Vec<String>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ShareForm {
    pub(crate) criterion: String,
    pub(crate) weight: u32,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ThemeForm {
    pub(crate) id: u32,
    pub(crate) name: String,
    pub(crate) name_en: String,
    pub(crate) short: String,
    pub(crate) asks: Vec<String>,
    pub(crate) words: Vec<String>,
    pub(crate) rubric: Vec<ShareForm>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct AwardForm {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) name_en: String,
    pub(crate) count: Option<u32>,
    pub(crate) prize_yuan: u32,
    pub(crate) given_to: String,
    pub(crate) decided_by: String,
    pub(crate) round: String,
    pub(crate) ties: String,
    pub(crate) beside_others: bool,
    pub(crate) per_theme: Option<u32>,
    pub(crate) themes: Vec<u32>,
    pub(crate) unit_points: u32,
    pub(crate) unit_score: Option<[u32; 4]>,
}

/// A form to begin from, and the folder of the contest it was taken over from.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct FormBase {
    pub(crate) form: ContestForm,
    pub(crate) previous: Option<String>,
}

/// The form as the file it would be, and what is wrong with it.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct FormCheck {
    pub(crate) text: String,
    /// The field that is wrong; empty when no single one is.
    pub(crate) field: Option<String>,
    pub(crate) failure: Option<Failure>,
}

/// A contest that was made.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct CreatedView {
    pub(crate) title: String,
    pub(crate) folder: String,
    /// The sheet with the passphrase, to be printed and then deleted.
    pub(crate) sheet: Option<String>,
    pub(crate) fingerprint: Option<Fingerprint>,
}

/// How far a backup is written or restored.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct SavingProgress {
    pub(crate) kib_done: u32,
    pub(crate) kib_total: u32,
    pub(crate) name: String,
}

/// A backup that was written and read back.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct BackedUpView {
    pub(crate) file: String,
    pub(crate) files: u32,
    pub(crate) kib: u32,
    /// How many files are no longer what their names say.
    pub(crate) damaged: u32,
}

/// A contest that was restored and is open now.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct RestoredView {
    pub(crate) folder: String,
    pub(crate) title: String,
    pub(crate) made_at: String,
    pub(crate) files: u32,
}

/// The last backup of the open contest, and what came after it.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct LastBackup {
    pub(crate) at: String,
    pub(crate) file: String,
    pub(crate) decisions: u32,
    pub(crate) sources: u32,
    pub(crate) bundles: u32,
}
