//! Public ed25519 keys in OpenSSH form, and the verification of SSHSIG signatures.

use std::fmt;

use ed25519_dalek::VerifyingKey;
use ssh_key::public::{Ed25519PublicKey, KeyData};
use ssh_key::{Algorithm, HashAlg, LineEnding, SshSig};

use crate::{Fingerprint, SealError};

/// Longest accepted key line or armoured signature in bytes; ours have fewer than 400.
const LONGEST_TEXT: usize = 4096;

/// An ed25519 public key, without a comment. Weak (small-order) points cannot be held.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct PublicKey(VerifyingKey);

impl PublicKey {
    /// Reads one OpenSSH line, `ssh-ed25519 AAAA…`; a comment is ignored.
    ///
    /// # Errors
    /// [`SealError::NotAKey`] for other text, [`SealError::KeyNotAllowed`] for another algorithm or a weak point.
    pub fn parse(openssh_line: &str) -> Result<PublicKey, SealError> {
        const EXPECTED: SealError = SealError::NotAKey {
            expected: "an OpenSSH public key",
        };
        if openssh_line.len() > LONGEST_TEXT {
            return Err(EXPECTED);
        }
        let key = ssh_key::PublicKey::from_openssh(openssh_line.trim()).map_err(|_| EXPECTED)?;
        PublicKey::from_key_data(key.key_data())
    }

    /// The key as one OpenSSH line without comment and line end: `ssh-ed25519 AAAA…`.
    pub fn to_openssh(&self) -> String {
        ssh_key::PublicKey::from(KeyData::Ed25519(Ed25519PublicKey(self.0.to_bytes())))
            .to_openssh()
            .expect("an ed25519 key of 32 bytes always encodes")
    }

    /// Verifies an armoured SSHSIG over `message` in `namespace`, made by this very key.
    ///
    /// Stricter than `ssh-keygen -Y verify`: SHA-512 only, the reserved field empty, and the armour exactly as
    /// OpenSSH writes it, so that no byte of a signature file can change unnoticed.
    ///
    /// # Errors
    /// [`SealError::NotASignature`], [`SealError::OtherSigner`], [`SealError::OtherNamespace`] or
    /// [`SealError::BadSignature`].
    pub fn verify(
        &self,
        namespace: &str,
        message: &[u8],
        armored_sig: &str,
    ) -> Result<(), SealError> {
        let signature = read_signature(armored_sig)?;
        if PublicKey::from_key_data(signature.public_key())? != *self {
            return Err(SealError::OtherSigner);
        }
        if signature.namespace() != namespace {
            return Err(SealError::OtherNamespace {
                expected: namespace.to_owned(),
            });
        }
        let signed = SshSig::signed_data(namespace, HashAlg::Sha512, message)
            .map_err(|_| SealError::BadSignature)?;
        let raw = ed25519_dalek::Signature::from_slice(signature.signature_bytes())
            .map_err(|_| SealError::BadSignature)?;
        self.0
            .verify_strict(&signed, &raw)
            .map_err(|_| SealError::BadSignature)
    }

    /// The fingerprint of the key: of its SSH wire form, the bytes that stand in base64 in the OpenSSH line.
    pub fn fingerprint(&self) -> Fingerprint {
        Fingerprint::of(&self.wire())
    }

    /// The SSH wire form: `string "ssh-ed25519"`, `string key` (RFC 8709 §4), 51 bytes.
    fn wire(&self) -> Vec<u8> {
        let mut wire = Vec::with_capacity(51);
        wire.extend_from_slice(&11_u32.to_be_bytes());
        wire.extend_from_slice(b"ssh-ed25519");
        wire.extend_from_slice(&32_u32.to_be_bytes());
        wire.extend_from_slice(self.0.as_bytes());
        wire
    }

    pub(crate) fn from_key_data(data: &KeyData) -> Result<PublicKey, SealError> {
        let Some(Ed25519PublicKey(bytes)) = data.ed25519() else {
            return Err(SealError::KeyNotAllowed {
                why: "only ed25519 keys are accepted",
            });
        };
        PublicKey::from_bytes(bytes)
    }

    pub(crate) fn from_bytes(bytes: &[u8; 32]) -> Result<PublicKey, SealError> {
        let key = VerifyingKey::from_bytes(bytes).map_err(|_| SealError::KeyNotAllowed {
            why: "the bytes are not a point of the curve",
        })?;
        if key.is_weak() {
            return Err(SealError::KeyNotAllowed {
                why: "a weak key, under which a signature proves nothing",
            });
        }
        Ok(PublicKey(key))
    }
}

impl fmt::Debug for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PublicKey({})", self.to_openssh())
    }
}

impl fmt::Display for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.to_openssh())
    }
}

/// The key that an armoured signature says it was made with.
///
/// It proves nothing alone: verify with it, and then find out whether this key is the one that should have signed.
///
/// # Errors
/// [`SealError::NotASignature`] for other text, [`SealError::KeyNotAllowed`] for another algorithm or a weak point.
pub fn signer_of(armored_sig: &str) -> Result<PublicKey, SealError> {
    PublicKey::from_key_data(read_signature(armored_sig)?.public_key())
}

fn read_signature(armored: &str) -> Result<SshSig, SealError> {
    const fn not(why: &'static str) -> SealError {
        SealError::NotASignature { why }
    }
    if armored.len() > LONGEST_TEXT {
        return Err(not("too long"));
    }
    let signature = SshSig::from_pem(armored).map_err(|_| not("not an armoured SSH signature"))?;
    if signature.version() != SshSig::VERSION {
        return Err(not("another version of SSHSIG"));
    }
    if signature.hash_alg() != HashAlg::Sha512 {
        return Err(not("the hash is not SHA-512"));
    }
    if signature.algorithm() != Algorithm::Ed25519 {
        return Err(not("the signature is not ed25519"));
    }
    if !signature.reserved().is_empty() {
        return Err(not("the reserved field is not empty"));
    }
    match signature.to_pem(LineEnding::LF) {
        Ok(text) if text == armored => Ok(signature),
        _ => Err(not("the armour is not exactly as OpenSSH writes it")),
    }
}
