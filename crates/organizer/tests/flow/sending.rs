//! Packs that are stopped half-way, what is said of them, the letters beside them, and bundles beside one another.

use std::fs;
use std::ops::ControlFlow;

use organizer::{IssueError, MergeError, PackOrder, SentBy, Step, Volumes, Whom};

use crate::stage::{Stage, go, now};

fn packs_in(stage: &Stage) -> usize {
    let files = fs::read_dir(stage.packs()).unwrap().flatten();
    files
        .filter(|file| {
            file.path()
                .extension()
                .is_some_and(|end| end == "judgepack")
        })
        .count()
}

#[test]
fn packs_that_are_finished_stay_when_it_is_stopped_and_the_next_run_writes_the_rest() {
    let mut stage = Stage::before_packs();
    let out = stage.packs();
    let mut at_the_second = |step: Step<'_>| match step {
        Step::Packing { name: "J02", .. } => ControlFlow::Break(()),
        _ => ControlFlow::Continue(()),
    };
    let stopped = stage.organizer.issue(
        &PackOrder::default(),
        &out,
        now(),
        &mut stage.rng,
        &mut at_the_second,
    );
    assert!(matches!(
        stopped,
        Err(IssueError::StoppedAfter { packs: 1 })
    ));
    assert_eq!(packs_in(&stage), 1);
    let hidden = fs::read_dir(&out).unwrap().flatten();
    let hidden = hidden.filter(|file| file.file_name().to_string_lossy().starts_with('.'));
    assert_eq!(hidden.count(), 0);
    stage.judge("J01");
    let issued = stage
        .organizer
        .issue(&PackOrder::default(), &out, now(), &mut stage.rng, &mut go)
        .unwrap();
    let new: Vec<_> = issued
        .packs
        .iter()
        .map(|pack| pack.judge.as_str())
        .collect();
    assert_eq!((new, issued.already), (vec!["J02", "J03"], 1));
    for judge in ["J01", "J02", "J03"] {
        assert_eq!(stage.judge(judge).pack.entries().len(), 4);
    }
}

#[test]
fn letters_lie_beside_the_packs_one_a_judge_and_carry_no_passphrase() {
    let stage = Stage::set();
    let page = fs::read_to_string(stage.packs().join("letters.html")).unwrap();
    assert_eq!(page.matches("<section>").count(), 3);
    for group in stage.organizer.fingerprint().groups() {
        assert_eq!(page.matches(&format!("<b>{group}</b>")).count(), 3);
    }
    let slips = fs::read_to_string(stage.packs().join("passphrases.csv")).unwrap();
    for line in slips.lines().skip(1) {
        let passphrase = line.rsplit(',').next().unwrap();
        assert!(
            !page.contains(passphrase.split(' ').next().unwrap()),
            "{line}"
        );
    }
    let panel = stage.organizer.contest().panel().id.clone();
    let one = "J02".parse().unwrap();
    let one = stage.organizer.letters(&panel, Some(&one)).unwrap();
    assert_eq!(one.matches("<section>").count(), 1);
    assert!(one.contains("乙 老师"));
}

#[test]
fn what_is_said_of_a_pack_is_of_its_version_and_can_be_taken_back() {
    let mut stage = Stage::set();
    let panel = stage.organizer.contest().panel().id.clone();
    let judge = "J02".parse().unwrap();
    let day = now().date_naive();
    let organizer = &mut stage.organizer;
    organizer
        .mark_sent(&panel, &judge, SentBy::Usb, day, now())
        .unwrap();
    organizer
        .mark_sent(&panel, &judge, SentBy::Cloud, day, now())
        .unwrap();
    for _ in 0..2 {
        organizer.mark_reminded(&panel, &judge, day, now()).unwrap();
    }
    let told = organizer.told(&panel).unwrap()[&judge].clone();
    let sent = told.sent.unwrap();
    assert_eq!((sent.how, sent.on.as_str()), (SentBy::Cloud, "2020-08-20"));
    assert_eq!(told.reminders.len(), 2);

    organizer.take_back_mark(sent.line, now()).unwrap();
    organizer
        .take_back_mark(told.reminders[0].line, now())
        .unwrap();
    assert!(organizer.take_back_mark(sent.line, now()).is_err());
    assert!(organizer.take_back_mark(1, now()).is_err());
    let told = organizer.told(&panel).unwrap()[&judge].clone();
    assert_eq!(told.sent.unwrap().how, SentBy::Usb);
    assert_eq!(told.reminders.len(), 1);

    // A new pack has not gone out yet.
    let order = PackOrder {
        whom: Whom::Again(vec![judge.clone()]),
        volumes: Volumes::Fat32,
        ..PackOrder::default()
    };
    let out = stage.packs();
    stage
        .organizer
        .issue(&order, &out, now(), &mut stage.rng, &mut go)
        .unwrap();
    assert_eq!(stage.organizer.told(&panel).unwrap()[&judge].sent, None);
    assert!(
        stage
            .organizer
            .mark_reminded(&panel, &"J77".parse().unwrap(), day, now())
            .is_err()
    );
}

#[test]
fn two_revisions_say_which_sheets_differ_and_how() {
    let mut stage = Stage::set();
    let mut judge = stage.judge("J01");
    let first = judge.export(1, &[Some(5), Some(6), Some(7), None]);
    let second = judge.export(2, &[Some(5), Some(8), Some(0), Some(9)]);
    let (first, second) = (stage.save("a", &first), stage.save("b", &second));
    stage.merge(&[&first]);
    stage.merge(&[&second]);
    let mut receipts: Vec<i64> = stage
        .organizer
        .received()
        .unwrap()
        .iter()
        .filter_map(|line| line.receipt)
        .collect();
    receipts.sort_unstable();
    let found = stage
        .organizer
        .compare_bundles(receipts[1], receipts[0])
        .unwrap()
        .unwrap();
    assert_eq!((found.one.revision, found.other.revision), (1, 2));
    assert_eq!((found.lines.len(), found.same), (3, 1));
    assert_eq!(found.lines[0].status, None);
    assert!(!found.lines[0].marks.is_empty());
    assert_eq!(found.lines[1].status, Some(("scored", "recused")));
    assert_eq!(found.lines[2].status, Some(("open", "scored")));
    assert_eq!(stage.organizer.compare_bundles(1, 77).unwrap(), None);
}

#[test]
fn a_merge_that_is_stopped_goes_on_with_the_same_files_and_takes_nothing_twice() {
    let mut stage = Stage::set();
    let bytes = stage.judge("J01").export(1, &[Some(5); 4]);
    let file = stage.save("one.scorebundle", &bytes);
    let folder = file.parent().unwrap().to_owned();
    let files = organizer::bundles_in(&[folder]).unwrap();
    assert_eq!(files, [file]);
    let mut never = |_: Step<'_>| ControlFlow::Break(());
    let stopped = stage.organizer.merge_watched(&files, now(), &mut never);
    assert!(matches!(stopped, Err(MergeError::Stopped { files: 0 })));
    for _ in 0..2 {
        stage.organizer.merge(&files, now()).unwrap();
        assert_eq!(stage.organizer.received().unwrap().len(), 1);
    }
}
