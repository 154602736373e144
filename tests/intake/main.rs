//! Receiving, from files on disk to what waits for a person: the samples as they should be read, the account of damaged
//! mailboxes, hostile files, places that are looked at again, and runs that are killed.
#![allow(
    clippy::unwrap_used,
    clippy::print_stderr,
    reason = "a test that cannot go on should stop at once and say where"
)]

mod account;
mod again;
mod agreement;
mod cleared;
mod hostile;
mod shapes;
mod tally;

use whole::programs::jury;
use whole::soak::{Kills, soak_intake};

#[test]
fn a_killed_intake_that_is_run_again_ends_as_one_that_nobody_disturbed() {
    let folder = tempfile::tempdir().unwrap();
    let kills = Kills {
        count: 12,
        seed: 7,
        exports: 0,
    };
    let seen = soak_intake(&jury(), folder.path(), 250, kills, |_, _| {});
    assert!(seen.in_the_middle > 0, "{seen:?}");
    eprintln!("{seen:?}");
}
