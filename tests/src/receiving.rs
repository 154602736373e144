//! An organiser's folder that only receives, and everything it holds as one value.

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use organizer::{KeysAtRest, Organizer, Received};
use rand::rngs::OsRng;
use serde_json::{Value, json};

use crate::programs::root;
use crate::returns::moment;

/// A new contest in this folder, with open keys.
pub fn contest(place: &Path) -> Organizer {
    let rules = std::fs::read_to_string(root().join("assets/contests/westlake-2020.toml"))
        .expect("the contest file");
    Organizer::create(place, &rules, &KeysAtRest::Open, moment(), &mut OsRng)
        .expect("a contest")
        .0
}

/// Receives without ffmpeg, to the end.
pub fn receive(organizer: &mut Organizer, paths: &[PathBuf]) -> Received {
    organizer
        .receive(paths, None, moment(), &mut |_| ControlFlow::Continue(()))
        .expect("a run to the end")
}

/// Everything that was received and what became of it, but for the times of taking.
///
/// # Panics
/// When a kept file is gone or damaged, or the account does not balance.
pub fn state(organizer: &Organizer) -> Value {
    let account = organizer.account().expect("an account");
    assert!(account.balances(), "{account:?}");
    assert_eq!(organizer.lost_bytes().expect("rows"), Vec::<String>::new());
    let queue = organizer.queue().expect("a queue");
    let readings: Vec<_> = queue
        .drafts
        .iter()
        .map(|draft| organizer.reading(draft.id).expect("a draft"))
        .collect();
    json!({
        "account": account,
        "sources": organizer.sources().expect("sources"),
        "queue": queue,
        "readings": readings,
    })
}
