//! A strict ZIP: stored entries only, one way to write each archive, and a reader that accepts nothing else.
//!
//! Ordinary ZIP readers disagree about archives with duplicate names, hidden entries, gaps or two directories, and each
//! disagreement is a place to hide something. Here the bytes of every header follow from the names, sizes, CRCs and
//! the order of the entries, so the reader can compare instead of interpret. What it accepts, every stock tool
//! (`unzip`, `python3 -m zipfile`) reads the same way.

mod directory;
mod end;
mod fields;
mod layout;
mod names;
mod writer;

pub(crate) use layout::archive_len;

pub use directory::{ZipDirectory, ZipEntry};
pub use names::{BadName, check_name};
pub use writer::ZipWriter;

use std::io;

/// Most entries of an archive, unless its reader and writer say otherwise.
pub const MOST_ENTRIES: u64 = 100_000;

/// Why an archive was refused.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ZipError {
    /// There is no end-of-directory record at all.
    #[error("not a ZIP archive")]
    NotAZip,
    /// Bytes before the first entry.
    #[error("{bytes} bytes before the first entry")]
    LeadingBytes {
        /// How many.
        bytes: u64,
    },
    /// Bytes after the end record.
    #[error("{bytes} bytes after the end of the archive")]
    TrailingBytes {
        /// How many.
        bytes: u64,
    },
    /// A comment of the archive or of an entry.
    #[error("the archive carries a comment")]
    Comment,
    /// Several disks.
    #[error("the archive claims several disks")]
    SeveralDisks,
    /// Too many entries, or a directory too large for its entries.
    #[error("{entries} entries are too many")]
    TooManyEntries {
        /// How many the end record states.
        entries: u64,
    },
    /// The end records or the directory contradict themselves.
    #[error("the directory contradicts itself: {why}")]
    BadDirectory {
        /// What contradicts.
        why: &'static str,
    },
    /// A name that is not allowed.
    #[error("the name {name:?} is not allowed: {why}")]
    Name {
        /// The name, cut to 80 characters.
        name: String,
        /// Why not.
        why: BadName,
    },
    /// One name twice.
    #[error("{name} is there twice")]
    Duplicate {
        /// The name.
        name: String,
    },
    /// Two names that some file system takes for one: other case, other Unicode form, or a file used as a folder.
    #[error("{name} and {other} clash")]
    Clash {
        /// The earlier name.
        name: String,
        /// The later name.
        other: String,
    },
    /// Encrypted by ZIP's own means.
    #[error("{name} is encrypted inside the archive")]
    Encrypted {
        /// The entry.
        name: String,
    },
    /// Sizes and CRC after the data instead of before it.
    #[error("{name} has a data descriptor")]
    DataDescriptor {
        /// The entry.
        name: String,
    },
    /// Compressed.
    #[error("{name} is compressed (method {method})")]
    Compressed {
        /// The entry.
        name: String,
        /// ZIP's number of the method.
        method: u16,
    },
    /// A symbolic link or another special file.
    #[error("{name} is a link or special file")]
    Link {
        /// The entry.
        name: String,
    },
    /// A header field is not as this format writes it.
    #[error("{name} has another header than this format writes")]
    NotCanonical {
        /// The entry.
        name: String,
    },
    /// The header before the data says something else than the directory.
    #[error("{name} has another header before its data than in the directory")]
    LocalDiffers {
        /// The entry.
        name: String,
    },
    /// Bytes between two entries.
    #[error("{bytes} unexplained bytes before {name}")]
    Gap {
        /// The entry after the gap; `(directory)` for the directory.
        name: String,
        /// How many.
        bytes: u64,
    },
    /// Two entries share bytes, or stand in another order than in the directory.
    #[error("{name} overlaps what stands before it")]
    Overlap {
        /// The later entry; `(directory)` for the directory.
        name: String,
    },
    /// The data does not have its CRC-32.
    #[error("{name} has another CRC-32 than stated")]
    WrongCrc {
        /// The entry.
        name: String,
    },
    /// More data than the reader accepts for this entry.
    #[error("{name} is larger than {limit} bytes")]
    TooLarge {
        /// The entry.
        name: String,
        /// The limit in bytes.
        limit: u64,
    },
    /// The writer was given other data than announced.
    #[error("{name} was announced with other size or CRC-32")]
    Announced {
        /// The entry.
        name: String,
    },
    /// The source failed.
    #[error(transparent)]
    Io(#[from] io::Error),
}
