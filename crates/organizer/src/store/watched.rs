//! The places that were received from, to be looked at again.

use rusqlite::Connection;

use crate::error::StoreError;

pub(super) const TABLE: &str = "CREATE TABLE watched (
    id INTEGER PRIMARY KEY,
    path TEXT NOT NULL UNIQUE
) STRICT;";

/// Remembers a place once.
pub(crate) fn note(db: &Connection, path: &str) -> Result<(), StoreError> {
    db.execute(
        "INSERT INTO watched (path) VALUES (?1) ON CONFLICT DO NOTHING",
        [path],
    )?;
    Ok(())
}

/// Every place, first come first.
pub(crate) fn all(db: &Connection) -> Result<Vec<String>, StoreError> {
    let mut query = db.prepare("SELECT path FROM watched ORDER BY id")?;
    let rows = query.query_map([], |row| row.get(0))?;
    Ok(rows.collect::<Result<_, _>>()?)
}
