//! A small pack and a small bundle that answers it, with all their keys.

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::path::PathBuf;

use contest::Points;
use pack::Sha256Hex;
use pack::judge_pack::{MediaSource, OpenPack, write_pack_to_recipient};
use pack::score_bundle::{
    ENROLMENT_FORMAT, Enrolment, Expected, FORMAT, Mark, ScoreBundle, SheetRecord, SheetStatus,
    write_bundle, write_enrolment,
};
use rand::rngs::StdRng;
use rand::{RngCore, SeedableRng};
use seal::{Identity, SigningKey};
use tempfile::TempDir;

use crate::bulk;

/// Bytes of the media: each covers whole chunks of the encryption, so that opening the pack does not touch them.
const MEDIA: [usize; 3] = [300_000, 150_000, 70_001];

/// Keys that protect nothing: what is inside the encryption is the same in every run.
const READER: &str = "AGE-SECRET-KEY-1JRK2LLGRAHSRU4JT7AFT3FE8JZ7DEVERKN36HKV27VRSWC5KVYNQ7Y5FHM";
const REPLIES: &str = include_str!("../../../crates/pack/tests/vectors/v1-test-only-identity.txt");

/// A pack sealed to a judge's invitation file and one bundle, with the keys of everybody.
pub struct Scene {
    folder: TempDir,
    /// The pack.
    pub pack: Vec<u8>,
    /// The bundle that answers it.
    pub bundle: Vec<u8>,
    /// What opens the pack.
    pub reader: Identity,
    /// What opens the bundle.
    pub replies: Identity,
    /// Who signed the pack.
    pub organiser: SigningKey,
    /// Who signed the bundle.
    pub judge: SigningKey,
    /// Who signed the enrolment in the bundle.
    pub invitation: SigningKey,
    /// What the organiser's records say about the pack.
    pub expected: Expected,
}

impl Scene {
    /// Makes both, with the product's own writers.
    ///
    /// # Panics
    /// When they refuse.
    pub fn new() -> Scene {
        Scene::sized(&MEDIA)
    }

    /// As [`Scene::new`], with media of so many bytes; no two of the same.
    ///
    /// # Panics
    /// When the writers refuse.
    pub fn sized(media: &[usize]) -> Scene {
        let folder = tempfile::tempdir().expect("a folder");
        let mut rng = StdRng::seed_from_u64(7);
        let [reader, replies] = [READER, REPLIES].map(|text| Identity::parse(text).expect("a key"));
        let [organiser, judge] = [(); 2].map(|()| SigningKey::generate(&mut rng));
        let media: Vec<MediaSource> = media.iter().map(|bytes| noise(&folder, *bytes)).collect();
        let entries = (1..)
            .zip(&media)
            .map(|(serial, medium)| bulk::entry(serial, Some(medium)));
        let mut contents = bulk::contents(entries.collect(), media.clone());
        contents.reply_to = replies.to_recipient();
        let mut pack = Vec::new();
        write_pack_to_recipient(
            &mut pack,
            &contents,
            &organiser,
            &reader.to_recipient(),
            &mut rng,
            &mut |_, _| ControlFlow::Continue(()),
        )
        .expect("a pack");
        let path = folder.path().join("J07.judgepack");
        std::fs::write(&path, &pack).expect("a file");
        let open = OpenPack::open_with_identity(&path, &reader).expect("an open pack");
        Scene {
            pack,
            bundle: answer(&open, &judge, &replies, &mut rng),
            invitation: open.invitation().clone(),
            reader,
            replies,
            organiser,
            judge,
            expected: Expected {
                contest: open.manifest().contest.clone(),
                contest_key: open.manifest().contest_key.clone(),
                judge: open.manifest().judge.clone(),
                manifest_sha256: open.manifest_sha256().into(),
            },
            folder,
        }
    }

    /// A place for a file of this scene.
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// The archive inside the pack, the same in every run.
    ///
    /// # Panics
    /// When it cannot be decrypted.
    pub fn pack_archive(&self) -> Vec<u8> {
        seal::decrypt_all(&self.pack, &self.reader, u64::MAX).expect("the pack decrypts")
    }

    /// The archive inside the bundle, the same in every run.
    ///
    /// # Panics
    /// When it cannot be decrypted.
    pub fn bundle_archive(&self) -> Vec<u8> {
        seal::decrypt_all(&self.bundle, &self.replies, u64::MAX).expect("the bundle decrypts")
    }
}

impl Default for Scene {
    fn default() -> Scene {
        Scene::new()
    }
}

fn noise(folder: &TempDir, bytes: usize) -> MediaSource {
    let mut content = vec![0; bytes];
    StdRng::seed_from_u64(bytes as u64).fill_bytes(&mut content);
    let hash = Sha256Hex::of(&content);
    let path = folder.path().join(hash.to_string());
    std::fs::write(&path, content).expect("a file");
    MediaSource {
        file: format!("media/{hash}.mp4"),
        path,
    }
}

/// A first bundle with every entry scored.
fn answer(pack: &OpenPack, judge: &SigningKey, organiser: &Identity, rng: &mut StdRng) -> Vec<u8> {
    let manifest = pack.manifest();
    let enrolment = Enrolment {
        format: ENROLMENT_FORMAT.to_owned(),
        version: 1,
        contest: manifest.contest.clone(),
        contest_key: manifest.contest_key.clone(),
        manifest_sha256: pack.manifest_sha256().into(),
        judge: manifest.judge.clone(),
        judge_key: judge.public().to_openssh(),
    };
    let sheet = |entry: &pack::judge_pack::BlindEntry| SheetRecord {
        entry: entry.number.clone(),
        entry_sha256: pack.entry_sha256(&entry.number).expect("a hash").into(),
        status: SheetStatus::Scored,
        marks: BTreeMap::from(["fit", "novel"].map(|criterion| {
            let points = Points::from_halves(15).expect("a mark");
            (criterion.to_owned(), Mark(points))
        })),
        comment: "可以试行。".to_owned(),
        recusal: None,
        not_seen: Vec::new(),
    };
    let bundle = ScoreBundle {
        format: FORMAT.to_owned(),
        version: 1,
        contest: manifest.contest.clone(),
        contest_key: manifest.contest_key.clone(),
        title: manifest.title.clone(),
        manifest_sha256: enrolment.manifest_sha256,
        judge: manifest.judge.clone(),
        sequence: 1,
        previous_sha256: None,
        judge_key: enrolment.judge_key.clone(),
        client: "Jury Desk".to_owned(),
        exported_at: manifest.issued_at,
        sheets: pack.entries().iter().map(sheet).collect(),
        ties: Vec::new(),
    };
    let (enrol, signature) = write_enrolment(&enrolment, pack.invitation()).expect("an enrolment");
    let to = organiser.to_recipient();
    write_bundle(&bundle, judge, &enrol, &signature, &to, rng)
        .expect("a bundle")
        .bytes
}
