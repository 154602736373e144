//! Forms that were read and wait for, or have, a person's acceptance. The texts are those of the form and never change.

use rusqlite::{Connection, OptionalExtension, Row, params};

use crate::digest::Digest;
use crate::error::StoreError;

use super::{from_json, parsed, searched, to_json};

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

pub(super) const BY_SOURCE: &str = "CREATE INDEX draft_source ON draft (source);";

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
    db.prepare_cached(
        "INSERT INTO draft (source, form_sha256, duplicate_key, title, authors_raw, authors, phones, unit, measures, innovation, effect, theme, theme_from)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)",
    )?
    .execute(params![
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
        ])?;
    let id = db.last_insert_rowid();
    searched::put(db, id)?;
    Ok(id)
}

pub(crate) fn get(db: &Connection, id: i64) -> Result<Option<Draft>, StoreError> {
    Ok(db
        .prepare_cached("SELECT * FROM live_draft WHERE id = ?1")?
        .query_row([id], read)
        .optional()?)
}

/// A draft and which others it may be a version of.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Known {
    pub(crate) id: i64,
    pub(crate) source: i64,
    /// The first draft with the same form, byte for byte.
    pub(crate) form: i64,
    /// The first draft with the same duplicate key; `None` without a key.
    pub(crate) key: Option<i64>,
}

/// All drafts, in the order they came. Every version of the table has these columns.
pub(crate) fn known(db: &Connection) -> Result<Vec<Known>, StoreError> {
    let mut query = db.prepare(
        "SELECT id, source,
            (SELECT min(id) FROM draft AS o WHERE o.form_sha256 = d.form_sha256),
            CASE d.duplicate_key WHEN '' THEN NULL ELSE
                (SELECT min(id) FROM draft AS o WHERE o.duplicate_key = d.duplicate_key) END
         FROM draft AS d ORDER BY id",
    )?;
    let rows = query.query_map([], |row| {
        Ok(Known {
            id: row.get(0)?,
            source: row.get(1)?,
            form: row.get(2)?,
            key: row.get(3)?,
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// What is compared of a draft.
#[derive(Clone, Debug)]
pub(crate) struct Texts {
    pub(crate) id: i64,
    pub(crate) title: String,
    pub(crate) unit: String,
    /// Measures, innovation and effect.
    pub(crate) sections: [String; 3],
}

/// What is compared of one draft. Every version of the table has these columns.
pub(crate) fn texts(db: &Connection, id: i64) -> Result<Texts, StoreError> {
    let mut query = db.prepare_cached(
        "SELECT title, unit, measures, innovation, effect FROM draft WHERE id = ?1",
    )?;
    Ok(query.query_row([id], |row| {
        Ok(Texts {
            id,
            title: row.get(0)?,
            unit: row.get(1)?,
            sections: [row.get(2)?, row.get(3)?, row.get(4)?],
        })
    })?)
}

/// The units of all drafts, each once.
pub(crate) fn units(db: &Connection) -> Result<Vec<String>, StoreError> {
    let mut query = db.prepare("SELECT DISTINCT unit FROM live_draft ORDER BY unit")?;
    let rows = query.query_map([], |row| row.get(0))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// The drafts that are neither entries nor sent back, for `id IN`.
pub(super) const WAITING: &str = "(SELECT id FROM live_draft AS d
    WHERE NOT EXISTS (SELECT 1 FROM entry WHERE entry.draft = d.id)
        AND NOT EXISTS (SELECT 1 FROM sent_back AS s WHERE s.draft = d.id AND s.in_force = 1))";

/// The drafts that are neither entries nor sent back, in the order they came.
pub(crate) fn waiting(db: &Connection) -> Result<Vec<Draft>, StoreError> {
    let mut query = db.prepare(&format!(
        "SELECT * FROM draft WHERE id IN {WAITING} ORDER BY id"
    ))?;
    let rows = query.query_map([], read)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// A draft without its texts.
#[derive(Clone, Debug)]
pub(crate) struct Head {
    pub(crate) id: i64,
    pub(crate) title: String,
    pub(crate) authors: String,
    pub(crate) unit: String,
    /// The suggested theme and where the suggestion is from.
    pub(crate) theme: Option<(u8, String)>,
    /// The file or folder name of its source.
    pub(crate) source: String,
}

/// The drafts that wait, without their texts, in the order they came.
pub(crate) fn waiting_heads(db: &Connection) -> Result<Vec<Head>, StoreError> {
    let mut query = db.prepare(&format!(
        "SELECT draft.id, title, authors_raw, draft.unit, theme, theme_from, source.name
         FROM draft JOIN source ON source.id = draft.source
         WHERE draft.id IN {WAITING} ORDER BY draft.id"
    ))?;
    let rows = query.query_map([], |row| {
        let theme: Option<u8> = row.get(4)?;
        Ok(Head {
            id: row.get(0)?,
            title: row.get(1)?,
            authors: row.get(2)?,
            unit: row.get(3)?,
            theme: theme.zip(row.get(5)?),
            source: row.get(6)?,
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Who sent an idea.
#[derive(Clone, Debug)]
pub(crate) struct Sender {
    pub(crate) draft: i64,
    pub(crate) form_sha256: Digest,
    pub(crate) duplicate_key: String,
    /// The unit of the form, as mended.
    pub(crate) unit: String,
    /// The unit that the mail names.
    pub(crate) of_mail: Option<String>,
}

/// Who sent each draft that no other takes the place of, in the order they came.
pub(crate) fn senders(db: &Connection) -> Result<Vec<Sender>, StoreError> {
    let mut query = db.prepare(
        "SELECT d.id, d.form_sha256, d.duplicate_key,
            coalesce((SELECT value FROM mend WHERE mend.draft = d.id AND field = 'unit' AND in_force = 1), d.unit),
            source.unit
         FROM live_draft AS d JOIN source ON source.id = d.source
         WHERE NOT EXISTS (SELECT 1 FROM sent_back AS s
             WHERE s.draft = d.id AND s.in_force = 1 AND s.superseded_by IS NOT NULL)
         ORDER BY d.id",
    )?;
    let rows = query.query_map([], |row| {
        Ok(Sender {
            draft: row.get(0)?,
            form_sha256: parsed(&row.get::<_, String>(1)?)?,
            duplicate_key: row.get(2)?,
            unit: row.get(3)?,
            of_mail: row.get(4)?,
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Who an accepted idea is from.
#[derive(Clone, Debug)]
pub(crate) struct Origin {
    pub(crate) draft: i64,
    /// The authors as read from the form.
    pub(crate) authors: Vec<String>,
    /// What a person put in their place.
    pub(crate) mended_authors: Option<String>,
    /// The unit of the form, as mended.
    pub(crate) unit: String,
}

/// Who the accepted ideas are from, in the order they came.
pub(crate) fn origins(db: &Connection) -> Result<Vec<Origin>, StoreError> {
    let mended = |field| {
        format!(
            "(SELECT value FROM mend WHERE mend.draft = d.id AND field = '{field}' AND in_force = 1)"
        )
    };
    let mut query = db.prepare(&format!(
        "SELECT d.id, d.authors, {}, coalesce({}, d.unit)
         FROM draft AS d WHERE d.id IN (SELECT draft FROM entry) ORDER BY d.id",
        mended("authors"),
        mended("unit"),
    ))?;
    let rows = query.query_map([], |row| {
        Ok(Origin {
            draft: row.get(0)?,
            authors: from_json(&row.get::<_, String>(1)?)?,
            mended_authors: row.get(2)?,
            unit: row.get(3)?,
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// The first draft with the same form, or else the same key; `true` with it when the form is the same to the byte.
pub(crate) fn earlier_version(
    db: &Connection,
    form: Digest,
    key: &str,
) -> Result<Option<(i64, bool)>, StoreError> {
    Ok(db
        .prepare_cached(
            "SELECT id, form_sha256 = ?1 FROM live_draft
             WHERE form_sha256 = ?1 OR (duplicate_key = ?2 AND ?2 <> '') ORDER BY id LIMIT 1",
        )?
        .query_row(params![form.to_string(), key], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })
        .optional()?)
}

/// The drafts with the same form or the same key, this one included, in the order they came, with their sources.
pub(crate) fn versions(db: &Connection, of: &Draft) -> Result<Vec<(i64, i64)>, StoreError> {
    let mut query = db.prepare_cached(
        "SELECT id, source FROM live_draft
         WHERE id = ?3 OR form_sha256 = ?1 OR (duplicate_key = ?2 AND ?2 <> '') ORDER BY id",
    )?;
    let rows = query.query_map(
        params![of.form_sha256.to_string(), of.duplicate_key, of.id],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// The drafts of one source, in the order they were made.
pub(crate) fn of_source(db: &Connection, source: i64) -> Result<Vec<i64>, StoreError> {
    let mut query = db.prepare_cached("SELECT id FROM live_draft WHERE source = ?1 ORDER BY id")?;
    let rows = query.query_map([source], |row| row.get(0))?;
    Ok(rows.collect::<Result<_, _>>()?)
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
