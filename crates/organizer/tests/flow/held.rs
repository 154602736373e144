//! Bundles that are held, each with its reason.

use contest::Points;
use organizer::Verdict;
use pack::Sha256Hex;
use pack::score_bundle::{Mark, TieOrder};

use crate::stage::Stage;

#[test]
fn what_does_not_belong_here_is_held_with_its_reason_and_kept() {
    let mut stage = Stage::set();
    let mut judge = stage.judge("J01");
    let sheets = judge.sheets(&[Some(5); 4]);
    let good = judge.export(1, &[Some(5); 4]);

    let mut damaged = good.clone();
    let middle = damaged.len() - 40;
    damaged[middle] ^= 1;
    let as_other = judge.export_sheets(1, sheets.clone(), |bundle| {
        bundle.judge = "J02".parse().unwrap()
    });
    let nobody = judge.export_sheets(1, sheets.clone(), |bundle| {
        bundle.judge = "J77".parse().unwrap();
        bundle.manifest_sha256 = Sha256Hex([1; 32]);
    });
    let other_pack = judge.export_sheets(1, sheets.clone(), |bundle| {
        bundle.manifest_sha256 = Sha256Hex([1; 32])
    });
    let other_contest = judge.export_sheets(1, sheets.clone(), |bundle| {
        bundle.contest_key = "0".repeat(32)
    });
    let mut half = sheets.clone();
    half[0].marks.pop_first();
    let half = judge.export_sheets(1, half, |_| ());
    let mut changed = sheets.clone();
    changed[0].entry_sha256 = Sha256Hex([2; 32]);
    let changed = judge.export_sheets(1, changed, |_| ());
    let mut finer = sheets.clone();
    for mark in finer[0].marks.values_mut() {
        *mark = Mark(Points::from_halves(15).unwrap());
    }
    let finer = judge.export_sheets(1, finer, |_| ());
    let mut tied = sheets.clone();
    for mark in tied[0].marks.values_mut() {
        *mark = Mark(Points::from_halves(2).unwrap());
    }
    let entries = vec![tied[0].entry.clone(), tied[1].entry.clone()];
    let tied = judge.export_sheets(1, tied, |bundle| {
        bundle.ties = vec![TieOrder {
            theme: 7,
            entries: entries.clone(),
        }];
    });
    let mut foreign = sheets;
    foreign[0].entry = "XH2020-1-0001".to_owned();
    let foreign = judge.export_sheets(1, foreign, |_| ());
    // The invitation of another judge vouches for the key.
    let mut impostor = stage.judge("J02");
    let claimed = stage.judge("J01");
    let hash = claimed.pack.manifest_sha256();
    let sheets = claimed.sheets(&[Some(9); 4]);
    let impostor = impostor.export_sheets(1, sheets, |bundle| {
        bundle.judge = "J01".parse().unwrap();
        bundle.manifest_sha256 = Sha256Hex(hash);
    });

    let cases: [(&str, &[u8]); 13] = [
        ("not_a_bundle", b"PK\x03\x04 something else"),
        ("not_a_bundle", b""),
        ("bundle_damaged", &damaged),
        ("bundle_wrong_judge", &as_other),
        ("bundle_unknown_judge", &nobody),
        ("bundle_other_pack", &other_pack),
        ("bundle_other_contest", &other_contest),
        ("bundle_sheet_incomplete", &half),
        ("bundle_entry_changed", &changed),
        ("bundle_mark_outside", &finer),
        ("bundle_no_tie", &tied),
        ("bundle_entry_not_issued", &foreign),
        ("bundle_wrong_invitation", &impostor),
    ];
    for (at, (code, bytes)) in cases.into_iter().enumerate() {
        let path = stage.save(&format!("case{at}"), bytes);
        assert_eq!(stage.held_because(&path), code, "case {at}");
    }
    assert!(stage.organizer.rank().unwrap().lines.is_empty());
    let good = stage.save("good", &good);
    assert_eq!(stage.verdicts(&[&good]), vec![Verdict::Merged]);
    assert_eq!(stage.organizer.received().unwrap().len(), 14);

    let missing = stage.dir.path().join("nowhere");
    assert_eq!(stage.held_because(&missing), "bundle_unreadable");
}

#[test]
fn a_bundle_for_another_organiser_is_held() {
    let mut stage = Stage::set();
    let mut other = Stage::set();
    let foreign = other.judge("J01").export(1, &[Some(5); 4]);
    let foreign = stage.save("foreign", &foreign);
    assert_eq!(stage.held_because(&foreign), "bundle_not_for_us");
}
