//! Volumes: a pack larger than a FAT32 stick takes as one file is written as `name.001`, `name.002`, …
//!
//! The volumes hold the bytes of the one file, cut anywhere; `cat name.0* > name` joins them.

use std::ffi::OsString;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// The largest volume by default: the largest file of FAT32, 4 GiB − 1.
pub const FAT32_LIMIT: u64 = u32::MAX as u64;
/// Most volumes: the numbers have three digits.
const MOST_VOLUMES: u32 = 999;

/// Writes one file, or volumes as soon as it grows past a limit.
///
/// The first volume is written under the plain name and renamed when a second one is needed, so a small pack never has
/// a number.
#[derive(Debug)]
pub struct VolumeWriter {
    path: PathBuf,
    limit: u64,
    file: File,
    volume: u32,
    written: u64,
}

impl VolumeWriter {
    /// Creates `path`, which must not exist; each volume holds at most `limit` bytes (at least 1).
    ///
    /// # Errors
    /// What creating the file returns.
    pub fn create(path: &Path, limit: u64) -> io::Result<VolumeWriter> {
        Ok(VolumeWriter {
            path: path.to_owned(),
            limit: limit.max(1),
            file: File::create_new(path)?,
            volume: 1,
            written: 0,
        })
    }

    /// Writes everything to the storage and gives the paths of the file or of all volumes, in order.
    ///
    /// # Errors
    /// What the storage returns.
    pub fn finish(self) -> io::Result<Vec<PathBuf>> {
        self.file.sync_all()?;
        if self.volume == 1 {
            return Ok(vec![self.path]);
        }
        Ok((1..=self.volume)
            .map(|number| volume_path(&self.path, number))
            .collect())
    }

    fn next_volume(&mut self) -> io::Result<()> {
        if self.volume >= MOST_VOLUMES {
            return Err(io::Error::new(
                io::ErrorKind::FileTooLarge,
                "more than 999 volumes",
            ));
        }
        self.file.sync_all()?;
        if self.volume == 1 {
            let first = volume_path(&self.path, 1);
            if first.exists() {
                return Err(io::ErrorKind::AlreadyExists.into());
            }
            fs::rename(&self.path, first)?;
        }
        self.volume = self.volume.saturating_add(1);
        self.file = File::create_new(volume_path(&self.path, self.volume))?;
        self.written = 0;
        Ok(())
    }
}

impl Write for VolumeWriter {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if bytes.is_empty() {
            return Ok(0);
        }
        if self.written >= self.limit {
            self.next_volume()?;
        }
        let room = usize::try_from(self.limit.saturating_sub(self.written)).unwrap_or(usize::MAX);
        let now = bytes.get(..bytes.len().min(room)).unwrap_or(bytes);
        let count = self.file.write(now)?;
        self.written = self
            .written
            .saturating_add(u64::try_from(count).unwrap_or(0));
        Ok(count)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

fn volume_path(path: &Path, number: u32) -> PathBuf {
    let mut name = OsString::from(path);
    name.push(format!(".{number:03}"));
    PathBuf::from(name)
}

/// The number of a volume by its name, `.001` to `.999`; `None` for any other file.
pub fn number(path: &Path) -> Option<u32> {
    let extension = path.extension()?.to_str()?;
    let digits = extension.len() == 3 && extension.bytes().all(|byte| byte.is_ascii_digit());
    extension
        .parse()
        .ok()
        .filter(|number| digits && *number > 0)
}

/// The numbers of all volumes that stand beside this one, sorted; empty for a file that is no volume.
///
/// # Errors
/// What reading the folder returns.
pub fn beside(path: &Path) -> io::Result<Vec<u32>> {
    if number(path).is_none() {
        return Ok(Vec::new());
    }
    let base = path.with_extension("");
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    let mut numbers = Vec::new();
    for entry in fs::read_dir(folder)? {
        let name = PathBuf::from(entry?.file_name());
        if name.with_extension("").file_name() == base.file_name() {
            numbers.extend(number(&name));
        }
    }
    numbers.sort_unstable();
    Ok(numbers)
}

/// Whether a volume is missing between those that stand there.
pub(crate) fn one_is_missing(path: &Path) -> io::Result<bool> {
    Ok((1..)
        .zip(beside(path)?)
        .any(|(expected, found)| expected != found))
}

/// Opens the file, or for a path ending in `.001` every volume from there until one is missing. What stands beside it
/// under another name is never opened.
pub(crate) fn open_all(path: &Path) -> io::Result<Vec<File>> {
    let mut files = vec![File::open(path)?];
    if path.extension().is_some_and(|extension| extension == "001") {
        let base = path.with_extension("");
        for number in 2..=MOST_VOLUMES {
            match File::open(volume_path(&base, number)) {
                Ok(file) => files.push(file),
                Err(error) if error.kind() == io::ErrorKind::NotFound => break,
                Err(error) => return Err(error),
            }
        }
    }
    Ok(files)
}
