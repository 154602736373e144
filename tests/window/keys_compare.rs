//! The keys of the compare page, in the real window, and half points, which a contest may allow.

use whole::bulk::{self, Videos};
use whole::demo::Demo;

use crate::desk::{at_bulk, at_work, key, show_two_ranked};
use crate::keys::{ctrl, lay_out, line, press, shift};

/// Which row is in hand, which rows stand side by side, and the places chosen for them.
const AT: &str = "[...document.querySelectorAll(\"[data-testid='rank-row']\")].findIndex((row) => row.classList.contains('at'))";
const BESIDE: &str = "document.querySelectorAll(\"[data-testid='side-by-side'] .hd h3\").length";
#[tokio::test(flavor = "multi_thread")]
async fn every_key_of_the_compare_page_does_what_is_printed() {
    let demo = Demo::new();
    let window = at_work(&demo, "zh", "light").await;
    lay_out(&window).await;
    window.click("nav-compare").await;
    window
        .script(&format!(
            "Object.defineProperties(window.now, {{ at: {{ get: () => {AT} }}, beside: {{ get: () => {BESIDE} }} }})"
        ))
        .await;
    show_two_ranked(&window).await;
    window.script("document.activeElement?.blur()").await;
    press(
        &window,
        &[
            line(
                "↓ goes to the next row",
                key::DOWN,
                "now.at",
                "now.at !== before",
            ),
            line("↑ goes back", key::UP, "now.at", "now.at !== before"),
            line("J goes to the next row", "j", "now.at", "now.at !== before"),
            line("K goes back", "k", "now.at", "now.at !== before"),
            line(
                "space puts the row side by side",
                " ",
                "now.beside",
                "now.beside !== before",
            ),
            line(
                "space takes it away again",
                " ",
                "now.beside",
                "now.beside !== before",
            ),
            line(
                "F6 goes to the next pane",
                key::F6,
                "now.pane",
                "now.pane !== before",
            ),
            line(
                "Shift+F6 goes back",
                &shift(key::F6),
                "now.pane",
                "now.pane !== before",
            ),
            line("? shows all keys", &shift("?"), "0", "now.modal"),
            line("Esc closes the help", key::ESC, "0", "!now.modal"),
        ],
    )
    .await;
    window.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn where_half_points_count_shift_and_arrow_give_them() {
    let folder = tempfile::tempdir().unwrap();
    let bulk = bulk::make(folder.path(), 6, Videos::None);
    let data = folder.path().join("data");
    let window = at_bulk(&bulk, &data).await;
    lay_out(&window).await;
    press(
        &window,
        &[
            line("7 gives 7", "7", "0", "now.marks.startsWith('14,')"),
            line("↑ goes back to it", key::UP, "0", "now.active === 0"),
            line(
                "Shift+→ puts a half on",
                &shift(key::RIGHT),
                "0",
                "now.marks.startsWith('15,')",
            ),
            line(
                "Shift+← takes a half off",
                &shift(key::LEFT),
                "0",
                "now.marks.startsWith('14,')",
            ),
            line(
                "Ctrl+Z takes that back",
                &ctrl("z"),
                "0",
                "now.marks.startsWith('15,')",
            ),
        ],
    )
    .await;
    window.close().await;
}
