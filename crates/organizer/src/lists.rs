//! How long the lists are that the first page leads to, counted as the lists are made.

use crate::error::StoreError;
use crate::folder::Organizer;
use crate::store::queue_item;

impl Organizer {
    /// How many lines the queue has: every waiting draft, and every open question that is about none of them.
    ///
    /// # Errors
    /// A database that cannot be read.
    pub fn queue_length(&self) -> Result<u32, StoreError> {
        queue_item::lines(&self.db)
    }

    /// How many awards wait for people, of how many; `None` while scores of a round that has begun are awaited, since
    /// every one of them may change then.
    ///
    /// # Errors
    /// A database that cannot be read; results that cannot be computed.
    pub fn open_awards(&self) -> Result<Option<(u32, u32)>, crate::error::ResultsError> {
        let results = self.results()?;
        let judged = results.rounds.iter().any(|round| round.judges > 0);
        let awaited = results.rounds.iter().any(|round| !round.awaited.is_empty());
        if !judged || awaited {
            return Ok(None);
        }
        let open = results.awards.iter().filter(|award| !award.open.is_empty());
        let count = |items: usize| u32::try_from(items).unwrap_or(u32::MAX);
        Ok(Some((count(open.count()), count(results.awards.len()))))
    }
}
