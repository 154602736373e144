//! Why drafts could not be compared.

use std::path::PathBuf;

use super::{Facts, Refusal, StoreError, facts};

/// Nothing was compared.
#[derive(Debug, thiserror::Error)]
pub enum AlikeError {
    /// See [`StoreError`].
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The folder of the earlier contest holds none.
    #[error("{folder} holds no contest")]
    NotAContest {
        /// The folder.
        folder: PathBuf,
    },
    /// The folder is that of the contest itself.
    #[error("{folder} is the contest itself")]
    PreviousIsOwn {
        /// The folder.
        folder: PathBuf,
    },
    /// The earlier contest is open, or was not closed; only its own program can bring it in order.
    #[error("{folder} was not closed")]
    PreviousOpen {
        /// The folder.
        folder: PathBuf,
    },
}

impl Refusal for AlikeError {
    fn code(&self) -> &'static str {
        match self {
            Self::Store(inner) => inner.code(),
            Self::NotAContest { .. } => "not_a_contest",
            Self::PreviousIsOwn { .. } => "previous_is_own",
            Self::PreviousOpen { .. } => "previous_not_closed",
        }
    }

    fn facts(&self) -> Facts {
        match self {
            Self::Store(inner) => inner.facts(),
            Self::NotAContest { folder }
            | Self::PreviousIsOwn { folder }
            | Self::PreviousOpen { folder } => facts([("folder", folder.display().to_string())]),
        }
    }
}
