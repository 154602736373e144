//! The judges.

use contest::{JudgeId, RoundId, ThemeId};
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

/// What a judge takes, and whose entries a judge must not see.
pub(super) const LIMITS: &str = "ALTER TABLE judge ADD COLUMN max_entries INTEGER;
ALTER TABLE judge ADD COLUMN max_minutes INTEGER;
ALTER TABLE judge ADD COLUMN conflicts TEXT NOT NULL DEFAULT '[]';
ALTER TABLE judge ADD COLUMN kin TEXT NOT NULL DEFAULT '[]';
ALTER TABLE judge ADD COLUMN rounds TEXT NOT NULL DEFAULT '[]';";

/// One judge.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Judge {
    pub(crate) id: JudgeId,
    pub(crate) name: String,
    /// Where the judge works; entries of the same unit are not given to this judge.
    pub(crate) unit: String,
    pub(crate) email: String,
    /// The themes this judge knows, the best known first; empty is none in particular.
    pub(crate) themes: Vec<ThemeId>,
    /// The most entries of a round; `None` for no limit.
    pub(crate) max_entries: Option<u32>,
    /// The most minutes of video and sound of a round; `None` for no limit.
    pub(crate) max_minutes: Option<u32>,
    /// Entry numbers and units that the judge must not see.
    pub(crate) conflicts: Vec<String>,
    /// Names of people whose entries the judge must not see.
    pub(crate) kin: Vec<String>,
    /// The rounds this judge takes part in; empty is all of them.
    pub(crate) rounds: Vec<RoundId>,
}

/// Adds a judge, or replaces the one with the same id.
pub(crate) fn put(db: &Connection, judge: &Judge) -> Result<(), StoreError> {
    db.execute(
        "INSERT INTO judge (id, name, unit, email, themes, max_entries, max_minutes, conflicts, kin, rounds)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
         ON CONFLICT (id) DO UPDATE SET name = excluded.name, unit = excluded.unit, email = excluded.email,
             themes = excluded.themes, max_entries = excluded.max_entries, max_minutes = excluded.max_minutes,
             conflicts = excluded.conflicts, kin = excluded.kin, rounds = excluded.rounds",
        params![
            judge.id.as_str(),
            judge.name,
            judge.unit,
            judge.email,
            to_json(&judge.themes)?,
            judge.max_entries,
            judge.max_minutes,
            to_json(&judge.conflicts)?,
            to_json(&judge.kin)?,
            to_json(&judge.rounds)?,
        ],
    )?;
    Ok(())
}

/// Takes a judge off the list.
pub(crate) fn remove(db: &Connection, id: &JudgeId) -> Result<(), StoreError> {
    db.execute("DELETE FROM judge WHERE id = ?1", [id.as_str()])?;
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
        max_entries: row.get("max_entries")?,
        max_minutes: row.get("max_minutes")?,
        conflicts: from_json(&row.get::<_, String>("conflicts")?)?,
        kin: from_json(&row.get::<_, String>("kin")?)?,
        rounds: from_json(&row.get::<_, String>("rounds")?)?,
    })
}
