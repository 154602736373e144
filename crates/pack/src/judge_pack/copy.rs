//! Writing the archive: the small files, then every medium from where it lies.

use std::io::Write;
use std::ops::ControlFlow;
use std::path::Path;

use seal::EncryptWriter;

use super::media_hashes::{Hashed, SegmentReader};
use super::write::SmallFiles;
use crate::PackError;
use crate::zip::ZipWriter;

/// A medium as it stands in the manifest, and where it is read.
pub(super) struct Medium<'a> {
    pub(super) name: &'a str,
    pub(super) path: &'a Path,
    pub(super) hashed: &'a Hashed,
}

/// Writes small files and media through the encryption; gives the bytes of the archive.
///
/// A medium that is not what it was when its hashes were found has another length or CRC-32 than announced, which the
/// archive's writer notices. `progress` hears how many bytes of media were copied.
///
/// # Errors
/// [`PackError::ChangedWhileWriting`], [`PackError::Stopped`] when `progress` breaks off, or the storage's failure.
pub(super) fn copy<W: Write>(
    out: EncryptWriter<W>,
    small: &SmallFiles,
    media: &[Medium<'_>],
    progress: &mut dyn FnMut(u64) -> ControlFlow<()>,
) -> Result<u64, PackError> {
    let mut zip = ZipWriter::new(out);
    for (name, bytes) in small {
        zip.add(name, bytes)?;
    }
    let mut segment = Vec::new();
    for medium in media {
        zip.start(medium.name, medium.hashed.bytes, medium.hashed.crc32)?;
        let mut reader = SegmentReader::open(medium.path)?;
        while reader.next(&mut segment)? {
            zip.write(&segment)?;
            let size = u64::try_from(segment.len()).unwrap_or(u64::MAX);
            if progress(size).is_break() {
                return Err(PackError::Stopped);
            }
        }
    }
    let (sealed, bytes) = zip.finish()?;
    sealed.finish()?.flush()?;
    Ok(bytes)
}
