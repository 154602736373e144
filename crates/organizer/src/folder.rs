//! An opened contest folder: its database, its keys, its files, and the lock that keeps a second program out.

use std::fs::{self, File, TryLockError};
use std::path::{Path, PathBuf};

use contest::Contest;
use rusqlite::Connection;
use seal::Fingerprint;

use crate::error::{FolderError, KeysError, StoreError};
use crate::keys::{Keys, PublicHalves, open_keys};
use crate::store;
use crate::vault::Vault;

pub(crate) const CONTEST_FILE: &str = "contest.toml";
pub(crate) const DATABASE: &str = "contest.sqlite";
pub(crate) const LOCK: &str = "lock";

/// One opened contest folder. While it is open no other program can open it; the lock ends with the value, or with the
/// program whatever happens to it.
pub struct Organizer {
    pub(crate) folder: PathBuf,
    pub(crate) contest: Contest,
    /// The random name of this folder, 32 hex digits: two contests of one id differ by it.
    pub(crate) contest_key: String,
    pub(crate) db: Connection,
    pub(crate) media: Vault,
    pub(crate) received: Vault,
    pub(crate) public: PublicHalves,
    /// `None` while they are under a passphrase that was not given.
    pub(crate) keys: Option<Keys>,
    _lock: FolderLock,
}

impl Organizer {
    /// Opens a contest folder made by [`Organizer::create`]. Keys under a passphrase stay locked.
    ///
    /// # Errors
    /// [`FolderError::NoContest`], [`FolderError::InUse`], a contest file that was edited into a wrong one, keys or a
    /// database that cannot be read.
    pub fn open(folder: &Path) -> Result<Organizer, FolderError> {
        let file = folder.join(CONTEST_FILE);
        if !file.is_file() || !folder.join(DATABASE).is_file() {
            return Err(FolderError::NoContest {
                folder: folder.to_owned(),
            });
        }
        let lock = lock(folder)?;
        let contest = Contest::parse(&read_text(&file)?)?;
        let db = store::open(&folder.join(DATABASE))?;
        let keys = open_keys(folder)?;
        let public = match (PublicHalves::stored(&db)?, &keys) {
            (Some(stored), Some(keys)) if keys.public() != stored => {
                return Err(KeysError::OfAnother.into());
            }
            (Some(stored), _) => stored,
            (None, Some(keys)) => {
                keys.public().store(&db)?;
                keys.public()
            }
            (None, None) => return Err(StoreError::damaged("signing_key").into()),
        };
        let contest_key = store::setting::get(&db, store::setting::CONTEST_KEY)?
            .ok_or(StoreError::damaged("contest_key"))?;
        let received = Vault::at(folder.join("received"));
        // The lock is held, so a draft that lies there is of a run that was cut short.
        received.sweep()?;
        Ok(Organizer {
            folder: folder.to_owned(),
            contest,
            contest_key,
            db,
            media: Vault::at(folder.join("media")),
            received,
            public,
            keys,
            _lock: lock,
        })
    }

    /// The rules of this contest.
    pub fn contest(&self) -> &Contest {
        &self.contest
    }

    /// The folder.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// The fingerprint of the organiser's key, as judges compare it.
    pub fn fingerprint(&self) -> Fingerprint {
        self.public.signing.fingerprint()
    }
}

/// A lock that ends with this value. Closing the file would do, were it not for programs started meanwhile: for a moment
/// each holds a copy of every open file, and with it the lock.
pub(crate) struct FolderLock(File);

impl Drop for FolderLock {
    fn drop(&mut self) {
        // The system lifts it at the latest when the program ends.
        let _ = self.0.unlock();
    }
}

/// Takes the folder for this program.
pub(crate) fn lock(folder: &Path) -> Result<FolderLock, FolderError> {
    let path = folder.join(LOCK);
    let file = File::options()
        .create(true)
        .truncate(false)
        .write(true)
        .open(&path)
        .map_err(|source| StoreError::file(&path, source))?;
    match file.try_lock() {
        Ok(()) => Ok(FolderLock(file)),
        Err(TryLockError::WouldBlock) => Err(FolderError::InUse {
            folder: folder.to_owned(),
        }),
        Err(TryLockError::Error(source)) => Err(StoreError::file(&path, source).into()),
    }
}

fn read_text(path: &Path) -> Result<String, StoreError> {
    fs::read_to_string(path).map_err(|source| StoreError::file(path, source))
}
