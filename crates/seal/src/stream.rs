//! age's payload: STREAM (age-encryption.org/v1, Payload).
//!
//! Chunks of 64 KiB, the last one shorter, each followed by its 16-byte tag, under ChaCha20-Poly1305. The nonce is an
//! 11-byte big-endian counter and a byte that is 1 for the last chunk, so none can be moved, repeated or left out.

use chacha20poly1305::aead::{AeadInPlace, KeyInit};
use chacha20poly1305::{ChaCha20Poly1305, Nonce, Tag};

use crate::SealError;
use crate::header::PayloadKey;

/// Plaintext bytes of a chunk.
pub(crate) const CHUNK: u64 = 64 * 1024;
/// The same, as the length of a buffer.
pub(crate) const CHUNK_BYTES: usize = CHUNK as usize;
/// Bytes of a chunk's tag.
pub(crate) const TAG: u64 = 16;
/// Bytes of a full chunk in the file.
pub(crate) const SEALED_CHUNK: u64 = CHUNK + TAG;

const TAG_BYTES: usize = TAG as usize;

/// The nonce of a chunk.
pub(crate) fn chunk_nonce(index: u64, last: bool) -> Nonce {
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

/// Opens a payload that is in memory whole. `start` is where it begins in the file, for the place of a damage.
pub(crate) fn open_all(key: &PayloadKey, payload: &[u8], start: u64) -> Result<Vec<u8>, SealError> {
    let cipher = ChaCha20Poly1305::new(key.as_slice().into());
    let whole = CHUNK_BYTES.saturating_add(TAG_BYTES);
    let end = start.saturating_add(u64::try_from(payload.len()).unwrap_or(u64::MAX));
    let truncated = SealError::Truncated { bytes: end };
    let mut plain = Vec::with_capacity(payload.len());
    let mut rest = payload;
    for index in 0_u64.. {
        let (sealed, after) = rest.split_at(rest.len().min(whole));
        let last = after.is_empty();
        let Some((body, tag)) = sealed.split_last_chunk::<TAG_BYTES>() else {
            return Err(truncated);
        };
        // Only an empty file may have an empty last chunk.
        if body.is_empty() && index > 0 {
            return Err(truncated);
        }
        let from = plain.len();
        plain.extend_from_slice(body);
        let opened = plain.get_mut(from..).unwrap_or_default();
        let tag = Tag::from(*tag);
        if cipher
            .decrypt_in_place_detached(&chunk_nonce(index, last), b"", opened, &tag)
            .is_err()
        {
            let mut again = body.to_vec();
            let cut_here = last
                && body.len() == CHUNK_BYTES
                && cipher
                    .decrypt_in_place_detached(&chunk_nonce(index, false), b"", &mut again, &tag)
                    .is_ok();
            return Err(if cut_here {
                truncated
            } else {
                SealError::Damaged {
                    offset: start.saturating_add(index.saturating_mul(SEALED_CHUNK)),
                }
            });
        }
        if last {
            break;
        }
        rest = after;
    }
    Ok(plain)
}
