//! The words of a form that speak for the theme suggested from its text.

use std::collections::BTreeMap;

use rusqlite::{Connection, OptionalExtension, params};

use crate::error::StoreError;

use super::{from_json, to_json};

pub(super) const TABLE: &str = "CREATE TABLE theme_words (
    draft INTEGER PRIMARY KEY REFERENCES draft (id),
    words TEXT NOT NULL
) STRICT;";

/// Keeps the words of a draft, the most telling first.
pub(crate) fn insert(db: &Connection, draft: i64, words: &[String]) -> Result<(), StoreError> {
    db.execute(
        "INSERT INTO theme_words (draft, words) VALUES (?1, ?2)",
        params![draft, to_json(&words)?],
    )?;
    Ok(())
}

/// The words of all drafts that have some.
pub(crate) fn all(db: &Connection) -> Result<BTreeMap<i64, Vec<String>>, StoreError> {
    let mut query = db.prepare("SELECT draft, words FROM theme_words")?;
    let rows = query.query_map([], |row| {
        Ok((row.get(0)?, from_json(&row.get::<_, String>(1)?)?))
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// The words of a draft; none when its theme was not suggested from its text.
pub(crate) fn of_draft(db: &Connection, draft: i64) -> Result<Vec<String>, StoreError> {
    let mut query = db.prepare_cached("SELECT words FROM theme_words WHERE draft = ?1")?;
    let words = query
        .query_row([draft], |row| from_json(&row.get::<_, String>(0)?))
        .optional()?;
    Ok(words.unwrap_or_default())
}
