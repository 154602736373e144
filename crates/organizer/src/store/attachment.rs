//! The files of each source, in the order they came; their bytes lie in the media folder.

use rusqlite::{Connection, params};

use crate::digest::Digest;
use crate::error::StoreError;

use super::{parsed, signed, unsigned};

pub(super) const TABLE: &str = "CREATE TABLE attachment (
    source INTEGER NOT NULL REFERENCES source (id),
    position INTEGER NOT NULL,
    name TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    bytes INTEGER NOT NULL,
    PRIMARY KEY (source, position)
) STRICT;
CREATE INDEX attachment_sha256 ON attachment (sha256);";

/// One attached file.
#[derive(Clone, Debug)]
pub(crate) struct Attachment {
    pub(crate) source: i64,
    pub(crate) position: u64,
    /// As it was sent; shown, never used as a path.
    pub(crate) name: String,
    pub(crate) sha256: Digest,
    pub(crate) bytes: u64,
}

pub(crate) fn insert(db: &Connection, attachment: &Attachment) -> Result<(), StoreError> {
    db.execute(
        "INSERT INTO attachment (source, position, name, sha256, bytes) VALUES (?1, ?2, ?3, ?4, ?5)",
        params![
            attachment.source,
            signed(attachment.position),
            attachment.name,
            attachment.sha256.to_string(),
            signed(attachment.bytes),
        ],
    )?;
    Ok(())
}

/// Every place where these bytes were attached.
pub(crate) fn with_bytes(db: &Connection, sha256: Digest) -> Result<Vec<Attachment>, StoreError> {
    let mut query = db.prepare_cached(
        "SELECT source, position, name, sha256, bytes FROM attachment WHERE sha256 = ?1 ORDER BY source, position",
    )?;
    let rows = query.query_map([sha256.to_string()], |row| {
        Ok(Attachment {
            source: row.get(0)?,
            position: unsigned(row.get(1)?),
            name: row.get(2)?,
            sha256: parsed(&row.get::<_, String>(3)?)?,
            bytes: unsigned(row.get(4)?),
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}
