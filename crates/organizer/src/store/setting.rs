//! Facts of the folder itself, by name.

use rusqlite::{Connection, OptionalExtension};

use crate::error::StoreError;

pub(super) const TABLE: &str = "CREATE TABLE setting (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT;";

/// The random name of this contest folder, 32 hex digits.
pub(crate) const CONTEST_KEY: &str = "contest_key";

/// The OpenSSH line of the public half of the organiser's signing key.
pub(crate) const SIGNING_KEY: &str = "signing_key";
/// The age recipient to which judges seal their bundles.
pub(crate) const REPLY_TO: &str = "reply_to";

/// Where packs are being written, while they are.
pub(crate) const PACKS_BEING_WRITTEN: &str = "packs_being_written";

/// The places of imports that have begun, until they come to their end.
pub(crate) const IMPORTS_BEGUN: &str = "imports_begun";

pub(crate) fn remove(db: &Connection, name: &str) -> Result<(), StoreError> {
    db.execute("DELETE FROM setting WHERE name = ?1", [name])?;
    Ok(())
}

pub(crate) fn set(db: &Connection, name: &str, value: &str) -> Result<(), StoreError> {
    db.execute(
        "INSERT INTO setting (name, value) VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        [name, value],
    )?;
    Ok(())
}

pub(crate) fn get(db: &Connection, name: &str) -> Result<Option<String>, StoreError> {
    Ok(db
        .query_row("SELECT value FROM setting WHERE name = ?1", [name], |row| {
            row.get(0)
        })
        .optional()?)
}
