//! A judge at work without a window: the same use cases, for tests about what comes back.

use std::path::PathBuf;

use chrono::{DateTime, FixedOffset};
use contest::Points;
use desk::{Change, Desk, Session};
use rand::rngs::OsRng;
use seal::Passphrase;

use crate::demo::Demo;

/// The time now.
pub fn now() -> DateTime<FixedOffset> {
    chrono::Utc::now().fixed_offset()
}

/// Scores every entry of a judge's pack with the same points and exports; the bundle's place.
pub fn judge(demo: &Demo, place: usize, points: f64) -> PathBuf {
    judge_by(demo, place, |_| points)
}

/// As [`judge`], with points for each entry by its place in the pack, from 0.
pub fn judge_by(demo: &Demo, place: usize, points: impl Fn(usize) -> f64) -> PathBuf {
    let (file, passphrase) = demo.pack(place);
    let passphrase = Passphrase::parse(&passphrase).expect("a passphrase on the sheet");
    let mut desk = Desk::open(&demo.beside(&format!("judge-{place}"))).expect("a desk");
    let (mut session, _) =
        Session::open(&mut desk, &file, &passphrase, now(), &mut OsRng).expect("an open pack");
    let numbers: Vec<String> = session.entries().iter().map(|e| e.number.clone()).collect();
    for (at, number) in numbers.iter().enumerate() {
        let points = Points::try_from(points(at)).expect("a mark");
        let (_, theme) = session.entry(number).expect("an entry");
        let criteria: Vec<String> = theme.criteria.iter().map(|c| c.id.clone()).collect();
        for criterion in criteria {
            let mark = Change::Mark(criterion.parse().expect("an id"), points);
            session
                .change(&mut desk, number, mark, now())
                .expect("a saved mark");
        }
    }
    let revision = session.submission(&desk).expect("counts").next_revision;
    let out = demo
        .beside("returned")
        .join(format!("judge-{place}-{revision}.scorebundle"));
    session
        .export(&desk, &out, &passphrase, "flow test", now(), &mut OsRng)
        .expect("an exported bundle");
    out
}
