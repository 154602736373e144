//! An archive has one form: files in their order, each of them, no other.

#![allow(clippy::unwrap_used, reason = "a test stops where it fails")]

mod common;

use archive::{ReadError, read};
use common::{Files, Scene, edit, files, zip};

fn refused(change: impl Fn(&mut Files)) -> ReadError {
    let mut all = files(&Scene::new().write().unwrap());
    change(&mut all);
    read(&zip(&all)).map(|_| ()).unwrap_err()
}

#[test]
fn another_file_is_no_archive() {
    assert!(matches!(read(&b"hello"[..]), Err(ReadError::NotAnArchive)));
    assert!(matches!(read(&b""[..]), Err(ReadError::NotAnArchive)));
    assert!(matches!(
        read(&zip(&Vec::new())),
        Err(ReadError::NotAnArchive)
    ));
    let other = vec![("manifest.json".to_owned(), b"{}".to_vec())];
    assert!(matches!(read(&zip(&other)), Err(ReadError::NotAnArchive)));
    let renamed = refused(|files| edit(files, "archive.json", "results-archive", "judge-pack"));
    assert!(matches!(renamed, ReadError::NotAnArchive));
}

#[test]
fn a_later_version_is_too_new() {
    let newer = refused(|files| {
        edit(
            files,
            "archive.json",
            "\"version\": 1",
            "\"version\": 2, \"more\": 1",
        );
    });
    assert!(matches!(newer, ReadError::TooNew { version: 2 }));
}

#[test]
fn every_file_has_to_be_there() {
    let all = files(&Scene::new().write().unwrap());
    for (name, _) in &all {
        let less: Files = all.iter().filter(|(one, _)| one != name).cloned().collect();
        assert!(read(&zip(&less)).is_err(), "without {name}");
    }
}

#[test]
fn no_file_stands_in_another_place() {
    let swapped = refused(|files| files.swap(1, 2));
    assert!(matches!(swapped, ReadError::Missing { name } if name == "contest.toml"));
    let extra = refused(|files| files.push(("more.txt".to_owned(), Vec::new())));
    assert!(matches!(extra, ReadError::OutOfPlace { name } if name == "more.txt"));
    let between = refused(|files| files.insert(7, ("more.txt".to_owned(), Vec::new())));
    assert!(matches!(between, ReadError::OutOfPlace { name } if name == "more.txt"));
    let order = refused(|files| files[7..15].rotate_left(4));
    assert!(matches!(order, ReadError::OutOfPlace { .. }), "{order:?}");
    let odd = refused(|files| {
        for (name, _) in &mut files[7..11] {
            *name = name.replace("J01-1", "J01-01");
        }
    });
    assert!(matches!(odd, ReadError::OutOfPlace { .. }));
}

#[test]
fn no_byte_can_change_and_stay_accepted() {
    let bytes = Scene::new().write().unwrap();
    // Each verification computes the results anew, so not every byte is tried.
    for at in (0..bytes.len()).step_by(bytes.len() / 300) {
        let mut changed = bytes.clone();
        changed[at] ^= 1 << (at % 8);
        let accepted = read(&changed).is_ok_and(|open| open.verify().holds());
        assert!(!accepted, "byte {at}");
    }
}

#[test]
fn a_cut_archive_is_refused() {
    let bytes = Scene::new().write().unwrap();
    for cut in (0..bytes.len()).step_by(977) {
        assert!(read(&bytes[..cut]).is_err(), "cut at {cut}");
    }
}
