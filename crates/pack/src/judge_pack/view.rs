//! `contest.json`: the contest as a judge sees it.

use contest::{CommentPolicy, CommentReaders, MarkStep, OrderPolicy};
use serde::{Deserialize, Serialize};

use crate::json;

/// What the judge's desk needs to know of the contest.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct JudgeView {
    /// The contest's title.
    #[serde(deserialize_with = "json::name")]
    pub title: String,
    /// The line below the title.
    #[serde(deserialize_with = "json::name")]
    pub subtitle: String,
    /// Who holds the contest.
    #[serde(deserialize_with = "json::name")]
    pub organiser: String,
    /// How to hand the bundle in, in the organiser's words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hand_in: Option<String>,
    /// The themes, each with its rubric.
    pub themes: Vec<ThemeSheet>,
    /// How fine a mark may be.
    pub step: MarkStep,
    /// The rule for comments.
    pub comment: CommentSheet,
    /// The longest video or recording, in milliseconds.
    pub media_limit_ms: u32,
    /// How much longer is not held against an entry, in milliseconds.
    pub media_grace_ms: u32,
    /// The order of presentation.
    pub order: OrderSheet,
}

/// One theme and how its entries are scored.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ThemeSheet {
    /// Its number, 1–99.
    pub id: u8,
    /// Its name.
    #[serde(deserialize_with = "json::name")]
    pub name: String,
    /// Its short name.
    #[serde(deserialize_with = "json::name")]
    pub short: String,
    /// Its name in English.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        deserialize_with = "json::optional_name"
    )]
    pub name_en: Option<String>,
    /// Its short name in English.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        deserialize_with = "json::optional_name"
    )]
    pub short_en: Option<String>,
    /// Its rubric.
    pub criteria: Vec<CriterionSheet>,
}

/// One criterion of a rubric.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CriterionSheet {
    /// Its identifier, under which marks are written.
    pub id: String,
    /// Its name.
    #[serde(deserialize_with = "json::name")]
    pub name: String,
    /// Its name in English.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        deserialize_with = "json::optional_name"
    )]
    pub name_en: Option<String>,
    /// Its share of the total, in the same unit for all criteria of a theme.
    pub weight: u8,
    /// Its levels.
    pub levels: Vec<LevelSheet>,
}

/// One level of a criterion.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LevelSheet {
    /// Its name.
    #[serde(deserialize_with = "json::name")]
    pub name: String,
    /// Its name in English.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        deserialize_with = "json::optional_name"
    )]
    pub name_en: Option<String>,
    /// Its lowest mark in points.
    pub from: u8,
    /// Its highest mark in points.
    pub to: u8,
    /// What deserves it.
    pub descriptor: String,
}

/// The rule for comments.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CommentSheet {
    /// Whether one is needed.
    pub policy: CommentPolicy,
    /// How many characters make a full comment.
    pub minimum: u32,
    /// Who reads them.
    pub readers: CommentReaders,
}

/// The order of presentation.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OrderSheet {
    /// The policy that the order follows.
    pub policy: OrderPolicy,
    /// Every entry number of the pack once, in the order in which the judge meets them.
    pub entries: Vec<String>,
}
