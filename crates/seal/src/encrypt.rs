//! Beginning age files, and reading small ones whole.

use std::io::Write;

use age::secrecy::SecretString;

use crate::header::{self, HEADER_LIMIT};
use crate::stream::{self, SEALED_CHUNK, TAG};
use crate::{EncryptWriter, Identity, Passphrase, Recipient, SealError, Unlock};

/// scrypt work factor of written files (N = 2^16): about a fifth of a second and 64 MiB on an office machine.
const WORK_FACTOR: u8 = 16;

/// Starts an age file that the passphrase opens (scrypt, N = 2^16).
///
/// # Errors
/// [`SealError::Io`] from `out`.
pub fn encrypt_to_passphrase<W: Write>(
    out: W,
    passphrase: &Passphrase,
) -> Result<EncryptWriter<W>, SealError> {
    let mut recipient =
        age::scrypt::Recipient::new(SecretString::from(passphrase.digits().to_owned()));
    recipient.set_work_factor(WORK_FACTOR);
    start(out, &recipient)
}

/// Starts an age file that the recipient's identity opens.
///
/// # Errors
/// [`SealError::Io`] from `out`.
pub fn encrypt_to_recipient<W: Write>(
    out: W,
    recipient: &Recipient,
) -> Result<EncryptWriter<W>, SealError> {
    start(out, &recipient.0)
}

fn start<W: Write>(
    mut out: W,
    recipient: &dyn age::Recipient,
) -> Result<EncryptWriter<W>, SealError> {
    let (head, key) = header::make(recipient)?;
    out.write_all(&head)?;
    Ok(EncryptWriter::new(out, &key))
}

/// Decrypts a small age file whole.
///
/// `cap` bounds the plaintext in bytes and is applied before anything of that size is allocated.
///
/// # Errors
/// [`SealError::TooLarge`] above `cap`; [`SealError::NotAge`], [`SealError::WrongKey`], [`SealError::Damaged`],
/// [`SealError::Truncated`] for a file that is not, or not wholly, an age file for this identity.
pub fn decrypt_all(bytes: &[u8], identity: &Identity, cap: u64) -> Result<Vec<u8>, SealError> {
    let too_large = || SealError::TooLarge { limit: cap };
    let sealed_cap = cap
        .saturating_add(cap / 4096)
        .saturating_add(u64::try_from(HEADER_LIMIT).unwrap_or(u64::MAX));
    let length = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
    if length > sealed_cap {
        return Err(too_large());
    }
    let (head, start) = header::split(bytes, length)?;
    let key = header::payload_key(head, Unlock::Identity(identity))?;
    let payload = bytes.get(head.len()..).unwrap_or_default();
    let sealed = length.saturating_sub(start);
    let tags = sealed.div_ceil(SEALED_CHUNK).saturating_mul(TAG);
    if sealed.saturating_sub(tags) > cap {
        return Err(too_large());
    }
    stream::open_all(&key, payload, start)
}
