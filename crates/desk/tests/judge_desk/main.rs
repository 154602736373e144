//! Facts about the judge's desk on real packs in a real folder.
#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot set its scene should stop at once"
)]

mod issued_again;
mod scene;

use desk::{Change, Desk, DeskError, Issuer, Recusal, RecusalKind, Session, Status};
use pack::Sha256Hex;
use pack::score_bundle::SheetStatus;
use rand::rngs::OsRng;
use scene::{Scene, mark, moment};
use seal::{Passphrase, SigningKey};

#[test]
fn a_mark_is_there_after_the_desk_is_opened_again() {
    let scene = Scene::new();
    let (mut desk, mut session) = scene.open();
    let made = session
        .change(&mut desk, "T-2-0001", mark("fit", 8.0), moment(1))
        .unwrap();
    assert_eq!(made.now.status, Status::Draft);
    drop((desk, session));
    let (_, session) = scene.open();
    let sheet = session.sheet("T-2-0001").unwrap();
    assert_eq!(sheet.status, Status::Draft);
    assert_eq!(sheet.sheet.marks[&"fit".parse().unwrap()].halves(), 16);
    assert_eq!(session.sheet("T-2-0002").unwrap().status, Status::Open);
}

#[test]
fn entries_come_in_the_order_of_the_pack() {
    let scene = Scene::new();
    let (desk, session) = scene.open();
    let order: Vec<_> = session.entries().iter().map(|e| e.number.clone()).collect();
    assert_eq!(order, ["T-2-0003", "T-2-0001", "T-2-0002"]);
    let remembered = desk.recent_entries(session.id()).unwrap();
    assert_eq!(remembered[0].label, "交-003");
}

#[test]
fn a_wrong_passphrase_leaves_nothing_behind() {
    let scene = Scene::new();
    let mut desk = Desk::open(&scene.data()).unwrap();
    let wrong = Passphrase::generate(&mut OsRng);
    let refused = Session::open(&mut desk, &scene.pack, &wrong, moment(0), &mut OsRng);
    assert_eq!(refused.err().unwrap().code(), "wrong_passphrase");
    assert!(desk.recent().unwrap().is_empty());
    assert_eq!(
        std::fs::read_dir(scene.data().join("keys"))
            .unwrap()
            .count(),
        0
    );
}

#[test]
fn undo_and_redo_walk_the_history_even_after_a_restart() {
    let scene = Scene::new();
    let (mut desk, mut session) = scene.open();
    let number = "T-2-0002";
    session
        .change(&mut desk, number, mark("fit", 8.0), moment(1))
        .unwrap();
    session
        .change(&mut desk, number, mark("fit", 3.0), moment(2))
        .unwrap();
    for (second, text) in [(3, "务"), (4, "务实"), (5, "务实。")] {
        session
            .change(
                &mut desk,
                number,
                Change::Comment(text.into()),
                moment(second),
            )
            .unwrap();
    }
    drop((desk, session));
    let (mut desk, mut session) = scene.open();
    // Typing a comment is one step.
    let back = session.undo(&mut desk, moment(6)).unwrap().unwrap();
    assert_eq!(back.now.sheet.comment, "");
    let back = session.undo(&mut desk, moment(7)).unwrap().unwrap();
    assert_eq!(back.now.sheet.marks[&"fit".parse().unwrap()].halves(), 16);
    let forth = session.redo(&mut desk, moment(8)).unwrap().unwrap();
    assert_eq!(forth.now.sheet.marks[&"fit".parse().unwrap()].halves(), 6);
    session.undo(&mut desk, moment(9)).unwrap().unwrap();
    let back = session.undo(&mut desk, moment(10)).unwrap().unwrap();
    assert_eq!(back.now.status, Status::Open);
    assert!(!back.can_undo);
    assert_eq!(session.undo(&mut desk, moment(11)).unwrap(), None);
    // A new step ends the way forward.
    session
        .change(&mut desk, number, Change::Flag(true), moment(12))
        .unwrap();
    assert_eq!(session.redo(&mut desk, moment(13)).unwrap(), None);
}

#[test]
fn a_recusal_takes_no_marks_and_drops_the_score_from_the_bundle() {
    let scene = Scene::new();
    let (mut desk, mut session) = scene.open();
    let number = "T-2-0001";
    session
        .change(&mut desk, number, mark("fit", 9.0), moment(1))
        .unwrap();
    session
        .change(&mut desk, number, mark("novel", 9.0), moment(2))
        .unwrap();
    let recusal = Recusal {
        kind: RecusalKind::KnowAuthor,
        note: "同一课题组".to_owned(),
    };
    let made = session
        .change(&mut desk, number, Change::Recuse(recusal), moment(3))
        .unwrap();
    assert_eq!(made.now.status, Status::Recused);
    let refused = session.change(&mut desk, number, mark("fit", 1.0), moment(4));
    assert!(matches!(refused, Err(DeskError::Recused(_))));
    let place = scene.export(&desk, &session, "one.scorebundle").unwrap();
    let bundle = scene.read(&session, &place);
    let sheet = bundle.sheets.iter().find(|s| s.entry == number).unwrap();
    assert_eq!(sheet.status, SheetStatus::Recused);
    assert!(sheet.marks.is_empty());
    let back = session
        .change(&mut desk, number, Change::Return, moment(5))
        .unwrap();
    assert_eq!(
        back.now.status,
        Status::Scored,
        "withdrawing brings the marks back"
    );
}

#[test]
fn unchanged_sheets_are_a_new_revision_without_changes() {
    let scene = Scene::new();
    let (mut desk, mut session) = scene.open();
    let change = Change::Comment("可以试行。".to_owned());
    session
        .change(&mut desk, "T-2-0001", change, moment(1))
        .unwrap();
    let one = scene.export(&desk, &session, "one.scorebundle").unwrap();
    let two = scene.export(&desk, &session, "two.scorebundle").unwrap();
    let (first, second) = (scene.read(&session, &one), scene.read(&session, &two));
    assert_eq!(first.sheets, second.sheets);
    let changes: Vec<_> = session
        .submission(&desk)
        .unwrap()
        .exports
        .iter()
        .map(|export| export.changes)
        .collect();
    assert_eq!(changes, [0, 1]);
    assert_eq!(session.receipt(&desk, 1).unwrap().comments, 1);
}

#[test]
fn each_export_is_a_new_revision_chained_to_the_one_before() {
    let scene = Scene::new();
    let (mut desk, mut session) = scene.open();
    session
        .change(&mut desk, "T-2-0001", mark("fit", 5.0), moment(1))
        .unwrap();
    let one = scene.export(&desk, &session, "one.scorebundle").unwrap();
    session
        .change(&mut desk, "T-2-0001", mark("fit", 6.0), moment(2))
        .unwrap();
    session
        .change(&mut desk, "T-2-0002", mark("fit", 6.0), moment(3))
        .unwrap();
    let two = scene.export(&desk, &session, "two.scorebundle").unwrap();
    let (first, second) = (scene.read(&session, &one), scene.read(&session, &two));
    assert_eq!((first.sequence, second.sequence), (1, 2));
    assert_eq!(first.previous_sha256, None);
    assert_eq!(second.previous_sha256, Some(Sha256Hex(first.json_sha256())));
    let submission = session.submission(&desk).unwrap();
    assert_eq!(submission.next_revision, 3);
    let changes: Vec<_> = submission.exports.iter().map(|e| e.changes).collect();
    assert_eq!(changes, [2, 1]);
    assert_eq!(first.judge_key(), second.judge_key(), "one judge, one key");
}

#[test]
fn a_receipt_says_what_was_signed_and_a_copy_is_the_very_file() {
    let scene = Scene::new();
    let (mut desk, mut session) = scene.open();
    for criterion in ["fit", "novel"] {
        session
            .change(&mut desk, "T-2-0001", mark(criterion, 5.0), moment(1))
            .unwrap();
    }
    let place = scene.export(&desk, &session, "one.scorebundle").unwrap();
    // What is changed afterwards is not in the receipt of the first revision.
    session
        .change(&mut desk, "T-2-0002", mark("fit", 6.0), moment(2))
        .unwrap();
    let receipt = session.receipt(&desk, 1).unwrap();
    assert_eq!(
        (receipt.assigned, receipt.scored, receipt.recused),
        (3, 1, 0)
    );
    assert_eq!(receipt.unfinished, 2);
    assert_eq!(receipt.name.as_deref(), Some("one.scorebundle"));
    let bytes = std::fs::read(&place).unwrap();
    assert_eq!(receipt.sha256, Sha256Hex::of(&bytes));
    assert_eq!(receipt.bytes, u64::try_from(bytes.len()).unwrap());

    let copy = scene.folder.path().join("copy.scorebundle");
    session.save_copy(&desk, 1, &copy).unwrap();
    assert_eq!(std::fs::read(&copy).unwrap(), bytes);
    std::fs::write(&copy, b"another file").unwrap();
    let refused = session.save_copy(&desk, 1, &copy).unwrap_err();
    assert_eq!(refused.code(), "place_taken");
    assert!(session.receipt(&desk, 2).is_err(), "never signed");
}

#[test]
fn an_export_that_cannot_be_written_uses_its_revision_up_and_loses_no_score() {
    let scene = Scene::new();
    let (mut desk, mut session) = scene.open();
    session
        .change(&mut desk, "T-2-0001", mark("fit", 5.0), moment(1))
        .unwrap();
    let refused = scene
        .export(&desk, &session, "unplugged/one.scorebundle")
        .unwrap_err();
    assert_eq!(refused.code(), "place_not_writable");
    let place = scene.export(&desk, &session, "one.scorebundle").unwrap();
    assert_eq!(scene.read(&session, &place).sequence, 2);
    let taken = scene
        .export(&desk, &session, "one.scorebundle")
        .unwrap_err();
    assert_eq!(taken.code(), "place_taken");
}

#[test]
fn signing_needs_the_passphrase_again() {
    let scene = Scene::new();
    let (desk, session) = scene.open();
    let wrong = Passphrase::generate(&mut OsRng);
    let place = scene.folder.path().join("x.scorebundle");
    let refused = session
        .export(&desk, &place, &wrong, "test 1", moment(9), &mut OsRng)
        .unwrap_err();
    assert_eq!(refused.code(), "wrong_passphrase");
    assert!(!place.exists());
    assert_eq!(session.submission(&desk).unwrap().next_revision, 1);
}

#[test]
fn what_is_not_finished_is_a_reminder() {
    let scene = Scene::new();
    let (mut desk, mut session) = scene.open();
    for (second, criterion) in [(1, "fit"), (2, "novel")] {
        session
            .change(&mut desk, "T-2-0001", mark(criterion, 7.0), moment(second))
            .unwrap();
    }
    session
        .change(
            &mut desk,
            "T-2-0001",
            Change::Comment("好".into()),
            moment(3),
        )
        .unwrap();
    session
        .change(&mut desk, "T-2-0002", mark("fit", 7.0), moment(4))
        .unwrap();
    session
        .change(&mut desk, "T-2-0002", Change::Flag(true), moment(5))
        .unwrap();
    let found = session.submission(&desk).unwrap();
    assert_eq!((found.assigned, found.scored, found.comments), (3, 1, 1));
    assert_eq!(found.open, ["T-2-0003"]);
    assert_eq!(found.drafts, ["T-2-0002"]);
    assert_eq!(found.short_comments, ["T-2-0001"]);
    assert_eq!(found.flagged, ["T-2-0002"]);
    assert_eq!(found.reminders(), 4);
    assert_eq!(found.suggested_name, "湖畔金点子2026_J07_第1版.scorebundle");
}

#[test]
fn marks_outside_the_rubric_or_the_step_are_refused() {
    let scene = Scene::new();
    let (mut desk, mut session) = scene.open();
    for change in [mark("beauty", 5.0), mark("fit", 7.5)] {
        let refused = session.change(&mut desk, "T-2-0001", change, moment(1));
        assert!(matches!(refused, Err(DeskError::NoSuch(_))));
    }
    let refused = session.change(&mut desk, "T-9-0001", mark("fit", 5.0), moment(1));
    assert!(matches!(refused, Err(DeskError::NoSuch(_))));
    let long = Change::Comment("字".repeat(4_001));
    let refused = session.change(&mut desk, "T-2-0001", long, moment(1));
    assert!(matches!(refused, Err(DeskError::TooLong(4_000))));
}

#[test]
fn a_second_program_finds_the_folder_locked() {
    let scene = Scene::new();
    let desk = Desk::open(&scene.data()).unwrap();
    let refused = Desk::open(&scene.data()).err().unwrap();
    assert_eq!(refused.code(), "data_folder_locked");
    drop(desk);
    Desk::open(&scene.data()).unwrap();
}

#[test]
fn a_lost_judge_key_is_said_and_never_made_anew_in_silence() {
    let scene = Scene::new();
    let (desk, session) = scene.open();
    let key = scene
        .data()
        .join("keys")
        .join(format!("{}.key", session.id()));
    let text = std::fs::read_to_string(&key).unwrap();
    assert!(text.starts_with("-----BEGIN OPENSSH PRIVATE KEY-----"));
    assert!(
        SigningKey::from_openssh(&text).is_err(),
        "the key lies there encrypted"
    );
    drop((desk, session));
    std::fs::rename(&key, key.with_extension("moved")).unwrap();
    let mut desk = Desk::open(&scene.data()).unwrap();
    let refused = Session::open(
        &mut desk,
        &scene.pack,
        &scene.passphrase,
        moment(0),
        &mut OsRng,
    )
    .err()
    .unwrap();
    assert_eq!(refused.code(), "judge_key_missing");
}

#[test]
fn another_key_for_the_same_contest_is_pointed_out() {
    let scene = Scene::new();
    let (desk, session) = scene.open();
    session.confirm_fingerprint(&desk, moment(1)).unwrap();
    drop((desk, session));
    let open = |other: &Scene| {
        let mut desk = Desk::open(&scene.data()).unwrap();
        let opened = Session::open(
            &mut desk,
            &other.pack,
            &other.passphrase,
            moment(2),
            &mut OsRng,
        );
        opened.unwrap().1.issuer
    };
    let plain = scene.organiser.to_openssh();
    let again = SigningKey::from_openssh(&plain).unwrap();
    assert_eq!(open(&Scene::of("westlake-2020", again)), Issuer::Known);
    assert_eq!(open(&Scene::new()), Issuer::Changed);
    let other = Scene::of("another", SigningKey::generate(&mut OsRng));
    assert_eq!(open(&other), Issuer::New);
}

fn scored(desk: &mut Desk, session: &mut Session, number: &str, marks: [f64; 2]) {
    for (criterion, points) in ["fit", "novel"].into_iter().zip(marks) {
        session
            .change(desk, number, mark(criterion, points), moment(1))
            .unwrap();
    }
}

#[test]
fn an_order_within_a_tie_is_kept_exported_and_dissolved_by_a_changed_total() {
    let scene = Scene::new();
    let (mut desk, mut session) = scene.open();
    for number in ["T-2-0001", "T-2-0002"] {
        scored(&mut desk, &mut session, number, [8.0, 6.0]);
    }
    scored(&mut desk, &mut session, "T-2-0003", [9.0, 6.0]);
    let open = session.submission(&desk).unwrap();
    assert_eq!(open.open_ties[0].numbers, ["T-2-0001", "T-2-0002"]);
    let order = ["T-2-0002".to_owned(), "T-2-0001".to_owned()];
    let not_all = session.set_tie_order(&mut desk, 2, &order[..1], moment(2));
    assert!(matches!(not_all, Err(DeskError::NotTied)));
    session
        .set_tie_order(&mut desk, 2, &order, moment(2))
        .unwrap();
    drop((desk, session));

    let (mut desk, mut session) = scene.open();
    let first = scene.export(&desk, &session, "one.scorebundle").unwrap();
    let bundle = scene.read(&session, &first);
    assert_eq!(bundle.ties.len(), 1);
    assert_eq!(
        (bundle.ties[0].theme, &bundle.ties[0].entries[..]),
        (2, &order[..])
    );
    let now = session.submission(&desk).unwrap();
    assert_eq!((now.decided_ties, now.open_ties.len()), (1, 0));

    assert_eq!(session.undo_tie_order(&desk).unwrap(), Some(2));
    assert_eq!(session.submission(&desk).unwrap().open_ties.len(), 1);
    assert_eq!(session.redo_tie_order(&desk).unwrap(), Some(2));
    assert_eq!(session.redo_tie_order(&desk).unwrap(), None);

    session
        .change(&mut desk, "T-2-0002", mark("novel", 7.0), moment(3))
        .unwrap();
    let second = scene.export(&desk, &session, "two.scorebundle").unwrap();
    assert!(scene.read(&session, &second).ties.is_empty());
    let exports = session.submission(&desk).unwrap().exports;
    assert_eq!(exports[0].changes, 2, "one sheet, and the order of another");
}

#[test]
fn only_a_medium_of_the_entry_can_be_marked_as_not_seen() {
    let scene = Scene::new();
    let (mut desk, mut session) = scene.open();
    let film = format!("media/{}.mp4", "0a".repeat(32));
    let change = Change::NotSeen(film, true);
    let refused = session.change(&mut desk, "T-2-0001", change, moment(1));
    assert!(matches!(refused, Err(DeskError::NoSuch(_))));
}
