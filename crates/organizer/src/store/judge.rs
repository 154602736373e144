//! The judges.

use contest::{JudgeId, ThemeId};
use rusqlite::{Connection, Row, params};

use crate::error::StoreError;

use super::{from_json, parsed, to_json};

pub(super) const TABLE: &str = "CREATE TABLE judge (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    unit TEXT NOT NULL,
    email TEXT NOT NULL,
    themes TEXT NOT NULL
) STRICT;";

/// One judge.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Judge {
    pub(crate) id: JudgeId,
    pub(crate) name: String,
    /// Where the judge works; entries of the same unit are not given to this judge.
    pub(crate) unit: String,
    pub(crate) email: String,
    /// The themes this judge takes; empty is all of them.
    pub(crate) themes: Vec<ThemeId>,
}

/// Adds a judge, or replaces the one with the same id.
pub(crate) fn put(db: &Connection, judge: &Judge) -> Result<(), StoreError> {
    db.execute(
        "INSERT INTO judge (id, name, unit, email, themes) VALUES (?1, ?2, ?3, ?4, ?5)
         ON CONFLICT (id) DO UPDATE SET name = excluded.name, unit = excluded.unit, email = excluded.email, themes = excluded.themes",
        params![
            judge.id.as_str(),
            judge.name,
            judge.unit,
            judge.email,
            to_json(&judge.themes)?,
        ],
    )?;
    Ok(())
}

/// All judges, in order of their id.
pub(crate) fn all(db: &Connection) -> Result<Vec<Judge>, StoreError> {
    let mut query = db.prepare("SELECT * FROM judge ORDER BY id")?;
    let rows = query.query_map([], read)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn read(row: &Row<'_>) -> rusqlite::Result<Judge> {
    Ok(Judge {
        id: parsed(&row.get::<_, String>("id")?)?,
        name: row.get("name")?,
        unit: row.get("unit")?,
        email: row.get("email")?,
        themes: from_json(&row.get::<_, String>("themes")?)?,
    })
}
