//! What a backup says is in it, and reading it against that.

use std::collections::BTreeSet;

use pack::ReadAt;
use pack::zip::{ZipDirectory, ZipEntry};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::names::{HEAD, MOST, SUMS, is_ours, needed};
use crate::digest::Digest;
use crate::error::BackupError;

/// The version that is written and read here.
const FORMAT: &str = "jurydesk.backup/1";
/// How every version begins.
const FAMILY: &str = "jurydesk.backup/";
/// The largest head in bytes; ours have about 400.
const LARGEST_HEAD: u64 = 64 << 10;
/// The most that is read at once, in bytes.
pub(super) const PIECE: usize = 1 << 20;

/// The facts of a backup.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Head {
    pub(super) format: String,
    pub(super) contest: String,
    pub(super) title: String,
    /// The random name of the folder.
    pub(super) contest_key: String,
    /// RFC 3339.
    pub(super) made_at: String,
    pub(super) fingerprint: String,
}

impl Head {
    pub(super) fn format() -> String {
        FORMAT.to_owned()
    }
}

/// Only the version, for files of a later program whose other fields are unknown here.
#[derive(Deserialize)]
struct Version {
    format: String,
}

/// A backup whose list is read; what is listed is not compared yet.
pub(super) struct Contents {
    pub(super) head: Head,
    pub(super) sums_sha256: Digest,
    files: Vec<(ZipEntry, Digest)>,
}

/// One line of the list.
pub(super) fn line(digest: Digest, name: &str) -> String {
    format!("{digest}  {name}\n")
}

impl Contents {
    /// Reads directory, head and list.
    pub(super) fn read(source: &(impl ReadAt + ?Sized)) -> Result<Contents, BackupError> {
        let refused = |why: &dyn ToString| BackupError::NotABackup {
            why: why.to_string(),
        };
        let directory = ZipDirectory::read_up_to(source, MOST).map_err(|why| refused(&why))?;
        let whole = |name: &'static str, limit| {
            let entry = directory.find(name).ok_or(BackupError::NotABackup {
                why: format!("no {name}"),
            })?;
            ZipDirectory::read_entry(source, entry, limit).map_err(|why| refused(&why))
        };
        let head = whole(HEAD, LARGEST_HEAD)?;
        let version: Version = serde_json::from_slice(&head).map_err(|why| refused(&why))?;
        if version.format != FORMAT && version.format.starts_with(FAMILY) {
            return Err(BackupError::TooNew {
                format: version.format.chars().take(40).collect(),
            });
        }
        let head: Head = serde_json::from_slice(&head).map_err(|why| refused(&why))?;
        if head.format != FORMAT {
            return Err(refused(&"another format"));
        }
        let sums = whole(SUMS, MOST.saturating_mul(160))?;
        let text = std::str::from_utf8(&sums).map_err(|why| refused(&why))?;
        Ok(Contents {
            head,
            sums_sha256: Digest::of(&sums),
            files: listed(&directory, text)?,
        })
    }

    pub(super) fn files(&self) -> usize {
        self.files.len()
    }

    /// The length of all files in bytes.
    pub(super) fn bytes(&self) -> u64 {
        let sizes = self.files.iter().map(|(entry, _)| entry.size);
        sizes.fold(0, u64::saturating_add)
    }

    /// Reads every file a piece at a time and compares it with the list. `take` gets each piece with the name of its file,
    /// and after the last one, when the hash is right, an empty piece.
    pub(super) fn each(
        &self,
        source: &(impl ReadAt + ?Sized),
        mut take: impl FnMut(&str, &[u8]) -> Result<(), BackupError>,
    ) -> Result<(), BackupError> {
        let mut buffer = vec![0_u8; PIECE];
        for (entry, digest) in &self.files {
            let altered = || BackupError::Altered {
                name: entry.name.clone(),
            };
            ZipDirectory::check_local(source, entry).map_err(|_| altered())?;
            let mut hash = Sha256::new();
            let (mut at, mut left) = (entry.data_offset(), entry.size);
            while left > 0 {
                let length = usize::try_from(left).unwrap_or(PIECE).min(PIECE);
                let piece = buffer.get_mut(..length).ok_or_else(altered)?;
                source.read_exact_at(at, piece).map_err(|_| altered())?;
                hash.update(&*piece);
                take(&entry.name, piece)?;
                at = at.saturating_add(length as u64);
                left = left.saturating_sub(length as u64);
            }
            if Digest(hash.finalize().into()) != *digest {
                return Err(altered());
            }
            take(&entry.name, &[])?;
        }
        Ok(())
    }
}

/// The files of the archive with their hashes, in the order of the list, which names each of them once and nothing else.
fn listed(directory: &ZipDirectory, text: &str) -> Result<Vec<(ZipEntry, Digest)>, BackupError> {
    let mut files = Vec::new();
    let mut seen: BTreeSet<&str> = BTreeSet::from([HEAD, SUMS]);
    for line in text.lines() {
        let (digest, name) = line.split_once("  ").ok_or(BackupError::NotABackup {
            why: format!("{SUMS} has a line that is none"),
        })?;
        let foreign = || BackupError::Foreign {
            name: name.chars().take(80).collect(),
        };
        let digest: Digest = digest.parse().map_err(|_| foreign())?;
        if !is_ours(name) || !seen.insert(name) {
            return Err(foreign());
        }
        let entry = directory.find(name).ok_or_else(|| BackupError::Missing {
            name: name.to_owned(),
        })?;
        files.push((entry.clone(), digest));
    }
    let foreign = |entry: &&ZipEntry| !seen.contains(entry.name.as_str());
    if let Some(entry) = directory.entries().iter().find(foreign) {
        return Err(BackupError::Foreign {
            name: entry.name.chars().take(80).collect(),
        });
    }
    match needed().find(|name| !seen.contains(name)) {
        Some(name) => Err(BackupError::Missing {
            name: name.to_owned(),
        }),
        None => Ok(files),
    }
}
