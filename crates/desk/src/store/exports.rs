//! Table `export`: every score bundle ever signed here, with its bytes. Rows are never removed.

use std::path::{Path, PathBuf};

use pack::score_bundle::{self, ScoreBundle};
use rusqlite::{OptionalExtension, params};

use super::Desk;
use crate::error::DeskError;
use crate::place::{folder_of, holds, remove_part};

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

/// What version 4 adds: the comments of a revision, which are not among the signed bytes.
pub(super) const COMMENTS: &str = "
ALTER TABLE export ADD COLUMN comments_json BLOB NOT NULL DEFAULT x'';  -- the file whose hash the judge signed
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
    /// The comments, whose hash is among those bytes.
    pub comments_json: Vec<u8>,
    /// Where the file was written and read back; `None` when writing never succeeded.
    pub path: Option<PathBuf>,
}

impl ExportRecord {
    /// What was signed, with its comments.
    ///
    /// # Errors
    /// [`DeskError::Stored`] when the record is damaged.
    pub(crate) fn bundle(&self) -> Result<ScoreBundle, DeskError> {
        score_bundle::join(&self.bundle_json, Some(&self.comments_json))
            .map_err(|error| DeskError::Stored(error.to_string()))
    }
}

impl Desk {
    /// The signed revisions of a pack, the latest first.
    pub(crate) fn exports(&self, pack: &str) -> Result<Vec<ExportRecord>, DeskError> {
        let mut query = self.sql.prepare(
            "SELECT sequence, signed_at, changes, bundle_json, comments_json, path FROM export \
             WHERE pack = ?1 ORDER BY sequence DESC",
        )?;
        let rows = query.query_map([pack], |row| {
            Ok(ExportRecord {
                sequence: row.get(0)?,
                signed_at: row.get(1)?,
                changes: row.get(2)?,
                bundle_json: row.get(3)?,
                comments_json: row.get(4)?,
                path: row.get::<_, Option<String>>(5)?.map(PathBuf::from),
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The bytes of a signed revision as handed in.
    pub(crate) fn sealed(&self, pack: &str, sequence: u32) -> Result<Vec<u8>, DeskError> {
        let found = self.sql.query_row(
            "SELECT sealed FROM export WHERE pack = ?1 AND sequence = ?2",
            params![pack, sequence],
            |row| row.get(0),
        );
        found
            .optional()?
            .ok_or_else(|| DeskError::NoSuch(sequence.to_string()))
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

    /// Commits a signed revision before any file is written, so that a sequence number is never used twice, and where
    /// it is about to be written.
    pub(crate) fn commit_export(
        &self,
        pack: &str,
        export: &ExportRecord,
        sealed: &[u8],
        place: &Path,
    ) -> Result<(), DeskError> {
        let change = self.sql.unchecked_transaction()?;
        change.execute(
            "INSERT INTO export (pack, sequence, signed_at, changes, bundle_json, comments_json, sealed) \
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            params![
                pack,
                export.sequence,
                export.signed_at,
                export.changes,
                export.bundle_json,
                export.comments_json,
                sealed
            ],
        )?;
        change.execute(
            "INSERT INTO unfinished (pack, sequence, place) VALUES (?1, ?2, ?3)",
            params![pack, export.sequence, place.to_string_lossy()],
        )?;
        change.commit()?;
        Ok(())
    }

    /// Notes where a revision was written and read back.
    pub(crate) fn note_written(
        &self,
        pack: &str,
        sequence: u32,
        path: &Path,
    ) -> Result<(), DeskError> {
        let change = self.sql.unchecked_transaction()?;
        change.execute(
            "UPDATE export SET path = ?3 WHERE pack = ?1 AND sequence = ?2",
            params![pack, sequence, path.to_string_lossy()],
        )?;
        change.execute(
            "DELETE FROM unfinished WHERE pack = ?1 AND sequence = ?2",
            params![pack, sequence],
        )?;
        change.commit()?;
        Ok(())
    }

    /// Looks after the bundles whose writing never came to an end: a file that is whole is noted as written, half a file
    /// is removed. A folder that is not there, such as a stick that is out, is looked at the next time.
    pub(super) fn settle_unfinished(&self) -> Result<(), DeskError> {
        for (pack, sequence, place) in self.unfinished()? {
            if !folder_of(&place).is_dir() || remove_part(&place).is_err() {
                continue;
            }
            if holds(&place, &self.sealed(&pack, sequence)?) {
                self.note_written(&pack, sequence, &place)?;
            } else {
                self.sql.execute(
                    "DELETE FROM unfinished WHERE pack = ?1 AND sequence = ?2",
                    params![pack, sequence],
                )?;
            }
        }
        Ok(())
    }

    fn unfinished(&self) -> Result<Vec<(String, u32, PathBuf)>, DeskError> {
        let mut query = self
            .sql
            .prepare("SELECT pack, sequence, place FROM unfinished")?;
        let rows = query.query_map([], |row| {
            Ok((
                row.get(0)?,
                row.get(1)?,
                PathBuf::from(row.get::<_, String>(2)?),
            ))
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::place::part_of;

    #[test]
    fn half_a_bundle_left_by_a_power_cut_is_removed_and_a_whole_one_is_noted() {
        let folder = tempfile::tempdir().unwrap();
        let data = folder.path().join("data");
        let place = |name: &str| folder.path().join(name);
        let begin = |desk: &Desk, sequence, place: &Path| {
            let record = ExportRecord {
                sequence,
                signed_at: String::new(),
                changes: 0,
                bundle_json: Vec::new(),
                comments_json: Vec::new(),
                path: None,
            };
            desk.commit_export("p", &record, b"whole", place).unwrap();
        };
        {
            let desk = Desk::open(&data).unwrap();
            let columns = "id, path, contest, title, judge, organiser_key, opened_at";
            let row = format!("INSERT INTO pack ({columns}) VALUES ('p', '', '', '', '', '', '')");
            desk.sql.execute(&row, []).unwrap();
            begin(&desk, 1, &place("renamed"));
            begin(&desk, 2, &place("half"));
            begin(&desk, 3, &place("stick/out"));
        }
        fs::write(place("renamed"), b"whole").unwrap();
        fs::write(part_of(&place("half")), b"wh").unwrap();
        let written = |desk: &Desk| -> Vec<(u32, bool)> {
            let exports = desk.exports("p").unwrap();
            exports
                .iter()
                .map(|e| (e.sequence, e.path.is_some()))
                .collect()
        };
        let desk = Desk::open(&data).unwrap();
        assert_eq!(written(&desk), [(3, false), (2, false), (1, true)]);
        assert!(!part_of(&place("half")).exists());
        assert_eq!(desk.unfinished().unwrap().len(), 1, "the stick is out");
        drop(desk);
        fs::create_dir(place("stick")).unwrap();
        fs::write(part_of(&place("stick/out")), b"w").unwrap();
        let desk = Desk::open(&data).unwrap();
        assert_eq!(fs::read_dir(place("stick")).unwrap().count(), 0);
        assert!(desk.unfinished().unwrap().is_empty());
    }
}
