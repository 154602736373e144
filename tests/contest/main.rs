//! One whole contest by `jury` alone: from a mailbox of made-up mails to certificates, and the results archive that a stranger
//! recomputes. 600 ideas in seven themes, 40 judges, a final of 60, a round for the videos.

#![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

mod tampering;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;
use whole::mailbox::{self, Mailbox, Recipe};
use whole::programs::{jury_json, pictures, root};
use whole::scoring::{self, Truth};

const ENTRIES: usize = 600;
const JUDGES: usize = 40;

/// The folders of the contest, one beside the other.
struct Stage {
    folder: tempfile::TempDir,
    /// The file with the organiser's passphrase.
    passphrase: PathBuf,
}

impl Stage {
    fn at(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn contest(&self) -> String {
        text(&self.at("contest"))
    }

    /// Runs `jury COMMAND CONTEST …` and wants this exit code.
    fn jury(&self, command: &str, more: &[&str], code: i32) -> Value {
        let contest = self.contest();
        let mut arguments = vec![command, contest.as_str()];
        arguments.extend(more);
        jury_json(&arguments, code)
    }

    /// The same, with the organiser's keys.
    fn unlocked(&self, command: &str, more: &[&str], code: i32) -> Value {
        let passphrase = text(&self.passphrase);
        let mut all = more.to_vec();
        all.extend(["--passphrase-file", &passphrase]);
        self.jury(command, &all, code)
    }
}

fn text(path: &Path) -> String {
    path.to_str().unwrap().to_owned()
}

#[test]
fn a_contest_runs_by_jury_alone_from_mails_to_certificates_and_a_stranger_finds_what_was_changed() {
    let stage = begin();
    let truth = receive(&stage);
    judge_round(&stage, &truth, "panel");
    judge_round(&stage, &truth, "final");
    judge_round(&stage, &truth, "video");
    award(&stage);
    print_papers(&stage);
    publish(&stage);
    tampering::every_change_is_found(&stage);
}

/// A contest that is open today: the shipped file with dates that lie ahead.
fn begin() -> Stage {
    let folder = tempfile::tempdir().unwrap();
    let shipped = fs::read_to_string(root().join("assets/contests/westlake-2020.toml")).unwrap();
    let file = folder.path().join("contest.toml");
    fs::write(&file, shipped.replace("2020-", "2099-")).unwrap();
    let stage = Stage {
        passphrase: folder.path().join("organiser.txt"),
        folder,
    };
    let sheet = stage.at("passphrase.html");
    stage.jury(
        "new",
        &["--contest", &text(&file), "--sheet", &text(&sheet)],
        0,
    );
    fs::write(
        &stage.passphrase,
        digits(&fs::read_to_string(sheet).unwrap()),
    )
    .unwrap();
    stage
}

/// The twenty digits of the organiser's sheet.
fn digits(sheet: &str) -> String {
    let (_, after) = sheet.split_once("id=\"passphrase\">").unwrap();
    let (cell, _) = after.split_once("</dd>").unwrap();
    cell.chars().filter(char::is_ascii_digit).collect()
}

/// Mails in, 600 ideas accepted under their themes; what waits for a person is looked at and settled.
fn receive(stage: &Stage) -> Truth {
    let folder = stage.at("mail");
    fs::create_dir_all(&folder).unwrap();
    let mailbox = mailbox::write(
        &folder,
        Recipe {
            mails: 420,
            seed: 2020,
            films: 7,
            forms: mailbox::Forms::Usual,
        },
    );
    assert!(mailbox.ideas.len() >= ENTRIES && mailbox.with_film.len() >= 36);
    let received = stage.jury("intake", &[&text(&mailbox.file)], 0);
    assert_eq!(received["sources"], 420);
    assert_eq!(
        received["entries"],
        mailbox.ideas.len() as u64 + u64::from(mailbox.corrections)
    );
    let chosen = choose(stage, &mailbox);
    let mut table = String::from("id,theme\n");
    for (id, theme) in &chosen {
        let _ = writeln!(table, "{id},{theme}");
    }
    let themes = stage.at("themes.csv");
    fs::write(&themes, table).unwrap();
    let ids: Vec<String> = chosen.keys().map(i64::to_string).collect();
    let mut arguments: Vec<&str> = ids.iter().map(String::as_str).collect();
    let themes = text(&themes);
    arguments.extend(["--themes", &themes]);
    let accepted = stage.jury("accept", &arguments, 0);
    assert_eq!(accepted["entries"].as_array().unwrap().len(), ENTRIES);
    Truth::new(&mailbox.ideas)
}

/// The drafts to accept: those with a film first, then as they came; no corrections.
fn choose(stage: &Stage, mailbox: &Mailbox) -> BTreeMap<i64, u8> {
    let of: BTreeMap<&str, (usize, u8)> = mailbox
        .ideas
        .iter()
        .enumerate()
        .map(|(at, idea)| (idea.title.as_str(), (at, idea.theme)))
        .collect();
    let films: BTreeSet<usize> = mailbox.with_film.iter().copied().collect();
    let queue = stage.jury("queue", &[], 0);
    let mut drafts: Vec<(bool, i64, u8)> = Vec::new();
    let mut taken = BTreeSet::new();
    for draft in queue["drafts"].as_array().unwrap() {
        let title = draft["title"].as_str().unwrap();
        let (at, theme) = of[title];
        if taken.insert(title.to_owned()) {
            drafts.push((!films.contains(&at), draft["id"].as_i64().unwrap(), theme));
        }
    }
    drafts.sort_unstable();
    drafts.truncate(ENTRIES);
    drafts
        .into_iter()
        .map(|(_, id, theme)| (id, theme))
        .collect()
}

/// Plans a round, issues its packs, has every judge score, and merges what comes back.
fn judge_round(stage: &Stage, truth: &Truth, round: &str) {
    if round == "panel" {
        let judges = stage.at("judges.csv");
        fs::write(&judges, scoring::judges(JUDGES)).unwrap();
        stage.jury("judges", &[&text(&judges)], 0);
    }
    let planned = stage.jury("assign", &["--round", round], 0);
    let expected = match round {
        "panel" => ENTRIES,
        "final" => 60,
        _ => 30,
    };
    // Entries that share the last place of a shortlist all go in.
    let entries = planned["entries"].as_u64().unwrap() as usize;
    assert!(
        (expected..expected + 3).contains(&entries),
        "{round}: {entries}"
    );
    let packs = stage.at(&format!("packs-{round}"));
    let issued = stage.unlocked("pack", &["--round", round, "--out", &text(&packs)], 0);
    let fingerprint = issued["fingerprint"].as_str().unwrap().to_owned();
    let bundles = scoring::hand_in(stage.folder.path(), truth, round, &packs, &fingerprint);

    let half = bundles.len() / 2;
    let (first, second) = bundles.split_at(half);
    merge(stage, first);
    let early = stage.jury("results", &[], 0);
    assert_eq!(state(&early, round), "provisional");
    merge(stage, second);
    let done = stage.jury("results", &[], 0);
    assert_eq!(state(&done, round), "complete");
    let ranking = stage.jury("rank", &["--round", round], 0);
    assert_eq!(ranking["provisional"], false);
    assert_eq!(ranking["lines"].as_array().unwrap().len(), entries);
    assert_eq!(ranking["islands"], 1);
}

fn merge(stage: &Stage, bundles: &[PathBuf]) {
    let files: Vec<String> = bundles.iter().map(|bundle| text(bundle)).collect();
    let files: Vec<&str> = files.iter().map(String::as_str).collect();
    let merged = stage.unlocked("merge", &files, 0);
    assert_eq!(merged["held"], 0);
}

fn state<'a>(results: &'a Value, round: &str) -> &'a str {
    let rounds = results["results"]["rounds"].as_array().unwrap();
    let found = rounds.iter().find(|one| one["round"] == round).unwrap();
    found["state"].as_str().unwrap()
}

/// People say how many merit awards there are and settle what is shared; then every award can be given.
fn award(stage: &Stage) {
    let record = [
        "--reason",
        "评审会讨论",
        "--present",
        "林舟",
        "--present",
        "程野",
    ];
    let decide = |what: &[&str]| {
        let mut all = what.to_vec();
        all.extend(record);
        let dry: Vec<&str> = all.iter().copied().chain(["--dry-run"]).collect();
        let before = stage.jury("results", &[], 0);
        let moves = stage.jury("decide", &dry, 0)["moves"].clone();
        assert_eq!(stage.jury("results", &[], 0), before);
        let done = stage.jury("decide", &all, 0);
        assert_eq!(done["moves"], moves);
    };
    decide(&["count", "merit", "30"]);
    for _ in 0..20 {
        let results = stage.jury("results", &[], 0);
        let awards = results["results"]["awards"].as_array().unwrap();
        let Some((award, among)) = awards.iter().find_map(shared_place) else {
            break;
        };
        let mut tie = vec!["tie", award.as_str()];
        tie.extend(among.iter().map(String::as_str));
        decide(&tie);
    }
    let results = stage.jury("results", &[], 0);
    let awards = results["results"]["awards"].as_array().unwrap();
    let given: Vec<(usize, usize)> = awards
        .iter()
        .map(|award| {
            (
                award["received"].as_array().unwrap().len(),
                award["open"].as_array().unwrap().len(),
            )
        })
        .collect();
    assert_eq!(given, [(1, 0), (20, 0), (30, 0), (10, 0), (10, 0)]);
    let units = stage.jury("units", &[], 0);
    assert!(
        !units
            .as_array()
            .or(units["units"].as_array())
            .unwrap()
            .is_empty()
    );
}

/// An award whose last place is shared, and by whom.
fn shared_place(award: &Value) -> Option<(String, Vec<String>)> {
    let tie = award["open"]
        .as_array()?
        .iter()
        .find(|open| open["question"] == "tie")?;
    let name = |one: &Value| {
        let who = one.get("entry").or(one.get("unit"))?;
        Some(who.as_str()?.to_owned())
    };
    let among = tie["among"].as_array()?.iter().filter_map(name).collect();
    Some((award["award"].as_str()?.to_owned(), among))
}

/// The papers, twice the same, and left where a person can look at them.
fn print_papers(stage: &Stage) {
    let [once, again] = ["papers", "papers-again"].map(|name| stage.at(name));
    for place in [&once, &again] {
        stage.jury(
            "papers",
            &["--out", &text(place), "--dated", "2099-12-20"],
            0,
        );
    }
    let mut names: Vec<String> = fs::read_dir(&once)
        .unwrap()
        .map(|file| file.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    assert_eq!(
        names,
        [
            "certificates.pdf",
            "jury-report.pdf",
            "letters.pdf",
            "notice.pdf",
            "results.xlsx"
        ]
    );
    let shelf = pictures().join("papers");
    fs::create_dir_all(&shelf).unwrap();
    for name in names {
        let bytes = fs::read(once.join(&name)).unwrap();
        assert!(
            bytes == fs::read(again.join(&name)).unwrap(),
            "{name} differs"
        );
        assert!(bytes.len() > 5_000, "{name}");
        fs::copy(once.join(&name), shelf.join(&name)).unwrap();
    }
}

/// The archive that everybody can check, and the list in which every judge finds the own bundle.
fn publish(stage: &Stage) {
    let archive = stage.at("RESULTS.zip");
    stage.unlocked("publish", &["--out", &text(&archive)], 0);
    let verified = jury_json(&["verify", &text(&archive)], 0);
    assert_eq!(verified["good"], true, "{verified:#}");
    assert!(verified["differences"].as_array().unwrap().is_empty());
}
