//! A finished pack gets its slip, its name and its line.

use std::path::Path;

use chrono::{DateTime, FixedOffset};
use tempfile::TempPath;

use super::{Issued, IssuedPack, Ready};
use crate::error::{IssueError, StoreError};
use crate::folder::Organizer;
use crate::slips::{Slip, Slips};
use crate::store::log::{self, Act};
use crate::store::{issued_entry, issued_pack, judge};
use crate::vault::sync_folder;

impl Organizer {
    /// Slip, name, record, in this order: a pack never has a name without its passphrase on a slip, and is never recorded
    /// without its name. Names are on record before they are given, so that a cut between the two leaves nothing.
    pub(super) fn hand_out(
        &mut self,
        ready: Ready,
        slips: &mut Slips,
        out: &Path,
        now: DateTime<FixedOffset>,
        issued: &mut Issued,
    ) -> Result<(), IssueError> {
        let (file, volumes) = (ready.first_name(), ready.parts.len());
        if let Some(passphrase) = &ready.passphrase {
            let judges = judge::all(&self.db)?;
            let own = judges.iter().find(|judge| judge.id == ready.stored.judge);
            slips.put(Slip {
                judge: ready.stored.judge.to_string(),
                name: own.map_or_else(String::new, |judge| judge.name.clone()),
                file: file.clone(),
                passphrase: passphrase.grouped(),
            });
            let table = slips.write(&self.contest, &issued.fingerprint)?;
            issued.passphrases = Some(table.display().to_string());
        }
        let names = ready.parts.iter().map(|(_, place)| place.as_path());
        self.about_to_name(out, &ready.stored, names)?;
        let pack = ready.stored;
        let change = self.db.transaction().map_err(StoreError::from)?;
        // The first volume last: where it is, the others are.
        let mut named = Vec::new();
        for (draft, place) in ready.parts.into_iter().rev() {
            if let Err(why) = name_file(draft, &place) {
                drop(change);
                // What has the name now may be somebody else's; only what was named here goes.
                for own in named {
                    let _ = std::fs::remove_file(own);
                }
                self.nothing_to_name(out)?;
                return Err(why);
            }
            named.push(place);
        }
        issued_pack::insert(&change, &pack)?;
        for (position, (number, hash)) in (0..).zip(&ready.entries) {
            issued_entry::insert(&change, &pack.judge, pack.version, position, number, *hash)?;
        }
        let act = Act::PackIssued {
            judge: pack.judge.clone(),
            version: pack.version,
            manifest_sha256: pack.manifest_sha256.to_string(),
        };
        log::append(&change, now, &act)?;
        sync_folder(out)?;
        change.commit().map_err(StoreError::from)?;
        issued.packs.push(IssuedPack {
            judge: pack.judge.to_string(),
            version: pack.version,
            file,
            volumes,
            bytes: pack.bytes,
            entries: ready.entries.len(),
            manifest_sha256: pack.manifest_sha256.to_string(),
        });
        Ok(())
    }
}

/// Gives a finished file its name, never over another one.
fn name_file(draft: TempPath, place: &Path) -> Result<(), IssueError> {
    let failed = match draft.persist_noclobber(place) {
        Ok(()) => return Ok(()),
        Err(failed) => failed,
    };
    if failed.error.kind() == std::io::ErrorKind::AlreadyExists {
        return Err(IssueError::FileThere {
            path: place.to_owned(),
        });
    }
    // Some file systems of memory sticks cannot rename with that promise; the name was free a moment ago.
    let again = failed.path.persist(place);
    again.map_err(|failed| StoreError::file(place, failed.error))?;
    Ok(())
}
