//! Bundles that count, in whatever order they come, and the ones that settle a doubt.

use std::fs;
use std::path::PathBuf;

use organizer::{PackOrder, Verdict, Whom};
use pack::score_bundle::TieOrder;

use crate::stage::{Stage, go, now, walk};

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
