//! What a person should look at in a draft.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::{Connection, params};

use crate::error::{Facts, StoreError};

use super::draft::WAITING;
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

/// Notes a finding once; `true` when it was not there.
pub(crate) fn note(
    db: &Connection,
    draft: i64,
    code: &str,
    facts: &Facts,
) -> Result<bool, StoreError> {
    let added = db
        .prepare_cached(
            "INSERT INTO finding (draft, code, facts) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING",
        )?
        .execute(params![draft, code, to_json(facts)?])?;
    Ok(added == 1)
}

/// Forgets a finding that followed from something that was undone.
pub(crate) fn forget(
    db: &Connection,
    draft: i64,
    code: &str,
    facts: &Facts,
) -> Result<(), StoreError> {
    db.execute(
        "DELETE FROM finding WHERE draft = ?1 AND code = ?2 AND facts = ?3",
        params![draft, code, to_json(facts)?],
    )?;
    Ok(())
}

/// The findings of the drafts that wait, by draft, in the order they were made.
pub(crate) fn of_waiting(db: &Connection) -> Result<BTreeMap<i64, Vec<Finding>>, StoreError> {
    let mut query = db.prepare(&format!(
        "SELECT draft, code, facts FROM finding WHERE draft IN {WAITING} ORDER BY id"
    ))?;
    let rows = query.query_map([], |row| {
        Ok((
            row.get(0)?,
            Finding {
                code: row.get(1)?,
                facts: from_json(&row.get::<_, String>(2)?)?,
            },
        ))
    })?;
    let mut all: BTreeMap<i64, Vec<Finding>> = BTreeMap::new();
    for row in rows {
        let (draft, found) = row?;
        all.entry(draft).or_default().push(found);
    }
    Ok(all)
}

/// The codes of what was found in the drafts that wait, each once, in the order they were found.
pub(crate) fn codes_of_waiting(db: &Connection) -> Result<BTreeMap<i64, Vec<String>>, StoreError> {
    let mut query = db.prepare(&format!(
        "SELECT draft, code FROM finding WHERE draft IN {WAITING} ORDER BY id"
    ))?;
    let mut all: BTreeMap<i64, Vec<String>> = BTreeMap::new();
    let mut rows = query.query([])?;
    while let Some(row) = rows.next()? {
        let codes = all.entry(row.get(0)?).or_default();
        let code = row.get_ref(1)?.as_str().map_err(rusqlite::Error::from)?;
        if !codes.iter().any(|known| known == code) {
            codes.push(code.to_owned());
        }
    }
    Ok(all)
}

/// The drafts of which some finding may be dealt with: mended, let stand, taken out, or about a draft that was sent back. What
/// was found in all others is open as it was noted.
pub(crate) fn drafts_looked_at(db: &Connection) -> Result<BTreeSet<i64>, StoreError> {
    let mut query = db.prepare(
        "SELECT draft FROM mend WHERE in_force = 1 AND field <> 'theme'
         UNION SELECT draft FROM let_stand WHERE in_force = 1
         UNION SELECT draft FROM redaction WHERE in_force = 1
         UNION SELECT finding.draft FROM sent_back
             JOIN finding ON finding.code IN ('possible_duplicate', 'near_duplicate')
                 AND json_extract(finding.facts, '$.of') = CAST(sent_back.draft AS TEXT)
             WHERE sent_back.in_force = 1",
    )?;
    let rows = query.query_map([], |row| row.get(0))?;
    Ok(rows.collect::<Result<_, _>>()?)
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
