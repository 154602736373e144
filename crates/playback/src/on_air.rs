//! What can be asked for: the media of the open pack, and files of the organiser's own that a page shows.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::path::PathBuf;
use std::sync::{Arc, PoisonError, RwLock};

use pack::PackError;
use pack::judge_pack::OpenPack;

/// Told why a part of the pack on air could not be read.
pub type Failed = Arc<dyn Fn(PackError) + Send + Sync>;

/// What is on air; shared with whoever opens and closes it.
#[derive(Default)]
pub struct OnAir {
    pack: RwLock<Option<Arc<OpenPack>>>,
    files: RwLock<BTreeMap<String, PathBuf>>,
}

impl OnAir {
    /// Puts the media of a pack on air in place of those of the one before, or takes them off.
    pub fn put_pack(&self, pack: Option<Arc<OpenPack>>) {
        *self.pack.write().unwrap_or_else(PoisonError::into_inner) = pack;
    }

    /// Puts files on air in place of those before: each under a name such as `<sha256>.mp4`, which no path is made of.
    pub fn put_files(&self, files: BTreeMap<String, PathBuf>) {
        *self.files.write().unwrap_or_else(PoisonError::into_inner) = files;
    }

    /// The medium of this name and its length in bytes.
    pub(crate) fn find(&self, name: &str, failed: &Failed) -> Option<(Medium, u64)> {
        let pack = self
            .pack
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .clone();
        let file = format!("media/{name}");
        if let Some((pack, length)) = pack.and_then(|pack| {
            let length = pack.media_len(&file)?;
            Some((pack, length))
        }) {
            let failed = Arc::clone(failed);
            return Some((Medium::OfPack { pack, file, failed }, length));
        }
        let files = self.files.read().unwrap_or_else(PoisonError::into_inner);
        let file = File::open(files.get(name)?).ok()?;
        let length = file.metadata().ok()?.len();
        Some((Medium::OfDisk(file), length))
    }
}

/// One medium on air.
pub(crate) enum Medium {
    OfPack {
        pack: Arc<OpenPack>,
        file: String,
        failed: Failed,
    },
    OfDisk(File),
}

impl Medium {
    /// Reads from this place on; 0 at the end. What comes out of a pack is verified.
    pub(crate) fn read(&mut self, at: u64, piece: &mut [u8]) -> std::io::Result<usize> {
        match self {
            Self::OfPack { pack, file, failed } => {
                pack.read_media(file, at, piece).map_err(|error| {
                    let said = std::io::Error::other(error.to_string());
                    failed(error);
                    said
                })
            }
            Self::OfDisk(file) => {
                file.seek(SeekFrom::Start(at))?;
                file.read(piece)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_found_by_its_name_alone_and_read_from_any_place() {
        let path = std::env::temp_dir().join(format!("on-air-{}", std::process::id()));
        std::fs::write(&path, b"0123456789").unwrap();
        let on_air = OnAir::default();
        on_air.put_files(BTreeMap::from([("ab.mp4".to_owned(), path.clone())]));
        let failed: Failed = Arc::new(|_| ());
        let (mut medium, length) = on_air.find("ab.mp4", &failed).unwrap();
        assert_eq!(length, 10);
        let mut piece = [0; 4];
        assert_eq!(medium.read(7, &mut piece).unwrap(), 3);
        assert_eq!(piece.get(..3), Some(&b"789"[..]));
        assert_eq!(medium.read(10, &mut piece).unwrap(), 0);
        for other in ["", "ab", "../ab.mp4", &path.to_string_lossy()] {
            assert!(on_air.find(other, &failed).is_none(), "{other}");
        }
        on_air.put_files(BTreeMap::new());
        assert!(on_air.find("ab.mp4", &failed).is_none());
        std::fs::remove_file(path).unwrap();
    }
}
