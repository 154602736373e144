//! Files of every published version open for ever. The vectors were written once and are never written again.

#![allow(clippy::unwrap_used, reason = "a test stops where it fails")]

mod common;

use std::fs;
use std::io::Write;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use common::Sample;
use common::answer::{answer, scored};
use pack::judge_pack::{OpenPack, write_pack};
use pack::score_bundle::{Expected, TieOrder, open_bundle};
use rand::rngs::OsRng;
use seal::{Identity, Passphrase};

const DIGITS: &str = "20200901200909012009";

fn vector(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/vectors")
        .join(name)
}

#[test]
fn a_pack_of_version_one_opens() {
    let digits = Passphrase::parse(DIGITS).unwrap();
    let pack = OpenPack::open(&vector("v1.judgepack"), &digits).unwrap();
    pack.check(&mut |_| ControlFlow::Continue(())).unwrap();
    assert_eq!(pack.manifest().judge.as_str(), "J07");
    assert_eq!(pack.entries().len(), 3);
    assert_eq!(pack.entries()[2].number, "XH2020-3-0017");
    let film = &pack.entries()[0].media[0].file;
    assert_eq!(pack.media_len(film), Some(3_000));
    let expected = fs::read_to_string(vector("v1.fingerprint.txt")).unwrap();
    assert_eq!(pack.organiser().fingerprint().to_string(), expected.trim());
}

#[test]
fn a_bundle_of_version_one_opens_and_answers_the_pack() {
    let digits = Passphrase::parse(DIGITS).unwrap();
    let pack = OpenPack::open(&vector("v1.judgepack"), &digits).unwrap();
    let identity = fs::read_to_string(vector("v1-test-only-identity.txt")).unwrap();
    let identity = Identity::parse(&identity).unwrap();
    assert_eq!(
        pack.manifest().reply_to,
        identity.to_recipient().to_string()
    );
    let bytes = fs::read(vector("v1.scorebundle")).unwrap();
    let expected = Expected {
        contest: pack.manifest().contest.clone(),
        contest_key: pack.manifest().contest_key.clone(),
        judge: pack.manifest().judge.clone(),
        manifest_sha256: pack.manifest_sha256().into(),
    };
    let bundle = open_bundle(&bytes, &identity)
        .unwrap()
        .verify(&pack.invitation().public(), &expected)
        .unwrap();
    assert_eq!(bundle.sequence, 1);
    assert_eq!(bundle.sheets[0].marks["practicable"].0.halves(), 15);
    assert_eq!(
        Some(bundle.sheets[0].entry_sha256.0),
        pack.entry_sha256(&bundle.sheets[0].entry)
    );
    let film = &pack.entries()[0].media[0].file;
    assert_eq!(bundle.sheets[0].not_seen, [film.as_str()]);
    assert_eq!(bundle.sheets[0].comment, "可以试行。");
    let second = &bundle.sheets[1].entry;
    assert_eq!(
        bundle.ties[0].entries,
        [second.as_str(), &bundle.sheets[0].entry]
    );
}

#[test]
#[ignore = "writes the pack of a new version, once, when it is published"]
fn write_the_pack() {
    let sample = Sample::new(3_000, 500);
    let digits = Passphrase::parse(DIGITS).unwrap();
    fs::create_dir_all(vector("")).unwrap();
    write_pack(
        fs::File::create_new(vector("v1.judgepack")).unwrap(),
        &sample.contents,
        &sample.organiser,
        &digits,
        &mut OsRng,
        &mut |_, _| ControlFlow::Continue(()),
    )
    .unwrap();
    let fingerprint = sample.organiser.public().fingerprint();
    fs::write(vector("v1.fingerprint.txt"), format!("{fingerprint}\n")).unwrap();
    let secret = sample.replies.to_secret_string();
    fs::write(
        vector("v1-test-only-identity.txt"),
        format!("{}\n", secret.as_str()),
    )
    .unwrap();
}

/// Writes a bundle that answers the pack, which is there already.
#[test]
#[ignore = "writes the bundle of a new version, once, when it is published"]
fn write_the_bundle() {
    let digits = Passphrase::parse(DIGITS).unwrap();
    let pack = OpenPack::open(&vector("v1.judgepack"), &digits).unwrap();
    let [first, second, _] = pack.entries() else {
        panic!("the pack has three entries")
    };
    let mut sheets = vec![scored(&pack, first), scored(&pack, second)];
    sheets[0].not_seen = vec![first.media[0].file.clone()];
    let best_first = TieOrder {
        theme: first.theme,
        entries: vec![second.number.clone(), first.number.clone()],
    };
    let sealed = answer(&pack, sheets, vec![best_first]);
    let mut file = fs::File::create_new(vector("v1.scorebundle")).unwrap();
    file.write_all(&sealed.bytes).unwrap();
}
