//! Which drafts have been compared with all that were there.

use std::collections::BTreeSet;

use rusqlite::Connection;

use crate::error::StoreError;

pub(super) const TABLE: &str = "CREATE TABLE compared (
    draft INTEGER PRIMARY KEY REFERENCES draft (id)
) STRICT;";

/// The drafts that have not been compared.
pub(crate) fn missing(db: &Connection) -> Result<BTreeSet<i64>, StoreError> {
    let mut query = db.prepare(
        "SELECT id FROM draft WHERE NOT EXISTS (SELECT 1 FROM compared WHERE compared.draft = draft.id)",
    )?;
    let rows = query.query_map([], |row| row.get(0))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Marks every draft as compared.
pub(crate) fn mark_all(db: &Connection) -> Result<(), StoreError> {
    db.execute(
        "INSERT INTO compared (draft) SELECT id FROM draft WHERE true ON CONFLICT DO NOTHING",
        [],
    )?;
    Ok(())
}
