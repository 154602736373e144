//! Copies of media with parts covered, by the original and what is covered. Two drafts that cover the same share one.

use rusqlite::{Connection, OptionalExtension, params};

use crate::digest::Digest;
use crate::error::StoreError;

use super::medium::Copy;
use super::still::Still;
use super::{from_json, parsed, signed, to_json, unsigned};

pub(super) const TABLE: &str = "CREATE TABLE masked (
    medium TEXT NOT NULL REFERENCES medium (sha256),
    masks TEXT NOT NULL,
    measured TEXT NOT NULL,
    copy_sha256 TEXT NOT NULL,
    copy_bytes INTEGER NOT NULL,
    copy_ending TEXT NOT NULL,
    how TEXT NOT NULL,
    stills TEXT NOT NULL,
    PRIMARY KEY (medium, masks)
) STRICT;";

/// Keeps a copy with these masks, which are in order.
pub(crate) fn note(
    db: &Connection,
    medium: Digest,
    masks: &[media::Mask],
    copy: &Copy,
    stills: &[Still],
) -> Result<(), StoreError> {
    db.execute(
        "INSERT INTO masked (medium, masks, measured, copy_sha256, copy_bytes, copy_ending, how, stills)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) ON CONFLICT DO NOTHING",
        params![
            medium.to_string(),
            to_json(&masks)?,
            to_json(&copy.measured)?,
            copy.sha256.to_string(),
            signed(copy.bytes),
            copy.ending,
            copy.how,
            to_json(&stills)?,
        ],
    )?;
    Ok(())
}

/// The copy with exactly these masks, which are in order, and its stills.
pub(crate) fn get(
    db: &Connection,
    medium: Digest,
    masks: &[media::Mask],
) -> Result<Option<(Copy, Vec<Still>)>, StoreError> {
    let mut query = db.prepare_cached("SELECT * FROM masked WHERE medium = ?1 AND masks = ?2")?;
    let found = query.query_row(params![medium.to_string(), to_json(&masks)?], |row| {
        let copy = Copy {
            measured: from_json(&row.get::<_, String>("measured")?)?,
            sha256: parsed(&row.get::<_, String>("copy_sha256")?)?,
            bytes: unsigned(row.get("copy_bytes")?),
            ending: row.get("copy_ending")?,
            how: row.get("how")?,
        };
        Ok((copy, from_json(&row.get::<_, String>("stills")?)?))
    });
    Ok(found.optional()?)
}
