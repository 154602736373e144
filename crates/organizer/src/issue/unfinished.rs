//! Where packs are being written, on record while it lasts: what a power cut left half done there goes at the next opening.

use std::fs;
use std::path::{Path, PathBuf};

use contest::JudgeId;
use rusqlite::Connection;
use serde::{Deserialize, Serialize};

use crate::error::StoreError;
use crate::folder::Organizer;
use crate::store::issued_pack::{self, IssuedPack};
use crate::store::setting::{self, PACKS_BEING_WRITTEN};
use crate::store::{from_json, to_json};

/// How the name of a folder begins in which a pack is being written.
pub(super) const PREFIX: &str = ".unfinished-";

#[derive(Debug, Serialize, Deserialize)]
struct BeingWritten {
    folder: PathBuf,
    /// The pack that is about to get its name.
    naming: Option<Naming>,
}

#[derive(Debug, Serialize, Deserialize)]
struct Naming {
    judge: JudgeId,
    version: u32,
    /// Names of files that were free a moment before.
    files: Vec<String>,
}

impl Organizer {
    /// Puts on record that packs are being written into a folder.
    pub(super) fn begin_packs(&self, out: &Path) -> Result<(), StoreError> {
        self.tidy_packs()?;
        self.put(out, None)
    }

    /// Puts on record which files the next pack gets.
    pub(super) fn about_to_name<'a>(
        &self,
        out: &Path,
        pack: &IssuedPack,
        places: impl Iterator<Item = &'a Path>,
    ) -> Result<(), StoreError> {
        let names = places.filter_map(|place| place.file_name());
        let naming = Naming {
            judge: pack.judge.clone(),
            version: pack.version,
            files: names
                .map(|name| name.to_string_lossy().into_owned())
                .collect(),
        };
        self.put(out, Some(naming))
    }

    /// Takes back which files the next pack gets.
    pub(super) fn nothing_to_name(&self, out: &Path) -> Result<(), StoreError> {
        self.put(out, None)
    }

    fn put(&self, out: &Path, naming: Option<Naming>) -> Result<(), StoreError> {
        let folder = std::path::absolute(out).map_err(|source| StoreError::file(out, source))?;
        // A folder whose name is no text is not on record; nothing else hangs on it.
        let Ok(text) = to_json(&BeingWritten { folder, naming }) else {
            return Ok(());
        };
        setting::set(&self.db, PACKS_BEING_WRITTEN, &text)
    }

    /// Removes what a run left behind that was cut short.
    pub(super) fn tidy_packs(&self) -> Result<(), StoreError> {
        tidy(&self.db)
    }
}

/// Removes what is half written where packs were being written: folders of this program's own making, and files that got
/// their name and not their line.
pub(crate) fn tidy(db: &Connection) -> Result<(), StoreError> {
    let Some(text) = setting::get(db, PACKS_BEING_WRITTEN)? else {
        return Ok(());
    };
    if let Ok(was) = from_json::<BeingWritten>(&text) {
        // A stick that was pulled out is no reason not to open the contest.
        if !was.folder.is_dir() {
            return Ok(());
        }
        if let Some(naming) = &was.naming {
            let packs = issued_pack::all(db)?;
            let on_record = packs
                .iter()
                .any(|pack| pack.judge == naming.judge && pack.version == naming.version);
            let plain = |name: &&String| Path::new(name).components().count() == 1;
            if !on_record {
                for name in naming.files.iter().filter(plain) {
                    let _ = fs::remove_file(was.folder.join(name));
                }
            }
        }
        for child in fs::read_dir(&was.folder).into_iter().flatten().flatten() {
            let ours = child.file_name().to_string_lossy().starts_with(PREFIX);
            if ours && child.file_type().is_ok_and(|kind| kind.is_dir()) {
                let _ = fs::remove_dir_all(child.path());
            }
        }
    }
    setting::remove(db, PACKS_BEING_WRITTEN)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::digest::Digest;
    use crate::new::tests::fresh;

    #[test]
    fn what_a_cut_left_half_done_goes_at_the_next_opening_and_nothing_else() {
        let (dir, organizer) = fresh();
        let out = dir.path().join("packs");
        let half = out.join(format!("{PREFIX}x"));
        fs::create_dir_all(&half).unwrap();
        for name in ["c_J01.judgepack", "c_J02.judgepack", "notes.txt"] {
            fs::write(out.join(name), name).unwrap();
        }
        fs::write(half.join("part"), "half").unwrap();
        organizer.put(&out, None).unwrap();
        let pack = IssuedPack {
            judge: "J02".parse().unwrap(),
            round: organizer.contest.panel().id.clone(),
            version: 1,
            manifest_sha256: Digest::of(b"m"),
            invitation_key: String::new(),
            file_name: "c_J02.judgepack".to_owned(),
            file_sha256: Digest::of(b"f"),
            bytes: 1,
            issued_at: String::new(),
        };
        let named = out.join("c_J02.judgepack");
        organizer
            .about_to_name(&out, &pack, [named.as_path()].into_iter())
            .unwrap();
        let folder = organizer.folder.clone();
        drop(organizer);

        drop(Organizer::open(&folder).unwrap());
        let mut left: Vec<String> = fs::read_dir(&out)
            .unwrap()
            .map(|file| file.unwrap().file_name().to_string_lossy().into_owned())
            .collect();
        left.sort();
        assert_eq!(left, ["c_J01.judgepack", "notes.txt"]);
        let organizer = Organizer::open(&folder).unwrap();
        assert_eq!(
            setting::get(&organizer.db, PACKS_BEING_WRITTEN).unwrap(),
            None
        );
    }
}
