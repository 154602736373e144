//! What waits for a person, and what a person has settled. Settled items stay.

use intake::QueueReason;
use rusqlite::{Connection, OptionalExtension, Row, params};

use crate::error::StoreError;

use super::draft::WAITING;
use super::source::{self, Source};

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
    db.prepare_cached(
        "INSERT INTO queue_item (source, draft, reason, about) VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO NOTHING",
    )?
    .execute(params![source, draft, reason, about])?;
    Ok(())
}

/// The open items, in the order they came.
pub(crate) fn open(db: &Connection) -> Result<Vec<QueueItem>, StoreError> {
    let mut query = db.prepare("SELECT * FROM queue_item WHERE settled_at IS NULL ORDER BY id")?;
    let rows = query.query_map([], read)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// The open items with their sources, in the order they came.
pub(crate) fn open_with_sources(db: &Connection) -> Result<Vec<(QueueItem, Source)>, StoreError> {
    let mut query = db.prepare(
        "SELECT q.id AS item, q.draft, q.reason, q.about, s.*
         FROM queue_item AS q JOIN source AS s ON s.id = q.source
         WHERE q.settled_at IS NULL ORDER BY q.id",
    )?;
    let rows = query.query_map([], |row| {
        let item = QueueItem {
            id: row.get("item")?,
            source: row.get("id")?,
            draft: row.get("draft")?,
            reason: row.get("reason")?,
            about: row.get("about")?,
        };
        Ok((item, source::read(row)?))
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// How many items are open.
pub(crate) fn open_count(db: &Connection) -> Result<u32, StoreError> {
    let query = "SELECT count(*) FROM queue_item WHERE settled_at IS NULL";
    Ok(db.query_row(query, [], |row| row.get(0))?)
}

/// One open item.
pub(crate) fn get_open(db: &Connection, id: i64) -> Result<Option<QueueItem>, StoreError> {
    let mut query =
        db.prepare_cached("SELECT * FROM queue_item WHERE id = ?1 AND settled_at IS NULL")?;
    Ok(query.query_row([id], read).optional()?)
}

/// The open items of a draft with this reason.
pub(crate) fn open_of_draft(
    db: &Connection,
    draft: i64,
    reason: &str,
) -> Result<Vec<QueueItem>, StoreError> {
    let mut query = db.prepare_cached(
        "SELECT * FROM queue_item
         WHERE draft = ?1 AND reason = ?2 AND settled_at IS NULL ORDER BY id",
    )?;
    let rows = query.query_map(params![draft, reason], read)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// The open items of a source.
pub(crate) fn open_of_source(db: &Connection, source: i64) -> Result<Vec<QueueItem>, StoreError> {
    let mut query = db.prepare_cached(
        "SELECT * FROM queue_item WHERE source = ?1 AND settled_at IS NULL ORDER BY id",
    )?;
    let rows = query.query_map([source], read)?;
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

/// Opens an item again.
pub(crate) fn reopen(db: &Connection, id: i64) -> Result<(), StoreError> {
    db.execute(
        "UPDATE queue_item SET settled_at = NULL WHERE id = ?1",
        [id],
    )?;
    Ok(())
}

/// Whether a question with this reason was asked about a draft and is settled.
pub(crate) fn is_settled(db: &Connection, draft: i64, reason: &str) -> Result<bool, StoreError> {
    let mut query = db.prepare_cached(
        "SELECT 1 FROM queue_item
         WHERE draft = ?1 AND reason = ?2 AND settled_at IS NOT NULL",
    )?;
    Ok(query.exists(params![draft, reason])?)
}

/// How many items a source ever had, open or settled.
pub(crate) fn count_of(db: &Connection, source: i64) -> Result<u64, StoreError> {
    let count: i64 = db
        .prepare_cached("SELECT count(*) FROM queue_item WHERE source = ?1")?
        .query_row([source], |row| row.get(0))?;
    Ok(super::unsigned(count))
}

fn read(row: &Row<'_>) -> rusqlite::Result<QueueItem> {
    Ok(QueueItem {
        id: row.get("id")?,
        source: row.get("source")?,
        draft: row.get("draft")?,
        reason: row.get("reason")?,
        about: row.get("about")?,
    })
}

/// Whether a source has, or had, an item that asks something of a person: not only that it is no submission.
pub(crate) fn asks(db: &Connection, source: i64) -> Result<bool, StoreError> {
    let no_submission = QueueReason::NotASubmission.code();
    let mut query = db.prepare_cached(
        "SELECT EXISTS (SELECT 1 FROM queue_item WHERE source = ?1 AND reason <> ?2)",
    )?;
    Ok(query.query_row(params![source, no_submission], |row| row.get(0))?)
}

/// How many lines a list of all that waits has: every waiting draft, and every open question that is about none of them.
pub(crate) fn lines(db: &Connection) -> Result<u32, StoreError> {
    let query = format!(
        "SELECT (SELECT count(*) FROM {WAITING}) + (SELECT count(*) FROM queue_item
             WHERE settled_at IS NULL AND (draft IS NULL OR draft NOT IN {WAITING}))"
    );
    Ok(db.query_row(&query, [], |row| row.get(0))?)
}
