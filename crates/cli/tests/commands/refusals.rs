//! What is said when it does not work, and when nobody listens.

use std::fs;
use std::process::Stdio;

use crate::jury::{json, jury, run, text};

#[test]
fn refusals_say_what_is_safe_and_what_to_do() {
    let dir = tempfile::tempdir().unwrap();
    let output = run(&["rank", text(dir.path())]);
    assert_eq!(output.status.code(), Some(3));
    assert!(output.stdout.is_empty());
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(said.lines().count(), 3, "{said}");
    let english = json(&["rank", text(dir.path()), "--lang", "en"], 3);
    for part in ["code", "what", "safe", "do"] {
        assert!(!english["error"][part].as_str().unwrap().is_empty());
    }
    let wrong = dir.path().join("wrong.toml");
    fs::write(&wrong, "format = \"jurydesk.contest/1\"\nnonsense").unwrap();
    let place = dir.path().join("c");
    let refused = json(&["new", text(&place), "--contest", text(&wrong)], 3);
    assert_eq!(refused["error"]["facts"]["line"], "2");
    assert!(!place.exists());
    assert_eq!(run(&["rank"]).status.code(), Some(2));
    assert_eq!(run(&["--help"]).status.code(), Some(0));
}

#[test]
fn a_reader_that_goes_away_is_no_failure() {
    let dir = tempfile::tempdir().unwrap();
    let contest = dir.path().join("c");
    let mut child = jury()
        .args(["new", text(&contest)])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    assert!(output.stderr.is_empty());
}
