//! A pack that is issued again brings the judge's work along, as far as the questions are the same.

use desk::{Change, Desk, Issuer, OpenedPack, Session, Status};
use pack::judge_pack::{BlindEntry, JudgeView};
use rand::rngs::OsRng;
use seal::{Passphrase, SigningKey};

use super::scene::{Issue, Scene, entry, issue, mark, moment, view};

const FIRST: &str = "T-2-0001";
const SECOND: &str = "T-2-0002";
const THIRD: &str = "T-2-0003";

/// Entries 1 and 2 scored alike and put in order, entry 3 begun and with a remark; the fingerprint was compared.
fn worked_on(scene: &Scene) -> Desk {
    let (mut desk, mut session) = scene.open();
    session.confirm_fingerprint(&desk, moment(0)).unwrap();
    let mut second = 1;
    for number in [SECOND, FIRST] {
        for criterion in ["fit", "novel"] {
            let change = mark(criterion, 8.0);
            session
                .change(&mut desk, number, change, moment(second))
                .unwrap();
            second += 1;
        }
    }
    let remark = Change::Comment("再看一遍。".to_owned());
    session
        .change(&mut desk, THIRD, remark, moment(second))
        .unwrap();
    let order = [SECOND, FIRST].map(str::to_owned);
    session
        .set_tie_order(&mut desk, 2, &order, moment(second))
        .unwrap();
    desk
}

struct Again<'a> {
    version: u32,
    view: JudgeView,
    organiser: &'a SigningKey,
    entries: Vec<BlindEntry>,
}

fn open_again(scene: &Scene, desk: &mut Desk, mut again: Again<'_>) -> (Session, OpenedPack) {
    let numbers = again.entries.iter().map(|entry| entry.number.clone());
    again.view.order.entries = numbers.collect();
    let place = scene
        .folder
        .path()
        .join(format!("J07-{}.judgepack", again.version));
    let passphrase = Passphrase::generate(&mut OsRng);
    let with = Issue {
        contest: "westlake-2020",
        version: again.version,
        view: again.view,
        organiser: again.organiser,
        identity: &scene.identity,
        passphrase: &passphrase,
    };
    issue(&place, &with, again.entries);
    Session::open(desk, &place, &passphrase, moment(50), &mut OsRng).unwrap()
}

#[test]
fn what_was_scored_is_there_and_only_new_or_changed_entries_are_open() {
    let scene = Scene::new();
    let mut desk = worked_on(&scene);
    let mut changed = entry(3);
    changed.effect = "改过的效果".to_owned();
    let again = Again {
        version: 2,
        view: view(),
        organiser: &scene.organiser,
        entries: vec![entry(1), entry(2), changed, entry(4)],
    };
    let (session, opened) = open_again(&scene, &mut desk, again);
    let mut taken = opened.taken_over.clone();
    taken.sort();
    assert_eq!(taken, [FIRST, SECOND]);
    assert_eq!(opened.issuer, Issuer::Known);
    let status = |number: &str| session.sheet(number).unwrap().status;
    assert_eq!(status(FIRST), Status::Scored);
    assert_eq!(status(SECOND), Status::Scored);
    assert_eq!(status(THIRD), Status::Open, "its text is another one");
    assert_eq!(status("T-2-0004"), Status::Open);
    // The order within the tie and the order of completion came along too.
    let ties = session.ties(&desk).unwrap();
    assert_eq!(ties.decided[0].entries, [SECOND, FIRST]);
    let rows = session.comparison(&desk, 2).unwrap().rows;
    assert_eq!(rows.len(), 2);
    let remembered = desk.recent_entries(session.id()).unwrap();
    let scored = remembered
        .iter()
        .filter(|entry| entry.status == Status::Scored);
    assert_eq!(scored.count(), 2);
}

#[test]
fn undo_stops_before_what_an_earlier_pack_brought() {
    let scene = Scene::new();
    let mut desk = worked_on(&scene);
    let again = Again {
        version: 2,
        view: view(),
        organiser: &scene.organiser,
        entries: vec![entry(1), entry(2), entry(3)],
    };
    let (mut session, opened) = open_again(&scene, &mut desk, again);
    assert_eq!(opened.taken_over.len(), 3);
    assert_eq!(session.undo(&mut desk, moment(60)).unwrap(), None);
    let typed = Change::Comment("再看一遍。好。".to_owned());
    session.change(&mut desk, THIRD, typed, moment(61)).unwrap();
    let back = session.undo(&mut desk, moment(62)).unwrap().unwrap();
    assert_eq!(back.now.sheet.comment, "再看一遍。");
    assert!(!back.can_undo);
}

#[test]
fn a_sheet_touched_in_the_later_pack_is_left_alone_and_the_earlier_pack_keeps_its_own() {
    let scene = Scene::new();
    let mut desk = worked_on(&scene);
    let all = || vec![entry(1), entry(2), entry(3)];
    let again = || Again {
        version: 2,
        view: view(),
        organiser: &scene.organiser,
        entries: all(),
    };
    let (mut session, _) = open_again(&scene, &mut desk, again());
    session.confirm_fingerprint(&desk, moment(60)).unwrap();
    session
        .change(&mut desk, FIRST, mark("fit", 3.0), moment(61))
        .unwrap();
    drop(session);
    let (session, opened) = Session::open(
        &mut desk,
        &scene.pack,
        &scene.passphrase,
        moment(70),
        &mut OsRng,
    )
    .unwrap();
    assert!(opened.taken_over.is_empty(), "nothing goes backwards");
    let halves = |session: &Session| {
        session.sheet(FIRST).unwrap().sheet.marks[&"fit".parse().unwrap()].halves()
    };
    assert_eq!(halves(&session), 16);
    let third = Again {
        version: 3,
        ..again()
    };
    let (session, opened) = open_again(&scene, &mut desk, third);
    assert_eq!(opened.taken_over.len(), 3);
    assert_eq!(halves(&session), 6, "the latest pack speaks first");
}

#[test]
fn another_rubric_another_organiser_or_an_uncompared_fingerprint_brings_nothing() {
    let scene = Scene::new();
    let mut desk = worked_on(&scene);
    let mut other = view();
    other.themes[0].criteria[0].weight = 50;
    other.themes[0].criteria[1].weight = 50;
    let again = |version, view, organiser| Again {
        version,
        view,
        organiser,
        entries: vec![entry(1)],
    };
    let (_, opened) = open_again(&scene, &mut desk, again(2, other, &scene.organiser));
    assert!(opened.taken_over.is_empty());
    let stranger = SigningKey::generate(&mut OsRng);
    let (_, opened) = open_again(&scene, &mut desk, again(3, view(), &stranger));
    assert!(opened.taken_over.is_empty());

    let scene = Scene::new();
    let (mut desk, mut session) = scene.open();
    session
        .change(&mut desk, FIRST, mark("fit", 8.0), moment(1))
        .unwrap();
    let (_, opened) = open_again(&scene, &mut desk, again(2, view(), &scene.organiser));
    assert!(opened.taken_over.is_empty());
}
