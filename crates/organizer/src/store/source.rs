//! What was received: one row for each mail or folder, duplicates included.

use rusqlite::{Connection, OptionalExtension, Row, params};

use intake::QueueReason;

use crate::account::Sources;
use crate::digest::Digest;
use crate::error::StoreError;

use super::{parsed, unsigned};

pub(super) const TABLE: &str = "CREATE TABLE source (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('mail', 'folder')),
    name TEXT NOT NULL,
    sha256 TEXT NOT NULL UNIQUE,
    message_id TEXT,
    subject TEXT NOT NULL,
    from_name TEXT NOT NULL,
    from_address TEXT NOT NULL,
    sent_at TEXT,
    received_at TEXT,
    unit TEXT,
    taken_at TEXT NOT NULL,
    duplicate_of INTEGER REFERENCES source (id)
) STRICT;
CREATE INDEX source_message_id ON source (message_id);";

/// Mail or folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Mail,
    Folder,
}

/// One row, without its number.
#[derive(Clone, Debug)]
pub(crate) struct Source {
    pub(crate) kind: Kind,
    /// The file or folder name it came under; shown, never used as a path.
    pub(crate) name: String,
    /// Of a mail its bytes; of a folder the list of its names and hashes.
    pub(crate) sha256: Digest,
    pub(crate) message_id: Option<String>,
    pub(crate) subject: String,
    pub(crate) from_name: String,
    pub(crate) from_address: String,
    /// RFC 3339, from the Date header.
    pub(crate) sent_at: Option<String>,
    /// RFC 3339, from the topmost Received header.
    pub(crate) received_at: Option<String>,
    pub(crate) unit: Option<String>,
    /// RFC 3339, when it was taken in here.
    pub(crate) taken_at: String,
    pub(crate) duplicate_of: Option<i64>,
}

pub(crate) fn insert(db: &Connection, source: &Source) -> Result<i64, StoreError> {
    db.prepare_cached(
        "INSERT INTO source (kind, name, sha256, message_id, subject, from_name, from_address, sent_at, received_at, unit, taken_at, duplicate_of)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
    )?
    .execute(params![
            match source.kind {
                Kind::Mail => "mail",
                Kind::Folder => "folder",
            },
            source.name,
            source.sha256.to_string(),
            source.message_id,
            source.subject,
            source.from_name,
            source.from_address,
            source.sent_at,
            source.received_at,
            source.unit,
            source.taken_at,
            source.duplicate_of,
        ])?;
    Ok(db.last_insert_rowid())
}

/// The source with exactly these bytes; of a copy, the one it is a copy of.
pub(crate) fn by_bytes(db: &Connection, sha256: Digest) -> Result<Option<i64>, StoreError> {
    Ok(db
        .prepare_cached("SELECT coalesce(duplicate_of, id) FROM source WHERE sha256 = ?1")?
        .query_row([sha256.to_string()], |row| row.get(0))
        .optional()?)
}

/// The first mail with this Message-ID.
pub(crate) fn by_message_id(db: &Connection, message_id: &str) -> Result<Option<i64>, StoreError> {
    Ok(db
        .prepare_cached("SELECT id FROM source WHERE message_id = ?1 AND duplicate_of IS NULL ORDER BY id LIMIT 1")?
        .query_row([message_id], |row| row.get(0))
        .optional()?)
}

/// The number of the source that came last; 0 before there is one.
pub(crate) fn last(db: &Connection) -> Result<i64, StoreError> {
    Ok(
        db.query_row("SELECT coalesce(max(id), 0) FROM source", [], |row| {
            row.get(0)
        })?,
    )
}

/// The hashes of all sources.
pub(crate) fn hashes(db: &Connection) -> Result<Vec<Digest>, StoreError> {
    list(db, "SELECT sha256 FROM source")
}

/// The hashes of all mails, copies included.
pub(crate) fn mail_hashes(db: &Connection) -> Result<Vec<Digest>, StoreError> {
    list(db, "SELECT sha256 FROM source WHERE kind = 'mail'")
}

fn list(db: &Connection, sql: &str) -> Result<Vec<Digest>, StoreError> {
    let mut query = db.prepare(sql)?;
    let rows = query.query_map([], |row| parsed(&row.get::<_, String>(0)?))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Every source with its number, in the order they came.
pub(crate) fn all(db: &Connection) -> Result<Vec<(i64, Source)>, StoreError> {
    let mut query = db.prepare("SELECT * FROM source ORDER BY id")?;
    let rows = query.query_map([], |row| Ok((row.get("id")?, read(row)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// How many sources went where. One without a draft whose every item says that it is no submission counts as set aside.
pub(crate) fn counts(db: &Connection) -> Result<Sources, StoreError> {
    let submits = QueueReason::NotASubmission.code();
    Ok(db.query_row(
        "SELECT count(*),
            count(*) FILTER (WHERE copy = 0 AND drafts),
            count(*) FILTER (WHERE copy = 0 AND NOT drafts AND asks),
            count(*) FILTER (WHERE copy = 1),
            count(*) FILTER (WHERE copy = 0 AND NOT drafts AND NOT asks AND waits)
         FROM (SELECT duplicate_of IS NOT NULL AS copy,
            EXISTS (SELECT 1 FROM draft WHERE draft.source = source.id) AS drafts,
            EXISTS (SELECT 1 FROM queue_item AS q WHERE q.source = source.id) AS waits,
            EXISTS (SELECT 1 FROM queue_item AS q WHERE q.source = source.id AND q.reason <> ?1) AS asks
            FROM source)",
        [submits],
        |row| {
            Ok(Sources {
                found: unsigned(row.get(0)?),
                with_entries: unsigned(row.get(1)?),
                queued: unsigned(row.get(2)?),
                duplicates: unsigned(row.get(3)?),
                set_aside: unsigned(row.get(4)?),
            })
        },
    )?)
}

pub(crate) fn get(db: &Connection, id: i64) -> Result<Source, StoreError> {
    let mut query = db.prepare_cached("SELECT * FROM source WHERE id = ?1")?;
    Ok(query.query_row([id], read)?)
}

pub(super) fn read(row: &Row<'_>) -> rusqlite::Result<Source> {
    Ok(Source {
        kind: match row.get::<_, String>("kind")?.as_str() {
            "mail" => Kind::Mail,
            _ => Kind::Folder,
        },
        name: row.get("name")?,
        sha256: parsed(&row.get::<_, String>("sha256")?)?,
        message_id: row.get("message_id")?,
        subject: row.get("subject")?,
        from_name: row.get("from_name")?,
        from_address: row.get("from_address")?,
        sent_at: row.get("sent_at")?,
        received_at: row.get("received_at")?,
        unit: row.get("unit")?,
        taken_at: row.get("taken_at")?,
        duplicate_of: row.get("duplicate_of")?,
    })
}
