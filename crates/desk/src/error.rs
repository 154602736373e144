//! Why the judge's desk refuses something.

use std::collections::BTreeMap;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use pack::PackError;
use seal::SealError;

/// A refusal of the judge's desk. Scores already saved are never touched by one.
#[derive(Debug, thiserror::Error)]
pub enum DeskError {
    /// The pack could not be opened or read.
    #[error(transparent)]
    Pack(#[from] PackError),
    /// A key or a signature failed.
    #[error(transparent)]
    Seal(#[from] SealError),
    /// The passphrase does not open the judge's key.
    #[error("wrong passphrase")]
    WrongPassphrase,
    /// Another copy of the program has this data folder open.
    #[error("the data folder is in use: {0}")]
    Locked(PathBuf),
    /// The data folder cannot be written to, so nothing could be saved.
    #[error("the data folder {place} cannot be written to: {source}")]
    FolderNotWritable {
        /// The folder.
        place: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// The desk's file comes from a later version of the program.
    #[error("the desk file has version {0}, which is newer than this program")]
    TooNew(i64),
    /// The judge's key file for this pack is gone; a new key would look like another judge.
    #[error("the judge's key file is missing: {0}")]
    KeyMissing(PathBuf),
    /// The pack has no such entry or the theme no such criterion, or the mark does not fit the step.
    #[error("not in this pack: {0}")]
    NoSuch(String),
    /// A recused entry takes no marks until the recusal is withdrawn.
    #[error("{0} is recused")]
    Recused(String),
    /// The entries named are not one whole tie.
    #[error("these entries do not share a total")]
    NotTied,
    /// A text is longer than what is kept.
    #[error("longer than {0} characters")]
    TooLong(u32),
    /// The place to write already holds another file; nothing is ever overwritten.
    #[error("there is a file already: {0}")]
    PlaceTaken(PathBuf),
    /// The place cannot be written.
    #[error("cannot write {place}: {source}")]
    PlaceNotWritable {
        /// Where.
        place: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// The file read back is not the file written.
    #[error("the file read back differs: {0}")]
    NotReadBack(PathBuf),
    /// The desk's own file failed.
    #[error(transparent)]
    Sql(#[from] rusqlite::Error),
    /// A stored value is not what this program writes.
    #[error("stored value unreadable: {0}")]
    Stored(String),
    /// Reading or writing beside the desk's file failed.
    #[error(transparent)]
    Io(#[from] std::io::Error),
}

impl DeskError {
    /// What making the data folder ready failed with.
    pub(crate) fn folder(place: &Path, source: std::io::Error) -> DeskError {
        match source.kind() {
            ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => {
                DeskError::FolderNotWritable {
                    place: place.to_owned(),
                    source,
                }
            }
            _ => DeskError::Io(source),
        }
    }

    /// The file of the pack that is damaged, when that is what was found.
    pub(crate) fn damaged_file(&self) -> Option<&str> {
        match self {
            DeskError::Pack(
                PackError::Altered { file }
                | PackError::Damaged {
                    file: Some(file), ..
                },
            ) => Some(file),
            _ => None,
        }
    }

    /// Whether the pack could not be read at all: the stick is out, or the file was moved or cut.
    pub fn is_pack_out_of_reach(&self) -> bool {
        matches!(
            self,
            DeskError::Pack(PackError::Io(_) | PackError::NotTheSame)
        )
    }

    /// The message key of the refusal, for example `wrong_passphrase`.
    pub fn code(&self) -> &'static str {
        match self {
            DeskError::Pack(error) => pack_code(error),
            DeskError::Seal(SealError::WrongPassphrase) | DeskError::WrongPassphrase => {
                "wrong_passphrase"
            }
            DeskError::Seal(_) => "key_unusable",
            DeskError::Locked(_) => "data_folder_locked",
            DeskError::FolderNotWritable { .. } => "data_folder_not_writable",
            DeskError::TooNew(_) => "desk_too_new",
            DeskError::KeyMissing(_) => "judge_key_missing",
            DeskError::NoSuch(_) => "no_such_entry",
            DeskError::Recused(_) => "entry_recused",
            DeskError::NotTied => "not_tied",
            DeskError::TooLong(_) => "text_too_long",
            DeskError::PlaceTaken(_) => "place_taken",
            DeskError::PlaceNotWritable { source, .. } if disk_full(source) => "disk_full",
            DeskError::PlaceNotWritable { .. } => "place_not_writable",
            DeskError::NotReadBack(_) => "export_not_read_back",
            DeskError::Sql(error) if sql_full(error) => "disk_full",
            DeskError::Sql(error) if sql_read_only(error) => "data_folder_not_writable",
            DeskError::Io(error) if disk_full(error) => "disk_full",
            DeskError::Sql(_) | DeskError::Stored(_) | DeskError::Io(_) => "not_saved",
        }
    }

    /// The facts to fill into the message.
    pub fn facts(&self) -> BTreeMap<String, String> {
        let one = |name: &str, value: String| BTreeMap::from([(name.to_owned(), value)]);
        match self {
            DeskError::Pack(error) => pack_facts(error),
            DeskError::Locked(place)
            | DeskError::KeyMissing(place)
            | DeskError::PlaceTaken(place)
            | DeskError::NotReadBack(place)
            | DeskError::FolderNotWritable { place, .. }
            | DeskError::PlaceNotWritable { place, .. } => {
                one("place", place.display().to_string())
            }
            DeskError::NoSuch(number) | DeskError::Recused(number) => one("number", number.clone()),
            DeskError::TooLong(most) => one("most", most.to_string()),
            DeskError::TooNew(version) => one("version", version.to_string()),
            DeskError::Sql(error) => one("why", error.to_string()),
            DeskError::Io(error) => one("why", error.to_string()),
            DeskError::Stored(what) => one("why", what.clone()),
            DeskError::Seal(_) | DeskError::WrongPassphrase | DeskError::NotTied => BTreeMap::new(),
        }
    }
}

fn disk_full(error: &std::io::Error) -> bool {
    error.kind() == std::io::ErrorKind::StorageFull
}

fn sql_full(error: &rusqlite::Error) -> bool {
    error.sqlite_error_code() == Some(rusqlite::ErrorCode::DiskFull)
}

fn sql_read_only(error: &rusqlite::Error) -> bool {
    matches!(
        error.sqlite_error_code(),
        Some(
            rusqlite::ErrorCode::ReadOnly
                | rusqlite::ErrorCode::CannotOpen
                | rusqlite::ErrorCode::PermissionDenied
        )
    )
}

/// The message key for what a pack was refused for.
fn pack_code(error: &PackError) -> &'static str {
    match error {
        PackError::WrongPassphrase => "wrong_passphrase",
        PackError::WrongKey => "pack_for_another",
        PackError::NotAPack => "not_a_pack",
        PackError::Damaged { .. } => "pack_damaged",
        PackError::Incomplete { .. } => "pack_incomplete",
        PackError::TooNew { .. } => "pack_too_new",
        PackError::NotTheSame => "pack_not_the_same",
        PackError::Stopped => "cancelled",
        PackError::NoSuchFile { .. } => "no_such_entry",
        PackError::Io(error) if error.kind() == std::io::ErrorKind::NotFound => "pack_missing",
        PackError::Io(error) if disk_full(error) => "disk_full",
        PackError::Io(_) => "pack_unreadable",
        // Everything else is content that is not what the organiser signed, or breaks the format.
        _ => "pack_altered",
    }
}

fn pack_facts(error: &PackError) -> BTreeMap<String, String> {
    let file = match error {
        PackError::Altered { file } | PackError::NoSuchFile { file } => file.clone(),
        PackError::Damaged {
            file: Some(file), ..
        } => file.clone(),
        PackError::BadSignature { what, .. } => (*what).to_owned(),
        PackError::Malformed { what, .. } => what.clone(),
        _ => String::from("—"),
    };
    let mut facts = BTreeMap::from([
        ("file".to_owned(), file),
        ("why".to_owned(), error.to_string()),
    ]);
    match error {
        PackError::TooNew { version } => facts.insert("version".to_owned(), version.to_string()),
        PackError::Damaged { at, .. } => facts.insert("at".to_owned(), at.to_string()),
        PackError::Incomplete { missing } => {
            facts.insert("missing".to_owned(), missing.to_string())
        }
        _ => None,
    };
    facts
}
