//! The folder of an earlier contest, read without writing a byte to it.

use std::fs;
use std::path::Path;

use rusqlite::{Connection, OpenFlags};

use crate::error::{AlikeError, StoreError};
use crate::folder::DATABASE;
use crate::store;

/// Opens the database of a contest folder that is not `own` for reading. SQLite is told that nobody changes the file, so that it makes no
/// files beside it; that holds, since a folder that was not closed is refused.
///
/// # Errors
/// [`AlikeError::NotAContest`], [`AlikeError::PreviousIsOwn`], [`AlikeError::PreviousOpen`], a database of a later version.
pub(crate) fn open(folder: &Path, own: &Path) -> Result<Connection, AlikeError> {
    let not_a_contest = || AlikeError::NotAContest {
        folder: folder.to_owned(),
    };
    let database = folder.join(DATABASE);
    let path = fs::canonicalize(&database).map_err(|_| not_a_contest())?;
    if fs::canonicalize(own.join(DATABASE)).is_ok_and(|own| own == path) {
        return Err(AlikeError::PreviousIsOwn {
            folder: folder.to_owned(),
        });
    }
    let journal = path.with_file_name(format!("{DATABASE}-wal"));
    if fs::metadata(&journal).is_ok_and(|journal| journal.len() > 0) {
        return Err(AlikeError::PreviousOpen {
            folder: folder.to_owned(),
        });
    }
    let uri = uri(&path).ok_or_else(not_a_contest)?;
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY
        | OpenFlags::SQLITE_OPEN_URI
        | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let db = Connection::open_with_flags(uri, flags).map_err(StoreError::from)?;
    db.execute_batch("PRAGMA trusted_schema = OFF; PRAGMA mmap_size = 0;")
        .map_err(StoreError::from)?;
    if !store::is_ours(&db).map_err(|_| not_a_contest())? {
        return Err(not_a_contest());
    }
    Ok(db)
}

/// The path as SQLite's URI, every byte that could mean something escaped.
fn uri(path: &Path) -> Option<String> {
    let mut uri = String::from("file:");
    let text = path.to_str()?.replace('\\', "/");
    if !text.starts_with('/') {
        uri.push('/');
    }
    for byte in text.bytes() {
        match byte {
            b'/' | b'-' | b'_' | b'.' | b':' => uri.push(char::from(byte)),
            _ if byte.is_ascii_alphanumeric() => uri.push(char::from(byte)),
            _ => uri.push_str(&format!("%{byte:02X}")),
        }
    }
    uri.push_str("?immutable=1");
    Some(uri)
}
