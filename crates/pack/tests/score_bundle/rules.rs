//! What a signed text may say, and what is written.

use pack::score_bundle::{Mark, TieOrder};
use pack::{PackError, Sha256Hex};
use rand::rngs::OsRng;
use seal::SigningKey;

use crate::desk::{Desk, mark};

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
