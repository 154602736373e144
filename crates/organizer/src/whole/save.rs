//! Writing a backup: everything is read twice, written once, read back and compared, and only then gets its name.

use std::fs::File;
use std::io::{BufWriter, ErrorKind, Read, Write};
use std::ops::ControlFlow;
use std::path::Path;

use chrono::{DateTime, FixedOffset};
use pack::zip::{ZipError, ZipWriter};
use sha2::{Digest as _, Sha256};

use super::contents::{Contents, Head, PIECE, line};
use super::names::{self, HEAD, MOST, SUMS, Source};
use super::{BackedUp, OpenKeys};
use crate::digest::Digest;
use crate::error::{BackupError, StoreError};
use crate::folder::Organizer;
use crate::keys::Files;
use crate::store::log::{self, Act};
use crate::vault::sync_folder;
use crate::watch::{Step, Watch};

/// How often every byte is read: for its hash, for the file, and back from the file.
const PASSES: u64 = 3;

impl Organizer {
    /// Writes the whole folder as it is at this moment into one file, never over another, and notes it in the log.
    ///
    /// The file was read back and every hash compared before it gets its name; stopped or cut short, nothing stands under
    /// that name. Memory does not grow with the size of the folder, only with the number of its files.
    ///
    /// # Errors
    /// [`BackupError::KeysOpen`] unless `open_keys` lets them in; [`BackupError::FileThere`]; [`BackupError::Inside`];
    /// [`BackupError::Stopped`]; files that cannot be read or written; [`BackupError::Altered`] when the file does not read
    /// back as it was written.
    pub fn back_up(
        &self,
        to: &Path,
        open_keys: OpenKeys,
        now: DateTime<FixedOffset>,
        watch: &mut Watch<'_>,
    ) -> Result<BackedUp, BackupError> {
        let is_locked = Files::read(&self.folder)?.are_locked();
        if !is_locked && open_keys == OpenKeys::Refuse {
            return Err(BackupError::KeysOpen);
        }
        let place = self.place_for(to)?;
        // Swept away at the next opening if this is cut short.
        let snapshot = self.received.draft(".sqlite")?;
        let into = snapshot.path().to_string_lossy().into_owned();
        self.db
            .execute("VACUUM INTO ?1", [into])
            .map_err(StoreError::from)?;
        let sources = names::of_folder(&self.folder, snapshot.path())?;

        let failed = |source| BackupError::writing(to, source);
        let draft = tempfile::Builder::new()
            .prefix(".jurydesk-backup-")
            .tempfile_in(&place)
            .map_err(failed)?;
        let bytes = sources
            .iter()
            .fold(0_u64, |sum, one| sum.saturating_add(one.bytes));
        let mut told = Told {
            watch,
            done: 0,
            total: bytes.saturating_mul(PASSES),
        };
        let damaged = self.write(&sources, draft.as_file(), to, now, &mut told)?;
        let written = File::open(draft.path()).map_err(failed)?;
        let contents = Contents::read(&written)?;
        contents.each(&written, |name, piece| told.of(name, piece.len()))?;
        drop(written);
        draft
            .persist_noclobber(to)
            .map_err(|refused| match refused.error.kind() {
                ErrorKind::AlreadyExists => there(to),
                _ => failed(refused.error),
            })?;
        sync_folder(&place)?;

        let (sources, bundles) = self.counted_in()?;
        let done = BackedUp {
            file: to.display().to_string(),
            files: u32::try_from(contents.files()).unwrap_or(u32::MAX),
            bytes,
            sums_sha256: contents.sums_sha256.to_string(),
            damaged,
        };
        let act = Act::BackedUp {
            file: done.file.clone(),
            sums_sha256: done.sums_sha256.clone(),
            sources,
            bundles,
        };
        log::append(&self.db, now, &act)?;
        Ok(done)
    }

    /// The folder that the file goes into.
    fn place_for(&self, to: &Path) -> Result<std::path::PathBuf, BackupError> {
        if to.symlink_metadata().is_ok() {
            return Err(there(to));
        }
        let place = to.parent().filter(|folder| !folder.as_os_str().is_empty());
        let place = place.unwrap_or(Path::new("."));
        let whole = |path: &Path| {
            path.canonicalize()
                .map_err(|source| BackupError::writing(path, source))
        };
        let (place, own) = (whole(place)?, whole(&self.folder)?);
        if place.starts_with(&own) {
            return Err(BackupError::Inside { folder: own });
        }
        Ok(place)
    }

    fn write(
        &self,
        sources: &[Source],
        draft: &File,
        to: &Path,
        now: DateTime<FixedOffset>,
        told: &mut Told<'_, '_>,
    ) -> Result<Vec<String>, BackupError> {
        let refused = |error| match error {
            ZipError::Io(source) => BackupError::writing(to, source),
            other => BackupError::NotABackup {
                why: other.to_string(),
            },
        };
        let mut zip = ZipWriter::up_to(BufWriter::with_capacity(PIECE, draft), MOST);
        let head = Head {
            format: Head::format(),
            contest: self.contest.id.to_string(),
            title: self.contest.title.clone(),
            contest_key: self.contest_key.clone(),
            made_at: now.to_rfc3339(),
            fingerprint: self.fingerprint().to_string(),
        };
        let head = serde_json::to_vec_pretty(&head).map_err(|_| StoreError::damaged(HEAD))?;
        zip.add(HEAD, &head).map_err(refused)?;
        let mut sums = String::new();
        let mut damaged = Vec::new();
        for source in sources {
            let (mut hash, mut crc, mut size) = (Sha256::new(), crc32fast::Hasher::new(), 0_u64);
            read(source, told, |piece| {
                hash.update(piece);
                crc.update(piece);
                size = size.saturating_add(piece.len() as u64);
                Ok(())
            })?;
            let digest = Digest(hash.finalize().into());
            if names::kept_under(&source.name).is_some_and(|promised| promised != digest) {
                damaged.push(source.name.clone());
            }
            sums.push_str(&line(digest, &source.name));
            zip.start(&source.name, size, crc.finalize())
                .map_err(refused)?;
            read(source, told, |piece| zip.write(piece).map_err(refused))?;
        }
        zip.add(SUMS, sums.as_bytes()).map_err(refused)?;
        let (mut out, _) = zip.finish().map_err(refused)?;
        let failed = |source| BackupError::writing(to, source);
        out.flush().map_err(failed)?;
        draft.sync_all().map_err(failed)?;
        Ok(damaged)
    }
}

/// How far the work is.
pub(super) struct Told<'a, 'w> {
    pub(super) watch: &'a mut Watch<'w>,
    pub(super) done: u64,
    pub(super) total: u64,
}

impl Told<'_, '_> {
    /// So many bytes more.
    pub(super) fn of(&mut self, name: &str, bytes: usize) -> Result<(), BackupError> {
        self.done = self.done.saturating_add(bytes as u64);
        let step = Step::Saving {
            done: self.done,
            total: self.total,
            name,
        };
        match (self.watch)(step) {
            ControlFlow::Continue(()) => Ok(()),
            ControlFlow::Break(()) => Err(BackupError::Stopped),
        }
    }
}

fn read(
    source: &Source,
    told: &mut Told<'_, '_>,
    mut take: impl FnMut(&[u8]) -> Result<(), BackupError>,
) -> Result<(), BackupError> {
    let failed = |error| StoreError::file(&source.path, error);
    let mut file = File::open(&source.path).map_err(failed)?;
    let mut buffer = vec![
        0_u8;
        PIECE
            .min(usize::try_from(source.bytes).unwrap_or(PIECE))
            .max(1)
    ];
    loop {
        let read = file.read(&mut buffer).map_err(failed)?;
        let Some(piece) = buffer.get(..read).filter(|piece| !piece.is_empty()) else {
            return Ok(());
        };
        take(piece)?;
        told.of(&source.name, piece.len())?;
    }
}

fn there(path: &Path) -> BackupError {
    BackupError::FileThere {
        path: path.to_owned(),
    }
}
