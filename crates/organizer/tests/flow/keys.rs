//! The organiser's keys under a passphrase.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use organizer::{
    Act, FolderError, IssueError, KeysAtRest, KeysError, MergeError, Organizer, PackOrder,
};
use rand::rngs::OsRng;
use seal::Passphrase;

use crate::stage::{CONTEST, Stage, go, now, walk};

/// The passphrase off a printed sheet.
fn passphrase(sheet: &Path) -> Passphrase {
    let page = fs::read_to_string(sheet).unwrap();
    let (_, after) = page.split_once("id=\"passphrase\">").unwrap();
    let (inside, _) = after.split_once("</dd>").unwrap();
    let digits: String = inside.chars().filter(char::is_ascii_digit).collect();
    Passphrase::parse(&digits).unwrap()
}

/// A contest whose keys were made under a passphrase, closed again.
fn locked() -> (tempfile::TempDir, PathBuf, Passphrase) {
    let dir = tempfile::tempdir().unwrap();
    let folder = dir.path().join("c");
    let sheet = dir.path().join("sheet.html");
    let at_rest = KeysAtRest::Locked {
        sheet: sheet.clone(),
    };
    let (organizer, made) =
        Organizer::create(&folder, CONTEST, &at_rest, now(), &mut OsRng).unwrap();
    assert!(!organizer.is_locked(), "who made it holds the sheet");
    assert_eq!(made.sheet.unwrap(), sheet.display().to_string());
    let digits = passphrase(&sheet);
    (dir, folder, digits)
}

#[test]
fn with_locked_keys_everything_but_issuing_and_merging_goes_on() {
    let mut stage = Stage::before_packs();
    let sheet = stage.dir.path().join("sheet.html");
    stage
        .organizer
        .protect_keys(&sheet, now(), &mut stage.rng)
        .unwrap();
    let folder = stage.organizer.folder().to_owned();
    let fingerprint = stage.organizer.fingerprint();
    let Stage {
        dir,
        organizer,
        mut rng,
    } = stage;
    drop(organizer);

    let mut organizer = Organizer::open(&folder).unwrap();
    assert!(organizer.is_locked());
    assert_eq!(organizer.fingerprint(), fingerprint);
    organizer.queue().unwrap();
    organizer.plan(2, 1, now()).unwrap();
    assert_eq!(organizer.overview().unwrap().judges.len(), 3);
    let out = dir.path().join("packs");
    let issue = |organizer: &mut Organizer, rng: &mut _| {
        organizer.issue(&PackOrder::default(), &out, now(), rng, &mut go)
    };
    assert!(matches!(
        issue(&mut organizer, &mut rng),
        Err(IssueError::Locked)
    ));
    assert!(!out.exists());
    let refused = organizer.merge(&[dir.path().join("any")], now());
    assert!(matches!(refused, Err(MergeError::Locked)));

    let other = Passphrase::generate(&mut rng);
    assert!(matches!(
        organizer.unlock(&other, &mut rng),
        Err(KeysError::WrongPassphrase)
    ));
    organizer.unlock(&passphrase(&sheet), &mut rng).unwrap();
    assert_eq!(issue(&mut organizer, &mut rng).unwrap().packs.len(), 3);
    let log = organizer.log().unwrap();
    assert!(log.iter().any(|line| line.act == Act::KeysProtected));
}

#[test]
fn no_key_and_no_passphrase_lies_in_the_folder() {
    let (_dir, folder, digits) = locked();
    for file in walk(&folder) {
        let bytes = fs::read(&file).unwrap();
        let has = |text: &str| {
            bytes
                .windows(text.len())
                .any(|part| part == text.as_bytes())
        };
        for secret in ["AGE-SECRET-KEY-1", digits.digits(), &digits.grouped()] {
            assert!(!has(secret), "{} has {secret:?}", file.display());
        }
    }
    let signing = fs::read_to_string(folder.join("keys/organiser")).unwrap();
    assert!(seal::SigningKey::from_openssh(&signing).is_err());
}

#[test]
fn stock_tools_open_both_keys_with_the_digits_of_the_sheet() {
    let (dir, folder, digits) = locked();
    let public = Command::new("ssh-keygen")
        .args(["-y", "-P", digits.digits(), "-f"])
        .arg(folder.join("keys/organiser"))
        .output()
        .unwrap();
    assert!(public.status.success(), "{public:?}");
    let line = fs::read_to_string(folder.join("keys/organiser.pub")).unwrap();
    let key = |text: &str| text.split(' ').nth(1).unwrap().trim().to_owned();
    assert_eq!(key(&String::from_utf8(public.stdout).unwrap()), key(&line));
    // age reads a passphrase from the terminal only; `script` gives it one.
    let out = dir.path().join("identity");
    let line = format!(
        "age -d -o '{}' '{}'",
        out.display(),
        folder.join("keys/organiser.age").display()
    );
    let mut child = Command::new("script")
        .args(["-qec", &line, "/dev/null"])
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    std::io::Write::write_all(
        &mut child.stdin.take().unwrap(),
        format!("{}\n", digits.digits()).as_bytes(),
    )
    .unwrap();
    assert!(child.wait().unwrap().success());
    let identity = fs::read_to_string(out).unwrap();
    assert!(identity.contains("AGE-SECRET-KEY-1"));
}

#[test]
fn a_power_cut_between_the_two_key_files_leaves_them_to_the_passphrase_of_the_sheet() {
    let dir = tempfile::tempdir().unwrap();
    let folder = dir.path().join("c");
    let (mut organizer, _) =
        Organizer::create(&folder, CONTEST, &KeysAtRest::Open, now(), &mut OsRng).unwrap();
    let before = fs::read(folder.join("keys/organiser")).unwrap();
    let sheet = dir.path().join("sheet.html");
    organizer.protect_keys(&sheet, now(), &mut OsRng).unwrap();
    drop(organizer);
    // The identity is written first: this is what lies there when the power goes before the other.
    fs::write(folder.join("keys/organiser"), before).unwrap();
    let mut organizer = Organizer::open(&folder).unwrap();
    assert!(organizer.is_locked());
    organizer.unlock(&passphrase(&sheet), &mut OsRng).unwrap();
    let signing = fs::read_to_string(folder.join("keys/organiser")).unwrap();
    assert!(
        seal::SigningKey::from_openssh(&signing).is_err(),
        "finished"
    );
}

#[test]
fn a_sheet_is_never_written_over_another_file_and_no_key_changes_then() {
    let (mut organizer, dir) = {
        let dir = tempfile::tempdir().unwrap();
        let folder = dir.path().join("c");
        let made = Organizer::create(&folder, CONTEST, &KeysAtRest::Open, now(), &mut OsRng);
        (made.unwrap().0, dir)
    };
    let sheet = dir.path().join("thesis.html");
    fs::write(&sheet, b"mine").unwrap();
    let refused = organizer.protect_keys(&sheet, now(), &mut OsRng);
    assert!(matches!(refused, Err(KeysError::SheetThere { .. })));
    assert_eq!(fs::read(&sheet).unwrap(), b"mine");
    assert!(matches!(
        organizer.export_keys(&dir.path().join("keys.zip")),
        Err(KeysError::Unprotected)
    ));
    let folder = organizer.folder().to_owned();
    drop(organizer);
    assert!(!Organizer::open(&folder).unwrap().is_locked());
}

#[test]
fn keys_come_back_from_a_backup_and_those_of_another_contest_do_not() {
    let (dir, folder, digits) = locked();
    let backup = dir.path().join("keys.zip");
    let organizer = Organizer::open(&folder).unwrap();
    let fingerprint = organizer.fingerprint();
    organizer.export_keys(&backup).unwrap();
    drop(organizer);
    let kept = fs::read(folder.join("keys/organiser")).unwrap();
    fs::remove_dir_all(folder.join("keys")).unwrap();
    assert!(Organizer::open(&folder).is_err());
    let (organizer, _) =
        Organizer::recover_keys(&folder, &backup, &digits, now(), &mut OsRng).unwrap();
    assert!(!organizer.is_locked());
    assert_eq!(organizer.fingerprint(), fingerprint);
    assert_eq!(fs::read(folder.join("keys/organiser")).unwrap(), kept);
    drop(organizer);

    let (_other_dir, other, _) = locked();
    let before = walk(&other).len();
    let refused = Organizer::recover_keys(&other, &backup, &digits, now(), &mut OsRng);
    assert!(matches!(
        refused,
        Err(FolderError::Keys(KeysError::OfAnother))
    ));
    assert_eq!(walk(&other).len(), before);
    fs::write(&backup, b"PK\x03\x04 nothing").unwrap();
    let refused = Organizer::recover_keys(&folder, &backup, &digits, now(), &mut OsRng);
    assert!(matches!(
        refused,
        Err(FolderError::Keys(KeysError::NotABackup { .. }))
    ));
}
