//! The built programs.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// The workspace's root folder.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .expect("tests/ has a parent")
        .to_owned()
}

/// Where the tests leave pictures and bundles for a person to look at.
pub fn pictures() -> PathBuf {
    let folder = root().join("target/pictures");
    std::fs::create_dir_all(&folder).expect("target/ can be written");
    folder
}

fn built(variable: &str, name: &str) -> PathBuf {
    let place = std::env::var_os(variable)
        .map_or_else(|| root().join("target/debug").join(name), PathBuf::from);
    assert!(
        place.is_file(),
        "{name} is not built; `cargo xtask test` builds it, or set {variable}"
    );
    place
}

/// The command-line program.
pub fn jury() -> PathBuf {
    built("JURYDESK_CLI", "jury")
}

/// The window program.
pub fn app() -> PathBuf {
    built("JURYDESK_APP", "jurydesk")
}

/// Runs `jury` with these arguments and returns what it said.
pub fn run_jury(arguments: &[&str]) -> Output {
    Command::new(jury())
        .args(arguments)
        .env("LANG", "zh_CN.UTF-8")
        .output()
        .expect("jury starts")
}

/// Runs `jury … --json`, asserts the exit code and returns the JSON.
pub fn jury_json(arguments: &[&str], expected: i32) -> serde_json::Value {
    let mut all = arguments.to_vec();
    all.push("--json");
    let output = run_jury(&all);
    let text = String::from_utf8_lossy(&output.stdout);
    assert_eq!(
        output.status.code(),
        Some(expected),
        "jury {}\n{text}\n{}",
        arguments.join(" "),
        String::from_utf8_lossy(&output.stderr)
    );
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{error}: {text}"))
}
