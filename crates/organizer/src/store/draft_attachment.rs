//! Which attachments belong to which draft.

use rusqlite::{Connection, params};

use crate::digest::Digest;
use crate::error::StoreError;

use super::{parsed, signed};

pub(super) const TABLE: &str = "CREATE TABLE draft_attachment (
    draft INTEGER NOT NULL REFERENCES draft (id),
    position INTEGER NOT NULL,
    PRIMARY KEY (draft, position)
) STRICT, WITHOUT ROWID;";

/// Links a draft to the attachment at this position of its source.
pub(crate) fn insert(db: &Connection, draft: i64, position: u64) -> Result<(), StoreError> {
    db.prepare_cached(
        "INSERT INTO draft_attachment (draft, position) VALUES (?1, ?2) ON CONFLICT DO NOTHING",
    )?
    .execute(params![draft, signed(position)])?;
    Ok(())
}

/// Takes a file from a draft again.
pub(crate) fn forget(db: &Connection, draft: i64, position: u64) -> Result<(), StoreError> {
    db.execute(
        "DELETE FROM draft_attachment WHERE draft = ?1 AND position = ?2",
        params![draft, signed(position)],
    )?;
    Ok(())
}

/// The attachments of a draft: the name each was sent under, and its hash.
pub(crate) fn named(db: &Connection, draft: i64) -> Result<Vec<(String, Digest)>, StoreError> {
    let mut query = db.prepare_cached(
        "SELECT a.name, a.sha256 FROM draft_attachment AS d
         JOIN draft ON draft.id = d.draft
         JOIN attachment AS a ON a.source = draft.source AND a.position = d.position
         WHERE d.draft = ?1 ORDER BY d.position",
    )?;
    let rows = query.query_map([draft], |row| {
        Ok((row.get(0)?, parsed(&row.get::<_, String>(1)?)?))
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// The drafts of a source that have the attachment at this position.
pub(crate) fn drafts_with(
    db: &Connection,
    source: i64,
    position: u64,
) -> Result<Vec<i64>, StoreError> {
    let mut query = db.prepare_cached(
        "SELECT draft.id FROM draft_attachment AS d JOIN draft ON draft.id = d.draft
         WHERE draft.source = ?1 AND d.position = ?2 ORDER BY draft.id",
    )?;
    let rows = query.query_map(params![source, signed(position)], |row| row.get(0))?;
    Ok(rows.collect::<Result<_, _>>()?)
}
