//! Drafts that a person typed from a picture, a scan or the text of a mail. One that was taken back keeps its number and
//! is no draft any more.

use rusqlite::{Connection, params};

use crate::error::StoreError;

pub(super) const TABLE: &str = "CREATE TABLE typed_draft (
    draft INTEGER PRIMARY KEY REFERENCES draft (id),
    in_force INTEGER NOT NULL CHECK (in_force IN (0, 1))
) STRICT;
CREATE VIEW live_draft AS SELECT * FROM draft
    WHERE id NOT IN (SELECT draft FROM typed_draft WHERE in_force = 0);";

/// Says of a draft whether it, which a person typed, is in force.
pub(crate) fn set_in_force(db: &Connection, draft: i64, in_force: bool) -> Result<(), StoreError> {
    db.execute(
        "INSERT INTO typed_draft (draft, in_force) VALUES (?1, ?2)
         ON CONFLICT (draft) DO UPDATE SET in_force = excluded.in_force",
        params![draft, in_force],
    )?;
    Ok(())
}

/// Whether a person typed this draft.
pub(crate) fn is_typed(db: &Connection, draft: i64) -> Result<bool, StoreError> {
    let mut query = db.prepare_cached("SELECT 1 FROM typed_draft WHERE draft = ?1")?;
    Ok(query.exists([draft])?)
}
