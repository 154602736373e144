//! Accepted entries: number, theme, and the texts as judges see them.

use std::collections::BTreeSet;

use contest::{EntryNumber, ThemeId};
use rusqlite::{Connection, Row, params};

use crate::error::StoreError;

use super::parsed;

pub(super) const TABLE: &str = "CREATE TABLE entry (
    number TEXT PRIMARY KEY,
    draft INTEGER NOT NULL UNIQUE REFERENCES draft (id),
    theme INTEGER NOT NULL,
    serial INTEGER NOT NULL,
    title TEXT NOT NULL,
    measures TEXT NOT NULL,
    innovation TEXT NOT NULL,
    effect TEXT NOT NULL,
    accepted_at TEXT NOT NULL,
    UNIQUE (theme, serial)
) STRICT;";

/// One accepted entry.
#[derive(Clone, Debug)]
pub(crate) struct Entry {
    pub(crate) number: EntryNumber,
    pub(crate) draft: i64,
    pub(crate) theme: ThemeId,
    pub(crate) serial: u32,
    pub(crate) title: String,
    pub(crate) measures: String,
    pub(crate) innovation: String,
    pub(crate) effect: String,
    /// RFC 3339.
    pub(crate) accepted_at: String,
}

pub(crate) fn insert(db: &Connection, entry: &Entry) -> Result<(), StoreError> {
    db.execute(
        "INSERT INTO entry (number, draft, theme, serial, title, measures, innovation, effect, accepted_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
        params![
            entry.number.as_str(),
            entry.draft,
            entry.theme.get(),
            entry.serial,
            entry.title,
            entry.measures,
            entry.innovation,
            entry.effect,
            entry.accepted_at,
        ],
    )?;
    Ok(())
}

/// All entries, in order of their number.
pub(crate) fn all(db: &Connection) -> Result<Vec<Entry>, StoreError> {
    let mut query = db.prepare("SELECT * FROM entry ORDER BY theme, serial")?;
    let rows = query.query_map([], read)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// The entry made of this draft, if it was accepted.
pub(crate) fn of_draft(db: &Connection, draft: i64) -> Result<Option<Entry>, StoreError> {
    let mut query = db.prepare_cached("SELECT * FROM entry WHERE draft = ?1")?;
    Ok(query.query_map([draft], read)?.next().transpose()?)
}

/// The serials of a theme that are given.
pub(crate) fn serials(db: &Connection, theme: ThemeId) -> Result<BTreeSet<u32>, StoreError> {
    let mut query = db.prepare_cached("SELECT serial FROM entry WHERE theme = ?1")?;
    let rows = query.query_map([theme.get()], |row| row.get(0))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn read(row: &Row<'_>) -> rusqlite::Result<Entry> {
    let theme = row.get::<_, u8>("theme")?;
    Ok(Entry {
        number: parsed(&row.get::<_, String>("number")?)?,
        draft: row.get("draft")?,
        theme: ThemeId::new(theme)
            .map_err(|_| rusqlite::Error::IntegralValueOutOfRange(0, i64::from(theme)))?,
        serial: row.get("serial")?,
        title: row.get("title")?,
        measures: row.get("measures")?,
        innovation: row.get("innovation")?,
        effect: row.get("effect")?,
        accepted_at: row.get("accepted_at")?,
    })
}
