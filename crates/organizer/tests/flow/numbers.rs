//! Over random states of a contest: what the first page counts is as long as the list that proves it.

use std::path::PathBuf;

use organizer::{Extend, IdentityRule, OpenKeys, PackOrder, ThemeChoice, Verdict, Which};
use rand::seq::SliceRandom;
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha20Rng;

use crate::stage::{Judge, Stage, go, mails, now};

const MORE: [&str; 10] = ["01", "04", "09", "13", "14", "16", "18", "20", "21", "23"];

/// The length of a list as the page has it.
fn length<T>(list: impl IntoIterator<Item = T>) -> u32 {
    u32::try_from(list.into_iter().count()).unwrap()
}

/// Returns how many bundles count, how many files are held and how many awards can be told.
fn every_number_is_the_length_of_its_list(stage: &Stage, at: &str) -> [usize; 3] {
    let organizer = &stage.organizer;
    let round = organizer.current_round().unwrap();
    let page = organizer.overview_of(&round).unwrap();
    let stages = organizer.stages(&page.standing).unwrap();
    let queue = organizer.queue().unwrap();
    assert_eq!(stages.waiting, length(&queue.drafts), "{at}: drafts");
    assert_eq!(stages.questions, length(&queue.items), "{at}: questions");
    assert_eq!(stages.media_waiting, length(&queue.media), "{at}: media");
    assert_eq!(
        stages.sent_back,
        length(&queue.sent_back),
        "{at}: sent back"
    );
    let apart = queue.items.iter().filter(|item| {
        let draft = queue
            .drafts
            .iter()
            .find(|draft| Some(draft.id) == item.draft);
        draft.is_none()
    });
    let lines = length(&queue.drafts) + length(apart);
    assert_eq!(
        organizer.queue_length().unwrap(),
        lines,
        "{at}: lines of the queue"
    );

    let by_theme = |of: fn(&organizer::ThemeLine) -> u32| stages.themes.iter().map(of).sum::<u32>();
    assert_eq!(
        stages.entries,
        by_theme(|theme| theme.entries),
        "{at}: entries"
    );
    assert_eq!(stages.due, by_theme(|theme| theme.due), "{at}: due");
    assert_eq!(
        stages.scored,
        by_theme(|theme| theme.scored),
        "{at}: scored"
    );
    match organizer.plan_table(&round).unwrap() {
        None => assert_eq!((stages.due, stages.reviews), (0, None), "{at}"),
        Some(plan) => {
            let rows: u32 = plan.judges.iter().map(|row| row.entries).sum();
            assert_eq!(stages.due, rows, "{at}: rows of the plan");
            for theme in &stages.themes {
                let cells = plan.judges.iter().flat_map(|row| &row.themes);
                let cells: u32 = cells
                    .filter(|cell| cell.theme == theme.theme)
                    .map(|cell| cell.entries)
                    .sum();
                assert_eq!(theme.due, cells, "{at}: theme {}", theme.theme);
            }
        }
    }
    let assigned: u32 = page.judges.iter().map(|judge| judge.assigned).sum();
    assert_eq!(stages.due, assigned, "{at}: judges' entries");
    let scored: u32 = page.judges.iter().map(|judge| judge.scored).sum();
    assert_eq!(stages.scored, scored, "{at}: judges' sheets");
    let issued = page.judges.iter().filter(|judge| judge.issued);
    assert_eq!(page.standing.issued, issued.count(), "{at}: issued");
    assert_eq!(
        length(&stages.packs),
        length(page.judges.iter().filter(|judge| judge.issued))
    );
    let returned = page.judges.iter().filter(|judge| judge.revision.is_some());
    assert_eq!(page.standing.returned, returned.count(), "{at}: returned");
    for id in &stages.without_pack {
        let judge = page.judges.iter().find(|judge| &judge.id == id);
        assert!(judge.is_some_and(|judge| judge.assigned > 0), "{at}: {id}");
    }
    let bare = page
        .judges
        .iter()
        .filter(|judge| !judge.issued && judge.assigned > 0);
    assert!(
        length(&stages.without_pack) >= length(bare),
        "{at}: without a pack"
    );
    let list = organizer.received().unwrap();
    assert_eq!(page.received, list, "{at}: received");
    let held = list.iter().filter(|line| line.verdict == Verdict::Held);
    let told = organizer.open_awards().unwrap();
    if let Some((open, all)) = told {
        let awards = organizer.results().unwrap().awards;
        assert_eq!(all, length(&awards), "{at}: awards");
        assert_eq!(
            open,
            length(awards.iter().filter(|one| !one.open.is_empty())),
            "{at}: open"
        );
    }
    [
        page.standing.returned,
        held.count(),
        usize::from(told.is_some()),
    ]
}

/// One thing that staff might do next; what the contest refuses is no matter.
fn step(stage: &mut Stage, dice: &mut ChaCha20Rng, desks: &mut Vec<(Judge, u32)>) -> String {
    let organizer = &mut stage.organizer;
    let which = dice.gen_range(0..13);
    match which {
        0 | 1 => {
            let some: Vec<&str> = MORE.choose_multiple(dice, 3).copied().collect();
            let _ = organizer.receive(&mails(&some), None, now(), &mut go);
        }
        2 | 3 => {
            let waiting = organizer.queue().unwrap().drafts;
            let some: Vec<i64> = waiting
                .iter()
                .map(|one| one.id)
                .filter(|_| dice.r#gen())
                .collect();
            let themes = ThemeChoice {
                of_all: Some(dice.gen_range(1..8)),
                ..ThemeChoice::default()
            };
            let _ = organizer.accept(
                &Which::These(some),
                &themes,
                IdentityRule::Mask,
                now(),
                dice,
            );
        }
        4 => {
            if let Some(item) = organizer.queue().unwrap().items.choose(dice) {
                let _ = organizer.settle(&[item.id], now());
            }
        }
        5 => {
            let list = "id,name,unit,email,themes\nJ01,甲,一校,,\nJ02,乙,二校,,\nJ03,丙,三校,,\nJ04,丁,四校,,1|2\n";
            let _ = organizer.take_judges(list);
        }
        6 => drop(organizer.plan(dice.gen_range(1..4), dice.r#gen(), now())),
        7 => {
            let round = organizer.current_round().unwrap();
            let _ = organizer.extend_plan(&round, Extend::Keep, now());
        }
        8 => {
            let out = stage.dir.path().join("packs");
            let _ = organizer.issue(&PackOrder::default(), &out, now(), dice, &mut go);
        }
        9 | 10 => hand_in(stage, dice, desks),
        11 => {
            let found = organizer.log().unwrap();
            let lines: Vec<u32> = found.iter().map(|line| line.seq).collect();
            if let Some(line) = lines.choose(dice) {
                let _ = organizer.undo(Some(*line), now());
            }
        }
        _ => {
            let to = stage
                .dir
                .path()
                .join(format!("backup-{}.zip", dice.r#gen::<u64>()));
            organizer
                .back_up(&to, OpenKeys::Include, now(), &mut go)
                .unwrap();
            let last = organizer.last_backup().unwrap().unwrap();
            assert_eq!((last.decisions, last.sources, last.bundles), (0, 0, 0));
        }
    }
    format!("step {which}")
}

/// A judge with a pack exports a new revision, which comes in whole, cut short or twice.
fn hand_in(stage: &mut Stage, dice: &mut ChaCha20Rng, desks: &mut Vec<(Judge, u32)>) {
    let table = std::fs::read_to_string(stage.packs().join("passphrases.csv")).unwrap_or_default();
    if desks.is_empty() || dice.r#gen() {
        let packs: Vec<String> = table
            .lines()
            .filter_map(|line| line.split(',').find(|part| part.ends_with(".judgepack")))
            .map(str::to_owned)
            .collect();
        if let Some(file) = packs.choose(dice) {
            let id = file.split('_').nth(1).unwrap()[..3].to_owned();
            let judge = stage.judge_of(&id, file);
            desks.push((judge, 0));
        }
    }
    let Some((judge, sequence)) = desks.choose_mut(dice) else {
        return;
    };
    *sequence += 1;
    let marks: Vec<Option<u8>> = (0..40)
        .map(|_| [None, Some(0), Some(4), Some(9)][dice.gen_range(0..4)])
        .collect();
    let mut bytes = judge.export(*sequence, &marks);
    if dice.gen_range(0..5) == 0 {
        bytes.truncate(bytes.len() / 2);
    }
    let name = format!("b-{}", dice.r#gen::<u64>());
    let path: PathBuf = stage.save(&name, &bytes);
    let verdicts = stage.verdicts(&[&path, &path]);
    assert!(verdicts.iter().all(|verdict| matches!(
        verdict,
        Verdict::Merged | Verdict::Replaced | Verdict::Same | Verdict::Older | Verdict::Held
    )));
}

#[test]
fn what_the_first_page_counts_is_what_its_links_list() {
    let mut reached = [0_usize; 3];
    for seed in 0..10 {
        let mut dice = ChaCha20Rng::seed_from_u64(seed);
        let mut stage = if seed % 2 == 0 {
            Stage::set()
        } else {
            Stage::before_packs()
        };
        let mut desks = Vec::new();
        every_number_is_the_length_of_its_list(&stage, "at first");
        for turn in 0..14 {
            let did = step(&mut stage, &mut dice, &mut desks);
            let at = format!("seed {seed}, turn {turn}, {did}");
            let seen = every_number_is_the_length_of_its_list(&stage, &at);
            for (most, one) in reached.iter_mut().zip(seen) {
                *most = one.max(*most);
            }
        }
    }
    // By chance the last score hardly ever comes in; here everybody hands in.
    let mut stage = Stage::set();
    for id in ["J01", "J02", "J03"] {
        let bytes = stage.judge(id).export(1, &[Some(8); 40]);
        let path = stage.save(id, &bytes);
        stage.verdicts(&[&path]);
        let seen = every_number_is_the_length_of_its_list(&stage, id);
        for (most, one) in reached.iter_mut().zip(seen) {
            *most = one.max(*most);
        }
    }
    assert!(reached.iter().all(|most| *most > 0), "{reached:?}");
}
