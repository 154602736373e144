//! Drafts that were not accepted, and why. What was taken back stays here and is no longer in force.

use rusqlite::{Connection, OptionalExtension, Row, params};

use crate::error::StoreError;

pub(super) const TABLE: &str = "CREATE TABLE sent_back (
    id INTEGER PRIMARY KEY,
    draft INTEGER NOT NULL REFERENCES draft (id),
    reason TEXT NOT NULL,
    superseded_by INTEGER REFERENCES draft (id),
    made_at TEXT NOT NULL,
    in_force INTEGER NOT NULL CHECK (in_force IN (0, 1))
) STRICT;
CREATE UNIQUE INDEX sent_back_in_force ON sent_back (draft) WHERE in_force = 1;";

/// One draft that was not accepted.
#[derive(Clone, Debug)]
pub(crate) struct SentBack {
    pub(crate) draft: i64,
    /// A code, or the words of a person.
    pub(crate) reason: String,
    /// The draft that takes its place.
    pub(crate) superseded_by: Option<i64>,
    /// RFC 3339.
    pub(crate) made_at: String,
}

/// Keeps a row that is not in force yet; returns its number.
pub(crate) fn insert(db: &Connection, one: &SentBack) -> Result<i64, StoreError> {
    db.execute(
        "INSERT INTO sent_back (draft, reason, superseded_by, made_at, in_force)
         VALUES (?1, ?2, ?3, ?4, 0)",
        params![one.draft, one.reason, one.superseded_by, one.made_at],
    )?;
    Ok(db.last_insert_rowid())
}

/// Puts a row in force or out of it.
pub(crate) fn set_in_force(db: &Connection, id: i64, in_force: bool) -> Result<(), StoreError> {
    db.execute(
        "UPDATE sent_back SET in_force = ?2 WHERE id = ?1",
        params![id, in_force],
    )?;
    Ok(())
}

/// What is in force for a draft.
pub(crate) fn of_draft(db: &Connection, draft: i64) -> Result<Option<SentBack>, StoreError> {
    let mut query =
        db.prepare_cached("SELECT * FROM sent_back WHERE draft = ?1 AND in_force = 1")?;
    Ok(query.query_row([draft], read).optional()?)
}

/// How many are in force.
pub(crate) fn count(db: &Connection) -> Result<u32, StoreError> {
    let query = "SELECT count(*) FROM sent_back WHERE in_force = 1";
    Ok(db.query_row(query, [], |row| row.get(0))?)
}

/// Everything in force, by draft.
pub(crate) fn all(db: &Connection) -> Result<Vec<SentBack>, StoreError> {
    let mut query = db.prepare("SELECT * FROM sent_back WHERE in_force = 1 ORDER BY draft")?;
    let rows = query.query_map([], read)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn read(row: &Row<'_>) -> rusqlite::Result<SentBack> {
    Ok(SentBack {
        draft: row.get("draft")?,
        reason: row.get("reason")?,
        superseded_by: row.get("superseded_by")?,
        made_at: row.get("made_at")?,
    })
}
