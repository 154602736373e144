//! A judge without a window: `jury score` takes marks from a table and signs the bundle that the window would sign.

#![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use pack::judge_pack::OpenPack;
use seal::Passphrase;
use serde_json::Value;
use whole::demo::Demo;
use whole::programs::run_jury;

/// A judge with pack, slip and desk.
struct Judge {
    demo: Demo,
    pack: PathBuf,
    digits: PathBuf,
    organiser: String,
}

impl Judge {
    fn new() -> Judge {
        let demo = Demo::new();
        let (pack, passphrase) = demo.pack(0);
        let digits = demo.beside("slip").join("digits.txt");
        let opened = OpenPack::open(&pack, &Passphrase::parse(&passphrase).unwrap()).unwrap();
        let organiser = opened.organiser().fingerprint().to_string();
        fs::write(&digits, passphrase).unwrap();
        Judge {
            demo,
            pack,
            digits,
            organiser,
        }
    }

    fn score(&self, more: &[&str], code: i32) -> Value {
        let desk = self.demo.beside("desk");
        let mut arguments = vec!["score", text(&self.pack), "--data", text(&desk)];
        arguments.extend(["--passphrase-file", text(&self.digits), "--json"]);
        arguments.extend(more);
        let output = run_jury(&arguments);
        let said = String::from_utf8(output.stdout).unwrap();
        assert_eq!(output.status.code(), Some(code), "{said}");
        serde_json::from_str(&said).unwrap()
    }

    fn table(&self, lines: &str) -> PathBuf {
        let place = self.demo.beside("slip").join("marks.csv");
        fs::write(
            &place,
            format!("entry,criterion,mark,comment,recusal\n{lines}"),
        )
        .unwrap();
        place
    }
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

#[test]
fn nothing_is_scored_before_the_organiser_is_confirmed() {
    let judge = Judge::new();
    let unknown = judge.score(&[], 3);
    assert_eq!(unknown["error"]["code"], "score_organiser_unknown");
    assert_eq!(
        unknown["error"]["facts"]["fingerprint"],
        judge.organiser.as_str()
    );
    let wrong = "11111 22222 33333 44444 55555 66666";
    let other = judge.score(&["--organiser", wrong], 3);
    assert_eq!(other["error"]["code"], "score_organiser_other");
    judge.score(&["--organiser", &judge.organiser], 1);
    // Confirmed once, confirmed for good.
    judge.score(&[], 1);
}

#[test]
fn a_table_is_looked_at_whole_before_one_mark_is_taken() {
    let judge = Judge::new();
    let begun = judge.score(&["--organiser", &judge.organiser], 1);
    let first = &begun["entries"][0];
    let (entry, criterion) = (
        first["entry"].as_str().unwrap(),
        first["criteria"][0].as_str().unwrap(),
    );
    for (line, code) in [
        (
            "XH2020-1-9999,practicable,8,,".to_owned(),
            "table_not_in_pack",
        ),
        (format!("{entry},nothing,8,,"), "table_not_in_pack"),
        (format!("{entry},{criterion},8.5,,"), "table_not_a_mark"),
        (format!("{entry},{criterion},11,,"), "table_not_a_mark"),
        (format!("{entry},{criterion},zehn,,"), "table_bad_number"),
        (format!("{entry},,,,bored"), "table_not_in_pack"),
    ] {
        let table = judge.table(&format!("{entry},{criterion},9,,\n{line}\n"));
        let refused = judge.score(&["--marks", text(&table)], 3);
        assert_eq!(refused["error"]["code"], code, "{line}");
        assert_eq!(refused["error"]["facts"]["line"], "3", "{line}");
    }
    let still = judge.score(&[], 1);
    assert_eq!(still["entries"][0]["status"], "open");
}

#[test]
fn a_pack_that_is_issued_again_asks_for_nothing_that_was_scored() {
    let judge = Judge::new();
    let begun = judge.score(&["--organiser", &judge.organiser], 1);
    assert_eq!(begun["taken_over"], 0);
    let first = &begun["entries"][0];
    let entry = first["entry"].as_str().unwrap();
    let mut lines = String::new();
    for criterion in first["criteria"].as_array().unwrap() {
        let _ = writeln!(lines, "{entry},{},8,,", criterion.as_str().unwrap());
    }
    let table = judge.table(&lines);
    judge.score(&["--marks", text(&table)], 1);

    let again = judge.demo.beside("again");
    let folder = judge.demo.folder();
    let name = begun["judge"].as_str().unwrap();
    let command = [
        "pack",
        text(&folder),
        "--out",
        text(&again),
        "--again",
        name,
    ];
    let issued = run_jury(&[&command[..], &["--json"]].concat());
    assert!(issued.status.success(), "{issued:?}");
    let sheet = fs::read_to_string(again.join("passphrases.csv")).unwrap();
    let mut fields = sheet.lines().nth(1).unwrap().split(',').skip(2);
    let pack = again.join(fields.next().unwrap());
    fs::write(&judge.digits, fields.next().unwrap()).unwrap();
    let judge = Judge { pack, ..judge };
    let opened = judge.score(&["--organiser", &judge.organiser], 1);
    assert_eq!(opened["taken_over"], 1);
    assert_eq!(
        (&opened["scored"], &begun["scored"]),
        (&Value::from(1), &Value::from(0))
    );
}

#[test]
fn the_signed_bundle_of_a_table_counts_at_the_organisers() {
    let judge = Judge::new();
    let begun = judge.score(&["--organiser", &judge.organiser], 1);
    let mut lines = String::new();
    for (at, line) in (0..).zip(begun["entries"].as_array().unwrap()) {
        let entry = line["entry"].as_str().unwrap();
        if at == 0 {
            let _ = writeln!(lines, "{entry},,,,know_author");
            continue;
        }
        for criterion in line["criteria"].as_array().unwrap() {
            let criterion = criterion.as_str().unwrap();
            let _ = writeln!(lines, "{entry},{criterion},{},,", 4 + at % 6);
        }
        let _ = writeln!(lines, "{entry},,,有依据，可以试点,");
    }
    let table = judge.table(&lines);
    let out = judge.demo.beside("returned").join("one.scorebundle");
    let done = judge.score(&["--marks", text(&table), "--out", text(&out)], 0);
    let entries = begun["entries"].as_array().unwrap().len();
    assert_eq!(done["scored"], entries - 1);
    assert_eq!(done["recused"], 1);
    assert_eq!(done["bundle"]["revision"], 1);

    let folder = judge.demo.folder();
    let merged = run_jury(&["merge", text(&folder), text(&out), "--json"]);
    let merged: Value = serde_json::from_slice(&merged.stdout).unwrap();
    assert_eq!(merged["lines"][0]["verdict"], "merged");
    assert_eq!(
        merged["lines"][0]["fingerprint"],
        done["bundle"]["fingerprint"]
    );
    // A file is never overwritten; another name gets the next revision.
    let again = judge.score(&["--out", text(&out)], 3);
    assert_eq!(again["error"]["code"], "place_taken");
}
