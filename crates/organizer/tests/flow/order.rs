//! The order, the repetitions and the batches in which files arrive change nothing of what counts.

use std::fs;
use std::path::{Path, PathBuf};

use organizer::{Organizer, PackOrder, Whom};
use pack::Sha256Hex;
use rand::seq::SliceRandom;
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha20Rng;

use crate::stage::{Stage, go, now};

/// A contest that is closed, and every kind of file that may come back to it.
struct Table {
    stage_dir: tempfile::TempDir,
    contest: PathBuf,
    files: Vec<PathBuf>,
    /// Six groups of a bundle of J01, to be confirmed.
    groups: String,
}

impl Table {
    fn set() -> Table {
        let mut stage = Stage::set();
        let mut files: Vec<Vec<u8>> = Vec::new();
        let mut one = stage.judge("J01");
        files.push(one.export(1, &[Some(3); 4]));
        files.push(one.export(2, &[Some(4); 4]));
        files.push(one.export(2, &[Some(5); 4])); // a fork below the top
        files.push(one.export(3, &[Some(6), Some(0), None, Some(9)]));
        files.push(one.export(3, &[Some(7); 4])); // a fork at the top
        let mut again = stage.judge("J01"); // the same pack on a second computer
        files.push(again.export(1, &[Some(10); 4]));
        let mut two = stage.judge("J02");
        files.push(two.export(1, &[Some(8); 4]));
        let first = two.previous;
        let late = two.export(2, &[Some(9); 4]);
        files.push(late.clone());
        files.push(late); // the same bytes under another name
        two.previous = first;
        files.push(two.export(2, &[Some(9); 4])); // the same sheets sealed again
        let sheets = two.sheets(&[Some(1); 4]);
        files.push(two.export_sheets(9, sheets.clone(), |bundle| {
            bundle.judge = "J03".parse().unwrap();
        }));
        files.push(two.export_sheets(9, sheets.clone(), |bundle| {
            bundle.judge = "J77".parse().unwrap();
            bundle.manifest_sha256 = Sha256Hex([1; 32]);
        }));
        files.push(two.export_sheets(9, sheets, |bundle| {
            bundle.contest_key = "0".repeat(32);
        }));
        let mut three = stage.judge("J03");
        files.push(three.export(1, &[Some(2); 4]));
        files.push(three.export(7, &[Some(3); 4]));
        files.push(b"not a bundle".to_vec());
        let mut cut = files[0].clone();
        cut.truncate(cut.len() - 20);
        files.push(cut);
        // J03 got a new pack; bundles of both are about.
        let out = stage.packs();
        let whom = Whom::Again(vec!["J03".parse().unwrap()]);
        stage
            .organizer
            .issue(
                &PackOrder {
                    whom,
                    ..PackOrder::default()
                },
                &out,
                now(),
                &mut stage.rng,
                &mut go,
            )
            .unwrap();
        let mut fresh = stage.judge_of("J03", "westlake-2020_J03_v2.judgepack");
        files.push(fresh.export(1, &[Some(5); 4]));

        let paths: Vec<PathBuf> = (0..)
            .zip(&files)
            .map(|(at, bytes)| stage.save(&format!("in{at}.scorebundle"), bytes))
            .collect();
        let contest = stage.organizer.folder().to_owned();
        let Stage { dir, organizer, .. } = stage;
        drop(organizer);
        // Which of the two at the top J01 will confirm is known once one organiser has seen them.
        let mut table = Table {
            stage_dir: dir,
            contest,
            files: paths,
            groups: String::new(),
        };
        let (_, mut organizer) = table.fresh();
        let merged = organizer.merge(&table.files, now()).unwrap();
        table.groups = merged.lines[4].fingerprint.clone().unwrap();
        table
    }

    /// A copy of the contest in a folder of its own.
    fn fresh(&self) -> (tempfile::TempDir, Organizer) {
        let dir = tempfile::tempdir_in(self.stage_dir.path()).unwrap();
        let place = dir.path().join("c");
        copy(&self.contest, &place);
        (dir, Organizer::open(&place).unwrap())
    }

    /// The state after these files in this order, in batches drawn from the dice.
    fn after(&self, order: &[usize], dice: &mut ChaCha20Rng, confirm: bool) -> String {
        let (_dir, mut organizer) = self.fresh();
        let mut rest = order;
        while !rest.is_empty() {
            let (batch, later) = rest.split_at(dice.gen_range(1..=rest.len()));
            let files: Vec<PathBuf> = batch.iter().map(|at| self.files[*at].clone()).collect();
            organizer.merge(&files, now()).unwrap();
            rest = later;
        }
        if confirm {
            organizer.confirm("J01", &self.groups, now()).unwrap();
        }
        organizer.canonical_state().unwrap()
    }
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for child in fs::read_dir(from).unwrap() {
        let child = child.unwrap();
        let target = to.join(child.file_name());
        if child.path().is_dir() {
            copy(&child.path(), &target);
        } else {
            fs::copy(child.path(), target).unwrap();
        }
    }
}

#[test]
fn every_order_and_repetition_of_the_same_files_gives_the_same_state_byte_for_byte() {
    let table = Table::set();
    let all: Vec<usize> = (0..table.files.len()).collect();
    for seed in 0..16 {
        let mut dice = ChaCha20Rng::seed_from_u64(seed);
        // Every second trial takes all files, the others some of them.
        let mut some = all.clone();
        some.shuffle(&mut dice);
        if seed % 2 == 1 {
            some.truncate(dice.gen_range(1..all.len()));
        }
        let confirm = some.contains(&4) && dice.gen_bool(0.5);
        let mut plain = some.clone();
        plain.sort_unstable();
        let mut repeated = some.clone();
        for _ in 0..dice.gen_range(0..8) {
            repeated.push(some[dice.gen_range(0..some.len())]);
        }
        repeated.shuffle(&mut dice);
        let expected = table.after(&plain, &mut dice, confirm);
        let found = table.after(&repeated, &mut dice, confirm);
        assert_eq!(found, expected, "seed {seed}: {repeated:?}");
    }
}

#[test]
fn what_counts_of_everything_at_once_is_what_the_rules_say() {
    let table = Table::set();
    let all: Vec<usize> = (0..table.files.len()).collect();
    let mut dice = ChaCha20Rng::seed_from_u64(1);
    let state = table.after(&all, &mut dice, false);
    let counting = |state: &str| -> Vec<String> {
        state
            .lines()
            .filter(|line| line.starts_with("content ") && line.contains(" counts "))
            .map(|line| {
                line.split(' ')
                    .skip(1)
                    .take(3)
                    .collect::<Vec<_>>()
                    .join(" ")
            })
            .collect()
    };
    // J01 has two keys; J02's second revision replaces the first; J03's new pack replaces the old.
    assert_eq!(counting(&state), ["panel J02 1", "panel J03 2"]);
    let confirmed = table.after(&all, &mut dice, true);
    assert_eq!(
        counting(&confirmed),
        ["panel J01 1", "panel J02 1", "panel J03 2"]
    );
    assert!(confirmed.contains(" bundle_not_chosen "));
    assert!(confirmed.contains(" bundle_key_not_confirmed "));
    // Every file is there once, whatever it is: one of them came twice.
    let files = state.lines().filter(|line| line.starts_with("file "));
    assert_eq!(files.count(), all.len() - 1);
}
