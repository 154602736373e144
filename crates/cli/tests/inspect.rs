//! `jury inspect` and `jury check-pack`: what a stray file is said to be, and how a pack is verified.

#![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;
use tempfile::TempDir;

const DIGITS: &str = "2020 0901 2009 0901 2009\n";

fn vector(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../pack/tests/vectors")
        .join(name)
}

fn jury(arguments: &[&str], language: &str) -> (i32, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_jury"))
        .args(arguments)
        .args(["--lang", language])
        .output()
        .unwrap();
    let text = format!(
        "{}{}",
        String::from_utf8(output.stdout).unwrap(),
        String::from_utf8(output.stderr).unwrap()
    );
    (output.status.code().unwrap(), text)
}

/// Runs with `--json` and expects this exit code.
fn json(arguments: &[&str], code: i32) -> Value {
    let mut all = arguments.to_vec();
    all.push("--json");
    let (found, text) = jury(&all, "en");
    assert_eq!(found, code, "{text}");
    serde_json::from_str(&text).unwrap()
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

/// A folder with a file in it.
fn with(name: &str, bytes: &[u8]) -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    fs::write(&path, bytes).unwrap();
    (folder, path)
}

#[test]
fn a_sealed_file_is_named_without_a_key() {
    let pack = json(&["inspect", text(&vector("v1.judgepack"))], 0);
    assert_eq!(pack["kind"], "sealed_to_digits");
    assert_eq!(pack["whole"], Value::Null);
    assert_eq!(pack["facts"]["work"], "16");
    let bundle = json(&["inspect", text(&vector("v1.scorebundle"))], 0);
    assert_eq!(bundle["kind"], "sealed_to_key");
    assert_eq!(bundle["facts"]["recipients"], "1");
}

#[test]
fn with_its_key_a_file_says_who_signed_it() {
    let (_folder, digits) = with("digits", DIGITS.as_bytes());
    let pack = vector("v1.judgepack");
    let found = json(
        &["inspect", text(&pack), "--passphrase-file", text(&digits)],
        0,
    );
    assert_eq!(found["kind"], "judge_pack");
    assert_eq!(found["whole"], true);
    assert_eq!(found["facts"]["judge"], "J07");
    let expected = fs::read_to_string(vector("v1.fingerprint.txt")).unwrap();
    assert_eq!(found["facts"]["signer"], expected.trim());

    let identity = vector("v1-test-only-identity.txt");
    let bundle = vector("v1.scorebundle");
    let answer = json(
        &["inspect", text(&bundle), "--identity", text(&identity)],
        0,
    );
    assert_eq!(answer["kind"], "score_bundle");
    assert_eq!(answer["facts"]["revision"], "1");
    assert_eq!(
        answer["facts"]["manifest_sha256"],
        found["facts"]["manifest_sha256"]
    );
}

#[test]
fn keys_texts_and_strangers_are_told_apart() {
    let kind = |bytes: &[u8], code| {
        let (_folder, path) = with("file", bytes);
        json(&["inspect", text(&path)], code)["kind"].clone()
    };
    let key = seal::SigningKey::generate(&mut rand::rngs::OsRng);
    let public = key.public();
    assert_eq!(kind(key.to_openssh().as_bytes(), 0), "private_key");
    let digits = seal::Passphrase::parse(DIGITS).unwrap();
    let locked = key.to_openssh_encrypted(&digits, &mut rand::rngs::OsRng);
    assert_eq!(kind(locked.unwrap().as_bytes(), 0), "private_key_locked");
    assert_eq!(kind(public.to_openssh().as_bytes(), 0), "public_key");
    let signature = key.sign("purpose", b"message").unwrap();
    assert_eq!(kind(signature.as_bytes(), 0), "signature");
    let invitation = seal::InvitationFile::generate("westlake-2020", "J07", &public);
    assert_eq!(kind(invitation.to_text().as_bytes(), 0), "invitation_file");
    let identity = fs::read(vector("v1-test-only-identity.txt")).unwrap();
    assert_eq!(kind(&identity, 0), "identity_file");
    let contest = "../../assets/contests/westlake-2020.toml";
    let contest = fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join(contest)).unwrap();
    assert_eq!(kind(&contest, 0), "contest_file");
    assert_eq!(kind(b"hello", 1), "unknown");
    assert_eq!(kind(b"", 1), "unknown");
    assert_eq!(kind(&[0xFF; 5000], 1), "unknown");
    let sealed = fs::read(vector("v1.judgepack")).unwrap();
    assert_eq!(kind(&sealed[..100], 1), "sealed_broken");
}

#[test]
fn an_opened_archive_still_says_who_signed_it() {
    let identity = fs::read_to_string(vector("v1-test-only-identity.txt")).unwrap();
    let identity = seal::Identity::parse(&identity).unwrap();
    let bundle = fs::read(vector("v1.scorebundle")).unwrap();
    let archive = seal::decrypt_all(&bundle, &identity, 1 << 20).unwrap();
    let (_folder, path) = with("bundle.zip", &archive);
    let found = json(&["inspect", text(&path)], 0);
    assert_eq!(found["kind"], "bundle_archive");
    assert_eq!(found["facts"]["judge"], "J07");

    let mut changed = archive.clone();
    let at = archive.windows(6).position(|six| six == b"scored").unwrap();
    changed[at] ^= 1;
    let (_folder, path) = with("bundle.zip", &changed);
    assert_eq!(
        json(&["inspect", text(&path)], 1)["kind"],
        "refused_archive"
    );

    let mut writer = pack::zip::ZipWriter::new(Vec::new());
    writer.add("notes.txt", b"notes").unwrap();
    let (_folder, path) = with("notes.zip", &writer.finish().unwrap().0);
    assert_eq!(json(&["inspect", text(&path)], 0)["kind"], "other_archive");
}

#[test]
fn volumes_are_counted_and_a_missing_one_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    let sealed = fs::read(vector("v1.judgepack")).unwrap();
    let third = sealed.len() / 3;
    fs::write(at("p.judgepack.001"), &sealed[..third]).unwrap();
    fs::write(at("p.judgepack.002"), &sealed[third..2 * third]).unwrap();
    fs::write(at("p.judgepack.003"), &sealed[2 * third..]).unwrap();
    fs::write(at("other.judgepack.004"), b"not of these").unwrap();
    let first = at("p.judgepack.001");
    let whole = json(&["inspect", text(&first)], 0);
    assert_eq!(whole["facts"]["volumes"], "3");
    assert_eq!(whole["facts"]["bytes"], sealed.len().to_string());
    let (_digits, digits) = with("digits", DIGITS.as_bytes());
    let check = [
        "check-pack",
        text(&first),
        "--passphrase-file",
        text(&digits),
    ];
    assert_eq!(json(&check, 0)["good"], true);

    let later = json(&["inspect", text(&at("p.judgepack.002"))], 1);
    assert_eq!(later["kind"], "later_volume");
    fs::remove_file(at("p.judgepack.002")).unwrap();
    let broken = json(&["inspect", text(&first)], 1);
    assert_eq!(broken["facts"]["absent"], ".002");
    assert_eq!(broken["whole"], false);
    let refused = json(&check, 3);
    assert_eq!(refused["error"]["code"], "sealed_incomplete");
}

#[test]
fn check_pack_says_good_or_what_is_wrong_in_both_languages() {
    let (_digits, digits) = with("digits", DIGITS.as_bytes());
    let pack = vector("v1.judgepack");
    let check = |path: &Path, language: &str| {
        let arguments = ["check-pack", text(path), "--passphrase-file", text(&digits)];
        jury(&arguments, language)
    };
    for (language, good) in [("en", "is good"), ("zh", "评审包完好")] {
        let (code, said) = check(&pack, language);
        assert_eq!(code, 0, "{said}");
        assert!(said.contains(good), "{said}");
    }
    let mut sealed = fs::read(&pack).unwrap();
    let middle = sealed.len() / 2;
    sealed[middle] ^= 1;
    let (_folder, damaged) = with("damaged.judgepack", &sealed);
    let (code, said) = check(&damaged, "en");
    assert_eq!(code, 3);
    assert!(said.contains("Damaged at byte"), "{said}");
    let (_folder, other) = with("other", b"2020 0901 2009 0901 2008");
    let refused = json(
        &["check-pack", text(&pack), "--passphrase-file", text(&other)],
        3,
    );
    assert_eq!(refused["error"]["code"], "sealed_wrong_passphrase");
    let (_folder, short) = with("short", b"2020 0901");
    let refused = json(
        &["check-pack", text(&pack), "--passphrase-file", text(&short)],
        3,
    );
    assert_eq!(refused["error"]["code"], "sealed_passphrase_length");
    let none = json(&["check-pack", text(&pack)], 3);
    assert_eq!(none["error"]["code"], "sealed_locked");
    let missing = json(&["check-pack", "/nowhere/at.all"], 3);
    assert_eq!(missing["error"]["code"], "file_failed");
}

#[test]
fn everything_is_said_in_words_of_both_languages() {
    let (_digits, digits) = with("digits", DIGITS.as_bytes());
    let identity = vector("v1-test-only-identity.txt");
    let (pack, bundle) = (vector("v1.judgepack"), vector("v1.scorebundle"));
    for language in ["en", "zh"] {
        for arguments in [
            &["inspect", text(&pack)][..],
            &["inspect", text(&bundle)],
            &["inspect", text(&identity)],
            &["inspect", text(&digits)],
            &["inspect", text(&pack), "--passphrase-file", text(&digits)],
            &["inspect", text(&bundle), "--identity", text(&identity)],
        ] {
            let (_, said) = jury(arguments, language);
            assert!(!said.contains("inspect."), "{said}");
            assert!(said.lines().count() >= 2, "{said}");
        }
    }
}
