//! What people keep from the judges: words of a text, whole files, parts of a medium. The form and the files themselves never change.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::{Connection, OptionalExtension, Row, params};

use crate::digest::Digest;
use crate::error::StoreError;

use super::{from_json, parsed, to_json};

pub(super) const TABLE: &str = "CREATE TABLE redaction (
    id INTEGER PRIMARY KEY,
    draft INTEGER NOT NULL REFERENCES draft (id),
    kind TEXT NOT NULL CHECK (kind IN ('words', 'file', 'part')),
    field TEXT,
    words TEXT,
    sha256 TEXT,
    mask TEXT,
    reason TEXT NOT NULL,
    made_at TEXT NOT NULL,
    in_force INTEGER NOT NULL CHECK (in_force IN (0, 1)),
    CHECK (kind <> 'words' OR (field IS NOT NULL AND words IS NOT NULL)),
    CHECK (kind = 'words' OR sha256 IS NOT NULL),
    CHECK ((kind = 'part') = (mask IS NOT NULL))
) STRICT;
CREATE INDEX redaction_draft ON redaction (draft);";

/// What is kept from the judges.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum What {
    /// Every occurrence of these words in one text.
    Words { field: String, words: String },
    /// A whole file.
    File(Digest),
    /// A moment or a part of a medium; the hash is that of the original.
    Part(Digest, media::Mask),
}

/// One redaction.
#[derive(Clone, Debug)]
pub(crate) struct Redaction {
    /// Its number; 0 before it is stored.
    pub(crate) id: i64,
    pub(crate) draft: i64,
    pub(crate) what: What,
    pub(crate) reason: String,
    /// RFC 3339.
    pub(crate) made_at: String,
    pub(crate) in_force: bool,
}

/// Keeps a redaction that is not in force yet; returns its number.
pub(crate) fn insert(db: &Connection, one: &Redaction) -> Result<i64, StoreError> {
    let (kind, field, words, sha256, mask) = match &one.what {
        What::Words { field, words } => ("words", Some(field), Some(words), None, None),
        What::File(sha256) => ("file", None, None, Some(sha256.to_string()), None),
        What::Part(sha256, mask) => {
            let (sha256, mask) = (Some(sha256.to_string()), Some(to_json(mask)?));
            ("part", None, None, sha256, mask)
        }
    };
    db.execute(
        "INSERT INTO redaction (draft, kind, field, words, sha256, mask, reason, made_at, in_force)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, 0)",
        params![
            one.draft,
            kind,
            field,
            words,
            sha256,
            mask,
            one.reason,
            one.made_at
        ],
    )?;
    Ok(db.last_insert_rowid())
}

/// Puts a redaction in force or out of it.
pub(crate) fn set_in_force(db: &Connection, id: i64, in_force: bool) -> Result<(), StoreError> {
    db.execute(
        "UPDATE redaction SET in_force = ?2 WHERE id = ?1",
        params![id, in_force],
    )?;
    Ok(())
}

/// One redaction, in force or not.
pub(crate) fn get(db: &Connection, id: i64) -> Result<Option<Redaction>, StoreError> {
    let mut query = db.prepare_cached("SELECT * FROM redaction WHERE id = ?1")?;
    Ok(query.query_row([id], read).optional()?)
}

/// The redactions of a draft that are in force, in the order they were made.
pub(crate) fn of_draft(db: &Connection, draft: i64) -> Result<Vec<Redaction>, StoreError> {
    let mut query =
        db.prepare_cached("SELECT * FROM redaction WHERE draft = ?1 AND in_force = 1 ORDER BY id")?;
    let rows = query.query_map([draft], read)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// The drafts of which files or parts of files are redacted.
pub(crate) fn with_files(db: &Connection) -> Result<Vec<i64>, StoreError> {
    let mut query = db.prepare_cached(
        "SELECT DISTINCT draft FROM redaction WHERE in_force = 1 AND sha256 IS NOT NULL ORDER BY draft",
    )?;
    let rows = query.query_map([], |row| row.get(0))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Every medium that has masks in force in some draft, with them.
pub(crate) fn all_masked(
    db: &Connection,
) -> Result<BTreeSet<(Digest, Vec<media::Mask>)>, StoreError> {
    let mut query = db.prepare_cached(
        "SELECT draft, sha256, mask FROM redaction WHERE in_force = 1 AND kind = 'part'",
    )?;
    let rows = query.query_map([], |row| {
        let medium: Digest = parsed(&row.get::<_, String>("sha256")?)?;
        let mask: media::Mask = from_json(&row.get::<_, String>("mask")?)?;
        Ok(((row.get::<_, i64>("draft")?, medium), mask))
    })?;
    let mut of_drafts: BTreeMap<(i64, Digest), BTreeSet<media::Mask>> = BTreeMap::new();
    for row in rows {
        let (place, mask) = row?;
        of_drafts.entry(place).or_default().insert(mask);
    }
    let masked = of_drafts.into_iter();
    Ok(masked
        .map(|((_, medium), masks)| (medium, masks.into_iter().collect()))
        .collect())
}

fn read(row: &Row<'_>) -> rusqlite::Result<Redaction> {
    let what = match row.get::<_, Option<String>>("sha256")? {
        Some(sha256) => match row.get::<_, Option<String>>("mask")? {
            Some(mask) => What::Part(parsed(&sha256)?, from_json(&mask)?),
            None => What::File(parsed(&sha256)?),
        },
        None => What::Words {
            field: row.get("field")?,
            words: row.get("words")?,
        },
    };
    Ok(Redaction {
        id: row.get("id")?,
        draft: row.get("draft")?,
        what,
        reason: row.get("reason")?,
        made_at: row.get("made_at")?,
        in_force: row.get("in_force")?,
    })
}
