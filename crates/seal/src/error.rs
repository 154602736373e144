//! What can go wrong with a key, a signature or an encrypted file. Never holds a secret.

use std::io;

/// A failure of sealing, opening, signing or verifying. The fields are facts for a message; none of them is secret.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SealError {
    /// The digits do not open this file. A damaged passphrase header looks the same: its key is authenticated only by
    /// the passphrase.
    #[error("the passphrase does not open this file")]
    WrongPassphrase,
    /// The file is encrypted to other recipients than this identity.
    #[error("the file is encrypted to somebody else")]
    WrongKey,
    /// The bytes do not begin as an age v1 file.
    #[error("not an age file")]
    NotAge,
    /// The age header has no end within the accepted size.
    #[error("the age header is longer than {limit} bytes")]
    HeaderTooLarge {
        /// Accepted size in bytes.
        limit: usize,
    },
    /// Opening would cost more work than accepted (scrypt of age, or bcrypt rounds of an OpenSSH key).
    #[error("opening needs a work factor of {required}, at most {limit} is accepted")]
    WorkFactorTooHigh {
        /// The factor that the file asks for.
        required: u32,
        /// The largest accepted factor.
        limit: u32,
    },
    /// The bytes at this place are not what was encrypted.
    #[error("damaged at byte {offset} of the encrypted file")]
    Damaged {
        /// Where the failing header or chunk begins, in bytes of the encrypted file.
        offset: u64,
    },
    /// The file ends before its last chunk: its end is missing.
    #[error("the file ends after {bytes} bytes, its end is missing")]
    Truncated {
        /// Bytes of the encrypted file that are there.
        bytes: u64,
    },
    /// The file offered in place of a lost one is not the same file.
    #[error("not the same file as before")]
    OtherFile,
    /// The plaintext is larger than the caller accepts.
    #[error("the content is larger than {limit} bytes")]
    TooLarge {
        /// Accepted plaintext in bytes.
        limit: u64,
    },
    /// The text is not a key of the expected kind.
    #[error("not {expected}")]
    NotAKey {
        /// What was expected, for example `an OpenSSH private key`.
        expected: &'static str,
    },
    /// A key that is well formed but not accepted.
    #[error("key not allowed: {why}")]
    KeyNotAllowed {
        /// The reason, for example the name of the algorithm.
        why: &'static str,
    },
    /// The text is not an armoured SSHSIG signature as this format writes it.
    #[error("not a signature: {why}")]
    NotASignature {
        /// What is wrong with it.
        why: &'static str,
    },
    /// The signature was made by another key than the expected one.
    #[error("signed by another key")]
    OtherSigner,
    /// The signature was made for another purpose (SSHSIG namespace).
    #[error("signed for another purpose than {expected}")]
    OtherNamespace {
        /// The expected namespace.
        expected: String,
    },
    /// The signature does not fit these bytes.
    #[error("the signature does not fit the content")]
    BadSignature,
    /// The signing or encrypting library refused; it cannot with keys made here.
    #[error("the cryptographic library refused to {operation}")]
    Refused {
        /// What was attempted.
        operation: &'static str,
    },
    /// The storage failed.
    #[error(transparent)]
    Io(#[from] io::Error),
}
