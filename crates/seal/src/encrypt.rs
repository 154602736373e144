//! Writing age files, and reading small ones whole.

use std::fmt;
use std::io::{self, Read, Write};
use std::iter;

use age::secrecy::SecretString;
use age::stream::StreamWriter;

use crate::header::{HEADER_LIMIT, refusal};
use crate::{Identity, Passphrase, Recipient, SealError};

/// scrypt work factor of written files (N = 2^16): about a fifth of a second and 64 MiB on an office machine.
const WORK_FACTOR: u8 = 16;

/// A writer that encrypts what passes through it. Without [`EncryptWriter::finish`] the file has no end and is refused.
pub struct EncryptWriter<W: Write>(StreamWriter<W>);

impl<W: Write> EncryptWriter<W> {
    /// Writes the last chunk, which proves the length, and gives the inner writer back.
    ///
    /// # Errors
    /// What the inner writer returns.
    pub fn finish(self) -> io::Result<W> {
        self.0.finish()
    }
}

impl<W: Write> Write for EncryptWriter<W> {
    fn write(&mut self, plain: &[u8]) -> io::Result<usize> {
        self.0.write(plain)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

impl<W: Write> fmt::Debug for EncryptWriter<W> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("EncryptWriter(..)")
    }
}

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

fn start<W: Write>(out: W, recipient: &dyn age::Recipient) -> Result<EncryptWriter<W>, SealError> {
    let encryptor =
        age::Encryptor::with_recipients(iter::once(recipient)).map_err(|_| SealError::Refused {
            operation: "encrypt to this recipient",
        })?;
    Ok(EncryptWriter(encryptor.wrap_output(out)?))
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
    let (head, start) = crate::header::split(bytes, length)?;
    let decryptor = age::Decryptor::new_buffered(head).map_err(|error| refusal(&error, length))?;
    if decryptor.is_scrypt() {
        return Err(SealError::WrongKey);
    }
    // The header is run alone first, so that a failure of the payload is told apart from one of the header.
    decryptor
        .decrypt(iter::once(&identity.0 as &dyn age::Identity))
        .map_err(|error| refusal(&error, length))?;

    let mut reader = age::Decryptor::new_buffered(bytes)
        .and_then(|whole| whole.decrypt(iter::once(&identity.0 as &dyn age::Identity)))
        .map_err(|error| refusal(&error, length))?
        .take(cap.saturating_add(1));
    let mut plain = Vec::new();
    reader
        .read_to_end(&mut plain)
        .map_err(|error| match error.kind() {
            io::ErrorKind::UnexpectedEof => SealError::Truncated { bytes: length },
            _ => SealError::Damaged { offset: start },
        })?;
    if u64::try_from(plain.len()).unwrap_or(u64::MAX) > cap {
        return Err(too_large());
    }
    Ok(plain)
}
