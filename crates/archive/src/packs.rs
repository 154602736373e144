//! `packs.json`: what was issued to whom, as the organiser has it on record.

use std::collections::BTreeMap;

use contest::{EntryNumber, JudgeId, RoundId};
use pack::{PackError, Sha256Hex, json};
use serde::{Deserialize, Serialize};

use crate::layout::{BundleName, PACKS, VERSION};

const FORMAT: &str = "jurydesk.issued-packs";

/// A judge pack that was issued, answered or not.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct IssuedPack {
    /// To whom.
    pub judge: JudgeId,
    /// The version of the judge's pack, at least 1; counts up over all rounds.
    pub version: u32,
    /// For which round.
    pub round: RoundId,
    /// SHA-256 of its manifest.
    pub manifest_sha256: Sha256Hex,
    /// The public half of its invitation key, `ssh-ed25519 AAAA…` without comment.
    pub invitation_key: String,
    /// The entries in it, each with the SHA-256 of its bytes as sealed.
    pub entries: BTreeMap<EntryNumber, Sha256Hex>,
}

impl IssuedPack {
    /// The name of the bundle that answers it.
    pub fn name(&self) -> BundleName {
        BundleName {
            judge: self.judge.clone(),
            version: self.version,
        }
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct File<P> {
    format: String,
    version: u32,
    packs: P,
}

/// Writes the file, sorted by judge and version.
pub(crate) fn write(packs: &[IssuedPack]) -> Result<Vec<u8>, PackError> {
    let mut packs: Vec<&IssuedPack> = packs.iter().collect();
    packs.sort_by_key(|pack| pack.name());
    let file = File {
        format: FORMAT.to_owned(),
        version: VERSION,
        packs,
    };
    json::write(PACKS, &file)
}

/// Reads the file; no pack stands in it twice.
pub(crate) fn read(bytes: &[u8]) -> Result<BTreeMap<BundleName, IssuedPack>, PackError> {
    let malformed = |why: &str| PackError::Malformed {
        what: PACKS.to_owned(),
        why: why.to_owned(),
    };
    let file: File<Vec<IssuedPack>> = json::read(PACKS, bytes)?;
    if file.format != FORMAT || file.version != VERSION {
        return Err(malformed("another format or version"));
    }
    let mut packs = BTreeMap::new();
    for pack in file.packs {
        if packs.insert(pack.name(), pack).is_some() {
            return Err(malformed("a pack twice"));
        }
    }
    Ok(packs)
}
