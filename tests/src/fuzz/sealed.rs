//! What arrives sealed: age files, the archives in them, and the signed texts in those.
//!
//! A reader that stops at the first broken signature is hardly tested by random damage. So the targets below the
//! encryption encrypt and sign the damaged input again, as a hostile holder of the keys can, and reach what is behind.

use std::fs::File;
use std::io::Write;
use std::ops::ControlFlow;
use std::sync::LazyLock;

use pack::judge_pack::{NAMESPACE as PACK, OpenPack};
use pack::score_bundle::{self, open_bundle};
use seal::{InvitationFile, SealedFile, SigningKey, Unlock};

use crate::mutants::forged::{archive, file, files, state_hash};
use crate::mutants::{Scene, reseal};

static SCENE: LazyLock<Scene> = LazyLock::new(Scene::new);

/// Several chunks of content that tell their own place.
static CHUNKS: LazyLock<(Vec<u8>, Vec<u8>)> = LazyLock::new(|| {
    let plain: Vec<u8> = (0_u32..40_000).flat_map(u32::to_le_bytes).collect();
    let sealed = reseal(&plain, &SCENE.reader.to_recipient());
    (plain, sealed)
});

/// Bytes of an age file before its payload.
fn head(sealed: &[u8]) -> usize {
    let mac = sealed.windows(4).position(|four| four == b"\n---");
    let mac = mac.expect("an age file") + 4;
    let line = sealed[mac..].iter().position(|byte| *byte == b'\n');
    mac + line.expect("an age file") + 1 + 16
}

fn on_disk(bytes: &[u8]) -> File {
    let mut file = tempfile::tempfile().expect("a temporary file");
    file.write_all(bytes).expect("room for it");
    file
}

/// Both readers decide alike, and give the same content.
pub(super) fn age_header(bytes: &[u8]) {
    let identity = &SCENE.replies;
    let whole = seal::decrypt_all(bytes, identity, 1 << 20);
    let in_place = SealedFile::open(on_disk(bytes), Unlock::Identity(identity));
    assert_eq!(whole.is_ok(), in_place.is_ok());
    if let (Ok(whole), Ok(in_place)) = (whole, in_place) {
        let mut read = vec![0; whole.len() + 1];
        let count = in_place.read_at(0, &mut read).expect("it was opened");
        assert_eq!(read[..count], whole);
    }
}

pub(super) fn age_headers() -> Vec<Vec<u8>> {
    let digits = seal::Passphrase::parse("20200901200909012009").expect("digits");
    let for_digits = seal::encrypt_to_passphrase(Vec::new(), &digits)
        .and_then(|out| Ok(out.finish()?))
        .expect("encryption to memory");
    let short = reseal(b"content", &SCENE.replies.to_recipient());
    vec![short, for_digits, SCENE.bundle.clone()]
}

/// Whatever was done to the chunks: what is read at a place is what was written at that place, or nothing is read.
pub(super) fn age_chunks(bytes: &[u8]) {
    let (plain, sealed) = &*CHUNKS;
    let mut input = sealed[..head(sealed)].to_vec();
    input.extend_from_slice(bytes);
    let Ok(open) = SealedFile::open(on_disk(&input), Unlock::Identity(&SCENE.reader)) else {
        return;
    };
    let mut buffer = vec![0; 70_000];
    for offset in (0..plain.len()).step_by(30_011) {
        if let Ok(count) = open.read_at(offset as u64, &mut buffer) {
            assert_eq!(buffer[..count], plain[offset..offset + count]);
        }
    }
}

pub(super) fn age_payloads() -> Vec<Vec<u8>> {
    let sealed = &CHUNKS.1;
    vec![sealed[head(sealed)..].to_vec()]
}

/// A pack whose archive was changed by somebody who holds its key.
pub(super) fn pack_archive(bytes: &[u8]) {
    open_pack(bytes);
}

pub(super) fn pack_archives() -> Vec<Vec<u8>> {
    vec![SCENE.pack_archive()]
}

fn open_pack(archive: &[u8]) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("fuzz.judgepack");
    let sealed = reseal(archive, &SCENE.reader.to_recipient());
    std::fs::write(&path, sealed).expect("room for it");
    if let Ok(pack) = OpenPack::open_with_identity(&path, &SCENE.reader) {
        let _ = pack.check(&mut |_| ControlFlow::Continue(()));
    }
}

/// The archive again with another text, signed by the key that should sign it.
fn signed(zip: &[u8], name: &str, text: &[u8], key: &SigningKey, namespace: &str) -> Vec<u8> {
    let mut files = files(zip);
    let signature = key.sign(namespace, text).expect("a signature");
    *file(&mut files, name) = text.to_vec();
    *file(&mut files, &format!("{name}.sig")) = signature.into_bytes();
    archive(&files)
}

/// A manifest that the organiser signed as it stands.
pub(super) fn manifest(bytes: &[u8]) {
    let zip = SCENE.pack_archive();
    open_pack(&signed(
        &zip,
        "manifest.json",
        bytes,
        &SCENE.organiser,
        PACK,
    ));
}

pub(super) fn manifests() -> Vec<Vec<u8>> {
    let mut files = files(&SCENE.pack_archive());
    vec![file(&mut files, "manifest.json").clone()]
}

fn open_answer(archive: &[u8]) {
    let sealed = reseal(archive, &SCENE.replies.to_recipient());
    if let Ok(open) = open_bundle(&sealed, &SCENE.replies) {
        let _ = open.verify(&SCENE.invitation.public(), &SCENE.expected);
    }
}

/// A bundle as it came.
pub(super) fn bundle(bytes: &[u8]) {
    let _ = open_bundle(bytes, &SCENE.replies);
}

pub(super) fn bundles() -> Vec<Vec<u8>> {
    let mut all = super::vectors("bundle");
    all.push(SCENE.bundle.clone());
    all
}

/// A bundle that the judge signed as it stands.
pub(super) fn bundle_text(bytes: &[u8]) {
    let (zip, key) = (SCENE.bundle_archive(), &SCENE.judge);
    open_answer(&signed(
        &zip,
        "bundle.json",
        bytes,
        key,
        score_bundle::NAMESPACE,
    ));
}

/// Comments that the judge signed the hash of.
pub(super) fn comments(bytes: &[u8]) {
    let (zip, key) = (SCENE.bundle_archive(), &SCENE.judge);
    let mut files = files(&zip);
    *file(&mut files, "comments.json") = bytes.to_vec();
    state_hash(&mut files);
    let text = file(&mut files, "bundle.json").clone();
    let namespace = score_bundle::NAMESPACE;
    open_answer(&signed(
        &archive(&files),
        "bundle.json",
        &text,
        key,
        namespace,
    ));
}

pub(super) fn comments_texts() -> Vec<Vec<u8>> {
    let mut files = files(&SCENE.bundle_archive());
    vec![file(&mut files, "comments.json").clone()]
}

/// An enrolment that the invitation signed as it stands.
pub(super) fn enrolment(bytes: &[u8]) {
    let (zip, key) = (SCENE.bundle_archive(), &SCENE.invitation);
    let namespace = score_bundle::ENROLMENT_NAMESPACE;
    open_answer(&signed(&zip, "enroll.json", bytes, key, namespace));
}

pub(super) fn bundle_texts() -> Vec<Vec<u8>> {
    let mut files = files(&SCENE.bundle_archive());
    vec![file(&mut files, "bundle.json").clone()]
}

pub(super) fn enrolments() -> Vec<Vec<u8>> {
    let mut files = files(&SCENE.bundle_archive());
    vec![file(&mut files, "enroll.json").clone()]
}

/// An invitation file comes back as it was read, whatever stands in its comments.
pub(super) fn invitation_file(bytes: &[u8]) {
    let text = std::str::from_utf8(bytes).ok();
    if let Some(read) = text.and_then(|text| InvitationFile::parse(text).ok()) {
        let again = InvitationFile::parse(&read.to_text()).expect("what was written is read");
        assert_eq!(again.recipient(), read.recipient());
        assert_eq!(again.to_text(), read.to_text());
    }
}

pub(super) fn invitation_files() -> Vec<Vec<u8>> {
    let key = SCENE.organiser.public();
    let made = InvitationFile::generate("westlake-2020", "J07", &key);
    vec![made.to_text().as_bytes().to_vec()]
}
