//! The files of each source, in the order they came; their bytes lie in the media folder.

use rusqlite::{Connection, Row, params};

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
    db.prepare_cached(
        "INSERT INTO attachment (source, position, name, sha256, bytes) VALUES (?1, ?2, ?3, ?4, ?5)",
    )?
    .execute(params![
            attachment.source,
            signed(attachment.position),
            attachment.name,
            attachment.sha256.to_string(),
            signed(attachment.bytes),
        ])?;
    Ok(())
}

/// Forgets that a file was added to a source by hand; its bytes stay.
pub(crate) fn forget(db: &Connection, source: i64, position: u64) -> Result<(), StoreError> {
    db.execute(
        "DELETE FROM attachment WHERE source = ?1 AND position = ?2",
        params![source, signed(position)],
    )?;
    Ok(())
}

/// The files of a source, in their order.
pub(crate) fn of_source(db: &Connection, source: i64) -> Result<Vec<Attachment>, StoreError> {
    let mut query = db.prepare_cached(
        "SELECT source, position, name, sha256, bytes FROM attachment WHERE source = ?1 ORDER BY position",
    )?;
    let rows = query.query_map([source], read)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Every place where these bytes were attached.
pub(crate) fn with_bytes(db: &Connection, sha256: Digest) -> Result<Vec<Attachment>, StoreError> {
    let mut query = db.prepare_cached(
        "SELECT source, position, name, sha256, bytes FROM attachment WHERE sha256 = ?1 ORDER BY source, position",
    )?;
    let rows = query.query_map([sha256.to_string()], read)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Every distinct hash.
pub(crate) fn hashes(db: &Connection) -> Result<Vec<Digest>, StoreError> {
    let mut query = db.prepare("SELECT DISTINCT sha256 FROM attachment ORDER BY sha256")?;
    let rows = query.query_map([], |row| parsed(&row.get::<_, String>(0)?))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Whether a mail with this Message-ID brought a file with these bytes.
pub(crate) fn came_with(
    db: &Connection,
    message_id: &str,
    sha256: Digest,
) -> Result<bool, StoreError> {
    let mut query = db.prepare_cached(
        "SELECT EXISTS (SELECT 1 FROM attachment JOIN source ON source.id = attachment.source
         WHERE attachment.sha256 = ?2 AND source.message_id = ?1)",
    )?;
    Ok(query.query_row(params![message_id, sha256.to_string()], |row| row.get(0))?)
}

fn read(row: &Row<'_>) -> rusqlite::Result<Attachment> {
    Ok(Attachment {
        source: row.get(0)?,
        position: unsigned(row.get(1)?),
        name: row.get(2)?,
        sha256: parsed(&row.get::<_, String>(3)?)?,
        bytes: unsigned(row.get(4)?),
    })
}
