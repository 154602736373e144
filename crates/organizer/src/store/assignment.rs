//! Who judges what.

use contest::{EntryNumber, JudgeId};
use rusqlite::{Connection, params};

use crate::error::StoreError;

use super::parsed;

pub(super) const TABLE: &str = "CREATE TABLE assignment (
    judge TEXT NOT NULL REFERENCES judge (id),
    entry TEXT NOT NULL REFERENCES entry (number),
    PRIMARY KEY (judge, entry)
) STRICT, WITHOUT ROWID;";

/// Forgets the old plan and keeps this one; call inside a transaction.
pub(crate) fn replace_all(
    db: &Connection,
    pairs: &[(JudgeId, EntryNumber)],
) -> Result<(), StoreError> {
    db.execute("DELETE FROM assignment", [])?;
    let mut insert = db.prepare("INSERT INTO assignment (judge, entry) VALUES (?1, ?2)")?;
    for (judge, entry) in pairs {
        insert.execute(params![judge.as_str(), entry.as_str()])?;
    }
    Ok(())
}

/// All pairs, by judge and number.
pub(crate) fn all(db: &Connection) -> Result<Vec<(JudgeId, EntryNumber)>, StoreError> {
    let mut query = db.prepare("SELECT judge, entry FROM assignment ORDER BY judge, entry")?;
    let rows = query.query_map([], |row| {
        Ok((
            parsed(&row.get::<_, String>(0)?)?,
            parsed(&row.get::<_, String>(1)?)?,
        ))
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}
