//! A pack whose end is missing: how much, as far as its beginning can tell.

use std::fs::File;

use seal::{SealedFile, Unlock};

use super::layout;
use super::segments;
use super::signed::signed_manifest;
use crate::zip::{ZipDirectory, ZipEntry, ZipError, archive_len};

/// How many bytes of the encrypted file are missing, as the signed manifest at its beginning tells; `None` when the
/// beginning does not tell.
pub(super) fn missing_bytes(volumes: &[File], unlock: Unlock<'_>) -> Option<u64> {
    let volumes = volumes
        .iter()
        .map(File::try_clone)
        .collect::<Result<Vec<_>, _>>()
        .ok()?;
    let source = SealedFile::open_beginning(volumes, unlock).ok()?;
    let manifest = ZipDirectory::peek_entry(&source, 0, layout::MANIFEST).ok()?;
    let after = manifest.data_offset().checked_add(manifest.size)?;
    let signature = ZipDirectory::peek_entry(&source, after, layout::SIGNATURE).ok()?;
    let read = |entry: &ZipEntry, limit| -> Result<Vec<u8>, ZipError> {
        ZipDirectory::read_entry(&source, entry, limit)
    };
    let bytes = read(&manifest, layout::MOST_MANIFEST).ok()?;
    let signature_bytes = read(&signature, layout::MOST_SIGNATURE).ok()?;
    let (stated, _) = signed_manifest(&bytes, &signature_bytes).ok()?;
    let hashes = stated.files.iter().try_fold(0_u64, |sum, file| {
        sum.checked_add(segments::count(file.bytes))
    })?;
    let before = [
        (layout::MANIFEST, manifest.size),
        (layout::SIGNATURE, signature.size),
        (layout::SEGMENTS, hashes.checked_mul(32)?),
    ];
    let files = stated
        .files
        .iter()
        .map(|file| (file.name.as_str(), file.bytes));
    let plain = archive_len(before.into_iter().chain(files))?;
    source
        .sealed_len_of(plain)?
        .checked_sub(source.sealed_len())
}
