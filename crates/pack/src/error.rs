//! Everything that can be wrong with a judge pack or a score bundle, one variant for each thing a person can do about it.

use std::io;

use contest::JudgeId;
use seal::SealError;

use crate::Sha256Hex;
use crate::zip::ZipError;

/// Why a judge pack or score bundle was not written, opened or accepted. The fields are facts for the message.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum PackError {
    /// The digits do not open this pack.
    #[error("the passphrase does not open this file")]
    WrongPassphrase,
    /// The file is encrypted to somebody else: a bundle for another organiser, a pack for another invitation file.
    #[error("the file is encrypted to somebody else")]
    WrongKey,
    /// Not a judge pack (or score bundle) at all.
    #[error("not a file of this format")]
    NotAPack,
    /// The encrypted file is damaged; a new copy of it helps.
    #[error("damaged at byte {at}")]
    Damaged {
        /// Where the damaged piece begins, in bytes of the encrypted file.
        at: u64,
        /// The file inside that was being read; `None` when the damage is in what frames the files.
        file: Option<String>,
    },
    /// Somebody who holds the key changed this file inside, or it was written wrongly: a new copy does not help.
    #[error("{file} is not what was signed")]
    Altered {
        /// The name of the file inside.
        file: String,
    },
    /// The end of the file is missing, as after a copy that was interrupted or a volume that was left behind.
    #[error("the end is missing, {missing} bytes or more")]
    Incomplete {
        /// How many bytes are missing; 0 when that cannot be said.
        missing: u64,
    },
    /// Written by a later version of the format.
    #[error("format version {version} is too new")]
    TooNew {
        /// The version that the file states.
        version: u32,
    },
    /// A signature does not fit, or is no signature.
    #[error("the signature of {what} does not fit: {why}")]
    BadSignature {
        /// The signed file inside.
        what: &'static str,
        /// What is wrong with it.
        why: SealError,
    },
    /// The content breaks a rule of the format.
    #[error("{what} is malformed: {why}")]
    Malformed {
        /// The file inside.
        what: String,
        /// The broken rule.
        why: String,
    },
    /// The archive is not one that the strict reader accepts.
    #[error("refused archive: {0}")]
    Archive(#[source] ZipError),
    /// A bundle of another contest.
    #[error("of contest {found}, not {expected}")]
    OtherContest {
        /// The contest that was expected.
        expected: String,
        /// The contest that it states. The same name means: another contest of the same name.
        found: String,
    },
    /// A bundle that answers another pack.
    #[error("answers pack {found}, not {expected}")]
    OtherPack {
        /// SHA-256 of the manifest that was expected.
        expected: Sha256Hex,
        /// SHA-256 of the manifest that it states.
        found: Sha256Hex,
    },
    /// A bundle of another judge.
    #[error("of judge {found}, not {expected}")]
    OtherJudge {
        /// The judge that was expected.
        expected: JudgeId,
        /// The judge that it states.
        found: JudgeId,
    },
    /// The enrolment was signed with another invitation than the one in this judge's pack.
    #[error("the enrolment was signed with another invitation")]
    WrongInvitation,
    /// The bundle was signed with another key than the one enrolled in it.
    #[error("signed with another key than the enrolled one")]
    SecondKey {
        /// The enrolled key, in OpenSSH form.
        enrolled: String,
        /// The key of the signature, in OpenSSH form.
        found: String,
    },
    /// A media file changed between the two times it was read for writing.
    #[error("{file} changed while the pack was written")]
    ChangedWhileWriting {
        /// The name inside the pack.
        file: String,
    },
    /// There is no such media file in the pack.
    #[error("no file {file} in the pack")]
    NoSuchFile {
        /// The name that was asked for.
        file: String,
    },
    /// More bytes than the format allows.
    #[error("larger than {limit} bytes")]
    TooLarge {
        /// The limit in bytes.
        limit: u64,
    },
    /// The file offered in place of a lost pack is not the same pack.
    #[error("not the same pack as before")]
    NotTheSame,
    /// The caller asked to stop.
    #[error("stopped")]
    Stopped,
    /// The cryptography refused for a reason that has no message of its own.
    #[error(transparent)]
    Seal(SealError),
    /// The storage failed.
    #[error(transparent)]
    Io(io::Error),
}

impl PackError {
    pub(crate) fn malformed(what: impl Into<String>, why: impl ToString) -> PackError {
        PackError::Malformed {
            what: what.into(),
            why: why.to_string(),
        }
    }
}

impl From<io::Error> for PackError {
    /// Takes out a failure of the encryption that travelled inside.
    fn from(error: io::Error) -> PackError {
        match error.downcast::<SealError>() {
            Ok(inner) => inner.into(),
            Err(error) => PackError::Io(error),
        }
    }
}

impl From<SealError> for PackError {
    fn from(error: SealError) -> PackError {
        match error {
            SealError::WrongPassphrase => PackError::WrongPassphrase,
            SealError::WrongKey => PackError::WrongKey,
            SealError::NotAge => PackError::NotAPack,
            SealError::Damaged { offset } => PackError::Damaged {
                at: offset,
                file: None,
            },
            // Our headers are short and ask for little work: such a one was damaged, or made to do harm.
            SealError::HeaderTooLarge { .. } | SealError::WorkFactorTooHigh { .. } => {
                PackError::Damaged { at: 0, file: None }
            }
            SealError::Truncated { .. } => PackError::Incomplete { missing: 0 },
            SealError::TooLarge { limit } => PackError::TooLarge { limit },
            SealError::OtherFile => PackError::NotTheSame,
            SealError::Io(error) => error.into(),
            other => PackError::Seal(other),
        }
    }
}

impl From<ZipError> for PackError {
    fn from(error: ZipError) -> PackError {
        match error {
            ZipError::Io(error) => error.into(),
            ZipError::Announced { name } => PackError::ChangedWhileWriting { file: name },
            ZipError::LocalDiffers { name } | ZipError::WrongCrc { name } => {
                PackError::Altered { file: name }
            }
            other => PackError::Archive(other),
        }
    }
}
