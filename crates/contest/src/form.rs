//! A contest as a form: every value as it was typed, right or wrong. The form is written as a contest file and the file is
//! parsed, so what is wrong with a form is what the parser says, at the field that stands on the line it names.

mod edition;
mod of_contest;
mod write;

use chrono::DateTime;
use serde::{Deserialize, Serialize};

use crate::award::{DecidedBy, GivenTo};
use crate::contest::Contest;
use crate::mark::MarkStep;
use crate::number::Draw;
use crate::problem::{ContestFileError, Problem};
use crate::round::{RoundKind, ShortlistBy};
use crate::rules::{CommentPolicy, CommentReaders, OrderPolicy, TieRule};

/// The values of a contest file, in its order. Dates are RFC 3339 texts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[expect(
    missing_docs,
    reason = "each field is the one of its name in the contest file"
)]
pub struct ContestForm {
    pub id: String,
    pub title: String,
    pub subtitle: String,
    pub organiser: String,
    pub subject_mark: String,
    pub hand_in: Option<String>,
    pub deadline: String,
    pub entries_per_unit: u32,
    pub prefix: String,
    pub digits: u32,
    pub draw: Draw,
    pub step: MarkStep,
    pub title_max: u32,
    pub measures_min: u32,
    pub measures_max: u32,
    pub innovation_max: u32,
    pub effect_max: u32,
    pub longest_s: u32,
    pub grace_s: u32,
    pub comment: CommentPolicy,
    pub comment_minimum: u32,
    pub comment_readers: CommentReaders,
    pub order: OrderPolicy,
    pub ties: TieRule,
    pub expertise: [u32; 3],
    pub rounds: Vec<RoundForm>,
    pub levels: Vec<LevelForm>,
    pub criteria: Vec<CriterionForm>,
    pub themes: Vec<ThemeForm>,
    pub awards: Vec<AwardForm>,
}

/// One round.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[expect(
    missing_docs,
    reason = "each field is the one of its name in the contest file"
)]
pub struct RoundForm {
    pub id: String,
    pub name: String,
    pub kind: RoundKind,
    pub reviews: u32,
    pub shortlist: Option<u32>,
    pub shortlist_by: Option<ShortlistBy>,
    pub theme_least: Option<u32>,
    pub theme_most: Option<u32>,
    pub rubric: Option<Vec<ShareForm>>,
    pub closes_at: Option<String>,
}

/// One of the five levels.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[expect(
    missing_docs,
    reason = "each field is the one of its name in the contest file"
)]
pub struct LevelForm {
    pub name: String,
    pub name_en: String,
    pub from: u8,
    pub to: u8,
}

/// One criterion.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[expect(
    missing_docs,
    reason = "each field is the one of its name in the contest file"
)]
pub struct CriterionForm {
    pub id: String,
    pub name: String,
    pub name_en: String,
    pub descriptors: Vec<String>,
}

/// A criterion's share of a rubric, in percent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[expect(
    missing_docs,
    reason = "each field is the one of its name in the contest file"
)]
pub struct ShareForm {
    pub criterion: String,
    pub weight: u32,
}

/// One theme.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[expect(
    missing_docs,
    reason = "each field is the one of its name in the contest file"
)]
pub struct ThemeForm {
    pub id: u32,
    pub name: String,
    pub name_en: String,
    pub short: String,
    pub asks: Vec<String>,
    pub words: Vec<String>,
    pub rubric: Vec<ShareForm>,
}

/// One award.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[expect(
    missing_docs,
    reason = "each field is the one of its name in the contest file"
)]
pub struct AwardForm {
    pub id: String,
    pub name: String,
    pub name_en: String,
    pub count: Option<u32>,
    pub prize_yuan: u32,
    pub given_to: GivenTo,
    pub decided_by: DecidedBy,
    pub round: String,
    pub ties: TieRule,
    pub beside_others: bool,
    pub per_theme: Option<u32>,
    pub themes: Vec<u32>,
    pub unit_points: u32,
    /// Participation, how many ideas bring all of it, accepted, results.
    pub unit_score: Option<[u32; 4]>,
}

/// What is wrong with a form: the rule that is broken, and the field it is broken in.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{field}: {error}")]
pub struct FormError {
    /// The field, as its names and places from 0: `title`, `themes.2.rubric.1`, `awards.0.count`. Empty when no single
    /// field is to blame.
    pub field: String,
    /// What is wrong, with the place in the file the form is written as.
    pub error: ContestFileError,
}

impl ContestForm {
    /// The contest file that says what the form says.
    pub fn to_toml(&self) -> String {
        write::file(self).text
    }

    /// The contest, if the form is one.
    ///
    /// # Errors
    /// The first rule it breaks, with its field.
    pub fn check(&self) -> Result<Contest, FormError> {
        let file = write::file(self);
        let refused = |error: ContestFileError| {
            let mut field = file.field_at(error.line);
            // What is missing is blamed on the line that names what it is missing from.
            let missing = match error.problem {
                Problem::NoShortlist => Some("shortlist"),
                Problem::NoUnitScore => Some("unitScore"),
                _ => None,
            };
            if let Some((within, missing)) = field.strip_suffix("id").zip(missing) {
                field = format!("{within}{missing}");
            }
            FormError { field, error }
        };
        // A text that is no date makes a file that is no contest file; its own rule says it better.
        for (found, line) in &file.dates {
            if DateTime::parse_from_rfc3339(found).is_err() {
                let found = found.clone();
                return Err(refused(ContestFileError {
                    line: *line,
                    column: 1,
                    problem: Problem::Date { found },
                }));
            }
        }
        Contest::parse(&file.text).map_err(refused)
    }
}

impl Contest {
    /// A contest file of these rules: parsed, it is this contest again.
    pub fn to_toml(&self) -> String {
        ContestForm::of(self).to_toml()
    }
}
