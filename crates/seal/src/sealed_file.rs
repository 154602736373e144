//! An age file of any size, read by position: opening costs its header and its last chunk, nothing more.
//!
//! age's payload is STREAM: chunks of 64 KiB, each followed by a 16-byte tag, under ChaCha20-Poly1305 with an 11-byte
//! big-endian counter and a last-chunk flag as nonce (age-encryption.org/v1 §Payload). So every chunk can be opened
//! alone, and the last one proves the length of the whole.

use std::fmt;
use std::fs::File;
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use chacha20poly1305::aead::{AeadInPlace, KeyInit};
use chacha20poly1305::{ChaCha20Poly1305, Nonce, Tag};
use zeroize::Zeroizing;

use crate::SealError;
use crate::header::{self, HEADER_LIMIT, NONCE_BYTES, Unlock};
use crate::parts::Parts;

/// Plaintext bytes of a chunk.
const CHUNK: u64 = 64 * 1024;
/// Bytes of a chunk's tag.
const TAG: u64 = 16;
/// Bytes of a full chunk in the file.
const SEALED_CHUNK: u64 = CHUNK + TAG;
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
        let sealed = SealedFile::unlock(volumes, unlock)?;
        sealed.prove_end()?;
        Ok(SealedFile {
            end: End::Proven,
            ..sealed
        })
    }

    /// Opens what is there of an age file whose end is missing, to say how much is missing.
    ///
    /// [`SealedFile::len`] then counts whole chunks only, and nothing proves that it is the length of the content.
    ///
    /// # Errors
    /// As [`SealedFile::open`], except for what the last chunk proves.
    pub fn open_beginning(volumes: Vec<File>, unlock: Unlock<'_>) -> Result<SealedFile, SealError> {
        let sealed = SealedFile::unlock(volumes, unlock)?;
        let chunks = sealed.sealed.saturating_sub(sealed.payload) / SEALED_CHUNK;
        Ok(SealedFile {
            chunks,
            len: chunks.saturating_mul(CHUNK),
            end: End::Missing,
            ..sealed
        })
    }

    fn unlock(volumes: Vec<File>, unlock: Unlock<'_>) -> Result<SealedFile, SealError> {
        let parts = Parts::join(volumes)?;
        let room = HEADER_LIMIT.saturating_add(NONCE_BYTES);
        let first = usize::try_from(parts.len()).unwrap_or(room).min(room);
        let mut first = vec![0_u8; first];
        parts.read_exact_at(0, &mut first)?;
        let (head, payload) = header::split(&first, parts.len())?;
        let key = header::payload_key(head, unlock)?;
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
    /// # Errors
    /// [`SealError::Damaged`] when a chunk that this read touches is bad (other reads are not affected),
    /// [`SealError::Io`] when the storage fails.
    pub fn read_at(&self, offset: u64, buf: &mut [u8]) -> Result<usize, SealError> {
        let mut done = 0_usize;
        let mut at = offset;
        while at < self.len {
            let Some(rest) = buf.get_mut(done..).filter(|rest| !rest.is_empty()) else {
                break;
            };
            let chunk = self.chunk(at / CHUNK)?;
            let inside = usize::try_from(at % CHUNK).unwrap_or(usize::MAX);
            let from = chunk.get(inside..).unwrap_or(&[]);
            let count = from.len().min(rest.len());
            if count == 0 {
                break;
            }
            for (to, byte) in rest.iter_mut().zip(from) {
                *to = *byte;
            }
            done = done.saturating_add(count);
            at = at.saturating_add(u64::try_from(count).unwrap_or(0));
        }
        Ok(done)
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
        let last = self.end == End::Proven && index == self.chunks.saturating_sub(1);
        let chunk = Arc::new(self.open_chunk(index, last)?);
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.len() >= KEPT_CHUNKS {
            kept.remove(0);
        }
        kept.push((index, Arc::clone(&chunk)));
        Ok(chunk)
    }

    fn open_chunk(&self, index: u64, last: bool) -> Result<Zeroizing<Vec<u8>>, SealError> {
        let offset = self
            .payload
            .saturating_add(index.saturating_mul(SEALED_CHUNK));
        let damaged = SealError::Damaged { offset };
        let size = usize::try_from(self.sealed_size(index)).unwrap_or(0);
        let mut bytes = Zeroizing::new(vec![0_u8; size]);
        self.parts
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .read_exact_at(offset, &mut bytes)?;
        let Some(body) = size.checked_sub(Tag::default().len()) else {
            return Err(damaged);
        };
        let tag = Tag::clone_from_slice(bytes.get(body..).unwrap_or(&[]));
        bytes.truncate(body);
        self.cipher
            .decrypt_in_place_detached(&chunk_nonce(index, last), b"", &mut bytes, &tag)
            .map_err(|_| damaged)?;
        Ok(bytes)
    }

    /// Bytes of a chunk in the file, tag included; fewer than [`SEALED_CHUNK`] for the last one only.
    fn sealed_size(&self, index: u64) -> u64 {
        self.sealed
            .saturating_sub(self.payload)
            .saturating_sub(index.saturating_mul(SEALED_CHUNK))
            .min(SEALED_CHUNK)
    }
}

/// Eleven bytes of big-endian counter, then 1 for the last chunk.
fn chunk_nonce(index: u64, last: bool) -> Nonce {
    let mut nonce = [0_u8; 12];
    let counter = index.to_be_bytes();
    for (to, from) in nonce.iter_mut().skip(3).zip(counter) {
        *to = from;
    }
    if let Some(flag) = nonce.last_mut() {
        *flag = u8::from(last);
    }
    Nonce::from(nonce)
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
