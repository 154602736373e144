use std::fs;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use pack::zip::{ZipDirectory, ZipWriter};

use super::OpenKeys;
use crate::digest::Digest;
use crate::error::{BackupError, FolderError, Refusal as _};
use crate::folder::Organizer;
use crate::new::tests::{fresh, now};
use crate::store::log::Act;
use crate::watch::Step;

fn on(_: Step<'_>) -> ControlFlow<()> {
    ControlFlow::Continue(())
}

/// A contest with a few kept files, one longer than what is read at once.
fn filled() -> (tempfile::TempDir, Organizer) {
    let (dir, organizer) = fresh();
    let long = vec![7_u8; 3 << 20];
    for bytes in [b"one".as_slice(), b"", &long] {
        let kept = [(Digest::of(bytes), bytes)];
        organizer.media.keep_all(&kept).unwrap();
    }
    let bundle = b"bundle".as_slice();
    organizer
        .received
        .keep_all(&[(Digest::of(bundle), bundle)])
        .unwrap();
    (dir, organizer)
}

fn saved() -> (tempfile::TempDir, Organizer, PathBuf) {
    let (dir, organizer) = filled();
    let file = dir.path().join("b.zip");
    organizer
        .back_up(&file, OpenKeys::Include, now(), &mut on)
        .unwrap();
    (dir, organizer, file)
}

fn restore(file: &Path, to: &Path) -> Result<Organizer, BackupError> {
    Organizer::restore(file, to, now(), &mut on).map(|(organizer, _)| organizer)
}

/// The names below a folder that are there to see.
fn names(folder: &Path) -> Vec<String> {
    let mut all: Vec<String> = fs::read_dir(folder)
        .unwrap()
        .map(|child| child.unwrap().file_name().to_string_lossy().into_owned())
        .collect();
    all.sort();
    all
}

#[test]
fn a_restored_folder_holds_every_byte_and_says_where_it_is_from() {
    let (dir, organizer, file) = saved();
    let copy = restore(&file, &dir.path().join("deep/copy")).unwrap();
    assert_eq!(copy.contest_key, organizer.contest_key);
    assert_eq!(copy.fingerprint(), organizer.fingerprint());
    for bytes in [b"one".as_slice(), b"", &vec![7_u8; 3 << 20]] {
        assert_eq!(copy.media.read(Digest::of(bytes)).unwrap(), bytes);
    }
    assert_eq!(
        copy.received.read(Digest::of(b"bundle")).unwrap(),
        b"bundle"
    );
    let log = copy.log().unwrap();
    assert!(matches!(log.last().unwrap().act, Act::Restored { .. }));
    assert_eq!(names(&dir.path().join("deep")), ["copy"]);
}

#[test]
fn what_came_after_the_last_backup_is_counted() {
    let (dir, mut organizer) = filled();
    assert_eq!(organizer.last_backup().unwrap(), None);
    let file = dir.path().join("b.zip");
    organizer
        .back_up(&file, OpenKeys::Include, now(), &mut on)
        .unwrap();
    let last = organizer.last_backup().unwrap().unwrap();
    assert_eq!((last.decisions, last.sources, last.bundles), (0, 0, 0));
    assert_eq!(last.file, file.display().to_string());
    crate::accept::tests::plant(&organizer, "点子", "某校", Some(2));
    let sheet = dir.path().join("sheet.html");
    organizer
        .protect_keys(&sheet, now(), &mut crate::new::tests::rng())
        .unwrap();
    let last = organizer.last_backup().unwrap().unwrap();
    assert_eq!((last.decisions, last.sources, last.bundles), (1, 1, 0));
}

#[test]
fn open_keys_are_not_copied_unless_told_and_no_file_is_overwritten() {
    let (dir, organizer) = filled();
    let file = dir.path().join("b.zip");
    let refused = organizer.back_up(&file, OpenKeys::Refuse, now(), &mut on);
    assert!(matches!(refused, Err(BackupError::KeysOpen)));
    fs::write(&file, b"mine").unwrap();
    let refused = organizer.back_up(&file, OpenKeys::Include, now(), &mut on);
    assert!(matches!(refused, Err(BackupError::FileThere { .. })));
    assert_eq!(fs::read(&file).unwrap(), b"mine");
    let within = organizer.folder().join("b.zip");
    let refused = organizer.back_up(&within, OpenKeys::Include, now(), &mut on);
    assert!(matches!(refused, Err(BackupError::Inside { .. })));
    assert_eq!(names(dir.path()), ["b.zip", "c"]);
}

#[test]
fn stopped_anywhere_nothing_is_left_that_looks_like_a_backup_or_a_contest() {
    let (dir, organizer, file) = saved();
    let before = names(dir.path());
    let kept = names(&organizer.folder().join("received"));
    for after in 0..24 {
        let mut steps = 0;
        let mut stop = |_: Step<'_>| {
            steps += 1;
            if steps > after {
                ControlFlow::Break(())
            } else {
                ControlFlow::Continue(())
            }
        };
        let to = dir.path().join("other.zip");
        let written = organizer.back_up(&to, OpenKeys::Include, now(), &mut stop);
        if written.is_ok() {
            fs::remove_file(&to).unwrap();
        } else {
            assert!(matches!(written, Err(BackupError::Stopped)), "{after}");
        }
        let mut steps = 0;
        let mut stop = |_: Step<'_>| {
            steps += 1;
            if steps > after {
                ControlFlow::Break(())
            } else {
                ControlFlow::Continue(())
            }
        };
        let to = dir.path().join("copy");
        match Organizer::restore(&file, &to, now(), &mut stop) {
            Ok(copy) => {
                drop(copy);
                fs::remove_dir_all(&to).unwrap();
            }
            Err(error) => assert!(matches!(error, BackupError::Stopped), "{after}"),
        }
        assert_eq!(names(dir.path()), before, "{after}");
        assert_eq!(names(&organizer.folder().join("received")), kept);
    }
}

#[test]
fn a_truncated_backup_is_refused_wherever_it_ends() {
    let (dir, _organizer, file) = saved();
    let bytes = fs::read(&file).unwrap();
    let to = dir.path().join("copy");
    let ends = [
        0,
        1,
        21,
        22,
        100,
        bytes.len() / 2,
        bytes.len() - 22,
        bytes.len() - 1,
    ];
    for end in ends {
        let cut = dir.path().join("cut.zip");
        fs::write(&cut, &bytes[..end]).unwrap();
        let refused = restore(&cut, &to).err().unwrap();
        assert_eq!(refused.code(), "backup_not_one", "{end}");
        assert!(!to.exists(), "{end}");
    }
}

#[test]
fn a_changed_byte_is_refused_with_the_name_of_its_file() {
    let (dir, _organizer, file) = saved();
    let bytes = fs::read(&file).unwrap();
    let directory = ZipDirectory::read(&bytes).unwrap();
    let to = dir.path().join("copy");
    for entry in directory.entries() {
        if entry.size == 0 {
            continue;
        }
        let mut changed = bytes.clone();
        let at = usize::try_from(entry.data_offset() + entry.size / 2).unwrap();
        changed[at] ^= 1;
        let other = dir.path().join("changed.zip");
        fs::write(&other, changed).unwrap();
        let refused = restore(&other, &to).err().unwrap();
        match refused {
            BackupError::Altered { name } => assert_eq!(name, entry.name),
            other => assert_eq!(other.code(), "backup_not_one", "{}", entry.name),
        }
        assert!(!to.exists(), "{}", entry.name);
    }
}

/// The backup written anew with other files and another list.
fn rewritten(file: &Path, to: &Path, change: impl Fn(&mut Vec<(String, Vec<u8>)>, &mut String)) {
    let bytes = fs::read(file).unwrap();
    let directory = ZipDirectory::read(&bytes).unwrap();
    let mut files: Vec<(String, Vec<u8>)> = directory
        .entries()
        .iter()
        .map(|entry| {
            let data = ZipDirectory::read_entry(&bytes, entry, 1 << 30).unwrap();
            (entry.name.clone(), data)
        })
        .collect();
    let (_, sums) = files.pop().unwrap();
    let mut sums = String::from_utf8(sums).unwrap();
    change(&mut files, &mut sums);
    let mut zip = ZipWriter::new(Vec::new());
    for (name, data) in &files {
        zip.add(name, data).unwrap();
    }
    zip.add("SHA256SUMS", sums.as_bytes()).unwrap();
    fs::write(to, zip.finish().unwrap().0).unwrap();
}

#[test]
fn what_does_not_belong_to_a_contest_is_refused_by_name() {
    let (dir, _organizer, file) = saved();
    let to = dir.path().join("copy");
    let other = dir.path().join("other.zip");
    let hash = Digest::of(b"evil").to_string();
    for (name, code) in [
        ("notes.txt", "backup_foreign"),
        ("media/evil.sh", "backup_foreign"),
        ("../evil", "backup_foreign"),
        ("/etc/evil", "backup_foreign"),
        ("received/../../evil", "backup_foreign"),
        ("keys/authorized_keys", "backup_foreign"),
        ("lock", "backup_foreign"),
    ] {
        rewritten(&file, &other, |files, sums| {
            // Names that leave the folder are not even written into an archive; here they are in the list alone.
            if pack::zip::check_name(name).is_ok() {
                files.push((name.to_owned(), b"evil".to_vec()));
            }
            sums.push_str(&format!("{hash}  {name}\n"));
        });
        assert_eq!(restore(&other, &to).err().unwrap().code(), code, "{name}");
    }
    rewritten(&file, &other, |files, _| {
        files.push((format!("media/{}/{hash}", &hash[..2]), b"evil".to_vec()));
    });
    assert_eq!(restore(&other, &to).err().unwrap().code(), "backup_foreign");
    rewritten(&file, &other, |files, _| {
        files.retain(|(name, _)| name != "keys/organiser.age");
    });
    assert_eq!(restore(&other, &to).err().unwrap().code(), "backup_missing");
    rewritten(&file, &other, |files, sums| {
        files.retain(|(name, _)| name != "keys/organiser.age");
        *sums = sums
            .lines()
            .filter(|line| !line.ends_with(".age"))
            .map(|line| format!("{line}\n"))
            .collect();
    });
    assert_eq!(restore(&other, &to).err().unwrap().code(), "backup_missing");
    rewritten(&file, &other, |files, _| {
        let text = String::from_utf8(files[0].1.clone()).unwrap();
        files[0].1 = text.replace("backup/1", "backup/9").into_bytes();
    });
    assert_eq!(restore(&other, &to).err().unwrap().code(), "sealed_too_new");
    assert!(!to.exists());
}

#[test]
fn a_database_of_another_contest_is_refused_although_its_hash_is_listed() {
    let (dir, _organizer, file) = saved();
    let other = dir.path().join("other.zip");
    rewritten(&file, &other, |files, sums| {
        let database = files
            .iter_mut()
            .find(|(name, _)| name == "contest.sqlite")
            .unwrap();
        let before = Digest::of(&database.1).to_string();
        database.1 = b"SQLite format 3\0 and nothing more".to_vec();
        *sums = sums.replace(&before, &Digest::of(&database.1).to_string());
    });
    let to = dir.path().join("copy");
    assert!(restore(&other, &to).is_err());
    assert!(!to.exists());
}

#[test]
fn a_folder_with_anything_in_it_is_not_restored_into() {
    let (dir, _organizer, file) = saved();
    let to = dir.path().join("copy");
    fs::create_dir(&to).unwrap();
    fs::write(to.join("thesis.docx"), b"mine").unwrap();
    assert!(matches!(
        restore(&file, &to),
        Err(BackupError::Folder(FolderError::NotEmpty { .. }))
    ));
    fs::remove_file(to.join("thesis.docx")).unwrap();
    restore(&file, &to).unwrap();
}

#[test]
fn a_file_that_is_no_longer_its_name_is_said_and_kept() {
    let (dir, organizer) = filled();
    let kept = organizer.media.path(Digest::of(b"one"));
    fs::write(&kept, b"two").unwrap();
    let file = dir.path().join("b.zip");
    let done = organizer
        .back_up(&file, OpenKeys::Include, now(), &mut on)
        .unwrap();
    assert_eq!(done.damaged.len(), 1);
    let copy = restore(&file, &dir.path().join("copy")).unwrap();
    assert_eq!(copy.media.read(Digest::of(b"one")).unwrap(), b"two");
}
