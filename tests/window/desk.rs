//! Ways into the judge's window that several tests share, and questions to it.

use std::path::Path;

use contest::Points;
use desk::{Change, Desk, Recusal, RecusalKind, Session};
use rand::rngs::OsRng;
use seal::Passphrase;
use serde_json::Value;
use whole::bulk::Bulk;
use whole::demo::Demo;
use whole::judging::now;
use whole::window::Window;

/// WebDriver's codes for keys without a character.
pub(crate) mod key {
    pub(crate) const NONE: &str = "\u{e000}";
    pub(crate) const ENTER: &str = "\u{e007}";
    pub(crate) const SHIFT: &str = "\u{e008}";
    pub(crate) const CTRL: &str = "\u{e009}";
    pub(crate) const ESC: &str = "\u{e00c}";
    pub(crate) const PAGE_UP: &str = "\u{e00e}";
    pub(crate) const PAGE_DOWN: &str = "\u{e00f}";
    pub(crate) const LEFT: &str = "\u{e012}";
    pub(crate) const UP: &str = "\u{e013}";
    pub(crate) const RIGHT: &str = "\u{e014}";
    pub(crate) const DOWN: &str = "\u{e015}";
    pub(crate) const DELETE: &str = "\u{e017}";
    pub(crate) const F1: &str = "\u{e031}";
    pub(crate) const F6: &str = "\u{e036}";
    pub(crate) const F11: &str = "\u{e03b}";
}

/// Stores how the window is to look and speak before it opens.
pub(crate) fn prefer(data: &Path, language: &str, look: &str, size: &str) {
    std::fs::create_dir_all(data).unwrap();
    let text = format!(r#"{{"language":"{language}","look":"{look}","textSize":"{size}"}}"#);
    std::fs::write(data.join("preferences.json"), text).unwrap();
}

/// Leaves a judge in the middle of the work in this data folder: most entries scored, one a draft, one flagged,
/// one recused, the rest open.
pub(crate) fn begin(demo: &Demo, judge: usize, data: &Path) {
    let (file, passphrase) = demo.pack(judge);
    let passphrase = Passphrase::parse(&passphrase).unwrap();
    let mut desk = Desk::open(data).unwrap();
    let (mut session, _) = Session::open(&mut desk, &file, &passphrase, now(), &mut OsRng).unwrap();
    session.confirm_fingerprint(&desk, now()).unwrap();
    let numbers: Vec<String> = session.entries().iter().map(|e| e.number.clone()).collect();
    // Marks of a judge who uses the scale: spread, with a tie here and there.
    let marks = [8.0, 7.0, 9.0, 6.0, 8.0, 5.0, 7.0, 9.0, 8.0, 6.0];
    for (place, number) in numbers.iter().enumerate().skip(1) {
        if place + 3 > numbers.len() {
            break;
        }
        let mut put = |change: Change| {
            session.change(&mut desk, number, change, now()).unwrap();
        };
        if place == 2 {
            put(Change::Recuse(Recusal {
                kind: RecusalKind::WorkedOnIt,
                note: "曾参与该项目论证".to_owned(),
            }));
            continue;
        }
        let (_, theme) = session.entry(number).unwrap();
        let criteria: Vec<String> = theme.criteria.iter().map(|c| c.id.clone()).collect();
        let given = if place == 3 { 2 } else { criteria.len() };
        for (which, criterion) in criteria.iter().take(given).enumerate() {
            let points = marks[(place * 3 + which) % marks.len()];
            let mark = Change::Mark(
                criterion.parse().unwrap(),
                Points::try_from(points).unwrap(),
            );
            session.change(&mut desk, number, mark, now()).unwrap();
        }
        if place != 3 {
            let comment =
                "对象明确，做法具体，成本可控；建议补充数据来源，并说明试点之后由谁接手管理。";
            let change = Change::Comment(comment.to_owned());
            session.change(&mut desk, number, change, now()).unwrap();
        }
        if place == 4 {
            session
                .change(&mut desk, number, Change::Flag(true), now())
                .unwrap();
        }
    }
    session.stop_at(&desk, &numbers[0]).unwrap();
}

/// Types the passphrase on the opening page and waits for the checked cover.
pub(crate) async fn unlock(window: &Window, passphrase: &str) {
    window.write("passphrase", passphrase).await;
    window.click("unlock").await;
    window
        .css("[data-testid='fingerprint-match'], [data-testid='fingerprint-matched']")
        .await;
}

/// Goes from the opening page to the desk, comparing the fingerprint when that has not been done.
pub(crate) async fn enter(window: &Window, passphrase: &str) {
    unlock(window, passphrase).await;
    if is(
        window,
        "document.querySelector(\"[data-testid='fingerprint-match']\") !== null",
    )
    .await
    {
        window.click("fingerprint-match").await;
    }
    window.click("enter-desk").await;
    window.find("total").await;
    window
        .css("[data-testid='criterion'], [data-testid='recused']")
        .await;
}

/// The demonstration's first judge at the desk, in the middle of the work.
pub(crate) async fn at_work(demo: &Demo, language: &str, look: &str) -> Window {
    let data = demo.folder().join("judge");
    begin(demo, 0, &data);
    prefer(&data, language, look, "m");
    let folder = demo.folder();
    let window = Window::open(&["--demo", &folder.to_string_lossy()], &folder).await;
    enter(&window, &demo.pack(0).1).await;
    window
}

/// The desk on a bulk pack, with this data folder.
pub(crate) async fn at_bulk(bulk: &Bulk, data: &Path) -> Window {
    let (pack, folder) = (bulk.pack.to_string_lossy(), data.to_string_lossy());
    let window = Window::open(&["--data", &folder, &pack], data).await;
    enter(&window, &bulk.digits).await;
    window
}

/// Goes to the compare page.
pub(crate) async fn go_to_compare(window: &Window) {
    window.click("nav-compare").await;
    until(
        window,
        "document.querySelector(\"[data-testid='nav-compare'][aria-current]\")",
    )
    .await;
}

/// On the compare page: shows the first theme in which two entries are scored.
pub(crate) async fn show_two_ranked(window: &Window) {
    let themes = window
        .script("return document.querySelectorAll(\"[data-testid='theme']\").length")
        .await
        .as_u64()
        .unwrap();
    for theme in 0..themes {
        window
            .script(&format!(
                "document.querySelectorAll(\"[data-testid='theme']\")[{theme}].click()"
            ))
            .await;
        window
            .css("[data-testid='nothing-scored'], [data-testid='rank-row']")
            .await;
        if is(
            window,
            "document.querySelectorAll(\"[data-testid='rank-row']\").length >= 2",
        )
        .await
        {
            return;
        }
    }
    panic!("no theme has two scored entries");
}

/// Whether an expression holds in the page.
pub(crate) async fn is(window: &Window, expression: &str) -> bool {
    window
        .script(&format!("return Boolean({expression})"))
        .await
        == Value::Bool(true)
}

/// Waits until an expression holds in the page.
pub(crate) async fn until(window: &Window, expression: &str) {
    window
        .until(expression, async || is(window, expression).await)
        .await;
}

/// The text an expression gives in the page.
pub(crate) async fn text(window: &Window, expression: &str) -> String {
    let value = window.script(&format!("return String({expression})")).await;
    value.as_str().unwrap_or_default().to_owned()
}

/// The number of the entry in hand.
pub(crate) const CURRENT: &str =
    "(document.querySelector(\"[data-testid='tray-row'][aria-current]\")?.dataset.number ?? '')";

/// The marks of the entry in hand as one word, for example `16,14,,,`.
pub(crate) const MARKS: &str = "[...document.querySelectorAll(\"[data-testid='criterion']\")].map((c) => c.dataset.mark).join()";

/// Clicks the row of the tray for which `wanted`, an expression over `row`, holds; opens every group first.
pub(crate) async fn open_row(window: &Window, wanted: &str) {
    window
        .script("for (const head of document.querySelectorAll('.ghead[aria-expanded=false]')) head.click()")
        .await;
    let row = format!(
        "[...document.querySelectorAll(\"[data-testid='tray-row']\")].find((row) => {wanted})"
    );
    until(window, &format!("{row} !== undefined")).await;
    let number = text(window, &format!("{row}.dataset.number")).await;
    window.script(&format!("{row}.click()")).await;
    until(window, &format!("{CURRENT} === '{number}'")).await;
}

/// Goes through the tray until an entry has an attachment of this kind, and shows it; says whether there is one.
pub(crate) async fn show_attachment(window: &Window, kind: &str) -> bool {
    window
        .script("for (const head of document.querySelectorAll('.ghead[aria-expanded=false]')) head.click()")
        .await;
    let all = window
        .script("return [...document.querySelectorAll(\"[data-testid='tray-row']\")].map((row) => row.dataset.number)")
        .await;
    for number in all.as_array().unwrap() {
        let number = number.as_str().unwrap();
        open_row(window, &format!("row.dataset.number === '{number}'")).await;
        let tab = format!("document.querySelector(\"[data-testid='tab'][data-kind='{kind}']\")");
        // The title follows the entry; the tabs come with it.
        until(
            window,
            "document.querySelector(\"[data-testid='entry-title']\") !== null",
        )
        .await;
        if is(window, &format!("{tab} !== null")).await {
            window.script(&format!("{tab}.click()")).await;
            until(
                window,
                &format!("{tab}.getAttribute('aria-selected') === 'true'"),
            )
            .await;
            return true;
        }
    }
    false
}
