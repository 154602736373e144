//! What every judge said of one entry, for the organiser alone.

use std::collections::BTreeMap;

use contest::{CriterionId, EntryNumber, JudgeId, Points, RoundId};
use serde::Serialize;

use crate::error::StoreError;
use crate::folder::Organizer;
use crate::store::bundle::{self, Opened};
use crate::store::sheet::Status;
use crate::store::{assignment, sheet};

/// One judge's word on an entry.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct MarkedSheet {
    /// Whose.
    pub judge: JudgeId,
    /// How far it is.
    pub state: SheetWord,
    /// The marks by criterion; empty unless there are some.
    pub marks: BTreeMap<CriterionId, Points>,
    /// What the judge wrote.
    pub comment: String,
    /// Media that the judge could not see or hear.
    pub not_seen: usize,
}

/// How far a sheet is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum SheetWord {
    /// No bundle of the judge counts yet.
    Awaited,
    /// Not scored, or not to the end.
    Unscored,
    /// Scored to the end.
    Scored,
    /// The judge stepped back.
    Recused {
        /// `worked_on_it`, `know_author` or `other`.
        kind: String,
        /// What the judge wrote about it.
        note: String,
    },
}

impl Organizer {
    /// What everybody who was given the entry in the round said of it, by judge.
    ///
    /// # Errors
    /// A database that cannot be read, a log that was changed.
    pub fn marked_sheets(
        &self,
        round: &RoundId,
        entry: &EntryNumber,
    ) -> Result<Vec<MarkedSheet>, StoreError> {
        let awaited = |judge: JudgeId| MarkedSheet {
            judge,
            state: SheetWord::Awaited,
            marks: BTreeMap::new(),
            comment: String::new(),
            not_seen: 0,
        };
        let mut sheets: BTreeMap<JudgeId, MarkedSheet> = BTreeMap::new();
        for seat in assignment::of_entry(&self.db, entry)? {
            if seat.round == *round {
                sheets.insert(seat.judge.clone(), awaited(seat.judge));
            }
        }
        let received = bundle::all(&self.db)?;
        let rulings = self.rulings(&received)?;
        for ((of, judge), bundle) in self.standing(&received, &rulings) {
            if of != round || !matches!(bundle.opened, Opened::Verified(_)) {
                continue;
            }
            if let Some(one) = sheet::of_entry(&self.db, bundle.receipt, entry)? {
                sheets.insert(judge.clone(), said(judge.clone(), one));
            } else if let Some(there) = sheets.get_mut(judge) {
                there.state = SheetWord::Unscored;
            }
        }
        Ok(sheets.into_values().collect())
    }
}

fn said(judge: JudgeId, sheet: sheet::Sheet) -> MarkedSheet {
    let state = match (sheet.status, sheet.recusal) {
        (Status::Scored, _) => SheetWord::Scored,
        (Status::Recused, recusal) => {
            let (kind, note) = recusal.unwrap_or_default();
            SheetWord::Recused { kind, note }
        }
        (Status::Open | Status::Draft, _) => SheetWord::Unscored,
    };
    MarkedSheet {
        judge,
        state,
        marks: sheet.marks,
        comment: sheet.comment,
        not_seen: sheet.not_seen.len(),
    }
}
