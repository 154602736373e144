//! The one who kills, and looks afterwards.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use desk::{Desk, Session, Sheet};
use rand::rngs::{OsRng, StdRng};
use rand::{Rng, SeedableRng};

use super::step::Step;
use crate::bulk::{self, Bulk, Videos};
use crate::judging::now;

/// Entries of the pack that is scored.
const ENTRIES: u32 = 40;

/// How often to kill, and from which seed.
#[derive(Clone, Copy, Debug)]
pub struct Kills {
    /// How often.
    pub count: u32,
    /// Where the dice begin.
    pub seed: u64,
    /// How many of a hundred steps are exports.
    pub exports: u32,
}

/// Above this many exports in a hundred steps, a session is killed anywhere in an export instead of between marks.
const MANY: u32 = 20;

/// What was seen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Soak {
    /// Sessions that were killed.
    pub kills: u32,
    /// Of these, while the desk or the pack was still being opened.
    pub while_opening: u32,
    /// Changes that were said to be saved, and are there.
    pub saved: u64,
    /// Kills in the middle of a step: announced, and no answer yet.
    pub in_the_middle: u32,
    /// Of these, steps that had reached the disk all the same.
    pub reached_the_disk: u32,
    /// Bundles that were said to be exported, and are whole.
    pub exported: u32,
}

/// What a killed session said.
#[derive(Default)]
struct Said {
    opened: bool,
    pending: Option<(String, Step)>,
    exported: Vec<u32>,
    saved: u64,
}

/// Everything that has to be there.
#[derive(Default)]
struct Expected {
    sheets: BTreeMap<String, Sheet>,
    /// Every state each sheet ever had: what a step back may lead to.
    past: BTreeMap<String, Vec<Sheet>>,
    exported: Vec<u32>,
}

/// Kills sessions of `program` (the `soak` binary), and opens the desk after each.
///
/// # Panics
/// At the first mark that was said to be saved and is not there, half file, or damaged desk.
pub fn soak(program: &Path, folder: &Path, kills: Kills, mut tell: impl FnMut(u32, &Soak)) -> Soak {
    let bulk = bulk::make(folder, ENTRIES, Videos::None);
    let (data, out) = (folder.join("data"), folder.join("out"));
    std::fs::create_dir_all(&out).expect("a folder");
    let mut dice = StdRng::seed_from_u64(kills.seed);
    let mut expected = Expected::default();
    let mut seen = Soak::default();
    for round in 1..=kills.count {
        let said = killed_session(
            program,
            &bulk,
            (&data, &out),
            (&mut dice, kills.exports),
            &mut expected,
        );
        seen.kills += 1;
        seen.saved += said.saved;
        seen.while_opening += u32::from(!said.opened);
        seen.in_the_middle += u32::from(said.pending.is_some());
        expected.exported.extend(&said.exported);
        seen.exported += u32::try_from(said.exported.len()).unwrap_or(u32::MAX);
        let landed = look(&bulk, &data, &out, &said, &mut expected)
            .unwrap_or_else(|wrong| panic!("seed {}, kill {round}: {wrong}", kills.seed));
        seen.reached_the_disk += u32::from(landed);
        tell(round, &seen);
    }
    seen
}

/// Runs a session until after so many answers and a little more, and kills it there.
fn killed_session(
    program: &Path,
    bulk: &Bulk,
    (data, out): (&Path, &Path),
    (dice, exports): (&mut StdRng, u32),
    expected: &mut Expected,
) -> Said {
    let seed: u64 = dice.r#gen();
    let mut child = start(program, bulk, (data, out), (seed, exports));
    // One in ten dies while it opens; the others after so many lines, anywhere in what follows.
    let opening = dice.gen_ratio(1, 10);
    let (most_lines, longest) = if exports > MANY {
        (10, 250_000)
    } else {
        (80, 12_000)
    };
    let lines = if opening {
        0
    } else {
        dice.gen_range(1..most_lines)
    };
    let more = Duration::from_micros(if opening {
        dice.gen_range(0..400_000)
    } else {
        dice.gen_range(0..longest)
    });
    let output = child.stdout.take().expect("a pipe");
    let mut reader = BufReader::new(output).lines();
    let mut said = Said::default();
    for line in reader.by_ref().take(lines) {
        hear(&line.expect("text"), &mut said, expected);
    }
    std::thread::sleep(more);
    child.kill().expect("a running child");
    child.wait().expect("a child");
    // What was in the pipe was said before the kill.
    for line in reader.map_while(Result::ok) {
        hear(&line, &mut said, expected);
    }
    said
}

fn start(
    program: &Path,
    bulk: &Bulk,
    (data, out): (&Path, &Path),
    (seed, exports): (u64, u32),
) -> Child {
    Command::new(program)
        .arg("--child")
        .args([data, &bulk.pack, out])
        .arg(&bulk.digits)
        .arg(seed.to_string())
        .arg(exports.to_string())
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the child starts")
}

fn hear(line: &str, said: &mut Said, expected: &mut Expected) {
    let (word, rest) = line.split_once(' ').unwrap_or((line, ""));
    match word {
        "open" => said.opened = true,
        "try" => {
            let (number, step) = rest.split_once(' ').expect("number and step");
            let step = serde_json::from_str(step).expect("a step");
            said.pending = Some((number.to_owned(), step));
        }
        "done" => {
            let (number, sheet) = rest.split_once(' ').expect("number and sheet");
            let sheet: Sheet = serde_json::from_str(sheet).expect("a sheet");
            expected.now_is(number, sheet);
            said.saved += 1;
            said.pending = None;
        }
        "exported" => {
            said.exported.push(rest.parse().expect("a revision"));
            said.pending = None;
        }
        "nothing" => said.pending = None,
        other => panic!("the child said {other:?}"),
    }
}

impl Expected {
    fn now_is(&mut self, number: &str, sheet: Sheet) {
        let past = self.past.entry(number.to_owned()).or_default();
        past.push(sheet.clone());
        self.sheets.insert(number.to_owned(), sheet);
    }
}

/// Opens the desk again and compares; says whether a step without an answer had reached the disk.
fn look(
    bulk: &Bulk,
    data: &Path,
    out: &Path,
    said: &Said,
    expected: &mut Expected,
) -> Result<bool, String> {
    let mut desk = Desk::open(data).map_err(|error| format!("the desk: {error}"))?;
    let (session, _) = Session::open(&mut desk, &bulk.pack, &bulk.passphrase, now(), &mut OsRng)
        .map_err(|error| format!("the pack: {error}"))?;
    desk.verify()
        .map_err(|error| format!("the desk: {error}"))?;
    let mut landed = false;
    for entry in session.entries() {
        let number = entry.number.as_str();
        let found = session.sheet(number).map_err(|e| e.to_string())?.sheet;
        let known = expected.sheets.get(number).cloned().unwrap_or_default();
        if found == known {
            continue;
        }
        if !may_have_become(&found, &known, number, said, expected) {
            return Err(format!(
                "{number} is {found:?}, and was saved as {known:?}; pending {:?}",
                said.pending
            ));
        }
        landed = true;
        expected.now_is(number, found);
    }
    files_are_whole(&desk, &session, out, expected)?;
    Ok(landed)
}

/// Whether the one step without an answer leads from what was saved to what was found.
fn may_have_become(
    found: &Sheet,
    known: &Sheet,
    number: &str,
    said: &Said,
    expected: &Expected,
) -> bool {
    match &said.pending {
        Some((_, Step::Undo)) => {
            let past = expected.past.get(number);
            *found == Sheet::default() || past.is_some_and(|past| past.contains(found))
        }
        Some((pending, step)) => pending == number && step.after(known).as_ref() == Some(found),
        None => false,
    }
}

/// Only whole bundles lie in the folder, each byte for byte the one the desk signed under that revision, and every one
/// that was said to be exported is among them. No revision is signed twice or left out.
fn files_are_whole(
    desk: &Desk,
    session: &Session,
    out: &Path,
    expected: &Expected,
) -> Result<(), String> {
    let signed = session.submission(desk).map_err(|e| e.to_string())?.exports;
    let revisions = signed.iter().rev().map(|export| export.sequence);
    if !revisions.eq((1..).take(signed.len())) {
        return Err("the revisions are not 1, 2, 3 …".to_owned());
    }
    let files: Vec<PathBuf> = std::fs::read_dir(out)
        .map_err(|error| error.to_string())?
        .flatten()
        .map(|file| file.path())
        .collect();
    for file in &files {
        let stem = file.file_stem().unwrap_or_default().to_string_lossy();
        let revision = stem.parse().unwrap_or(0);
        // Copying over a file is refused unless it holds the very bytes.
        session
            .save_copy(desk, revision, file)
            .map_err(|why| format!("half a file: {}: {why}", file.display()))?;
    }
    for revision in &expected.exported {
        let place = out.join(format!("{revision}.scorebundle"));
        if !files.contains(&place) {
            return Err(format!("revision {revision} is gone"));
        }
    }
    Ok(())
}
