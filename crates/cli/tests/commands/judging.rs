//! Bundles become results, and people decide.

use std::fs;
use std::path::{Path, PathBuf};

use crate::issued::{hand_in, issued};
use crate::jury::{json, run, text};

#[test]
fn bundles_become_a_ranking_and_a_held_file_asks_for_a_person() {
    let (dir, contest, out) = issued();
    let one = dir.path().join("one.scorebundle");
    let two = dir.path().join("two.scorebundle");
    fs::write(&one, hand_in(&out, "J01", 8)).unwrap();
    fs::write(&two, hand_in(&out, "J02", 9)).unwrap();
    let refused = json(&["merge", text(&contest), text(&one)], 3);
    assert_eq!(refused["error"]["code"], "keys_locked");
    let key = dir.path().join("passphrase.txt");
    let merge = |files: &[&Path], code| {
        let mut arguments = vec!["merge", text(&contest), "--passphrase-file", text(&key)];
        arguments.extend(files.iter().map(|file| text(file)));
        json(&arguments, code)
    };
    let merged = merge(&[&one], 0);
    assert_eq!(merged["lines"][0]["verdict"], "merged");
    let ranking = json(&["rank", text(&contest)], 0);
    assert_eq!(ranking["provisional"], true);
    let merged = merge(&[&two, &one], 0);
    assert_eq!(merged["lines"][1]["verdict"], "same");

    let ranking = json(&["rank", text(&contest)], 0);
    assert_eq!(ranking["provisional"], false);
    assert_eq!(ranking["lines"].as_array().unwrap().len(), 2);
    // Two entries in two themes of one score: nothing tells judges from entries, and the ranking says so.
    assert!(ranking["by"]["raw_mean"].is_string(), "{ranking}");
    for line in ranking["lines"].as_array().unwrap() {
        assert_eq!(
            (
                line["mean"].as_str(),
                line["rank"].as_u64(),
                line["tied"].as_bool()
            ),
            (Some("85.00"), Some(1), Some(true))
        );
    }

    let junk = dir.path().join("junk.scorebundle");
    fs::write(&junk, b"hello").unwrap();
    let held = merge(&[&junk], 1);
    assert_eq!(held["lines"][0]["reason"]["code"], "not_a_bundle");
    assert_eq!(held["lines"][0]["reason"]["what"], "这不是评分文件");
    merge(&[&junk], 1);
    let ledger = json(&["ledger", text(&contest)], 0);
    assert_eq!(ledger["files"].as_array().unwrap().len(), 3);
    assert_eq!(ledger["state_sha256"].as_str().unwrap().len(), 64);
}

#[test]
fn people_decide_and_suppose_from_the_command_line() {
    let (dir, contest, out) = issued();
    let key = dir.path().join("passphrase.txt");
    for (judge, points) in [("J01", 8), ("J02", 9)] {
        let file = dir.path().join(format!("{judge}.scorebundle"));
        fs::write(&file, hand_in(&out, judge, points)).unwrap();
        let from = ["--passphrase-file", text(&key), text(&file)];
        json(&[&["merge", text(&contest)], &from[..]].concat(), 0);
    }
    let found = json(&["results", text(&contest)], 0);
    assert_eq!(found["results"]["rounds"][0]["state"], "complete");
    assert!(found["seed"].as_u64().unwrap() < 1_000_000);
    let awards = found["results"]["awards"].as_array().unwrap();
    assert_eq!(awards[0]["open"][0]["question"], "round_not_begun");
    let units = json(&["units", text(&contest)], 0);
    assert_eq!(units.as_array().unwrap().len(), 2);

    let record = [
        "--reason",
        "评委会议定",
        "--present",
        "甲",
        "--present",
        "乙",
    ];
    let decide = |what: &[&str], code| {
        json(
            &[&["decide", text(&contest)], what, &record[..]].concat(),
            code,
        )
    };
    let refused = decide(&["count", "gold", "2"], 3);
    assert_eq!(refused["error"]["code"], "award_count_fixed");
    let refused = decide(&["count", "golden", "2"], 3);
    assert_eq!(refused["error"]["code"], "award_unknown");
    let looked = decide(&["exclude", "panel", "J02", "--dry-run"], 0);
    assert_eq!(looked["done"], false);
    let done = decide(&["exclude", "panel", "J02"], 0);
    assert_eq!(done["moves"], looked["moves"]);
    let ranking = json(&["rank", text(&contest), "--round", "panel"], 0);
    assert_eq!(ranking["lines"][0]["mean"], "80.00");
    let supposed = json(&["what-if", text(&contest), "method", "raw-means"], 0);
    assert!(supposed["moves"]["awards"].as_array().unwrap().is_empty());
    let plain = run(&["log", text(&contest), "--lang", "en"]);
    let said = String::from_utf8(plain.stdout).unwrap();
    let line = "sheets of judge J02 in panel do not count. Reason: 评委会议定. Present: 甲; 乙";
    assert!(said.contains(line), "{said}");
    for command in [&["results"][..], &["units"], &["rank"]] {
        let plain = run(&[command, &[text(&contest)]].concat());
        assert_eq!(plain.status.code(), Some(0));
        let said = String::from_utf8(plain.stdout).unwrap();
        assert!(!said.contains('{') && !said.contains("results."), "{said}");
    }
}

#[test]
fn a_second_key_is_settled_by_the_six_groups_and_the_log_tells_it() {
    let (dir, contest, out) = issued();
    let key = dir.path().join("passphrase.txt");
    // The same pack on two computers: two keys.
    let files: Vec<PathBuf> = [4, 8]
        .iter()
        .map(|points| {
            let place = dir.path().join(format!("{points}.scorebundle"));
            fs::write(&place, hand_in(&out, "J01", *points)).unwrap();
            place
        })
        .collect();
    let merged = json(
        &[
            "merge",
            text(&contest),
            "--passphrase-file",
            text(&key),
            text(&files[0]),
            text(&files[1]),
        ],
        1,
    );
    assert_eq!(merged["lines"][1]["reason"]["code"], "bundle_second_key");
    let groups = merged["lines"][1]["fingerprint"].as_str().unwrap();
    let refused = json(&["confirm", text(&contest), "J02", groups], 3);
    assert_eq!(refused["error"]["code"], "no_such_bundle");
    let done = json(&["confirm", text(&contest), "J01", groups], 0);
    assert_eq!(done["counts"], true);
    let ranking = json(&["rank", text(&contest)], 0);
    assert_eq!(ranking["lines"][0]["mean"], "80.00");
    let refused = json(&["late", text(&contest), "J01", groups, "--take"], 0);
    assert_eq!(refused["counts"], true, "the round of 2020 is over");
    let log = json(&["log", text(&contest)], 0);
    let acts: Vec<&str> = log["lines"]
        .as_array()
        .unwrap()
        .iter()
        .map(|line| line["act"].as_str().unwrap())
        .collect();
    assert_eq!(
        acts,
        [
            "keys_protected",
            "intake",
            "intake",
            "pack_issued",
            "pack_issued",
            "confirmed",
            "late_taken"
        ]
    );
    let plain = run(&["log", text(&contest), "--lang", "en"]);
    let said = String::from_utf8(plain.stdout).unwrap();
    assert!(said.contains("judge J01 confirmed revision 1"), "{said}");
}
