//! Files under the name of their hash: `ab/<sha256>`. Written once, synced before they get their name, never deleted.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use crate::digest::Digest;
use crate::error::StoreError;

/// How the name of a file begins that is still being written.
const DRAFT: &str = ".draft-";

/// How many files are written at once.
const LANES: usize = 8;

/// One folder of content-addressed files.
#[derive(Debug, Clone)]
pub(crate) struct Vault {
    root: PathBuf,
}

impl Vault {
    pub(crate) fn at(root: PathBuf) -> Self {
        Self { root }
    }

    /// Where the file with this hash is, or would be.
    pub(crate) fn path(&self, digest: Digest) -> PathBuf {
        let name = digest.to_string();
        let shelf: String = name.chars().take(2).collect();
        self.root.join(shelf).join(name)
    }

    /// Keeps these bytes and returns their name. Bytes that are already there are not written again. The bytes are synced,
    /// the name is not until its shelf and the shelves are.
    pub(crate) fn keep_unnamed(&self, bytes: &[u8]) -> Result<Digest, StoreError> {
        let digest = Digest::of(bytes);
        let place = self.path(digest);
        if !is_there(&place, bytes.len() as u64) {
            self.put(bytes, &place)?;
        }
        Ok(digest)
    }

    /// The bytes with this hash.
    pub(crate) fn read(&self, digest: Digest) -> Result<Vec<u8>, StoreError> {
        let place = self.path(digest);
        fs::read(&place).map_err(|source| StoreError::file(&place, source))
    }

    /// Keeps many files under hashes that are known to be theirs; when it returns, all are there to stay.
    pub(crate) fn keep_all(&self, files: &[(Digest, &[u8])]) -> Result<(), StoreError> {
        let missing: BTreeMap<Digest, &[u8]> = files
            .iter()
            .filter(|(digest, bytes)| !is_there(&self.path(*digest), bytes.len() as u64))
            .copied()
            .collect();
        if missing.is_empty() {
            return Ok(());
        }
        let missing: Vec<(Digest, &[u8])> = missing.into_iter().collect();
        side_by_side(&missing, |(digest, bytes)| {
            self.put(bytes, &self.path(*digest))
        })?;
        let mut shelves: Vec<PathBuf> = missing
            .iter()
            .map(|(digest, _)| self.shelf_of(*digest))
            .collect();
        shelves.dedup();
        side_by_side(&shelves, |shelf| sync_folder(shelf))?;
        self.sync_shelves()
    }

    /// The folder that holds the name of the file with this hash.
    pub(crate) fn shelf_of(&self, digest: Digest) -> PathBuf {
        let place = self.path(digest);
        place.parent().unwrap_or(&self.root).to_owned()
    }

    /// Makes the names of the shelves survive a power cut.
    pub(crate) fn sync_shelves(&self) -> Result<(), StoreError> {
        sync_folder(&self.root)
    }

    /// Removes drafts that a run left behind when it was cut short. Only for who has the folder to itself.
    pub(crate) fn sweep(&self) -> Result<(), StoreError> {
        let fail = |source| StoreError::file(&self.root, source);
        let children = match fs::read_dir(&self.root) {
            Ok(children) => children,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(()),
            Err(error) => return Err(fail(error)),
        };
        for child in children {
            let child = child.map_err(fail)?;
            if child.file_name().to_string_lossy().starts_with(DRAFT) {
                fs::remove_file(child.path()).map_err(fail)?;
            }
        }
        Ok(())
    }

    fn put(&self, bytes: &[u8], place: &Path) -> Result<(), StoreError> {
        let fail = |source| StoreError::file(place, source);
        self.shelf(place)?;
        let mut draft = self.draft("")?;
        draft.write_all(bytes).map_err(fail)?;
        draft.as_file().sync_all().map_err(fail)?;
        draft.persist(place).map_err(|failed| fail(failed.error))?;
        Ok(())
    }

    /// Takes a finished temporary file over and returns its name and length.
    pub(crate) fn adopt(
        &self,
        draft: tempfile::NamedTempFile,
    ) -> Result<(Digest, u64), StoreError> {
        let from = draft.path().to_owned();
        let fail = |source| StoreError::file(&from, source);
        // Opened anew: a program may have replaced the file behind the handle.
        let (digest, bytes) = Digest::of_reader(File::open(&from).map_err(fail)?).map_err(fail)?;
        let place = self.path(digest);
        if !is_there(&place, bytes) {
            self.shelf(&place)?;
            self.settle(draft, &place)?;
        }
        Ok((digest, bytes))
    }

    /// A fresh temporary file on the same disk, for [`Vault::adopt`].
    pub(crate) fn draft(&self, ending: &str) -> Result<tempfile::NamedTempFile, StoreError> {
        fs::create_dir_all(&self.root).map_err(|source| StoreError::file(&self.root, source))?;
        tempfile::Builder::new()
            .prefix(DRAFT)
            .suffix(ending)
            .tempfile_in(&self.root)
            .map_err(|source| StoreError::file(&self.root, source))
    }

    fn shelf(&self, place: &Path) -> Result<PathBuf, StoreError> {
        let shelf = place.parent().unwrap_or(&self.root).to_owned();
        fs::create_dir_all(&shelf).map_err(|source| StoreError::file(&shelf, source))?;
        Ok(shelf)
    }

    fn settle(&self, draft: tempfile::NamedTempFile, place: &Path) -> Result<(), StoreError> {
        let fail = |source| StoreError::file(place, source);
        File::open(draft.path())
            .and_then(|file| file.sync_all())
            .map_err(fail)?;
        draft.persist(place).map_err(|failed| fail(failed.error))?;
        sync_folder(place.parent().unwrap_or(&self.root))
    }
}

/// Does the work for all, several at once: a disk syncs many files in little more than the time of one.
pub(crate) fn side_by_side<T: Sync>(
    all: &[T],
    work: impl Fn(&T) -> Result<(), StoreError> + Sync,
) -> Result<(), StoreError> {
    let next = AtomicUsize::new(0);
    let lane = || {
        while let Some(one) = all.get(next.fetch_add(1, Ordering::Relaxed)) {
            work(one)?;
        }
        Ok(())
    };
    thread::scope(|scope| {
        let lanes: Vec<_> = (0..LANES.min(all.len()))
            .map(|_| scope.spawn(lane))
            .collect();
        lanes.into_iter().try_for_each(|lane| {
            lane.join()
                .unwrap_or_else(|_| Err(StoreError::damaged("media")))
        })
    })
}

/// A file of this name and length was synced before it got its name, so its bytes are those of the hash.
fn is_there(place: &Path, bytes: u64) -> bool {
    fs::metadata(place).is_ok_and(|meta| meta.is_file() && meta.len() == bytes)
}

/// Makes a rename in this folder survive a power cut. Where folders cannot be opened or synced, the system does it by
/// itself or cannot be asked to.
pub(crate) fn sync_folder(folder: &Path) -> Result<(), StoreError> {
    sync(folder).map_err(|source| StoreError::file(folder, source))
}

fn sync(folder: &Path) -> std::io::Result<()> {
    if !cfg!(unix) {
        return Ok(());
    }
    match File::open(folder).and_then(|file| file.sync_all()) {
        Err(error)
            if !matches!(
                error.kind(),
                ErrorKind::InvalidInput | ErrorKind::Unsupported
            ) =>
        {
            Err(error)
        }
        _ => Ok(()),
    }
}

/// Writes a file under its final name in one step: temporary file, sync, rename, sync of the folder.
pub(crate) fn write_whole(place: &Path, bytes: &[u8]) -> Result<(), StoreError> {
    let fail = |source| StoreError::file(place, source);
    let folder = place.parent().unwrap_or(Path::new("."));
    // Temporary files are readable by their owner alone, which suits keys and passphrases.
    let mut draft = tempfile::NamedTempFile::new_in(folder).map_err(fail)?;
    draft.write_all(bytes).map_err(fail)?;
    draft.as_file().sync_all().map_err(fail)?;
    draft.persist(place).map_err(|failed| fail(failed.error))?;
    sync_folder(folder)
}

/// As [`write_whole`], but never over another file: `AlreadyExists` then.
pub(crate) fn write_new(place: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let folder = place
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty())
        .unwrap_or(Path::new("."));
    let mut draft = tempfile::NamedTempFile::new_in(folder)?;
    draft.write_all(bytes)?;
    draft.as_file().sync_all()?;
    draft
        .persist_noclobber(place)
        .map_err(|failed| failed.error)?;
    sync(folder)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kept_bytes_come_back_unchanged_under_their_hash() {
        let dir = tempfile::tempdir().unwrap();
        let vault = Vault::at(dir.path().join("media"));
        let digest = Digest::of(b"abc");
        for _ in 0..2 {
            vault
                .keep_all(&[(digest, b"abc"), (digest, b"abc")])
                .unwrap();
            assert_eq!(fs::read(vault.path(digest)).unwrap(), b"abc");
        }
        assert_eq!(vault.keep_unnamed(b"abc").unwrap(), digest);
        let mut draft = vault.draft(".mp4").unwrap();
        draft.write_all(b"def").unwrap();
        let (other, bytes) = vault.adopt(draft).unwrap();
        assert_eq!(
            (fs::read(vault.path(other)).unwrap(), bytes),
            (b"def".to_vec(), 3)
        );
    }
}
