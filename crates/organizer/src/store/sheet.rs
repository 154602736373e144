//! The score sheets of verified bundles.

use std::collections::BTreeMap;

use contest::{CriterionId, EntryNumber, Points};
use rusqlite::{Connection, OptionalExtension, Row, params};

use crate::error::StoreError;

use super::{from_json, parsed, to_json};

pub(super) const TABLE: &str = "CREATE TABLE sheet (
    receipt INTEGER NOT NULL REFERENCES bundle (receipt),
    entry TEXT NOT NULL REFERENCES entry (number),
    status TEXT NOT NULL CHECK (status IN ('open', 'draft', 'scored', 'recused')),
    marks TEXT NOT NULL,
    comment TEXT NOT NULL,
    recusal_kind TEXT,
    recusal_note TEXT,
    PRIMARY KEY (receipt, entry)
) STRICT, WITHOUT ROWID;";

/// The media the judge could not see or hear, by name inside the pack.
pub(super) const NOT_SEEN: &str =
    "ALTER TABLE sheet ADD COLUMN not_seen TEXT NOT NULL DEFAULT '[]';";

/// Where a sheet stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Status {
    Open,
    Draft,
    Scored,
    Recused,
}

impl Status {
    /// As it is stored.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Status::Open => "open",
            Status::Draft => "draft",
            Status::Scored => "scored",
            Status::Recused => "recused",
        }
    }
}

/// One sheet of one bundle.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Sheet {
    pub(crate) entry: EntryNumber,
    pub(crate) status: Status,
    pub(crate) marks: BTreeMap<CriterionId, Points>,
    pub(crate) comment: String,
    /// Kind and note of a recusal.
    pub(crate) recusal: Option<(String, String)>,
    /// Media the judge could not see or hear, by name inside the pack.
    pub(crate) not_seen: Vec<String>,
}

pub(crate) fn insert(db: &Connection, receipt: i64, sheet: &Sheet) -> Result<(), StoreError> {
    let mut insert = db.prepare_cached(
        "INSERT INTO sheet (receipt, entry, status, marks, comment, recusal_kind, recusal_note, not_seen) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
    )?;
    insert.execute(params![
        receipt,
        sheet.entry.as_str(),
        sheet.status.as_str(),
        to_json(&sheet.marks)?,
        sheet.comment,
        sheet.recusal.as_ref().map(|recusal| recusal.0.as_str()),
        sheet.recusal.as_ref().map(|recusal| recusal.1.as_str()),
        to_json(&sheet.not_seen)?,
    ])?;
    Ok(())
}

/// How many sheets of one bundle are decided: scored or recused.
pub(crate) fn decided(db: &Connection, receipt: i64) -> Result<usize, StoreError> {
    let mut query = db.prepare_cached(
        "SELECT count(*) FROM sheet WHERE receipt = ?1 AND status IN ('scored', 'recused')",
    )?;
    let count: i64 = query.query_row([receipt], |row| row.get(0))?;
    Ok(usize::try_from(count).unwrap_or(0))
}

/// How many sheets of one bundle are in a state.
pub(crate) fn count(db: &Connection, receipt: i64, status: Status) -> Result<u32, StoreError> {
    let mut query =
        db.prepare_cached("SELECT count(*) FROM sheet WHERE receipt = ?1 AND status = ?2")?;
    Ok(query.query_row(params![receipt, status.as_str()], |row| row.get(0))?)
}

/// The sheets of one bundle, in order of the entry's number.
pub(crate) fn of_bundle(db: &Connection, receipt: i64) -> Result<Vec<Sheet>, StoreError> {
    let mut query = db.prepare_cached(
        "SELECT entry, status, marks, comment, recusal_kind, recusal_note, not_seen FROM sheet WHERE receipt = ?1 ORDER BY entry",
    )?;
    let rows = query.query_map([receipt], read)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// The sheet for one entry in one bundle.
pub(crate) fn of_entry(
    db: &Connection,
    receipt: i64,
    entry: &EntryNumber,
) -> Result<Option<Sheet>, StoreError> {
    let mut query = db.prepare_cached(
        "SELECT entry, status, marks, comment, recusal_kind, recusal_note, not_seen FROM sheet WHERE receipt = ?1 AND entry = ?2",
    )?;
    Ok(query
        .query_row(params![receipt, entry.as_str()], read)
        .optional()?)
}

fn read(row: &Row<'_>) -> rusqlite::Result<Sheet> {
    let kind: Option<String> = row.get(4)?;
    let note: Option<String> = row.get(5)?;
    Ok(Sheet {
        entry: parsed(&row.get::<_, String>(0)?)?,
        status: match row.get::<_, String>(1)?.as_str() {
            "scored" => Status::Scored,
            "recused" => Status::Recused,
            "draft" => Status::Draft,
            _ => Status::Open,
        },
        marks: from_json(&row.get::<_, String>(2)?)?,
        comment: row.get(3)?,
        recusal: kind.zip(note),
        not_seen: from_json(&row.get::<_, String>(6)?)?,
    })
}
