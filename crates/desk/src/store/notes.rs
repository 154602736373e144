//! Table `note`: what the judge wrote down at a moment of a video or recording. Notes stay here.

use rusqlite::params;

use super::Desk;
use crate::error::DeskError;

pub(super) const TABLES: &str = "
CREATE TABLE note (
    id     INTEGER PRIMARY KEY,
    pack   TEXT NOT NULL,
    number TEXT NOT NULL,
    media  TEXT NOT NULL,                -- file name inside the pack
    at_ms  INTEGER NOT NULL,
    text   TEXT NOT NULL,
    FOREIGN KEY (pack, number) REFERENCES entry (pack, number)
) STRICT;
CREATE INDEX note_by_entry ON note (pack, number);
";

/// A note at a moment of a medium.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// Its identifier, unique on this desk.
    pub id: u32,
    /// The medium's file name inside the pack.
    pub media: String,
    /// The moment, in milliseconds from the beginning.
    pub at_ms: u32,
    /// What was written.
    pub text: String,
}

impl Desk {
    /// The notes of an entry in the order of their moments.
    pub(crate) fn notes(&self, pack: &str, number: &str) -> Result<Vec<Note>, DeskError> {
        let mut query = self.sql.prepare(
            "SELECT id, media, at_ms, text FROM note WHERE pack = ?1 AND number = ?2 ORDER BY media, at_ms, id",
        )?;
        let rows = query.query_map([pack, number], |row| {
            Ok(Note {
                id: row.get(0)?,
                media: row.get(1)?,
                at_ms: row.get(2)?,
                text: row.get(3)?,
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Adds a note.
    pub(crate) fn insert_note(
        &self,
        pack: &str,
        number: &str,
        (media, at_ms, text): (&str, u32, &str),
    ) -> Result<(), DeskError> {
        self.sql.execute(
            "INSERT INTO note (pack, number, media, at_ms, text) VALUES (?1, ?2, ?3, ?4, ?5)",
            params![pack, number, media, at_ms, text],
        )?;
        Ok(())
    }

    /// Removes a note of this entry.
    pub(crate) fn remove_note(&self, pack: &str, number: &str, id: u32) -> Result<(), DeskError> {
        self.sql.execute(
            "DELETE FROM note WHERE pack = ?1 AND number = ?2 AND id = ?3",
            params![pack, number, id],
        )?;
        Ok(())
    }
}
