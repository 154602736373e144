//! The compare page: own ranks, a tie put in order by keyboard, two entries side by side, and on to submitting.

use serde_json::json;
use whole::bulk::{self, Videos};
use whole::demo::Demo;
use whole::window::Window;

use crate::desk::{CURRENT, at_bulk, is, key, open_row, text, unlock, until};

/// Scores the entry in hand by keyboard, the same mark for each criterion but the first.
async fn score(window: &Window, number: &str, first: char, others: char) {
    open_row(window, &format!("row.dataset.number === '{number}'")).await;
    window
        .script("document.querySelector(\"[data-testid='criterion'] [role=radio]\")?.focus()")
        .await;
    let count = window
        .script("return document.querySelectorAll(\"[data-testid='criterion']\").length")
        .await
        .as_u64()
        .unwrap();
    window.keys(&first.to_string()).await;
    for _ in 1..count {
        window.keys(&others.to_string()).await;
    }
    until(
        window,
        &format!(
            "document.querySelector(\"[data-testid='tray-row'][data-number='{number}']\")?.dataset.status === 'scored'"
        ),
    )
    .await;
}

fn row(number: &str) -> String {
    format!("document.querySelector(\"[data-testid='rank-row'][data-number='{number}']\")")
}

async fn press(window: &Window, keys: &str) {
    window.keys(keys).await;
}

/// Moves to a row with the arrow keys alone.
async fn go_to(window: &Window, number: &str) {
    let at = format!("{}.classList.contains('at')", row(number));
    for _ in 0..12 {
        press(window, key::UP).await;
    }
    for _ in 0..12 {
        if is(window, &at).await {
            return;
        }
        press(window, key::DOWN).await;
    }
    panic!("{number} was never reached");
}

async fn order_shown(window: &Window) -> Vec<String> {
    let all = window
        .script("return [...document.querySelectorAll(\"[data-testid='rank-row']\")].map((row) => row.dataset.number)")
        .await;
    serde_json::from_value(all).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_tie_is_put_in_order_by_keyboard_and_handed_in() {
    let demo = Demo::new();
    let folder = demo.folder();
    let (_, passphrase) = demo.pack(0);
    let window = Window::open(&["--demo", &folder.to_string_lossy()], &folder).await;
    unlock(&window, &passphrase).await;
    window.click("fingerprint-match").await;
    window.click("enter-desk").await;
    window.find("total").await;

    // Nothing scored yet: the page says so.
    window.click("nav-compare").await;
    window.find("nothing-scored").await;
    window.picture("j3-empty").await;
    window.click("nav-score").await;
    window.find("total").await;

    // Entries of the largest theme: two alike, the others apart.
    window
        .script("for (const head of document.querySelectorAll('.ghead[aria-expanded=false]')) head.click()")
        .await;
    let groups = window
        .script("return [...document.querySelectorAll('.groups ul')].map((list) => [...list.querySelectorAll(\"[data-testid='tray-row']\")].map((row) => row.dataset.number))")
        .await;
    let groups: Vec<Vec<String>> = serde_json::from_value(groups).unwrap();
    let theme = groups.into_iter().max_by_key(Vec::len).unwrap();
    assert!(theme.len() >= 3, "a theme of three entries: {theme:?}");
    let (one, other, third) = (&theme[0], &theme[1], &theme[2]);
    score(&window, one, '8', '8').await;
    score(&window, other, '8', '8').await;
    score(&window, third, '9', '7').await;
    for (further, marks) in theme
        .iter()
        .skip(3)
        .zip([('6', '9'), ('5', '6'), ('7', '5')])
    {
        score(&window, further, marks.0, marks.1).await;
    }

    window.click("nav-compare").await;
    until(&window, &format!("{} !== null", row(one))).await;
    let rank = format!("{}.cells[0].textContent.trim()", row(one));
    assert!(
        text(&window, &rank).await.ends_with('='),
        "a tie is explicit"
    );
    assert_eq!(
        text(&window, &rank).await,
        text(&window, &rank.replace(one, other)).await
    );
    let before = order_shown(&window).await;
    let label = text(
        &window,
        "document.querySelector(\"[data-testid='distribution']\").getAttribute('aria-label')",
    )
    .await;
    assert!(label.contains("均值"), "{label}");

    // Clicking a row, and pressing digits without two entries side by side, changes no rank.
    window.script(&format!("{}.click()", row(third))).await;
    press(&window, "1").await;
    assert_eq!(order_shown(&window).await, before);

    // Both beside each other with the space bar.
    go_to(&window, one).await;
    press(&window, " ").await;
    go_to(&window, other).await;
    press(&window, " ").await;
    until(
        &window,
        "document.querySelectorAll(\"[data-testid='side-by-side'] .hd h3\").length === 2",
    )
    .await;
    window.find("tie-badge").await;
    assert!(
        !window
            .find("confirm-order")
            .await
            .is_enabled()
            .await
            .unwrap()
    );

    // The second of the two first: 1 here, 2 there, confirmed.
    press(&window, "1").await;
    go_to(&window, one).await;
    press(&window, "2").await;
    assert_eq!(
        order_shown(&window).await,
        before,
        "nothing moves before it is confirmed"
    );
    window.click("confirm-order").await;
    let ahead = |rows: &[String], first: &str, second: &str| {
        let place = |number: &str| rows.iter().position(|row| row == number);
        place(first) < place(second)
    };
    window
        .until("the order is shown", async || {
            ahead(&order_shown(&window).await, other, one)
        })
        .await;
    assert!(
        text(&window, &rank).await.ends_with('='),
        "the rank stays shared"
    );
    window.picture("j3-rank").await;

    // Taken back and forward again.
    window.script("document.activeElement?.blur()").await;
    press(&window, &format!("{}z{}", key::CTRL, key::NONE)).await;
    window
        .until("the order is taken back", async || {
            ahead(&order_shown(&window).await, one, other)
        })
        .await;
    press(&window, &format!("{}y{}", key::CTRL, key::NONE)).await;
    window
        .until("the order is there again", async || {
            ahead(&order_shown(&window).await, other, one)
        })
        .await;

    // Enter opens the entry of the row; the page remembers what stood side by side.
    go_to(&window, third).await;
    press(&window, key::ENTER).await;
    window.find("total").await;
    until(&window, &format!("{CURRENT} === '{third}'")).await;
    window.click("nav-compare").await;
    window.find("side-by-side").await;

    window.click("nav-submit").await;
    until(
        &window,
        "[...document.querySelectorAll(\"[data-testid='passed']\")].some((line) => line.textContent.includes('并列先后已定'))",
    )
    .await;
    window.click("nav-compare").await;
    for (size, name) in [
        ((1024, 560), "j3-rank-1024"),
        ((1920, 1080), "j3-rank-1920"),
    ] {
        window.resize(size.0, size.1).await;
        window.find("side-by-side").await;
        assert_eq!(
            window
                .script("return [document.documentElement.scrollWidth <= innerWidth, document.documentElement.scrollHeight <= innerHeight]")
                .await,
            json!([true, true]),
            "the page itself never scrolls at {size:?}"
        );
        window.picture(name).await;
    }
    window.resize(1366, 768).await;
    window
        .script("document.documentElement.dataset.theme = 'dark'")
        .await;
    window.picture("j3-rank-dark").await;
    window.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn three_tied_entries_are_put_in_order_by_1_2_3_and_confirmed_by_ctrl_enter() {
    let folder = tempfile::tempdir().unwrap();
    let bulk = bulk::make(folder.path(), 12, Videos::None);
    let data = folder.path().join("data");
    let window = at_bulk(&bulk, &data).await;
    let theme = window
        .script("return [...document.querySelector('.groups ul').querySelectorAll(\"[data-testid='tray-row']\")].map((row) => row.dataset.number)")
        .await;
    let theme: Vec<String> = serde_json::from_value(theme).unwrap();
    assert_eq!(theme.len(), 3, "{theme:?}");
    for number in &theme {
        score(&window, number, '7', '7').await;
    }
    window.click("nav-compare").await;
    until(&window, &format!("{} !== null", row(&theme[0]))).await;
    for number in &theme {
        go_to(&window, number).await;
        press(&window, " ").await;
    }
    until(
        &window,
        "document.querySelectorAll(\"[data-testid='side-by-side'] .hd h3\").length === 3",
    )
    .await;

    // The last first.
    for (number, place) in theme.iter().zip(["3", "2", "1"]) {
        go_to(&window, number).await;
        press(&window, place).await;
    }
    press(
        &window,
        &format!("{}{}{}", key::CTRL, key::ENTER, key::NONE),
    )
    .await;
    let wanted: Vec<String> = theme.iter().rev().cloned().collect();
    window
        .until("the confirmed order is shown", async || {
            order_shown(&window).await == wanted
        })
        .await;
    let ranks = text(
        &window,
        "[...document.querySelectorAll(\"[data-testid='rank-row']\")].map((row) => row.cells[0].textContent.trim()).join()",
    )
    .await;
    assert_eq!(ranks, "1=,1=,1=", "all three still share the rank");
    window.picture("j3-three-tied").await;
    window.close().await;
}
