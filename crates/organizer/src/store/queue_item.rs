//! What waits for a person, and what a person has settled. Settled items stay.

use rusqlite::{Connection, params};

use crate::error::StoreError;

pub(super) const TABLE: &str = "CREATE TABLE queue_item (
    id INTEGER PRIMARY KEY,
    source INTEGER NOT NULL REFERENCES source (id),
    draft INTEGER REFERENCES draft (id),
    reason TEXT NOT NULL,
    about TEXT NOT NULL,
    settled_at TEXT
) STRICT;
CREATE UNIQUE INDEX queue_item_once ON queue_item (source, coalesce(draft, 0), reason, about);";

/// One item.
#[derive(Clone, Debug)]
pub(crate) struct QueueItem {
    pub(crate) id: i64,
    pub(crate) source: i64,
    pub(crate) draft: Option<i64>,
    pub(crate) reason: String,
    pub(crate) about: String,
}

/// Notes an item once.
pub(crate) fn note(
    db: &Connection,
    source: i64,
    draft: Option<i64>,
    reason: &str,
    about: &str,
) -> Result<(), StoreError> {
    db.execute(
        "INSERT INTO queue_item (source, draft, reason, about) VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO NOTHING",
        params![source, draft, reason, about],
    )?;
    Ok(())
}

/// The open items, in the order they came.
pub(crate) fn open(db: &Connection) -> Result<Vec<QueueItem>, StoreError> {
    let mut query = db.prepare(
        "SELECT id, source, draft, reason, about FROM queue_item WHERE settled_at IS NULL ORDER BY id",
    )?;
    let rows = query.query_map([], |row| {
        Ok(QueueItem {
            id: row.get(0)?,
            source: row.get(1)?,
            draft: row.get(2)?,
            reason: row.get(3)?,
            about: row.get(4)?,
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Marks one item as settled; `false` when there is no such open item.
pub(crate) fn settle(db: &Connection, id: i64, at: &str) -> Result<bool, StoreError> {
    let changed = db.execute(
        "UPDATE queue_item SET settled_at = ?2 WHERE id = ?1 AND settled_at IS NULL",
        params![id, at],
    )?;
    Ok(changed == 1)
}

/// Marks every open item of a draft with this reason as settled.
pub(crate) fn settle_draft(
    db: &Connection,
    draft: i64,
    reason: &str,
    at: &str,
) -> Result<(), StoreError> {
    db.execute(
        "UPDATE queue_item SET settled_at = ?3 WHERE draft = ?1 AND reason = ?2 AND settled_at IS NULL",
        params![draft, reason, at],
    )?;
    Ok(())
}

/// How many items a source ever had, open or settled.
pub(crate) fn count_of(db: &Connection, source: i64) -> Result<u64, StoreError> {
    let count: i64 = db.query_row(
        "SELECT count(*) FROM queue_item WHERE source = ?1",
        [source],
        |row| row.get(0),
    )?;
    Ok(super::unsigned(count))
}
