//! What a file is, as far as it says without a key: for a person who holds a stray file.
//!
//! Nothing here decides whether anything is accepted. Of a file that is encrypted only the outside is seen; what is
//! signed and lies open is verified, so that the signer is a fact.

use std::fs::File;
use std::io;
use std::path::Path;

use seal::{InvitationFile, Outline, PublicKey, SealError, SigningKey};

use crate::judge_pack::{self, Manifest};
use crate::score_bundle::{self, Claim};
use crate::zip::{ZipDirectory, ZipError};
use crate::{PackError, ReadAt, volumes};

/// Longest text that is looked at whole, in bytes; keys, signatures and contest files are far shorter.
const LONGEST_TEXT: u64 = 1 << 20;

/// A file and what it says.
#[derive(Debug)]
pub struct Inspected {
    /// Bytes, of all volumes together.
    pub bytes: u64,
    /// The numbers of the volumes that lie beside each other; empty for one file.
    pub volumes: Vec<u32>,
    /// What it is.
    pub kind: Kind,
}

/// What a file is.
#[derive(Debug)]
pub enum Kind {
    /// An age file: a judge pack, a score bundle, or any other.
    Age(Outline),
    /// Begins as an age file and is not whole enough, or too damaged, to have an outline.
    BrokenAge(SealError),
    /// A later volume whose first one is not beside it.
    LaterVolume(u32),
    /// The archive of a judge pack without its encryption, signed by this key.
    PackArchive(Box<Manifest>, PublicKey),
    /// The archive of a score bundle without its encryption.
    BundleArchive(Box<SignedClaim>),
    /// An archive as these formats write it, with other files.
    OtherArchive {
        /// How many files it has.
        files: usize,
    },
    /// A ZIP that the strict reader refuses, or an archive of ours that breaks its format.
    RefusedArchive(PackError),
    /// An age identity file; with comments, an invitation.
    Invitation(InvitationFile),
    /// An OpenSSH private key file.
    PrivateKey {
        /// Its public half, as the file says.
        public: PublicKey,
        /// Whether it lies under a passphrase.
        encrypted: bool,
    },
    /// An OpenSSH public key.
    PublicKey(PublicKey),
    /// An SSH signature, made with this key.
    Signature(PublicKey),
    /// A text that is none of these; whether it is a contest file, the caller knows.
    Text(String),
    /// Anything else.
    Unknown,
}

/// What a bundle says, under signatures that hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignedClaim {
    /// What it says about itself.
    pub claim: Claim,
    /// Its revision.
    pub sequence: u32,
    /// How many sheets it has.
    pub sheets: usize,
    /// Who signed it: the key that the enrolment states.
    pub judge_key: PublicKey,
    /// Who signed the enrolment. Whether it is the invitation of the judge's pack, the organiser's records say.
    pub invitation: PublicKey,
    /// The fingerprint of the bundle, as the judge's desk showed it.
    pub fingerprint: seal::Fingerprint,
}

/// Looks at a file; for `.001`, at all volumes that lie beside it.
///
/// # Errors
/// What reading it returns. A file that is none of ours is no error.
pub fn inspect(path: &Path) -> io::Result<Inspected> {
    let numbers = volumes::beside(path)?;
    let files = volumes::open_all(path)?;
    let mut bytes = 0_u64;
    for file in &files {
        bytes = bytes.saturating_add(file.metadata()?.len());
    }
    let kind = match (volumes::number(path), Outline::read(files)) {
        (_, Ok(outline)) => Kind::Age(outline),
        (_, Err(SealError::Io(error))) => return Err(error),
        (Some(number), Err(SealError::NotAge)) if number > 1 => Kind::LaterVolume(number),
        (_, Err(SealError::NotAge)) => open(&File::open(path)?)?,
        (_, Err(other)) => Kind::BrokenAge(other),
    };
    Ok(Inspected {
        bytes,
        volumes: numbers,
        kind,
    })
}

/// A file that is not encrypted.
fn open(file: &File) -> io::Result<Kind> {
    if let Some(kind) = archive(file) {
        return Ok(kind);
    }
    if ReadAt::len(file) > LONGEST_TEXT {
        return Ok(Kind::Unknown);
    }
    let mut bytes = vec![0; usize::try_from(ReadAt::len(file)).unwrap_or(0)];
    ReadAt::read_exact_at(file, 0, &mut bytes)?;
    let Ok(text) = String::from_utf8(bytes) else {
        return Ok(Kind::Unknown);
    };
    Ok(if let Ok(invitation) = InvitationFile::parse(&text) {
        Kind::Invitation(invitation)
    } else if let Ok((public, encrypted)) = SigningKey::peek_openssh(&text) {
        Kind::PrivateKey { public, encrypted }
    } else if let Ok(key) = PublicKey::parse(&text) {
        Kind::PublicKey(key)
    } else if let Ok(signer) = seal::signer_of(&text) {
        Kind::Signature(signer)
    } else {
        Kind::Text(text)
    })
}

/// A ZIP; `None` for anything else.
fn archive(file: &File) -> Option<Kind> {
    let directory = match ZipDirectory::read(file) {
        Ok(directory) => directory,
        Err(ZipError::NotAZip | ZipError::Io(_)) => return None,
        Err(error) => return Some(Kind::RefusedArchive(error.into())),
    };
    let kind = match directory.entries().first().map(|entry| entry.name.as_str()) {
        Some("manifest.json") => judge_pack::signed_in(file, &directory)
            .map(|(manifest, signer)| Kind::PackArchive(Box::new(manifest), signer)),
        Some("bundle.json") => score_bundle::signed_in(file, &directory)
            .map(|claim| Kind::BundleArchive(Box::new(claim))),
        _ => Ok(Kind::OtherArchive {
            files: directory.entries().len(),
        }),
    };
    Some(kind.unwrap_or_else(Kind::RefusedArchive))
}
