//! Opening a pack and reading it in place.
//!
//! Opening reads the age header, the last chunk, the directory, and six small files; its cost does not depend on the
//! media. A medium's bytes are handed out only after the whole MiB around them matched the signed hash.

use std::collections::BTreeMap;
use std::fmt;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use seal::{Identity, Passphrase, PublicKey, SealError, SealedFile, SigningKey, Unlock};
use sha2::{Digest, Sha256};

use super::cut_off::missing_bytes;
use super::layout::{self, SEGMENT};
use super::manifest::{FileFact, Manifest};
use super::segments::SegmentTable;
use super::signed::{same_files, signed_manifest};
use super::texts::{self, Texts};
use super::{BlindEntry, JudgeView, segments};
use crate::zip::{ZipDirectory, ZipEntry};
use crate::{PackError, ReadAt, Sha256Hex, volumes};

/// Verified segments that are kept, 1 MiB each: enough for a few players at once.
const KEPT_SEGMENTS: usize = 8;

/// An open judge pack. All reads take `&self` and may run at once from several threads.
pub struct OpenPack {
    source: SealedFile,
    /// Where the file lies, as far as is known.
    path: Mutex<PathBuf>,
    directory: ZipDirectory,
    manifest: Manifest,
    manifest_sha256: Sha256Hex,
    organiser: PublicKey,
    view: JudgeView,
    entries: Vec<BlindEntry>,
    entry_hashes: BTreeMap<String, Sha256Hex>,
    invitation: SigningKey,
    segments: SegmentTable,
    files: BTreeMap<String, usize>,
    headers_seen: Vec<AtomicBool>,
    kept: Mutex<Vec<KeptSegment>>,
}

struct KeptSegment {
    file: usize,
    segment: u64,
    bytes: Arc<Vec<u8>>,
}

/// How far [`OpenPack::check`] is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Checked {
    /// Files that were checked whole.
    pub files_done: u64,
    /// Files of the pack.
    pub files_total: u64,
    /// Bytes that were checked.
    pub bytes_done: u64,
    /// Bytes of all files.
    pub bytes_total: u64,
}

impl OpenPack {
    /// Opens the pack at `path` with its digits. A path that ends in `.001` opens all volumes that stand beside it.
    ///
    /// # Errors
    /// [`PackError::NotAPack`], [`PackError::WrongPassphrase`], [`PackError::Damaged`], [`PackError::Incomplete`],
    /// [`PackError::TooNew`], [`PackError::BadSignature`], [`PackError::Altered`], [`PackError::Archive`],
    /// [`PackError::Malformed`] or [`PackError::Io`].
    pub fn open(path: &Path, pass: &Passphrase) -> Result<OpenPack, PackError> {
        OpenPack::open_with(path, Unlock::Passphrase(pass))
    }

    /// Opens a pack that was written to an age recipient.
    ///
    /// # Errors
    /// As [`OpenPack::open`], with [`PackError::WrongKey`] for another identity.
    pub fn open_with_identity(path: &Path, identity: &Identity) -> Result<OpenPack, PackError> {
        OpenPack::open_with(path, Unlock::Identity(identity))
    }

    fn open_with(path: &Path, unlock: Unlock<'_>) -> Result<OpenPack, PackError> {
        match SealedFile::open_volumes(volumes::open_all(path)?, unlock) {
            Ok(source) => OpenPack::from_source(source, path),
            Err(error @ (SealError::Truncated { .. } | SealError::Damaged { .. })) => {
                Err(match missing_bytes(&volumes::open_all(path)?, unlock) {
                    Some(missing) if missing > 0 => PackError::Incomplete { missing },
                    _ if volumes::one_is_missing(path)? => PackError::Incomplete { missing: 0 },
                    _ => error.into(),
                })
            }
            Err(error) => Err(error.into()),
        }
    }

    fn from_source(source: SealedFile, path: &Path) -> Result<OpenPack, PackError> {
        let directory = ZipDirectory::read(&source)?;
        let names = directory.entries().iter().map(|entry| entry.name.as_str());
        if !names.take(layout::BEFORE.len()).eq(layout::BEFORE) {
            return Err(PackError::NotAPack);
        }
        let read = |name: &str, limit| -> Result<Vec<u8>, PackError> {
            let entry = directory.find(name).ok_or(PackError::NotAPack)?;
            ZipDirectory::read_entry(&source, entry, limit)
                .map_err(|error| naming(error.into(), name))
        };
        let bytes = read(layout::MANIFEST, layout::MOST_MANIFEST)?;
        let signature = read(layout::SIGNATURE, layout::MOST_SIGNATURE)?;
        let (manifest, organiser) = signed_manifest(&bytes, &signature)?;
        same_files(&directory, &manifest.files)?;
        let (segments, texts) = texts::read(&read, &manifest)?;
        let Texts {
            view,
            entries,
            hashes,
            invitation,
        } = texts;
        let entry_hashes = entries
            .iter()
            .map(|entry| entry.number.clone())
            .zip(hashes)
            .collect();
        let files = manifest
            .files
            .iter()
            .enumerate()
            .map(|(index, file)| (file.name.clone(), index))
            .collect();
        let headers_seen = manifest
            .files
            .iter()
            .map(|_| AtomicBool::new(false))
            .collect();
        Ok(OpenPack {
            source,
            path: Mutex::new(path.to_owned()),
            directory,
            manifest_sha256: Sha256Hex::of(&bytes),
            organiser,
            view,
            entries,
            entry_hashes,
            invitation,
            segments,
            files,
            headers_seen,
            manifest,
            kept: Mutex::new(Vec::with_capacity(KEPT_SEGMENTS)),
        })
    }

    /// The signed manifest.
    pub fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// SHA-256 of `manifest.json`: the name of this pack in bundles.
    pub fn manifest_sha256(&self) -> [u8; 32] {
        self.manifest_sha256.0
    }

    /// The key that signed the pack. Whether it is the organiser's, a person has to say (by its fingerprint).
    pub fn organiser(&self) -> &PublicKey {
        &self.organiser
    }

    /// The contest as the judge sees it.
    pub fn view(&self) -> &JudgeView {
        &self.view
    }

    /// The entries, in the file's order; the order of presentation is in [`JudgeView::order`].
    pub fn entries(&self) -> &[BlindEntry] {
        &self.entries
    }

    /// SHA-256 of an entry's very bytes in `entries.json`; `None` for a number that the pack does not hold.
    pub fn entry_sha256(&self, number: &str) -> Option<[u8; 32]> {
        self.entry_hashes.get(number).map(|hash| hash.0)
    }

    /// The one-time key that vouches for this judge's own key.
    pub fn invitation(&self) -> &SigningKey {
        &self.invitation
    }

    /// Bytes of a media file; `None` when there is no such file.
    pub fn media_len(&self, file: &str) -> Option<u64> {
        self.medium(file).map(|(_, fact)| fact.bytes)
    }

    /// Reads a media file from `offset` into `buf`; fills it unless the file ends before, returns how many bytes.
    ///
    /// Every MiB that the read touches is verified before any of its bytes is handed out. One that the read covers whole
    /// is verified where it is wanted, without a copy; the others are kept for the reads beside it.
    ///
    /// # Errors
    /// [`PackError::NoSuchFile`]; [`PackError::Damaged`] or [`PackError::Altered`], which name the file;
    /// [`PackError::Io`].
    pub fn read_media(&self, file: &str, offset: u64, buf: &mut [u8]) -> Result<usize, PackError> {
        let (index, fact) = self.medium(file).ok_or_else(|| PackError::NoSuchFile {
            file: file.chars().take(120).collect(),
        })?;
        let mut at = offset;
        let mut done = 0_usize;
        while at < fact.bytes {
            let Some(rest) = buf.get_mut(done..).filter(|rest| !rest.is_empty()) else {
                break;
            };
            let count = match whole_segment(fact, at, rest) {
                Some(whole) => {
                    self.load(index, fact, at / SEGMENT, whole)?;
                    whole.len()
                }
                None => {
                    let segment = self.segment(index, fact, at / SEGMENT)?;
                    let inside = usize::try_from(at % SEGMENT).unwrap_or(usize::MAX);
                    let from = segment.get(inside..).unwrap_or_default();
                    let count = from.len().min(rest.len());
                    let (to, _) = rest.split_at_mut(count);
                    to.copy_from_slice(from.get(..count).unwrap_or_default());
                    count
                }
            };
            if count == 0 {
                break;
            }
            done = done.saturating_add(count);
            at = at.saturating_add(u64::try_from(count).unwrap_or(0));
        }
        Ok(done)
    }

    /// Reads everything once and verifies every segment, the SHA-256 and the CRC-32 of every file.
    ///
    /// # Errors
    /// As [`OpenPack::read_media`], and [`PackError::Stopped`] when `progress` breaks off.
    pub fn check(
        &self,
        progress: &mut dyn FnMut(Checked) -> ControlFlow<()>,
    ) -> Result<(), PackError> {
        let files = &self.manifest.files;
        let mut state = Checked {
            files_done: 0,
            files_total: u64::try_from(files.len()).unwrap_or(u64::MAX),
            bytes_done: 0,
            bytes_total: files
                .iter()
                .fold(0, |sum, file| sum.saturating_add(file.bytes)),
        };
        let mut buffer = Vec::new();
        for (index, fact) in files.iter().enumerate() {
            let entry = self.zip_entry(fact)?;
            let mut whole = Sha256::new();
            let mut crc = crc32fast::Hasher::new();
            for segment in 0..segments::count(fact.bytes) {
                buffer.resize(segment_len(fact, segment), 0);
                self.load(index, fact, segment, &mut buffer)?;
                whole.update(&buffer);
                crc.update(&buffer);
                state.bytes_done = state.bytes_done.saturating_add(ReadAt::len(&buffer));
                if progress(state).is_break() {
                    return Err(PackError::Stopped);
                }
            }
            // An empty file has no segment, so its header is looked at here.
            self.check_header(index, fact)?;
            if Sha256Hex(whole.finalize().into()) != fact.sha256 || crc.finalize() != entry.crc32 {
                return Err(altered(&fact.name));
            }
            state.files_done = state.files_done.saturating_add(1);
        }
        match progress(state) {
            ControlFlow::Continue(()) => Ok(()),
            ControlFlow::Break(()) => Err(PackError::Stopped),
        }
    }

    /// Goes on reading this very pack at `path`, where it was moved to.
    ///
    /// # Errors
    /// [`PackError::NotTheSame`] for another file, [`PackError::Io`]; reading then goes on as before.
    pub fn take_up_at(&self, path: &Path) -> Result<(), PackError> {
        self.source.take_up(volumes::open_all(path)?)?;
        path.clone_into(&mut self.path.lock().unwrap_or_else(PoisonError::into_inner));
        Ok(())
    }

    /// Whether the file can be read now; opens it anew by its path when it could not, as after the stick was pulled
    /// out and put back.
    ///
    /// # Errors
    /// [`PackError::Io`], or [`PackError::NotTheSame`] when another file lies there now.
    pub fn reach(&self) -> Result<(), PackError> {
        let path = self.place();
        let volumes = volumes::open_all(&path)?;
        Ok(self.source.take_up(volumes)?)
    }

    /// Where the file lies, as far as is known.
    pub fn place(&self) -> PathBuf {
        self.path
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    fn medium(&self, file: &str) -> Option<(usize, &FileFact)> {
        let index = *self.files.get(file)?;
        let fact = self.manifest.files.get(index)?;
        fact.name
            .starts_with(layout::MEDIA)
            .then_some((index, fact))
    }

    fn zip_entry(&self, fact: &FileFact) -> Result<&ZipEntry, PackError> {
        self.directory
            .find(&fact.name)
            .ok_or_else(|| altered(&fact.name))
    }

    /// A verified segment, from the kept ones or from the file.
    fn segment(
        &self,
        file: usize,
        fact: &FileFact,
        segment: u64,
    ) -> Result<Arc<Vec<u8>>, PackError> {
        {
            let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
            let place = kept
                .iter()
                .position(|one| one.file == file && one.segment == segment);
            if let Some(place) = place {
                let found = kept.remove(place);
                let bytes = Arc::clone(&found.bytes);
                kept.push(found);
                return Ok(bytes);
            }
        }
        let mut bytes = vec![0_u8; segment_len(fact, segment)];
        self.load(file, fact, segment, &mut bytes)?;
        let bytes = Arc::new(bytes);
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.len() >= KEPT_SEGMENTS {
            kept.remove(0);
        }
        kept.push(KeptSegment {
            file,
            segment,
            bytes: Arc::clone(&bytes),
        });
        Ok(bytes)
    }

    /// Reads a segment into `to`, which has its length, and verifies it; what did not verify is wiped. When the storage
    /// fails, the file is opened anew by its path and read once more: a stick that was out and is back has lost the file
    /// that was open on it.
    fn load(
        &self,
        file: usize,
        fact: &FileFact,
        segment: u64,
        to: &mut [u8],
    ) -> Result<(), PackError> {
        let loaded = match self.load_once(file, fact, segment, to) {
            Err(PackError::Io(_)) => self
                .reach()
                .and_then(|()| self.load_once(file, fact, segment, to)),
            other => other,
        };
        if loaded.is_err() {
            to.fill(0);
        }
        loaded
    }

    fn load_once(
        &self,
        file: usize,
        fact: &FileFact,
        segment: u64,
        to: &mut [u8],
    ) -> Result<(), PackError> {
        self.check_header(file, fact)?;
        let start = segment.saturating_mul(SEGMENT);
        let place = self.zip_entry(fact)?.data_offset().saturating_add(start);
        self.source
            .read_exact_at(place, to)
            .map_err(|error| naming(error.into(), &fact.name))?;
        if self.segments.matches(file, segment, to) {
            Ok(())
        } else {
            Err(altered(&fact.name))
        }
    }

    /// Compares the header before the file's data, once.
    fn check_header(&self, file: usize, fact: &FileFact) -> Result<(), PackError> {
        let seen = self.headers_seen.get(file);
        if seen.is_some_and(|seen| seen.load(Ordering::Relaxed)) {
            return Ok(());
        }
        ZipDirectory::check_local(&self.source, self.zip_entry(fact)?)
            .map_err(|error| naming(error.into(), &fact.name))?;
        if let Some(seen) = seen {
            seen.store(true, Ordering::Relaxed);
        }
        Ok(())
    }
}

impl fmt::Debug for OpenPack {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OpenPack")
            .field("contest", &self.manifest.contest)
            .field("judge", &self.manifest.judge)
            .field("manifest_sha256", &self.manifest_sha256)
            .finish_non_exhaustive()
    }
}

/// Bytes of a segment; only the last one of a file is shorter than [`SEGMENT`].
fn segment_len(fact: &FileFact, segment: u64) -> usize {
    let left = fact.bytes.saturating_sub(segment.saturating_mul(SEGMENT));
    usize::try_from(left.min(SEGMENT)).unwrap_or(0)
}

/// The part of `rest` that a whole segment from `at` on fills, so that it can be read and verified in place.
fn whole_segment<'a>(fact: &FileFact, at: u64, rest: &'a mut [u8]) -> Option<&'a mut [u8]> {
    if !at.is_multiple_of(SEGMENT) {
        return None;
    }
    rest.get_mut(..segment_len(fact, at / SEGMENT))
}

pub(super) fn altered(file: &str) -> PackError {
    PackError::Altered {
        file: file.to_owned(),
    }
}

/// Says in which file the damage is.
fn naming(error: PackError, name: &str) -> PackError {
    match error {
        PackError::Damaged { at, file: None } => PackError::Damaged {
            at,
            file: Some(name.to_owned()),
        },
        other => other,
    }
}
