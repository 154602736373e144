//! Refusals about the organiser's own keys.

use std::path::PathBuf;

use super::{Facts, Refusal, StoreError, facts};

/// The keys were not unlocked, protected, exported or recovered.
#[derive(Debug, thiserror::Error)]
pub enum KeysError {
    /// See [`StoreError`].
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The digits do not open the keys.
    #[error("the passphrase does not open the keys")]
    WrongPassphrase,
    /// The keys belong to another contest folder.
    #[error("the keys are another contest's")]
    OfAnother,
    /// The keys are under a passphrase already.
    #[error("the keys are under a passphrase already")]
    Protected,
    /// The keys lie open, so a copy of them would give them away.
    #[error("the keys are under no passphrase")]
    Unprotected,
    /// The file cannot be a backup of keys.
    #[error("{path} is no backup of keys")]
    NotABackup {
        /// The file.
        path: PathBuf,
    },
    /// Something is where the sheet or the backup would go.
    #[error("{path} is there already")]
    SheetThere {
        /// The file.
        path: PathBuf,
    },
    /// The key files are not what this program writes.
    #[error("the keys cannot be read")]
    Unusable(#[source] seal::SealError),
}

impl Refusal for KeysError {
    fn code(&self) -> &'static str {
        match self {
            Self::Store(inner) => inner.code(),
            Self::WrongPassphrase => "keys_wrong_passphrase",
            Self::OfAnother => "keys_of_another",
            Self::Protected => "keys_protected",
            Self::Unprotected => "keys_unprotected",
            Self::NotABackup { .. } => "keys_not_a_backup",
            Self::SheetThere { .. } => "sheet_there",
            Self::Unusable(_) => "keys_unreadable",
        }
    }

    fn facts(&self) -> Facts {
        match self {
            Self::Store(inner) => inner.facts(),
            Self::WrongPassphrase | Self::OfAnother | Self::Protected | Self::Unprotected => {
                Facts::new()
            }
            Self::NotABackup { path } | Self::SheetThere { path } => {
                facts([("path", path.display().to_string())])
            }
            Self::Unusable(why) => facts([("why", why.to_string())]),
        }
    }
}
