//! A demonstration contest in a folder of its own, made by `jury demo`.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::programs::run_jury;

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
    /// Makes one.
    pub fn new() -> Demo {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let place = folder.path().join("demo");
        let output = run_jury(&["demo", &place.to_string_lossy()]);
        assert!(
            output.status.success(),
            "{}{}",
            String::from_utf8_lossy(&output.stdout),
            String::from_utf8_lossy(&output.stderr)
        );
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

/// The rows of a passphrase sheet by column name.
pub fn sheet(packs: &Path) -> Vec<BTreeMap<String, String>> {
    let text = std::fs::read_to_string(packs.join("passphrases.csv")).expect("a passphrase sheet");
    csv::Reader::from_reader(text.trim_start_matches('\u{feff}').as_bytes())
        .deserialize()
        .collect::<Result<_, _>>()
        .expect("a table")
}
