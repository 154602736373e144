//! Each distinct medium once, by the hash of the original: what was measured and the copy that judges see.

use rusqlite::{Connection, Row, params};

use crate::digest::Digest;
use crate::error::StoreError;

use super::{parsed, signed, unsigned};

pub(super) const TABLE: &str = "CREATE TABLE medium (
    sha256 TEXT PRIMARY KEY,
    bytes INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'ready', 'unreadable')),
    why TEXT,
    measured TEXT,
    copy_sha256 TEXT,
    copy_bytes INTEGER,
    copy_ending TEXT,
    how TEXT,
    CHECK (state <> 'ready' OR (measured IS NOT NULL AND copy_sha256 IS NOT NULL AND copy_ending IS NOT NULL))
) STRICT;";

/// What is known of a medium.
#[derive(Clone, Debug)]
pub(crate) enum State {
    /// Not measured yet, or the copy is not made yet.
    Waiting,
    /// Measured, and the copy is there.
    Ready(Box<Copy>),
    /// Nothing in it can be played or shown.
    Unreadable,
}

/// A measured original and its copy.
#[derive(Clone, Debug)]
pub(crate) struct Copy {
    pub(crate) measured: media::Measured,
    pub(crate) sha256: Digest,
    pub(crate) bytes: u64,
    /// The ending of the copy's name without the dot: `mp4`, `m4a`, `jpg`, `pdf`.
    pub(crate) ending: String,
    pub(crate) how: String,
}

/// One row.
#[derive(Clone, Debug)]
pub(crate) struct Medium {
    pub(crate) sha256: Digest,
    pub(crate) bytes: u64,
    pub(crate) state: State,
}

/// Notes a medium that was not seen before, as waiting.
pub(crate) fn note(db: &Connection, sha256: Digest, bytes: u64) -> Result<(), StoreError> {
    db.execute(
        "INSERT INTO medium (sha256, bytes, state) VALUES (?1, ?2, 'waiting') ON CONFLICT DO NOTHING",
        params![sha256.to_string(), signed(bytes)],
    )?;
    Ok(())
}

pub(crate) fn set_ready(db: &Connection, sha256: Digest, copy: &Copy) -> Result<(), StoreError> {
    db.execute(
        "UPDATE medium SET state = 'ready', why = NULL, measured = ?2, copy_sha256 = ?3, copy_bytes = ?4, copy_ending = ?5, how = ?6 WHERE sha256 = ?1",
        params![
            sha256.to_string(),
            super::to_json(&copy.measured)?,
            copy.sha256.to_string(),
            signed(copy.bytes),
            copy.ending,
            copy.how,
        ],
    )?;
    Ok(())
}

pub(crate) fn set_unreadable(db: &Connection, sha256: Digest, why: &str) -> Result<(), StoreError> {
    db.execute(
        "UPDATE medium SET state = 'unreadable', why = ?2 WHERE sha256 = ?1",
        params![sha256.to_string(), why],
    )?;
    Ok(())
}

/// The media that still have to be measured and copied, in the order they came.
pub(crate) fn waiting(db: &Connection) -> Result<Vec<Medium>, StoreError> {
    let mut query = db.prepare("SELECT * FROM medium WHERE state = 'waiting' ORDER BY rowid")?;
    let rows = query.query_map([], read)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// The media of a draft, in the order they were attached.
pub(crate) fn of_draft(db: &Connection, draft: i64) -> Result<Vec<Medium>, StoreError> {
    let mut query = db.prepare_cached(
        "SELECT medium.* FROM draft_attachment AS d
         JOIN draft ON draft.id = d.draft
         JOIN attachment AS a ON a.source = draft.source AND a.position = d.position
         JOIN medium ON medium.sha256 = a.sha256
         WHERE d.draft = ?1 ORDER BY d.position",
    )?;
    let rows = query.query_map([draft], read)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn read(row: &Row<'_>) -> rusqlite::Result<Medium> {
    let state = match row.get::<_, String>("state")?.as_str() {
        "ready" => State::Ready(Box::new(Copy {
            measured: super::from_json(&row.get::<_, String>("measured")?)?,
            sha256: parsed(&row.get::<_, String>("copy_sha256")?)?,
            bytes: unsigned(row.get("copy_bytes")?),
            ending: row.get("copy_ending")?,
            how: row.get("how")?,
        })),
        "unreadable" => State::Unreadable,
        _ => State::Waiting,
    };
    Ok(Medium {
        sha256: parsed(&row.get::<_, String>("sha256")?)?,
        bytes: unsigned(row.get("bytes")?),
        state,
    })
}
