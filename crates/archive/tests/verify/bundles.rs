//! Bundles that were changed, left out, put in, or signed by somebody else.

use archive::{Difference, WriteError};
use pack::PackError;
use seal::SigningKey;

use crate::common::{Files, Scene, rewrite};
use crate::hands::{by_organiser, by_stranger, codes, told_on_writing, verify};

#[test]
fn a_changed_mark_breaks_its_judges_signature() {
    let scene = Scene::new();
    let change = |files: &mut Files| {
        rewrite(files, "bundles/J02-1/bundle.json", |text| {
            let at = text.find("\"fit-1\": ").unwrap() + 9;
            let mark = if text[at..].starts_with('9') {
                "8"
            } else {
                "9"
            };
            let end = at + text[at..].find([',', '\n']).unwrap();
            format!("{}{mark}{}", &text[..at], &text[end..])
        });
    };
    let found = by_organiser(&scene, change);
    assert!(matches!(
        &found.differences[..],
        [Difference::BundleRefused { name, why: PackError::BadSignature { .. } }] if name.to_string() == "J02-1"
    ));
    assert!(!found.recomputed);
    let found = by_stranger(&scene, change);
    assert_eq!(codes(&found), ["file_changed", "bundle_signature"]);
}

#[test]
fn a_bundle_that_is_left_out_is_missed() {
    let scene = Scene::new();
    let drop = |files: &mut Files| files.retain(|(name, _)| !name.starts_with("bundles/J04-1/"));
    let found = by_organiser(&scene, drop);
    assert_eq!(codes(&found), ["bundle_missing", "hash_unknown"]);
    // Its line is taken out too.
    let without_line = |files: &mut Files| {
        drop(files);
        rewrite(files, "hashes.txt", |hashes| {
            let lines = hashes.split_inclusive('\n');
            lines.filter(|line| !line.starts_with("J04 ")).collect()
        });
    };
    let found = by_organiser(&scene, without_line);
    assert!(matches!(
        &found.differences[..],
        [Difference::BundleMissing { judge, round }] if judge.as_str() == "J04" && round.as_str() == "panel"
    ));
    assert_eq!(codes(&by_stranger(&scene, drop))[0], "file_gone");
}

#[test]
fn a_bundle_that_does_not_count_is_told_of() {
    let mut scene = Scene::new();
    scene.inputs.rounds[0]
        .returned
        .retain(|judge| judge.as_str() != "J05");
    scene.inputs.rounds[0]
        .sheets
        .retain(|sheet| sheet.judge.as_str() != "J05");
    scene.recompute();
    let found = told_on_writing(&scene);
    assert!(
        matches!(&found[..], [Difference::BundleNotCounted { judge, .. }] if judge.as_str() == "J05")
    );
    // Without the bundle and its line the results are provisional, and say so.
    scene
        .bundles
        .retain(|bundle| bundle.judge.as_str() != "J05");
    let bytes = scene.write().unwrap();
    assert!(verify(&bytes).holds());
    assert_eq!(scene.results.rounds[0].awaited.len(), 1);
}

#[test]
fn a_judge_whose_invitation_was_another_is_refused() {
    let mut scene = Scene::new();
    scene.packs[0].invitation_key = SigningKey::generate(&mut scene.rng).public().to_openssh();
    assert!(matches!(
        scene.write(),
        Err(WriteError::Differs(found))
            if matches!(&found[..], [Difference::BundleRefused { why: PackError::WrongInvitation, .. }])
    ));
}

#[test]
fn a_bundle_for_no_pack_is_told_of() {
    let mut scene = Scene::new();
    scene.packs.remove(7);
    let found = told_on_writing(&scene);
    assert!(found.iter().any(
        |one| matches!(one, Difference::PackUnknown { name } if name.judge.as_str() == "J08")
    ));
}

#[test]
fn one_bundle_of_a_judge_counts_in_a_round() {
    let mut scene = Scene::new();
    let mut second = scene.bundles[0].clone();
    second.version = 2;
    let mut pack = scene
        .packs
        .iter()
        .find(|pack| pack.judge == second.judge)
        .unwrap()
        .clone();
    pack.version = 2;
    scene.packs.push(pack);
    scene.bundles.push(second.clone());
    let found = told_on_writing(&scene);
    let codes: Vec<_> = found.iter().map(Difference::code).collect();
    assert_eq!(codes, ["two_bundles"]);

    scene.bundles.push(second);
    assert!(matches!(scene.write(), Err(WriteError::Twice { name }) if name.version == 2));
}
