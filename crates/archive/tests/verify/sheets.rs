//! Sheets that do not belong there, or are not whole.

use archive::{Difference, SheetFault, WriteError};
use pack::score_bundle;
use results::SheetState;

use crate::common::{Scene, rewrite};
use crate::hands::{by_organiser, codes, told_on_writing, verify};

#[test]
fn a_sheet_for_an_entry_that_was_never_issued_does_not_count() {
    let scene = Scene::new();
    let found = by_organiser(&scene, |files| {
        rewrite(files, "packs.json", |packs| {
            let at = packs.find("\"XH2020-1-0001\"").unwrap();
            let end = at + packs[at..].find('\n').unwrap() + 1;
            format!("{}{}", &packs[..at], &packs[end..])
        });
    });
    assert_eq!(codes(&found), ["sheet_not_issued", "seat_not_issued"]);
}

#[test]
fn a_text_other_than_the_issued_one_is_found() {
    let mut scene = Scene::new();
    let entry = scene.inputs.entries[0].number.clone();
    scene.packs[0]
        .entries
        .insert(entry, pack::Sha256Hex::of(b"another text"));
    let found = told_on_writing(&scene);
    assert!(matches!(
        &found[..],
        [Difference::Sheet {
            why: SheetFault::EntryChanged,
            ..
        }]
    ));
}

#[test]
fn a_score_without_a_seat_is_told_of() {
    let mut scene = Scene::new();
    scene.inputs.rounds[0].seats.remove(0);
    let found = scene.write();
    assert!(
        matches!(&found, Err(WriteError::Differs(found)) if matches!(found[..], [Difference::NoSeat { .. }])),
        "{found:?}"
    );
}

#[test]
fn a_scored_sheet_needs_every_mark_of_its_rounds_rubric() {
    let mut scene = Scene::new();
    let judge = "J06".parse().unwrap();
    let mut sheets: Vec<_> = scene.inputs.rounds[1]
        .sheets
        .iter()
        .filter(|sheet| sheet.judge == judge)
        .cloned()
        .collect();
    if let SheetState::Scored(marks) = &mut sheets[0].state {
        marks.pop_first();
    }
    let bundle = scene.bundle(&judge, &sheets);
    scene.sign(&bundle);
    let found = told_on_writing(&scene);
    assert!(matches!(
        &found[..],
        [Difference::Sheet {
            why: SheetFault::Incomplete,
            ..
        }]
    ));
}

#[test]
fn a_judges_order_counts_among_equals_only() {
    let mut scene = Scene::new();
    let judge: contest::JudgeId = "J06".parse().unwrap();
    let final_round = &mut scene.inputs.rounds[1];
    let mut own = final_round
        .sheets
        .iter_mut()
        .filter(|sheet| sheet.judge == judge);
    let (first, second) = (own.next().unwrap(), own.next().unwrap());
    second.state = first.state.clone();
    let order = vec![second.entry.clone(), first.entry.clone()];
    let other = own.next().unwrap().entry.clone();
    let sheets: Vec<_> = final_round
        .sheets
        .iter()
        .filter(|sheet| sheet.judge == judge)
        .cloned()
        .collect();
    final_round.ties = vec![results::TieOrder {
        judge: judge.clone(),
        entries: order.clone(),
    }];
    let tie = |entries: &[contest::EntryNumber]| score_bundle::TieOrder {
        theme: 1,
        entries: entries.iter().map(ToString::to_string).collect(),
    };
    let mut bundle = scene.bundle(&judge, &sheets);
    bundle.ties = vec![tie(&order)];
    scene.sign(&bundle);
    scene.inputs.decisions.clear();
    scene.recompute();
    assert!(verify(&scene.write().unwrap()).holds());

    // An entry of another theme.
    bundle.ties = vec![tie(&[order[0].clone(), other])];
    scene.sign(&bundle);
    let found = told_on_writing(&scene);
    assert!(matches!(
        &found[..],
        [Difference::Sheet {
            why: SheetFault::NoTie,
            ..
        }]
    ));
}
