//! Why an archive is not read, or not written.

use contest::ContestFileError;
use pack::PackError;
use pack::zip::ZipError;
use seal::SealError;

use crate::difference::Difference;
use crate::layout::BundleName;

/// Why a file is not taken apart as a results archive. What such an archive says may still be wrong in many ways: see
/// [`Difference`].
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ReadError {
    /// Not a results archive at all.
    #[error("not a results archive")]
    NotAnArchive,
    /// Written by a later version of the format.
    #[error("format version {version} is too new")]
    TooNew {
        /// The version that the file states.
        version: u32,
    },
    /// A file that the format does not have, or not in this place.
    #[error("{name} does not belong there")]
    OutOfPlace {
        /// Its name inside.
        name: String,
    },
    /// A file that the format has is not there.
    #[error("{name} is missing")]
    Missing {
        /// Its name inside.
        name: String,
    },
    /// More bytes than the format allows.
    #[error("larger than {limit} bytes")]
    TooLarge {
        /// The limit in bytes.
        limit: u64,
    },
    /// The archive around the files, or what it says about itself, is not as the format asks for.
    #[error(transparent)]
    Pack(#[from] PackError),
}

impl From<ZipError> for ReadError {
    fn from(error: ZipError) -> ReadError {
        match error {
            ZipError::NotAZip => ReadError::NotAnArchive,
            other => ReadError::Pack(other.into()),
        }
    }
}

/// Why an archive is not written.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum WriteError {
    /// The contest file is not one.
    #[error("the contest file is not accepted: {0}")]
    Contest(ContestFileError),
    /// Two bundles of one name.
    #[error("two bundles {name}")]
    Twice {
        /// The name.
        name: BundleName,
    },
    /// A reader would find this in the archive, so it is not handed out. At least one.
    #[error("{} things in it differ", .0.len())]
    Differs(Vec<Difference>),
    /// A reader would not take it apart.
    #[error("a reader would refuse it: {0}")]
    Unreadable(ReadError),
    /// The archive around the files could not be written.
    #[error(transparent)]
    Pack(#[from] PackError),
    /// The signature could not be made.
    #[error(transparent)]
    Seal(#[from] SealError),
}

impl From<ZipError> for WriteError {
    fn from(error: ZipError) -> WriteError {
        WriteError::Pack(error.into())
    }
}
