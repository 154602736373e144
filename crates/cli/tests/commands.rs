//! `jury` from the outside: what it prints, what it returns, and that the counts add up.

#![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use pack::Sha256Hex;
use pack::judge_pack::OpenPack;
use pack::score_bundle::{
    Enrolment, Mark, ScoreBundle, SheetRecord, SheetStatus, write_bundle, write_enrolment,
};
use rand::rngs::OsRng;
use seal::{Passphrase, Recipient, SigningKey};
use serde_json::Value;

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/fixtures")
}

fn jury() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_jury"));
    command
        .env_remove("LC_ALL")
        .env_remove("LC_MESSAGES")
        .env("LANG", "zh_CN.UTF-8");
    command
}

fn run(arguments: &[&str]) -> Output {
    jury().args(arguments).output().unwrap()
}

/// Runs with `--json` and expects this exit code.
fn json(arguments: &[&str], code: i32) -> Value {
    let output = jury().args(arguments).arg("--json").output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    assert_eq!(output.status.code(), Some(code), "{text}");
    serde_json::from_str(&text).unwrap()
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

fn count(value: &Value) -> u64 {
    value.as_u64().unwrap()
}

#[test]
fn every_sample_mail_ends_as_drafts_or_in_the_queue_as_expected() {
    let dir = tempfile::tempdir().unwrap();
    let contest = dir.path().join("c");
    json(&["new", text(&contest)], 0);
    let received = json(
        &["intake", text(&contest), text(&fixtures().join("eml"))],
        0,
    );
    assert_eq!(count(&received["sources"]), 23);
    let covered = received["lines"].as_array().unwrap().iter().filter(|line| {
        count(&line["entries"]) > 0 || count(&line["queue"]) > 0 || line["state"] == "duplicate"
    });
    assert_eq!(covered.count(), 23);
    assert_eq!(count(&received["media"]["waiting"]), 0);

    let queue = json(&["queue", text(&contest)], 0);
    let expected: Value =
        serde_json::from_str(&fs::read_to_string(fixtures().join("expected.json")).unwrap())
            .unwrap();
    let drafts = queue["drafts"].as_array().unwrap();
    let items = queue["items"].as_array().unwrap();
    assert_eq!(count(&received["entries"]), drafts.len() as u64);
    let mut checked = 0;
    for source in expected["sources"].as_array().unwrap() {
        let Some(name) = source["source"].as_str().unwrap().strip_prefix("eml/") else {
            continue;
        };
        checked += 1;
        let found: Vec<&Value> = drafts
            .iter()
            .filter(|draft| draft["source"] == name)
            .collect();
        let wanted = source["entries"].as_array().unwrap();
        // A .wps file may be read or queued.
        let wps = name.starts_with("22");
        if !wps {
            assert_eq!(found.len(), wanted.len(), "{name}");
        }
        for (draft, entry) in found.iter().zip(wanted) {
            assert_eq!(
                squeezed(&draft["title"]),
                squeezed(&entry["title"]),
                "{name}"
            );
            let mut codes: Vec<&str> = draft["findings"]
                .as_array()
                .unwrap()
                .iter()
                .map(|one| one["code"].as_str().unwrap())
                // A note beside the findings: the list of the samples does not look into the files.
                .filter(|code| *code != "identity_in_file")
                .collect();
            let mut right: Vec<&str> = entry["findings"]
                .as_array()
                .unwrap()
                .iter()
                .map(|one| one.as_str().unwrap())
                .collect();
            codes.sort_unstable();
            right.sort_unstable();
            assert_eq!(codes, right, "{name}");
            for medium in entry["media"].as_array().unwrap() {
                check_length(name, draft, medium);
            }
        }
        let mut reasons: Vec<&str> = items
            .iter()
            .filter(|item| item["source"] == name)
            .map(|item| item["reason"].as_str().unwrap())
            .collect();
        let mut right: Vec<&str> = source["needs_human"]
            .as_array()
            .unwrap()
            .iter()
            .map(|one| one["reason"].as_str().unwrap())
            .collect();
        reasons.sort_unstable();
        right.sort_unstable();
        if !wps {
            assert_eq!(reasons, right, "{name}");
        }
    }
    assert_eq!(checked, 23);

    let again = json(
        &["intake", text(&contest), text(&fixtures().join("eml"))],
        0,
    );
    assert_eq!(
        (count(&again["duplicates"]), count(&again["entries"])),
        (23, 0)
    );
}

fn squeezed(text: &Value) -> String {
    text.as_str().unwrap().split_whitespace().collect()
}

/// The measured length is the played one, within 0.1 s.
fn check_length(source: &str, draft: &Value, medium: &Value) {
    let one = draft["media"]
        .as_array()
        .unwrap()
        .iter()
        .find(|one| {
            one["name"]
                .as_str()
                .unwrap()
                .ends_with(medium["name"].as_str().unwrap())
        })
        .unwrap_or_else(|| panic!("{source}: {medium}"));
    if medium["readable"] == false {
        assert_eq!(one["state"], "unreadable", "{source}");
        return;
    }
    let played = medium["played_s"].as_f64().unwrap();
    let measured = one["length_ms"].as_f64().unwrap() / 1000.0;
    assert!(
        (measured - played).abs() < 0.1,
        "{source}: {measured} s, not {played} s"
    );
    if let Some(width) = medium["shown_width"].as_u64() {
        assert_eq!(count(&one["width"]), width, "{source}");
    }
}

/// The organiser's passphrase off the printed sheet, in a file beside it.
fn passphrase(dir: &Path) -> PathBuf {
    let page = fs::read_to_string(dir.join("c-passphrase.html")).unwrap();
    let (_, after) = page.split_once("id=\"passphrase\">").unwrap();
    let (inside, _) = after.split_once("</dd>").unwrap();
    let file = dir.join("passphrase.txt");
    let digits: String = inside.chars().filter(char::is_ascii_digit).collect();
    fs::write(&file, digits).unwrap();
    file
}

/// From mails without media to issued packs.
fn issued() -> (tempfile::TempDir, PathBuf, PathBuf) {
    let dir = tempfile::tempdir().unwrap();
    let (contest, out) = (dir.path().join("c"), dir.path().join("packs"));
    json(&["new", text(&contest)], 0);
    let key = passphrase(dir.path());
    let mails: Vec<PathBuf> = [
        "03-words-split-inside-a-character",
        "06-foxmail-paragraph-form",
    ]
    .iter()
    .map(|name| fixtures().join(format!("eml/{name}.eml")))
    .collect();
    let received = json(
        &["intake", text(&contest), text(&mails[0]), text(&mails[1])],
        0,
    );
    assert_eq!(count(&received["with_entries"]), 2);
    let asked = json(&["accept", text(&contest), "--all"], 0);
    let left = asked["left"].as_array().unwrap();
    assert!(left.len() == 2 && left.iter().all(|one| one["reason"] == "theme_suggested"));
    let table = dir.path().join("themes.csv");
    fs::write(&table, "id,theme\n1,7\n").unwrap();
    let left = json(
        &["accept", text(&contest), "--all", "--themes", text(&table)],
        0,
    );
    assert_eq!(
        (
            left["entries"].as_array().unwrap().len(),
            left["left"].as_array().unwrap().len()
        ),
        (1, 1)
    );
    json(&["accept", text(&contest), "2", "--theme", "1"], 0);
    let judges = dir.path().join("judges.csv");
    fs::write(
        &judges,
        "id,name,unit,email\nJ01,甲,一校,a@b.example\nJ02,乙,二校,\n",
    )
    .unwrap();
    json(&["judges", text(&contest), text(&judges)], 0);
    let refused = json(
        &["assign", text(&contest), "--reviews", "3", "--seed", "1"],
        3,
    );
    assert_eq!(refused["error"]["code"], "plan_too_few_judges");
    json(
        &["assign", text(&contest), "--reviews", "2", "--seed", "1"],
        0,
    );
    let refused = json(&["pack", text(&contest), "--out", text(&out)], 3);
    assert_eq!(refused["error"]["code"], "keys_locked");
    assert!(!out.exists());
    let with_key = ["--out", text(&out), "--passphrase-file", text(&key)];
    let packs = json(&[&["pack", text(&contest)], &with_key[..]].concat(), 0);
    assert_eq!(packs["packs"].as_array().unwrap().len(), 2);
    (dir, contest, out)
}

/// What a judge's desk would hand in: every entry with this mark.
fn hand_in(out: &Path, judge: &str, points: u8) -> Vec<u8> {
    let table = fs::read_to_string(out.join("passphrases.csv")).unwrap();
    let line = table.lines().find(|line| line.starts_with(judge)).unwrap();
    let fields: Vec<&str> = line.split(',').collect();
    let passphrase = Passphrase::parse(fields[3]).unwrap();
    let opened = OpenPack::open(&out.join(fields[2]), &passphrase).unwrap();
    let manifest = opened.manifest();
    let key = SigningKey::generate(&mut OsRng);
    let enrolment = Enrolment {
        format: "jurydesk.enrolment".to_owned(),
        version: 1,
        contest: manifest.contest.clone(),
        contest_key: manifest.contest_key.clone(),
        manifest_sha256: Sha256Hex(opened.manifest_sha256()),
        judge: manifest.judge.clone(),
        judge_key: key.public().to_openssh(),
    };
    let sheets = opened
        .entries()
        .iter()
        .map(|entry| {
            let theme = opened
                .view()
                .themes
                .iter()
                .find(|theme| theme.id == entry.theme)
                .unwrap();
            let mark = Mark(contest::Points::from_halves(points * 2).unwrap());
            let marks: BTreeMap<String, Mark> = theme
                .criteria
                .iter()
                .map(|criterion| (criterion.id.clone(), mark))
                .collect();
            SheetRecord {
                entry: entry.number.clone(),
                entry_sha256: Sha256Hex(opened.entry_sha256(&entry.number).unwrap()),
                status: SheetStatus::Scored,
                marks,
                comment: "清楚。".to_owned(),
                recusal: None,
                not_seen: Vec::new(),
            }
        })
        .collect();
    let bundle = ScoreBundle {
        format: "jurydesk.score-bundle".to_owned(),
        version: 1,
        contest: manifest.contest.clone(),
        contest_key: manifest.contest_key.clone(),
        title: manifest.title.clone(),
        manifest_sha256: Sha256Hex(opened.manifest_sha256()),
        judge: manifest.judge.clone(),
        sequence: 1,
        previous_sha256: None,
        judge_key: key.public().to_openssh(),
        client: "test".to_owned(),
        exported_at: manifest.issued_at,
        sheets,
        ties: Vec::new(),
    };
    let (enrol, signature) = write_enrolment(&enrolment, opened.invitation()).unwrap();
    let to = Recipient::parse(&manifest.reply_to).unwrap();
    write_bundle(&bundle, &key, &enrol, &signature, &to, &mut OsRng)
        .unwrap()
        .bytes
}

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
fn a_plan_that_is_out_is_extended_and_a_judge_may_have_an_invitation_file() {
    let (dir, contest, out) = issued();
    let refused = json(&["assign", text(&contest)], 3);
    assert_eq!(refused["error"]["code"], "packs_issued");
    let refused = json(&["assign", text(&contest), "--round", "last"], 3);
    assert_eq!(refused["error"]["code"], "round_unknown");
    let refused = json(&["assign", text(&contest), "--round", "final"], 3);
    assert_eq!(refused["error"]["code"], "panel_open");

    let judges = dir.path().join("more.csv");
    fs::write(&judges, "id,name,unit,email\nJ03,丙,三校,\n").unwrap();
    json(&["judges", text(&contest), text(&judges)], 0);
    json(&["judges", text(&contest), "--dropped", "J02"], 0);
    let looked = json(&["assign", text(&contest), "--extend", "--dry-run"], 0);
    assert_eq!(
        (count(&looked["kept"]), looked["done"].as_bool()),
        (2, Some(false))
    );
    let kept = json(&["assign", text(&contest), "--extend"], 0);
    assert_eq!(kept["to_issue"], serde_json::json!(["J03"]));

    let key = dir.path().join("passphrase.txt");
    let invitation = dir.path().join("J03.txt");
    let arguments = [
        "pack",
        text(&contest),
        "--out",
        text(&out),
        "--passphrase-file",
        text(&key),
        "--judge",
        "J03",
        "--invitation",
        text(&invitation),
    ];
    let issued = json(&arguments, 0);
    assert_eq!(issued["passphrases"], Value::Null);
    let file = out.join(issued["packs"][0]["file"].as_str().unwrap());
    let checked = json(
        &["check-pack", text(&file), "--identity", text(&invitation)],
        0,
    );
    assert!(checked.is_object());
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

#[test]
fn the_keys_come_back_from_their_backup_with_the_passphrase_alone() {
    let dir = tempfile::tempdir().unwrap();
    let contest = dir.path().join("c");
    json(&["new", text(&contest)], 0);
    let key = passphrase(dir.path());
    let backup = dir.path().join("keys.zip");
    json(
        &["keys", "export", text(&contest), "--out", text(&backup)],
        0,
    );
    fs::remove_dir_all(contest.join("keys")).unwrap();
    let wrong = dir.path().join("wrong.txt");
    fs::write(&wrong, "0".repeat(20)).unwrap();
    let recover = |key: &Path, code| {
        let arguments = [
            text(&contest),
            text(&backup),
            "--passphrase-file",
            text(key),
        ];
        json(&[&["keys", "recover"], &arguments[..]].concat(), code)
    };
    assert_eq!(recover(&wrong, 3)["error"]["code"], "keys_wrong_passphrase");
    assert!(!contest.join("keys").exists());
    recover(&key, 0);
    let again = json(
        &["keys", "protect", text(&contest), "--sheet", text(&wrong)],
        3,
    );
    assert_eq!(again["error"]["code"], "keys_protected");
}

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

#[test]
fn the_demonstration_is_made_once_and_its_passphrases_open_its_packs() {
    let dir = tempfile::tempdir().unwrap();
    let place = dir.path().join("demo");
    let made = json(&["demo", text(&place)], 0);
    let packs = made["issued"]["packs"].as_array().unwrap();
    assert_eq!(packs.len(), 4);
    let entries: u64 = packs.iter().map(|pack| count(&pack["entries"])).sum();
    assert_eq!(entries, 3 * count(&made["entries"]));
    let out = place.join("packs");
    assert!(!hand_in(&out, "J01", 7).is_empty());
    let again = json(&["demo", text(&place)], 0);
    assert_eq!(again["issued"]["packs"].as_array().unwrap().len(), 0);
    let queue = json(&["queue", text(&place)], 0);
    assert_eq!(queue["drafts"].as_array().unwrap().len(), 0);
}
