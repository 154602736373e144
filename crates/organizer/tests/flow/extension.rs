//! A plan that is out grows and gives way with as few changes as there can be.

use contest::{JudgeId, RoundId};
use organizer::{Attendance, Extend, IdentityRule, PackOrder, ThemeChoice, Verdict, Which};

use crate::stage::{JUDGES, Stage, go, mails, now};

fn panel() -> RoundId {
    "panel".parse().unwrap()
}

/// Packs are out, and a fourth judge has been found.
fn with_a_fourth() -> Stage {
    let mut stage = Stage::set();
    let more = format!("{JUDGES}J04,丁,四校,,\n");
    stage.organizer.take_judges(&more).unwrap();
    stage
}

fn issue(stage: &mut Stage) -> Vec<(String, u32, usize)> {
    let out = stage.packs();
    let issued = stage
        .organizer
        .issue(&PackOrder::default(), &out, now(), &mut stage.rng, &mut go)
        .unwrap();
    let packs = issued.packs.into_iter();
    packs
        .map(|pack| (pack.judge, pack.version, pack.entries))
        .collect()
}

#[test]
fn an_entry_from_which_a_judge_stepped_back_gets_another_judge() {
    let mut stage = with_a_fourth();
    stage.hand_in(&[("J01", [Some(8), Some(0), Some(6), Some(5)])]);
    let looked = stage
        .organizer
        .extend_plan(&panel(), Extend::DryRun, now())
        .unwrap();
    assert_eq!((looked.kept, looked.done), (11, false));
    assert_eq!((looked.added.len(), looked.removed.len()), (1, 1));
    assert_eq!(looked.added[0].judge, "J04");
    assert_eq!(looked.removed[0].judge, "J01");
    assert_eq!(looked.added[0].entry, looked.removed[0].entry);
    assert_eq!(looked.to_issue, ["J04"]);
    // Looking changed nothing.
    assert_eq!(issue(&mut stage), []);
    let kept = stage
        .organizer
        .extend_plan(&panel(), Extend::Keep, now())
        .unwrap();
    assert_eq!((&kept.added, kept.done), (&looked.added, true));
    assert_eq!(issue(&mut stage), [("J04".to_owned(), 1, 1)]);
    // What the first judge handed in counts as before, and the recusal is still told.
    let ranking = stage.organizer.rank().unwrap();
    assert_eq!((ranking.returned, ranking.issued), (1, 4));
    let inputs = stage.organizer.inputs().unwrap();
    assert_eq!(inputs.rounds[0].seats.len(), 13);
}

#[test]
fn what_a_judge_who_dropped_out_has_not_scored_goes_to_others() {
    let mut stage = with_a_fourth();
    let gone: JudgeId = "J03".parse().unwrap();
    stage
        .organizer
        .set_attendance(&gone, Attendance::Dropped, now())
        .unwrap();
    // Nobody waits for them any more, whether or not anybody takes over.
    let inputs = stage.organizer.inputs().unwrap();
    assert!(inputs.rounds[0].seats.iter().all(|seat| seat.judge != gone));
    let extended = stage
        .organizer
        .extend_plan(&panel(), Extend::Keep, now())
        .unwrap();
    assert_eq!((extended.kept, extended.added.len()), (8, 4));
    assert!(extended.added.iter().all(|pair| pair.judge == "J04"));
    assert_eq!(issue(&mut stage), [("J04".to_owned(), 1, 4)]);
}

#[test]
fn what_a_judge_scored_before_dropping_out_stays_with_them() {
    let mut stage = with_a_fourth();
    stage.hand_in(&[("J03", [Some(8), None, Some(6), None])]);
    let gone: JudgeId = "J03".parse().unwrap();
    stage
        .organizer
        .set_attendance(&gone, Attendance::Dropped, now())
        .unwrap();
    let extended = stage
        .organizer
        .extend_plan(&panel(), Extend::Keep, now())
        .unwrap();
    assert_eq!((extended.kept, extended.added.len()), (10, 2));
    let line = &stage.organizer.rank().unwrap().lines[0];
    assert_eq!(line.mean, "80.00");
}

/// A fifth entry is accepted.
fn late_entry(stage: &mut Stage) {
    let received = stage
        .organizer
        .receive(&mails(&["16"]), None, now(), &mut go)
        .unwrap();
    assert_eq!(received.entries, 1);
    let themes = ThemeChoice {
        of_all: Some(7),
        ..ThemeChoice::default()
    };
    // A corrected version of an idea is accepted by name only.
    let late = stage.organizer.queue().unwrap().drafts[0].id;
    stage
        .organizer
        .accept(
            &Which::These(vec![late]),
            &themes,
            IdentityRule::Mask,
            now(),
            &mut stage.rng,
        )
        .unwrap();
}

#[test]
fn who_has_handed_in_gets_nothing_more_while_others_can_take_it() {
    let mut stage = with_a_fourth();
    stage.hand_in(&[("J02", [Some(8), Some(7), Some(6), Some(5)])]);
    late_entry(&mut stage);
    let extended = stage
        .organizer
        .extend_plan(&panel(), Extend::Keep, now())
        .unwrap();
    assert_eq!(extended.to_issue, ["J01", "J03", "J04"]);
}

#[test]
fn an_entry_that_came_late_is_added_and_only_its_judges_get_new_packs() {
    let mut stage = with_a_fourth();
    late_entry(&mut stage);
    let extended = stage
        .organizer
        .extend_plan(&panel(), Extend::Keep, now())
        .unwrap();
    assert_eq!((extended.kept, extended.removed.len()), (12, 0));
    assert_eq!((extended.added.len(), extended.to_issue.len()), (3, 3));
    let again = issue(&mut stage);
    let versions: Vec<u32> = again.iter().map(|(_, version, _)| *version).collect();
    // The fourth judge's first pack, and a second one for two of the others.
    assert_eq!(versions, [2, 2, 1]);
    // A bundle of the pack before waits for a word; one of the new pack counts.
    let (id, ..) = &again[0];
    let old = stage.judge(id).export(1, &[Some(5); 4]);
    let old = stage.save("old", &old);
    assert_eq!(stage.held_because(&old), "bundle_stale_pack");
    let file = format!("westlake-2020_{id}_v2.judgepack");
    let new = stage.judge_of(id, &file).export(1, &[Some(5); 5]);
    let new = stage.save("new", &new);
    assert_eq!(stage.verdicts(&[&new]), vec![Verdict::Merged]);
}
