//! Wrong files do no harm: after every refusal, database and folders are what they were, but for the received file itself,
//! which the organiser keeps.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test that cannot go on should stop at once and say where"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use chrono::{DateTime, FixedOffset};
use contest::Points;
use desk::{Change, Desk, Session};
use organizer::{Organizer, ReceivedLine, Verdict};
use rand::rngs::OsRng;
use rusqlite::Connection;
use rusqlite::types::Value;
use seal::Identity;
use whole::bulk::{self, Videos};
use whole::mutants::{Class, Mutant, archives, forged_bundle, outside, reseal};
use whole::returns::{self, Returns, moment};

/// Every file below a folder by its path inside, without those of SQLite.
fn files(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    fn walk(root: &Path, folder: &Path, found: &mut BTreeMap<PathBuf, Vec<u8>>) {
        for child in std::fs::read_dir(folder).unwrap() {
            let path = child.unwrap().path();
            let name = path.to_string_lossy().into_owned();
            if path.is_dir() {
                walk(root, &path, found);
            } else if !name.contains(".sqlite") {
                let inside = path.strip_prefix(root).unwrap().to_owned();
                found.insert(inside, std::fs::read(&path).unwrap());
            }
        }
    }
    let mut found = BTreeMap::new();
    walk(folder, folder, &mut found);
    found
}

/// Every row of every table.
fn rows(database: &Path) -> BTreeMap<String, Vec<Vec<Value>>> {
    let db = Connection::open(database).unwrap();
    let names: Vec<String> = {
        let mut query = db
            .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")
            .unwrap();
        let names = query.query_map([], |row| row.get(0)).unwrap();
        names.collect::<Result<_, _>>().unwrap()
    };
    names
        .into_iter()
        .map(|name| {
            let mut query = db.prepare(&format!("SELECT * FROM {name}")).unwrap();
            let columns = query.column_count();
            let rows = query
                .query_map([], |row| {
                    (0..columns).map(|at| row.get::<_, Value>(at)).collect()
                })
                .unwrap();
            let rows: Result<Vec<Vec<Value>>, _> = rows.collect();
            (name, rows.unwrap())
        })
        .collect()
}

/// The message keys under which the organiser holds such a file.
fn codes(class: Class) -> &'static [&'static str] {
    match class {
        Class::NotAPack => &["not_a_bundle"],
        Class::WrongKey => &["bundle_not_for_us"],
        Class::Damaged => &["bundle_damaged"],
        Class::Incomplete => &["bundle_incomplete"],
        Class::Archive | Class::Malformed => &["bundle_malformed"],
        Class::Altered | Class::BadSignature => &["bundle_altered"],
        Class::SecondKey | Class::OtherJudge => &["bundle_wrong_judge", "bundle_unknown_judge"],
        Class::WrongInvitation => &["bundle_wrong_invitation"],
        Class::OtherContest => &["bundle_other_contest"],
        Class::OtherPack => &["bundle_other_pack"],
        Class::Other => &[],
    }
}

/// What is wrong with how the organiser took a mutant.
fn misjudged(mutant: &Mutant, line: &ReceivedLine) -> Option<String> {
    let code = line.reason.as_ref().map(|reason| reason.code.as_str());
    let right = match code {
        None => mutant.expected.is_empty(),
        Some(code) => mutant
            .expected
            .iter()
            .any(|class| codes(*class).contains(&code)),
    };
    (!right).then(|| {
        format!(
            "{}: expected {:?}, was {:?} {code:?}",
            mutant.name, mutant.expected, line.verdict
        )
    })
}

#[test]
fn no_wrong_bundle_changes_anything_but_the_list_of_what_was_received() {
    let folder = tempfile::tempdir().unwrap();
    let size = Returns {
        judges: 8,
        entries: 4,
        revisions: 1,
    };
    let returned = returns::make(folder.path(), size);
    let contest = &returned.contest;
    let database = contest.join("contest.sqlite");
    let identity = std::fs::read_to_string(contest.join("keys/organiser.age")).unwrap();
    let identity = Identity::parse(&identity).unwrap();
    // One judge has handed in; another's bundle is the one that comes wrong.
    let mut organizer = Organizer::open(contest).unwrap();
    organizer.merge(&returned.files[..1], moment()).unwrap();
    drop(organizer);
    let good = std::fs::read(&returned.files[6]).unwrap();
    let archive = seal::decrypt_all(&good, &identity, u64::MAX).unwrap();

    let to = identity.to_recipient();
    let sealed = |mut mutant: Mutant| {
        mutant.bytes = reseal(&mutant.bytes, &to);
        mutant
    };
    let inside = archives(&archive)
        .into_iter()
        .chain(forged_bundle(&archive));
    let (controls, mutants): (Vec<Mutant>, Vec<Mutant>) = outside(&good)
        .chain(inside.map(sealed))
        .partition(|mutant| mutant.expected.is_empty());
    assert!(mutants.len() > 2 * good.len(), "{} mutants", mutants.len());
    let place = folder.path().join("mutants");
    std::fs::create_dir(&place).unwrap();
    let save = |mutants: &[Mutant]| -> Vec<PathBuf> {
        mutants
            .iter()
            .enumerate()
            .map(|(at, mutant)| {
                let path = place.join(format!("{at}.scorebundle"));
                std::fs::write(&path, &mutant.bytes).unwrap();
                path
            })
            .collect()
    };

    let (rows_before, files_before) = (rows(&database), files(contest));
    let mut organizer = Organizer::open(contest).unwrap();
    let merged = organizer.merge(&save(&mutants), moment()).unwrap();
    drop(organizer);
    let wrong: Vec<String> = mutants
        .iter()
        .zip(&merged.lines)
        .filter_map(|(mutant, line)| misjudged(mutant, line))
        .collect();
    let shown = wrong[..wrong.len().min(20)].join("\n");
    assert!(wrong.is_empty(), "{}:\n{shown}", wrong.len());
    assert!(
        merged
            .lines
            .iter()
            .all(|line| line.verdict == Verdict::Held)
    );

    let (mut rows_after, mut files_after) = (rows(&database), files(contest));
    let distinct: BTreeSet<&[u8]> = mutants.iter().map(|one| one.bytes.as_slice()).collect();
    let bundles = rows_after.get_mut("bundle").unwrap();
    assert_eq!(
        bundles.len(),
        rows_before["bundle"].len() + distinct.len(),
        "each is on record once"
    );
    bundles.truncate(rows_before["bundle"].len());
    assert_eq!(rows_after, rows_before);
    let mut kept = BTreeSet::new();
    files_after.retain(|path, bytes| {
        let old = files_before.contains_key(path);
        if !old && path.starts_with("received") {
            kept.insert(bytes.clone());
        }
        old || !path.starts_with("received")
    });
    assert_eq!(files_after, files_before);
    assert!(kept.iter().map(Vec::as_slice).eq(distinct.iter().copied()));

    // What was only packed again is the judge's own bundle, and still welcome.
    let mut organizer = Organizer::open(contest).unwrap();
    let merged = organizer.merge(&save(&controls), moment()).unwrap();
    assert!(!controls.is_empty());
    assert_eq!(merged.lines[0].verdict, Verdict::Merged);
    assert!(
        merged.lines[1..]
            .iter()
            .all(|line| line.verdict == Verdict::Same)
    );
}

fn at(seconds: i64) -> DateTime<FixedOffset> {
    moment() + chrono::Duration::seconds(seconds)
}

#[test]
fn no_wrong_pack_changes_anything_on_a_judges_desk() {
    let folder = tempfile::tempdir().unwrap();
    let bulk = bulk::make(folder.path(), 4, Videos::None);
    let data = folder.path().join("data");
    let mut desk = Desk::open(&data).unwrap();
    let (mut session, _) =
        Session::open(&mut desk, &bulk.pack, &bulk.passphrase, at(0), &mut OsRng).unwrap();
    let mark = Change::Mark("fit".parse().unwrap(), Points::from_halves(16).unwrap());
    session.change(&mut desk, "T-1-0001", mark, at(1)).unwrap();
    drop((session, desk));

    let good = std::fs::read(&bulk.pack).unwrap();
    // Each costs the work of a passphrase, so a few of every kind.
    let all: Vec<Mutant> = outside(&good).collect();
    let few = all.iter().step_by(all.len() / 40);
    let before = (rows(&data.join("desk.sqlite")), files(&data));
    let mut refused = 0;
    for mutant in few {
        let path = folder.path().join("mutant.judgepack");
        std::fs::write(&path, &mutant.bytes).unwrap();
        let mut desk = Desk::open(&data).unwrap();
        let opened = Session::open(&mut desk, &path, &bulk.passphrase, at(2), &mut OsRng);
        assert!(opened.is_err(), "{}", mutant.name);
        drop(desk);
        let after = (rows(&data.join("desk.sqlite")), files(&data));
        assert!(after == before, "{} left something behind", mutant.name);
        refused += 1;
    }
    assert!(refused >= 40);
    // The pack itself opens as before.
    let mut desk = Desk::open(&data).unwrap();
    let (session, _) =
        Session::open(&mut desk, &bulk.pack, &bulk.passphrase, at(3), &mut OsRng).unwrap();
    assert_eq!(session.sheet("T-1-0001").unwrap().sheet.marks.len(), 1);
}
