//! From mails to a ranking, with judges who hand in well and badly.

#![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

mod cover;
mod extension;
mod keys;
mod media;
mod numbers;
mod order;
mod reader;
mod rounds;
mod sending;
mod stage;
mod volumes;

use std::fs;
use std::ops::ControlFlow;
use std::path::PathBuf;

use contest::Points;
use organizer::{
    IdentityRule, IssueError, JudgesError, KeysAtRest, Organizer, PackOrder, PlanError,
    SourceState, ThemeChoice, Verdict, Which, Whom,
};
use pack::Sha256Hex;
use pack::score_bundle::{Mark, TieOrder};
use rand::SeedableRng;
use rand_chacha::ChaCha20Rng;
use stage::{CONTEST, JUDGES, Stage, go, mails, now, walk};

#[test]
fn a_pack_says_nothing_of_who_wrote_the_entries() {
    let mut stage = Stage::set();
    let judge = stage.judge("J01");
    assert_eq!(judge.pack.entries().len(), 4);
    let text = format!("{:?}{:?}", judge.pack.entries(), judge.pack.view());
    for secret in ["郑一鸣", "白露", "18800000103", "湖墅学院", "@163.example"] {
        assert!(!text.contains(secret), "{secret}");
    }
    assert_eq!(judge.pack.view().order.entries.len(), 4);
    assert_eq!(
        judge.pack.manifest().closes_at,
        stage.organizer.contest().rounds[0].closes_at
    );
    let page = fs::read_to_string(stage.packs().join("passphrases.html")).unwrap();
    let group = stage.organizer.fingerprint().groups()[0].clone();
    assert!(page.contains(&format!("<b>{group}</b>")));
}

#[test]
fn after_packs_are_out_the_plan_and_the_names_stay_and_nothing_is_overwritten() {
    let mut stage = Stage::set();
    assert!(matches!(
        stage.organizer.plan(2, 1, now()),
        Err(PlanError::Issued { packs: 3 })
    ));
    assert!(matches!(
        stage.organizer.take_judges(&JUDGES.replace("乙", "另一人")),
        Err(JudgesError::HasPack { .. })
    ));
    let more = format!("{JUDGES}J04,丁,四校,,\n");
    let taken = stage.organizer.take_judges(&more).unwrap();
    assert_eq!((taken.added, taken.unchanged), (1, 3));
    let out = stage.packs();
    let before = fs::read(out.join("westlake-2020_J01.judgepack")).unwrap();
    let again = stage
        .organizer
        .issue(&PackOrder::default(), &out, now(), &mut stage.rng, &mut go)
        .unwrap();
    assert_eq!((again.packs.len(), again.already), (0, 3));
    assert_eq!(
        fs::read(out.join("westlake-2020_J01.judgepack")).unwrap(),
        before
    );
}

#[test]
fn a_foreign_file_of_the_name_stops_the_issue_before_anything_is_written() {
    let mut stage = Stage::before_packs();
    let out = stage.packs();
    fs::create_dir(&out).unwrap();
    fs::write(out.join("westlake-2020_J02.judgepack"), b"mine").unwrap();
    let refused =
        stage
            .organizer
            .issue(&PackOrder::default(), &out, now(), &mut stage.rng, &mut go);
    assert!(matches!(refused, Err(IssueError::FileThere { .. })));
    assert_eq!(fs::read_dir(&out).unwrap().count(), 1);
}

#[test]
fn a_judge_without_entries_gets_no_pack() {
    let mut stage = Stage::before_packs();
    let out = stage.packs();
    let nobody = Whom::Again(vec!["J09".parse().unwrap()]);
    let refused = stage.organizer.issue(
        &PackOrder {
            whom: nobody,
            ..PackOrder::default()
        },
        &out,
        now(),
        &mut stage.rng,
        &mut go,
    );
    assert!(matches!(refused, Err(IssueError::NoEntries { .. })));
    assert!(!out.exists());
}

#[test]
fn work_that_was_stopped_goes_on_where_it_was() {
    let ffmpeg = ::media::Ffmpeg::find().unwrap();
    let dir = tempfile::tempdir().unwrap();
    let mut rng = ChaCha20Rng::seed_from_u64(3);
    let (mut organizer, _) = Organizer::create(
        &dir.path().join("c"),
        CONTEST,
        &KeysAtRest::Open,
        now(),
        &mut rng,
    )
    .unwrap();
    let mut before_media = |step: organizer::Step<'_>| match step {
        organizer::Step::Media { .. } => ControlFlow::Break(()),
        _ => ControlFlow::Continue(()),
    };
    let files = mails(&["01", "02"]);
    let first = organizer
        .receive(&files, Some(&ffmpeg), now(), &mut before_media)
        .unwrap();
    assert!(first.stopped);
    assert_eq!(
        (first.entries, first.media.ready, first.media.waiting),
        (2, 0, 2)
    );
    let second = organizer
        .receive(&files, Some(&ffmpeg), now(), &mut go)
        .unwrap();
    assert!(!second.stopped);
    assert_eq!(
        (second.duplicates, second.media.ready, second.media.waiting),
        (2, 2, 0)
    );

    let themes = ThemeChoice {
        of_all: Some(2),
        ..ThemeChoice::default()
    };
    organizer
        .accept(&Which::All, &themes, IdentityRule::Mask, now(), &mut rng)
        .unwrap();
    organizer.take_judges(JUDGES).unwrap();
    organizer.plan(1, 1, now()).unwrap();
    let out = dir.path().join("p");
    let mut never = |_: organizer::Step<'_>| ControlFlow::Break(());
    let stopped = organizer.issue(&PackOrder::default(), &out, now(), &mut rng, &mut never);
    assert!(matches!(stopped, Err(IssueError::Stopped)));
    assert_eq!(fs::read_dir(&out).unwrap().count(), 0);
    let issued = organizer
        .issue(&PackOrder::default(), &out, now(), &mut rng, &mut go)
        .unwrap();
    assert_eq!(issued.packs.len(), 2);
}

#[test]
fn a_film_that_waits_for_its_copy_holds_the_packs_back() {
    let dir = tempfile::tempdir().unwrap();
    let mut rng = ChaCha20Rng::seed_from_u64(3);
    let (mut organizer, _) = Organizer::create(
        &dir.path().join("c"),
        CONTEST,
        &KeysAtRest::Open,
        now(),
        &mut rng,
    )
    .unwrap();
    let received = organizer
        .receive(&mails(&["01"]), None, now(), &mut go)
        .unwrap();
    assert_eq!(received.media.waiting, 1);
    let themes = ThemeChoice {
        of_all: Some(2),
        ..ThemeChoice::default()
    };
    organizer
        .accept(&Which::All, &themes, IdentityRule::Mask, now(), &mut rng)
        .unwrap();
    organizer.take_judges(JUDGES).unwrap();
    organizer.plan(1, 1, now()).unwrap();
    let refused = organizer.issue(
        &PackOrder::default(),
        &dir.path().join("p"),
        now(),
        &mut rng,
        &mut go,
    );
    assert!(matches!(
        refused,
        Err(IssueError::MediaWaiting { files: 1, .. })
    ));
}

#[test]
fn the_same_mail_again_is_a_copy_whatever_its_file_is_called() {
    let mut stage = Stage::before_packs();
    let mail = mails(&["03"]).remove(0);
    let raw = fs::read(&mail).unwrap();
    let other = stage.save("copy.eml", &raw);
    let mut touched = raw.clone();
    touched.extend_from_slice(b"\r\n\r\n");
    let touched = stage.save("touched.eml", &touched);
    let received = stage
        .organizer
        .receive(&[mail, other, touched], None, now(), &mut go)
        .unwrap();
    assert_eq!(
        (received.sources, received.duplicates, received.entries),
        (3, 3, 0)
    );
    assert!(
        received
            .lines
            .iter()
            .all(|line| line.state == SourceState::Duplicate(1))
    );
}

#[test]
fn a_recused_or_open_sheet_never_lowers_an_entry() {
    let mut stage = Stage::set();
    let one = stage
        .judge("J01")
        .export(1, &[Some(8), Some(5), Some(6), None]);
    let two = stage
        .judge("J02")
        .export(1, &[Some(9), Some(0), Some(6), None]);
    let (one, two) = (stage.save("1", &one), stage.save("2", &two));
    assert_eq!(
        stage.verdicts(&[&one, &two]),
        vec![Verdict::Merged, Verdict::Merged]
    );
    let ranking = stage.organizer.rank().unwrap();
    let means: Vec<_> = ranking
        .lines
        .iter()
        .map(|line| (line.rank, line.mean.as_str(), line.reviews, line.due))
        .collect();
    assert_eq!(
        means,
        vec![(1, "85.00", 2, 3), (2, "60.00", 2, 3), (3, "50.00", 1, 3)]
    );
    assert_eq!(
        (ranking.provisional, ranking.returned, ranking.issued),
        (true, 2, 3)
    );
    assert_eq!(ranking.unscored.len(), 1);

    let overview = stage.organizer.overview().unwrap();
    let line = &overview.judges[1];
    assert_eq!(
        (line.id.as_str(), line.assigned, line.scored, line.recused),
        ("J02", 4, 2, 1)
    );
    assert!(line.fingerprint.is_some());
    assert_eq!(overview.received.len(), 2);

    let three = stage.judge("J03").export(1, &[Some(10); 4]);
    let three = stage.save("3", &three);
    stage.merge(&[&three]);
    assert!(!stage.organizer.rank().unwrap().provisional);
}

#[test]
fn every_order_of_arrival_gives_the_same_ranking_and_a_second_time_changes_nothing() {
    let make = || {
        let mut stage = Stage::set();
        let mut judge = stage.judge("J01");
        let files = [
            judge.export(1, &[Some(3); 4]),
            judge.export(2, &[Some(4); 4]),
            judge.export(3, &[Some(5); 4]),
            stage.judge("J02").export(1, &[Some(7); 4]),
        ];
        let paths: Vec<PathBuf> = (0..)
            .zip(&files)
            .map(|(at, bytes)| stage.save(&format!("{at}"), bytes))
            .collect();
        (stage, paths)
    };
    let mut means = Vec::new();
    for order in [[0, 1, 2, 3], [3, 2, 1, 0], [2, 0, 3, 1]] {
        let (mut stage, paths) = make();
        for at in order {
            stage.merge(&[&paths[at]]);
        }
        let ranking = stage.organizer.rank().unwrap();
        let again: Vec<&PathBuf> = paths.iter().collect();
        assert_eq!(stage.verdicts(&again), vec![Verdict::Same; 4]);
        assert_eq!(stage.organizer.rank().unwrap(), ranking);
        assert_eq!(stage.organizer.received().unwrap().len(), 4);
        means.push(
            ranking
                .lines
                .iter()
                .map(|line| line.mean.clone())
                .collect::<Vec<_>>(),
        );
    }
    assert_eq!(means[0], vec!["60.00"; 4]);
    assert!(means.iter().all(|other| other == &means[0]));
}

#[test]
fn a_later_revision_replaces_and_an_earlier_one_is_kept_as_history() {
    let mut stage = Stage::set();
    let mut judge = stage.judge("J01");
    let (one, two) = (
        judge.export(1, &[Some(3); 4]),
        judge.export(2, &[Some(4); 4]),
    );
    let (one, two) = (stage.save("1", &one), stage.save("2", &two));
    assert_eq!(stage.verdicts(&[&one]), vec![Verdict::Merged]);
    let merged = stage.merge(&[&two]);
    assert_eq!(
        (merged.lines[0].verdict, merged.lines[0].replaces),
        (Verdict::Replaced, Some(1))
    );
    let received = stage.organizer.received().unwrap();
    assert_eq!(received[1].verdict, Verdict::Older);
    // Both files lie in the folder, byte for byte.
    for path in [one, two] {
        let bytes = fs::read(path).unwrap();
        let kept = walk(&stage.organizer.folder().join("received"));
        assert!(kept.iter().any(|file| fs::read(file).unwrap() == bytes));
    }
}

#[test]
fn of_a_fork_neither_counts_and_the_next_revision_settles_it() {
    let mut stage = Stage::set();
    let mut judge = stage.judge("J01");
    let (one, other) = (
        judge.export(1, &[Some(3); 4]),
        judge.export(1, &[Some(9); 4]),
    );
    let (one, other) = (stage.save("1", &one), stage.save("o", &other));
    stage.merge(&[&one]);
    assert_eq!(stage.held_because(&other), "bundle_fork");
    let received = stage.organizer.received().unwrap();
    assert!(received.iter().all(|line| line.verdict == Verdict::Held));
    assert!(stage.organizer.rank().unwrap().lines.is_empty());
    let two = judge.export(2, &[Some(6); 4]);
    let two = stage.save("2", &two);
    assert_eq!(stage.verdicts(&[&two]), vec![Verdict::Replaced]);
    assert_eq!(stage.organizer.rank().unwrap().lines[0].mean, "60.00");
}

#[test]
fn a_second_key_counts_for_neither_and_a_new_pack_settles_it() {
    let mut stage = Stage::set();
    let one = stage.judge("J01").export(1, &[Some(3); 4]);
    let other = stage.judge("J01").export(2, &[Some(9); 4]);
    let (one, other) = (stage.save("1", &one), stage.save("o", &other));
    stage.merge(&[&one]);
    assert_eq!(stage.held_because(&other), "bundle_second_key");
    assert!(stage.organizer.rank().unwrap().lines.is_empty());

    let out = stage.packs();
    let again = Whom::Again(vec!["J01".parse().unwrap()]);
    let issued = stage
        .organizer
        .issue(
            &PackOrder {
                whom: again,
                ..PackOrder::default()
            },
            &out,
            now(),
            &mut stage.rng,
            &mut go,
        )
        .unwrap();
    assert_eq!(issued.packs[0].file, "westlake-2020_J01_v2.judgepack");
    let fresh = stage
        .judge_of("J01", "westlake-2020_J01_v2.judgepack")
        .export(1, &[Some(8); 4]);
    let fresh = stage.save("f", &fresh);
    assert_eq!(stage.verdicts(&[&fresh]), vec![Verdict::Merged]);
    assert_eq!(stage.organizer.rank().unwrap().lines[0].mean, "80.00");
}

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
fn the_judges_order_within_a_tie_is_kept_and_moves_no_rank() {
    let mut stage = Stage::set();
    let mut judge = stage.judge("J01");
    let sheets = judge.sheets(&[Some(8); 4]);
    let theme = judge.pack.entries()[0].theme;
    let best_first = vec![sheets[1].entry.clone(), sheets[0].entry.clone()];
    let bytes = judge.export_sheets(1, sheets, |bundle| {
        bundle.ties = vec![TieOrder {
            theme,
            entries: best_first.clone(),
        }];
    });
    let path = stage.save("tied", &bytes);
    assert_eq!(stage.verdicts(&[&path]), vec![Verdict::Merged]);
    let kept = rusqlite::Connection::open(stage.dir.path().join("c/contest.sqlite")).unwrap();
    let mut query = kept
        .prepare("SELECT entry FROM tie ORDER BY place")
        .unwrap();
    let rows = query.query_map([], |row| row.get::<_, String>(0)).unwrap();
    assert_eq!(rows.collect::<Result<Vec<_>, _>>().unwrap(), best_first);
    let lines = stage.organizer.rank().unwrap().lines;
    assert!(lines.iter().all(|line| line.rank == 1));
}

#[test]
fn a_bundle_for_another_organiser_is_held() {
    let mut stage = Stage::set();
    let mut other = Stage::set();
    let foreign = other.judge("J01").export(1, &[Some(5); 4]);
    let foreign = stage.save("foreign", &foreign);
    assert_eq!(stage.held_because(&foreign), "bundle_not_for_us");
}
