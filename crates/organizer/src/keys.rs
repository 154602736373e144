//! The organiser's private keys: where they lie, in which form, and how they are unlocked.
//!
//! Two files, both of standard form, so that stock tools use them without this program: an OpenSSH key that signs packs,
//! and an age identity to which judges seal their bundles. Under a passphrase the first is an encrypted OpenSSH key and
//! the second an age file for that passphrase, which `age -d -i` takes as it is. Their public halves are in the database,
//! so everything that needs no secret works while they are locked.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use chrono::{DateTime, FixedOffset};
use rand::{CryptoRng, RngCore};
use rusqlite::Connection;
use seal::{Identity, Passphrase, PublicKey, Recipient, SealError, SigningKey};
use serde::Serialize;

use crate::error::{KeysError, StoreError};
use crate::folder::Organizer;
use crate::page::{escaped, filled, groups};
use crate::store::log::Act;
use crate::store::{log, setting};
use crate::vault::{write_new, write_whole};

pub(crate) const SIGNING: &str = "keys/organiser";
pub(crate) const PUBLIC: &str = "keys/organiser.pub";
pub(crate) const IDENTITY: &str = "keys/organiser.age";

/// The largest key file that is read, in bytes; ours have about 500.
const LARGEST: u64 = 64 << 10;

/// The printed page.
const SHEET: &str = include_str!("recovery_sheet.html");

/// How the keys of a new contest lie on the disk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum KeysAtRest {
    /// As they are: whoever reads the folder has them. For demonstrations.
    Open,
    /// Under a new passphrase, which is written onto a sheet to print and nowhere else.
    Locked {
        /// Where the sheet goes; nothing may be there.
        sheet: PathBuf,
    },
}

/// The keys went under a passphrase.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct KeysProtected {
    /// The sheet with the passphrase, to be printed and then deleted.
    pub sheet: String,
}

/// Both private keys.
pub(crate) struct Keys {
    pub(crate) signing: SigningKey,
    pub(crate) identity: Identity,
}

/// Both public halves.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct PublicHalves {
    pub(crate) signing: PublicKey,
    pub(crate) reply_to: Recipient,
}

/// The two files as they lie on the disk.
pub(crate) struct Files {
    signing: String,
    identity: Vec<u8>,
}

impl Keys {
    pub(crate) fn generate(rng: &mut (impl RngCore + CryptoRng)) -> Keys {
        Keys {
            signing: SigningKey::generate(rng),
            identity: Identity::generate(),
        }
    }

    pub(crate) fn public(&self) -> PublicHalves {
        PublicHalves {
            signing: self.signing.public(),
            reply_to: self.identity.to_recipient(),
        }
    }

    /// Writes both files as they are.
    pub(crate) fn write_open(&self, folder: &Path) -> Result<(), StoreError> {
        write_whole(&folder.join(SIGNING), self.signing.to_openssh().as_bytes())?;
        write_whole(&folder.join(IDENTITY), self.identity.to_file().as_bytes())
    }

    /// Writes both files under the passphrase. Each takes the place of the one before in one step, so that after a power
    /// cut in between the passphrase on the sheet still opens what is there; [`Organizer::unlock`] then finishes.
    pub(crate) fn write_locked(
        &self,
        folder: &Path,
        passphrase: &Passphrase,
        rng: &mut (impl RngCore + CryptoRng),
    ) -> Result<(), KeysError> {
        let signing = self
            .signing
            .to_openssh_encrypted(passphrase, rng)
            .map_err(KeysError::Unusable)?;
        let identity = self
            .identity
            .to_file_encrypted(passphrase)
            .map_err(KeysError::Unusable)?;
        write_whole(&folder.join(IDENTITY), &identity)?;
        write_whole(&folder.join(SIGNING), signing.as_bytes())?;
        Ok(())
    }

    /// Writes the public half of the signing key, with the contest's id as its comment.
    pub(crate) fn write_public(&self, folder: &Path, contest: &str) -> Result<(), StoreError> {
        let line = format!("{} {contest}\n", self.signing.public().to_openssh());
        write_whole(&folder.join(PUBLIC), line.as_bytes())
    }
}

impl PublicHalves {
    /// Keeps them in the database.
    pub(crate) fn store(&self, db: &Connection) -> Result<(), StoreError> {
        setting::set(db, setting::SIGNING_KEY, &self.signing.to_openssh())?;
        setting::set(db, setting::REPLY_TO, &self.reply_to.to_string())
    }

    /// Reads them from the database; `None` in a folder of the first version, whose keys are open.
    pub(crate) fn stored(db: &Connection) -> Result<Option<PublicHalves>, StoreError> {
        let signing = setting::get(db, setting::SIGNING_KEY)?;
        let reply_to = setting::get(db, setting::REPLY_TO)?;
        let (Some(signing), Some(reply_to)) = (signing, reply_to) else {
            return Ok(None);
        };
        Ok(Some(PublicHalves {
            signing: PublicKey::parse(&signing).map_err(|_| StoreError::damaged("signing_key"))?,
            reply_to: Recipient::parse(&reply_to).map_err(|_| StoreError::damaged("reply_to"))?,
        }))
    }
}

impl Files {
    pub(crate) fn read(folder: &Path) -> Result<Files, StoreError> {
        Files::of(
            read_small(&folder.join(SIGNING))?,
            read_small(&folder.join(IDENTITY))?,
        )
    }

    pub(crate) fn of(signing: Vec<u8>, identity: Vec<u8>) -> Result<Files, StoreError> {
        let signing = String::from_utf8(signing).map_err(|_| StoreError::damaged(SIGNING))?;
        Ok(Files { signing, identity })
    }

    /// Whether neither file gives its key away.
    pub(crate) fn are_locked(&self) -> bool {
        self.identity_is_locked() && SigningKey::from_openssh(&self.signing).is_err()
    }

    fn identity_is_locked(&self) -> bool {
        Identity::is_encrypted(&self.identity)
    }

    /// The keys when neither file is under a passphrase; `None` when one is.
    fn open(&self) -> Result<Option<Keys>, SealError> {
        if self.identity_is_locked() {
            return Ok(None);
        }
        let identity = parse_open(&self.identity)?;
        let signing = SigningKey::from_openssh(&self.signing)?;
        Ok(Some(Keys { signing, identity }))
    }

    /// The keys, with the passphrase for whichever file is under one, and whether a file is not.
    pub(crate) fn unlock(&self, passphrase: &Passphrase) -> Result<(Keys, bool), KeysError> {
        let refused = |error| match error {
            SealError::WrongPassphrase => KeysError::WrongPassphrase,
            other => KeysError::Unusable(other),
        };
        let identity = if self.identity_is_locked() {
            Identity::parse_encrypted(&self.identity, passphrase).map_err(refused)?
        } else {
            parse_open(&self.identity).map_err(refused)?
        };
        let (signing, signing_is_open) = match SigningKey::from_openssh(&self.signing) {
            Ok(key) => (key, true),
            Err(_) => (
                SigningKey::from_openssh_encrypted(&self.signing, passphrase).map_err(refused)?,
                false,
            ),
        };
        let half = signing_is_open || !self.identity_is_locked();
        Ok((Keys { signing, identity }, half))
    }
}

/// The keys of a folder, unless they are under a passphrase.
pub(crate) fn open_keys(folder: &Path) -> Result<Option<Keys>, KeysError> {
    Files::read(folder)?.open().map_err(KeysError::Unusable)
}

impl Organizer {
    /// Whether the private keys are under a passphrase that was not given yet. Issuing and merging are refused then;
    /// everything else works.
    pub fn is_locked(&self) -> bool {
        self.keys.is_none()
    }

    /// Unlocks the private keys until this value goes away; they are wiped from memory then. Keys that lie open need no
    /// passphrase, and none is looked at.
    ///
    /// # Errors
    /// [`KeysError::WrongPassphrase`], [`KeysError::OfAnother`] when the files are another contest's,
    /// [`KeysError::Unusable`], or files that cannot be read.
    pub fn unlock(
        &mut self,
        passphrase: &Passphrase,
        rng: &mut (impl RngCore + CryptoRng),
    ) -> Result<(), KeysError> {
        if self.keys.is_some() {
            return Ok(());
        }
        let (keys, half) = Files::read(&self.folder)?.unlock(passphrase)?;
        if keys.public() != self.public {
            return Err(KeysError::OfAnother);
        }
        if half {
            keys.write_locked(&self.folder, passphrase, rng)?;
        }
        self.keys = Some(keys);
        Ok(())
    }

    /// Puts open keys under a new passphrase. The sheet with it is written, and synced, before any key changes.
    ///
    /// # Errors
    /// [`KeysError::Protected`] when they are under one already, [`KeysError::SheetThere`], files that cannot be written.
    pub fn protect_keys(
        &mut self,
        sheet: &Path,
        now: DateTime<FixedOffset>,
        rng: &mut (impl RngCore + CryptoRng),
    ) -> Result<KeysProtected, KeysError> {
        let keys = open_keys(&self.folder)?.ok_or(KeysError::Protected)?;
        let passphrase = Passphrase::generate(rng);
        let page = Sheet {
            title: &self.contest.title,
            folder: &self.folder,
            fingerprint: &self.fingerprint().to_string(),
            now,
        };
        page.write(sheet, &passphrase)?;
        log::append(&self.db, now, &Act::KeysProtected)?;
        keys.write_locked(&self.folder, &passphrase, rng)?;
        Ok(KeysProtected {
            sheet: sheet.display().to_string(),
        })
    }
}

/// The page with the passphrase.
pub(crate) struct Sheet<'a> {
    pub(crate) title: &'a str,
    pub(crate) folder: &'a Path,
    pub(crate) fingerprint: &'a str,
    pub(crate) now: DateTime<FixedOffset>,
}

impl Sheet<'_> {
    /// Writes and syncs it, never over another file.
    pub(crate) fn write(&self, place: &Path, passphrase: &Passphrase) -> Result<(), KeysError> {
        let fields = [
            ("{title}", escaped(self.title)),
            ("{passphrase}", groups(&passphrase.grouped())),
            ("{fingerprint}", groups(self.fingerprint)),
            ("{folder}", escaped(&self.folder.display().to_string())),
            ("{made}", escaped(&self.now.to_rfc3339())),
        ];
        let page = filled(SHEET, &fields);
        write_new(place, page.as_bytes()).map_err(|source| match source.kind() {
            std::io::ErrorKind::AlreadyExists => KeysError::SheetThere {
                path: place.to_owned(),
            },
            _ => StoreError::file(place, source).into(),
        })
    }
}

fn parse_open(file: &[u8]) -> Result<Identity, SealError> {
    let text = std::str::from_utf8(file).map_err(|_| SealError::NotAKey {
        expected: "an age identity",
    })?;
    Identity::parse(text)
}

pub(crate) fn read_small(path: &Path) -> Result<Vec<u8>, StoreError> {
    let failed = |source| StoreError::file(path, source);
    let mut bytes = Vec::new();
    File::open(path)
        .map_err(failed)?
        .take(LARGEST)
        .read_to_end(&mut bytes)
        .map_err(failed)?;
    Ok(bytes)
}
