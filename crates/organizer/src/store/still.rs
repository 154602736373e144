//! Small still pictures of each medium, in the order of the film.

use rusqlite::{Connection, params};

use crate::digest::Digest;
use crate::error::StoreError;

use super::{parsed, signed, unsigned};

pub(super) const TABLE: &str = "CREATE TABLE still (
    medium TEXT NOT NULL REFERENCES medium (sha256),
    at_ms INTEGER NOT NULL,
    sha256 TEXT NOT NULL,
    PRIMARY KEY (medium, at_ms)
) STRICT;";

/// One still picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub(crate) struct Still {
    /// Where in the film it stands, in milliseconds.
    pub(crate) at_ms: u64,
    /// The name of the JPEG among the media.
    pub(crate) sha256: Digest,
}

pub(crate) fn note(db: &Connection, medium: Digest, still: &Still) -> Result<(), StoreError> {
    db.execute(
        "INSERT INTO still (medium, at_ms, sha256) VALUES (?1, ?2, ?3) ON CONFLICT DO UPDATE SET sha256 = ?3",
        params![
            medium.to_string(),
            signed(still.at_ms),
            still.sha256.to_string()
        ],
    )?;
    Ok(())
}

pub(crate) fn of_medium(db: &Connection, medium: Digest) -> Result<Vec<Still>, StoreError> {
    let mut query =
        db.prepare_cached("SELECT at_ms, sha256 FROM still WHERE medium = ?1 ORDER BY at_ms")?;
    let rows = query.query_map([medium.to_string()], |row| {
        Ok(Still {
            at_ms: unsigned(row.get(0)?),
            sha256: parsed(&row.get::<_, String>(1)?)?,
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}
