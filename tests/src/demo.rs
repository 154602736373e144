//! A demonstration contest in a folder of its own, made by `jury demo`.

use std::collections::BTreeMap;
use std::fs::File;
use std::path::{Path, PathBuf};

use crate::programs::{jury, run_jury};

/// A demonstration contest; the folder goes when this is dropped.
pub struct Demo {
    folder: tempfile::TempDir,
}

impl Default for Demo {
    fn default() -> Demo {
        Demo::new()
    }
}

impl Demo {
    /// A copy of one that `jury demo` made; every copy is the same contest with the same keys.
    pub fn new() -> Demo {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let (template, _held) = template();
        copy(&template, &folder.path().join("demo"));
        Demo { folder }
    }

    /// Another contest of the same content: other keys, other numbers.
    pub fn another() -> Demo {
        let folder = tempfile::tempdir().expect("a temporary folder");
        make(&folder.path().join("demo"));
        Demo { folder }
    }

    /// The contest's folder.
    pub fn folder(&self) -> PathBuf {
        self.folder.path().join("demo")
    }

    /// A folder of its own outside the contest.
    pub fn beside(&self, name: &str) -> PathBuf {
        let place = self.folder.path().join(name);
        std::fs::create_dir_all(&place).expect("a folder");
        place
    }

    /// A judge's pack and passphrase, in the order of the sheet; 0 is the first judge.
    pub fn pack(&self, judge: usize) -> (PathBuf, String) {
        let rows = sheet(&self.folder().join("packs"));
        let row = rows.get(judge).expect("as many judges");
        (
            self.folder().join("packs").join(&row["file"]),
            row["passphrase"].clone(),
        )
    }
}

fn make(place: &Path) {
    let output = run_jury(&["demo", &place.to_string_lossy()]);
    assert!(
        output.status.success(),
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
}

/// The contest that copies are made of; made anew when the program is newer. Nobody replaces it while the lock is held,
/// by this run of the tests or by another.
fn template() -> (PathBuf, File) {
    // Beside the program that makes it, so that two builds at work at once do not share one.
    let place = jury().with_file_name("demo-for-tests");
    let lock = File::create(place.with_extension("lock")).expect("a lock file");
    let changed = |path: &Path| {
        std::fs::metadata(path)
            .and_then(|facts| facts.modified())
            .ok()
    };
    lock.lock().expect("a lock");
    if changed(&place.join("packs/passphrases.csv")) < changed(&jury()) {
        // Nothing there is an error of no interest.
        let _ = std::fs::remove_dir_all(&place);
        make(&place);
    }
    lock.lock_shared().expect("a lock");
    (place, lock)
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).expect("a folder");
    for file in std::fs::read_dir(from).expect("a folder").flatten() {
        let target = to.join(file.file_name());
        if file.path().is_dir() {
            copy(&file.path(), &target);
        } else {
            std::fs::copy(file.path(), target).expect("a copy");
        }
    }
}

/// The rows of a passphrase sheet by column name.
pub fn sheet(packs: &Path) -> Vec<BTreeMap<String, String>> {
    let text = std::fs::read_to_string(packs.join("passphrases.csv")).expect("a passphrase sheet");
    csv::Reader::from_reader(text.trim_start_matches('\u{feff}').as_bytes())
        .deserialize()
        .collect::<Result<_, _>>()
        .expect("a table")
}
