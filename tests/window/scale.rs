//! A large contest in the organiser's window: every page opens and lists what it counts, words are found, lists scroll. With
//! `JURYDESK_SCALE` naming the folder of a contest that the program `scale` made, the times of that one are said.

use std::path::PathBuf;

use serde_json::Value;
use whole::scale::{Scale, make};
use whole::window::Window;

use crate::desk::until;
use crate::office::open;

const SCALE: Scale = Scale {
    entries: 600,
    judges: 24,
    reviews: 3,
};

/// Clicks, and says how many milliseconds later what is wanted was painted.
const PAINTED: &str = "
    const frame = () => new Promise((done) => requestAnimationFrame(done));
    const begun = performance.now();
    document.querySelector(CLICKED).click();
    while (!document.querySelector(WANTED)) await frame();
    await frame();
    return performance.now() - begun;";

/// Scrolls a list for a hundred frames, and says the longest frame in milliseconds, how many rows were laid out at most, and
/// whether rows were in view at all times.
const SCROLLED: &str = "
    const list = document.querySelector(ROW).closest('.scroll');
    const frame = () => new Promise((done) => requestAnimationFrame(done));
    let [longest, most, filled] = [0, 0, true];
    let last = await frame();
    for (let i = 0; i < 100; i += 1) {
      list.scrollTop += 600;
      const now = await frame();
      longest = Math.max(longest, now - last);
      last = now;
      const rows = [...document.querySelectorAll(ROW)];
      most = Math.max(most, rows.length);
      const view = list.getBoundingClientRect();
      const middle = (view.top + view.bottom) / 2;
      filled &&= rows.some((row) => { const at = row.getBoundingClientRect(); return at.top <= middle && at.bottom >= middle; });
    }
    return [longest, most, filled];";

async fn painted(window: &Window, page: &str, wanted: &str) -> u64 {
    let script = PAINTED
        .replace("CLICKED", &format!("\"[data-testid='nav-{page}']\""))
        .replace("WANTED", &format!("\"{wanted}\""));
    let took = window.promise(&script).await;
    took.as_f64().unwrap_or_else(|| panic!("{page}: {took}")) as u64
}

async fn scrolled(window: &Window, row: &str) -> (u64, u64) {
    let script = SCROLLED.replace("ROW", &format!("\"[data-testid='{row}']\""));
    let told = window.promise(&script).await;
    assert_eq!(told[2], Value::Bool(true), "{row}: {told}");
    (told[0].as_f64().unwrap() as u64, told[1].as_u64().unwrap())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_large_contest_opens_lists_and_finds() {
    let made = tempfile::tempdir().unwrap();
    let (contest, measured) = match std::env::var_os("JURYDESK_SCALE") {
        Some(folder) => (PathBuf::from(folder), true),
        None => (make(made.path(), SCALE), false),
    };
    let window = open(&contest, &made.path().join("data"), "zh").await;
    println!("| page | first, ms | again, ms |\n|---|---|---|");
    for (page, wanted) in [
        ("intake", "[data-testid='queue-line']"),
        ("assign", ".o3 [data-testid='plan-row'], .o3 table"),
        ("packs", "[data-testid='judge-row']"),
        ("results", "[data-testid='rank-row']"),
        ("home", "[data-testid='home']"),
    ] {
        let first = painted(&window, page, wanted).await;
        let away = if page == "home" { "packs" } else { "home" };
        window.click(&format!("nav-{away}")).await;
        until(&window, "document.querySelector('main')").await;
        let again = painted(&window, page, wanted).await;
        println!("| {page} | {first} | {again} |");
        window.picture(&format!("scale-{page}")).await;
    }

    // As many lines as are counted, of which few are laid out.
    for (page, row, list) in [
        ("intake", "queue-line", "ul"),
        ("results", "rank-row", "table"),
    ] {
        window.click(&format!("nav-{page}")).await;
        window.find(row).await;
        let (longest, most) = scrolled(&window, row).await;
        println!("| {page} scrolled: longest frame | {longest} | {most} rows |");
        assert!(most <= 130, "{page}: {most} rows");
        let rows = window
            .script(&format!(
                "const row = document.querySelector(\"[data-testid='{row}']\"); return Number('{list}' === 'ul' ? row.closest('li').getAttribute('aria-setsize') : row.closest('table').getAttribute('aria-rowcount') - 1)"
            ))
            .await
            .as_u64()
            .unwrap();
        if !measured {
            let all = SCALE.entries as u64;
            assert!(
                if page == "results" {
                    rows == all
                } else {
                    rows > all / 3
                },
                "{page}: {rows}"
            );
        }
    }

    // One, two and more characters, in titles, texts, mails and numbers.
    for words in [
        "的",
        "居民",
        "垃圾分类",
        "XH2020-2",
        "sender",
        "没有这样的话",
    ] {
        let took = window
            .promise(&format!(
                "const begun = performance.now(); const found = await window.__TAURI_INTERNALS__.invoke('find_ideas', {{ words: '{words}' }}); return [performance.now() - begun, found.hits.length]"
            ))
            .await;
        println!(
            "| find {words} | {:.0} | {} hits |",
            took[0].as_f64().unwrap(),
            took[1]
        );
    }

    // A hit leads to where the idea is.
    window.click("nav-home").await;
    window.keys("/").await;
    window.find("find-words").await;
    window.keys("XH2020-2").await;
    let first = window.find("find-hit").await;
    let draft = first.attr("data-draft").await.unwrap();
    assert!(draft.is_some());
    window.picture("find-dialog").await;
    window.keys("\u{e007}").await;
    window.find("rank-row").await;
    until(&window, "document.querySelector('tr.at')").await;
    window.picture("find-entry").await;
    window.close().await;
}
