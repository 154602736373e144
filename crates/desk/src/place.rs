//! Writing a file so that it is there whole or not at all, and saying so only after reading it back.

use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use crate::error::DeskError;

/// Writes `bytes` to `place`: a temporary file beside it, synced, renamed, the folder synced, then read
/// back and compared. A file that is there already is left alone, unless it holds these very bytes.
///
/// # Errors
/// A place that holds another file or cannot be written, or a file that reads back differently.
pub fn write_whole(place: &Path, bytes: &[u8]) -> Result<(), DeskError> {
    let failed = |source: std::io::Error| DeskError::PlaceNotWritable {
        place: place.to_owned(),
        source,
    };
    match fs::metadata(place) {
        Ok(_) => return same_or_taken(place, bytes),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
        Err(error) => return Err(failed(error)),
    }
    let folder = folder_of(place);
    remove_part(place).map_err(failed)?;
    let mut part = tempfile::Builder::new()
        .prefix(&part_name(place))
        .rand_bytes(0)
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

/// Whether `place` holds these very bytes.
pub(crate) fn holds(place: &Path, bytes: &[u8]) -> bool {
    read(place, bytes.len()).is_ok_and(|found| found == bytes)
}

/// Removes what a write to `place` left half done, when the program or the power went away in the middle.
pub(crate) fn remove_part(place: &Path) -> std::io::Result<()> {
    match fs::remove_file(part_of(place)) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

/// The temporary file beside `place`. Its name follows from the place, so that whatever a broken write left is found.
pub(crate) fn part_of(place: &Path) -> PathBuf {
    folder_of(place).join(part_name(place))
}

fn part_name(place: &Path) -> String {
    let name = place.file_name().unwrap_or_default();
    let hash = Sha256::digest(name.as_encoded_bytes());
    let short: String = hash
        .iter()
        .take(8)
        .map(|byte| format!("{byte:02x}"))
        .collect();
    format!(".jurydesk-{short}.part")
}

/// The folder a file lies in.
pub(crate) fn folder_of(place: &Path) -> &Path {
    place
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty())
        .unwrap_or(Path::new("."))
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
    fn what_a_broken_write_left_is_replaced_by_the_next() {
        let folder = tempfile::tempdir().unwrap();
        let place = folder.path().join("a.scorebundle");
        fs::write(part_of(&place), b"ha").unwrap();
        write_whole(&place, b"whole").unwrap();
        assert_eq!(fs::read(&place).unwrap(), b"whole");
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
