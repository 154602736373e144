//! What leaves the house at the end: the results archive, and files beside it.

use std::path::Path;

use archive::{Archive, CountedBundle, IssuedPack};
use chrono::{DateTime, FixedOffset};
use contest::EntryNumber;
use pack::Sha256Hex;
use pack::score_bundle::{BundleFiles, open_bundle};
use serde::Serialize;

use crate::counted::Counted;
use crate::digest::Digest;
use crate::error::{PublishError, StoreError};
use crate::folder::{CONTEST_FILE, Organizer};
use crate::store::{issued_entry, issued_pack};
use crate::vault::write_new;

/// A results archive that was written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Published {
    /// Where it lies.
    pub path: String,
    /// Its size.
    pub bytes: usize,
    /// SHA-256 of the file, hexadecimal: what is printed in a notice.
    pub sha256: String,
    /// How many bundles it carries.
    pub bundles: usize,
    /// The organiser's fingerprint, by which it is signed.
    pub signer: String,
}

impl Organizer {
    /// Writes the results archive of this moment to `out`: contest file, packs, decisions, results, and every bundle that
    /// counts, signed with the organiser's key. It was read back and recomputed before it gets its name.
    ///
    /// # Errors
    /// [`PublishError::Locked`] without the organiser's keys; [`PublishError::FileThere`]; records or a received file that
    /// cannot be read; [`PublishError::Archive`] when the archive would not hold.
    pub fn publish(
        &self,
        out: &Path,
        client: &str,
        now: DateTime<FixedOffset>,
    ) -> Result<Published, PublishError> {
        let keys = self.keys.as_ref().ok_or(PublishError::Locked)?;
        let inputs = self.inputs_now()?;
        let results = self.results_now()?;
        let path = self.folder.join(CONTEST_FILE);
        let rules =
            std::fs::read_to_string(&path).map_err(|source| StoreError::file(&path, source))?;
        let mut bundles = Vec::new();
        for ((_, judge), counted) in self.counted()? {
            bundles.push(CountedBundle {
                files: self.bundle_files(&counted)?,
                version: counted.signed.version,
                judge,
            });
        }
        let count = bundles.len();
        let archive = Archive {
            contest_toml: &rules,
            contest_key: &self.contest_key,
            written_at: now,
            client,
            packs: &self.packs_on_record()?,
            inputs: &inputs,
            results: &results,
            bundles,
        };
        let bytes = archive::write(&archive, &keys.signing)?;
        hand_out(out, &bytes)?;
        Ok(Published {
            path: out.display().to_string(),
            bytes: bytes.len(),
            sha256: Digest::of(&bytes).to_string(),
            bundles: count,
            signer: self.fingerprint().to_string(),
        })
    }

    /// Every pack that left the house, by judge and version.
    fn packs_on_record(&self) -> Result<Vec<IssuedPack>, StoreError> {
        let packs = issued_pack::all(&self.db)?.into_iter();
        packs
            .map(|pack| {
                let entries = issued_entry::of_pack(&self.db, &pack.judge, pack.version)?;
                let sealed = |(entry, sha256): (EntryNumber, Digest)| (entry, Sha256Hex(sha256.0));
                Ok(IssuedPack {
                    judge: pack.judge,
                    round: pack.round,
                    version: pack.version,
                    manifest_sha256: Sha256Hex(pack.manifest_sha256.0),
                    invitation_key: pack.invitation_key,
                    entries: entries.into_iter().map(sealed).collect(),
                })
            })
            .collect()
    }

    /// The files of a bundle that counts, opened again from the bytes that were kept; they were verified when received.
    fn bundle_files(&self, counted: &Counted) -> Result<BundleFiles, PublishError> {
        let keys = self.keys.as_ref().ok_or(PublishError::Locked)?;
        let path = self.received.path(counted.bundle.sha256);
        let bytes = std::fs::read(&path).map_err(|source| StoreError::file(&path, source))?;
        open_bundle(&bytes, &keys.identity)
            .ok()
            .filter(|opened| opened.json_sha256() == counted.signed.content.0)
            .map(|opened| opened.files().clone())
            .ok_or(PublishError::Received { path })
    }
}

/// Writes a file that is not there yet: whole and synced before it gets its name.
///
/// # Errors
/// [`PublishError::FileThere`], or what the disk says; nothing stands under the name then.
pub fn hand_out(place: &Path, bytes: &[u8]) -> Result<(), PublishError> {
    write_new(place, bytes).map_err(|source| match source.kind() {
        std::io::ErrorKind::AlreadyExists => PublishError::FileThere {
            path: place.to_owned(),
        },
        _ => StoreError::file(place, source).into(),
    })
}
