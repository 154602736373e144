//! What judges hold in their hands stays as it is: once a pack is out, no decision about what came in reaches its entries.

#![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

use std::path::Path;

use serde_json::Value;
use whole::demo::Demo;
use whole::programs::run_jury;

fn jury(arguments: &[&str], code: i32) -> Value {
    let output = run_jury(&[arguments, &["--json"]].concat());
    let said = String::from_utf8(output.stdout).unwrap();
    assert_eq!(output.status.code(), Some(code), "{arguments:?}: {said}");
    serde_json::from_str(&said).unwrap()
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

#[test]
fn no_decision_about_what_came_in_reaches_an_entry_that_judges_have() {
    let demo = Demo::new();
    let folder = demo.folder();
    let dir = text(&folder);
    let other_text = demo.beside("typed").join("measures.txt");
    std::fs::write(&other_text, "改过的举措。").unwrap();
    let number = jury(&["show", dir, "1"], 0)["number"]
        .as_str()
        .unwrap()
        .to_owned();
    let standing = || {
        let shown = jury(&["show", dir, &number], 0);
        (shown, jury(&["log", dir], 0))
    };
    let before = standing();
    let title = before.0["form"]["title"].as_str().unwrap();
    for (arguments, code) in [
        (
            vec!["fix", dir, &number, "--title", "改过的标题"],
            "entry_in_pack",
        ),
        (
            vec!["fix", dir, &number, "--measures", text(&other_text)],
            "entry_in_pack",
        ),
        (
            vec!["redact", dir, &number, "--text", title],
            "entry_in_pack",
        ),
        (
            vec!["attach", dir, &number, text(&other_text)],
            "entry_in_pack",
        ),
        (
            vec!["reject", dir, &number, "--reason", "withdrawn"],
            "entry_in_pack",
        ),
        (vec!["number", dir], "numbers_are_out"),
    ] {
        let refused = jury(&arguments, 3);
        assert_eq!(refused["error"]["code"], code, "{arguments:?}");
        for part in ["what", "safe", "do"] {
            let said = refused["error"][part].as_str().unwrap();
            assert!(!said.is_empty() && !said.contains('{'), "{said}");
        }
        assert_eq!(standing(), before, "{arguments:?}");
    }
    // Of the decisions that made the entries, none can be taken back any more.
    let lines = before.1["lines"].as_array().unwrap();
    let accepted = lines
        .iter()
        .find(|line| line["what"] == "accepted")
        .unwrap();
    let line = accepted["seq"].to_string();
    let refused = jury(&["undo", dir, "--line", &line], 3);
    assert_eq!(refused["error"]["code"], "entry_in_pack", "{refused}");
    assert_eq!(standing(), before);
    // The telephone number stands in no pack.
    jury(&["fix", dir, &number, "--phone", "13800000000"], 0);
}
