//! `jury verify`, and what `jury inspect` says of a results archive.

#![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use pack::zip::{ZipDirectory, ZipWriter};
use serde_json::Value;
use tempfile::TempDir;

fn published() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../archive/tests/vectors/v1.results.zip")
}

fn jury(arguments: &[&str], language: &str) -> (i32, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_jury"))
        .args(arguments)
        .args(["--lang", language])
        .output()
        .unwrap();
    let text = [output.stdout, output.stderr].concat();
    (
        output.status.code().unwrap(),
        String::from_utf8(text).unwrap(),
    )
}

fn json(arguments: &[&str], code: i32) -> Value {
    let mut all = arguments.to_vec();
    all.push("--json");
    let (found, text) = jury(&all, "en");
    assert_eq!(found, code, "{text}");
    serde_json::from_str(&text).unwrap()
}

/// The archive with one piece of one file replaced.
fn changed(name: &str, from: &str, to: &str) -> (TempDir, PathBuf) {
    let good = fs::read(published()).unwrap();
    let directory = ZipDirectory::read(&good).unwrap();
    let mut zip = ZipWriter::new(Vec::new());
    for entry in directory.entries() {
        let mut bytes = ZipDirectory::read_entry(&good, entry, u64::MAX).unwrap();
        if entry.name == name {
            let text = String::from_utf8(bytes).unwrap();
            assert!(text.contains(from), "{name} has {from}");
            bytes = text.replacen(from, to, 1).into_bytes();
        }
        zip.add(&entry.name, &bytes).unwrap();
    }
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("RESULTS.zip");
    fs::write(&path, zip.finish().unwrap().0).unwrap();
    (folder, path)
}

#[test]
fn honest_results_are_accepted_with_what_was_checked() {
    let path = published();
    let path = path.to_str().unwrap();
    let found = json(&["verify", path], 0);
    assert_eq!(found["good"], true);
    assert_eq!(found["recomputed"], true);
    assert_eq!(found["checked"]["bundles"], 8);
    assert_eq!(found["differences"], Value::Array(Vec::new()));
    for (language, words) in [("en", "All of it holds"), ("zh", "全部相符")] {
        let (code, said) = jury(&["verify", path], language);
        assert_eq!(code, 0);
        assert!(said.contains(words), "{said}");
        assert!(!said.contains(['{', '}']), "{said}");
    }
}

#[test]
fn everything_that_differs_is_said_in_words() {
    for (name, from, to, codes) in [
        (
            "results.json",
            "\"rank\": 1,",
            "\"rank\": 2,",
            ["file_changed", "rank"],
        ),
        (
            "bundles/J02-1/bundle.json",
            "\"scored\"",
            "\"draft\"",
            ["file_changed", "bundle_signature"],
        ),
        (
            "hashes.txt",
            "J03 panel 1",
            "J03 panel 2",
            ["file_changed", "hash_missing"],
        ),
    ] {
        let (_folder, path) = changed(name, from, to);
        let path = path.to_str().unwrap();
        let found = json(&["verify", path], 3);
        assert_eq!(found["good"], false);
        for (difference, code) in found["differences"].as_array().unwrap().iter().zip(codes) {
            assert_eq!(difference["code"], code, "{found}");
        }
        for language in ["en", "zh"] {
            let (code, said) = jury(&["verify", path], language);
            assert_eq!(code, 3);
            assert!(
                !said.contains("verify.") && !said.contains(['{', '}']),
                "{said}"
            );
        }
    }
}

#[test]
fn another_file_is_refused_with_its_reason() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("RESULTS.zip");
    fs::write(&path, "hello").unwrap();
    let found = json(&["verify", path.to_str().unwrap()], 3);
    assert_eq!(found["error"]["code"], "results_not_an_archive");
    let mut cut = fs::read(published()).unwrap();
    cut.truncate(cut.len() - 1);
    fs::write(&path, &cut).unwrap();
    let found = json(&["verify", path.to_str().unwrap()], 3);
    assert!(
        found["error"]["code"]
            .as_str()
            .unwrap()
            .starts_with("results_")
    );
    let absent = folder.path().join("absent.zip");
    let found = json(&["verify", absent.to_str().unwrap()], 3);
    assert_eq!(found["error"]["code"], "file_failed");
}

#[test]
fn inspect_names_a_results_archive_and_who_signed_it() {
    let path = published();
    let path = path.to_str().unwrap();
    let found = json(&["inspect", path], 0);
    assert_eq!(found["kind"], "results_archive");
    assert_eq!(found["whole"], true);
    assert_eq!(found["facts"]["contest"], "westlake-2020");
    assert_eq!(found["facts"]["bundles"], "8");
    assert_eq!(
        found["facts"]["signer"],
        json(&["verify", path], 0)["signer"]
    );

    let (_folder, path) = changed("results.json", "\"rank\": 1,", "\"rank\": 2,");
    let found = json(&["inspect", path.to_str().unwrap()], 1);
    assert_eq!(found["whole"], false);
    assert_eq!(found["facts"]["signer"], Value::Null);
}
