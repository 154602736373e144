//! The organiser's window, killed in the middle of an import and opened again.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::time::{Duration, Instant};

use organizer::Organizer;
use rusqlite::types::Value as Cell;
use rusqlite::{Connection, OpenFlags};
use serde_json::Value;
use whole::mailbox::{self, Forms, Recipe};
use whole::programs::jury_json;
use whole::receiving::state;

use crate::axe::Examined;
use crate::desk::until;
use crate::dialog;
use crate::killed::copy;
use crate::office::{self, Office};

/// Mails for three batches, and films for the work that comes after them.
const RECIPE: Recipe = Recipe {
    mails: 140,
    seed: 29,
    films: 4,
    forms: Forms::All,
};

#[tokio::test(flavor = "multi_thread")]
async fn an_import_cut_short_is_told_at_the_next_opening_and_goes_on_to_the_state_of_an_uncut_one()
{
    let folder = tempfile::tempdir().unwrap();
    let mails = folder.path().join("mails");
    std::fs::create_dir(&mails).unwrap();
    let mailbox = mailbox::write(&mails, RECIPE).file;
    let contest = folder.path().join("c");
    let (cut, uncut) = (text(&contest), folder.path().join("uncut"));
    jury_json(&["new", &cut], 0);
    copy(&contest, &uncut);

    let data = folder.path().join("data");
    let window = office::open(&contest, &data, "zh").await;
    window.click("nav-intake").await;
    window.click("import").await;
    window.click("import-files").await;
    dialog::choose("选择邮件、邮箱文件或压缩包", &mailbox).await;
    window
        .until("the first sources are on record", async || {
            on_record(&contest) > 0
        })
        .await;
    window.kill();
    let before = on_record(&contest);
    println!("killed after {before} sources");

    let window = office::open(&contest, &data, "zh").await;
    let said = window.text("import-cut").await;
    assert!(said.contains("没有做完"), "{said}");
    assert!(said.contains(&text(&mailbox)), "{said}");
    window.picture("o1-import-cut").await;
    window.click("import-cut-on").await;
    // Step by step, each as long as it may take.
    window
        .until("all mails are on record", async || {
            on_record(&contest) == u64::from(RECIPE.mails)
        })
        .await;
    window
        .until("all media are ready", async || media_waiting(&contest) == 0)
        .await;
    window.find("imported").await;
    window.picture("o2/import-went-on").await;
    let said = window.text("imported").await;
    assert!(said.contains("导入完成"), "{said}");
    assert!(
        said.contains(&format!("其中 {before} 份以前收过")),
        "{said}"
    );
    window.click("nav-home").await;
    window.find("home").await;
    until(&window, GONE).await;
    window.close().await;

    let expected = jury_json(&["intake", &text(&uncut), &text(&mailbox)], 0);
    let all = expected["account"]["sources"]["found"].as_u64().unwrap();
    assert!(0 < before && before < all, "{before} of {all}");
    assert_eq!(rows(&contest), rows(&uncut));
    assert_eq!(looked_at(&contest), looked_at(&uncut));
    let named = named(&contest);
    assert_eq!(kept(&contest), named, "every file has its row");
    assert_eq!(kept(&uncut), named);
    assert_eq!(files(&contest), files(&uncut), "nothing else lies there");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_import_that_was_stopped_can_be_left_as_it_is_and_is_told_no_longer() {
    let office = Office::unread();
    let mut organizer = Organizer::open(&office.contest()).unwrap();
    let mut stop = |_: organizer::Step<'_>| std::ops::ControlFlow::Break(());
    let stopped = organizer
        .receive(&[office.mails()], None, whole::returns::moment(), &mut stop)
        .unwrap();
    assert!(stopped.stopped);
    drop(organizer);
    let window = office.open("en").await;
    window.find("import-cut").await;
    window.picture("o1-import-cut-en").await;
    let mut examined = Examined::new(&window, "en");
    examined.look("an import that was cut").await;
    examined.done();
    window.click("nav-intake").await;
    window.find("import").await;
    window.find("import-cut").await;
    window.picture("o2/import-cut-en").await;
    window.click("import-cut-leave").await;
    until(&window, GONE).await;
    window.close().await;
    let window = office.open("en").await;
    assert_eq!(
        window
            .script("return document.querySelector(\"[data-testid='import-cut']\") === null")
            .await,
        Value::Bool(true)
    );
    window.close().await;
}

const GONE: &str = "!document.querySelector(\"[data-testid='import-cut']\")";

fn text(place: &Path) -> String {
    place.to_string_lossy().into_owned()
}

fn db(contest: &Path) -> Connection {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY;
    Connection::open_with_flags(contest.join("contest.sqlite"), flags).unwrap()
}

/// How many sources are on record, read beside the program.
fn on_record(contest: &Path) -> u64 {
    count(contest, "SELECT count(*) FROM source")
}

/// How many media have no copy yet, read beside the program.
fn media_waiting(contest: &Path) -> u64 {
    count(
        contest,
        "SELECT count(*) FROM medium WHERE state = 'waiting'",
    )
}

fn count(contest: &Path, query: &str) -> u64 {
    let count: i64 = db(contest).query_row(query, [], |row| row.get(0)).unwrap();
    u64::try_from(count).unwrap()
}

/// Everything that was received, once the window that was closed has let go of the folder.
fn looked_at(contest: &Path) -> Value {
    let begun = Instant::now();
    loop {
        match Organizer::open(contest) {
            Ok(organizer) => {
                assert_eq!(organizer.imports_cut().unwrap(), Vec::<String>::new());
                return state(&organizer);
            }
            Err(error) => assert!(begun.elapsed() < Duration::from_secs(10), "{error}"),
        }
    }
}

/// Every row of every table but for the times of taking, the folder's own facts and the inside of the index, by table.
fn rows(contest: &Path) -> BTreeMap<String, Vec<String>> {
    let db = db(contest);
    let mut tables = db
        .prepare("SELECT name FROM sqlite_master WHERE type = 'table'")
        .unwrap();
    let tables: Vec<String> = tables
        .query_map([], |row| row.get(0))
        .unwrap()
        .map(Result::unwrap)
        .filter(|table: &String| table != "setting" && !table.starts_with("searched"))
        .collect();
    tables
        .into_iter()
        .map(|table| {
            let mut query = db.prepare(&format!("SELECT * FROM {table}")).unwrap();
            let names: Vec<String> = query.column_names().map(str::to_owned).collect();
            let mut rows: Vec<String> = query
                .query_map([], |row| {
                    let mut told = String::new();
                    for (at, name) in names
                        .iter()
                        .enumerate()
                        .filter(|(_, name)| *name != "taken_at")
                    {
                        told.push_str(&format!("{name}={:?} ", row.get::<_, Cell>(at)?));
                    }
                    Ok(told)
                })
                .unwrap()
                .map(Result::unwrap)
                .collect();
            rows.sort();
            (table, rows)
        })
        .collect()
}

/// The hashes of all files that the rows name.
fn named(contest: &Path) -> BTreeSet<String> {
    let db = db(contest);
    let mut query = db
        .prepare(
            "SELECT sha256 FROM source WHERE kind = 'mail'
             UNION SELECT sha256 FROM attachment
             UNION SELECT copy_sha256 FROM medium WHERE copy_sha256 IS NOT NULL
             UNION SELECT sha256 FROM still",
        )
        .unwrap();
    let all = query.query_map([], |row| row.get(0)).unwrap();
    all.map(Result::unwrap).collect()
}

/// The names of the files that are kept by their hash.
fn kept(contest: &Path) -> BTreeSet<String> {
    let names = files(&contest.join("media")).into_iter();
    names
        .map(|name| name.rsplit('/').next().unwrap().to_owned())
        .collect()
}

/// Every file of a folder by its path in it, but for what SQLite has open beside its file.
fn files(folder: &Path) -> BTreeSet<String> {
    let mut all = BTreeSet::new();
    for child in std::fs::read_dir(folder).unwrap().flatten() {
        let name = child.file_name().to_string_lossy().into_owned();
        if child.path().is_dir() {
            all.extend(
                files(&child.path())
                    .into_iter()
                    .map(|inner| format!("{name}/{inner}")),
            );
        } else if !name.starts_with("contest.sqlite-") {
            all.insert(name);
        }
    }
    all
}
