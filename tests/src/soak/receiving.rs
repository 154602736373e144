//! `jury intake`, killed while it receives a mailbox.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use organizer::Organizer;
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use serde_json::Value;

use super::Kills;
use super::merging::copy;
use crate::mailbox::{self, Forms, Recipe};
use crate::programs::root;
use crate::receiving::{contest, state};

/// What was seen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct IntakeSoak {
    /// Runs that were killed.
    pub kills: u32,
    /// Of these, with some of the mails stored and not all.
    pub in_the_middle: u32,
    /// How often everything was received, with the state that an undisturbed run has, and the contest began anew.
    pub complete: u32,
}

/// Kills runs of `jury intake` over a mailbox of so many mails, the samples and a folder, and looks at the contest after each.
///
/// # Panics
/// At a row whose bytes are not there, an account that does not balance, or a last state that differs from the one of a run
/// that nobody disturbed.
pub fn soak_intake(
    jury: &Path,
    folder: &Path,
    mails: u32,
    kills: Kills,
    mut tell: impl FnMut(u32, &IntakeSoak),
) -> IntakeSoak {
    let recipe = Recipe {
        mails,
        seed: kills.seed,
        films: 0,
        forms: Forms::All,
    };
    let paths = vec![
        mailbox::write(folder, recipe).file,
        root().join("tests/fixtures/eml"),
        root().join("tests/fixtures/folder"),
        root().join("tests/fixtures/zip"),
    ];
    let fresh = folder.join("fresh");
    drop(contest(&fresh));
    let calm = folder.join("calm");
    copy(&fresh, &calm);
    let begun = Instant::now();
    finish(start(jury, &calm, &paths));
    let longest = begun.elapsed();
    let expected = looked_at(&calm);
    let all = count(&expected);

    let work = folder.join("work");
    copy(&fresh, &work);
    let mut dice = StdRng::seed_from_u64(kills.seed);
    let mut seen = IntakeSoak::default();
    while seen.kills < kills.count {
        let mut child = start(jury, &work, &paths);
        std::thread::sleep(longest.mul_f64(dice.gen_range(0.0..1.0)));
        let ended = child.try_wait().expect("a child").is_some();
        child.kill().expect("a child that was not waited for");
        finish_killed(child, ended);
        seen.kills += u32::from(!ended);
        let found = looked_at(&work);
        if count(&found) == all {
            // All mails are there; what follows from all of them may have been cut short.
            finish(start(jury, &work, &paths));
            let found = looked_at(&work);
            assert_eq!(found, expected, "seed {}, kill {}", kills.seed, seen.kills);
            seen.complete += 1;
            std::fs::remove_dir_all(&work).expect("a folder of this run");
            copy(&fresh, &work);
        } else {
            seen.in_the_middle += u32::from(count(&found) > 0);
        }
        if !ended {
            tell(seen.kills, &seen);
        }
    }
    finish(start(jury, &work, &paths));
    assert_eq!(looked_at(&work), expected, "after the last kill");
    seen
}

fn start(jury: &Path, contest: &Path, paths: &[PathBuf]) -> Child {
    Command::new(jury)
        .arg("intake")
        .arg(contest)
        .args(paths)
        // Media wait: what is killed here is the receiving.
        .env("PATH", "")
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("jury starts")
}

fn finish(mut child: Child) {
    assert!(child.wait().expect("a child").success(), "jury intake");
}

fn finish_killed(mut child: Child, ended: bool) {
    let status = child.wait().expect("a child");
    assert!(
        !ended || status.success(),
        "jury intake ended by itself with {status}"
    );
}

fn looked_at(contest: &Path) -> Value {
    // The lock of a killed program may be held for a moment longer than the program lives.
    let begun = Instant::now();
    loop {
        match Organizer::open(contest) {
            Ok(organizer) => return state(&organizer),
            Err(error) => assert!(begun.elapsed() < Duration::from_secs(10), "{error}"),
        }
    }
}

fn count(state: &Value) -> u64 {
    state["account"]["sources"]["found"].as_u64().unwrap_or(0)
}
