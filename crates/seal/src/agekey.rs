//! age X25519 keys: the organiser's identity, to which judges encrypt, and its public recipient.

use std::fmt;
use std::str::FromStr;

use age::secrecy::ExposeSecret;
use zeroize::Zeroizing;

use crate::SealError;

/// A private age key (`AGE-SECRET-KEY-1…`). Wiped from memory when dropped; `Debug` shows the recipient alone.
#[derive(Clone)]
pub struct Identity(pub(crate) age::x25519::Identity);

/// A public age key (`age1…`).
#[derive(Clone, PartialEq, Eq)]
pub struct Recipient(pub(crate) age::x25519::Recipient);

impl Identity {
    /// Makes a new identity from the operating system's randomness.
    pub fn generate() -> Identity {
        Identity(age::x25519::Identity::generate())
    }

    /// Reads an identity file as `age-keygen` writes it: comment lines (`#`), blank lines and one `AGE-SECRET-KEY-1…`.
    ///
    /// # Errors
    /// [`SealError::NotAKey`] when there is no such line, or more than one.
    pub fn parse(text: &str) -> Result<Identity, SealError> {
        const EXPECTED: SealError = SealError::NotAKey {
            expected: "an age identity",
        };
        let mut lines = text
            .lines()
            .map(str::trim)
            .filter(|line| !line.is_empty() && !line.starts_with('#'));
        let (Some(line), None) = (lines.next(), lines.next()) else {
            return Err(EXPECTED);
        };
        age::x25519::Identity::from_str(line)
            .map(Identity)
            .map_err(|_| EXPECTED)
    }

    /// The secret line, `AGE-SECRET-KEY-1…`, to be stored in an identity file that stock `age -i` reads.
    pub fn to_secret_string(&self) -> Zeroizing<String> {
        Zeroizing::new(self.0.to_string().expose_secret().to_owned())
    }

    /// The recipient to which this identity's files are encrypted.
    pub fn to_recipient(&self) -> Recipient {
        Recipient(self.0.to_public())
    }
}

impl FromStr for Identity {
    type Err = SealError;

    /// As [`Identity::parse`].
    fn from_str(text: &str) -> Result<Identity, SealError> {
        Identity::parse(text)
    }
}

impl fmt::Debug for Identity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Identity(of {})", self.to_recipient())
    }
}

impl Recipient {
    /// Reads `age1…`.
    ///
    /// # Errors
    /// [`SealError::NotAKey`] for other text.
    pub fn parse(text: &str) -> Result<Recipient, SealError> {
        age::x25519::Recipient::from_str(text.trim())
            .map(Recipient)
            .map_err(|_| SealError::NotAKey {
                expected: "an age recipient",
            })
    }
}

impl FromStr for Recipient {
    type Err = SealError;

    /// As [`Recipient::parse`].
    fn from_str(text: &str) -> Result<Recipient, SealError> {
        Recipient::parse(text)
    }
}

impl fmt::Display for Recipient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}

impl fmt::Debug for Recipient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Recipient({})", self.0)
    }
}
