//! Published results, which anybody may have changed on their way to a reader.
//!
//! A reader names everything that does not hold and goes on, so damage behind a broken signature is reached all the same.

use std::sync::LazyLock;

use crate::mutants::forged::{self, Files, files};
use crate::programs::root;

static ARCHIVE: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let path = root().join("crates/archive/tests/vectors/v1.results.zip");
    std::fs::read(path).expect("the published archive")
});

static FILES: LazyLock<Files> = LazyLock::new(|| files(&ARCHIVE));

/// Nothing is accepted but what was published.
fn verify(bytes: &[u8]) {
    if let Ok(open) = archive::read(bytes) {
        let found = open.verify();
        assert!(!found.holds() || bytes == *ARCHIVE, "it was accepted");
    }
}

/// An archive as it came.
pub(super) fn results_archive(bytes: &[u8]) {
    verify(bytes);
}

pub(super) fn results_archives() -> Vec<Vec<u8>> {
    vec![ARCHIVE.clone()]
}

/// An archive of which one file was changed: the first byte says which, the rest is what it holds.
pub(super) fn results_file(bytes: &[u8]) {
    let Some((which, content)) = bytes.split_first() else {
        return;
    };
    let mut files = FILES.clone();
    let place = usize::from(*which) % files.len();
    files[place].1 = content.to_vec();
    verify(&forged::archive(&files));
}

pub(super) fn results_files() -> Vec<Vec<u8>> {
    let numbered = FILES.iter().zip(0_u8..=255);
    numbered
        .map(|((_, content), place)| [&[place][..], content.as_slice()].concat())
        .collect()
}
