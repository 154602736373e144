//! A score bundle and an enrolment as types. How a bundle is written in two files is in [`super::split`].

use std::collections::BTreeMap;
use std::fmt;

use chrono::{DateTime, FixedOffset};
use contest::{JudgeId, Points};
use serde::de::Visitor;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::Sha256Hex;

/// `enroll.json`: the invitation key of a pack says which key is the judge's.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Enrolment {
    /// Always `jurydesk.enrolment`.
    pub format: String,
    /// Version of the format, 1.
    pub version: u32,
    /// The contest's id.
    pub contest: String,
    /// The key of the contest folder, from the pack.
    pub contest_key: String,
    /// SHA-256 of the pack's `manifest.json`.
    pub manifest_sha256: Sha256Hex,
    /// The judge.
    pub judge: JudgeId,
    /// The judge's public key, as an OpenSSH line without comment.
    pub judge_key: String,
}

/// Everything one judge hands in: `bundle.json`, with the texts of `comments.json` in their places.
#[derive(Clone, Debug, PartialEq)]
pub struct ScoreBundle {
    /// Always `jurydesk.score-bundle`.
    pub format: String,
    /// Version of the format, 1.
    pub version: u32,
    /// The contest's id.
    pub contest: String,
    /// The key of the contest folder, from the pack.
    pub contest_key: String,
    /// The contest's title, for people.
    pub title: String,
    /// SHA-256 of the pack's `manifest.json`.
    pub manifest_sha256: Sha256Hex,
    /// The judge.
    pub judge: JudgeId,
    /// 1 for the first bundle that answers this pack, then counting up: the revision.
    pub sequence: u32,
    /// SHA-256 of the `bundle.json` before this one; there exactly when `sequence` is above 1.
    pub previous_sha256: Option<Sha256Hex>,
    /// The judge's public key, the one that `enroll.json` states.
    pub judge_key: String,
    /// The program that wrote it, with its version.
    pub client: String,
    /// The judge's clock when it was written. Advisory: deadlines go by receipt.
    pub exported_at: DateTime<FixedOffset>,
    /// One record for each entry of the pack that the judge's desk knows.
    pub sheets: Vec<SheetRecord>,
    /// The judge's own order among entries of equal total; a tie without one is absent.
    pub ties: Vec<TieOrder>,
}

/// The judge's own order within one tie. It changes no mark.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TieOrder {
    /// The number of the theme.
    pub theme: u8,
    /// Numbers of scored entries with the same total, the best first.
    pub entries: Vec<String>,
}

/// The score sheet of one entry.
#[derive(Clone, Debug, PartialEq)]
pub struct SheetRecord {
    /// The entry number.
    pub entry: String,
    /// SHA-256 of the entry's bytes in `entries.json`, as the judge saw it.
    pub entry_sha256: Sha256Hex,
    /// How far the judge is.
    pub status: SheetStatus,
    /// The marks by criterion.
    pub marks: BTreeMap<String, Mark>,
    /// The comment; empty when there is none, and when the comments were left out.
    pub comment: String,
    /// Why the judge stands back; there exactly when the status is `recused`.
    pub recusal: Option<Recusal>,
    /// Media files of the entry that the judge could not see or hear, by name inside the pack, sorted.
    pub not_seen: Vec<String>,
}

/// How far a score sheet is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SheetStatus {
    /// Nothing marked yet.
    Open,
    /// Begun.
    Draft,
    /// Complete.
    Scored,
    /// The judge stands back.
    Recused,
}

/// A recusal.
#[derive(Clone, Debug, PartialEq)]
pub struct Recusal {
    /// Why.
    pub kind: RecusalKind,
    /// In the judge's words; empty when there are none, and when the comments were left out.
    pub note: String,
}

/// Why a judge stands back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RecusalKind {
    /// Worked on the entry.
    WorkedOnIt,
    /// Knows an author.
    KnowAuthor,
    /// Another reason, in the note.
    Other,
}

/// A mark on the wire: the JSON number `8` or `7.5`, each value in one form only.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Mark(pub Points);

impl From<Points> for Mark {
    fn from(points: Points) -> Mark {
        Mark(points)
    }
}

impl From<Mark> for Points {
    fn from(mark: Mark) -> Points {
        mark.0
    }
}

impl Serialize for Mark {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let halves = self.0.halves();
        if halves.is_multiple_of(2) {
            serializer.serialize_u8(halves / 2)
        } else {
            serializer.serialize_f64(f64::from(self.0))
        }
    }
}

impl<'de> Deserialize<'de> for Mark {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Mark, D::Error> {
        deserializer.deserialize_any(MarkVisitor)
    }
}

struct MarkVisitor;

impl Visitor<'_> for MarkVisitor {
    type Value = Mark;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a mark from 1 to 10 in half points")
    }

    fn visit_u64<E: serde::de::Error>(self, points: u64) -> Result<Mark, E> {
        u8::try_from(points)
            .ok()
            .and_then(|points| Points::from_halves(points.checked_mul(2)?).ok())
            .map(Mark)
            .ok_or_else(|| E::custom("a mark outside 1 to 10"))
    }

    fn visit_f64<E: serde::de::Error>(self, points: f64) -> Result<Mark, E> {
        Points::try_from(points)
            .ok()
            .filter(|points| points.halves() % 2 == 1)
            .map(Mark)
            .ok_or_else(|| E::custom("a mark that is not written as a whole or half point"))
    }
}
