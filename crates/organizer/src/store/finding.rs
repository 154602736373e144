//! What a person should look at in a draft.

use rusqlite::{Connection, params};

use crate::error::{Facts, StoreError};

use super::{from_json, to_json};

pub(super) const TABLE: &str = "CREATE TABLE finding (
    id INTEGER PRIMARY KEY,
    draft INTEGER NOT NULL REFERENCES draft (id),
    code TEXT NOT NULL,
    facts TEXT NOT NULL,
    UNIQUE (draft, code, facts)
) STRICT;";

/// One finding: its code and what it counted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Finding {
    pub(crate) code: String,
    pub(crate) facts: Facts,
}

/// Notes a finding once.
pub(crate) fn note(
    db: &Connection,
    draft: i64,
    code: &str,
    facts: &Facts,
) -> Result<(), StoreError> {
    db.execute(
        "INSERT INTO finding (draft, code, facts) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING",
        params![draft, code, to_json(facts)?],
    )?;
    Ok(())
}

pub(crate) fn of_draft(db: &Connection, draft: i64) -> Result<Vec<Finding>, StoreError> {
    let mut query =
        db.prepare_cached("SELECT code, facts FROM finding WHERE draft = ?1 ORDER BY id")?;
    let rows = query.query_map([draft], |row| {
        Ok(Finding {
            code: row.get(0)?,
            facts: from_json(&row.get::<_, String>(1)?)?,
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}
