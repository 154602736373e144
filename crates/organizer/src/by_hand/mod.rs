//! What a person decides about what came in: corrections, what goes back, which file is whose, what judges do not see,
//! numbers. Each decision is made of [`Change`]s that can be taken back, and is one line of the log in the same
//! transaction.

mod change;
mod close;
mod files;
mod fix;
mod letter;
mod number;
mod redact;
mod settle;
mod stand;
#[cfg(test)]
mod tests;
mod themes;
mod typed;
mod undo;

use std::collections::BTreeMap;

use chrono::{DateTime, FixedOffset};
use contest::Contest;
use rusqlite::Transaction;
use serde::{Deserialize, Serialize};

pub use change::{Change, Move};
pub use close::{SendBack, SentBackDraft};
pub use files::Joined;
pub use fix::{Field, Fix, Fixed, Origin};
pub use letter::{Letter, Replying};
pub use number::{Numbered, Renumber};
pub use redact::{Redacted, RedactedFile, Withhold};
pub use settle::Settled;
pub use typed::{TypedDraft, TypedForm};
pub use undo::Undone;

use crate::error::{Facts, HandError, StoreError};
use crate::folder::Organizer;
use crate::judging_copy::{self, Texts};
use crate::store::log::{self, Act};
use crate::store::{entry, finding, queue_item};

/// The most characters of a note, a reason or words to take out.
const NOTE_MAX: usize = 2_000;

/// What was decided about what came in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Deed {
    /// Drafts became entries.
    Accepted,
    /// Questions were settled.
    Settled,
    /// A draft was corrected.
    Fixed,
    /// A draft was sent back, or another takes its place.
    SentBack,
    /// A file was given to a draft.
    Given,
    /// A file that was fetched by hand joined a draft.
    Attached,
    /// A draft was typed.
    Typed,
    /// Something was taken out of a judging copy.
    Redacted,
    /// Something was put back into a judging copy.
    Unredacted,
    /// Numbers were drawn anew.
    Numbered,
    /// A finding was looked at and stands.
    LetStand,
}

/// A decision that is being carried out; what is not recorded in the end never happened.
pub(crate) struct Hand<'a> {
    pub(crate) db: Transaction<'a>,
    pub(crate) contest: &'a Contest,
    pub(crate) now: DateTime<FixedOffset>,
    changes: Vec<Change>,
    /// What the judges of an entry read before.
    before: BTreeMap<i64, Texts>,
}

impl Organizer {
    /// Begins a decision.
    pub(crate) fn hand(&mut self, now: DateTime<FixedOffset>) -> Result<Hand<'_>, StoreError> {
        Ok(Hand {
            db: self.db.transaction()?,
            contest: &self.contest,
            now,
            changes: Vec::new(),
            before: BTreeMap::new(),
        })
    }
}

impl Hand<'_> {
    /// The time, as it is stored.
    pub(crate) fn at(&self) -> String {
        self.now.to_rfc3339()
    }

    /// Makes a change.
    pub(crate) fn make(&mut self, change: Change) -> Result<(), StoreError> {
        self.look(&change)?;
        change.make(&self.db, &self.at())?;
        self.changes.push(change);
        Ok(())
    }

    /// Takes a change of an earlier decision back.
    pub(crate) fn take_back(&mut self, change: &Change) -> Result<(), StoreError> {
        self.look(change)?;
        change.take_back(&self.db, self.contest)
    }

    /// Notes a finding, unless it is noted already.
    pub(crate) fn find(&mut self, draft: i64, code: &str, facts: Facts) -> Result<(), StoreError> {
        if finding::note(&self.db, draft, code, &facts)? {
            self.make(Change::Found {
                draft,
                code: code.to_owned(),
                facts,
            })?;
        }
        Ok(())
    }

    /// Settles the open questions about a draft that have this reason.
    pub(crate) fn settle_of(&mut self, draft: i64, reason: &str) -> Result<(), StoreError> {
        for item in queue_item::open_of_draft(&self.db, draft, reason)? {
            self.make(Change::Settled { item: item.id })?;
        }
        Ok(())
    }

    /// Records the decision and ends it. A judging copy that it changes is written anew, unless judges have it.
    pub(crate) fn record(mut self, what: Deed, note: &str) -> Result<(), HandError> {
        self.write_texts()?;
        Ok(self.commit(what, note)?)
    }

    /// As [`Hand::record`], for a decision that changes no judging copy.
    pub(crate) fn commit(mut self, what: Deed, note: &str) -> Result<(), StoreError> {
        let act = Act::Intake {
            what,
            note: note.to_owned(),
            changes: std::mem::take(&mut self.changes),
        };
        self.end(&act)
    }

    /// Writes the line of the log, and ends.
    fn end(self, act: &Act) -> Result<(), StoreError> {
        log::append(&self.db, self.now, act)?;
        Ok(self.db.commit()?)
    }

    fn write_texts(&mut self) -> Result<(), HandError> {
        for (draft, before) in &self.before {
            let Some(after) = judging_copy::of_entry(&self.db, *draft)? else {
                continue;
            };
            if after != *before {
                self.refuse_issued(*draft)?;
                entry::set_texts(&self.db, *draft, &after)?;
            }
        }
        Ok(())
    }

    /// What judges hold in their hands stays as it is.
    pub(crate) fn refuse_issued(&self, draft: i64) -> Result<(), HandError> {
        if entry::is_issued(&self.db, draft)? {
            let number = entry::of_draft(&self.db, draft)?.map(|one| one.number.to_string());
            return Err(HandError::Issued {
                number: number.unwrap_or_default(),
            });
        }
        Ok(())
    }

    /// Remembers what judges read of the entry before it changes.
    fn look(&mut self, change: &Change) -> Result<(), StoreError> {
        if let Some(draft) = change.shapes_texts_of()
            && !self.before.contains_key(&draft)
            && let Some(texts) = judging_copy::of_entry(&self.db, draft)?
        {
            self.before.insert(draft, texts);
        }
        Ok(())
    }
}

/// A note as it is kept, or the refusal of one that is too long.
fn note(text: &str) -> Result<String, HandError> {
    let text = crate::plain::paragraphs(text);
    if text.chars().count() > NOTE_MAX {
        return Err(HandError::TooLong {
            what: "note",
            max: NOTE_MAX,
        });
    }
    Ok(text)
}
