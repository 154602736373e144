//! From a backup to a contest folder: every file compared on the way, in a folder of another name until all are there.

use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};

use chrono::{DateTime, FixedOffset};
use rusqlite::{Connection, OpenFlags};

use super::Restored;
use super::contents::Contents;
use super::save::Told;
use crate::error::{BackupError, FolderError, StoreError};
use crate::folder::{self, DATABASE, Organizer};
use crate::new::keep_private;
use crate::store::log::{self, Act};
use crate::store::{self, setting};
use crate::vault::{side_by_side, sync_folder};
use crate::watch::Watch;

/// How many files wait to be synced side by side.
const BATCH: usize = 64;

impl Organizer {
    /// Makes a contest folder of a backup and opens it. The folder must be new or empty; stopped, cut short or refused,
    /// nothing stands under its name.
    ///
    /// # Errors
    /// [`BackupError::NotABackup`], [`BackupError::TooNew`], [`BackupError::Altered`], [`BackupError::Missing`] or
    /// [`BackupError::Foreign`] with the name of what is wrong; [`FolderError::NotEmpty`]; [`BackupError::Stopped`]; files
    /// that cannot be read or written.
    pub fn restore(
        file: &Path,
        folder: &Path,
        now: DateTime<FixedOffset>,
        watch: &mut Watch<'_>,
    ) -> Result<(Organizer, Restored), BackupError> {
        let failed = |source| StoreError::file(file, source);
        let source = File::open(file).map_err(failed)?;
        let contents = Contents::read(&source)?;
        let place = place_for(folder)?;
        let draft = tempfile::Builder::new()
            .prefix(".jurydesk-restore-")
            .tempdir_in(&place)
            .map_err(|source| BackupError::writing(&place, source))?;
        keep_private(draft.path()).map_err(|source| BackupError::writing(&place, source))?;
        unpack(&contents, &source, draft.path(), watch)?;
        check(&contents, draft.path())?;
        let renamed = |source| BackupError::writing(folder, source);
        if folder.is_dir() {
            // Not every system puts a folder in the place of an empty one. A folder that is not empty stays.
            fs::remove_dir(folder).map_err(renamed)?;
        }
        fs::rename(draft.path(), folder).map_err(renamed)?;
        // It has another name now, so there is nothing left to remove.
        let _ = draft.keep();
        sync_folder(&place)?;
        let organizer = Organizer::open(folder)?;
        let act = Act::Restored {
            sums_sha256: contents.sums_sha256.to_string(),
            made_at: contents.head.made_at.clone(),
        };
        // Printed on the contest's own clock, like every line.
        let now = now.with_timezone(organizer.contest.deadline.offset());
        log::append(&organizer.db, now, &act)?;
        let restored = Restored {
            folder: folder.display().to_string(),
            title: organizer.contest.title.clone(),
            made_at: contents.head.made_at.clone(),
            files: u32::try_from(contents.files()).unwrap_or(u32::MAX),
            bytes: contents.bytes(),
            fingerprint: organizer.fingerprint().to_string(),
        };
        Ok((organizer, restored))
    }
}

/// The folder in which the new one will be, made if it is not there.
fn place_for(folder: &Path) -> Result<PathBuf, BackupError> {
    let taken = match fs::read_dir(folder) {
        Ok(mut children) => children.next().is_some(),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => false,
        Err(error) => return Err(BackupError::writing(folder, error)),
    };
    if taken {
        return Err(BackupError::Folder(FolderError::NotEmpty {
            folder: folder.to_owned(),
        }));
    }
    let place = folder
        .parent()
        .filter(|place| !place.as_os_str().is_empty());
    let place = place.unwrap_or(Path::new(".")).to_owned();
    fs::create_dir_all(&place).map_err(|source| BackupError::writing(&place, source))?;
    Ok(place)
}

fn unpack(
    contents: &Contents,
    source: &File,
    folder: &Path,
    watch: &mut Watch<'_>,
) -> Result<(), BackupError> {
    let mut told = Told {
        watch,
        done: 0,
        total: contents.bytes(),
    };
    for part in ["keys", "media", "received"] {
        let path = folder.join(part);
        fs::create_dir(&path).map_err(|source| BackupError::writing(&path, source))?;
    }
    let mut open: Option<(PathBuf, File)> = None;
    let mut waiting: Vec<(PathBuf, File)> = Vec::new();
    contents.each(source, |name, piece| {
        // Names were held against those of a contest folder, so this one is below it.
        let path = folder.join(name);
        let failed = |source| BackupError::writing(&path, source);
        let (path, mut file) = match open.take() {
            Some(open) => open,
            None => {
                let shelf = path.parent().unwrap_or(folder);
                fs::create_dir_all(shelf).map_err(failed)?;
                (path.clone(), create(&path).map_err(failed)?)
            }
        };
        if piece.is_empty() {
            waiting.push((path, file));
            if waiting.len() == BATCH {
                sync(&mut waiting)?;
            }
            return told.of(name, 0);
        }
        file.write_all(piece)
            .map_err(|source| BackupError::writing(&path, source))?;
        open = Some((path, file));
        told.of(name, piece.len())
    })?;
    sync(&mut waiting)?;
    sync_folders(folder)
}

/// A new file for its owner alone: keys and telephone numbers are among them.
fn create(path: &Path) -> std::io::Result<File> {
    let mut options = File::options();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

fn sync(files: &mut Vec<(PathBuf, File)>) -> Result<(), BackupError> {
    side_by_side(files, |(path, file)| {
        file.sync_all()
            .map_err(|source| StoreError::file(path, source))
    })?;
    files.clear();
    Ok(())
}

fn sync_folders(folder: &Path) -> Result<(), BackupError> {
    let failed = |source| StoreError::file(folder, source);
    for child in fs::read_dir(folder).map_err(failed)? {
        let path = child.map_err(failed)?.path();
        if path.is_dir() {
            sync_folders(&path)?;
        }
    }
    Ok(sync_folder(folder)?)
}

/// Whether what was unpacked is the contest the backup names, before it gets its place.
fn check(contents: &Contents, folder: &Path) -> Result<(), BackupError> {
    folder::read_contest(folder)?;
    let altered = || BackupError::Altered {
        name: DATABASE.to_owned(),
    };
    let path = folder.join(DATABASE);
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let db = Connection::open_with_flags(path, flags).map_err(StoreError::from)?;
    if !store::is_ours(&db)? {
        return Err(altered());
    }
    let sound: String = db
        .query_row("PRAGMA quick_check(1)", [], |row| row.get(0))
        .map_err(StoreError::from)?;
    let key = setting::get(&db, setting::CONTEST_KEY)?;
    if sound != "ok" || key.as_deref() != Some(contents.head.contest_key.as_str()) {
        return Err(altered());
    }
    Ok(())
}
