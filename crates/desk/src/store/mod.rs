//! The judge's SQLite file and what stands beside it: one file a table, one connection, one owner.

mod exports;
mod notes;
mod packs;
pub(crate) mod sheets;

use std::fs::{self, File, TryLockError};
use std::path::{Path, PathBuf};

use rusqlite::Connection;

use crate::error::DeskError;

pub use exports::ExportRecord;
pub use notes::Note;
pub use packs::{PackRecord, RecentEntry};
pub(crate) use sheets::Turned;

/// The version of the tables this program writes.
const VERSION: i64 = 1;

/// The judge's data folder, opened by one program at a time.
pub struct Desk {
    pub(crate) sql: Connection,
    folder: PathBuf,
    /// Held for as long as the desk is open; the system lifts it when the program ends, however it ends.
    _lock: File,
}

impl Desk {
    /// Opens the data folder, making it on first use.
    ///
    /// # Errors
    /// [`DeskError::Locked`] while another program has it open, [`DeskError::TooNew`] for a folder of a
    /// later version, else what the disk says.
    pub fn open(folder: &Path) -> Result<Desk, DeskError> {
        fs::create_dir_all(folder.join("keys"))?;
        let lock = File::create(folder.join("lock"))?;
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
            _lock: lock,
        };
        desk.migrate()?;
        Ok(desk)
    }

    fn migrate(&mut self) -> Result<(), DeskError> {
        let version: i64 = self
            .sql
            .pragma_query_value(None, "user_version", |row| row.get(0))?;
        if version > VERSION {
            return Err(DeskError::TooNew(version));
        }
        if version == 0 {
            let making = self.sql.transaction()?;
            for table in [
                packs::TABLES,
                sheets::TABLES,
                notes::TABLES,
                exports::TABLES,
            ] {
                making.execute_batch(table)?;
            }
            making.pragma_update(None, "user_version", VERSION)?;
            making.commit()?;
        }
        Ok(())
    }

    /// Where the judge's encrypted key for a pack is kept. Pack ids are hexadecimal, so they name files.
    pub(crate) fn key_place(&self, pack_id: &str) -> PathBuf {
        self.folder.join("keys").join(format!("{pack_id}.key"))
    }
}
