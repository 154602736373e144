//! What people corrected in a draft. The form as read never changes; a correction that was replaced or taken back stays
//! here and is no longer in force.

use std::collections::BTreeMap;

use rusqlite::{Connection, Row, params};

use crate::error::StoreError;

use super::searched;

pub(super) const TABLE: &str = "CREATE TABLE mend (
    id INTEGER PRIMARY KEY,
    draft INTEGER NOT NULL REFERENCES draft (id),
    field TEXT NOT NULL,
    value TEXT NOT NULL,
    origin TEXT NOT NULL CHECK (origin IN ('typed', 'mail', 'sheet')),
    note TEXT NOT NULL,
    made_at TEXT NOT NULL,
    in_force INTEGER NOT NULL CHECK (in_force IN (0, 1))
) STRICT;
CREATE UNIQUE INDEX mend_in_force ON mend (draft, field) WHERE in_force = 1;";

/// One correction.
#[derive(Clone, Debug)]
pub(crate) struct Mend {
    /// Its number; 0 before it is stored.
    pub(crate) id: i64,
    pub(crate) draft: i64,
    /// The field's code.
    pub(crate) field: String,
    pub(crate) value: String,
    /// `typed`, `mail` or `sheet`.
    pub(crate) origin: String,
    pub(crate) note: String,
    /// RFC 3339.
    pub(crate) made_at: String,
}

/// Keeps a correction that is not in force yet; returns its number.
pub(crate) fn insert(db: &Connection, mend: &Mend) -> Result<i64, StoreError> {
    db.execute(
        "INSERT INTO mend (draft, field, value, origin, note, made_at, in_force)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, 0)",
        params![
            mend.draft,
            mend.field,
            mend.value,
            mend.origin,
            mend.note,
            mend.made_at
        ],
    )?;
    Ok(db.last_insert_rowid())
}

/// Puts a correction in force or out of it.
pub(crate) fn set_in_force(db: &Connection, id: i64, in_force: bool) -> Result<(), StoreError> {
    let draft = db.query_row(
        "UPDATE mend SET in_force = ?2 WHERE id = ?1 RETURNING draft",
        params![id, in_force],
        |row| row.get(0),
    )?;
    searched::put(db, draft)
}

/// All corrections that are in force, by draft and field.
pub(crate) fn all(db: &Connection) -> Result<BTreeMap<i64, Vec<Mend>>, StoreError> {
    let mut query = db.prepare("SELECT * FROM mend WHERE in_force = 1 ORDER BY draft, field")?;
    let mut all: BTreeMap<i64, Vec<Mend>> = BTreeMap::new();
    for one in query.query_map([], read)? {
        let one = one?;
        all.entry(one.draft).or_default().push(one);
    }
    Ok(all)
}

/// The corrections of a draft that are in force, by field.
pub(crate) fn of_draft(db: &Connection, draft: i64) -> Result<Vec<Mend>, StoreError> {
    let mut query =
        db.prepare_cached("SELECT * FROM mend WHERE draft = ?1 AND in_force = 1 ORDER BY field")?;
    let rows = query.query_map([draft], read)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn read(row: &Row<'_>) -> rusqlite::Result<Mend> {
    Ok(Mend {
        id: row.get("id")?,
        draft: row.get("draft")?,
        field: row.get("field")?,
        value: row.get("value")?,
        origin: row.get("origin")?,
        note: row.get("note")?,
        made_at: row.get("made_at")?,
    })
}
