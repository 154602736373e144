//! A copy of the locked keys in one file, and the way back from it. The copy is a ZIP of the three key files as they lie
//! in the folder, so it gives nothing away without the passphrase and any tool unpacks it.

use std::fs::{self, File};
use std::io::Read;
use std::path::Path;

use chrono::{DateTime, FixedOffset};
use pack::zip::{ZipDirectory, ZipWriter};
use rand::{CryptoRng, RngCore};
use seal::Passphrase;
use serde::Serialize;

use crate::error::{FolderError, KeysError, StoreError};
use crate::folder::{self, Organizer};
use crate::keys::{self, Files, PublicHalves};
use crate::store;
use crate::store::log::{self, Act};
use crate::vault::{write_new, write_whole};

/// The largest backup that is read, in bytes; ours have about 1,500.
const LARGEST: u64 = 64 << 10;
/// What is in it.
const FILES: [&str; 3] = [keys::SIGNING, keys::PUBLIC, keys::IDENTITY];

/// A backup that was written or read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct KeysBackup {
    /// The file.
    pub file: String,
    /// The fingerprint of the key in it, six groups of five digits.
    pub fingerprint: String,
}

impl Organizer {
    /// Copies the locked keys into one file, never over another. No passphrase is needed, and none is in it.
    ///
    /// # Errors
    /// [`KeysError::Unprotected`] when the keys lie open, [`KeysError::SheetThere`], files that cannot be read or written.
    pub fn export_keys(&self, to: &Path) -> Result<KeysBackup, KeysError> {
        if !Files::read(&self.folder)?.are_locked() {
            return Err(KeysError::Unprotected);
        }
        let in_memory = "three small files of fixed names always make an archive in memory";
        let mut zip = ZipWriter::new(Vec::new());
        for name in FILES {
            let bytes = keys::read_small(&self.folder.join(name))?;
            zip.add(name, &bytes).expect(in_memory);
        }
        let (bytes, _) = zip.finish().expect(in_memory);
        write_new(to, &bytes).map_err(|source| match source.kind() {
            std::io::ErrorKind::AlreadyExists => KeysError::SheetThere {
                path: to.to_owned(),
            },
            _ => StoreError::file(to, source).into(),
        })?;
        Ok(self.backup(to))
    }

    /// Puts the keys of a contest folder back from a backup, after the files were lost or damaged, and opens the contest
    /// unlocked. Nothing is changed unless the passphrase opens the keys and they are this contest's.
    ///
    /// # Errors
    /// [`KeysError::NotABackup`], [`KeysError::WrongPassphrase`], [`KeysError::OfAnother`]; as [`Organizer::open`].
    pub fn recover_keys(
        folder: &Path,
        backup: &Path,
        passphrase: &Passphrase,
        now: DateTime<FixedOffset>,
        rng: &mut (impl RngCore + CryptoRng),
    ) -> Result<(Organizer, KeysBackup), FolderError> {
        if !folder.join(folder::CONTEST_FILE).is_file() || !folder.join(folder::DATABASE).is_file()
        {
            return Err(FolderError::NoContest {
                folder: folder.to_owned(),
            });
        }
        let lock = folder::lock(folder)?;
        let contest = folder::read_contest(folder)?;
        let db = store::open(&folder.join(folder::DATABASE), &contest.panel().id)?;
        let public = PublicHalves::stored(&db)?.ok_or(StoreError::damaged("signing_key"))?;
        let [signing, line, identity] = unpack(backup)?;
        let files = Files::of(signing.clone(), identity.clone())?;
        let (found, _) = files.unlock(passphrase)?;
        if found.public() != public {
            return Err(KeysError::OfAnother.into());
        }
        let place = folder.join("keys");
        fs::create_dir_all(&place).map_err(|source| StoreError::file(&place, source))?;
        for (name, bytes) in FILES.into_iter().zip([signing, line, identity]) {
            write_whole(&folder.join(name), &bytes)?;
        }
        log::append(&db, now, &Act::KeysRecovered)?;
        drop((db, lock));
        let mut organizer = Organizer::open(folder)?;
        organizer.unlock(passphrase, rng)?;
        let made = organizer.backup(backup);
        Ok((organizer, made))
    }

    fn backup(&self, file: &Path) -> KeysBackup {
        KeysBackup {
            file: file.display().to_string(),
            fingerprint: self.fingerprint().to_string(),
        }
    }
}

/// The three files, in the order of [`FILES`].
fn unpack(backup: &Path) -> Result<[Vec<u8>; 3], KeysError> {
    let not_one = || KeysError::NotABackup {
        path: backup.to_owned(),
    };
    let failed = |source| StoreError::file(backup, source);
    let mut bytes = Vec::new();
    File::open(backup)
        .map_err(failed)?
        .take(LARGEST + 1)
        .read_to_end(&mut bytes)
        .map_err(failed)?;
    if bytes.len() as u64 > LARGEST {
        return Err(not_one());
    }
    let directory = ZipDirectory::read(&bytes).map_err(|_| not_one())?;
    let names = directory.entries().iter().map(|entry| entry.name.as_str());
    if !names.eq(FILES) {
        return Err(not_one());
    }
    let mut files = [const { Vec::new() }; 3];
    for (file, name) in files.iter_mut().zip(FILES) {
        let entry = directory.find(name).ok_or_else(not_one)?;
        *file = ZipDirectory::read_entry(&bytes, entry, LARGEST).map_err(|_| not_one())?;
    }
    Ok(files)
}
