//! From stored bytes to a manifest that can be relied on, and what has to agree with it.

use seal::{PublicKey, SealError, SigningKey};
use serde::Deserialize;

use super::layout;
use super::manifest::{FileFact, Manifest};
use super::open::altered;
use super::{FORMAT, NAMESPACE, VERSION, rules};
use crate::zip::ZipDirectory;
use crate::{PackError, ReadAt, json};

/// Verifies the signature with the key it names, then parses, then requires the manifest to state that key: so nothing
/// unverified is parsed.
pub(super) fn signed_manifest(
    bytes: &[u8],
    signature: &[u8],
) -> Result<(Manifest, PublicKey), PackError> {
    let bad = |why| PackError::BadSignature {
        what: layout::MANIFEST,
        why,
    };
    let signature = std::str::from_utf8(signature)
        .map_err(|_| bad(SealError::NotASignature { why: "not text" }))?;
    let signer = seal::signer_of(signature).map_err(bad)?;
    signer.verify(NAMESPACE, bytes, signature).map_err(bad)?;

    let text = json::check(bytes).map_err(|error| PackError::malformed(layout::MANIFEST, error))?;
    stated_version(text, layout::MANIFEST, FORMAT, VERSION)?;
    let manifest: Manifest = json::read(layout::MANIFEST, bytes)?;
    rules::manifest(&manifest)?;
    if manifest.organiser_key != signer.to_openssh() {
        return Err(bad(SealError::OtherSigner));
    }
    Ok((manifest, signer))
}

/// The manifest of an archive that lies open, and who signed it.
pub(crate) fn signed_in(
    source: &(impl ReadAt + ?Sized),
    directory: &ZipDirectory,
) -> Result<(Manifest, PublicKey), PackError> {
    let read = |name: &str, limit| -> Result<Vec<u8>, PackError> {
        let entry = directory.find(name).ok_or(PackError::NotAPack)?;
        Ok(ZipDirectory::read_entry(source, entry, limit)?)
    };
    let bytes = read(layout::MANIFEST, layout::MOST_MANIFEST)?;
    let signature = read(layout::SIGNATURE, layout::MOST_SIGNATURE)?;
    let signed = signed_manifest(&bytes, &signature)?;
    same_files(directory, &signed.0.files)?;
    Ok(signed)
}

/// Looks at format and version before the strict reading, so that a later version is called that and not malformed.
pub(crate) fn stated_version(
    text: &str,
    what: &str,
    format: &str,
    known: u32,
) -> Result<(), PackError> {
    #[derive(Deserialize)]
    struct Stated {
        format: String,
        version: u32,
    }
    let stated: Stated =
        serde_json::from_str(text).map_err(|error| PackError::malformed(what, error))?;
    if stated.format != format {
        return Err(PackError::NotAPack);
    }
    if stated.version > known {
        return Err(PackError::TooNew {
            version: stated.version,
        });
    }
    Ok(())
}

/// The archive holds the manifest's files, all of them, in its order and nothing else.
pub(super) fn same_files(directory: &ZipDirectory, files: &[FileFact]) -> Result<(), PackError> {
    let found = directory
        .entries()
        .get(layout::BEFORE.len()..)
        .unwrap_or_default();
    for (entry, fact) in found.iter().zip(files) {
        if entry.name != fact.name || entry.size != fact.bytes {
            return Err(altered(&entry.name));
        }
    }
    if let Some(surplus) = found.get(files.len()..).and_then(<[_]>::first) {
        return Err(altered(&surplus.name));
    }
    match files.get(found.len()..).and_then(<[_]>::first) {
        Some(absent) => Err(altered(&absent.name)),
        None => Ok(()),
    }
}

/// The invitation, which must be the key that the manifest states.
pub(super) fn invitation_key(bytes: &[u8], manifest: &Manifest) -> Result<SigningKey, PackError> {
    let malformed = |why: &str| PackError::malformed(layout::INVITATION, why);
    let text = std::str::from_utf8(bytes).map_err(|_| malformed("not text"))?;
    let key = SigningKey::from_openssh(text).map_err(|error| malformed(&error.to_string()))?;
    if key.public().to_openssh() != manifest.invitation_key {
        return Err(malformed("another key than the manifest states"));
    }
    Ok(key)
}
