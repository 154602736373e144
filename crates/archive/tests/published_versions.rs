//! Archives of every published version are accepted for ever: the same results follow from them.

#![allow(clippy::unwrap_used, reason = "a test stops where it fails")]

mod common;

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use archive::read;
use common::Scene;

fn vector(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/vectors")
        .join(name)
}

#[test]
fn an_archive_of_version_one_is_accepted() {
    let found = read(&fs::read(vector("v1.results.zip")).unwrap())
        .unwrap()
        .verify();
    assert!(found.holds(), "{:?}", found.differences);
    assert_eq!(found.checked.bundles, 8);
}

#[test]
#[ignore = "writes the archive of a new version, once, when it is published"]
fn write_the_archive() {
    let bytes = Scene::new().write().unwrap();
    let mut file = fs::File::create_new(vector("v1.results.zip")).unwrap();
    file.write_all(&bytes).unwrap();
}
