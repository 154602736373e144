//! Opening a sealed file with what the person gave, and the refusals of the two formats in words' codes.

use std::fs;
use std::path::Path;

use pack::PackError;
use pack::judge_pack::OpenPack;
use seal::{Identity, InvitationFile, SealError};

use crate::args::FileKey;
use crate::failure::Failure;
use crate::passphrase;
use crate::words::Words;

/// Largest identity file that is read, in bytes.
const LARGEST_IDENTITY: u64 = 64 * 1024;

/// The identity that was named; under a passphrase, that is asked for.
pub(crate) fn identity(path: &Path, key: &FileKey, words: &Words) -> Result<Identity, Failure> {
    let unreadable = |why| Failure::unreadable(path, &why);
    if fs::metadata(path).map_err(unreadable)?.len() > LARGEST_IDENTITY {
        return Err(Failure::new("sealed_not_an_identity", []));
    }
    let bytes = fs::read(path).map_err(unreadable)?;
    let read = if Identity::is_encrypted(&bytes) {
        let passphrase = passphrase::read_for(key.passphrase_file.as_deref(), "sealed", words)?;
        Identity::parse_encrypted(&bytes, &passphrase)
    } else {
        String::from_utf8(bytes)
            .map_err(|_| SealError::NotAge)
            .and_then(|text| Ok(InvitationFile::parse(&text)?.identity().clone()))
    };
    read.map_err(|error| match error {
        SealError::WrongPassphrase => Failure::new("sealed_wrong_passphrase", []),
        _ => Failure::new("sealed_not_an_identity", []),
    })
}

/// Opens a judge pack with the identity or the passphrase.
pub(crate) fn open_pack(path: &Path, key: &FileKey, words: &Words) -> Result<OpenPack, Failure> {
    let open = match &key.identity {
        Some(file) => OpenPack::open_with_identity(path, &identity(file, key, words)?),
        None => {
            // Said before anybody types twenty digits.
            fs::File::open(path).map_err(|why| Failure::unreadable(path, &why))?;
            let digits = passphrase::read_for(key.passphrase_file.as_deref(), "sealed", words)?;
            OpenPack::open(path, &digits)
        }
    };
    open.map_err(|error| failure(path, &error))
}

/// A refusal of a pack or a bundle.
pub(crate) fn failure(path: &Path, error: &PackError) -> Failure {
    let file = |name: &str| [("file", name.to_owned())];
    let code = match error {
        PackError::Io(why) => return Failure::unreadable(path, why),
        PackError::Damaged { at, file } => {
            let facts = [
                ("at", at.to_string()),
                ("file", file.clone().unwrap_or_else(|| "-".to_owned())),
            ];
            return Failure::new("sealed_damaged", facts);
        }
        PackError::Incomplete { missing } => {
            return Failure::new("sealed_incomplete", [("missing", missing.to_string())]);
        }
        PackError::Altered { file: name } => return Failure::new("sealed_altered", file(name)),
        PackError::BadSignature { what, .. } => {
            return Failure::new("sealed_bad_signature", file(what));
        }
        PackError::TooNew { version } => {
            return Failure::new("sealed_too_new", [("version", version.to_string())]);
        }
        PackError::WrongPassphrase => "sealed_wrong_passphrase",
        PackError::WrongKey => "sealed_wrong_key",
        PackError::NotAPack => "sealed_not_ours",
        other => return Failure::new("sealed_malformed", [("why", other.to_string())]),
    };
    Failure::new(code, [])
}
