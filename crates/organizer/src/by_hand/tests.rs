//! Decisions and their undoing, on drafts as intake stores them.

use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha20Rng;
use rusqlite::types::Value;

use super::*;
use crate::accept::tests::plant;
use crate::accept::{IdentityRule, ThemeChoice, Which};
use crate::digest::Digest;
use crate::new::tests::{fresh, now, rng};
use crate::store::{attachment, draft};

/// Everything that decisions can change, without what the program only remembers: rows that are out of force, times of settling
/// that are known to be, bytes that nobody names.
const STATE: [&str; 11] = [
    "SELECT number, draft, theme, serial, title, measures, innovation, effect, accepted_at, identity, note FROM entry ORDER BY draft",
    "SELECT id, settled_at IS NULL FROM queue_item ORDER BY id",
    "SELECT draft, code, facts FROM finding WHERE draft IN (SELECT id FROM live_draft) ORDER BY draft, code, facts",
    "SELECT draft, field, value, origin, note FROM mend WHERE in_force = 1 ORDER BY draft, field",
    "SELECT draft, reason, superseded_by FROM sent_back WHERE in_force = 1 ORDER BY draft",
    "SELECT draft, kind, field, words, sha256, mask, reason FROM redaction WHERE in_force = 1 ORDER BY id",
    "SELECT draft, code, facts, note FROM let_stand WHERE in_force = 1 ORDER BY id",
    "SELECT * FROM live_draft ORDER BY id",
    "SELECT * FROM attachment ORDER BY source, position",
    "SELECT * FROM draft_attachment WHERE draft IN (SELECT id FROM live_draft) ORDER BY draft, position",
    "SELECT * FROM assignment ORDER BY round, judge, entry",
];

fn state(organizer: &Organizer) -> Vec<Vec<Value>> {
    let mut lines = Vec::new();
    for query in STATE {
        let mut query = organizer.db.prepare(query).unwrap();
        let columns = query.column_count();
        let rows = query
            .query_map([], |row| {
                (0..columns)
                    .map(|at| row.get::<_, Value>(at))
                    .collect::<Result<Vec<_>, _>>()
            })
            .unwrap();
        lines.extend(rows.map(Result::unwrap));
        lines.push(Vec::new());
    }
    lines
}

fn file(organizer: &Organizer, source: i64, position: u64, name: &str) {
    let row = attachment::Attachment {
        source,
        position,
        name: name.to_owned(),
        sha256: Digest::of(name.as_bytes()),
        bytes: 5,
    };
    attachment::insert(&organizer.db, &row).unwrap();
}

fn ask(organizer: &Organizer, source: i64, draft: Option<i64>, reason: &str, about: &str) -> i64 {
    queue_item::note(&organizer.db, source, draft, reason, about).unwrap();
    organizer.db.last_insert_rowid()
}

/// Six drafts, each source with a stray file, a scan of a form and a question about each.
fn stage() -> (tempfile::TempDir, Organizer) {
    let (dir, organizer) = fresh();
    for at in 0..6_u8 {
        let id = plant(
            &organizer,
            &format!("点子{at}"),
            "某某大学",
            Some(2 + at % 3),
        );
        let source = draft::get(&organizer.db, id).unwrap().unwrap().source;
        file(&organizer, source, 0, &format!("稿/{at}.jpg"));
        file(&organizer, source, 1, &format!("扫描{at}.jpg"));
        ask(
            &organizer,
            source,
            None,
            "media_owner_unclear",
            &format!("{at}.jpg"),
        );
        ask(
            &organizer,
            source,
            None,
            "form_is_image",
            &format!("扫描{at}.jpg"),
        );
        ask(
            &organizer,
            source,
            None,
            "attachment_behind_link",
            "video.mp4",
        );
        if at == 5 {
            finding::note(&organizer.db, id, "possible_duplicate", &Facts::new()).unwrap();
            ask(&organizer, source, Some(id), "possible_duplicate", "点子5");
        }
    }
    (dir, organizer)
}

fn typed(field: Field, value: &str) -> Fix {
    Fix {
        field,
        value: value.to_owned(),
        origin: Origin::Typed,
    }
}

fn accept(organizer: &mut Organizer, which: &Which, lot: &mut ChaCha20Rng) -> bool {
    let choice = ThemeChoice::default();
    let made = organizer.accept(which, &choice, IdentityRule::Mask, now(), lot);
    made.is_ok_and(|made| !made.entries.is_empty())
}

/// One decision by lot; `false` when it was refused.
fn act(organizer: &mut Organizer, dir: &std::path::Path, lot: &mut ChaCha20Rng) -> bool {
    let draft = lot.gen_range(1..=9);
    let other = lot.gen_range(1..=9);
    let item = lot.gen_range(1..=20);
    let word = ["在", "由林舟", "站台", "少见", "分钟"][lot.gen_range(0..5)];
    let value = format!("改{}", lot.gen_range(0..3));
    let at = now();
    match lot.gen_range(0..15) {
        0 => accept(organizer, &Which::These(vec![draft]), lot),
        1 => accept(organizer, &Which::All, lot),
        2 => organizer.settle_with(&[item], "看过", at).is_ok(),
        3 => {
            let field = Field::READ[lot.gen_range(0..4)];
            organizer
                .fix(draft, &[typed(field, &value)], "", at, lot)
                .is_ok()
        }
        4 => {
            let theme = lot.gen_range(1..=7).to_string();
            let phone = typed(Field::Phone, "18800000199");
            let fixes = [typed(Field::Theme, &theme), phone];
            organizer.fix(draft, &fixes, "电话里问的", at, lot).is_ok()
        }
        5 => {
            let why = SendBack {
                reason: "不合要求",
                superseded_by: None,
            };
            organizer.send_back(draft, why, at).is_ok()
        }
        6 => {
            let why = SendBack {
                reason: "",
                superseded_by: Some(other),
            };
            organizer.send_back(draft, why, at).is_ok()
        }
        7 => organizer.give(item, draft, at).is_ok(),
        8 => {
            let path = dir.join(format!("取来{}.png", lot.gen_range(0..3)));
            std::fs::write(&path, path.to_string_lossy().as_bytes()).unwrap();
            organizer.attach(draft, &path, None, at).is_ok()
        }
        9 => {
            let form = TypedForm {
                title: value,
                authors: "白露".to_owned(),
                ..TypedForm::default()
            };
            organizer.type_draft(item, &form, at).is_ok()
        }
        10 => {
            let what = Withhold::Words {
                field: None,
                words: word,
            };
            organizer.redact(draft, what, "", at).is_ok()
        }
        11 => {
            let name = format!("{}.jpg", draft - 1);
            let hidden = organizer.redact(draft, Withhold::File(&name), "有校徽", at);
            hidden.is_ok() || organizer.unredact(other, at).is_ok()
        }
        12 => {
            let facts = Facts::new();
            organizer
                .let_stand(draft, "possible_duplicate", &facts, "看过", at)
                .is_ok()
        }
        13 => {
            let themes = [(draft, lot.gen_range(1..=7)), (other, 2)];
            organizer.set_themes(&themes.into(), at, lot).is_ok()
        }
        _ => organizer
            .draw_numbers(lot.r#gen(), Renumber::Again, at)
            .is_ok(),
    }
}

#[test]
fn every_decision_undone_leaves_what_was_there_before() {
    for seed in 0..12 {
        let (dir, mut organizer) = stage();
        let mut lot = ChaCha20Rng::seed_from_u64(seed);
        let mut before = vec![state(&organizer)];
        while before.len() < 15 {
            let was = state(&organizer);
            if act(&mut organizer, dir.path(), &mut lot) {
                assert_eq!(&was, before.last().unwrap(), "{seed}");
                before.push(state(&organizer));
            } else {
                assert_eq!(
                    was,
                    state(&organizer),
                    "a refusal changed something, {seed}"
                );
            }
        }
        before.pop();
        while let Some(wanted) = before.pop() {
            organizer.undo(None, now()).unwrap();
            assert_eq!(state(&organizer), wanted, "{seed}");
        }
        assert!(matches!(
            organizer.undo(None, now()),
            Err(HandError::NothingToUndo)
        ));
        assert_eq!(organizer.log().unwrap().len(), 28);
    }
}

#[test]
fn a_decision_in_the_middle_is_undone_unless_a_later_one_rests_on_it() {
    let (_dir, mut organizer) = stage();
    let mut lot = rng();
    let line = || organizer.log().unwrap().last().map_or(0, |line| line.seq);
    assert_eq!(line(), 0);
    let fix = |organizer: &mut Organizer, field, value: &str| {
        organizer
            .fix(1, &[typed(field, value)], "", now(), &mut rng())
            .unwrap();
    };
    fix(&mut organizer, Field::Title, "一"); // line 1
    fix(&mut organizer, Field::Measures, "二"); // line 2
    fix(&mut organizer, Field::Title, "三"); // line 3
    assert!(accept(&mut organizer, &Which::These(vec![1]), &mut lot)); // line 4
    assert!(matches!(
        organizer.undo(Some(1), now()),
        Err(HandError::RestedOn { line: 1, by: 3 })
    ));
    organizer.undo(Some(2), now()).unwrap(); // line 5
    let made = entry::of_draft(&organizer.db, 1).unwrap().unwrap();
    assert_eq!(made.title, "三");
    assert_eq!(made.measures, "由××牵头，在站台划线。");
    assert!(matches!(
        organizer.undo(Some(2), now()),
        Err(HandError::Undone { line: 2, by: 5 })
    ));
    assert!(matches!(
        organizer.undo(Some(5), now()),
        Err(HandError::NotUndoable { line: 5 })
    ));
}

#[test]
fn a_missing_phone_that_was_mended_leaves_the_list_and_stays_on_record() {
    let (_dir, mut organizer) = fresh();
    let id = plant(&organizer, "甲", "某校", Some(2));
    organizer
        .db
        .execute("UPDATE draft SET phones = '[]'", [])
        .unwrap();
    let missing = Facts::from([("field".to_owned(), "phone".to_owned())]);
    finding::note(&organizer.db, id, "missing_phone", &missing).unwrap();
    let codes = |organizer: &Organizer| -> Vec<String> {
        let queue = organizer.queue().unwrap();
        let found = queue.drafts.into_iter().flat_map(|one| one.findings);
        found.map(|one| one.code).collect()
    };
    assert_eq!(codes(&organizer), ["missing_phone"]);
    let phone = [typed(Field::Phone, "188 0000 0101")];
    organizer
        .fix(id, &phone, "电话里问的", now(), &mut rng())
        .unwrap();
    assert!(codes(&organizer).is_empty());
    let shown = organizer.show(id).unwrap();
    let states: Vec<_> = shown.findings.iter().map(|one| one.state).collect();
    assert_eq!(states, [crate::findings::FindingState::Mended]);
    assert!(shown.form.phones.is_empty());
    assert_eq!(shown.corrections[0].value, "188 0000 0101");
    let long = [typed(Field::Title, &"长".repeat(30))];
    organizer.fix(id, &long, "", now(), &mut rng()).unwrap();
    assert_eq!(codes(&organizer), ["title_over_20"]);
}

#[test]
fn numbers_drawn_anew_are_dense_and_keep_the_plan() {
    let (_dir, mut organizer) = stage();
    let mut lot = rng();
    assert!(accept(&mut organizer, &Which::All, &mut lot));
    let judges = "id,name,unit,email,themes\nJ01,甲,,,\nJ02,乙,,,\n";
    organizer.take_judges(judges).unwrap();
    organizer.plan(2, 7, now()).unwrap();
    let by_draft = |organizer: &Organizer| -> Vec<(i64, u8, u32)> {
        let mut all: Vec<_> = entry::all(&organizer.db)
            .unwrap()
            .into_iter()
            .map(|one| (one.draft, one.theme.get(), one.serial))
            .collect();
        all.sort_unstable();
        all
    };
    let before = state(&organizer);
    let drawn = organizer.draw_numbers(2020, Renumber::Once, now()).unwrap();
    assert_eq!(drawn.entries, 5);
    let mut serials: Vec<_> = by_draft(&organizer)
        .into_iter()
        .map(|(_, theme, serial)| (theme, serial))
        .collect();
    serials.sort_unstable();
    assert_eq!(serials, [(2, 1), (2, 2), (3, 1), (3, 2), (4, 1)]);
    let panel = organizer.contest().panel().id.clone();
    let pairs = crate::store::assignment::of_round(&organizer.db, &panel).unwrap();
    assert_eq!(pairs.len(), 10);
    assert!(organizer.plan_table(&panel).unwrap().is_some());
    assert!(matches!(
        organizer.draw_numbers(1, Renumber::Once, now()),
        Err(HandError::NumbersDrawn { line: 2 })
    ));
    organizer.undo(None, now()).unwrap();
    assert_eq!(state(&organizer), before);
    // The acceptance is in a plan by now, so it stays.
    assert!(matches!(
        organizer.undo(None, now()),
        Err(HandError::Planned { .. })
    ));
}

#[test]
fn of_two_versions_the_newest_is_proposed_and_the_other_gives_way() {
    let (_dir, mut organizer) = stage();
    let mut lot = rng();
    let facts = Facts::from([("of".to_owned(), "1".to_owned())]);
    finding::note(&organizer.db, 6, "possible_duplicate", &facts).unwrap();
    assert_eq!(organizer.show(6).unwrap().versions, [6, 1]);
    assert!(accept(&mut organizer, &Which::These(vec![1]), &mut lot));
    let why = SendBack {
        reason: "",
        superseded_by: Some(6),
    };
    let gone = organizer.send_back(1, why, now()).unwrap();
    assert!(gone.was.is_some());
    let queue = organizer.queue().unwrap();
    assert!(
        !queue
            .items
            .iter()
            .any(|item| item.reason == "possible_duplicate")
    );
    assert!(!queue.drafts.iter().any(|one| one.id == 1));
    assert!(accept(&mut organizer, &Which::All, &mut lot));
    let entries = entry::all(&organizer.db).unwrap();
    assert!(entries.iter().any(|one| one.draft == 6));
    assert!(!accept(&mut organizer, &Which::These(vec![1]), &mut lot));
    let units = organizer.results().unwrap().units;
    assert_eq!((units[0].sent, units[0].accepted), (5, 5));
}

#[test]
fn a_line_of_the_log_names_long_texts_and_does_not_repeat_them() {
    let (_dir, mut organizer) = stage();
    let long = [typed(Field::Measures, &"很长的举措。".repeat(2_000))];
    organizer.fix(1, &long, "", now(), &mut rng()).unwrap();
    let what: String = organizer
        .db
        .query_row("SELECT what FROM log", [], |row| row.get(0))
        .unwrap();
    assert!(what.len() < 300, "{}", what.len());
}
