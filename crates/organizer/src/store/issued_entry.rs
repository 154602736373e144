//! What was in each pack, in the order the judge meets it, with the hash of the entry as sealed.

use std::collections::BTreeMap;

use contest::{EntryNumber, JudgeId};
use rusqlite::{Connection, params};

use crate::digest::Digest;
use crate::error::StoreError;

use super::{parsed, signed};

pub(super) const TABLE: &str = "CREATE TABLE issued_entry (
    judge TEXT NOT NULL,
    version INTEGER NOT NULL,
    position INTEGER NOT NULL,
    entry TEXT NOT NULL REFERENCES entry (number),
    entry_sha256 TEXT NOT NULL,
    PRIMARY KEY (judge, version, position),
    UNIQUE (judge, version, entry),
    FOREIGN KEY (judge, version) REFERENCES issued_pack (judge, version)
) STRICT, WITHOUT ROWID;";

pub(crate) fn insert(
    db: &Connection,
    judge: &JudgeId,
    version: u32,
    position: u64,
    entry: &EntryNumber,
    sha256: Digest,
) -> Result<(), StoreError> {
    db.execute(
        "INSERT INTO issued_entry (judge, version, position, entry, entry_sha256) VALUES (?1, ?2, ?3, ?4, ?5)",
        params![judge.as_str(), version, signed(position), entry.as_str(), sha256.to_string()],
    )?;
    Ok(())
}

/// The entries of one pack and their hashes.
pub(crate) fn of_pack(
    db: &Connection,
    judge: &JudgeId,
    version: u32,
) -> Result<BTreeMap<EntryNumber, Digest>, StoreError> {
    let mut query = db.prepare_cached(
        "SELECT entry, entry_sha256 FROM issued_entry WHERE judge = ?1 AND version = ?2",
    )?;
    let rows = query.query_map(params![judge.as_str(), version], |row| {
        Ok((
            parsed(&row.get::<_, String>(0)?)?,
            parsed(&row.get::<_, String>(1)?)?,
        ))
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}
