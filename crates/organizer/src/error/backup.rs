//! Refusals about a backup of the whole folder.

use std::io;
use std::path::{Path, PathBuf};

use super::{Facts, FolderError, KeysError, Refusal, StoreError, facts};

/// A folder was not backed up, or not restored.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// See [`StoreError`].
    #[error(transparent)]
    Store(#[from] StoreError),
    /// See [`FolderError`].
    #[error(transparent)]
    Folder(#[from] FolderError),
    /// The keys lie open, so the file would give them away.
    #[error("the keys are under no passphrase")]
    KeysOpen,
    /// Something is where the file would go.
    #[error("{path} is there already")]
    FileThere {
        /// The file.
        path: PathBuf,
    },
    /// The file would lie in the folder that it is a backup of.
    #[error("the backup would lie inside {folder}")]
    Inside {
        /// The contest folder.
        folder: PathBuf,
    },
    /// The disk takes no file of this size; a stick with FAT32 takes 4 GiB.
    #[error("{path} is too large for its disk")]
    TooLarge {
        /// The file.
        path: PathBuf,
    },
    /// The file is no backup, or its end is missing.
    #[error("no backup: {why}")]
    NotABackup {
        /// What is wrong with it.
        why: String,
    },
    /// The backup was written by a later version of the program.
    #[error("the backup has the format {format}")]
    TooNew {
        /// Its format.
        format: String,
    },
    /// A file in the backup is not the one that was backed up.
    #[error("{name} is not as it was backed up")]
    Altered {
        /// Its name in the backup.
        name: String,
    },
    /// A file that belongs to the backup is not in it.
    #[error("{name} is missing")]
    Missing {
        /// Its name in the backup.
        name: String,
    },
    /// Something in the backup does not belong to a contest folder.
    #[error("{name} does not belong to a contest")]
    Foreign {
        /// Its name in the backup, cut to 80 characters.
        name: String,
    },
    /// The work was asked to stop.
    #[error("stopped")]
    Stopped,
}

impl BackupError {
    /// Why a file cannot be written.
    pub(crate) fn writing(path: &Path, source: io::Error) -> BackupError {
        if source.kind() == io::ErrorKind::FileTooLarge {
            return BackupError::TooLarge {
                path: path.to_owned(),
            };
        }
        StoreError::file(path, source).into()
    }
}

impl From<KeysError> for BackupError {
    fn from(error: KeysError) -> BackupError {
        BackupError::Folder(error.into())
    }
}

impl Refusal for BackupError {
    fn code(&self) -> &'static str {
        match self {
            Self::Store(inner) => inner.code(),
            Self::Folder(inner) => inner.code(),
            Self::KeysOpen => "backup_keys_open",
            Self::FileThere { .. } => "publish_file_there",
            Self::Inside { .. } => "backup_inside",
            Self::TooLarge { .. } => "backup_too_large",
            Self::NotABackup { .. } => "backup_not_one",
            Self::TooNew { .. } => "sealed_too_new",
            Self::Altered { .. } => "backup_altered",
            Self::Missing { .. } => "backup_missing",
            Self::Foreign { .. } => "backup_foreign",
            Self::Stopped => "backup_stopped",
        }
    }

    fn facts(&self) -> Facts {
        match self {
            Self::Store(inner) => inner.facts(),
            Self::Folder(inner) => inner.facts(),
            Self::KeysOpen | Self::Stopped => Facts::new(),
            Self::FileThere { path } | Self::TooLarge { path } => {
                facts([("path", path.display().to_string())])
            }
            Self::Inside { folder } => facts([("folder", folder.display().to_string())]),
            Self::NotABackup { why } => facts([("why", why.clone())]),
            Self::TooNew { format } => facts([("version", format.clone())]),
            Self::Altered { name } | Self::Missing { name } | Self::Foreign { name } => {
                facts([("name", name.clone())])
            }
        }
    }
}
