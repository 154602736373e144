//! Refusals: one small enum for each family of use cases, each with a code and facts under which the messages hold what
//! happened, what is safe and what to do.

mod alike;
mod backup;
mod by_hand;
mod decisions;
mod entries;
mod judging;
mod keys;
mod marks;
mod outcome;
mod publish;

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

pub use alike::AlikeError;
pub use backup::BackupError;
pub use by_hand::HandError;
pub use decisions::DecideError;
pub use entries::{AcceptError, FolderError, JudgesError, ReceiveError};
pub use judging::{IssueError, MergeError, PlanError};
pub use keys::KeysError;
pub use marks::MarkError;
pub use outcome::{DecisionError, RankError, ResultsError, WhatIfRefused};
pub use publish::PublishError;

/// The facts of a refusal or finding, by name, ready to fill into a message.
pub type Facts = BTreeMap<String, String>;

/// What every refusal of this crate can say about itself.
pub trait Refusal: std::error::Error {
    /// The message key, for example `contest_locked`.
    fn code(&self) -> &'static str;
    /// What the message needs: names, counts, paths.
    fn facts(&self) -> Facts;
}

/// Facts from pairs.
pub(crate) fn facts<const N: usize>(pairs: [(&str, String); N]) -> Facts {
    pairs
        .into_iter()
        .map(|(name, value)| (name.to_owned(), value))
        .collect()
}

/// The contest has no such round.
#[derive(Debug, thiserror::Error)]
#[error("the contest has no round {round:?}")]
pub struct RoundUnknown {
    /// What was asked for.
    pub round: String,
    /// The rounds it has.
    pub rounds: Vec<String>,
}

impl Refusal for RoundUnknown {
    fn code(&self) -> &'static str {
        "round_unknown"
    }

    fn facts(&self) -> Facts {
        facts([
            ("round", self.round.clone()),
            ("rounds", listed(&self.rounds)),
        ])
    }
}

/// The contest's database or one of its files cannot be read or written.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// SQLite refused.
    #[error("the database refused")]
    Database(#[from] rusqlite::Error),
    /// The file system refused.
    #[error("{path}: {source}")]
    File {
        /// Which file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The database was written by a later version of the program.
    #[error("the database has version {version}, which this program does not know")]
    TooNew {
        /// The version of the file.
        version: i64,
    },
    /// The log of decisions is not as it was written.
    #[error("the log is not as it was written, from line {seq}")]
    LogBroken {
        /// The first line that is wrong or missing, from 1.
        seq: u32,
    },
    /// Something in the folder is not what this program writes.
    #[error("{what} is not as it was written")]
    Damaged {
        /// What.
        what: &'static str,
    },
}

impl StoreError {
    pub(crate) fn file(path: &Path, source: io::Error) -> Self {
        Self::File {
            path: path.to_owned(),
            source,
        }
    }

    pub(crate) fn damaged(what: &'static str) -> Self {
        Self::Damaged { what }
    }
}

impl Refusal for StoreError {
    fn code(&self) -> &'static str {
        match self {
            Self::Database(rusqlite::Error::SqliteFailure(failure, _))
                if failure.code == rusqlite::ErrorCode::DiskFull =>
            {
                "disk_full"
            }
            Self::Database(_) => "database_failed",
            Self::File { source, .. } if source.kind() == io::ErrorKind::StorageFull => "disk_full",
            Self::File { source, .. } if source.kind() == io::ErrorKind::NotFound => "file_missing",
            Self::File { .. } => "file_failed",
            Self::TooNew { .. } => "folder_too_new",
            Self::LogBroken { .. } => "log_broken",
            Self::Damaged { .. } => "folder_damaged",
        }
    }

    fn facts(&self) -> Facts {
        match self {
            Self::Database(error) => facts([("why", error.to_string())]),
            Self::File { path, source } => facts([
                ("path", path.display().to_string()),
                ("why", source.to_string()),
            ]),
            Self::TooNew { version } => facts([("version", version.to_string())]),
            Self::LogBroken { seq } => facts([("line", seq.to_string())]),
            Self::Damaged { what } => facts([("what", (*what).to_owned())]),
        }
    }
}

/// At most ten, then how many more.
fn listed<T: ToString>(items: &[T]) -> String {
    let mut text = items
        .iter()
        .take(10)
        .map(T::to_string)
        .collect::<Vec<_>>()
        .join(", ");
    if items.len() > 10 {
        text.push_str(&format!(" … (+{})", items.len() - 10));
    }
    text
}

/// As [`listed`], with a dash for none.
fn listed_or_none<T: ToString>(items: &[T]) -> String {
    if items.is_empty() {
        return "–".to_owned();
    }
    listed(items)
}
