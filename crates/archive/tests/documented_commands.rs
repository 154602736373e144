//! The commands of `docs/formats/results-archive.md` are run as they stand there, on a freshly written archive.

#![cfg(unix)]
#![allow(clippy::unwrap_used, reason = "a test stops where it fails")]

mod common;

use std::fs;
use std::path::Path;
use std::process::Command;

use common::{Scene, edit, files, sign_again, zip};
use rand::rngs::OsRng;
use seal::SigningKey;

/// All ```sh blocks of the document, in order.
fn commands() -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/formats/results-archive.md");
    let text = fs::read_to_string(path).unwrap();
    let blocks: Vec<&str> = text
        .split("```sh\n")
        .skip(1)
        .map(|rest| rest.split_once("```").unwrap().0)
        .collect();
    assert!(blocks.len() >= 4);
    blocks.concat()
}

fn run(archive: &[u8], organiser_key: &str) -> (bool, String) {
    let work = tempfile::tempdir().unwrap();
    let path = work.path().join("RESULTS.zip");
    fs::write(&path, archive).unwrap();
    let script = work.path().join("commands.sh");
    fs::write(&script, commands()).unwrap();
    let output = Command::new("bash")
        .args(["-euo", "pipefail"])
        .arg(&script)
        .current_dir(work.path())
        .env("ARCHIVE", &path)
        .env("ORGANISER_KEY", organiser_key)
        .output()
        .unwrap();
    let said = [output.stdout, output.stderr].concat();
    (
        output.status.success(),
        String::from_utf8_lossy(&said).into_owned(),
    )
}

#[test]
fn the_commands_for_a_results_archive_work() {
    let scene = Scene::new();
    let archive = scene.write().unwrap();
    let key = scene.organiser.public().to_openssh();
    let (good, said) = run(&archive, &key);
    assert!(good, "{said}");
    for expected in [
        "Good \"results@jurydesk\" signature for organiser",
        "Good \"enrolment@jurydesk\" signature for invitation",
        "Good \"score-bundle@jurydesk\" signature for judge",
        "bundles that count: 8",
        "means that follow from the marks: 16",
    ] {
        assert!(said.contains(expected), "{expected}\n{said}");
    }
    let stranger = SigningKey::generate(&mut OsRng).public().to_openssh();
    assert!(!run(&archive, &stranger).0);
}

#[test]
fn the_commands_find_what_jury_desk_finds() {
    let scene = Scene::new();
    let key = scene.organiser.public().to_openssh();
    let good = files(&scene.write().unwrap());
    for (name, from, to) in [
        (
            "bundles/J02-1/bundle.json",
            "\"status\": \"scored\"",
            "\"status\": \"draft\"",
        ),
        (
            "packs.json",
            "\"version\": 1,\n      \"round\"",
            "\"version\": 2,\n      \"round\"",
        ),
        ("hashes.txt", "J03 panel 1", "J03 panel 2"),
        ("inputs.json", "\"J05\"\n", "\"J05\", \"J09\"\n"),
        ("results.json", "\"raw_mean\": ", "\"raw_mean\": 1"),
    ] {
        let mut changed = good.clone();
        edit(&mut changed, name, from, to);
        assert!(!run(&zip(&changed), &key).0, "{name}, as a stranger");
        sign_again(&mut changed, &scene.organiser);
        let (accepted, said) = run(&zip(&changed), &key);
        assert!(!accepted, "{name}, signed again: {said}");
    }
}
