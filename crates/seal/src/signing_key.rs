//! Private ed25519 keys: made here, stored as OpenSSH files, used to sign.

use std::fmt;

use rand::{CryptoRng, RngCore};
use ssh_key::private::{Ed25519Keypair, KeypairData};
use ssh_key::{HashAlg, Kdf, LineEnding, PrivateKey, SshSig};
use zeroize::Zeroizing;

use crate::{Passphrase, PublicKey, SealError};

/// Longest accepted private key file in bytes; ours have about 450.
const LONGEST_FILE: usize = 16 * 1024;
/// Most bcrypt rounds that are worked through for an encrypted key file; OpenSSH writes 16 or 24.
const MOST_BCRYPT_ROUNDS: u32 = 1024;

const EXPECTED: SealError = SealError::NotAKey {
    expected: "an OpenSSH private key",
};

/// An ed25519 private key. Wiped from memory when dropped; `Debug` shows the public half alone.
#[derive(Clone)]
pub struct SigningKey {
    pair: Ed25519Keypair,
    public: PublicKey,
}

impl SigningKey {
    /// Makes a new key.
    pub fn generate(rng: &mut (impl CryptoRng + RngCore)) -> SigningKey {
        loop {
            // A weak public key has a chance of about 2^-250; drawing again costs nothing and needs no error.
            if let Ok(key) = SigningKey::from_pair(Ed25519Keypair::random(rng)) {
                return key;
            }
        }
    }

    /// The key as an OpenSSH private key file without a passphrase.
    pub fn to_openssh(&self) -> Zeroizing<String> {
        self.boxed()
            .to_openssh(LineEnding::LF)
            .expect("an unencrypted ed25519 key always encodes")
    }

    /// Reads an OpenSSH private key file without a passphrase.
    ///
    /// # Errors
    /// [`SealError::NotAKey`] for other text or an encrypted key, [`SealError::KeyNotAllowed`] for another algorithm.
    pub fn from_openssh(text: &str) -> Result<SigningKey, SealError> {
        SigningKey::from_private(&read_private(text)?)
    }

    /// The key as an OpenSSH private key file under the passphrase (bcrypt-pbkdf, AES-256-CTR).
    ///
    /// # Errors
    /// [`SealError::Refused`] when the library fails, which it does not for keys made here.
    pub fn to_openssh_encrypted(
        &self,
        passphrase: &Passphrase,
        rng: &mut (impl CryptoRng + RngCore),
    ) -> Result<String, SealError> {
        const REFUSED: SealError = SealError::Refused {
            operation: "encrypt a private key",
        };
        let locked = self
            .boxed()
            .encrypt(rng, passphrase.digits())
            .map_err(|_| REFUSED)?;
        let text = locked.to_openssh(LineEnding::LF).map_err(|_| REFUSED)?;
        Ok(text.as_str().to_owned())
    }

    /// Reads an OpenSSH private key file that is under the passphrase.
    ///
    /// # Errors
    /// [`SealError::WrongPassphrase`] when the digits do not open it, [`SealError::WorkFactorTooHigh`] above 1024
    /// bcrypt rounds, [`SealError::NotAKey`] for other text or a key without passphrase.
    pub fn from_openssh_encrypted(
        text: &str,
        passphrase: &Passphrase,
    ) -> Result<SigningKey, SealError> {
        let locked = read_private(text)?;
        if !locked.is_encrypted() {
            return Err(EXPECTED);
        }
        if let Kdf::Bcrypt { rounds, .. } = locked.kdf()
            && *rounds > MOST_BCRYPT_ROUNDS
        {
            return Err(SealError::WorkFactorTooHigh {
                required: *rounds,
                limit: MOST_BCRYPT_ROUNDS,
            });
        }
        let open = locked
            .decrypt(passphrase.digits())
            .map_err(|error| match error {
                ssh_key::Error::Crypto => SealError::WrongPassphrase,
                _ => SealError::Damaged { offset: 0 },
            })?;
        SigningKey::from_private(&open)
    }

    /// What an OpenSSH private key file says without its passphrase: the public half, and whether it lies under one.
    /// The public half is not proven to belong to the private one.
    ///
    /// # Errors
    /// [`SealError::NotAKey`] for other text, [`SealError::KeyNotAllowed`] for another algorithm.
    pub fn peek_openssh(text: &str) -> Result<(PublicKey, bool), SealError> {
        let key = read_private(text)?;
        let public = PublicKey::from_key_data(key.public_key().key_data())?;
        Ok((public, key.is_encrypted()))
    }

    /// The public half.
    pub fn public(&self) -> PublicKey {
        self.public
    }

    /// Signs `message` for the purpose `namespace`: an armoured SSHSIG over its SHA-512, as `ssh-keygen -Y sign` makes.
    ///
    /// # Errors
    /// [`SealError::Refused`] for an empty namespace.
    pub fn sign(&self, namespace: &str, message: &[u8]) -> Result<String, SealError> {
        const REFUSED: SealError = SealError::Refused { operation: "sign" };
        SshSig::sign(&self.boxed(), namespace, HashAlg::Sha512, message)
            .and_then(|signature| signature.to_pem(LineEnding::LF))
            .map_err(|_| REFUSED)
    }

    fn boxed(&self) -> PrivateKey {
        PrivateKey::from(self.pair.clone())
    }

    fn from_private(key: &PrivateKey) -> Result<SigningKey, SealError> {
        match key.key_data() {
            KeypairData::Ed25519(pair) => SigningKey::from_pair(pair.clone()),
            KeypairData::Encrypted(_) => Err(EXPECTED),
            _ => Err(SealError::KeyNotAllowed {
                why: "only ed25519 keys are accepted",
            }),
        }
    }

    /// The stored public half is recomputed: signing with a foreign public half would give the private key away.
    fn from_pair(pair: Ed25519Keypair) -> Result<SigningKey, SealError> {
        let secret = ed25519_dalek::SigningKey::from_bytes(pair.private.as_ref());
        let public = PublicKey::from_bytes(secret.verifying_key().as_bytes())?;
        if pair.public.as_ref() != secret.verifying_key().as_bytes() {
            return Err(SealError::KeyNotAllowed {
                why: "its public half belongs to another key",
            });
        }
        Ok(SigningKey { pair, public })
    }
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SigningKey(of {})", self.public)
    }
}

fn read_private(text: &str) -> Result<PrivateKey, SealError> {
    if text.len() > LONGEST_FILE {
        return Err(EXPECTED);
    }
    PrivateKey::from_openssh(text).map_err(|_| EXPECTED)
}
