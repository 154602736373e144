//! The receipt of a signed revision, and further copies of its very bytes.
//!
//! Everything here is read back from what was committed when the judge signed: a receipt never says more
//! than the bundle does, and a copy is the bundle, not a new one.

use std::path::Path;

use pack::Sha256Hex;
use pack::score_bundle::SheetStatus;
use seal::Fingerprint;

use crate::error::DeskError;
use crate::place::write_whole;
use crate::session::Session;
use crate::store::Desk;

/// What a judge signed, in figures.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Receipt {
    /// The contest's title.
    pub title: String,
    /// Who holds the contest.
    pub organiser: String,
    /// The judge's identifier.
    pub judge: String,
    /// The revision, from 1.
    pub revision: u32,
    /// When it was signed, RFC 3339.
    pub signed_at: String,
    /// How many sheets the bundle carries, one for each assigned entry.
    pub assigned: u32,
    /// Sheets that are scored.
    pub scored: u32,
    /// Sheets of entries the judge stepped back from.
    pub recused: u32,
    /// Sheets that are open or drafts.
    pub unfinished: u32,
    /// Sheets with a comment.
    pub comments: u32,
    /// The fingerprint of what was signed.
    pub fingerprint: Fingerprint,
    /// The name of the file as it was written; `None` when writing never succeeded.
    pub name: Option<String>,
    /// The file's size in bytes.
    pub bytes: u64,
    /// SHA-256 of the file.
    pub sha256: Sha256Hex,
}

impl Session {
    /// The receipt of one signed revision.
    ///
    /// # Errors
    /// A revision that was never signed here, or what the desk's file says.
    pub fn receipt(&self, desk: &Desk, revision: u32) -> Result<Receipt, DeskError> {
        let exports = desk.exports(self.id())?;
        let export = exports
            .into_iter()
            .find(|export| export.sequence == revision)
            .ok_or_else(|| DeskError::NoSuch(revision.to_string()))?;
        let sealed = desk.sealed(self.id(), revision)?;
        let bundle = export.bundle()?;
        let with = |status: &[SheetStatus]| {
            let those = bundle.sheets.iter().filter(|s| status.contains(&s.status));
            few(those.count())
        };
        let comments = bundle
            .sheets
            .iter()
            .filter(|s| !s.comment.trim().is_empty());
        Ok(Receipt {
            organiser: self.view().organiser.clone(),
            judge: bundle.judge.to_string(),
            revision,
            signed_at: export.signed_at,
            assigned: few(bundle.sheets.len()),
            scored: with(&[SheetStatus::Scored]),
            recused: with(&[SheetStatus::Recused]),
            unfinished: with(&[SheetStatus::Open, SheetStatus::Draft]),
            comments: few(comments.count()),
            fingerprint: Fingerprint::of(&export.bundle_json),
            name: export
                .path
                .as_deref()
                .and_then(Path::file_name)
                .map(|name| name.to_string_lossy().into_owned()),
            bytes: u64::try_from(sealed.len()).unwrap_or(u64::MAX),
            sha256: Sha256Hex::of(&sealed),
            title: bundle.title,
        })
    }

    /// Writes the very bytes of a signed revision to another place.
    ///
    /// # Errors
    /// A revision that was never signed here, or a place that cannot be written or holds another file.
    pub fn save_copy(&self, desk: &Desk, revision: u32, place: &Path) -> Result<(), DeskError> {
        write_whole(place, &desk.sealed(self.id(), revision)?)
    }
}

fn few(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
