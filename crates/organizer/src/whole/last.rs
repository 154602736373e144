//! When the folder was last backed up, and what came after.

use serde::Serialize;

use crate::error::StoreError;
use crate::folder::Organizer;
use crate::store::log::{self, Act};

/// The last backup.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LastBackup {
    /// When; RFC 3339.
    pub at: String,
    /// Where the file was written.
    pub file: String,
    /// Lines of the log since.
    pub decisions: u32,
    /// Mails and folders received since.
    pub sources: u32,
    /// Score bundles received since.
    pub bundles: u32,
}

impl Organizer {
    /// The last backup of this folder; `None` before the first. What came after it is counted, not timed.
    ///
    /// # Errors
    /// A database that cannot be read.
    pub fn last_backup(&self) -> Result<Option<LastBackup>, StoreError> {
        let Some((at, act, decisions)) = log::last(&self.db, "backed_up")? else {
            return Ok(None);
        };
        let Act::BackedUp {
            file,
            sources,
            bundles,
            ..
        } = act
        else {
            return Err(StoreError::damaged("log"));
        };
        let (sources_now, bundles_now) = self.counted_in()?;
        Ok(Some(LastBackup {
            at,
            file,
            decisions,
            sources: sources_now.saturating_sub(sources),
            bundles: bundles_now.saturating_sub(bundles),
        }))
    }

    /// How many sources and how many bundles came in so far.
    pub(super) fn counted_in(&self) -> Result<(u32, u32), StoreError> {
        let count = |query| self.db.query_row(query, [], |row| row.get(0));
        Ok((
            count("SELECT count(*) FROM source")?,
            count("SELECT count(*) FROM bundle")?,
        ))
    }
}
