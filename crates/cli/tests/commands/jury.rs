//! The command line as a program of its own.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;

pub(crate) fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/fixtures")
}

pub(crate) fn jury() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_jury"));
    command
        .env_remove("LC_ALL")
        .env_remove("LC_MESSAGES")
        .env("LANG", "zh_CN.UTF-8");
    command
}

pub(crate) fn run(arguments: &[&str]) -> Output {
    jury().args(arguments).output().unwrap()
}

/// Runs with `--json` and expects this exit code.
pub(crate) fn json(arguments: &[&str], code: i32) -> Value {
    let output = jury().args(arguments).arg("--json").output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    assert_eq!(output.status.code(), Some(code), "{text}");
    serde_json::from_str(&text).unwrap()
}

pub(crate) fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

pub(crate) fn count(value: &Value) -> u64 {
    value.as_u64().unwrap()
}
