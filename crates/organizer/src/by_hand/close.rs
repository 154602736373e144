//! Drafts that are not accepted: sent back to their sender, or replaced by another version. They are kept and listed.

use chrono::{DateTime, FixedOffset};
use serde::Serialize;

use super::{Change, Deed, Hand, note};
use crate::accept::POSSIBLE_DUPLICATE;
use crate::error::{AcceptError, HandError, StoreError};
use crate::folder::Organizer;
use crate::mended;
use crate::store::{assignment, entry, issued_pack, queue_item, sent_back};

/// The reason that is kept where another version takes the place of a draft and nobody said more.
const SUPERSEDED: &str = "superseded";

/// Why a draft is not accepted.
#[derive(Clone, Copy, Debug)]
pub struct SendBack<'a> {
    /// A code or a person's own words; may be empty where another takes its place.
    pub reason: &'a str,
    /// The draft that takes its place.
    pub superseded_by: Option<i64>,
}

/// A draft that is not accepted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SentBackDraft {
    /// The draft.
    pub draft: i64,
    /// Its title.
    pub title: String,
    /// Why.
    pub reason: String,
    /// The draft that takes its place.
    pub superseded_by: Option<i64>,
    /// The number of the entry it was.
    pub was: Option<String>,
    /// When; RFC 3339.
    pub at: String,
}

impl Organizer {
    /// Sends a draft back, or puts another in its place. An entry that no judge has yet leaves its plan and its number is free
    /// again. Open questions about the draft are settled, and those whether the other is a duplicate.
    ///
    /// # Errors
    /// No such draft, one that was sent back, no reason; [`HandError::Issued`], [`HandError::Planned`] when the plan is out.
    pub fn send_back(
        &mut self,
        draft: i64,
        why: SendBack<'_>,
        now: DateTime<FixedOffset>,
    ) -> Result<SentBackDraft, HandError> {
        let mut reason = note(why.reason)?;
        if reason.is_empty() {
            if why.superseded_by.is_none() {
                return Err(HandError::BadValue { field: "reason" });
            }
            SUPERSEDED.clone_into(&mut reason);
        }
        let mut hand = self.hand(now)?;
        let form = mended::draft(&hand.db, draft)?.ok_or(AcceptError::NoDraft { draft })?;
        for id in [Some(draft), why.superseded_by].into_iter().flatten() {
            mended::draft(&hand.db, id)?.ok_or(AcceptError::NoDraft { draft: id })?;
            if sent_back::of_draft(&hand.db, id)?.is_some() {
                return Err(AcceptError::SentBack { draft: id }.into());
            }
        }
        if why.superseded_by == Some(draft) {
            return Err(HandError::OwnPlace { draft });
        }
        let was = hand.make_draft_again(draft)?;
        let row = sent_back::SentBack {
            draft,
            reason: reason.clone(),
            superseded_by: why.superseded_by,
            made_at: hand.at(),
        };
        let refusal = sent_back::insert(&hand.db, &row)?;
        hand.make(Change::SentBack { draft, refusal })?;
        for item in queue_item::open(&hand.db)? {
            if item.draft == Some(draft) {
                hand.make(Change::Settled { item: item.id })?;
            }
        }
        if let Some(other) = why.superseded_by {
            hand.settle_of(other, POSSIBLE_DUPLICATE)?;
        }
        let note = if reason == SUPERSEDED { "" } else { &reason };
        hand.commit(Deed::SentBack, note)?;
        Ok(SentBackDraft {
            draft,
            title: form.title,
            reason,
            superseded_by: why.superseded_by,
            was,
            at: row.made_at,
        })
    }

    /// The drafts that were sent back or replaced, in the order they came.
    ///
    /// # Errors
    /// A database that cannot be read.
    pub fn sent_back(&self) -> Result<Vec<SentBackDraft>, StoreError> {
        let mut lines = Vec::new();
        for one in sent_back::all(&self.db)? {
            let form = mended::draft(&self.db, one.draft)?;
            lines.push(SentBackDraft {
                draft: one.draft,
                title: form.map_or_else(String::new, |form| form.title),
                reason: one.reason,
                superseded_by: one.superseded_by,
                was: None,
                at: one.made_at,
            });
        }
        Ok(lines)
    }
}

impl Hand<'_> {
    /// Takes a draft out of the entries, if it is one, and out of plans that are not out; returns the number it had.
    fn make_draft_again(&mut self, draft: i64) -> Result<Option<String>, HandError> {
        let Some(made) = entry::of_draft(&self.db, draft)? else {
            return Ok(None);
        };
        self.refuse_issued(draft)?;
        let number = made.number.to_string();
        let packs = issued_pack::all(&self.db)?;
        for seat in assignment::of_entry(&self.db, &made.number)? {
            if packs.iter().any(|pack| pack.round == seat.round) {
                return Err(HandError::Planned { number });
            }
            self.make(Change::Unplanned { seat })?;
        }
        self.make(Change::EntryGone {
            draft,
            number: made.number,
            theme: made.theme.get(),
            serial: made.serial,
            identity: made.identity,
            note: made.note,
            accepted_at: made.accepted_at,
        })?;
        Ok(Some(number))
    }
}
