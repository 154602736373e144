//! Identity files: an age identity as `age-keygen` writes it, open or under a passphrase.
//!
//! `age -d -i FILE` takes both forms; of the second it asks for the passphrase.

use std::io::{Read, Write};
use std::iter;

use age::secrecy::SecretString;
use zeroize::Zeroizing;

use crate::header::{HEADER_LIMIT, refusal, scrypt_identity};
use crate::{Identity, Passphrase, SealError, encrypt_to_passphrase};

/// How an age file begins; an identity file that lies open never does.
const MAGIC: &[u8] = b"age-encryption.org/v1\n";
/// The largest identity file that is read, in bytes; ours have about 350.
const LARGEST: usize = HEADER_LIMIT;

impl Identity {
    /// The identity file as it is: a comment with the recipient, and the secret line.
    pub fn to_file(&self) -> Zeroizing<String> {
        let secret = self.to_secret_string();
        Zeroizing::new(format!(
            "# public key: {}\n{}\n",
            self.to_recipient(),
            *secret
        ))
    }

    /// The identity file under a passphrase: an age file (scrypt, N = 2^16).
    ///
    /// # Errors
    /// [`SealError::Refused`] when the library fails, which it does not for identities made here.
    pub fn to_file_encrypted(&self, passphrase: &Passphrase) -> Result<Vec<u8>, SealError> {
        let mut file = Vec::new();
        let mut writer = encrypt_to_passphrase(&mut file, passphrase)?;
        writer.write_all(self.to_file().as_bytes())?;
        writer.finish()?;
        Ok(file)
    }

    /// Whether an identity file lies under a passphrase, by its first bytes.
    pub fn is_encrypted(file: &[u8]) -> bool {
        file.starts_with(MAGIC)
    }

    /// Reads an identity file that lies under the passphrase.
    ///
    /// # Errors
    /// [`SealError::WrongPassphrase`]; [`SealError::NotAge`], [`SealError::Damaged`], [`SealError::WorkFactorTooHigh`]
    /// or [`SealError::TooLarge`] for another file; [`SealError::NotAKey`] when it holds something else.
    pub fn parse_encrypted(file: &[u8], passphrase: &Passphrase) -> Result<Identity, SealError> {
        if file.len() > LARGEST {
            return Err(SealError::TooLarge {
                limit: u64::try_from(LARGEST).unwrap_or(u64::MAX),
            });
        }
        if !Identity::is_encrypted(file) {
            return Err(SealError::NotAge);
        }
        let length = u64::try_from(file.len()).unwrap_or(u64::MAX);
        let decryptor = age::Decryptor::new_buffered(file).map_err(|why| refusal(&why, length))?;
        let asked = scrypt_identity(SecretString::from(passphrase.digits().to_owned()));
        let reader = decryptor
            .decrypt(iter::once(&asked as &dyn age::Identity))
            .map_err(|why| match refusal(&why, length) {
                SealError::WrongKey => SealError::WrongPassphrase,
                other => other,
            })?;
        // Room for all of it at once: a buffer that grew would leave unwiped copies behind.
        let mut text = Zeroizing::new(String::with_capacity(file.len()));
        reader
            .take(length)
            .read_to_string(&mut text)
            .map_err(|_| SealError::Damaged { offset: 0 })?;
        Identity::parse(&text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand::rngs::OsRng;

    #[test]
    fn an_identity_under_a_passphrase_comes_back_with_it_alone() {
        let identity = Identity::generate();
        let passphrase = Passphrase::generate(&mut OsRng);
        let file = identity.to_file_encrypted(&passphrase).unwrap();
        assert!(Identity::is_encrypted(&file));
        assert!(!Identity::is_encrypted(identity.to_file().as_bytes()));
        let again = Identity::parse_encrypted(&file, &passphrase).unwrap();
        assert_eq!(*again.to_secret_string(), *identity.to_secret_string());
        let other = Passphrase::generate(&mut OsRng);
        assert!(matches!(
            Identity::parse_encrypted(&file, &other),
            Err(SealError::WrongPassphrase)
        ));
        let mut broken = file.clone();
        let last = broken.len() - 1;
        broken[last] ^= 1;
        assert!(matches!(
            Identity::parse_encrypted(&broken, &passphrase),
            Err(SealError::Damaged { .. })
        ));
    }
}
