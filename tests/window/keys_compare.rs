//! The keys of the compare page, in the real window, and half points, which a contest may allow.

use whole::bulk::{self, Videos};
use whole::demo::Demo;
use whole::window::Window;

use crate::desk::{at_work, enter, is, key};
use crate::keys::{ctrl, lay_out, line, press, shift};

/// Which row is in hand, which rows stand side by side, and the places chosen for them.
const AT: &str = "[...document.querySelectorAll(\"[data-testid='rank-row']\")].findIndex((row) => row.classList.contains('at'))";
const BESIDE: &str = "document.querySelectorAll(\"[data-testid='side-by-side'] .hd h3\").length";
const TWO_ROWS: &str = "document.querySelectorAll(\"[data-testid='rank-row']\").length >= 2";

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
    // The first theme in which two entries are scored.
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
        if is(&window, TWO_ROWS).await {
            break;
        }
    }
    assert!(
        is(&window, TWO_ROWS).await,
        "a theme with two scored entries"
    );
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
    let window = Window::open(
        &[
            "--data",
            &data.to_string_lossy(),
            &bulk.pack.to_string_lossy(),
        ],
        &data,
    )
    .await;
    enter(&window, &bulk.digits).await;
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
