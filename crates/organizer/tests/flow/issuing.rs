//! What a pack holds, and when none is written.

use std::fs;

use organizer::{IssueError, JudgesError, PackOrder, PlanError, Whom};

use crate::stage::{JUDGES, Stage, go, now};

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
