//! Whose a bundle says it is.

use pack::score_bundle::{ENROLMENT_NAMESPACE, Expected, NAMESPACE, UnverifiedBundle, open_bundle};
use pack::zip::ZipWriter;
use pack::{PackError, Sha256Hex};
use rand::rngs::OsRng;
use seal::SigningKey;

use crate::common::encrypt;
use crate::desk::Desk;

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
