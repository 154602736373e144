//! Reading mails with forms, beside Python's `email` and `python-docx` taking the same fields out of the same mailbox.
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    missing_docs,
    reason = "a benchmark prints, and stops at the first thing that goes wrong"
)]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use intake::Source;
use serde_json::Value;
use whole::mailbox::{Forms, Recipe, write};
use whole::programs::root;

/// How much faster it has to be.
const WANTED: f64 = 20.0;

fn main() {
    // `cargo bench -- --mails 500` for a shorter run.
    let arguments: Vec<String> = std::env::args().collect();
    let mails: u32 = arguments
        .iter()
        .position(|one| one == "--mails")
        .and_then(|at| arguments.get(at + 1)?.parse().ok())
        .unwrap_or(2_000);
    let place = root().join("target/bench-intake");
    std::fs::create_dir_all(&place).unwrap();
    let recipe = Recipe {
        mails,
        seed: 1,
        films: 0,
        forms: Forms::Usual,
    };
    let file = write(&place, recipe).file;
    let bytes = std::fs::read(&file).unwrap();
    println!("{mails} mails, {} MB", bytes.len() >> 20);

    let limits = whole::fuzz::limits();
    let (begun, before) = (Instant::now(), processor_time());
    let mut titles = BTreeSet::new();
    let mut forms = 0;
    for raw in intake::split_mbox(&bytes) {
        let Ok(mail) = intake::read_mail(&intake::unquoted(raw)) else {
            continue;
        };
        for draft in intake::sort(&Source::Mail(&mail), &limits).drafts {
            forms += 1;
            titles.insert(draft.form.title);
        }
    }
    let wall = begun.elapsed();
    let ours = processor_time()
        .zip(before)
        .map_or(wall, |(now, before)| now - before);
    println!(
        "intake: {forms} forms in {:.2} s, of which {:.2} s of a processor: {:.0} mails/s",
        wall.as_secs_f64(),
        ours.as_secs_f64(),
        f64::from(mails) / ours.as_secs_f64()
    );

    let Some(python) = python(&place) else {
        println!("left out: no Python with python-docx");
        return;
    };
    let output = Command::new(python)
        .arg(root().join("tests/peers/intake.py"))
        .arg(&file)
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let theirs: Value = serde_json::from_slice(&output.stdout).unwrap();
    let seconds = theirs["processor_s"].as_f64().unwrap();
    println!(
        "Python's email and python-docx: {} forms in {:.2} s, of which {seconds:.2} s of a processor",
        theirs["forms"],
        theirs["wall_s"].as_f64().unwrap()
    );
    let known: BTreeSet<String> = theirs["titles"]
        .as_array()
        .unwrap()
        .iter()
        .map(|title| title.as_str().unwrap().to_owned())
        .collect();
    assert_eq!(theirs["forms"], forms, "both read the same forms");
    assert_eq!(known, titles, "both read the same titles");
    let ratio = seconds / ours.as_secs_f64();
    println!("{ratio:.0} times as fast (wanted: {WANTED})");
    assert!(ratio >= WANTED, "{ratio}");
}

/// A Python with `python-docx`, in a folder of its own that is made once.
fn python(place: &Path) -> Option<PathBuf> {
    let environment = place.join("python");
    let python = environment.join("bin/python");
    let has_docx = |python: &Path| {
        let tried = Command::new(python).args(["-c", "import docx"]).output();
        tried.is_ok_and(|output| output.status.success())
    };
    if !has_docx(&python) {
        let made = Command::new("python3")
            .args(["-m", "venv"])
            .arg(&environment)
            .status();
        made.ok().filter(std::process::ExitStatus::success)?;
        let added = Command::new(&python)
            .args(["-m", "pip", "install", "--quiet", "python-docx"])
            .status();
        added.ok().filter(std::process::ExitStatus::success)?;
    }
    has_docx(&python).then_some(python)
}

/// How long this program has had a processor, where the system tells it: in hundredths of a second (proc(5)).
fn processor_time() -> Option<Duration> {
    let stat = std::fs::read_to_string("/proc/self/stat").ok()?;
    let (_, fields) = stat.rsplit_once(')')?;
    let field = |at: usize| fields.split_ascii_whitespace().nth(at)?.parse::<u64>().ok();
    Some(Duration::from_millis((field(11)? + field(12)?) * 10))
}
