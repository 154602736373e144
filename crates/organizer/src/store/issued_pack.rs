//! The judge packs that left the house. The passphrase is not among what is kept.

use std::collections::BTreeMap;

use contest::{JudgeId, RoundId};
use rusqlite::{Connection, Row, params};

use crate::digest::Digest;
use crate::error::StoreError;

use super::{parsed, signed, unsigned};

pub(super) const TABLE: &str = "CREATE TABLE issued_pack (
    judge TEXT NOT NULL REFERENCES judge (id),
    version INTEGER NOT NULL,
    manifest_sha256 TEXT NOT NULL UNIQUE,
    invitation_key TEXT NOT NULL,
    file_name TEXT NOT NULL,
    file_sha256 TEXT NOT NULL,
    bytes INTEGER NOT NULL,
    issued_at TEXT NOT NULL,
    PRIMARY KEY (judge, version)
) STRICT;";

/// Each pack is of one round. Versions count up over all rounds, so that judge and version name a pack.
pub(super) const OF_ROUND: &str =
    "ALTER TABLE issued_pack ADD COLUMN round TEXT NOT NULL DEFAULT '';
UPDATE issued_pack SET round = (SELECT id FROM temp.panel);";

/// One pack as it was issued.
#[derive(Clone, Debug)]
pub(crate) struct IssuedPack {
    pub(crate) judge: JudgeId,
    pub(crate) round: RoundId,
    /// 1 for a judge's first pack of any round.
    pub(crate) version: u32,
    pub(crate) manifest_sha256: Digest,
    /// The OpenSSH line of the invitation key.
    pub(crate) invitation_key: String,
    pub(crate) file_name: String,
    pub(crate) file_sha256: Digest,
    pub(crate) bytes: u64,
    /// RFC 3339.
    pub(crate) issued_at: String,
}

pub(crate) fn insert(db: &Connection, pack: &IssuedPack) -> Result<(), StoreError> {
    db.execute(
        "INSERT INTO issued_pack (judge, version, manifest_sha256, invitation_key, file_name, file_sha256, bytes, issued_at, round)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
        params![
            pack.judge.as_str(),
            pack.version,
            pack.manifest_sha256.to_string(),
            pack.invitation_key,
            pack.file_name,
            pack.file_sha256.to_string(),
            signed(pack.bytes),
            pack.issued_at,
            pack.round.as_str(),
        ],
    )?;
    Ok(())
}

/// All packs, by judge and version.
pub(crate) fn all(db: &Connection) -> Result<Vec<IssuedPack>, StoreError> {
    let mut query = db.prepare("SELECT * FROM issued_pack ORDER BY judge, version")?;
    let rows = query.query_map([], read)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// The latest pack of each judge for a round, by judge.
pub(crate) fn latest(
    db: &Connection,
    round: &RoundId,
) -> Result<BTreeMap<JudgeId, IssuedPack>, StoreError> {
    // In order of the version: a later one takes the place of an earlier.
    let packs = all(db)?.into_iter().filter(|pack| &pack.round == round);
    Ok(packs.map(|pack| (pack.judge.clone(), pack)).collect())
}

fn read(row: &Row<'_>) -> rusqlite::Result<IssuedPack> {
    Ok(IssuedPack {
        judge: parsed(&row.get::<_, String>("judge")?)?,
        round: parsed(&row.get::<_, String>("round")?)?,
        version: row.get("version")?,
        manifest_sha256: parsed(&row.get::<_, String>("manifest_sha256")?)?,
        invitation_key: row.get("invitation_key")?,
        file_name: row.get("file_name")?,
        file_sha256: parsed(&row.get::<_, String>("file_sha256")?)?,
        bytes: unsigned(row.get("bytes")?),
        issued_at: row.get("issued_at")?,
    })
}
