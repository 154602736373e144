//! The judge who will be killed.

use std::io::Write;
use std::path::Path;

use contest::Points;
use desk::{Change, Desk, Session};
use rand::rngs::{OsRng, StdRng};
use rand::{Rng, SeedableRng};
use seal::Passphrase;

use super::step::{Step, recusal};
use crate::judging::now;

/// Opens the pack and scores without end, saying each step before and after on standard output:
/// `try NUMBER STEP`, then `done NUMBER SHEET` (JSON), `exported REVISION`, or `nothing`.
pub fn score(
    data: &Path,
    pack: &Path,
    out: &Path,
    passphrase: &Passphrase,
    (seed, exports): (u64, u32),
) {
    let mut desk = Desk::open(data).expect("a desk");
    let (mut session, _) =
        Session::open(&mut desk, pack, passphrase, now(), &mut OsRng).expect("an open pack");
    say("open");
    let mut dice = StdRng::seed_from_u64(seed);
    let numbers: Vec<String> = session.entries().iter().map(|e| e.number.clone()).collect();
    loop {
        let number = numbers[dice.gen_range(0..numbers.len())].clone();
        let (_, theme) = session.entry(&number).expect("an entry");
        let criteria: Vec<String> = theme.criteria.iter().map(|c| c.id.clone()).collect();
        let sheet = session.sheet(&number).expect("a sheet").sheet;
        let step = Step::draw(&mut dice, exports, &sheet, &criteria);
        let text = serde_json::to_string(&step).expect("plain data");
        say(&format!("try {number} {text}"));
        session.stop_at(&desk, &number).expect("an entry");
        let made = match step {
            Step::Undo => session.undo(&mut desk, now()).expect("a step back"),
            Step::Export => {
                let revision = session.submission(&desk).expect("counts").next_revision;
                let place = out.join(format!("{revision}.scorebundle"));
                session
                    .export(&desk, &place, passphrase, "soak", now(), &mut OsRng)
                    .expect("an exported bundle");
                say(&format!("exported {revision}"));
                continue;
            }
            other => {
                let change = change(other);
                Some(
                    session
                        .change(&mut desk, &number, change, now())
                        .expect("a saved change"),
                )
            }
        };
        match made {
            Some(made) => {
                let sheet = serde_json::to_string(&made.now.sheet).expect("plain data");
                say(&format!("done {} {sheet}", made.number));
            }
            None => say("nothing"),
        }
    }
}

fn change(step: Step) -> Change {
    match step {
        Step::Mark(criterion, halves) => Change::Mark(
            criterion.parse().expect("a criterion"),
            Points::from_halves(halves).expect("drawn in range"),
        ),
        Step::Clear(criterion) => Change::Clear(criterion.parse().expect("a criterion")),
        Step::Comment(text) => Change::Comment(text),
        Step::Flag(flagged) => Change::Flag(flagged),
        Step::Recuse => Change::Recuse(recusal()),
        Step::Return | Step::Undo | Step::Export => Change::Return,
    }
}

/// One line, out of the process before the next step begins. A parent that is gone ends the child.
fn say(line: &str) {
    let mut out = std::io::stdout().lock();
    if writeln!(out, "{line}").and_then(|()| out.flush()).is_err() {
        std::process::exit(0);
    }
}
