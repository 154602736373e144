//! An opened contest folder: its database, its keys, its files, and the lock that keeps a second program out.

use std::cell::RefCell;
use std::fs::{self, File, TryLockError};
use std::ops::Deref;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use contest::Contest;
use rusqlite::Connection;
use seal::Fingerprint;

use crate::error::{FolderError, KeysError, StoreError};
use crate::keys::{Keys, PublicHalves, open_keys};
use crate::moment::Moment;
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
    /// What results follow from and what follows, as it was last asked for; the contest's rules do not change while it is open.
    pub(crate) moment: RefCell<Moment>,
    lock: Arc<FolderLock>,
}

impl Organizer {
    /// Opens a contest folder made by [`Organizer::create`]. Keys under a passphrase stay locked.
    ///
    /// # Errors
    /// [`FolderError::NoContest`], [`FolderError::InUse`], a contest file that was edited into a wrong one, keys or a
    /// database that cannot be read.
    pub fn open(folder: &Path) -> Result<Organizer, FolderError> {
        if !folder.join(CONTEST_FILE).is_file() || !folder.join(DATABASE).is_file() {
            return Err(FolderError::NoContest {
                folder: folder.to_owned(),
            });
        }
        let lock = lock(folder)?;
        let contest = read_contest(folder)?;
        let db = store::open(&folder.join(DATABASE), &contest.panel().id)?;
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
        let media = Vault::at(folder.join("media"));
        media.sweep()?;
        crate::issue::tidy(&db)?;
        Ok(Organizer {
            folder: folder.to_owned(),
            contest,
            contest_key,
            db,
            media,
            received,
            public,
            keys,
            moment: RefCell::default(),
            lock: Arc::new(lock),
        })
    }

    /// A second hold on the folder, for reading while this one is at a long work: what it reads is what was committed last.
    /// Its keys are locked. The folder stays taken until both are gone.
    ///
    /// # Errors
    /// A contest file or a database that cannot be read.
    pub fn reader(&self) -> Result<Reader, FolderError> {
        Ok(Reader(Organizer {
            folder: self.folder.clone(),
            contest: self.contest.clone(),
            contest_key: self.contest_key.clone(),
            db: store::open_to_read(&self.folder.join(DATABASE))?,
            media: Vault::at(self.folder.join("media")),
            received: Vault::at(self.folder.join("received")),
            public: self.public.clone(),
            keys: None,
            moment: RefCell::default(),
            lock: Arc::clone(&self.lock),
        }))
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

/// A contest that is open for reading alone, beside the [`Organizer`] that it comes from.
pub struct Reader(Organizer);

impl Reader {
    /// What `act` reads is of one moment, however many tables it looks into and whatever is written meanwhile.
    ///
    /// # Errors
    /// A database that cannot be read, or what `act` refuses.
    pub fn at_one_moment<T, E: From<StoreError>>(
        &self,
        act: impl FnOnce(&Organizer) -> Result<T, E>,
    ) -> Result<T, E> {
        let moment = self
            .0
            .db
            .unchecked_transaction()
            .map_err(StoreError::from)?;
        let read = act(&self.0);
        // Nothing was written, so there is nothing that ending it could lose.
        let _ = moment.rollback();
        read
    }
}

impl Deref for Reader {
    type Target = Organizer;

    fn deref(&self) -> &Organizer {
        &self.0
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

/// The rules in the folder's contest file.
pub(crate) fn read_contest(folder: &Path) -> Result<Contest, FolderError> {
    let path = folder.join(CONTEST_FILE);
    let text = fs::read_to_string(&path).map_err(|source| StoreError::file(&path, source))?;
    Ok(Contest::parse(&text)?)
}
