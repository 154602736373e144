//! Which attachments belong to which draft.

use rusqlite::{Connection, params};

use crate::error::StoreError;

use super::signed;

pub(super) const TABLE: &str = "CREATE TABLE draft_attachment (
    draft INTEGER NOT NULL REFERENCES draft (id),
    position INTEGER NOT NULL,
    PRIMARY KEY (draft, position)
) STRICT, WITHOUT ROWID;";

/// Links a draft to the attachment at this position of its source.
pub(crate) fn insert(db: &Connection, draft: i64, position: u64) -> Result<(), StoreError> {
    db.execute(
        "INSERT INTO draft_attachment (draft, position) VALUES (?1, ?2) ON CONFLICT DO NOTHING",
        params![draft, signed(position)],
    )?;
    Ok(())
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
