//! Findings that a person looked at and lets stand. What was taken back stays here and is no longer in force.

use rusqlite::{Connection, params};

use crate::error::{Facts, StoreError};

use super::{from_json, to_json};

pub(super) const TABLE: &str = "CREATE TABLE let_stand (
    id INTEGER PRIMARY KEY,
    draft INTEGER NOT NULL REFERENCES draft (id),
    code TEXT NOT NULL,
    facts TEXT NOT NULL,
    note TEXT NOT NULL,
    made_at TEXT NOT NULL,
    in_force INTEGER NOT NULL CHECK (in_force IN (0, 1))
) STRICT;
CREATE INDEX let_stand_of_draft ON let_stand (draft) WHERE in_force = 1;";

/// One finding that stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct LetStand {
    pub(crate) draft: i64,
    pub(crate) code: String,
    pub(crate) facts: Facts,
    pub(crate) note: String,
    /// RFC 3339.
    pub(crate) made_at: String,
}

/// Keeps a row that is not in force yet; returns its number.
pub(crate) fn insert(db: &Connection, one: &LetStand) -> Result<i64, StoreError> {
    db.execute(
        "INSERT INTO let_stand (draft, code, facts, note, made_at, in_force) VALUES (?1, ?2, ?3, ?4, ?5, 0)",
        params![
            one.draft,
            one.code,
            to_json(&one.facts)?,
            one.note,
            one.made_at
        ],
    )?;
    Ok(db.last_insert_rowid())
}

/// Puts a row in force or out of it.
pub(crate) fn set_in_force(db: &Connection, id: i64, in_force: bool) -> Result<(), StoreError> {
    db.execute(
        "UPDATE let_stand SET in_force = ?2 WHERE id = ?1",
        params![id, in_force],
    )?;
    Ok(())
}

/// What stands in a draft.
pub(crate) fn of_draft(db: &Connection, draft: i64) -> Result<Vec<LetStand>, StoreError> {
    let mut query = db.prepare_cached(
        "SELECT draft, code, facts, note, made_at FROM let_stand WHERE draft = ?1 AND in_force = 1 ORDER BY id",
    )?;
    let rows = query.query_map([draft], |row| {
        Ok(LetStand {
            draft: row.get(0)?,
            code: row.get(1)?,
            facts: from_json(&row.get::<_, String>(2)?)?,
            note: row.get(3)?,
            made_at: row.get(4)?,
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}
