//! What papers say beside the results: names, and which bundles count.

use std::collections::BTreeMap;

use contest::{EntryNumber, JudgeId, RoundId};

use crate::contents::label;
use crate::error::StoreError;
use crate::folder::Organizer;
use crate::store::{draft, entry, judge};

/// A bundle that counts.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct BundleOnRecord {
    /// For which round.
    pub round: RoundId,
    /// Whose.
    pub judge: JudgeId,
    /// The judge's own count of exports.
    pub revision: u32,
    /// SHA-256 of the signed bytes.
    pub content_sha256: [u8; 32],
    /// Six groups of five digits of the signed bytes.
    pub fingerprint: String,
}

impl Organizer {
    /// The bundles that count, by round and judge.
    ///
    /// # Errors
    /// A database that cannot be read, a log that was changed.
    pub fn bundles_on_record(&self) -> Result<Vec<BundleOnRecord>, StoreError> {
        let counted = self.counted()?.into_iter();
        Ok(counted
            .map(|((round, judge), counted)| BundleOnRecord {
                round,
                judge,
                revision: counted.signed.sequence,
                content_sha256: counted.signed.content.0,
                fingerprint: counted.signed.fingerprint,
            })
            .collect())
    }

    /// The authors of each accepted entry, as its form names them.
    ///
    /// # Errors
    /// A database that cannot be read.
    pub fn authors(&self) -> Result<BTreeMap<EntryNumber, Vec<String>>, StoreError> {
        let entries = entry::all(&self.db)?.into_iter();
        entries
            .map(|entry| {
                let form =
                    draft::get(&self.db, entry.draft)?.ok_or(StoreError::damaged("draft"))?;
                Ok((entry.number, form.authors))
            })
            .collect()
    }

    /// What people call each accepted entry: the label on its slip.
    ///
    /// # Errors
    /// A database that cannot be read.
    pub fn entry_labels(&self) -> Result<BTreeMap<EntryNumber, String>, StoreError> {
        let entries = entry::heads(&self.db)?.into_iter();
        Ok(entries
            .map(|entry| {
                let label = label(&self.contest, entry.theme, entry.serial);
                (entry.number, label)
            })
            .collect())
    }

    /// Name and unit of each judge.
    ///
    /// # Errors
    /// A database that cannot be read.
    pub fn judge_names(&self) -> Result<BTreeMap<JudgeId, (String, String)>, StoreError> {
        let judges = judge::all(&self.db)?.into_iter();
        Ok(judges
            .map(|judge| (judge.id, (judge.name, judge.unit)))
            .collect())
    }
}
