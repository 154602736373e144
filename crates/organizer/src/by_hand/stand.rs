//! Findings that a person lets stand: looked at, and no reason to send the draft back.

use chrono::{DateTime, FixedOffset};

use super::{Change, Deed, note};
use crate::error::{AcceptError, Facts, HandError};
use crate::findings::{self, FindingState, FindingView};
use crate::folder::Organizer;
use crate::store::let_stand::{self, LetStand};
use crate::store::sent_back;

impl Organizer {
    /// Lets an open finding of a draft stand, with what was said about it. Open questions of the draft for the same reason are
    /// settled. Returns the findings as they are then.
    ///
    /// # Errors
    /// No such draft, one that was sent back; [`HandError::NoChange`] when the finding is not there or not open.
    pub fn let_stand(
        &mut self,
        draft: i64,
        code: &str,
        facts: &Facts,
        said: &str,
        now: DateTime<FixedOffset>,
    ) -> Result<Vec<FindingView>, HandError> {
        let said = note(said)?;
        let mut hand = self.hand(now)?;
        crate::store::draft::get(&hand.db, draft)?.ok_or(AcceptError::NoDraft { draft })?;
        if sent_back::of_draft(&hand.db, draft)?.is_some() {
            return Err(AcceptError::SentBack { draft }.into());
        }
        let open = findings::of_draft(&hand.db, hand.contest, draft)?
            .iter()
            .any(|one| one.code == code && one.facts == *facts && one.state == FindingState::Open);
        if !open {
            return Err(HandError::NoChange);
        }
        let row = LetStand {
            draft,
            code: code.to_owned(),
            facts: facts.clone(),
            note: said.clone(),
            made_at: hand.at(),
        };
        let stand = let_stand::insert(&hand.db, &row)?;
        hand.make(Change::LetStand { draft, stand })?;
        hand.settle_of(draft, code)?;
        hand.commit(Deed::LetStand, &said)?;
        Ok(findings::of_draft(&self.db, &self.contest, draft)?)
    }
}
