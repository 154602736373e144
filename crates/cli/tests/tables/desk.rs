//! A folder with tables, the program that reads them, and tables with a known answer.

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;
use std::process::{Command, Output};

use rand::rngs::StdRng;
use rand::seq::SliceRandom;
use rand::{Rng, SeedableRng};
use serde_json::Value;

/// A folder with tables in it, and the program.
pub(super) struct Desk {
    pub(super) dir: tempfile::TempDir,
}

impl Desk {
    pub(super) fn new() -> Self {
        Self {
            dir: tempfile::tempdir().unwrap(),
        }
    }

    /// Writes a table and returns its path.
    pub(super) fn table(&self, name: &str, bytes: impl AsRef<[u8]>) -> String {
        let path: PathBuf = self.dir.path().join(name);
        fs::write(&path, bytes).unwrap();
        path.to_str().unwrap().to_owned()
    }

    pub(super) fn run(&self, arguments: &[&str]) -> Output {
        Command::new(env!("CARGO_BIN_EXE_jury"))
            .args(arguments)
            .env_remove("LC_ALL")
            .env_remove("LC_MESSAGES")
            .env("LANG", "zh_CN.UTF-8")
            .current_dir(self.dir.path())
            .output()
            .unwrap()
    }

    /// Runs with `--json` and expects this exit code.
    #[track_caller]
    pub(super) fn json(&self, arguments: &[&str], code: i32) -> Value {
        let arguments = [arguments, &["--json"]].concat();
        let output = self.run(&arguments);
        let text = String::from_utf8(output.stdout).unwrap();
        assert_eq!(output.status.code(), Some(code), "{arguments:?}: {text}");
        serde_json::from_str(&text).unwrap()
    }

    /// What is printed for a person.
    #[track_caller]
    pub(super) fn said(&self, arguments: &[&str], lang: &str) -> String {
        let output = self.run(&[arguments, &["--lang", lang]].concat());
        assert_eq!(output.status.code(), Some(0), "{arguments:?}");
        String::from_utf8(output.stdout).unwrap()
    }

    /// The code and the facts of a refusal of `jury rank` on these scores.
    #[track_caller]
    pub(super) fn refused(&self, scores: impl AsRef<[u8]>, more: &[&str]) -> (String, Value) {
        let scores = self.table("wrong.csv", scores);
        let refused = self.json(&[&["rank", "--scores", &scores], more].concat(), 3);
        let error = &refused["error"];
        assert!(!error["do"].as_str().unwrap().contains('{'), "{error}");
        assert!(!error["what"].as_str().unwrap().contains('{'), "{error}");
        (
            error["code"].as_str().unwrap().to_owned(),
            error["facts"].clone(),
        )
    }
}

/// `Penicillin` of the R package lme4 (Davies & Goldsmith, *Statistical Methods in Research and Production*, 4th edition, 1972,
/// table 6.9): plates as entries, samples as judges, the diameters in mm.
pub(super) const PENICILLIN: [[u8; 6]; 24] = [
    [27, 23, 26, 23, 23, 21],
    [27, 23, 26, 23, 23, 21],
    [25, 21, 25, 24, 24, 20],
    [26, 23, 25, 23, 23, 20],
    [25, 22, 26, 22, 23, 20],
    [24, 22, 25, 23, 22, 19],
    [24, 20, 23, 21, 22, 19],
    [26, 22, 26, 24, 24, 21],
    [24, 21, 24, 22, 22, 20],
    [24, 21, 24, 23, 22, 19],
    [26, 23, 26, 24, 24, 21],
    [25, 22, 26, 24, 24, 20],
    [26, 24, 26, 24, 25, 22],
    [26, 23, 26, 23, 23, 20],
    [26, 23, 25, 24, 24, 22],
    [25, 22, 25, 23, 23, 20],
    [25, 21, 24, 23, 23, 20],
    [25, 22, 24, 23, 23, 19],
    [24, 21, 23, 21, 21, 19],
    [26, 23, 26, 24, 24, 21],
    [25, 21, 24, 22, 22, 18],
    [25, 22, 25, 22, 22, 20],
    [24, 21, 24, 22, 24, 19],
    [24, 21, 24, 22, 21, 18],
];

pub(super) fn penicillin() -> String {
    let mut table = "judge,entry,criterion,score\n".to_owned();
    for (plate, row) in ('a'..).zip(PENICILLIN) {
        for (sample, diameter) in ('A'..).zip(row) {
            table.push_str(&format!("{sample},{plate},diameter,{diameter}\n"));
        }
    }
    table
}

pub(super) fn near(value: &Value, expected: f64) -> bool {
    (value.as_f64().unwrap() - expected).abs() < 5e-5
}

pub(super) fn keys(value: &Value) -> BTreeSet<&str> {
    value
        .as_object()
        .unwrap()
        .keys()
        .map(String::as_str)
        .collect()
}

/// Two themes of eight entries, each judged by five judges of its own, with two criteria; the judges of the second theme join
/// the first when there are bridges.
pub(super) fn themed(bridges: bool) -> (String, String) {
    let mut rng = StdRng::seed_from_u64(2020);
    let mut scores = String::from("judge,entry,criterion,score\n");
    let mut themes = String::from("entry,theme\n");
    for theme in 0..2 {
        for entry in 0..8 {
            themes.push_str(&format!("E{theme}{entry},主题{theme}\n"));
            let merit: f64 = rng.gen_range(-2.0..2.0);
            let mut judges: Vec<u32> = (0..5).collect();
            judges.shuffle(&mut rng);
            for (at, judge) in judges.into_iter().take(3).enumerate() {
                let panel = if bridges && at == 0 && entry % 4 == 0 {
                    1 - theme
                } else {
                    theme
                };
                for criterion in ["新意", "可行"] {
                    let score = 6.0 + merit + 0.3 * f64::from(judge) + rng.gen_range(-1.0..1.0);
                    scores.push_str(&format!(
                        "J{panel}{judge},E{theme}{entry},{criterion},{score:.1}\n"
                    ));
                }
            }
        }
    }
    (scores, themes)
}
