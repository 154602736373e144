//! What is published is accepted when it follows from what the judges signed, and everything else is told, by name.

#![allow(clippy::unwrap_used, reason = "a test stops where it fails")]

mod common;

use archive::{Difference, SheetFault, Verification, WriteError, read};
use common::{CONTEST, Files, Scene, edit, file, files, sign_again, winner, zip};
use pack::{PackError, score_bundle};
use results::{Decision, Recipient, SheetState};
use seal::SigningKey;

fn verify(bytes: &[u8]) -> Verification {
    read(bytes).unwrap().verify()
}

/// The archive with its files changed and not signed again: what a stranger can do.
fn by_stranger(scene: &Scene, change: impl Fn(&mut Files)) -> Verification {
    let mut all = files(&scene.write().unwrap());
    change(&mut all);
    verify(&zip(&all))
}

/// The archive with its files changed and signed again: what a cheating organiser can do.
fn by_organiser(scene: &Scene, change: impl Fn(&mut Files)) -> Verification {
    let mut all = files(&scene.write().unwrap());
    change(&mut all);
    sign_again(&mut all, &scene.organiser);
    verify(&zip(&all))
}

fn codes(found: &Verification) -> Vec<&'static str> {
    let mut codes: Vec<_> = found.differences.iter().map(Difference::code).collect();
    codes.dedup();
    codes
}

fn codes_of(found: &Verification, code: &str) -> usize {
    let all = found.differences.iter();
    all.filter(|difference| difference.code() == code).count()
}

#[test]
fn honest_results_are_accepted_and_everything_was_looked_at() {
    let scene = Scene::new();
    let bytes = scene.write().unwrap();
    let open = read(&bytes).unwrap();
    assert_eq!(open.head().contest.as_str(), "westlake-2020");
    let found = open.verify();
    assert!(found.holds(), "{:?}", found.differences);
    assert!(found.recomputed);
    assert_eq!(found.signer, Some(scene.organiser.public()));
    let checked = found.checked;
    assert_eq!(
        (checked.bundles, checked.entries, checked.decisions),
        (8, 12, 1)
    );
    assert_eq!(checked.scored, 5 * 12 - 1 + 3 * 4);
    assert_eq!(checked.files, 7 + 8 * 4);
    assert_eq!(checked.ranks, 12 + 4);
    assert!(checked.awards >= 3 && checked.marks > 300, "{checked:?}");
}

#[test]
fn the_same_contents_give_the_same_bytes() {
    let scene = Scene::new();
    assert_eq!(scene.write().unwrap(), scene.write().unwrap());
}

#[test]
fn comments_are_in_it_only_where_authors_read_them() {
    let scene = Scene::new();
    let words = "可以试行。".as_bytes();
    let has_words = |bytes: &[u8]| bytes.windows(words.len()).any(|part| part == words);
    assert!(!has_words(&scene.write().unwrap()));
    let open = Scene::of(&CONTEST.replacen("readers = \"organizer\"", "readers = \"authors\"", 1));
    let bytes = open.write().unwrap();
    assert!(has_words(&bytes));
    assert!(verify(&bytes).holds());

    let found = by_organiser(&open, |files| {
        edit(
            files,
            "contest.toml",
            "readers = \"authors\"",
            "readers = \"organizer\"",
        );
    });
    assert_eq!(codes(&found), ["comments"]);
    let found = by_organiser(&open, |files| {
        edit(files, "bundles/J01-1/comments.json", "可以", "不可以");
    });
    assert!(matches!(
        &found.differences[..],
        [Difference::BundleRefused { why: PackError::Altered { file }, .. }] if file == "comments.json"
    ));
}

#[test]
fn a_changed_mark_breaks_its_judges_signature() {
    let scene = Scene::new();
    let change = |files: &mut Files| {
        let name = "bundles/J02-1/bundle.json";
        let text = String::from_utf8(file(files, name).clone()).unwrap();
        let at = text.find("\"fit-1\": ").unwrap() + 9;
        let mark = if text[at..].starts_with('9') {
            "8"
        } else {
            "9"
        };
        let end = at + text[at..].find([',', '\n']).unwrap();
        *file(files, name) = format!("{}{mark}{}", &text[..at], &text[end..]).into_bytes();
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
        let hashes = String::from_utf8(file(files, "hashes.txt").clone()).unwrap();
        let kept = hashes
            .split_inclusive('\n')
            .filter(|line| !line.starts_with("J04 "));
        *file(files, "hashes.txt") = kept.collect::<String>().into_bytes();
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
    let Err(WriteError::Differs(found)) = scene.write() else {
        panic!("it was written")
    };
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
fn an_award_to_somebody_else_is_found() {
    let mut scene = Scene::new();
    let gold = winner(&scene.results, "gold");
    let other = scene.inputs.rounds[1]
        .shortlist
        .as_ref()
        .unwrap()
        .iter()
        .find(|entry| **entry != gold)
        .unwrap()
        .clone();
    scene.results.awards[0].received[0].to = Recipient::Entry(other.clone());
    let Err(WriteError::Differs(found)) = scene.write() else {
        panic!("it was written")
    };
    assert!(matches!(
        &found[..],
        [Difference::Award { award, claimed, follows }]
            if award.as_str() == "gold"
                && *claimed == [Recipient::Entry(other.clone())]
                && *follows == [Recipient::Entry(gold.clone())]
    ));
}

#[test]
fn another_rank_is_found() {
    let scene = Scene::new();
    let found = by_organiser(&scene, |files| {
        edit(files, "results.json", "\"rank\": 1,", "\"rank\": 2,");
    });
    assert!(matches!(
        &found.differences[..],
        [Difference::Rank {
            claimed: Some(2),
            follows: Some(1),
            ..
        }]
    ));
}

#[test]
fn another_seed_gives_other_probabilities() {
    let scene = Scene::new();
    let found = by_organiser(&scene, |files| {
        edit(
            files,
            "inputs.json",
            "\"seed\": 20200801",
            "\"seed\": 20200802",
        );
    });
    assert!(found.recomputed);
    assert_eq!(codes(&found), ["figure"]);
}

#[test]
fn another_decision_gives_other_awards() {
    let scene = Scene::new();
    let mut other = Scene::new();
    let third = winner(&other.results, "nominee");
    other.decide(Decision::Withheld {
        award: "nominee".parse().unwrap(),
        from: Recipient::Entry(third),
    });
    let inputs = file(&mut files(&other.write().unwrap()), "inputs.json").clone();
    let found = by_organiser(&scene, |files| *file(files, "inputs.json") = inputs.clone());
    assert!(
        matches!(&found.differences[0], Difference::Award { award, .. } if award.as_str() == "nominee"),
        "{:?}",
        found.differences
    );
}

#[test]
fn an_entry_moved_to_another_theme_is_found() {
    let scene = Scene::new();
    let found = by_organiser(&scene, |files| {
        edit(files, "inputs.json", "\"theme\": 2", "\"theme\": 1");
    });
    assert!(
        found.differences.iter().any(|one| matches!(
            one,
            Difference::Sheet {
                why: SheetFault::MarkOutside { .. } | SheetFault::Incomplete,
                ..
            }
        )),
        "{:?}",
        found.differences
    );
}

#[test]
fn another_weight_in_the_contest_file_is_found() {
    let scene = Scene::new();
    let found = by_organiser(&scene, |files| {
        let text = String::from_utf8(file(files, "contest.toml").clone()).unwrap();
        let at = text.find("id = 1\n").unwrap();
        let (before, theme) = text.split_at(at);
        let rubric = theme.replacen("weight = 25", "weight = 24", 1).replacen(
            "weight = 20",
            "weight = 21",
            1,
        );
        assert_ne!(rubric, theme, "{}", &theme[..400]);
        *file(files, "contest.toml") = format!("{before}{rubric}").into_bytes();
    });
    assert!(found.recomputed, "{:?}", found.differences);
    // Everything moves a little; what is told of has an end.
    let figures = codes_of(&found, "figure");
    assert!(
        figures == 20 && found.beyond > 0,
        "{figures}, {}",
        found.beyond
    );
}

#[test]
fn a_sheet_for_an_entry_that_was_never_issued_does_not_count() {
    let scene = Scene::new();
    let found = by_organiser(&scene, |files| {
        let packs = String::from_utf8(file(files, "packs.json").clone()).unwrap();
        let at = packs.find("\"XH2020-1-0001\"").unwrap();
        let end = at + packs[at..].find('\n').unwrap() + 1;
        *file(files, "packs.json") = format!("{}{}", &packs[..at], &packs[end..]).into_bytes();
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
    let Err(WriteError::Differs(found)) = scene.write() else {
        panic!("it was written")
    };
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
    let Err(WriteError::Differs(found)) = scene.write() else {
        panic!("it was written")
    };
    assert!(found.iter().any(
        |one| matches!(one, Difference::PackUnknown { name } if name.judge.as_str() == "J08")
    ));
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
    let Err(WriteError::Differs(found)) = scene.write() else {
        panic!("it was written")
    };
    assert!(matches!(
        &found[..],
        [Difference::Sheet {
            why: SheetFault::Incomplete,
            ..
        }]
    ));
}

#[test]
fn a_stranger_cannot_sign_for_the_organiser() {
    let scene = Scene::new();
    let mut all = files(&scene.write().unwrap());
    let stranger = SigningKey::generate(&mut rand::rngs::OsRng);
    sign_again(&mut all, &stranger);
    let found = verify(&zip(&all));
    assert!(matches!(
        &found.differences[..],
        [Difference::OtherSigner { .. }]
    ));
    assert_eq!(found.signer, Some(stranger.public()));

    let found = by_stranger(&scene, |files| file(files, "README.txt").push(b'x'));
    assert!(
        matches!(&found.differences[..], [Difference::FileChanged { name }] if name == "README.txt")
    );
    let found = by_stranger(&scene, |files| file(files, "SHA256SUMS").push(b'\n'));
    assert_eq!(codes(&found)[0], "signature");
    let found = by_stranger(&scene, |files| file(files, "SHA256SUMS.sig").push(b'\n'));
    assert_eq!(codes(&found), ["signature"]);
}

#[test]
fn a_file_that_cannot_be_read_is_named() {
    let scene = Scene::new();
    for name in ["contest.toml", "packs.json", "inputs.json", "results.json"] {
        let found = by_organiser(&scene, |files| file(files, name).extend_from_slice(b"{"));
        assert!(
            matches!(&found.differences[..], [Difference::Unreadable { name: told, .. }] if told == name),
            "{:?}",
            found.differences
        );
        assert!(!found.recomputed);
    }
    let found = by_organiser(&scene, |files| {
        edit(files, "inputs.json", "\"seed\"", "\"seed\": 1, \"seed\"");
    });
    assert_eq!(codes(&found), ["unreadable"]);
}

#[test]
fn inputs_that_contradict_themselves_are_told_of() {
    let scene = Scene::new();
    let found = by_organiser(&scene, |files| {
        edit(files, "inputs.json", "\"draws\": 200", "\"draws\": 0");
    });
    assert_eq!(codes(&found), ["inputs"]);
}

#[test]
fn the_archive_of_another_contest_is_not_this_ones() {
    let scene = Scene::new();
    let found = by_organiser(&scene, |files| {
        edit(
            files,
            "archive.json",
            "\"contest\": \"westlake-2020\"",
            "\"contest\": \"westlake-2021\"",
        );
    });
    assert_eq!(codes(&found), ["other_contest"]);
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
    let Err(WriteError::Differs(found)) = scene.write() else {
        panic!("it was written")
    };
    assert!(matches!(
        &found[..],
        [Difference::Sheet {
            why: SheetFault::NoTie,
            ..
        }]
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
    let Err(WriteError::Differs(found)) = scene.write() else {
        panic!("it was written")
    };
    let codes: Vec<_> = found.iter().map(Difference::code).collect();
    assert_eq!(codes, ["two_bundles"]);

    scene.bundles.push(second);
    assert!(matches!(scene.write(), Err(WriteError::Twice { name }) if name.version == 2));
}
