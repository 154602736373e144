//! Facts about what a judge's desk survives: kills, full and read-only disks, a stick that is pulled out, a clock that
//! goes backwards, a second program on the same folder.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stderr,
    reason = "a test that cannot go on should stop at once and say where"
)]

use std::path::{Path, PathBuf};
use std::process::Command;

use chrono::{DateTime, Duration, FixedOffset};
use contest::Points;
use desk::{Change, Desk, DeskError, Session};
use rand::rngs::OsRng;
use whole::bulk::{self, Bulk, Videos};
use whole::soak::{Kills, Soak, soak, soak_merge};

fn moment(seconds: i64) -> DateTime<FixedOffset> {
    DateTime::parse_from_rfc3339("2026-10-14T09:20:00+08:00").unwrap() + Duration::seconds(seconds)
}

fn open(data: &Path, bulk: &Bulk, at: i64) -> (Desk, Session) {
    let mut desk = Desk::open(data).unwrap();
    let (session, _) = Session::open(
        &mut desk,
        &bulk.pack,
        &bulk.passphrase,
        moment(at),
        &mut OsRng,
    )
    .unwrap();
    (desk, session)
}

fn mark(halves: u8) -> Change {
    Change::Mark("fit".parse().unwrap(), Points::from_halves(halves).unwrap())
}

/// What a refusal says in both languages; every part of it is there.
fn words(error: &DeskError) -> String {
    let code = error.code();
    for language in ["zh-CN", "en"] {
        let place = whole::programs::root().join(format!("assets/messages/errors.{language}.json"));
        let book: serde_json::Value =
            serde_json::from_str(&std::fs::read_to_string(place).unwrap()).unwrap();
        for part in ["what", "safe", "do"] {
            let text = book[format!("error.{code}.{part}")].as_str();
            assert!(
                text.is_some_and(|text| !text.is_empty()),
                "{code}.{part} in {language}"
            );
        }
    }
    code.to_owned()
}

/// A file system of its own in memory; needs root.
struct SmallDisk(PathBuf);

impl SmallDisk {
    fn new(folder: &Path, options: &str) -> Option<SmallDisk> {
        let place = folder.join("disk");
        std::fs::create_dir(&place).unwrap();
        let mounted = Command::new("mount")
            .args(["-t", "tmpfs", "-o", options, "none"])
            .arg(&place)
            .status();
        if mounted.is_ok_and(|status| status.success()) {
            return Some(SmallDisk(place));
        }
        eprintln!("left out: mounting a file system is not permitted here");
        None
    }

    fn remount(&self, options: &str) {
        let done = Command::new("mount")
            .args(["-o", &format!("remount,{options}")])
            .arg(&self.0)
            .status();
        assert!(done.unwrap().success());
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        // Lazily: a failed test may still have files open there.
        let _ = Command::new("umount").arg("-l").arg(&self.0).status();
    }
}

/// The program that is killed.
const SOAK: &str = env!("CARGO_BIN_EXE_soak");

/// A session that is killed so often; so many of a hundred steps are exports.
fn killed(count: u32, seed: u64, exports: u32) -> Soak {
    let folder = tempfile::tempdir().unwrap();
    let kills = Kills {
        count,
        seed,
        exports,
    };
    let seen = soak(Path::new(SOAK), folder.path(), kills, |_, _| ());
    assert_eq!(seen.kills, count);
    seen
}

#[test]
fn a_session_killed_at_any_moment_loses_no_saved_mark_and_leaves_no_half_file() {
    let seen = killed(8, 7, 2);
    assert!(seen.saved > 20, "{seen:?}");
}

#[test]
fn an_export_killed_at_any_moment_leaves_no_half_file_and_no_revision_twice() {
    let seen = killed(10, 11, 60);
    assert!(seen.exported > 5, "{seen:?}");
}

#[test]
fn a_merge_killed_at_any_moment_loses_and_doubles_no_bundle() {
    let folder = tempfile::tempdir().unwrap();
    let kills = Kills {
        count: 20,
        seed: 5,
        exports: 0,
    };
    let seen = soak_merge(Path::new(SOAK), folder.path(), kills, |_, _| ());
    assert_eq!(seen.kills, 20);
    assert!(seen.taken > 20, "{seen:?}");
}

#[test]
fn a_full_disk_refuses_the_change_in_words_and_keeps_everything_before_it() {
    let folder = tempfile::tempdir().unwrap();
    let Some(disk) = SmallDisk::new(folder.path(), "size=4m") else {
        return;
    };
    let bulk = bulk::make(folder.path(), 8, Videos::None);
    let data = disk.0.join("data");
    let (mut desk, mut session) = open(&data, &bulk, 0);
    session
        .change(&mut desk, "T-1-0001", mark(16), moment(1))
        .unwrap();

    let ballast = disk.0.join("ballast");
    let fill = |bytes: usize| std::fs::write(&ballast, vec![0; bytes]);
    let _ = fill(8 << 20);
    let mut refused = None;
    for at in 0_i32..2_000 {
        let text = format!("{at}").repeat(500);
        let change = Change::Comment(text);
        if let Err(error) = session.change(&mut desk, "T-1-0002", change, moment(2)) {
            refused = Some(error);
            break;
        }
    }
    let refused = refused.expect("the disk is full");
    assert_eq!(words(&refused), "disk_full", "{refused}");
    let known = session.sheet("T-1-0002").unwrap().sheet;

    let out = disk.0.join("one.scorebundle");
    let error = session
        .export(&desk, &out, &bulk.passphrase, "test", moment(3), &mut OsRng)
        .unwrap_err();
    assert_eq!(words(&error), "disk_full", "{error}");
    assert!(!out.exists());

    // Room again: the same window goes on, and a new start finds everything.
    std::fs::remove_file(&ballast).unwrap();
    session
        .change(&mut desk, "T-1-0001", mark(18), moment(4))
        .unwrap();
    session
        .export(&desk, &out, &bulk.passphrase, "test", moment(5), &mut OsRng)
        .unwrap();
    drop((desk, session));
    let (desk, session) = open(&data, &bulk, 6);
    desk.verify().unwrap();
    let sheet = session.sheet("T-1-0001").unwrap().sheet;
    assert_eq!(sheet.marks.values().next().unwrap().halves(), 18);
    assert_eq!(session.sheet("T-1-0002").unwrap().sheet, known);
    let left: Vec<_> = std::fs::read_dir(&disk.0).unwrap().flatten().collect();
    assert_eq!(
        left.len(),
        2,
        "the data and the bundle, no half file: {left:?}"
    );
}

#[test]
fn a_folder_that_cannot_be_written_to_is_said_and_nothing_is_lost() {
    let folder = tempfile::tempdir().unwrap();
    let Some(disk) = SmallDisk::new(folder.path(), "size=16m") else {
        return;
    };
    let bulk = bulk::make(folder.path(), 8, Videos::None);
    let data = disk.0.join("data");
    let (mut desk, mut session) = open(&data, &bulk, 0);
    session
        .change(&mut desk, "T-1-0001", mark(16), moment(1))
        .unwrap();
    drop((desk, session));

    disk.remount("ro");
    let error = Desk::open(&data).err().expect("nothing can be saved");
    assert_eq!(words(&error), "data_folder_not_writable", "{error}");
    let elsewhere = folder.path().join("elsewhere");
    let (desk, session) = open(&elsewhere, &bulk, 2);
    let error = session
        .export(
            &desk,
            &disk.0.join("a.scorebundle"),
            &bulk.passphrase,
            "test",
            moment(3),
            &mut OsRng,
        )
        .unwrap_err();
    assert_eq!(words(&error), "place_not_writable", "{error}");

    disk.remount("rw");
    let (_, session) = open(&data, &bulk, 4);
    let sheet = session.sheet("T-1-0001").unwrap().sheet;
    assert_eq!(sheet.marks.values().next().unwrap().halves(), 16);
}

#[test]
fn a_pack_pulled_out_while_playing_stops_the_media_alone_and_plays_again_when_it_is_back() {
    let folder = tempfile::tempdir().unwrap();
    let bulk = bulk::make(folder.path(), 30, Videos::Each);
    let whole = std::fs::read(&bulk.pack).unwrap();
    let (mut desk, mut session) = open(&folder.path().join("data"), &bulk, 0);
    // Far from each other, so that none of them is among what was read beside another.
    let files: Vec<String> = session
        .entries()
        .iter()
        .step_by(10)
        .map(|entry| entry.media[0].file.clone())
        .collect();
    let pack = session.pack().clone();
    let read = |file: &str| {
        let mut bytes = [0; 4096];
        pack.read_media(file, 0, &mut bytes)
            .map_err(DeskError::from)
    };
    assert_eq!(read(&files[0]).unwrap(), 4096);

    // A file that is open and gone answers as a stick that was pulled out: it cannot be read to its end.
    let away = folder.path().join("away");
    let pull_out = || {
        std::fs::rename(&bulk.pack, &away).unwrap();
        std::fs::File::options()
            .write(true)
            .open(&away)
            .unwrap()
            .set_len(0)
            .unwrap();
    };
    pull_out();
    let error = read(&files[1]).unwrap_err();
    assert_eq!(words(&error), "pack_missing");
    assert!(error.is_pack_out_of_reach());
    session
        .change(&mut desk, "T-1-0001", mark(14), moment(1))
        .unwrap();

    // Half a copy is not it yet, and another file never is.
    std::fs::write(&bulk.pack, &whole[..whole.len() / 2]).unwrap();
    assert_eq!(words(&read(&files[1]).unwrap_err()), "pack_not_the_same");
    std::fs::write(&bulk.pack, vec![7; whole.len()]).unwrap();
    assert_eq!(words(&read(&files[1]).unwrap_err()), "pack_not_the_same");
    // Back: the same run reads on.
    std::fs::write(&bulk.pack, &whole).unwrap();
    assert_eq!(read(&files[1]).unwrap(), 4096);

    // Moved for good: the judge shows where, and the place is remembered.
    pull_out();
    let moved = folder.path().join("搬到这里.judgepack");
    std::fs::write(&moved, &whole).unwrap();
    assert!(read(&files[2]).is_err());
    session.moved_to(&desk, &moved).unwrap();
    assert_eq!(read(&files[2]).unwrap(), 4096);
    assert_eq!(desk.recent().unwrap()[0].path, moved);
    let sheet = session.sheet("T-1-0001").unwrap().sheet;
    assert_eq!(sheet.marks.values().next().unwrap().halves(), 14);
}

#[test]
fn a_damaged_attachment_is_remembered_until_a_check_goes_through() {
    let folder = tempfile::tempdir().unwrap();
    let bulk = bulk::make(folder.path(), 4, Videos::Each);
    let whole = std::fs::read(&bulk.pack).unwrap();
    let mut broken = whole.clone();
    let middle = broken.len() / 2;
    broken[middle] ^= 1;
    std::fs::write(&bulk.pack, &broken).unwrap();
    let data = folder.path().join("data");
    let check = |at| {
        let (desk, session) = open(&data, &bulk, at);
        let outcome = Session::check(session.pack(), &mut |_| std::ops::ControlFlow::Continue(()));
        Session::note_check(&desk, session.pack(), &outcome, moment(at)).unwrap();
        (outcome, desk.recent().unwrap().remove(0))
    };
    let (outcome, record) = check(1);
    assert_eq!(words(&outcome.unwrap_err()), "pack_damaged");
    assert!(record.check_failed.unwrap().starts_with("media/"));
    assert!(!record.checked);
    std::fs::write(&bulk.pack, &whole).unwrap();
    let (outcome, record) = check(2);
    assert!(outcome.is_ok());
    assert_eq!((record.check_failed, record.checked), (None, true));
}

#[test]
fn a_clock_set_back_a_year_changes_no_order_and_no_sequence() {
    let year = 365 * 86_400;
    let folder = tempfile::tempdir().unwrap();
    let bulk = bulk::make(folder.path(), 8, Videos::None);
    let other_folder = folder.path().join("other");
    std::fs::create_dir(&other_folder).unwrap();
    let other = bulk::make(&other_folder, 4, Videos::None);
    let data = folder.path().join("data");
    {
        let (mut desk, mut session) = open(&data, &bulk, 0);
        session
            .change(&mut desk, "T-1-0001", mark(16), moment(10))
            .unwrap();
        let place = folder.path().join("1.scorebundle");
        let done = session
            .export(
                &desk,
                &place,
                &bulk.passphrase,
                "test",
                moment(20),
                &mut OsRng,
            )
            .unwrap();
        assert_eq!(done.revision, 1);
    }
    {
        let (mut desk, mut session) = open(&data, &other, -year);
        session
            .change(&mut desk, "T-2-0001", mark(12), moment(-year))
            .unwrap();
        assert_eq!(desk.recent().unwrap()[0].path, other.pack, "opened last");
    }
    let (mut desk, mut session) = open(&data, &bulk, 5 - year);
    assert_eq!(desk.recent().unwrap()[0].path, bulk.pack, "opened last");
    session
        .change(&mut desk, "T-1-0002", mark(10), moment(30 - year))
        .unwrap();
    session
        .change(&mut desk, "T-1-0001", mark(18), moment(40 - year))
        .unwrap();
    let said = session.saved_at().unwrap().to_owned();
    assert!(said.starts_with("2025-10-14"), "{said}");
    let undone = session.undo(&mut desk, moment(50 - year)).unwrap().unwrap();
    assert_eq!(
        undone.number, "T-1-0001",
        "the last step, not the one with the latest time"
    );
    let done = session
        .export(
            &desk,
            &folder.path().join("2.scorebundle"),
            &bulk.passphrase,
            "test",
            moment(60 - year),
            &mut OsRng,
        )
        .unwrap();
    assert_eq!(done.revision, 2);
    drop((desk, session));
    let (desk, session) = open(&data, &bulk, 70 - year);
    assert!(session.saved_at().unwrap().starts_with("2025-10-14"));
    let found = session.submission(&desk).unwrap();
    assert_eq!(found.next_revision, 3);
    assert_eq!(
        found.exports[0].sequence, 2,
        "the latest revision comes first"
    );
}

#[test]
fn a_second_program_on_the_same_folder_is_told_so_and_disturbs_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let bulk = bulk::make(folder.path(), 4, Videos::None);
    let data = folder.path().join("data");
    let (mut desk, mut session) = open(&data, &bulk, 0);
    let error = Desk::open(&data).err().expect("one program at a time");
    assert_eq!(words(&error), "data_folder_locked");
    session
        .change(&mut desk, "T-1-0001", mark(16), moment(1))
        .unwrap();
    drop((desk, session));
    assert!(Desk::open(&data).is_ok());
}
