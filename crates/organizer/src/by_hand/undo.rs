//! Taking a decision about what came in back. Its line stays; another says that it was taken back.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, FixedOffset};
use serde::Serialize;

use super::change::About;
use super::{Change, Deed, Hand};
use crate::error::HandError;
use crate::folder::Organizer;
use crate::store::log::{self, Act, LogLine};
use crate::store::{assignment, entry, issued_pack};

/// A decision that was taken back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Undone {
    /// Its line in the log.
    pub line: u32,
    /// What it was.
    pub what: Deed,
    /// When it was decided; RFC 3339.
    pub at: String,
}

impl Organizer {
    /// Takes the decision of a line back, or the last one that stands: afterwards everything is as if it had not been made.
    ///
    /// # Errors
    /// [`HandError::NothingToUndo`], [`HandError::NotUndoable`], [`HandError::Undone`]; [`HandError::RestedOn`] when a later
    /// decision is about the same thing; [`HandError::Planned`], [`HandError::Issued`], [`HandError::PacksOut`] when judges have
    /// or get what would change; [`HandError::NumberTaken`].
    pub fn undo(
        &mut self,
        line: Option<u32>,
        now: DateTime<FixedOffset>,
    ) -> Result<Undone, HandError> {
        let lines = log::all(&self.db)?;
        let undone: BTreeMap<u32, u32> = lines
            .iter()
            .filter_map(|one| match one.act {
                Act::IntakeUndone { line, .. } => Some((line, one.seq)),
                _ => None,
            })
            .collect();
        let standing = || decisions(&lines).filter(|(one, ..)| !undone.contains_key(&one.seq));
        let (target, what, changes) = match line {
            None => standing().last().ok_or(HandError::NothingToUndo)?,
            Some(line) => {
                if let Some(&by) = undone.get(&line) {
                    return Err(HandError::Undone { line, by });
                }
                decisions(&lines)
                    .find(|(one, ..)| one.seq == line)
                    .ok_or(HandError::NotUndoable { line })?
            }
        };
        let carried: BTreeSet<About> = changes.iter().flat_map(Change::carries).collect();
        let rests = standing().filter(|(one, _, later)| {
            one.seq > target.seq
                && later
                    .iter()
                    .any(|change| !change.about().is_disjoint(&carried))
        });
        if let Some((later, ..)) = rests.last() {
            return Err(HandError::RestedOn {
                line: target.seq,
                by: later.seq,
            });
        }
        let mut hand = self.hand(now)?;
        for change in changes.iter().rev() {
            hand.refuse_out(change)?;
            hand.take_back(change)?;
        }
        hand.write_texts()?;
        hand.end(&Act::IntakeUndone {
            line: target.seq,
            what,
        })?;
        Ok(Undone {
            line: target.seq,
            what,
            at: target.at.clone(),
        })
    }
}

fn decisions(lines: &[LogLine]) -> impl Iterator<Item = (&LogLine, Deed, &[Change])> {
    lines.iter().filter_map(|line| match &line.act {
        Act::Intake { what, changes, .. } => Some((line, *what, changes.as_slice())),
        _ => None,
    })
}

impl Hand<'_> {
    /// What judges have, or are about to get, does not change under their hands. Texts are looked at where they are written.
    fn refuse_out(&self, change: &Change) -> Result<(), HandError> {
        match change {
            Change::EntryMade { draft, .. } => {
                self.refuse_issued(*draft)?;
                if let Some(made) = entry::of_draft(&self.db, *draft)?
                    && !assignment::of_entry(&self.db, &made.number)?.is_empty()
                {
                    return Err(HandError::Planned {
                        number: made.number.to_string(),
                    });
                }
                Ok(())
            }
            Change::EntryGone { number, .. } => {
                if entry::by_number(&self.db, number.as_str())?.is_some() {
                    return Err(HandError::NumberTaken {
                        number: number.to_string(),
                    });
                }
                Ok(())
            }
            Change::Joined { draft, .. }
            | Change::Redacted { draft, .. }
            | Change::Unredacted { draft, .. } => self.refuse_file(change, *draft),
            Change::Unplanned { .. } | Change::Renumbered { .. } => {
                let packs = issued_pack::all(&self.db)?.len();
                if packs > 0 {
                    return Err(HandError::PacksOut { packs });
                }
                Ok(())
            }
            _ => Ok(()),
        }
    }

    fn refuse_file(&self, change: &Change, draft: i64) -> Result<(), HandError> {
        use crate::store::redaction::{self, What};
        let of_file = match change {
            Change::Redacted { redaction, .. } | Change::Unredacted { redaction, .. } => {
                let one = redaction::get(&self.db, *redaction)?;
                one.is_some_and(|one| matches!(one.what, What::File(_) | What::Part(..)))
            }
            _ => true,
        };
        if of_file {
            self.refuse_issued(draft)?;
        }
        Ok(())
    }
}
