//! One score sheet and the changes a judge can make to it: pure values, no storage.

use std::collections::{BTreeMap, BTreeSet};

use contest::{CommentPolicy, CriterionId, Points, Standing};
use pack::judge_pack::{BlindEntry, JudgeView, ThemeSheet};
use serde::{Deserialize, Serialize};

/// The longest comment, recusal note or timed note that is kept, in characters.
pub(crate) const LONGEST_TEXT: u32 = 4_000;

/// Why a judge steps back from an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RecusalKind {
    /// The judge took part in the project.
    WorkedOnIt,
    /// The judge recognises the author.
    KnowAuthor,
    /// Another reason, said in the note.
    Other,
}

/// A recusal: no score of this sheet counts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Recusal {
    /// Why.
    pub kind: RecusalKind,
    /// The reason in words, for the organiser only; may be empty.
    pub note: String,
}

/// What one judge has put down about one entry.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sheet {
    /// The marks given; a criterion without one is absent.
    pub marks: BTreeMap<CriterionId, Points>,
    /// The comment; empty when there is none.
    pub comment: String,
    /// Whether the judge wants to look again. Independent of the status.
    pub flagged: bool,
    /// The recusal, if there is one. The marks stay on the sheet and come back when it is withdrawn.
    pub recusal: Option<Recusal>,
    /// Media files the judge could not see or hear, by name inside the pack.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub not_seen: BTreeSet<String>,
}

/// Where a sheet stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Nothing put down.
    Open,
    /// Something, not everything.
    Draft,
    /// Every criterion has a mark, and the comment is there where it is required.
    Scored,
    /// The judge stepped back.
    Recused,
}

/// One change to one sheet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// Gives a mark.
    Mark(CriterionId, Points),
    /// Takes a mark away.
    Clear(CriterionId),
    /// Replaces the comment.
    Comment(String),
    /// Sets or lifts the flag.
    Flag(bool),
    /// Steps back.
    Recuse(Recusal),
    /// Withdraws the recusal.
    Return,
    /// Says of a medium, by name inside the pack, that it could not be seen or heard, or takes that back.
    NotSeen(String, bool),
}

/// Why a change does not fit its sheet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Misfit {
    /// No such criterion, or a mark finer than the step.
    NoSuch,
    /// The sheet is recused.
    Recused,
    /// The text is too long.
    TooLong,
}

impl Sheet {
    /// The sheet after the change; the sheet itself stays as it is.
    pub(crate) fn after(
        &self,
        change: Change,
        view: &JudgeView,
        (entry, theme): (&BlindEntry, &ThemeSheet),
    ) -> Result<Sheet, Misfit> {
        let mut next = self.clone();
        match change {
            Change::Mark(criterion, points) => {
                if self.recusal.is_some() {
                    return Err(Misfit::Recused);
                }
                let known = theme.criteria.iter().any(|c| c.id == criterion.as_str());
                if !known || !points.fits(view.step) {
                    return Err(Misfit::NoSuch);
                }
                next.marks.insert(criterion, points);
            }
            Change::Clear(criterion) => {
                next.marks.remove(&criterion);
            }
            Change::Comment(text) => {
                next.comment = short_enough(text)?;
            }
            Change::Flag(flagged) => next.flagged = flagged,
            Change::Recuse(recusal) => {
                next.recusal = Some(Recusal {
                    kind: recusal.kind,
                    note: short_enough(recusal.note)?,
                });
            }
            Change::Return => next.recusal = None,
            Change::NotSeen(medium, true) => {
                if !entry.media.iter().any(|one| one.file == medium) {
                    return Err(Misfit::NoSuch);
                }
                next.not_seen.insert(medium);
            }
            Change::NotSeen(medium, false) => {
                next.not_seen.remove(&medium);
            }
        }
        Ok(next)
    }

    /// Where the sheet stands under the rules of its pack and the rubric of its theme.
    pub fn status(&self, view: &JudgeView, theme: &ThemeSheet) -> Status {
        if self.recusal.is_some() {
            return Status::Recused;
        }
        let complete = theme
            .criteria
            .iter()
            .all(|c| self.marks.keys().any(|id| id.as_str() == c.id));
        let comment_missing = view.comment.policy == CommentPolicy::Required
            && self.comment_characters() < view.comment.minimum;
        if complete && !comment_missing {
            Status::Scored
        } else if self.marks.is_empty() && self.comment.trim().is_empty() {
            Status::Open
        } else {
            Status::Draft
        }
    }

    /// What the marks bring under the rubric of the theme.
    pub fn standing(&self, theme: &ThemeSheet) -> Standing {
        let marks: BTreeMap<&str, Points> = self
            .marks
            .iter()
            .map(|(id, mark)| (id.as_str(), *mark))
            .collect();
        Standing::of(
            theme
                .criteria
                .iter()
                .map(|one| (one.weight, marks.get(one.id.as_str()).copied())),
        )
    }

    /// The length of the comment in characters, blanks at both ends left out.
    pub fn comment_characters(&self) -> u32 {
        u32::try_from(self.comment.trim().chars().count()).unwrap_or(u32::MAX)
    }
}

pub(crate) fn short_enough(text: String) -> Result<String, Misfit> {
    if text.chars().count() > LONGEST_TEXT as usize {
        return Err(Misfit::TooLong);
    }
    // Control characters can come in by pasting; line breaks and tabs are text.
    Ok(text
        .chars()
        .filter(|c| !c.is_control() || matches!(c, '\n' | '\t'))
        .collect())
}
