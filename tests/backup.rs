//! A backup of the built program that is killed half-way leaves nothing that looks like a backup, and the folder unharmed.
#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot go on should stop at once and say where"
)]

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use sha2::{Digest, Sha256};
use whole::programs::{jury, jury_json};

/// Large enough that the program is still at it when it is killed.
const LARGE: usize = 192 << 20;

fn text(place: &Path) -> String {
    place.to_string_lossy().into_owned()
}

/// Whether something stands in the folder whose name begins like this.
fn begun(folder: &Path, name: &str) -> bool {
    fs::read_dir(folder)
        .unwrap()
        .flatten()
        .any(|child| child.file_name().to_string_lossy().starts_with(name))
}

/// Starts `jury` and kills it when a file or folder of this name has appeared, unless it was faster.
fn killed_at(arguments: &[&str], folder: &Path, name: &str) {
    let mut child = Command::new(jury())
        .args(arguments)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    while !begun(folder, name) && child.try_wait().unwrap().is_none() {
        std::thread::yield_now();
    }
    let _ = child.kill();
    child.wait().unwrap();
}

#[test]
fn killed_half_way_neither_a_backup_nor_a_contest_is_left() {
    let dir = tempfile::tempdir().unwrap();
    let contest = dir.path().join("c");
    jury_json(&["new", &text(&contest)], 0);
    let bytes = vec![b'x'; LARGE];
    let name: String = Sha256::digest(&bytes)
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    let shelf = contest.join("media").join(&name[..2]);
    fs::create_dir_all(&shelf).unwrap();
    fs::write(shelf.join(&name), &bytes).unwrap();

    let out = dir.path().join("out");
    fs::create_dir(&out).unwrap();
    let file = out.join("b.zip");
    killed_at(
        &["backup", &text(&contest), &text(&file)],
        &out,
        ".jurydesk-backup-",
    );
    assert!(
        !file.exists(),
        "a file of the name is a whole backup or none"
    );

    let done = jury_json(&["backup", &text(&contest), &text(&file)], 0);
    assert_eq!(done["files"].as_u64(), Some(6));
    assert!(
        !begun(&contest.join("received"), ".draft"),
        "the snapshot is swept away"
    );

    let copy = out.join("copy");
    killed_at(
        &["restore", &text(&file), &text(&copy)],
        &out,
        ".jurydesk-restore-",
    );
    assert!(
        !copy.exists(),
        "a folder of the name is a whole contest or none"
    );
    jury_json(&["restore", &text(&file), &text(&copy)], 0);
    assert_eq!(
        fs::read(copy.join("media").join(&name[..2]).join(&name)).unwrap(),
        bytes
    );
}
