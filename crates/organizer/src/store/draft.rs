//! Forms that were read and wait for, or have, a person's acceptance. The texts are those of the form and never change.

use rusqlite::{Connection, OptionalExtension, Row, params};

use crate::digest::Digest;
use crate::error::StoreError;

use super::{from_json, parsed, to_json};

pub(super) const TABLE: &str = "CREATE TABLE draft (
    id INTEGER PRIMARY KEY,
    source INTEGER NOT NULL REFERENCES source (id),
    form_sha256 TEXT NOT NULL,
    duplicate_key TEXT NOT NULL,
    title TEXT NOT NULL,
    authors_raw TEXT NOT NULL,
    authors TEXT NOT NULL,
    phones TEXT NOT NULL,
    unit TEXT NOT NULL,
    measures TEXT NOT NULL,
    innovation TEXT NOT NULL,
    effect TEXT NOT NULL,
    theme INTEGER,
    theme_from TEXT
) STRICT;
CREATE INDEX draft_form ON draft (form_sha256);
CREATE INDEX draft_duplicate ON draft (duplicate_key);";

/// One form as it was read.
#[derive(Clone, Debug)]
pub(crate) struct Draft {
    /// Its number; 0 before it is stored.
    pub(crate) id: i64,
    pub(crate) source: i64,
    pub(crate) form_sha256: Digest,
    /// Equal for forms that are probably versions of one idea.
    pub(crate) duplicate_key: String,
    pub(crate) title: String,
    pub(crate) authors_raw: String,
    pub(crate) authors: Vec<String>,
    pub(crate) phones: Vec<String>,
    pub(crate) unit: String,
    pub(crate) measures: String,
    pub(crate) innovation: String,
    pub(crate) effect: String,
    /// The suggested theme and where the suggestion is from.
    pub(crate) theme: Option<(u8, String)>,
}

pub(crate) fn insert(db: &Connection, draft: &Draft) -> Result<i64, StoreError> {
    db.execute(
        "INSERT INTO draft (source, form_sha256, duplicate_key, title, authors_raw, authors, phones, unit, measures, innovation, effect, theme, theme_from)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)",
        params![
            draft.source,
            draft.form_sha256.to_string(),
            draft.duplicate_key,
            draft.title,
            draft.authors_raw,
            to_json(&draft.authors)?,
            to_json(&draft.phones)?,
            draft.unit,
            draft.measures,
            draft.innovation,
            draft.effect,
            draft.theme.as_ref().map(|theme| theme.0),
            draft.theme.as_ref().map(|theme| theme.1.as_str()),
        ],
    )?;
    Ok(db.last_insert_rowid())
}

pub(crate) fn get(db: &Connection, id: i64) -> Result<Option<Draft>, StoreError> {
    Ok(db
        .query_row("SELECT * FROM draft WHERE id = ?1", [id], read)
        .optional()?)
}

/// The drafts that are not entries yet, in the order they came.
pub(crate) fn waiting(db: &Connection) -> Result<Vec<Draft>, StoreError> {
    let mut query = db.prepare(
        "SELECT * FROM draft WHERE NOT EXISTS (SELECT 1 FROM entry WHERE entry.draft = draft.id) ORDER BY id",
    )?;
    let rows = query.query_map([], read)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// The first draft with the same form, or else the same key; `true` with it when the form is the same to the byte.
pub(crate) fn earlier_version(
    db: &Connection,
    form: Digest,
    key: &str,
) -> Result<Option<(i64, bool)>, StoreError> {
    Ok(db
        .query_row(
            "SELECT id, form_sha256 = ?1 FROM draft
             WHERE form_sha256 = ?1 OR (duplicate_key = ?2 AND ?2 <> '') ORDER BY id LIMIT 1",
            params![form.to_string(), key],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )
        .optional()?)
}

fn read(row: &Row<'_>) -> rusqlite::Result<Draft> {
    let theme: Option<u8> = row.get("theme")?;
    let from: Option<String> = row.get("theme_from")?;
    Ok(Draft {
        id: row.get("id")?,
        source: row.get("source")?,
        form_sha256: parsed(&row.get::<_, String>("form_sha256")?)?,
        duplicate_key: row.get("duplicate_key")?,
        title: row.get("title")?,
        authors_raw: row.get("authors_raw")?,
        authors: from_json(&row.get::<_, String>("authors")?)?,
        phones: from_json(&row.get::<_, String>("phones")?)?,
        unit: row.get("unit")?,
        measures: row.get("measures")?,
        innovation: row.get("innovation")?,
        effect: row.get("effect")?,
        theme: theme.zip(from),
    })
}
