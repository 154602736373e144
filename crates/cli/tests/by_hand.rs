//! What a person decides about the samples, by command: every question is answered by one, and every answer can be taken back.

#![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/fixtures")
}

fn run(arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_jury"));
    command
        .env_remove("LC_ALL")
        .env_remove("LC_MESSAGES")
        .env("LANG", "zh_CN.UTF-8");
    command.args(arguments).output().unwrap()
}

/// Runs with `--json` and expects this exit code.
fn json(arguments: &[&str], code: i32) -> Value {
    let mut all = arguments.to_vec();
    all.push("--json");
    let output = run(&all);
    let text = String::from_utf8(output.stdout).unwrap();
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(
        output.status.code(),
        Some(code),
        "{arguments:?}: {text}{said}"
    );
    serde_json::from_str(&text).unwrap()
}

fn refused(arguments: &[&str], code: &str) {
    let error = json(arguments, 3);
    assert_eq!(error["error"]["code"], code, "{error}");
    for part in ["what", "safe", "do"] {
        let said = error["error"][part].as_str().unwrap();
        assert!(!said.is_empty() && !said.contains('{'), "{said}");
    }
}

fn list<'a>(value: &'a Value, name: &str) -> &'a [Value] {
    value[name].as_array().unwrap()
}

struct Desk {
    dir: tempfile::TempDir,
    contest: String,
}

impl Desk {
    /// A contest with these samples received.
    fn with(names: &[&str]) -> Desk {
        let dir = tempfile::tempdir().unwrap();
        let contest = dir.path().join("c").to_str().unwrap().to_owned();
        json(&["new", &contest], 0);
        let desk = Desk { dir, contest };
        let mut files: Vec<String> = fs::read_dir(fixtures().join("eml"))
            .unwrap()
            .map(|file| file.unwrap().path().to_str().unwrap().to_owned())
            .collect();
        files.retain(|path| {
            let name = path.rsplit('/').next().unwrap();
            names.iter().any(|wanted| name.starts_with(wanted))
        });
        files.sort();
        let mut arguments = vec!["intake", &desk.contest];
        arguments.extend(files.iter().map(String::as_str));
        json(&arguments, 0);
        desk
    }

    fn queue(&self) -> Value {
        json(&["queue", &self.contest], 0)
    }

    fn draft(&self, source: &str) -> String {
        let queue = self.queue();
        let found = list(&queue, "drafts")
            .iter()
            .find(|one| one["source"].as_str().unwrap().starts_with(source));
        found.unwrap()["id"].to_string()
    }

    fn path(&self, name: &str) -> String {
        self.dir.path().join(name).to_str().unwrap().to_owned()
    }
}

#[test]
fn some_seconds_and_a_part_of_a_film_are_covered_by_command_and_shown_again() {
    let desk = Desk::with(&["01"]);
    let contest = desk.contest.as_str();
    let draft = desk.draft("01");
    let film = |shown: &Value| list(shown, "files")[0].clone();
    let shown = json(&["show", contest, &draft], 0);
    let name = film(&shown)["name"].as_str().unwrap().to_owned();
    let cover = ["redact", contest, &draft, "--file", &name];
    let covered = json(&[&cover[..], &["--seconds", "1-2.5"]].concat(), 0);
    assert_eq!(list(&covered, "redactions").len(), 2, "picture and sound");
    json(&[&cover[..], &["--area", "50,0,50,20"]].concat(), 0);
    let masks = film(&json(&["show", contest, &draft], 0));
    assert_eq!(masks["covered"], true);
    let masks: Vec<&Value> = list(&masks, "masks")
        .iter()
        .map(|one| &one["mask"])
        .collect();
    assert_eq!(
        serde_json::to_string(&masks).unwrap(),
        r#"[{"covers":"picture","region":[0,0,1000,1000],"span":[1000,2500]},{"covers":"sound","span":[1000,2500]},{"covers":"picture","region":[500,0,500,200]}]"#
    );
    let said = run(&["show", contest, &draft]);
    let said = String::from_utf8(said.stdout).unwrap();
    assert!(
        said.contains("画面 左 50% 上 0% 宽 50% 高 20% 全程"),
        "{said}"
    );
    refused(
        &[&cover[..], &["--seconds", "9000-9001"]].concat(),
        "mask_misfit",
    );
    for id in list(&covered, "redactions") {
        json(&["unredact", contest, &id.to_string()], 0);
    }
    let left = film(&json(&["show", contest, &draft], 0));
    assert_eq!(list(&left, "masks").len(), 1);
    assert_eq!(left["covered"], false);
    for wrong in [
        ["--seconds", "5-5"],
        ["--area", "60,0,50,10"],
        ["--only", "sound"],
    ] {
        let said = run(&[&cover[..], &wrong].concat());
        assert_eq!(said.status.code(), Some(2), "{wrong:?}");
    }
}

#[test]
fn every_question_of_the_samples_is_answered_by_one_command_and_taken_back_by_another() {
    let desk = Desk::with(&[""]);
    let contest = desk.contest.as_str();
    let fetched = desk.path("取来的.mp4");
    fs::write(&fetched, b"not a film").unwrap();
    let before = desk.queue();
    let mut answered = 0;
    for item in list(&before, "items") {
        let id = item["id"].to_string();
        let shown = json(&["show", contest, "--item", &id], 0);
        assert_eq!(shown["reason"], item["reason"]);
        let text = run(&["show", contest, "--item", &id]);
        assert!(text.status.success() && !text.stdout.is_empty());
        let any = list(&before, "drafts")[0]["id"].to_string();
        let beside = list(&shown, "drafts").first();
        let beside = beside.map_or(any, ToString::to_string);
        match item["reason"].as_str().unwrap() {
            "possible_duplicate" if !item["draft"].is_null() => {
                let asked = item["draft"].to_string();
                let shown = json(&["show", contest, &asked], 0);
                // The newest by receipt comes first, which need not be the one read last.
                let versions = list(&shown, "versions");
                assert!(versions.contains(&item["draft"]), "{shown}");
                let [newest, old] = [0, 1].map(|at| versions[at].to_string());
                json(&["reject", contest, &old, "--superseded-by", &newest], 0);
            }
            "media_owner_unclear" => {
                json(&["give", contest, &id, "--to", &beside], 0);
            }
            "attachment_behind_link" => {
                json(&["attach", contest, &beside, &fetched, "--item", &id], 0);
            }
            "no_form_found" | "form_is_image" | "form_encrypted" | "form_unreadable" => {
                let title = format!("录入{id}");
                json(
                    &[
                        "draft",
                        contest,
                        &id,
                        "--title",
                        &title,
                        "--authors",
                        "白露",
                    ],
                    0,
                );
            }
            _ => {
                json(&["queue", contest, "--settle", &id, "--note", "看过"], 0);
            }
        }
        answered += 1;
        let open = desk.queue();
        assert_eq!(
            list(&open, "items").len(),
            list(&before, "items").len() - answered
        );
    }
    assert!(answered >= 8, "{answered}");
    for _ in 0..answered {
        json(&["undo", contest], 0);
    }
    refused(&["undo", contest], "nothing_to_undo");
    let mut after = desk.queue();
    let mut before = before;
    // Media wait, or not, by what the program knows of their bytes; that is not a decision.
    for state in [&mut before, &mut after] {
        state.as_object_mut().unwrap().remove("media");
    }
    assert_eq!(after, before);
    let log = json(&["log", contest], 0);
    assert_eq!(list(&log, "lines").len(), 2 * answered + 1);
}

#[test]
fn a_missing_phone_is_mended_sent_back_and_accepted_with_a_note() {
    let desk = Desk::with(&["04", "06"]);
    let contest = desk.contest.as_str();
    let id = desk.draft("04");
    let shown = json(&["show", contest, &id], 0);
    let found = list(&shown, "findings")
        .iter()
        .find(|one| one["code"] == "missing_phone");
    assert_eq!(found.unwrap()["field"], "phone");
    let in_mail = list(&shown, "phones_in_mail").len();
    if in_mail == 1 {
        let fixed = json(&["fix", contest, &id, "--phone-from-mail"], 0);
        assert_eq!(list(&fixed, "findings")[0]["state"], "mended");
        json(&["undo", contest], 0);
    } else {
        refused(
            &["fix", contest, &id, "--phone-from-mail"],
            "phone_in_mail_unclear",
        );
    }
    let letter = desk.path("回信.eml");
    json(
        &[
            "reject",
            contest,
            &id,
            "--reason",
            "incomplete",
            "--reply",
            &letter,
        ],
        0,
    );
    let mail = fs::read_to_string(&letter).unwrap();
    assert!(mail.starts_with("X-Unsent: 1\r\nTo: "), "{mail}");
    assert!(mail.contains("\r\nIn-Reply-To:\r\n <") && !mail.contains("\nFrom:"));
    let reply = json(&["reply", contest, &id], 0);
    assert!(
        reply["text"].as_str().unwrap().contains("缺电话"),
        "{reply}"
    );
    assert!(reply["mailto"].as_str().unwrap().starts_with("mailto:"));
    refused(&["accept", contest, &id, "--theme", "6"], "draft_sent_back");
    let queue = desk.queue();
    assert_eq!(list(&queue, "sent_back").len(), 1);
    json(&["undo", contest], 0);
    let accepted = json(
        &[
            "accept",
            contest,
            &id,
            "--theme",
            "6",
            "--note",
            "电话已问到",
        ],
        0,
    );
    let number = list(&accepted, "entries")[0]["number"]
        .as_str()
        .unwrap()
        .to_owned();
    let shown = json(&["show", contest, &number], 0);
    assert_eq!(shown["note"], "电话已问到");
    assert_eq!(list(&shown, "findings")[0]["state"], "accepted");
    let text = String::from_utf8(run(&["show", contest, &number]).stdout).unwrap();
    assert!(text.contains("已受理") && text.contains(&number), "{text}");
    let log = String::from_utf8(run(&["log", contest]).stdout).unwrap();
    assert!(log.contains("受理") && log.contains("撤销"), "{log}");
}

#[test]
fn words_and_files_leave_the_judging_copy_until_a_pack_is_out() {
    let desk = Desk::with(&["03", "06", "10"]);
    let contest = desk.contest.as_str();
    json(&["accept", contest, "--all", "--theme", "6"], 0);
    let numbers = json(&["number", contest, "--seed", "5"], 0);
    assert_eq!(numbers["entries"], 3);
    refused(&["number", contest, "--seed", "6"], "numbers_drawn_already");
    let number = "XH2020-6-0001";
    let shown = json(&["show", contest, number], 0);
    let word: String = shown["judged"]["measures"]
        .as_str()
        .unwrap()
        .chars()
        .take(4)
        .collect();
    let redact = [
        "redact", contest, number, "--field", "measures", "--text", &word,
    ];
    let redacted = json(&redact, 0);
    refused(&redact, "nothing_to_change");
    let after = json(&["show", contest, number], 0);
    let judged = after["judged"]["measures"].as_str().unwrap();
    assert!(
        judged.starts_with("××") && !judged.contains(&word),
        "{judged}"
    );
    assert_eq!(after["form"], shown["form"]);
    refused(
        &["redact", contest, number, "--text", "没有这几个字的"],
        "words_not_there",
    );
    refused(
        &["redact", contest, number, "--file", "x.mp4"],
        "no_such_file_of_draft",
    );
    let id = list(&redacted, "redactions")[0].to_string();
    json(&["unredact", contest, &id], 0);
    assert_eq!(
        json(&["show", contest, number], 0)["judged"],
        shown["judged"]
    );
    refused(&["unredact", contest, &id], "no_such_redaction");

    let judges = desk.path("judges.csv");
    fs::write(&judges, "id,name,unit,email\nJ01,甲,一校,\nJ02,乙,二校,\n").unwrap();
    json(&["judges", contest, &judges], 0);
    json(&["assign", contest, "--reviews", "2", "--seed", "1"], 0);
    refused(&["undo", contest, "--line", "2"], "line_rested_on");
    json(&["fix", contest, number, "--title", "新的题目"], 0);
}
