//! The organiser's window, killed in the middle of a long work and opened again.

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::{Value, json};
use whole::programs::{jury_json, run_jury};
use whole::returns::{self, Returns};
use whole::window::Window;

use crate::desk::until;
use crate::dialog;
use crate::office::{self, Office};

#[tokio::test(flavor = "multi_thread")]
async fn packs_cut_short_leave_nothing_half_written_and_the_next_run_writes_the_missing_ones() {
    let office = Office::staffed();
    let contest = office.contest().to_string_lossy().into_owned();
    jury_json(&["assign", &contest], 0);
    let window = office.open("zh").await;
    window.click("nav-packs").await;
    build(&window, &office).await;
    window
        .until("a pack has its name", async || {
            !packs(&office.out()).is_empty()
        })
        .await;
    window.kill();

    let window = office.open("zh").await;
    let left = names(&office.out());
    assert!(
        left.iter().all(|name| !name.starts_with('.')),
        "nothing half written stays: {left:?}"
    );
    let before = packs(&office.out());
    window.click("nav-packs").await;
    // Every file with a name is on record, and every line has its file.
    window
        .until("as many packs on record as files", async || {
            let script = "return document.querySelectorAll(\"[data-testid='judge-row'] .sz\").length && [...document.querySelectorAll(\"[data-testid='judge-row'] .sz\")].filter((cell) => cell.textContent !== '—').length";
            window.script(script).await == json!(before.len())
        })
        .await;
    if before.len() < 6 {
        build(&window, &office).await;
        window.find("packs-issued").await;
    }
    let after = packs(&office.out());
    assert_eq!(after.len(), 6);
    for (name, bytes) in before {
        assert_eq!(after[&name], bytes, "{name} was not written again");
    }
    window.close().await;
    for name in after.keys() {
        let pack = office.out().join(name);
        let told = jury_json(&["inspect", &pack.to_string_lossy()], 0);
        assert!(told.is_object(), "{told}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn bundles_cut_short_are_taken_in_by_a_second_run_to_the_same_ledger() {
    let folder = tempfile::tempdir().unwrap();
    let size = Returns {
        judges: 6,
        entries: 4,
        revisions: 150,
    };
    let returned = returns::make(folder.path(), size);
    let place = folder.path().join("returned");
    let contest = returned.contest.to_string_lossy().into_owned();
    let whole = folder.path().join("whole");
    copy(&returned.contest, &whole);
    let window = office::open(&returned.contest, &folder.path().join("data"), "zh").await;
    merge(&window, &place).await;
    window
        .until("the first bundles are on record", async || {
            received(&returned.contest) > 0
        })
        .await;
    window.kill();
    let cut = received(&returned.contest);
    println!("killed after {cut} of {} bundles", returned.files.len());

    let window = office::open(&returned.contest, &folder.path().join("data"), "zh").await;
    merge(&window, &place).await;
    until(&window, "window.merged === true").await;
    window.close().await;
    let told = ledger(&contest);
    let whole = whole.to_string_lossy().into_owned();
    let files: Vec<String> = returned
        .files
        .iter()
        .map(|file| file.to_string_lossy().into_owned())
        .collect();
    let mut all = vec!["merge", whole.as_str()];
    all.extend(files.iter().map(String::as_str));
    jury_json(&all, 0);
    let uncut = jury_json(&["ledger", &whole], 0);
    assert_eq!(told["state_sha256"], uncut["state_sha256"]);
    assert_eq!(
        told["files"].as_array().unwrap().len(),
        returned.files.len()
    );
}

/// The ledger, once the window that was closed has let go of the folder.
fn ledger(contest: &str) -> Value {
    for _ in 0..200 {
        if run_jury(&["ledger", contest]).status.success() {
            break;
        }
    }
    jury_json(&["ledger", contest], 0)
}

async fn build(window: &Window, office: &Office) {
    window.click("build-packs").await;
    dialog::choose_folder("评审包存到哪里", &office.out()).await;
    window
        .write("organizer-passphrase", &office.passphrase())
        .await;
    window.click("unlock-keys").await;
}

/// Asks the shell to take a folder in, as a drop does.
async fn merge(window: &Window, place: &Path) {
    let place = Value::String(place.to_string_lossy().into_owned());
    let body = format!(
        "const shell = window.__TAURI_INTERNALS__; const heard = shell.transformCallback(() => undefined);
         shell.invoke('merge_bundles', {{ paths: [{place}], onProgress: `__CHANNEL__:${{heard}}` }}).then(() => (window.merged = true), (why) => (window.merged = JSON.stringify(why)));
         return null"
    );
    window.script(&body).await;
}

/// How many bundles are on record, read beside the program.
fn received(contest: &Path) -> u64 {
    let flags = rusqlite::OpenFlags::SQLITE_OPEN_READ_ONLY;
    let db = rusqlite::Connection::open_with_flags(contest.join("contest.sqlite"), flags).unwrap();
    let count: i64 = db
        .query_row("SELECT count(*) FROM bundle", [], |row| row.get(0))
        .unwrap();
    u64::try_from(count).unwrap()
}

fn names(folder: &Path) -> Vec<String> {
    let files = std::fs::read_dir(folder).unwrap().flatten();
    files
        .map(|file| file.file_name().to_string_lossy().into_owned())
        .collect()
}

/// The packs of a folder and their bytes.
fn packs(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let names = names(folder)
        .into_iter()
        .filter(|name| name.ends_with(".judgepack"));
    names
        .map(|name| {
            let bytes = std::fs::read(folder.join(&name)).unwrap();
            (name, bytes)
        })
        .collect()
}

/// Copies a folder with everything in it.
pub(crate) fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for file in std::fs::read_dir(from).unwrap().flatten() {
        let target = to.join(file.file_name());
        if file.path().is_dir() {
            copy(&file.path(), &target);
        } else {
            std::fs::copy(file.path(), target).unwrap();
        }
    }
}
