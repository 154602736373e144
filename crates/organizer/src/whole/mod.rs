//! The whole folder in one file, and the way back: a ZIP that any tool opens, with the SHA-256 of everything in it.
//!
//! The keys are in it as they lie in the folder, so locked keys stay locked. Nothing is called a backup before it was read
//! back, and no folder is called a contest before every file of it was compared.

mod contents;
mod last;
mod names;
mod restore;
mod save;
#[cfg(test)]
mod tests;

use serde::Serialize;

pub use last::LastBackup;

/// What is done about keys that lie open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OpenKeys {
    /// Nothing is written.
    Refuse,
    /// They go into the file as they are: whoever has the file has the keys.
    Include,
}

/// A backup that was written and read back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct BackedUp {
    /// The file.
    pub file: String,
    /// How many files are in it.
    pub files: u32,
    /// Their length together in bytes.
    pub bytes: u64,
    /// SHA-256 of the list of hashes in it, hexadecimal: two backups of one content have the same.
    pub sums_sha256: String,
    /// Files of the folder whose bytes are no longer those of their name; they are in the backup as they are.
    pub damaged: Vec<String>,
}

/// A contest that was restored.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Restored {
    /// The new folder.
    pub folder: String,
    /// The contest's title.
    pub title: String,
    /// When the backup was made; RFC 3339.
    pub made_at: String,
    /// How many files were compared and written.
    pub files: u32,
    /// Their length together in bytes.
    pub bytes: u64,
    /// The fingerprint of the organiser's key, six groups of five digits.
    pub fingerprint: String,
}
