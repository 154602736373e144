//! A new contest folder.

use std::fs;
use std::path::Path;

use chrono::{DateTime, FixedOffset};
use contest::Contest;
use rand::{CryptoRng, RngCore};
use seal::Passphrase;
use serde::Serialize;

use crate::error::{FolderError, StoreError};
use crate::folder::{self, Organizer};
use crate::keys::{Keys, KeysAtRest, Sheet};
use crate::store;
use crate::store::log::{self, Act};
use crate::vault::write_whole;

/// What was made.
#[derive(Clone, Debug, Serialize)]
pub struct NewContest {
    /// The folder.
    pub folder: String,
    /// The contest's identifier.
    pub contest: String,
    /// Its title.
    pub title: String,
    /// How many themes it has.
    pub themes: usize,
    /// The fingerprint of the organiser's new key, six groups of five digits.
    pub fingerprint: String,
    /// The sheet with the organiser's passphrase, to be printed and then deleted; `None` when the keys lie open.
    pub sheet: Option<String>,
}

impl Organizer {
    /// Makes a contest folder from the text of a contest file: keys, an empty database, a copy of the file.
    ///
    /// The folder may exist if it is empty. `now` is written into the files as the time of making; `rng` makes the
    /// signing key, the passphrase over the keys and the folder's random name. The contest is returned unlocked.
    ///
    /// # Errors
    /// A wrong contest file, with line and column; [`FolderError::NotEmpty`]; a folder that cannot be written; something
    /// where the sheet should go.
    pub fn create(
        folder: &Path,
        contest_file: &str,
        at_rest: &KeysAtRest,
        now: DateTime<FixedOffset>,
        rng: &mut (impl RngCore + CryptoRng),
    ) -> Result<(Organizer, NewContest), FolderError> {
        let contest = Contest::parse(contest_file)?;
        let fail = |path: &Path| {
            let path = path.to_owned();
            move |source| StoreError::file(&path, source)
        };
        fs::create_dir_all(folder).map_err(fail(folder))?;
        if fs::read_dir(folder).map_err(fail(folder))?.next().is_some() {
            return Err(FolderError::NotEmpty {
                folder: folder.to_owned(),
            });
        }
        keep_private(folder).map_err(fail(folder))?;
        let lock = folder::lock(folder)?;
        for part in ["keys", "media", "received"] {
            let path = folder.join(part);
            fs::create_dir(&path).map_err(fail(&path))?;
        }
        let keys = Keys::generate(rng);
        let public = keys.public();
        let fingerprint = public.signing.fingerprint().to_string();
        let sheet = match at_rest {
            KeysAtRest::Open => {
                keys.write_open(folder)?;
                None
            }
            KeysAtRest::Locked { sheet } => {
                let passphrase = Passphrase::generate(rng);
                let page = Sheet {
                    title: &contest.title,
                    folder,
                    fingerprint: &fingerprint,
                    now,
                };
                page.write(sheet, &passphrase)?;
                keys.write_locked(folder, &passphrase, rng)?;
                Some(sheet.display().to_string())
            }
        };
        keys.write_public(folder, contest.id.as_str())?;

        let mut name = [0_u8; 16];
        rng.fill_bytes(&mut name);
        let contest_key: String = name.iter().map(|byte| format!("{byte:02x}")).collect();
        let db = store::open(&folder.join(folder::DATABASE), &contest.panel().id)?;
        store::setting::set(&db, store::setting::CONTEST_KEY, &contest_key)?;
        store::setting::set(&db, "made_at", &now.to_rfc3339())?;
        public.store(&db)?;
        if sheet.is_some() {
            log::append(&db, now, &Act::KeysProtected)?;
        }
        drop(db);
        // The contest file comes last: a folder without it was never finished and is not opened.
        write_whole(&folder.join(folder::CONTEST_FILE), contest_file.as_bytes())?;

        let made = NewContest {
            folder: folder.display().to_string(),
            contest: contest.id.to_string(),
            title: contest.title,
            themes: contest.themes.len(),
            fingerprint,
            sheet,
        };
        drop(lock);
        let mut organizer = Organizer::open(folder)?;
        organizer.keys = Some(keys);
        Ok((organizer, made))
    }
}

/// The folder holds names, telephone numbers and keys: on systems that know owners it is its owner's alone.
#[cfg(unix)]
pub(crate) fn keep_private(folder: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(folder, fs::Permissions::from_mode(0o700))
}

#[cfg(not(unix))]
pub(crate) fn keep_private(_folder: &Path) -> std::io::Result<()> {
    Ok(())
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use rand::SeedableRng;
    use rand_chacha::ChaCha20Rng;

    pub(crate) const CONTEST: &str = include_str!("../../../assets/contests/westlake-2020.toml");

    pub(crate) fn now() -> DateTime<FixedOffset> {
        DateTime::parse_from_rfc3339("2020-08-02T09:00:00+08:00").unwrap()
    }

    pub(crate) fn rng() -> ChaCha20Rng {
        ChaCha20Rng::seed_from_u64(7)
    }

    /// A fresh contest in a folder that goes away with the first value.
    pub(crate) fn fresh() -> (tempfile::TempDir, Organizer) {
        let dir = tempfile::tempdir().unwrap();
        let (organizer, _) = Organizer::create(
            &dir.path().join("c"),
            CONTEST,
            &KeysAtRest::Open,
            now(),
            &mut rng(),
        )
        .unwrap();
        (dir, organizer)
    }

    #[test]
    fn an_open_contest_is_not_opened_twice() {
        let (dir, organizer) = fresh();
        let path = dir.path().join("c");
        assert!(matches!(
            Organizer::open(&path),
            Err(FolderError::InUse { .. })
        ));
        let fingerprint = organizer.fingerprint();
        drop(organizer);
        assert_eq!(Organizer::open(&path).unwrap().fingerprint(), fingerprint);
    }

    #[test]
    fn a_folder_with_anything_in_it_is_left_alone() {
        let dir = tempfile::tempdir().unwrap();
        fs::write(dir.path().join("thesis.docx"), b"mine").unwrap();
        let refused = Organizer::create(dir.path(), CONTEST, &KeysAtRest::Open, now(), &mut rng());
        assert!(matches!(refused, Err(FolderError::NotEmpty { .. })));
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 1);
    }

    #[test]
    fn a_wrong_contest_file_makes_no_folder() {
        let dir = tempfile::tempdir().unwrap();
        let place = dir.path().join("c");
        assert!(
            Organizer::create(&place, "format = 3", &KeysAtRest::Open, now(), &mut rng()).is_err()
        );
        assert!(!place.exists());
    }

    #[cfg(unix)]
    #[test]
    fn the_keys_are_for_their_owner_alone() {
        use std::os::unix::fs::PermissionsExt;
        let (dir, _organizer) = fresh();
        for key in [crate::keys::SIGNING, crate::keys::IDENTITY] {
            let meta = fs::metadata(dir.path().join("c").join(key)).unwrap();
            assert_eq!(meta.permissions().mode() & 0o777, 0o600, "{key}");
        }
    }
}
