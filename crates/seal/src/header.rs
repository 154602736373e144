//! The age header: found, capped, and unlocked by the `age` crate's own code, which also checks its MAC.

use std::cell::RefCell;
use std::collections::HashSet;
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
    let stanzas = mac.and_then(|mac| searched.get(MAGIC.len()..mac.saturating_add(1)));
    if !stanzas.is_some_and(every_body_ends) {
        return Err(SealError::Damaged { offset: 0 });
    }
    let payload = end.saturating_add(NONCE_BYTES);
    let head = first.get(..payload).ok_or(truncated)?;
    Ok((head, u64::try_from(payload).unwrap_or(u64::MAX)))
}

/// Whether every stanza has a body whose last line is shorter than 64 characters, perhaps empty, as the format demands.
/// The `age` crate lets a body end without that line; everything else about a stanza it checks itself.
fn every_body_ends(stanzas: &[u8]) -> bool {
    const FULL_LINE: usize = 64;
    let mut in_body = false;
    for line in stanzas.split_inclusive(|byte| *byte == b'\n') {
        let begins = line.starts_with(b"-> ");
        if begins == in_body {
            return false;
        }
        in_body = begins || line.len() > FULL_LINE;
    }
    !in_body
}

/// The key of a payload, wiped when dropped.
pub(crate) type PayloadKey = Zeroizing<[u8; 32]>;

/// What failed when a header was not unlocked: a passphrase, or a private key.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Asked {
    Passphrase,
    Identity,
}

/// Unlocks header and nonce (as cut by [`split`]) and derives the payload key.
pub(crate) fn payload_key(head: &[u8], unlock: Unlock<'_>) -> Result<PayloadKey, SealError> {
    match unlock {
        Unlock::Passphrase(passphrase) => {
            let words = SecretString::from(passphrase.digits().to_owned());
            payload_key_by(head, &scrypt_identity(words), Asked::Passphrase)
        }
        Unlock::Identity(identity) => payload_key_by(head, &identity.0, Asked::Identity),
    }
}

/// A passphrase as an identity of the `age` crate that refuses too much work.
pub(crate) fn scrypt_identity(words: SecretString) -> age::scrypt::Identity {
    let mut identity = age::scrypt::Identity::new(words);
    identity.set_max_work_factor(MOST_WORK);
    identity
}

/// As [`payload_key`], with any identity of the `age` crate.
pub(crate) fn payload_key_by(
    head: &[u8],
    inner: &dyn age::Identity,
    asked: Asked,
) -> Result<PayloadKey, SealError> {
    let length = u64::try_from(head.len()).unwrap_or(u64::MAX);
    let keeper = FileKeyKeeper {
        inner,
        kept: RefCell::new(None),
    };
    let decryptor = age::Decryptor::new_buffered(head).map_err(|error| match error {
        // The first line was compared when the header was cut out, so what follows it is what age cannot read.
        DecryptError::UnknownFormat => SealError::Damaged { offset: 0 },
        error => refusal(&error, length),
    })?;
    let for_passphrase = decryptor.is_scrypt();
    match (
        decryptor.decrypt(iter::once(&keeper as &dyn age::Identity)),
        asked,
    ) {
        (Ok(_), _) => {}
        (Err(DecryptError::DecryptionFailed), Asked::Passphrase) => {
            return Err(SealError::WrongPassphrase);
        }
        (Err(DecryptError::NoMatchingKeys), Asked::Passphrase) if for_passphrase => {
            return Err(SealError::WrongPassphrase);
        }
        (Err(error), _) => return Err(refusal(&error, length)),
    }
    let kept = keeper.kept.into_inner().ok_or(SealError::WrongKey)?;
    derive(&kept, head).ok_or(SealError::Truncated { bytes: length })
}

/// The payload key: HKDF-SHA256 of the file key, the nonce at the end of `head` as salt, `payload` as info
/// (age-encryption.org/v1). `None` when `head` is too short to have a nonce.
fn derive(file_key: &FileKeyCopy, head: &[u8]) -> Option<PayloadKey> {
    let nonce = head.len().checked_sub(NONCE_BYTES)?;
    let mut key = Zeroizing::new([0_u8; 32]);
    Hkdf::<Sha256>::new(Some(head.get(nonce..)?), file_key.as_slice())
        .expand(b"payload", key.as_mut_slice())
        .ok()?;
    Some(key)
}

/// Makes the header and nonce of a new file for one recipient, and the key of its payload.
///
/// # Errors
/// [`SealError::Refused`] when the library fails, which it does not for recipients made here.
pub(crate) fn make(recipient: &dyn age::Recipient) -> Result<(Vec<u8>, PayloadKey), SealError> {
    const REFUSED: SealError = SealError::Refused {
        operation: "encrypt to this recipient",
    };
    let keeper = RecipientKeeper {
        inner: recipient,
        kept: RefCell::new(None),
    };
    let mut head = Vec::new();
    // The writer that this gives back would write the payload; it is dropped, and what it wrote is header and nonce.
    age::Encryptor::with_recipients(iter::once(&keeper as &dyn age::Recipient))
        .map_err(|_| REFUSED)?
        .wrap_output(&mut head)?;
    let kept = keeper.kept.into_inner().ok_or(REFUSED)?;
    let key = derive(&kept, &head).ok_or(REFUSED)?;
    Ok((head, key))
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

/// A copy of a file key, wiped when dropped.
type FileKeyCopy = Zeroizing<[u8; FILE_KEY_BYTES]>;

/// Passes age's new file key on to the real recipient and keeps a copy of it.
struct RecipientKeeper<'a> {
    inner: &'a dyn age::Recipient,
    kept: RefCell<Option<FileKeyCopy>>,
}

impl age::Recipient for RecipientKeeper<'_> {
    fn wrap_file_key(
        &self,
        file_key: &FileKey,
    ) -> Result<(Vec<Stanza>, HashSet<String>), age::EncryptError> {
        *self.kept.borrow_mut() = Some(Zeroizing::new(*file_key.expose_secret()));
        self.inner.wrap_file_key(file_key)
    }
}

/// Passes age's question on to the real identity and keeps a copy of the file key that it answers with.
struct FileKeyKeeper<'a> {
    inner: &'a dyn age::Identity,
    kept: RefCell<Option<FileKeyCopy>>,
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
