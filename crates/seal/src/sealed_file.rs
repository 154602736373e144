//! An age file of any size, read by position: opening costs its header and its last chunk, nothing more.
//!
//! Every chunk of age's payload can be opened alone (see `stream`), and the last one proves the length of the whole.

use std::fmt;
use std::fs::File;
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use chacha20poly1305::aead::{AeadInPlace, KeyInit};
use chacha20poly1305::{ChaCha20Poly1305, Tag};
use zeroize::Zeroizing;

use crate::SealError;
use crate::header::{self, HEADER_LIMIT, NONCE_BYTES, PayloadKey, Unlock};
use crate::parts::Parts;
use crate::stream::{CHUNK, CHUNK_BYTES, SEALED_CHUNK, TAG, chunk_nonce};

/// Opened chunks that are kept: neighbouring reads share their border chunk.
const KEPT_CHUNKS: usize = 8;

/// The plaintext of one chunk, wiped when nobody holds it any more.
type Chunk = Arc<Zeroizing<Vec<u8>>>;

/// An opened age file. Reads take `&self`, go to any place, may run at once from several threads, and fail only where
/// a chunk is bad.
pub struct SealedFile {
    parts: RwLock<Parts>,
    sealed: u64,
    /// The header and its nonce as they were unlocked: what [`SealedFile::take_up`] knows the file by.
    beginning: Vec<u8>,
    cipher: ChaCha20Poly1305,
    payload: u64,
    chunks: u64,
    len: u64,
    end: End,
    kept: Mutex<Vec<(u64, Chunk)>>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum End {
    Proven,
    Missing,
}

impl SealedFile {
    /// Opens an age file: reads and unlocks its header, and authenticates its last chunk.
    ///
    /// # Errors
    /// [`SealError::NotAge`], [`SealError::HeaderTooLarge`], [`SealError::WorkFactorTooHigh`];
    /// [`SealError::WrongPassphrase`] or [`SealError::WrongKey`]; [`SealError::Truncated`] when the end is missing for
    /// certain, [`SealError::Damaged`] when the header or the last chunk is not authentic; [`SealError::Io`].
    pub fn open(file: File, unlock: Unlock<'_>) -> Result<SealedFile, SealError> {
        SealedFile::open_volumes(vec![file], unlock)
    }

    /// Opens an age file that lies in several volumes; joined in this order they are the file.
    ///
    /// # Errors
    /// As [`SealedFile::open`].
    pub fn open_volumes(volumes: Vec<File>, unlock: Unlock<'_>) -> Result<SealedFile, SealError> {
        SealedFile::open_by(volumes, |head| header::payload_key(head, unlock))
    }

    /// As [`SealedFile::open_volumes`], with what derives the payload key from header and nonce.
    pub(crate) fn open_by(
        volumes: Vec<File>,
        key_of: impl FnOnce(&[u8]) -> Result<PayloadKey, SealError>,
    ) -> Result<SealedFile, SealError> {
        let sealed = SealedFile::unlock(volumes, key_of)?;
        sealed.prove_end()?;
        Ok(sealed)
    }

    /// Opens what is there of an age file whose end is missing, to say how much is missing.
    ///
    /// [`SealedFile::len`] then counts whole chunks only, and nothing proves that it is the length of the content.
    ///
    /// # Errors
    /// As [`SealedFile::open`], except for what the last chunk proves.
    pub fn open_beginning(volumes: Vec<File>, unlock: Unlock<'_>) -> Result<SealedFile, SealError> {
        let sealed = SealedFile::unlock(volumes, |head| header::payload_key(head, unlock))?;
        let chunks = sealed.sealed.saturating_sub(sealed.payload) / SEALED_CHUNK;
        Ok(SealedFile {
            chunks,
            len: chunks.saturating_mul(CHUNK),
            end: End::Missing,
            ..sealed
        })
    }

    fn unlock(
        volumes: Vec<File>,
        key_of: impl FnOnce(&[u8]) -> Result<PayloadKey, SealError>,
    ) -> Result<SealedFile, SealError> {
        let parts = Parts::join(volumes)?;
        let room = HEADER_LIMIT.saturating_add(NONCE_BYTES);
        let first = usize::try_from(parts.len()).unwrap_or(room).min(room);
        let mut first = vec![0_u8; first];
        parts.read_exact_at(0, &mut first)?;
        let (head, payload) = header::split(&first, parts.len())?;
        let key = key_of(head)?;
        let cipher = ChaCha20Poly1305::new(key.as_slice().into());

        let sealed = parts.len();
        let body = sealed.saturating_sub(payload);
        let chunks = body.div_ceil(SEALED_CHUNK).max(1);
        let len = body.saturating_sub(chunks.saturating_mul(TAG));
        let header = usize::try_from(payload).unwrap_or(usize::MAX);
        let beginning = first.get(..header).unwrap_or(&first).to_vec();
        Ok(SealedFile {
            parts: RwLock::new(parts),
            sealed,
            beginning,
            cipher,
            payload,
            chunks,
            len,
            end: End::Proven,
            kept: Mutex::new(Vec::with_capacity(KEPT_CHUNKS)),
        })
    }

    /// Authenticates the last chunk as the last one. Only an empty file may have an empty last chunk.
    fn prove_end(&self) -> Result<(), SealError> {
        let truncated = || SealError::Truncated { bytes: self.sealed };
        let last = self.chunks.saturating_sub(1);
        let size = self.sealed_size(last);
        if size < TAG || (size == TAG && last > 0) {
            return Err(truncated());
        }
        match self.chunk(last) {
            Err(SealError::Damaged { .. })
                if size == SEALED_CHUNK && self.open_chunk(last, false).is_ok() =>
            {
                Err(truncated())
            }
            other => other.map(|_| ()),
        }
    }

    /// Bytes of plaintext.
    pub fn len(&self) -> u64 {
        self.len
    }

    /// Whether there is no plaintext at all.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// How long the encrypted file would be with this very header and `plain` bytes of content; `None` beyond 64 bits.
    pub fn sealed_len_of(&self, plain: u64) -> Option<u64> {
        let tags = plain.div_ceil(CHUNK).max(1).checked_mul(TAG)?;
        self.payload.checked_add(plain)?.checked_add(tags)
    }

    /// Bytes of the encrypted file, header included.
    pub fn sealed_len(&self) -> u64 {
        self.sealed
    }

    /// Goes on reading from these volumes, after the ones before were lost: the stick was pulled out and put back, or
    /// the file was moved. They have to be the same file: the same header, nonce and length, so the same key; every
    /// chunk is authenticated as before.
    ///
    /// # Errors
    /// [`SealError::OtherFile`] when they are not the same file, [`SealError::Io`]; reading then goes on as before.
    pub fn take_up(&self, volumes: Vec<File>) -> Result<(), SealError> {
        let parts = Parts::join(volumes)?;
        if parts.len() != self.sealed {
            return Err(SealError::OtherFile);
        }
        let mut beginning = vec![0_u8; self.beginning.len()];
        parts.read_exact_at(0, &mut beginning)?;
        if beginning != self.beginning {
            return Err(SealError::OtherFile);
        }
        *self.parts.write().unwrap_or_else(PoisonError::into_inner) = parts;
        Ok(())
    }

    /// Reads plaintext from `offset` into `buf`; fills it unless the content ends before, returns how many bytes.
    ///
    /// A chunk that the read covers whole is opened where it is wanted; only the chunks at its borders are kept for
    /// the neighbouring reads. So a stream of large reads costs one pass of the cipher and no copy.
    ///
    /// # Errors
    /// [`SealError::Damaged`] when a chunk that this read touches is bad (other reads are not affected),
    /// [`SealError::Io`] when the storage fails. What `buf` then holds was not authenticated and is of no use.
    pub fn read_at(&self, offset: u64, buf: &mut [u8]) -> Result<usize, SealError> {
        let mut done = 0_usize;
        let mut at = offset;
        while at < self.len {
            let Some(rest) = buf.get_mut(done..).filter(|rest| !rest.is_empty()) else {
                break;
            };
            let index = at / CHUNK;
            let count = match rest.first_chunk_mut::<CHUNK_BYTES>() {
                Some(whole) if at.is_multiple_of(CHUNK) && self.len - at >= CHUNK => {
                    self.open_into(index, whole)?;
                    CHUNK_BYTES
                }
                _ => self.copy_part(index, at % CHUNK, rest)?,
            };
            if count == 0 {
                break;
            }
            done = done.saturating_add(count);
            at = at.saturating_add(u64::try_from(count).unwrap_or(0));
        }
        Ok(done)
    }

    /// Copies from inside a chunk as much as it has and `to` takes.
    fn copy_part(&self, index: u64, inside: u64, to: &mut [u8]) -> Result<usize, SealError> {
        let chunk = self.chunk(index)?;
        let inside = usize::try_from(inside).unwrap_or(usize::MAX);
        let from = chunk.get(inside..).unwrap_or(&[]);
        let count = from.len().min(to.len());
        let (to, _) = to.split_at_mut(count);
        to.copy_from_slice(from.get(..count).unwrap_or_default());
        Ok(count)
    }

    /// The opened chunk, from the kept ones or from the file.
    fn chunk(&self, index: u64) -> Result<Chunk, SealError> {
        {
            let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
            if let Some(place) = kept.iter().position(|(number, _)| *number == index) {
                let found = kept.remove(place);
                let chunk = Arc::clone(&found.1);
                kept.push(found);
                return Ok(chunk);
            }
        }
        let chunk = Arc::new(self.open_chunk(index, self.is_last(index))?);
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.len() >= KEPT_CHUNKS {
            kept.remove(0);
        }
        kept.push((index, Arc::clone(&chunk)));
        Ok(chunk)
    }

    fn is_last(&self, index: u64) -> bool {
        self.end == End::Proven && index == self.chunks.saturating_sub(1)
    }

    /// Opens a chunk of any size into memory of its own.
    fn open_chunk(&self, index: u64, last: bool) -> Result<Zeroizing<Vec<u8>>, SealError> {
        let size = self.sealed_size(index);
        let body = size.checked_sub(TAG).ok_or(SealError::Damaged {
            offset: self.place(index),
        })?;
        let mut bytes = Zeroizing::new(vec![0_u8; usize::try_from(body).unwrap_or(0)]);
        self.decrypt(index, last, &mut bytes)?;
        Ok(bytes)
    }

    /// Opens a full chunk where it is wanted.
    fn open_into(&self, index: u64, to: &mut [u8; CHUNK_BYTES]) -> Result<(), SealError> {
        let opened = self.decrypt(index, self.is_last(index), to);
        if opened.is_err() {
            to.fill(0);
        }
        opened
    }

    /// Reads the body of a chunk into `body`, which has its length, and opens it there; the tag is checked first.
    fn decrypt(&self, index: u64, last: bool, body: &mut [u8]) -> Result<(), SealError> {
        let offset = self.place(index);
        let after = offset.saturating_add(u64::try_from(body.len()).unwrap_or(u64::MAX));
        let mut tag = Tag::default();
        {
            let parts = self.parts.read().unwrap_or_else(PoisonError::into_inner);
            parts.read_exact_at(offset, body)?;
            parts.read_exact_at(after, &mut tag)?;
        }
        self.cipher
            .decrypt_in_place_detached(&chunk_nonce(index, last), b"", body, &tag)
            .map_err(|_| SealError::Damaged { offset })
    }

    /// Where a chunk begins in the file.
    fn place(&self, index: u64) -> u64 {
        self.payload
            .saturating_add(index.saturating_mul(SEALED_CHUNK))
    }

    /// Bytes of a chunk in the file, tag included; fewer than [`SEALED_CHUNK`] for the last one only.
    fn sealed_size(&self, index: u64) -> u64 {
        self.sealed
            .saturating_sub(self.payload)
            .saturating_sub(index.saturating_mul(SEALED_CHUNK))
            .min(SEALED_CHUNK)
    }
}

impl fmt::Debug for SealedFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SealedFile")
            .field("len", &self.len)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;
    use crate::Identity;

    #[test]
    fn an_empty_last_chunk_is_accepted_only_in_an_empty_file() {
        let identity = Identity::generate();
        let empty = crate::encrypt_to_recipient(Vec::new(), &identity.to_recipient())
            .unwrap()
            .finish()
            .unwrap();
        let (head, _) = header::split(&empty, 0).unwrap();
        let key = header::payload_key(head, Unlock::Identity(&identity)).unwrap();
        let cipher = ChaCha20Poly1305::new(key.as_slice().into());
        let seal = |index, last, mut bytes: Vec<u8>| {
            let tag = cipher
                .encrypt_in_place_detached(&chunk_nonce(index, last), b"", &mut bytes)
                .unwrap();
            bytes.extend_from_slice(&tag);
            bytes
        };
        let open = |chunks: &[Vec<u8>]| {
            let mut file = tempfile::tempfile().unwrap();
            file.write_all(head).unwrap();
            for chunk in chunks {
                file.write_all(chunk).unwrap();
            }
            SealedFile::open(file, Unlock::Identity(&identity))
        };
        let full = vec![1; usize::try_from(CHUNK).unwrap()];
        assert_eq!(open(&[seal(0, true, vec![])]).unwrap().len(), 0);
        assert_eq!(open(&[seal(0, true, full.clone())]).unwrap().len(), CHUNK);
        assert!(matches!(
            open(&[seal(0, false, full.clone()), seal(1, true, vec![])]),
            Err(SealError::Truncated { .. })
        ));
        assert!(matches!(
            open(&[seal(0, false, full.clone()), seal(1, false, vec![2])]),
            Err(SealError::Damaged { .. })
        ));
        assert!(matches!(
            open(&[seal(0, false, full)]),
            Err(SealError::Truncated { .. })
        ));
    }
}
