//! From the panel through its shortlist to a final with a rubric of its own, and to what people decide.

use contest::{JudgeId, RoundId};
use organizer::{
    Act, Deciding, DecisionError, IssueError, PackOrder, PlanError, PublishError, RankedBy,
    Verdict, Whom,
};
use pack::judge_pack::OpenPack;
use results::{Decision, OpenQuestion, Outcome, RoundState};

use crate::stage::{CONTEST, Stage, go, now};

/// Two of the four go on, and three judges see each.
fn small_final() -> String {
    CONTEST
        .replace("shortlist = 60\n", "shortlist = 2\n")
        .replace("theme_least = 3 ", "theme_least = 0 ")
        .replace("reviews = 7\n", "reviews = 3\n")
}

fn final_round() -> RoundId {
    "final".parse().unwrap()
}

const PANEL: [(&str, [Option<u8>; 4]); 3] = [
    ("J01", [Some(9), Some(4), Some(8), Some(3)]),
    ("J02", [Some(8), Some(5), Some(8), Some(2)]),
    ("J03", [Some(6), Some(5), Some(9), Some(3)]),
];

/// The panel is complete and the final's packs are out.
fn in_the_final() -> Stage {
    let mut stage = Stage::set_by(&small_final());
    stage.hand_in(&PANEL);
    stage
        .organizer
        .plan_round(&final_round(), 3, 7, now())
        .unwrap();
    let out = stage.packs();
    stage
        .organizer
        .issue(&PackOrder::default(), &out, now(), &mut stage.rng, &mut go)
        .unwrap();
    stage
}

fn final_pack(id: &str) -> String {
    format!("westlake-2020_final_{id}_v2.judgepack")
}

#[test]
fn a_final_waits_for_the_panel_and_takes_its_best() {
    let mut stage = Stage::set_by(&small_final());
    stage.hand_in(&PANEL[..2]);
    let refused = stage.organizer.plan_round(&final_round(), 3, 7, now());
    match refused {
        Err(PlanError::PanelOpen { judges, .. }) => assert_eq!(judges, ["J03"]),
        other => panic!("{other:?}"),
    }
    stage.hand_in(&PANEL[2..]);
    let planned = stage
        .organizer
        .plan_round(&final_round(), 3, 7, now())
        .unwrap();
    assert_eq!((planned.entries, planned.bridged), (2, 0));
    assert!(planned.judges.iter().all(|judge| judge.entries == 2));
    let best: Vec<String> = stage
        .organizer
        .rank_round(&"panel".parse().unwrap())
        .unwrap()
        .lines
        .iter()
        .take(2)
        .map(|line| line.number.clone())
        .collect();
    let results = stage.organizer.results().unwrap();
    let listed = &results.shortlists[0];
    let in_it: Vec<String> = listed
        .entries
        .iter()
        .map(|one| one.entry.to_string())
        .collect();
    assert_eq!(in_it, best);
    // Nothing has been given to anybody yet, so the round has not begun and can be planned anew.
    assert_eq!(results.rounds[1].state, RoundState::NotBegun);
    stage
        .organizer
        .plan_round(&final_round(), 2, 8, now())
        .unwrap();
}

#[test]
fn a_pack_of_the_final_has_its_rubric_its_name_and_its_closing_time() {
    let mut stage = in_the_final();
    let judge = stage.judge_of("J02", &final_pack("J02"));
    let manifest = judge.pack.manifest();
    assert_eq!(
        (manifest.round.as_str(), manifest.pack_version),
        ("final", 2)
    );
    let round = &stage.organizer.contest().rounds[1];
    assert_eq!(manifest.closes_at, round.closes_at);
    let view = judge.pack.view();
    assert!(view.subtitle.starts_with("终审 · "), "{}", view.subtitle);
    let criteria: Vec<&str> = view.themes[0]
        .criteria
        .iter()
        .map(|one| one.id.as_str())
        .collect();
    assert_eq!(criteria, ["practicable", "novel", "effect", "expression"]);
    assert_eq!(judge.pack.entries().len(), 2);
    assert!(matches!(
        stage.organizer.plan_round(&final_round(), 3, 9, now()),
        Err(PlanError::Issued { packs: 3 })
    ));
}

#[test]
fn bundles_of_the_final_leave_the_panel_as_it_was_and_decide_the_awards() {
    let mut stage = in_the_final();
    let panel: RoundId = "panel".parse().unwrap();
    let before = stage.organizer.rank_round(&panel).unwrap();
    let marks = [("J01", [9, 7]), ("J02", [9, 6]), ("J03", [8, 7])];
    for (id, [one, other]) in marks {
        let bytes = stage
            .judge_of(id, &final_pack(id))
            .export(1, &[Some(one), Some(other)]);
        let path = stage.save(&format!("final-{id}"), &bytes);
        let merged = stage.merge(&[&path]);
        assert_eq!(merged.lines[0].verdict, Verdict::Merged);
        assert_eq!(merged.lines[0].round.as_deref(), Some("final"));
    }
    assert_eq!(stage.organizer.rank_round(&panel).unwrap(), before);
    let last = stage.organizer.rank().unwrap();
    assert_eq!((last.round.as_str(), last.provisional), ("final", false));
    assert_eq!((last.lines.len(), last.by), (2, RankedBy::Estimate));
    // The higher number was the panel's best; the final turns the two round.
    assert_eq!(last.lines[0].mean, "86.67");
    assert_ne!(last.lines[0].number, before.lines[0].number);

    let results = stage.organizer.results().unwrap();
    assert!(matches!(results.rounds[1].outcome, Outcome::Ranked(_)));
    let gold = &results.awards[0];
    assert_eq!(gold.open, []);
    assert_eq!(gold.received.len(), 1);
    let won = serde_json::to_value(&gold.received[0].to).unwrap();
    assert_eq!(won["entry"], last.lines[0].number);
}

#[test]
fn a_final_marked_by_the_panels_rubric_is_held() {
    let mut stage = in_the_final();
    let panel = stage.judge("J01").sheets(&[Some(5); 4]);
    let mut judge = stage.judge_of("J01", &final_pack("J01"));
    let mut sheets = judge.sheets(&[Some(5), Some(5)]);
    sheets[0].marks = panel[0].marks.clone();
    let bytes = judge.export_sheets(1, sheets, |_| ());
    let path = stage.save("foreign", &bytes);
    assert_eq!(stage.held_because(&path), "bundle_mark_outside");
}

#[test]
fn a_bundle_is_late_by_the_closing_time_of_its_own_round() {
    let mut stage = in_the_final();
    let after_the_panel = "2020-11-20T09:00:00+08:00".parse().unwrap();
    let panel = stage.judge("J01").export(2, &[Some(5); 4]);
    let last = stage
        .judge_of("J01", &final_pack("J01"))
        .export(1, &[Some(5), Some(6)]);
    let files = [stage.save("late", &panel), stage.save("in-time", &last)];
    let merged = stage.organizer.merge(&files, after_the_panel).unwrap();
    let late: Vec<bool> = merged.lines.iter().map(|line| line.late).collect();
    assert_eq!(late, [true, false]);
}

#[test]
fn an_invitation_file_opens_a_pack_and_has_no_slip() {
    let mut stage = Stage::before_packs();
    let out = stage.packs();
    let judge: JudgeId = "J02".parse().unwrap();
    let path = stage.dir.path().join("J02.txt");
    let invitation = stage.organizer.invitation(&path, &judge).unwrap();
    let order = PackOrder {
        whom: Whom::Again(vec![judge.clone()]),
        invitations: [(judge.clone(), invitation)].into(),
        ..PackOrder::default()
    };
    let issued = stage
        .organizer
        .issue(&order, &out, now(), &mut stage.rng, &mut go)
        .unwrap();
    assert_eq!((issued.packs.len(), issued.passphrases), (1, None));
    // The file is the same the second time, and another judge's it cannot be.
    let again = stage.organizer.invitation(&path, &judge).unwrap();
    let pack = OpenPack::open_with_identity(&out.join(&issued.packs[0].file), again.identity());
    assert_eq!(pack.unwrap().manifest().judge, judge);
    assert!(matches!(
        stage.organizer.invitation(&path, &"J03".parse().unwrap()),
        Err(IssueError::InvitationOfAnother { .. })
    ));
}

#[test]
fn people_decide_what_the_rules_leave_open_and_nothing_else() {
    let mut stage = in_the_final();
    let present = ["甲".to_owned(), " ".to_owned()];
    let merit = || Decision::CountSet {
        award: "merit".parse().unwrap(),
        count: 1,
    };
    let mut decide = |decision, deciding| {
        let organizer = &mut stage.organizer;
        organizer.decide(decision, "评委会议定", &present, deciding, now())
    };
    let gold = Decision::CountSet {
        award: "gold".parse().unwrap(),
        count: 2,
    };
    assert!(matches!(
        decide(gold, Deciding::Record),
        Err(DecisionError::CountFixed { count: 1, .. })
    ));
    let given = Decision::Given {
        award: "gold".parse().unwrap(),
        to: results::Recipient::Entry("XH2020-7-0001".parse().unwrap()),
    };
    assert!(matches!(
        decide(given, Deciding::Record),
        Err(DecisionError::GivenByRanking { .. })
    ));
    let looked = decide(merit(), Deciding::DryRun).unwrap();
    assert!(!looked.done);
    let closed = looked.moves.questions.iter();
    assert!(
        closed
            .clone()
            .any(|one| one.question == OpenQuestion::CountOpen)
    );
    let done = decide(merit(), Deciding::Record).unwrap();
    assert_eq!(done.moves, looked.moves);
    assert_eq!(done.decided.present, ["甲"]);
    let exclude = |judge: &str| Decision::JudgeExcluded {
        round: "panel".parse().unwrap(),
        judge: judge.parse().unwrap(),
    };
    assert!(
        !decide(exclude("J03"), Deciding::Record)
            .unwrap()
            .moves
            .is_empty()
    );
    assert!(matches!(
        decide(exclude("J03"), Deciding::Record),
        Err(DecisionError::AlreadySo)
    ));
    assert!(matches!(
        decide(exclude("J09"), Deciding::Record),
        Err(DecisionError::NotInRound { .. })
    ));
    let back = Decision::JudgeReadmitted {
        round: "panel".parse().unwrap(),
        judge: "J03".parse().unwrap(),
    };
    decide(back, Deciding::Record).unwrap();

    let nobody = stage
        .organizer
        .decide(merit(), "理由", &[], Deciding::Record, now());
    assert!(matches!(nobody, Err(DecisionError::NobodyPresent)));
    let log = stage.organizer.log().unwrap();
    let decided = log
        .iter()
        .filter(|line| matches!(line.act, Act::Decided { .. }));
    assert_eq!(decided.count(), 3);
    let results = stage.organizer.results().unwrap();
    assert_eq!(results.rounds[0].excluded, []);
    assert_eq!(results.awards[2].count, Some(1));
}

#[test]
fn what_is_published_holds_the_bundles_as_they_were_received() {
    let stage = in_the_final();
    let bundles = stage.organizer.bundles_on_record().unwrap();
    assert_eq!(bundles.len(), 3);
    let out = stage.organizer.folder().join("RESULTS.zip");
    let published = stage.organizer.publish(&out, "flow test", now()).unwrap();
    assert_eq!(published.bundles, 3);
    let open = archive::read(&std::fs::read(&out).unwrap()).unwrap();
    let found = open.verify();
    assert!(found.holds(), "{:?}", found.differences);
    assert_eq!(found.checked.bundles, 3);
    let again = stage.organizer.publish(&out, "flow test", now());
    assert!(matches!(again, Err(PublishError::FileThere { .. })));
    assert_eq!(stage.organizer.authors().unwrap().len(), 4);
    assert_eq!(stage.organizer.judge_names().unwrap().len(), 3);
}

#[test]
fn a_judge_who_stepped_back_from_an_entry_does_not_get_it_in_the_final() {
    let mut stage = Stage::set_by(&small_final());
    stage.hand_in(&[
        ("J01", [Some(0), Some(4), Some(8), Some(3)]),
        ("J02", [Some(9), Some(5), Some(8), Some(2)]),
        ("J03", [Some(9), Some(5), Some(7), Some(3)]),
    ]);
    let planned = stage
        .organizer
        .plan_round(&final_round(), 2, 7, now())
        .unwrap();
    assert_eq!((planned.entries, planned.barred), (2, 1));
    assert_eq!(planned.judges[0].entries, 1);
    // Three judges for each is one too few for the entry.
    assert!(matches!(
        stage.organizer.plan_round(&final_round(), 3, 7, now()),
        Err(PlanError::TooFewJudges {
            able: 2,
            needed: 3,
            ..
        })
    ));
}
