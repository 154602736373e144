//! The age header: found, capped, and unlocked by the `age` crate's own code, which also checks its MAC.

use std::cell::RefCell;
use std::fmt;
use std::iter;

use age::DecryptError;
use age::secrecy::{ExposeSecret, SecretString};
use age_core::format::{FILE_KEY_BYTES, FileKey, Stanza};
use hkdf::Hkdf;
use sha2::Sha256;
use zeroize::Zeroizing;

use crate::{Identity, Passphrase, SealError};

/// Longest accepted header in bytes. Ours have about 150 (passphrase) or 300 (recipient).
pub(crate) const HEADER_LIMIT: usize = 64 * 1024;
/// Bytes of the payload nonce that follow the header.
pub(crate) const NONCE_BYTES: usize = 16;
/// Largest scrypt work factor (log2 N) that is worked through: one second and 256 MiB.
const MOST_WORK: u8 = 18;

const MAGIC: &[u8] = b"age-encryption.org/v1\n";
const MAC_LINE: &[u8] = b"\n---";

/// What opens an age file.
#[derive(Clone, Copy)]
pub enum Unlock<'a> {
    /// Digits, for a file written by [`crate::encrypt_to_passphrase`].
    Passphrase(&'a Passphrase),
    /// A private age key, for a file written by [`crate::encrypt_to_recipient`].
    Identity(&'a Identity),
}

impl fmt::Debug for Unlock<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Unlock::Passphrase(_) => f.write_str("Unlock::Passphrase(..)"),
            Unlock::Identity(_) => f.write_str("Unlock::Identity(..)"),
        }
    }
}

/// Cuts header and nonce from the first bytes of a file of `file_len` bytes, and says where the payload begins.
pub(crate) fn split(first: &[u8], file_len: u64) -> Result<(&[u8], u64), SealError> {
    let magic_seen = first.len().min(MAGIC.len());
    if first.is_empty() || first.get(..magic_seen) != MAGIC.get(..magic_seen) {
        return Err(SealError::NotAge);
    }
    let truncated = SealError::Truncated { bytes: file_len };
    let searched = first.get(..first.len().min(HEADER_LIMIT)).unwrap_or(first);
    let mac = searched
        .windows(MAC_LINE.len())
        .position(|window| window == MAC_LINE);
    let end = mac.and_then(|at| {
        let after = at.saturating_add(MAC_LINE.len());
        let line = searched.get(after..)?;
        let length = line.iter().position(|byte| *byte == b'\n')?;
        after.checked_add(length)?.checked_add(1)
    });
    let Some(end) = end else {
        return Err(if first.len() >= HEADER_LIMIT {
            SealError::HeaderTooLarge {
                limit: HEADER_LIMIT,
            }
        } else {
            truncated
        });
    };
    let payload = end.saturating_add(NONCE_BYTES);
    let head = first.get(..payload).ok_or(truncated)?;
    Ok((head, u64::try_from(payload).unwrap_or(u64::MAX)))
}

/// Unlocks header and nonce (as cut by [`split`]) and derives the payload key: HKDF-SHA256 of the file key, the nonce as
/// salt, `payload` as info (age-encryption.org/v1).
pub(crate) fn payload_key(
    head: &[u8],
    unlock: Unlock<'_>,
) -> Result<Zeroizing<[u8; 32]>, SealError> {
    let length = u64::try_from(head.len()).unwrap_or(u64::MAX);
    let scrypt;
    let inner: &dyn age::Identity = match unlock {
        Unlock::Passphrase(passphrase) => {
            let mut identity =
                age::scrypt::Identity::new(SecretString::from(passphrase.digits().to_owned()));
            identity.set_max_work_factor(MOST_WORK);
            scrypt = identity;
            &scrypt
        }
        Unlock::Identity(identity) => &identity.0,
    };
    let keeper = FileKeyKeeper {
        inner,
        kept: RefCell::new(None),
    };
    let decryptor = age::Decryptor::new_buffered(head).map_err(|error| refusal(&error, length))?;
    let for_passphrase = decryptor.is_scrypt();
    let stream = decryptor.decrypt(iter::once(&keeper as &dyn age::Identity));
    match (stream, unlock) {
        (Ok(_), _) => {}
        (Err(DecryptError::DecryptionFailed), Unlock::Passphrase(_)) => {
            return Err(SealError::WrongPassphrase);
        }
        (Err(DecryptError::NoMatchingKeys), Unlock::Passphrase(_)) if for_passphrase => {
            return Err(SealError::WrongPassphrase);
        }
        (Err(error), _) => return Err(refusal(&error, length)),
    }
    let kept = keeper.kept.into_inner().ok_or(SealError::WrongKey)?;
    let salt = head
        .len()
        .checked_sub(NONCE_BYTES)
        .and_then(|at| head.get(at..))
        .ok_or(SealError::Truncated { bytes: length })?;
    let mut key = Zeroizing::new([0_u8; 32]);
    Hkdf::<Sha256>::new(Some(salt), kept.as_slice())
        .expand(b"payload", key.as_mut_slice())
        .map_err(|_| SealError::Refused {
            operation: "derive the payload key",
        })?;
    Ok(key)
}

/// Translates what age's header code says. `length` is what there was to read, for a file that ends too early.
pub(crate) fn refusal(error: &DecryptError, length: u64) -> SealError {
    match error {
        DecryptError::ExcessiveWork { required, .. } => SealError::WorkFactorTooHigh {
            required: u32::from(*required),
            limit: u32::from(MOST_WORK),
        },
        DecryptError::NoMatchingKeys
        | DecryptError::DecryptionFailed
        | DecryptError::KeyDecryptionFailed => SealError::WrongKey,
        DecryptError::UnknownFormat => SealError::NotAge,
        DecryptError::Io(_) => SealError::Truncated { bytes: length },
        _ => SealError::Damaged { offset: 0 },
    }
}

/// Passes age's question on to the real identity and keeps a copy of the file key that it answers with.
struct FileKeyKeeper<'a> {
    inner: &'a dyn age::Identity,
    kept: RefCell<Option<Zeroizing<[u8; FILE_KEY_BYTES]>>>,
}

impl FileKeyKeeper<'_> {
    fn keep(
        &self,
        answer: Option<Result<FileKey, DecryptError>>,
    ) -> Option<Result<FileKey, DecryptError>> {
        if let Some(Ok(key)) = &answer {
            *self.kept.borrow_mut() = Some(Zeroizing::new(*key.expose_secret()));
        }
        answer
    }
}

impl age::Identity for FileKeyKeeper<'_> {
    fn unwrap_stanza(&self, stanza: &Stanza) -> Option<Result<FileKey, DecryptError>> {
        self.keep(self.inner.unwrap_stanza(stanza))
    }

    fn unwrap_stanzas(&self, stanzas: &[Stanza]) -> Option<Result<FileKey, DecryptError>> {
        self.keep(self.inner.unwrap_stanzas(stanzas))
    }
}
