//! Refusals of the results archive.

use std::path::PathBuf;

use super::{Facts, Refusal, ResultsError, StoreError, facts};

/// No archive was written.
#[derive(Debug, thiserror::Error)]
pub enum PublishError {
    /// See [`StoreError`].
    #[error(transparent)]
    Store(#[from] StoreError),
    /// See [`ResultsError`].
    #[error(transparent)]
    Results(#[from] ResultsError),
    /// The organiser's keys are under a passphrase that was not given.
    #[error("the keys are locked")]
    Locked,
    /// A file of that name is there already.
    #[error("{} is there already", path.display())]
    FileThere {
        /// The name.
        path: PathBuf,
    },
    /// A received bundle on the disk is not what it was when it came.
    #[error("{} was changed", path.display())]
    Received {
        /// Where it lies.
        path: PathBuf,
    },
    /// The archive would not hold.
    #[error(transparent)]
    Archive(#[from] archive::WriteError),
}

impl Refusal for PublishError {
    fn code(&self) -> &'static str {
        match self {
            Self::Store(error) => error.code(),
            Self::Results(error) => error.code(),
            Self::Locked => "keys_locked",
            Self::FileThere { .. } => "publish_file_there",
            Self::Received { .. } => "received_changed",
            Self::Archive(_) => "archive_refused",
        }
    }

    fn facts(&self) -> Facts {
        match self {
            Self::Store(error) => error.facts(),
            Self::Results(error) => error.facts(),
            Self::Locked => Facts::new(),
            Self::FileThere { path } | Self::Received { path } => {
                facts([("path", path.display().to_string())])
            }
            Self::Archive(why) => facts([("why", why.to_string())]),
        }
    }
}
