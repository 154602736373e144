//! Table `export`: every score bundle ever signed here, with its bytes. Rows are never removed.

use std::path::{Path, PathBuf};

use rusqlite::{OptionalExtension, params};

use super::Desk;
use crate::error::DeskError;

pub(super) const TABLES: &str = "
CREATE TABLE export (
    pack        TEXT NOT NULL REFERENCES pack (id),
    sequence    INTEGER NOT NULL,
    signed_at   TEXT NOT NULL,
    changes     INTEGER NOT NULL,        -- sheets that differ from the revision before
    bundle_json BLOB NOT NULL,           -- the bytes the judge signed
    sealed      BLOB NOT NULL,           -- the file as handed in
    path        TEXT,                    -- where it was written and read back
    PRIMARY KEY (pack, sequence)
) STRICT, WITHOUT ROWID;
";

/// One signed revision.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExportRecord {
    /// The revision, from 1.
    pub sequence: u32,
    /// When it was signed, RFC 3339.
    pub signed_at: String,
    /// How many sheets differ from the revision before.
    pub changes: u32,
    /// The bytes the judge signed.
    pub bundle_json: Vec<u8>,
    /// Where the file was written and read back; `None` when writing never succeeded.
    pub path: Option<PathBuf>,
}

impl Desk {
    /// The signed revisions of a pack, the latest first.
    pub(crate) fn exports(&self, pack: &str) -> Result<Vec<ExportRecord>, DeskError> {
        let mut query = self.sql.prepare(
            "SELECT sequence, signed_at, changes, bundle_json, path FROM export \
             WHERE pack = ?1 ORDER BY sequence DESC",
        )?;
        let rows = query.query_map([pack], |row| {
            Ok(ExportRecord {
                sequence: row.get(0)?,
                signed_at: row.get(1)?,
                changes: row.get(2)?,
                bundle_json: row.get(3)?,
                path: row.get::<_, Option<String>>(4)?.map(PathBuf::from),
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The latest revision that reached a file, for the start page.
    ///
    /// # Errors
    /// What the desk's file says.
    pub fn last_revision(&self, pack: &str) -> Result<Option<u32>, DeskError> {
        let found = self.sql.query_row(
            "SELECT max(sequence) FROM export WHERE pack = ?1 AND path IS NOT NULL",
            [pack],
            |row| row.get(0),
        );
        Ok(found.optional()?.flatten())
    }

    /// Commits a signed revision before any file is written, so that a sequence number is never used twice.
    pub(crate) fn commit_export(
        &self,
        pack: &str,
        export: &ExportRecord,
        sealed: &[u8],
    ) -> Result<(), DeskError> {
        self.sql.execute(
            "INSERT INTO export (pack, sequence, signed_at, changes, bundle_json, sealed) \
             VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            params![
                pack,
                export.sequence,
                export.signed_at,
                export.changes,
                export.bundle_json,
                sealed
            ],
        )?;
        Ok(())
    }

    /// Notes where a revision was written and read back.
    pub(crate) fn note_written(
        &self,
        pack: &str,
        sequence: u32,
        path: &Path,
    ) -> Result<(), DeskError> {
        self.sql.execute(
            "UPDATE export SET path = ?3 WHERE pack = ?1 AND sequence = ?2",
            params![pack, sequence, path.to_string_lossy()],
        )?;
        Ok(())
    }
}
