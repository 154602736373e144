//! An organiser's desk that is killed while it takes bundles in.

use std::collections::BTreeSet;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use organizer::Organizer;
use rand::rngs::StdRng;
use rand::seq::SliceRandom;
use rand::{Rng, SeedableRng};
use sha2::{Digest, Sha256};

use super::Kills;
use crate::returns::{self, Returns, moment};

/// What comes back in these runs.
const SIZE: Returns = Returns {
    judges: 4,
    entries: 8,
    revisions: 15,
};

/// What was seen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct MergeSoak {
    /// Runs that were killed.
    pub kills: u32,
    /// Of these, before the folder was open.
    pub while_opening: u32,
    /// Files that were said to be taken, and are there.
    pub taken: u64,
    /// Files that were on record though the answer never came.
    pub reached_the_disk: u64,
    /// How often everything had been taken, with the state that an undisturbed run has, and the contest began anew.
    pub complete: u32,
}

/// Takes the files in, a few at a time in an order drawn from the seed, and says each afterwards: `open`, then
/// `taken NAME`.
pub fn merge(contest: &Path, files: &Path, seed: u64) {
    let mut organizer = Organizer::open(contest).expect("a contest");
    say("open");
    let mut dice = StdRng::seed_from_u64(seed);
    let mut paths = listed(files);
    paths.shuffle(&mut dice);
    let mut rest = paths.as_slice();
    while !rest.is_empty() {
        let (batch, later) = rest.split_at(dice.gen_range(1..=rest.len().min(8)));
        let merged = organizer.merge(batch, moment()).expect("a merge");
        for line in merged.lines {
            say(&format!("taken {}", line.file));
        }
        rest = later;
    }
    say("done");
}

/// Kills runs of `program` (the `soak` binary) that merge, and looks at the contest after each.
///
/// # Panics
/// At the first file that was said to be taken and is not on record, is there twice or not whole; at a state that differs
/// from the one of a run that nobody disturbed.
pub fn soak_merge(
    program: &Path,
    folder: &Path,
    kills: Kills,
    mut tell: impl FnMut(u32, &MergeSoak),
) -> MergeSoak {
    let returned = returns::make(folder, SIZE);
    let files = folder.join("returned");
    let calm = folder.join("calm");
    copy(&returned.contest, &calm);
    merge_all(&calm, &returned.files);
    let expected = state(&calm);

    let work = folder.join("work");
    copy(&returned.contest, &work);
    let mut dice = StdRng::seed_from_u64(kills.seed);
    let mut seen = MergeSoak::default();
    for round in 1..=kills.count {
        let before = on_record(&state(&work));
        let (opened, said) = killed_merge(program, &work, &files, &mut dice);
        seen.kills += 1;
        seen.while_opening += u32::from(!opened);
        let at = |what: &str| format!("seed {}, kill {round}: {what}", kills.seed);
        let after = state(&work);
        let record = on_record(&after);
        for name in &said {
            let hash = hash_of(&files.join(name));
            assert!(record.contains(&hash), "{}", at(&format!("{name} is lost")));
            seen.taken += 1;
        }
        let landed: BTreeSet<_> = record.difference(&before).collect();
        let answered: BTreeSet<_> = said.iter().map(|name| hash_of(&files.join(name))).collect();
        seen.reached_the_disk += landed
            .iter()
            .filter(|hash| !answered.contains(**hash))
            .count() as u64;
        whole(&work, &record).unwrap_or_else(|wrong| panic!("{}", at(&wrong)));
        if record.len() == returned.files.len() {
            assert_eq!(after, expected, "{}", at("another state"));
            seen.complete += 1;
            std::fs::remove_dir_all(&work).expect("a folder of this run");
            copy(&returned.contest, &work);
        }
        tell(round, &seen);
    }
    merge_all(&work, &returned.files);
    assert_eq!(state(&work), expected, "after the last kill");
    seen
}

/// Runs until after so many answers and a little more, and kills it there; whether the folder was open, and which files
/// were said to be taken.
fn killed_merge(
    program: &Path,
    contest: &Path,
    files: &Path,
    dice: &mut StdRng,
) -> (bool, Vec<String>) {
    let mut child = Command::new(program)
        .arg("--merge")
        .args([contest, files])
        .arg(dice.r#gen::<u64>().to_string())
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the child starts");
    let lines = dice.gen_range(0..20);
    let more = Duration::from_micros(dice.gen_range(0..30_000));
    let output = child.stdout.take().expect("a pipe");
    let mut reader = BufReader::new(output).lines();
    let mut heard: Vec<String> = reader.by_ref().take(lines).map_while(Result::ok).collect();
    std::thread::sleep(more);
    child.kill().expect("a child of this run");
    child.wait().expect("a child");
    // What was in the pipe was said before the kill.
    heard.extend(reader.map_while(Result::ok));
    let opened = heard.iter().any(|line| line == "open");
    let taken = heard
        .iter()
        .filter_map(|line| line.strip_prefix("taken ").map(str::to_owned))
        .collect();
    (opened, taken)
}

fn merge_all(contest: &Path, files: &[PathBuf]) {
    let mut organizer = Organizer::open(contest).expect("a contest");
    organizer.merge(files, moment()).expect("a merge");
}

fn state(contest: &Path) -> String {
    let organizer = Organizer::open(contest).expect("a contest");
    organizer.canonical_state().expect("a state")
}

/// The hashes of the files on record; the same hash twice is a bundle doubled.
fn on_record(state: &str) -> BTreeSet<String> {
    let mut record = BTreeSet::new();
    for line in state.lines() {
        if let Some(rest) = line.strip_prefix("file ") {
            let hash = rest.split(' ').next().unwrap_or_default().to_owned();
            assert!(record.insert(hash), "a bundle is there twice");
        }
    }
    record
}

/// Every kept file has the bytes of its name, nothing half done is beside them, and each file on record is kept.
fn whole(contest: &Path, record: &BTreeSet<String>) -> Result<(), String> {
    let mut kept = BTreeSet::new();
    for shelf in listed(&contest.join("received")) {
        if !shelf.is_dir() {
            return Err(format!("half a file: {}", shelf.display()));
        }
        for file in listed(&shelf) {
            let name = file.file_name().unwrap_or_default().to_string_lossy();
            if hash_of(&file) != name {
                return Err(format!("not what its name says: {}", file.display()));
            }
            kept.insert(name.into_owned());
        }
    }
    match record.difference(&kept).next() {
        Some(lost) => Err(format!("{lost} is on record and not kept")),
        None => Ok(()),
    }
}

fn hash_of(file: &Path) -> String {
    let bytes = std::fs::read(file).expect("a file");
    Sha256::digest(bytes)
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

/// The children of a folder in order of their names.
fn listed(folder: &Path) -> Vec<PathBuf> {
    let mut paths: Vec<PathBuf> = std::fs::read_dir(folder)
        .expect("a folder")
        .flatten()
        .map(|child| child.path())
        .collect();
    paths.sort();
    paths
}

pub(super) fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).expect("a folder");
    for path in listed(from) {
        let target = to.join(path.file_name().unwrap_or_default());
        if path.is_dir() {
            copy(&path, &target);
        } else {
            std::fs::copy(path, target).expect("a copy");
        }
    }
}

/// One line, out of the process before the next step begins.
fn say(line: &str) {
    let mut out = std::io::stdout().lock();
    if writeln!(out, "{line}").and_then(|()| out.flush()).is_err() {
        std::process::exit(0);
    }
}
