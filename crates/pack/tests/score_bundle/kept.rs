//! What a judge said comes back as it was, and comments stay apart from what was signed.

use pack::score_bundle::{
    BundleFiles, NAMESPACE, Recusal, RecusalKind, TieOrder, open_bundle, write_bundle,
    write_enrolment,
};
use pack::{PackError, Sha256Hex};
use rand::SeedableRng;
use rand::rngs::StdRng;
use seal::Fingerprint;

use crate::desk::Desk;

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
