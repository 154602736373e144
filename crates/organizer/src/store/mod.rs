//! The SQLite file: how it is opened and which tables it has. One table, one file.

use std::path::Path;

use rusqlite::Connection;

use crate::error::StoreError;

pub(crate) mod assignment;
pub(crate) mod attachment;
pub(crate) mod bundle;
pub(crate) mod draft;
pub(crate) mod draft_attachment;
pub(crate) mod entry;
pub(crate) mod finding;
pub(crate) mod issued_entry;
pub(crate) mod issued_pack;
pub(crate) mod judge;
pub(crate) mod log;
pub(crate) mod medium;
pub(crate) mod plan;
pub(crate) mod queue_item;
pub(crate) mod setting;
pub(crate) mod sheet;
pub(crate) mod source;
pub(crate) mod tie;

/// "JDof" in the file header, so that stock tools know whose file it is.
const APPLICATION_ID: i32 = 0x4a44_6f66;

/// Each step leads from the version of its index to the next; a published step is never edited.
const MIGRATIONS: [&[&str]; 3] = [
    &[
        setting::TABLE,
        source::TABLE,
        attachment::TABLE,
        medium::TABLE,
        draft::TABLE,
        draft_attachment::TABLE,
        finding::TABLE,
        queue_item::TABLE,
        entry::TABLE,
        judge::TABLE,
        plan::TABLE,
        assignment::TABLE,
        issued_pack::TABLE,
        issued_entry::TABLE,
        bundle::TABLE,
        sheet::TABLE,
    ],
    &[sheet::NOT_SEEN, tie::TABLE],
    &[log::TABLE],
];

/// Opens the file, brings its tables up to date and sets it to survive a power cut.
pub(crate) fn open(path: &Path) -> Result<Connection, StoreError> {
    let mut db = Connection::open(path)?;
    db.execute_batch(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; \
         PRAGMA mmap_size = 0; PRAGMA trusted_schema = OFF; PRAGMA busy_timeout = 2000;",
    )?;
    migrate(&mut db)?;
    Ok(db)
}

fn migrate(db: &mut Connection) -> Result<(), StoreError> {
    let version: i64 = db.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    let have = usize::try_from(version).map_err(|_| StoreError::damaged("user_version"))?;
    if have > MIGRATIONS.len() {
        return Err(StoreError::TooNew { version });
    }
    for (from, step) in MIGRATIONS.iter().enumerate().skip(have) {
        let change = db.transaction()?;
        for table in *step {
            change.execute_batch(table)?;
        }
        change.pragma_update(None, "application_id", APPLICATION_ID)?;
        change.pragma_update(None, "user_version", signed(from as u64 + 1))?;
        change.commit()?;
    }
    Ok(())
}

/// Lists and maps are kept as JSON text in one column.
pub(crate) fn to_json<T: serde::Serialize>(value: &T) -> Result<String, StoreError> {
    serde_json::to_string(value).map_err(|_| StoreError::damaged("json"))
}

pub(crate) fn from_json<T: serde::de::DeserializeOwned>(text: &str) -> rusqlite::Result<T> {
    serde_json::from_str(text).map_err(|error| {
        rusqlite::Error::FromSqlConversionFailure(0, rusqlite::types::Type::Text, Box::new(error))
    })
}

/// A column whose text must parse: an id, a hash, a date.
pub(crate) fn parsed<T>(text: &str) -> rusqlite::Result<T>
where
    T: std::str::FromStr,
    T::Err: std::error::Error + Send + Sync + 'static,
{
    text.parse().map_err(|error: T::Err| {
        rusqlite::Error::FromSqlConversionFailure(0, rusqlite::types::Type::Text, Box::new(error))
    })
}

/// A count or an index; SQLite has signed numbers only.
pub(crate) fn signed(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

pub(crate) fn unsigned(number: i64) -> u64 {
    u64::try_from(number).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_of_a_later_version_is_refused_and_left_alone() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("contest.sqlite");
        drop(open(&path).unwrap());
        Connection::open(&path)
            .unwrap()
            .pragma_update(None, "user_version", 99)
            .unwrap();
        assert!(matches!(
            open(&path),
            Err(StoreError::TooNew { version: 99 })
        ));
    }

    #[test]
    fn opening_twice_changes_nothing_and_every_table_is_strict() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("contest.sqlite");
        drop(open(&path).unwrap());
        let db = open(&path).unwrap();
        let loose: i64 = db
            .query_row("SELECT count(*) FROM pragma_table_list WHERE schema='main' AND type='table' AND strict=0 AND name NOT LIKE 'sqlite_%'", [], |row| row.get(0))
            .unwrap();
        assert_eq!(loose, 0);
    }
}
