//! Score bundles: written by a judge, verified by the organiser, and held back with the reason when they do not fit.

#![allow(clippy::unwrap_used, reason = "a test stops where it fails")]

mod common;

use std::collections::BTreeMap;

use common::{encrypt, time};
use contest::Points;
use pack::score_bundle::{
    BundleFiles, ENROLMENT_FORMAT, ENROLMENT_NAMESPACE, Enrolment, Expected, FORMAT, Mark,
    NAMESPACE, Recusal, RecusalKind, ScoreBundle, Sealed, SheetRecord, SheetStatus, TieOrder,
    UnverifiedBundle, Verified, open_bundle, write_bundle, write_enrolment,
};
use pack::zip::ZipWriter;
use pack::{PackError, Sha256Hex};
use rand::SeedableRng;
use rand::rngs::{OsRng, StdRng};
use seal::{Fingerprint, Identity, SigningKey};

struct Desk {
    organiser: Identity,
    invitation: SigningKey,
    judge: SigningKey,
    enrolment: Enrolment,
    bundle: ScoreBundle,
}

fn mark(halves: u8) -> Mark {
    Mark(Points::from_halves(halves).unwrap())
}

fn sheet(number: u32, status: SheetStatus) -> SheetRecord {
    SheetRecord {
        entry: format!("XH2020-3-{number:04}"),
        entry_sha256: Sha256Hex::of(&number.to_le_bytes()),
        status,
        marks: BTreeMap::new(),
        comment: String::new(),
        recusal: None,
        not_seen: Vec::new(),
    }
}

impl Desk {
    fn new() -> Desk {
        let judge = SigningKey::generate(&mut OsRng);
        let enrolment = Enrolment {
            format: ENROLMENT_FORMAT.to_owned(),
            version: 1,
            contest: "westlake-2020".to_owned(),
            contest_key: "00112233445566778899aabbccddeeff".to_owned(),
            manifest_sha256: Sha256Hex::of(b"manifest"),
            judge: "J07".parse().unwrap(),
            judge_key: judge.public().to_openssh(),
        };
        let mut scored = sheet(1, SheetStatus::Scored);
        scored.marks = BTreeMap::from([
            ("practicable".to_owned(), mark(16)),
            ("innovative".to_owned(), mark(15)),
        ]);
        scored.comment = "可行。\n值得试。".to_owned();
        let mut recused = sheet(2, SheetStatus::Recused);
        recused.recusal = Some(Recusal {
            kind: RecusalKind::KnowAuthor,
            note: String::new(),
        });
        let bundle = ScoreBundle {
            format: FORMAT.to_owned(),
            version: 1,
            contest: enrolment.contest.clone(),
            contest_key: enrolment.contest_key.clone(),
            title: "“我为西湖献一计”".to_owned(),
            manifest_sha256: enrolment.manifest_sha256,
            judge: enrolment.judge.clone(),
            sequence: 2,
            previous_sha256: Some(Sha256Hex::of(b"first bundle")),
            judge_key: enrolment.judge_key.clone(),
            client: "Jury Desk 0.1.0".to_owned(),
            exported_at: time("2020-09-12T21:30:00+08:00"),
            sheets: vec![scored, recused, sheet(3, SheetStatus::Open)],
            ties: Vec::new(),
        };
        Desk {
            organiser: Identity::generate(),
            invitation: SigningKey::generate(&mut OsRng),
            judge,
            enrolment,
            bundle,
        }
    }

    fn write(&self) -> Result<Sealed, PackError> {
        let (enrol, signature) = write_enrolment(&self.enrolment, &self.invitation)?;
        write_bundle(
            &self.bundle,
            &self.judge,
            &enrol,
            &signature,
            &self.organiser.to_recipient(),
            // The same salt in every run, so that a forger's comments are the ones that were signed.
            &mut StdRng::seed_from_u64(7),
        )
    }

    fn expected(&self) -> Expected {
        Expected {
            contest: self.enrolment.contest.clone(),
            contest_key: self.enrolment.contest_key.clone(),
            judge: self.enrolment.judge.clone(),
            manifest_sha256: self.enrolment.manifest_sha256,
        }
    }

    fn verify(&self, bytes: &[u8]) -> Result<Verified<ScoreBundle>, PackError> {
        open_bundle(bytes, &self.organiser)?.verify(&self.invitation.public(), &self.expected())
    }

    /// A bundle of arbitrary texts, signed with these keys and encrypted: what a hostile judge can send.
    fn forge(
        &self,
        bundle: &str,
        signer: &SigningKey,
        enrol: &str,
        inviter: &SigningKey,
    ) -> Vec<u8> {
        let mut zip = ZipWriter::new(Vec::new());
        let mut add = |name: &str, data: &[u8]| zip.add(name, data).unwrap();
        add("bundle.json", bundle.as_bytes());
        add(
            "bundle.json.sig",
            signer
                .sign(NAMESPACE, bundle.as_bytes())
                .unwrap()
                .as_bytes(),
        );
        add("comments.json", &self.write().unwrap().comments_json);
        add("enroll.json", enrol.as_bytes());
        let signature = inviter.sign(ENROLMENT_NAMESPACE, enrol.as_bytes()).unwrap();
        add("enroll.json.sig", signature.as_bytes());
        encrypt(&zip.finish().unwrap().0, &self.organiser)
    }

    fn texts(&self) -> (String, String) {
        let text = |bytes| String::from_utf8(bytes).unwrap();
        (
            text(self.write().unwrap().bundle_json),
            text(pack::json::write("enroll.json", &self.enrolment).unwrap()),
        )
    }
}

#[test]
fn a_bundle_comes_back_as_it_was_signed() {
    let desk = Desk::new();
    let sealed = desk.write().unwrap();
    let unverified = open_bundle(&sealed.bytes, &desk.organiser).unwrap();
    assert_eq!(unverified.claim().judge.as_str(), "J07");
    assert_eq!(unverified.claim().title, desk.bundle.title);
    let verified = desk.verify(&sealed.bytes).unwrap();
    assert_eq!(*verified, desk.bundle);
    assert_eq!(verified.json(), sealed.bundle_json);
    assert_eq!(verified.json_sha256(), sealed.bundle_sha256);
    assert_eq!(verified.fingerprint(), sealed.fingerprint);
    assert_eq!(sealed.fingerprint, Fingerprint::of(&sealed.bundle_json));
    assert_eq!(*verified.judge_key(), desk.judge.public());
    desk.judge
        .public()
        .verify(NAMESPACE, verified.json(), verified.signature())
        .unwrap();
}

#[test]
fn the_order_within_a_tie_and_what_was_not_seen_come_back() {
    let mut desk = Desk::new();
    let mut second = desk.bundle.sheets[0].clone();
    second.entry = "XH2020-3-0004".to_owned();
    second.not_seen = vec![format!("media/{}.mp4", "0a".repeat(32))];
    desk.bundle.sheets.push(second);
    desk.bundle.ties = vec![TieOrder {
        theme: 3,
        entries: vec!["XH2020-3-0004".to_owned(), "XH2020-3-0001".to_owned()],
    }];
    let sealed = desk.write().unwrap();
    assert_eq!(*desk.verify(&sealed.bytes).unwrap(), desk.bundle);
}

#[test]
fn the_signed_text_holds_no_word_of_a_comment() {
    let mut desk = Desk::new();
    desk.bundle.sheets[1].recusal = Some(Recusal {
        kind: RecusalKind::Other,
        note: "曾是同事。".to_owned(),
    });
    let sealed = desk.write().unwrap();
    let signed = std::str::from_utf8(&sealed.bundle_json).unwrap();
    let apart = std::str::from_utf8(&sealed.comments_json).unwrap();
    for words in ["值得试", "曾是同事"] {
        assert!(!signed.contains(words), "{words}");
        assert!(apart.contains(words), "{words}");
    }
    assert!(signed.contains(&Sha256Hex::of(&sealed.comments_json).to_string()));
    assert_eq!(*desk.verify(&sealed.bytes).unwrap(), desk.bundle);
}

#[test]
fn equal_comments_have_another_hash_each_time() {
    let desk = Desk::new();
    let (enrol, signature) = write_enrolment(&desk.enrolment, &desk.invitation).unwrap();
    let to = desk.organiser.to_recipient();
    let [one, two] = [1, 2].map(|seed| {
        let mut rng = StdRng::seed_from_u64(seed);
        write_bundle(&desk.bundle, &desk.judge, &enrol, &signature, &to, &mut rng).unwrap()
    });
    assert_ne!(one.comments_json, two.comments_json);
    assert_ne!(one.bundle_sha256, two.bundle_sha256);
}

#[test]
fn a_bundle_verifies_without_its_comments_and_says_nothing_in_their_place() {
    let desk = Desk::new();
    let open = open_bundle(&desk.write().unwrap().bytes, &desk.organiser).unwrap();
    let mut files = open.files().clone();
    files.comments = None;
    let verify = |files: BundleFiles| {
        files
            .open()?
            .verify(&desk.invitation.public(), &desk.expected())
    };
    let mut silent = desk.bundle.clone();
    silent.sheets[0].comment.clear();
    assert_eq!(*verify(files.clone()).unwrap(), silent);
    files.comments = Some(b"{}\n".to_vec());
    let changed = verify(files).unwrap_err();
    assert!(matches!(changed, PackError::Altered { file } if file == "comments.json"));
}

#[test]
fn a_mark_has_one_written_form() {
    for (text, halves) in [("1", 2), ("1.5", 3), ("7.5", 15), ("8", 16), ("10", 20)] {
        let read: Mark = serde_json::from_str(text).unwrap();
        assert_eq!(read, mark(halves));
        assert_eq!(serde_json::to_string(&read).unwrap(), text);
    }
    for text in [
        "0", "0.5", "10.5", "11", "7.25", "8.0", "-1", "\"8\"", "null", "[8]", "300",
    ] {
        assert!(serde_json::from_str::<Mark>(text).is_err(), "{text}");
    }
}

#[test]
fn a_bundle_is_opened_by_its_organiser_only() {
    let desk = Desk::new();
    let sealed = desk.write().unwrap();
    let stranger = Identity::generate();
    assert!(matches!(
        open_bundle(&sealed.bytes, &stranger),
        Err(PackError::WrongKey)
    ));
    assert!(matches!(
        open_bundle(b"hello", &desk.organiser),
        Err(PackError::NotAPack)
    ));
    assert!(matches!(
        open_bundle(b"", &desk.organiser),
        Err(PackError::NotAPack)
    ));
    let other = encrypt(b"no archive", &desk.organiser);
    assert!(matches!(
        open_bundle(&other, &desk.organiser),
        Err(PackError::Archive(_))
    ));
}

#[test]
fn no_byte_of_a_bundle_can_change_on_the_way() {
    let desk = Desk::new();
    let bytes = desk.write().unwrap().bytes;
    for at in 0..bytes.len() {
        let mut changed = bytes.clone();
        changed[at] ^= 1 << (at % 8);
        assert!(open_bundle(&changed, &desk.organiser).is_err(), "byte {at}");
    }
    for cut in (0..bytes.len()).step_by(7) {
        assert!(
            open_bundle(&bytes[..cut], &desk.organiser).is_err(),
            "cut at {cut}"
        );
    }
}

#[test]
fn no_byte_of_the_archive_can_change_under_new_encryption() {
    let desk = Desk::new();
    let plain = seal::decrypt_all(&desk.write().unwrap().bytes, &desk.organiser, 1 << 20).unwrap();
    for at in 0..plain.len() {
        let mut changed = plain.clone();
        changed[at] ^= 1 << (at % 8);
        let result = desk.verify(&encrypt(&changed, &desk.organiser));
        assert!(result.is_err(), "byte {at}");
    }
}

#[test]
fn a_bundle_for_somebody_elses_record_is_held_with_its_reason() {
    let desk = Desk::new();
    let bytes = desk.write().unwrap().bytes;
    let with = |change: &dyn Fn(&mut Expected)| {
        let mut expected = desk.expected();
        change(&mut expected);
        open_bundle(&bytes, &desk.organiser)
            .unwrap()
            .verify(&desk.invitation.public(), &expected)
            .unwrap_err()
    };
    assert!(matches!(
        with(&|e| e.contest = "other".to_owned()),
        PackError::OtherContest { .. }
    ));
    assert!(matches!(
        with(&|e| e.contest_key = "ff".repeat(16)),
        PackError::OtherContest { .. }
    ));
    assert!(matches!(
        with(&|e| e.judge = "J08".parse().unwrap()),
        PackError::OtherJudge { .. }
    ));
    assert!(matches!(
        with(&|e| e.manifest_sha256 = Sha256Hex::of(b"other")),
        PackError::OtherPack { .. }
    ));
    let other_invitation = SigningKey::generate(&mut OsRng).public();
    let unverified: UnverifiedBundle = open_bundle(&bytes, &desk.organiser).unwrap();
    assert!(matches!(
        unverified.verify(&other_invitation, &desk.expected()),
        Err(PackError::WrongInvitation)
    ));
}

#[test]
fn a_judge_cannot_speak_for_another() {
    let desk = Desk::new();
    let (bundle, enrol) = desk.texts();
    let thief = SigningKey::generate(&mut OsRng);
    let thiefs_line = thief.public().to_openssh();
    assert!(
        desk.verify(&desk.forge(&bundle, &desk.judge, &enrol, &desk.invitation))
            .is_ok()
    );

    let signed_by_thief = desk.forge(&bundle, &thief, &enrol, &desk.invitation);
    assert!(matches!(
        desk.verify(&signed_by_thief),
        Err(PackError::SecondKey { .. })
    ));

    let stated = bundle.replace(&desk.enrolment.judge_key, &thiefs_line);
    let states_thief = desk.forge(&stated, &desk.judge, &enrol, &desk.invitation);
    assert!(matches!(
        desk.verify(&states_thief),
        Err(PackError::SecondKey { .. })
    ));

    let own_enrolment = enrol.replace(&desk.enrolment.judge_key, &thiefs_line);
    let self_enrolled = desk.forge(&stated, &thief, &own_enrolment, &thief);
    assert!(matches!(
        desk.verify(&self_enrolled),
        Err(PackError::WrongInvitation)
    ));

    // The enrolment of one judge under the bundle of another.
    let eighth = enrol.replace("J07", "J08");
    let mixed = desk.forge(&bundle, &desk.judge, &eighth, &desk.invitation);
    assert!(matches!(
        desk.verify(&mixed),
        Err(PackError::OtherJudge { .. })
    ));

    // Signatures of one purpose do not serve the other.
    let mut zip = ZipWriter::new(Vec::new());
    for (name, text, purpose) in [
        ("bundle.json", &bundle, ENROLMENT_NAMESPACE),
        ("enroll.json", &enrol, NAMESPACE),
    ] {
        let key = if name == "bundle.json" {
            &desk.judge
        } else {
            &desk.invitation
        };
        zip.add(name, text.as_bytes()).unwrap();
        zip.add(
            &format!("{name}.sig"),
            key.sign(purpose, text.as_bytes()).unwrap().as_bytes(),
        )
        .unwrap();
        if name == "bundle.json" {
            let comments = desk.write().unwrap().comments_json;
            zip.add("comments.json", &comments).unwrap();
        }
    }
    let crossed = encrypt(&zip.finish().unwrap().0, &desk.organiser);
    assert!(matches!(
        desk.verify(&crossed),
        Err(PackError::BadSignature {
            what: "enroll.json",
            ..
        })
    ));
}

#[test]
fn a_signed_text_that_breaks_a_rule_is_refused_all_the_same() {
    let desk = Desk::new();
    let (bundle, enrol) = desk.texts();
    for (from, to) in [
        ("\"sequence\": 2,", "\"sequence\": 2, \"sequence\": 3,"),
        ("\"sequence\": 2,", "\"sequence\": 2, \"weight\": 3,"),
        ("\"sequence\": 2,", "\"sequence\": 0,"),
        ("\"sequence\": 2,", "\"sequence\": 1,"),
        ("\"sequence\": 2,", "\"sequence\": 4294967296,"),
        ("\"sequence\": 2,", "\"sequence\": 2e0,"),
        (
            "\"practicable\": 8",
            "\"practicable\": 8, \"practicable\": 9",
        ),
        ("\"practicable\": 8", "\"practicable\": 11"),
        ("\"practicable\": 8", "\"practicable\": 8.25"),
        ("\"practicable\": 8", "\"a b\": 8"),
        ("\"practicable\"", "\"practicable\u{202E}\""),
        ("\"status\": \"open\"", "\"status\": \"scored\""),
        ("\"status\": \"scored\"", "\"status\": \"open\""),
        ("\"status\": \"recused\"", "\"status\": \"draft\""),
        ("\"status\": \"open\"", "\"status\": \"won\""),
        ("XH2020-3-0003", "XH2020-3-0001"),
        ("XH2020-3-0003", "../0003"),
        ("Jury Desk", "Jury\\u2066 Desk"),
        ("\"recusal\": \"know_author\"", "\"recusal\": \"bored\""),
        ("\"not_seen\"", "\"comment\": \"\", \"not_seen\""),
    ] {
        assert!(bundle.contains(from), "{from}");
        let changed = bundle.replacen(from, to, 1);
        let result = desk.verify(&desk.forge(&changed, &desk.judge, &enrol, &desk.invitation));
        assert!(
            matches!(result, Err(PackError::Malformed { .. })),
            "{to}: {result:?}"
        );
    }
    let newer = bundle.replacen("\"version\": 1", "\"version\": 7, \"more\": 1", 1);
    let newer = desk.forge(&newer, &desk.judge, &enrol, &desk.invitation);
    assert!(matches!(
        desk.verify(&newer),
        Err(PackError::TooNew { version: 7 })
    ));
    let trailing = desk.forge(
        &format!("{bundle}{{}}"),
        &desk.judge,
        &enrol,
        &desk.invitation,
    );
    assert!(matches!(
        desk.verify(&trailing),
        Err(PackError::Malformed { .. })
    ));
}

#[test]
fn the_writer_refuses_what_the_organiser_would() {
    let refused = |change: &dyn Fn(&mut Desk)| {
        let mut desk = Desk::new();
        change(&mut desk);
        let result = desk.write();
        assert!(
            matches!(
                result,
                Err(PackError::Malformed { .. } | PackError::SecondKey { .. })
            ),
            "{result:?}"
        );
    };
    refused(&|d| d.bundle.sequence = 0);
    refused(&|d| d.bundle.previous_sha256 = None);
    refused(&|d| d.bundle.judge = "J08".parse().unwrap());
    refused(&|d| d.bundle.contest_key = "ff".repeat(16));
    refused(&|d| d.bundle.manifest_sha256 = Sha256Hex::of(b"other"));
    refused(&|d| d.judge = SigningKey::generate(&mut OsRng));
    refused(&|d| d.bundle.sheets[2].entry = d.bundle.sheets[0].entry.clone());
    refused(&|d| d.bundle.sheets[0].comment = "长".repeat(30_000));
    refused(&|d| d.bundle.title = "\u{202E}".to_owned());
    refused(&|d| d.enrolment.version = 2);
    let tie = |entries: &[&str]| TieOrder {
        theme: 3,
        entries: entries.iter().map(|&entry| entry.to_owned()).collect(),
    };
    refused(&|d| d.bundle.ties = vec![tie(&["XH2020-3-0001"])]);
    refused(&|d| d.bundle.ties = vec![tie(&["XH2020-3-0001", "XH2020-3-0001"])]);
    refused(&|d| d.bundle.ties = vec![tie(&["XH2020-3-0001", "XH2020-3-0002"])]);
    refused(&|d| d.bundle.ties = vec![tie(&["XH2020-3-0001", "XH2020-3-0009"])]);
    let film = format!("media/{}.mp4", "0a".repeat(32));
    refused(&|d| d.bundle.sheets[0].not_seen = vec![film.clone(), film.clone()]);
    refused(&|d| d.bundle.sheets[0].not_seen = vec!["media/film.mp4".to_owned()]);
    refused(&|d| d.bundle.sheets[0].not_seen = vec!["../film.mp4".to_owned()]);
    refused(&|d| d.enrolment.judge_key.push_str(" comment"));
}
