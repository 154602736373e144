//! Which files belong to a contest folder, and under which names they are in a backup of it.

use std::fs;
use std::path::{Path, PathBuf};

use crate::digest::Digest;
use crate::error::StoreError;
use crate::folder::{CONTEST_FILE, DATABASE};
use crate::keys;

/// The facts of the backup itself.
pub(super) const HEAD: &str = "backup.json";
/// The hash of every other file, as `sha256sum` writes and checks it.
pub(super) const SUMS: &str = "SHA256SUMS";
/// The most files of a backup.
pub(super) const MOST: u64 = 1_000_000;

/// The folders whose files have the name of their hash.
const VAULTS: [&str; 2] = ["media", "received"];
const FIXED: [&str; 5] = [
    CONTEST_FILE,
    DATABASE,
    keys::SIGNING,
    keys::PUBLIC,
    keys::IDENTITY,
];

/// A file that goes into a backup.
pub(super) struct Source {
    pub(super) name: String,
    pub(super) path: PathBuf,
    pub(super) bytes: u64,
}

/// Whether a contest folder has files of this name, so that restoring may write one.
pub(super) fn is_ours(name: &str) -> bool {
    FIXED.contains(&name) || kept_under(name).is_some()
}

/// Whether every contest has a file of this name.
pub(super) fn needed() -> impl Iterator<Item = &'static str> {
    FIXED.into_iter()
}

/// The hash that a name such as `media/ab/ab…` promises.
pub(super) fn kept_under(name: &str) -> Option<Digest> {
    let mut parts = name.split('/');
    let (vault, shelf, file) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() || !VAULTS.contains(&vault) || shelf.len() != 2 {
        return None;
    }
    file.starts_with(shelf).then(|| file.parse().ok())?
}

/// Every file of the folder, with `database` in the place of the one that is in use.
pub(super) fn of_folder(folder: &Path, database: &Path) -> Result<Vec<Source>, StoreError> {
    let mut all = Vec::new();
    for name in FIXED {
        let path = if name == DATABASE {
            database.to_owned()
        } else {
            folder.join(name)
        };
        let meta = fs::metadata(&path).map_err(|source| StoreError::file(&path, source))?;
        all.push(Source {
            name: name.to_owned(),
            path,
            bytes: meta.len(),
        });
    }
    for vault in VAULTS {
        for shelf in children(&folder.join(vault))? {
            if !shelf.is_dir() {
                continue;
            }
            for path in children(&shelf)? {
                let last = |path: &Path| path.file_name().map(|n| n.to_string_lossy().into_owned());
                let (Some(shelf), Some(file)) = (last(&shelf), last(&path)) else {
                    continue;
                };
                let name = format!("{vault}/{shelf}/{file}");
                let meta = fs::symlink_metadata(&path)
                    .map_err(|source| StoreError::file(&path, source))?;
                if meta.is_file() && is_ours(&name) {
                    all.push(Source {
                        name,
                        path,
                        bytes: meta.len(),
                    });
                }
            }
        }
    }
    Ok(all)
}

/// What is in a folder, in the order of the names; nothing when there is no folder.
fn children(folder: &Path) -> Result<Vec<PathBuf>, StoreError> {
    let failed = |source| StoreError::file(folder, source);
    let listed = match fs::read_dir(folder) {
        Ok(listed) => listed,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(failed(error)),
    };
    let mut paths = Vec::new();
    for child in listed {
        paths.push(child.map_err(failed)?.path());
    }
    paths.sort();
    Ok(paths)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_of_a_contest_folder_are_ours() {
        let hash = "ab".repeat(32);
        assert!(is_ours("contest.toml"));
        assert!(is_ours(&format!("media/ab/{hash}")));
        for foreign in [
            "contest.toml/x",
            "lock",
            "media/ab/x",
            &format!("media/cd/{hash}"),
            &format!("media/../{hash}"),
            &format!("papers/ab/{hash}"),
            &format!("media/ab/{hash}/x"),
            "../contest.toml",
        ] {
            assert!(!is_ours(foreign), "{foreign}");
        }
    }
}
