//! The keys of the attachments, in the real window.

use whole::demo::Demo;

use crate::desk::{at_work, is, key, open_row, show_attachment, until};
use crate::keys::{lay_out, line, press, shift};

/// The chosen tab and, in a tab of several pictures, which of them is shown.
const SHOWN: &str = "document.querySelector(\"[data-testid='tab'][aria-selected='true']\").id + (document.querySelector(\"[data-testid='picture-count']\")?.textContent ?? '')";
const SHOWN_CHANGED: &str = "(document.querySelector(\"[data-testid='tab'][aria-selected='true']\").id + (document.querySelector(\"[data-testid='picture-count']\")?.textContent ?? '')) !== before";
const ZOOM: &str = "Number(document.querySelector(\"[data-testid='picture']\").dataset.zoom)";

#[tokio::test(flavor = "multi_thread")]
async fn every_key_of_the_attachments_does_what_is_printed() {
    let demo = Demo::new();
    let window = at_work(&demo, "zh", "light").await;
    lay_out(&window).await;
    assert!(show_attachment(&window, "video").await);
    until(&window, "now.video?.readyState >= 1").await;
    // The keys work from the scoring column, where the focus is on arrival.
    window
        .script("document.querySelector(\"[data-testid='criterion'][data-active='true']\").focus()")
        .await;
    press(
        &window,
        &[
            line("space plays", " ", "0", "!now.video.paused && now.video.currentTime > .3"),
            line("space pauses", " ", "0", "now.video.paused"),
            line(". goes 5 s on", ".", "now.video.currentTime", "now.video.currentTime > before + 3"),
            line(", goes 5 s back", ",", "now.video.currentTime", "now.video.currentTime < before - 3"),
            line("] is faster", "]", "now.video.playbackRate", "now.video.playbackRate > before"),
            line("[ is slower", "[", "now.video.playbackRate", "now.video.playbackRate < before"),
            line("Shift+. goes one frame on", &shift("."), "now.video.currentTime", "now.video.currentTime > before && now.video.currentTime < before + .1"),
            line("Shift+, goes one frame back", &shift(","), "now.video.currentTime", "now.video.currentTime < before && now.video.currentTime > before - .1"),
            line("N writes a note", "n", "0", "document.activeElement.dataset.testid === 'note-text' && now.video.paused"),
            line("Esc leaves the note", key::ESC, "0", "document.activeElement.dataset.testid !== 'note-text'"),
            line("V folds", "v", "document.querySelector('.dmedia, main').innerHTML.length", "document.querySelector('[aria-expanded=false].vbtn') || document.querySelector('.dmedia, main').innerHTML.length !== before"),
            line("V unfolds", "v", "0", "now.video.getBoundingClientRect().height > 100"),
            line("F11 fills the screen", key::F11, "0", "document.fullscreenElement"),
            line("F11 comes back", key::F11, "0", "!document.fullscreenElement"),
        ],
    )
    .await;
    assert!(show_attachment(&window, "image").await);
    window
        .script(
            "document.querySelector(\"[data-testid='criterion'][data-active='true']\")?.focus()",
        )
        .await;
    until(
        &window,
        "document.querySelector(\"[data-testid='picture']\")?.getBoundingClientRect().width > 0",
    )
    .await;
    press(
        &window,
        &[
            line(
                "Z magnifies",
                "z",
                ZOOM,
                "Number(document.querySelector(\"[data-testid='picture']\").dataset.zoom) > before",
            ),
            line(
                "+ magnifies further",
                &shift("+"),
                ZOOM,
                "Number(document.querySelector(\"[data-testid='picture']\").dataset.zoom) > before",
            ),
            line(
                "- takes a step back",
                "-",
                ZOOM,
                "Number(document.querySelector(\"[data-testid='picture']\").dataset.zoom) < before",
            ),
        ],
    )
    .await;
    // T goes on to the next attachment, where there are several kinds.
    let rows = window
        .script("return [...document.querySelectorAll(\"[data-testid='tray-row']\")].map((row) => row.dataset.number)")
        .await;
    for number in rows.as_array().unwrap() {
        open_row(
            &window,
            &format!("row.dataset.number === '{}'", number.as_str().unwrap()),
        )
        .await;
        if is(
            &window,
            "document.querySelectorAll(\"[data-testid='tab']\").length > 1",
        )
        .await
        {
            window.script("document.querySelector(\"[data-testid='criterion'][data-active='true']\")?.focus()").await;
            // A tab of several pictures goes through them before the next tab.
            press(
                &window,
                &[line(
                    "T goes on to the next attachment",
                    "t",
                    SHOWN,
                    SHOWN_CHANGED,
                )],
            )
            .await;
            break;
        }
    }
    window.close().await;
}
