//! Keys, signatures, encryption and fingerprints: the only crate that touches a secret.
//!
//! It owns the passphrase, the ed25519 signing keys, the age keys, and the reader that opens an age file of any size
//! in place. It knows bytes alone: what a judge pack or a score bundle is, and what a signature over them means,
//! belongs to the crates above.
//!
//! Everything written here is a public standard, so that stock tools open it without us:
//! age-encryption.org/v1 for encryption, OpenSSH key files and SSHSIG (`PROTOCOL.sshsig`) for signatures.

mod agekey;
#[cfg(test)]
mod cctv;
mod encrypt;
mod encrypt_writer;
mod error;
mod fingerprint;
mod header;
mod identity_file;
mod invitation_file;
mod outline;
mod parts;
mod passphrase;
mod public_key;
mod sealed_file;
mod sealing;
mod signing_key;
mod stream;

pub use agekey::{Identity, Recipient};
pub use encrypt::{decrypt_all, encrypt_to_passphrase, encrypt_to_recipient};
pub use encrypt_writer::EncryptWriter;
pub use error::SealError;
pub use fingerprint::Fingerprint;
pub use header::Unlock;
pub use invitation_file::InvitationFile;
pub use outline::Outline;
pub use passphrase::{NotAPassphrase, Passphrase};
pub use public_key::{PublicKey, signer_of};
pub use sealed_file::SealedFile;
pub use signing_key::SigningKey;

/// Bytes that are wiped from memory when they are dropped, for what passes through the crates above on its way here.
pub use zeroize::Zeroizing;
