//! The judge's SQLite file and what stands beside it: one file a table, one connection, one owner.

mod earlier;
mod exports;
mod notes;
mod packs;
pub(crate) mod sheets;
mod ties;

use std::fs::{self, File, TryLockError};
use std::path::{Path, PathBuf};

use rusqlite::Connection;

use crate::error::DeskError;

pub use exports::ExportRecord;
pub use notes::Note;
pub use packs::{PackRecord, RecentEntry};
pub(crate) use sheets::Turned;
pub(crate) use ties::DecidedTie;

/// The version of the tables this program writes.
const VERSION: i64 = 5;

/// What each version adds to the one before; the first entry leads from version 1 to version 2.
const STEPS: [&str; 4] = [
    "
-- Orders that do not follow the clock, which a judge may set back.
ALTER TABLE pack ADD COLUMN turn INTEGER NOT NULL DEFAULT 0;    -- rises with every opening
ALTER TABLE sheet ADD COLUMN turn INTEGER NOT NULL DEFAULT 0;   -- rises with every save
CREATE INDEX sheet_by_turn ON sheet (pack, turn);
CREATE INDEX change_undone ON change (pack, id) WHERE undone = 1;
-- The first file of the pack that was found damaged, and when; empty again once a check went through.
ALTER TABLE pack ADD COLUMN check_failed_at TEXT;
ALTER TABLE pack ADD COLUMN check_failed_file TEXT;
-- Bundles on their way to a file: whatever was left half done there is removed at the next opening.
CREATE TABLE unfinished (
    pack     TEXT NOT NULL,
    sequence INTEGER NOT NULL,
    place    TEXT NOT NULL,
    PRIMARY KEY (pack, sequence)
) STRICT, WITHOUT ROWID;
",
    ties::TABLES,
    exports::COMMENTS,
    earlier::COLUMNS,
];

/// The judge's data folder, opened by one program at a time.
pub struct Desk {
    pub(crate) sql: Connection,
    folder: PathBuf,
    /// Held for as long as the desk is open; the system lifts it when the program ends, however it ends.
    _lock: FolderLock,
}

/// A lock that ends with this value. Closing the file would do, were it not for programs started meanwhile: for a moment
/// each holds a copy of every open file, and with it the lock.
struct FolderLock(File);

impl Drop for FolderLock {
    fn drop(&mut self) {
        // The system lifts it at the latest when the program ends.
        let _ = self.0.unlock();
    }
}

impl Desk {
    /// Opens the data folder, making it on first use.
    ///
    /// # Errors
    /// [`DeskError::Locked`] while another program has it open, [`DeskError::TooNew`] for a folder of a
    /// later version, [`DeskError::FolderNotWritable`], else what the disk says.
    pub fn open(folder: &Path) -> Result<Desk, DeskError> {
        let failed = |source| DeskError::folder(folder, source);
        fs::create_dir_all(folder.join("keys")).map_err(failed)?;
        let lock = File::create(folder.join("lock")).map_err(failed)?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(DeskError::Locked(folder.to_owned())),
            Err(TryLockError::Error(error)) => return Err(error.into()),
        }
        let sql = Connection::open(folder.join("desk.sqlite"))?;
        // Every answered change is on the disk: WAL with FULL syncs the log at each commit.
        sql.pragma_update(None, "journal_mode", "WAL")?;
        sql.pragma_update(None, "synchronous", "FULL")?;
        sql.pragma_update(None, "foreign_keys", true)?;
        sql.pragma_update(None, "mmap_size", 0)?;
        sql.pragma_update(None, "trusted_schema", false)?;
        let mut desk = Desk {
            sql,
            folder: folder.to_owned(),
            _lock: FolderLock(lock),
        };
        desk.migrate()?;
        desk.remove_parts_of_keys();
        desk.settle_unfinished()?;
        Ok(desk)
    }

    /// Reads the whole file and holds it against its own rules (`PRAGMA integrity_check`); takes seconds on a large one.
    ///
    /// # Errors
    /// [`DeskError::Stored`] with the first thing that is wrong.
    pub fn verify(&self) -> Result<(), DeskError> {
        let found: String = self
            .sql
            .query_row("PRAGMA integrity_check(1)", [], |row| row.get(0))?;
        if found == "ok" {
            Ok(())
        } else {
            Err(DeskError::Stored(found))
        }
    }

    fn migrate(&mut self) -> Result<(), DeskError> {
        let version: i64 = self
            .sql
            .pragma_query_value(None, "user_version", |row| row.get(0))?;
        if version > VERSION {
            return Err(DeskError::TooNew(version));
        }
        if version == VERSION {
            return Ok(());
        }
        let making = self.sql.transaction()?;
        if version == 0 {
            for table in [
                packs::TABLES,
                sheets::TABLES,
                notes::TABLES,
                exports::TABLES,
            ] {
                making.execute_batch(table)?;
            }
        }
        for (to, step) in (2..).zip(STEPS) {
            if version < to {
                making.execute_batch(step)?;
            }
        }
        making.pragma_update(None, "user_version", VERSION)?;
        making.commit()?;
        Ok(())
    }

    /// A key is written whole or not at all; what a power cut left beside the whole ones is of no use to anybody.
    fn remove_parts_of_keys(&self) {
        let Ok(files) = fs::read_dir(self.folder.join("keys")) else {
            return;
        };
        for file in files.flatten().map(|file| file.path()) {
            if file.extension().is_some_and(|ending| ending == "part") {
                // Left lying it does no harm either.
                let _ = fs::remove_file(file);
            }
        }
    }

    /// Where the judge's encrypted key for a pack is kept. Pack ids are hexadecimal, so they name files.
    pub(crate) fn key_place(&self, pack_id: &str) -> PathBuf {
        self.folder.join("keys").join(format!("{pack_id}.key"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lock_ends_with_the_desk_though_a_copy_of_the_open_file_is_left() {
        let folder = tempfile::tempdir().unwrap();
        let desk = Desk::open(folder.path()).unwrap();
        let copy = desk._lock.0.try_clone().unwrap();
        drop(desk);
        assert!(Desk::open(folder.path()).is_ok());
        drop(copy);
    }

    #[test]
    fn a_file_of_version_one_keeps_its_sheets_and_gets_the_later_tables() {
        let folder = tempfile::tempdir().unwrap();
        let old = Connection::open(folder.path().join("desk.sqlite")).unwrap();
        for table in [
            packs::TABLES,
            sheets::TABLES,
            notes::TABLES,
            exports::TABLES,
        ] {
            old.execute_batch(table).unwrap();
        }
        old.execute_batch(
            r#"INSERT INTO pack (id, path, contest, title, judge, organiser_key, opened_at)
                   VALUES ('p', '/p', 'c', 't', 'J01', 'k', '2026-10-14T09:20:00+08:00');
               INSERT INTO entry (pack, position, number, label, theme) VALUES ('p', 0, 'T-1', '交-001', '交');
               INSERT INTO sheet (pack, number, content, saved_at) VALUES ('p', 'T-1',
                   '{"marks":{"fit":8.0},"comment":"好","flagged":true,"recusal":null}', '2026-10-14T09:21:00+08:00');
               PRAGMA user_version = 1;"#,
        )
        .unwrap();
        drop(old);

        let mut desk = Desk::open(folder.path()).unwrap();
        let sheets = desk.sheets("p").unwrap();
        assert_eq!(sheets[0].1.comment, "好");
        assert!(sheets[0].1.not_seen.is_empty());
        let tie = DecidedTie {
            theme: 2,
            numbers: vec!["T-1".to_owned(), "T-2".to_owned()],
            decided_at: String::new(),
        };
        desk.save_tie_order("p", &tie).unwrap();
        drop(desk);
        let desk = Desk::open(folder.path()).unwrap();
        assert_eq!(desk.tie_orders("p").unwrap()[0].numbers, tie.numbers);
    }

    #[test]
    fn a_file_of_a_later_version_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        drop(Desk::open(folder.path()).unwrap());
        Connection::open(folder.path().join("desk.sqlite"))
            .unwrap()
            .pragma_update(None, "user_version", 99)
            .unwrap();
        let refused = Desk::open(folder.path());
        assert!(matches!(refused, Err(DeskError::TooNew(99))));
    }
}
