//! Writing a file so that it is there whole or not at all, and saying so only after reading it back.

use std::fs::{self, File};
use std::io::Write;
use std::path::Path;

use crate::error::DeskError;

/// Writes `bytes` to `place`: a temporary file beside it, synced, renamed, the folder synced, then read
/// back and compared. A file that is there already is left alone, unless it holds these very bytes.
pub(crate) fn write_whole(place: &Path, bytes: &[u8]) -> Result<(), DeskError> {
    let failed = |source: std::io::Error| DeskError::PlaceNotWritable {
        place: place.to_owned(),
        source,
    };
    match fs::metadata(place) {
        Ok(_) => return same_or_taken(place, bytes),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
        Err(error) => return Err(failed(error)),
    }
    let folder = place
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty())
        .unwrap_or(Path::new("."));
    let mut part = tempfile::Builder::new()
        .prefix(".jurydesk-")
        .suffix(".part")
        .tempfile_in(folder)
        .map_err(failed)?;
    part.write_all(bytes).map_err(failed)?;
    part.as_file().sync_all().map_err(failed)?;
    part.persist_noclobber(place)
        .map_err(|refused| match refused.error.kind() {
            std::io::ErrorKind::AlreadyExists => DeskError::PlaceTaken(place.to_owned()),
            _ => failed(refused.error),
        })?;
    sync_folder(folder).map_err(failed)?;
    if read(place, bytes.len())? != bytes {
        return Err(DeskError::NotReadBack(place.to_owned()));
    }
    Ok(())
}

fn same_or_taken(place: &Path, bytes: &[u8]) -> Result<(), DeskError> {
    if read(place, bytes.len())? == bytes {
        Ok(())
    } else {
        Err(DeskError::PlaceTaken(place.to_owned()))
    }
}

/// Reads at most one byte more than expected: enough to see a difference, whatever lies there.
fn read(place: &Path, expected: usize) -> Result<Vec<u8>, DeskError> {
    use std::io::Read;
    let cap = u64::try_from(expected)
        .unwrap_or(u64::MAX)
        .saturating_add(1);
    let mut found = Vec::new();
    File::open(place)?.take(cap).read_to_end(&mut found)?;
    Ok(found)
}

#[cfg(unix)]
fn sync_folder(folder: &Path) -> std::io::Result<()> {
    File::open(folder)?.sync_all()
}

/// Windows has no handle on a folder to sync; the rename itself goes through the journal there.
#[cfg(not(unix))]
fn sync_folder(_folder: &Path) -> std::io::Result<()> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_is_there_is_never_overwritten() {
        let folder = tempfile::tempdir().unwrap();
        let place = folder.path().join("a.scorebundle");
        write_whole(&place, b"one").unwrap();
        write_whole(&place, b"one").unwrap();
        assert!(matches!(
            write_whole(&place, b"two"),
            Err(DeskError::PlaceTaken(_))
        ));
        assert_eq!(fs::read(&place).unwrap(), b"one");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn a_folder_that_is_gone_leaves_nothing_behind() {
        let folder = tempfile::tempdir().unwrap();
        let place = folder.path().join("gone").join("a.scorebundle");
        assert!(matches!(
            write_whole(&place, b"one"),
            Err(DeskError::PlaceNotWritable { .. })
        ));
    }
}
