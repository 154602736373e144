//! Questions that a person has dealt with.

use chrono::{DateTime, FixedOffset};
use serde::Serialize;

use super::{Change, Deed, note};
use crate::error::{HandError, StoreError};
use crate::folder::Organizer;
use crate::store::queue_item;

/// Which questions were settled.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Settled {
    /// The numbers that were open.
    pub items: Vec<i64>,
}

impl Organizer {
    /// Marks questions as settled by a person; returns the numbers that were open. They are kept and no longer listed.
    ///
    /// # Errors
    /// A database that cannot be written.
    pub fn settle(
        &mut self,
        ids: &[i64],
        now: DateTime<FixedOffset>,
    ) -> Result<Vec<i64>, StoreError> {
        self.settle_all(ids, "", now)
    }

    /// As [`Organizer::settle`], with what was done about them; all or none.
    ///
    /// # Errors
    /// [`HandError::NoItem`], [`HandError::TooLong`].
    pub fn settle_with(
        &mut self,
        ids: &[i64],
        said: &str,
        now: DateTime<FixedOffset>,
    ) -> Result<Settled, HandError> {
        for &item in ids {
            queue_item::get_open(&self.db, item)?.ok_or(HandError::NoItem { item })?;
        }
        let items = self.settle_all(ids, &note(said)?, now)?;
        Ok(Settled { items })
    }

    fn settle_all(
        &mut self,
        ids: &[i64],
        said: &str,
        now: DateTime<FixedOffset>,
    ) -> Result<Vec<i64>, StoreError> {
        let mut hand = self.hand(now)?;
        let mut settled = Vec::new();
        for &item in ids {
            if queue_item::get_open(&hand.db, item)?.is_some() {
                hand.make(Change::Settled { item })?;
                settled.push(item);
            }
        }
        if !settled.is_empty() {
            hand.commit(Deed::Settled, said)?;
        }
        Ok(settled)
    }
}
