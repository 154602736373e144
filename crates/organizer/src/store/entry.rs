//! Accepted entries: number, theme, and the texts as judges see them.

use std::collections::BTreeSet;

use contest::{EntryNumber, ThemeId};
use rusqlite::{Connection, Row, params};

use crate::accept::IdentityRule;
use crate::error::StoreError;
use crate::judging_copy::Texts;

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

/// What the judging copy follows from, and the words of the person who accepted it. Of entries from before, the finding says
/// whether identities were left in.
pub(super) const BY_HAND: &str = "ALTER TABLE entry ADD COLUMN identity TEXT NOT NULL DEFAULT 'mask' CHECK (identity IN ('mask', 'as_is'));
ALTER TABLE entry ADD COLUMN note TEXT NOT NULL DEFAULT '';
UPDATE entry SET identity = 'as_is' WHERE draft IN (
    SELECT draft FROM finding WHERE code = 'identity_in_text' AND json_extract(facts, '$.masked') = 'false'
);";

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
    pub(crate) identity: IdentityRule,
    /// What the person who accepted it said about its findings; may be empty.
    pub(crate) note: String,
}

pub(crate) fn insert(db: &Connection, entry: &Entry) -> Result<(), StoreError> {
    let mut insert = db.prepare_cached(
        "INSERT INTO entry (number, draft, theme, serial, title, measures, innovation, effect, accepted_at, identity, note)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
    )?;
    insert.execute(params![
        entry.number.as_str(),
        entry.draft,
        entry.theme.get(),
        entry.serial,
        entry.title,
        entry.measures,
        entry.innovation,
        entry.effect,
        entry.accepted_at,
        match entry.identity {
            IdentityRule::Mask => "mask",
            IdentityRule::AsIs => "as_is",
        },
        entry.note,
    ])?;
    Ok(())
}

/// Takes an entry out; its draft stays.
pub(crate) fn delete(db: &Connection, draft: i64) -> Result<(), StoreError> {
    db.execute("DELETE FROM entry WHERE draft = ?1", [draft])?;
    Ok(())
}

/// Writes the texts of the judging copy anew.
pub(crate) fn set_texts(db: &Connection, draft: i64, texts: &Texts) -> Result<(), StoreError> {
    db.execute(
        "UPDATE entry SET title = ?2, measures = ?3, innovation = ?4, effect = ?5 WHERE draft = ?1",
        params![
            draft,
            texts.title,
            texts.measures,
            texts.innovation,
            texts.effect
        ],
    )?;
    Ok(())
}

/// Takes its number from an entry, in its plans too, so that others can have it. Within the transaction it gets another by
/// [`set_number`].
pub(crate) fn lift_number(db: &Connection, draft: i64) -> Result<(), StoreError> {
    db.execute_batch("PRAGMA defer_foreign_keys = ON")?;
    replace_number(db, draft, &format!("~{draft}"))?;
    db.execute(
        "UPDATE entry SET number = '~' || draft, serial = -draft WHERE draft = ?1",
        [draft],
    )?;
    Ok(())
}

/// Gives an entry another number, in its plans too.
pub(crate) fn set_number(
    db: &Connection,
    draft: i64,
    number: &EntryNumber,
    theme: ThemeId,
    serial: u32,
) -> Result<(), StoreError> {
    db.execute_batch("PRAGMA defer_foreign_keys = ON")?;
    replace_number(db, draft, number.as_str())?;
    db.execute(
        "UPDATE entry SET number = ?2, theme = ?3, serial = ?4 WHERE draft = ?1",
        params![draft, number.as_str(), theme.get(), serial],
    )?;
    Ok(())
}

fn replace_number(db: &Connection, draft: i64, number: &str) -> Result<(), StoreError> {
    db.execute(
        "UPDATE assignment SET entry = ?2 WHERE entry = (SELECT number FROM entry WHERE draft = ?1)",
        params![draft, number],
    )?;
    Ok(())
}

/// Whether a pack with a draft's entry is out.
pub(crate) fn is_issued(db: &Connection, draft: i64) -> Result<bool, StoreError> {
    let mut query = db.prepare_cached(
        "SELECT 1 FROM issued_entry AS i JOIN entry ON entry.number = i.entry WHERE entry.draft = ?1",
    )?;
    Ok(query.exists([draft])?)
}

/// The entry with this number.
pub(crate) fn by_number(db: &Connection, number: &str) -> Result<Option<Entry>, StoreError> {
    let mut query = db.prepare_cached("SELECT * FROM entry WHERE number = ?1")?;
    Ok(query.query_map([number], read)?.next().transpose()?)
}

/// All entries, in order of their number.
pub(crate) fn all(db: &Connection) -> Result<Vec<Entry>, StoreError> {
    let mut query = db.prepare("SELECT * FROM entry ORDER BY theme, serial")?;
    let rows = query.query_map([], read)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// An entry without its texts.
#[derive(Clone, Debug)]
pub(crate) struct Head {
    pub(crate) number: EntryNumber,
    pub(crate) draft: i64,
    pub(crate) theme: ThemeId,
    pub(crate) serial: u32,
    pub(crate) title: String,
}

/// All entries without their texts, in order of their number.
pub(crate) fn heads(db: &Connection) -> Result<Vec<Head>, StoreError> {
    let mut query =
        db.prepare("SELECT number, draft, theme, serial, title FROM entry ORDER BY theme, serial")?;
    let rows = query.query_map([], |row| {
        Ok(Head {
            number: parsed(&row.get::<_, String>(0)?)?,
            draft: row.get(1)?,
            theme: theme(row.get(2)?)?,
            serial: row.get(3)?,
            title: row.get(4)?,
        })
    })?;
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

fn theme(number: u8) -> rusqlite::Result<ThemeId> {
    ThemeId::new(number).map_err(|_| rusqlite::Error::IntegralValueOutOfRange(0, i64::from(number)))
}

fn read(row: &Row<'_>) -> rusqlite::Result<Entry> {
    Ok(Entry {
        number: parsed(&row.get::<_, String>("number")?)?,
        draft: row.get("draft")?,
        theme: theme(row.get("theme")?)?,
        serial: row.get("serial")?,
        title: row.get("title")?,
        measures: row.get("measures")?,
        innovation: row.get("innovation")?,
        effect: row.get("effect")?,
        accepted_at: row.get("accepted_at")?,
        identity: match row.get::<_, String>("identity")?.as_str() {
            "as_is" => IdentityRule::AsIs,
            _ => IdentityRule::Mask,
        },
        note: row.get("note")?,
    })
}
