//! A contest whose packs are out, and judges who hand in.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use pack::Sha256Hex;
use pack::judge_pack::OpenPack;
use pack::score_bundle::{
    Enrolment, Mark, ScoreBundle, SheetRecord, SheetStatus, write_bundle, write_enrolment,
};
use rand::rngs::OsRng;
use seal::{Passphrase, Recipient, SigningKey};

use crate::jury::{count, fixtures, json, text};

/// The organiser's passphrase off the printed sheet, in a file beside it.
pub(crate) fn passphrase(dir: &Path) -> PathBuf {
    let page = fs::read_to_string(dir.join("c-passphrase.html")).unwrap();
    let (_, after) = page.split_once("id=\"passphrase\">").unwrap();
    let (inside, _) = after.split_once("</dd>").unwrap();
    let file = dir.join("passphrase.txt");
    let digits: String = inside.chars().filter(char::is_ascii_digit).collect();
    fs::write(&file, digits).unwrap();
    file
}

/// From mails without media to issued packs.
pub(crate) fn issued() -> (tempfile::TempDir, PathBuf, PathBuf) {
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
pub(crate) fn hand_in(out: &Path, judge: &str, points: u8) -> Vec<u8> {
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
