//! The counterpart of every reference screen, taken from the real window at the same size.

use std::collections::BTreeSet;

use whole::demo::Demo;
use whole::judging::judge_by;
use whole::programs::{jury_json, root};
use whole::window::Window;

use crate::desk::{
    self, at_work, go_to_compare, key, open_row, prefer, show_attachment, show_two_ranked, unlock,
    until,
};
use crate::office::{self, Office};
use crate::receipt::export;

/// Every reference screen, and its size.
const PICTURED: [(&str, u32, u32); 23] = [
    ("j1-start", 1366, 768),
    ("j1-open", 1366, 768),
    ("j2-scoring", 1366, 768),
    ("j2-scoring-1920", 1920, 1080),
    ("j2-scoring-690", 1366, 690),
    ("j2-scoring-1093", 1093, 560),
    ("j2-scoring-dark", 1366, 768),
    ("j2-scoring-en", 1366, 768),
    ("j2-media", 1366, 768),
    ("j2-reading", 1366, 768),
    ("j2-keys", 1366, 768),
    ("j3-rank", 1366, 768),
    ("j4-submit", 1366, 768),
    ("j4-exported", 1366, 768),
    ("o1-home", 1366, 768),
    ("o2-intake", 1366, 768),
    ("o3-assign", 1366, 768),
    ("o4-packs", 1366, 768),
    ("o5-results", 1366, 768),
    ("o5-results-1920", 1920, 1080),
    ("components", 1366, 1550),
    ("states-empty", 1366, 768),
    ("states-error", 1366, 768),
];

/// Takes the picture of a reference screen at the size of that screen.
async fn take(window: &Window, name: &str) {
    let (_, width, height) = PICTURED
        .iter()
        .find(|(known, ..)| *known == name)
        .expect("a reference screen");
    window.resize(*width, *height).await;
    // Fonts first, then one frame with the layout of this size.
    window
        .client
        .execute_async(
            "const done = arguments[arguments.length - 1];
             document.fonts.ready.then(() => requestAnimationFrame(() => requestAnimationFrame(() => done(null))))",
            vec![],
        )
        .await
        .unwrap();
    let place = window.picture(&format!("reference/{name}")).await;
    let png = std::fs::read(place).unwrap();
    let side = |at: usize| u32::from_be_bytes(png[at..at + 4].try_into().unwrap());
    assert_eq!((side(16), side(20)), (*width, *height), "{name}");
}

/// The entry of the design's scoring page: a video, a few marks given, text to read.
async fn half_scored(window: &Window) {
    open_row(
        window,
        "row.dataset.status === 'open' && row.querySelector('.v')",
    )
    .await;
    until(window, "document.querySelector('video')?.readyState >= 2").await;
    until(window, "document.activeElement.closest('[data-scoring]')").await;
    for mark in ["8", "7", "9"] {
        window.keys(mark).await;
    }
    until(
        window,
        "document.querySelectorAll(\"[data-testid='criterion'][data-mark='']\").length === 2",
    )
    .await;
    until(
        window,
        "document.querySelector(\"[data-testid='saved']\").dataset.state === 'saved'",
    )
    .await;
    // A picture from inside the video, not its first frame. Played for a moment, so that the frame is painted.
    window.script("const video = document.querySelector('video'); video.muted = true; video.currentTime = video.duration * .4; video.play()").await;
    until(window, "document.querySelector('video').currentTime > document.querySelector('video').duration * .4 + .4").await;
    window
        .script("document.querySelector('video').pause()")
        .await;
    until(window, "document.querySelector('video').paused").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_opening_pages_have_their_pictures() {
    let demo = Demo::new();
    let empty = demo.beside("empty");
    prefer(&empty, "zh", "light", "m");
    let text = empty.to_string_lossy().into_owned();
    let window = Window::open(&["--data", &text], &empty).await;
    window.find("choose-pack").await;
    take(&window, "states-empty").await;
    window.close().await;

    let other = Demo::another();
    let data = demo.beside("begun");
    desk::begin(&other, 1, &data);
    desk::begin(&demo, 0, &data);
    prefer(&data, "zh", "light", "m");
    let text = data.to_string_lossy().into_owned();
    let window = Window::open(&["--data", &text], &data).await;
    until(
        &window,
        "document.querySelectorAll(\"[data-testid='recent']\").length === 2",
    )
    .await;
    take(&window, "j1-start").await;
    window.close().await;

    let folder = demo.folder();
    prefer(&folder.join("judge"), "zh", "light", "m");
    let window = Window::open(&["--demo", &folder.to_string_lossy()], &folder).await;
    for tries in 1..=3 {
        window.overwrite("passphrase", "12345678901234567890").await;
        window.click("unlock").await;
        let code = if tries < 3 {
            "wrong_passphrase"
        } else {
            "passphrase_wait"
        };
        until(
            &window,
            &format!("document.querySelector(\"[data-code='{code}']\")"),
        )
        .await;
        if tries < 3 {
            until(
                &window,
                "!document.querySelector(\"[data-testid='unlock']\").disabled",
            )
            .await;
        }
    }
    take(&window, "states-error").await;
    window.close().await;

    let window = Window::open(&["--demo", &folder.to_string_lossy()], &folder).await;
    unlock(&window, &demo.pack(0).1).await;
    window.find("fingerprint-match").await;
    take(&window, "j1-open").await;
    window.click("fingerprint-differ").await;
    window.picture("states/fingerprint-differs").await;
    window.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_desk_has_its_pictures() {
    let demo = Demo::new();
    let window = at_work(&demo, "zh", "light").await;
    half_scored(&window).await;
    for name in [
        "j2-scoring-1920",
        "j2-scoring-690",
        "j2-scoring-1093",
        "j2-scoring",
    ] {
        take(&window, name).await;
    }
    window
        .script("document.documentElement.dataset.theme = 'dark'")
        .await;
    take(&window, "j2-scoring-dark").await;
    window
        .script("document.documentElement.dataset.theme = 'light'")
        .await;

    window.keys("?").await;
    window.find("help-keys").await;
    take(&window, "j2-keys").await;
    window.click("help-guide").await;
    window.find("guide").await;
    window.picture("states/help-guide").await;
    window.click("help-about").await;
    window.find("about").await;
    window.picture("states/help-about").await;
    window.click("close-help").await;

    // A note at a moment of the video, and the player while it plays.
    window
        .script("document.querySelector(\"[data-testid='criterion'][data-active='true']\").focus()")
        .await;
    window.keys("n").await;
    window
        .keys(&format!("成本只算了一次性投入{}", key::ENTER))
        .await;
    until(
        &window,
        "document.querySelectorAll(\"[data-testid='note']\").length > 0",
    )
    .await;
    take(&window, "j2-media").await;

    assert!(show_attachment(&window, "pdf").await);
    take(&window, "j2-reading").await;

    // The other states of the desk.
    window.click("filter-draft").await;
    window.picture("states/tray-drafts").await;
    window.click("filter-flag").await;
    window
        .script("document.querySelector(\"[data-testid='tray-row']\")?.click()")
        .await;
    window.find("total").await;
    until(
        &window,
        "document.querySelector(\"[data-testid='flag'][aria-pressed=true]\")",
    )
    .await;
    window.click("flag").await;
    until(
        &window,
        "document.querySelectorAll(\"[data-testid='tray-row']\").length === 0",
    )
    .await;
    window.picture("states/tray-nothing-flagged").await;
    window.click("filter-all").await;
    open_row(&window, "row.dataset.status === 'recused'").await;
    window.find("recused").await;
    window.picture("states/recused").await;
    open_row(&window, "row.dataset.status === 'open'").await;
    window.click("recuse").await;
    window.find("recuse-keep").await;
    window.picture("states/recusal-asks-first").await;
    window.keys(key::ESC).await;
    window.close().await;

    let english = Demo::new();
    let window = at_work(&english, "en", "light").await;
    half_scored(&window).await;
    take(&window, "j2-scoring-en").await;
    window.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn comparing_and_handing_in_have_their_pictures() {
    let demo = Demo::new();
    let window = at_work(&demo, "zh", "light").await;
    go_to_compare(&window).await;
    show_two_ranked(&window).await;
    window.script("document.activeElement?.blur()").await;
    for keys in [" ", key::DOWN, " "] {
        window.keys(keys).await;
    }
    until(
        &window,
        "document.querySelectorAll(\"[data-testid='side-by-side'] .hd h3\").length === 2",
    )
    .await;
    take(&window, "j3-rank").await;
    window.click("nav-submit").await;
    window.write("export-passphrase", &demo.pack(0).1).await;
    take(&window, "j4-submit").await;
    window
        .script("document.querySelector(\"[data-testid='nav-score']\").click()")
        .await;
    window.find("total").await;
    export(
        &window,
        &demo,
        &demo.beside("usb").join("湖畔金点子_J01_第1版.scorebundle"),
    )
    .await;
    take(&window, "j4-exported").await;
    window.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_organisers_pages_and_the_parts_have_their_pictures() {
    let demo = Demo::new();
    let contest = demo.folder().to_string_lossy().into_owned();
    for judge in 0..3 {
        // Judges who agree in the main and differ in strictness.
        let marks = |at: usize| {
            [9.0, 7.0, 8.0, 5.0, 6.0, 8.0, 7.0][(at * (judge + 2)) % 7] - [0.0, 1.0, 0.0][judge]
        };
        let bundle = judge_by(&demo, judge, marks);
        jury_json(&["merge", &contest, &bundle.to_string_lossy()], 0);
    }
    let window = office::open(&demo.folder(), &demo.beside("data"), "zh").await;
    take(&window, "o1-home").await;
    window.click("nav-assign").await;
    window.find("plan-state").await;
    take(&window, "o3-assign").await;
    window.click("nav-packs").await;
    window.find("organizer-drop").await;
    take(&window, "o4-packs").await;
    window.click("nav-results").await;
    window.find("rank-row").await;
    take(&window, "o5-results-1920").await;
    take(&window, "o5-results").await;
    window.click("help").await;
    window.find("help-keys").await;
    window.picture("states/organizer-keys").await;
    window.click("close-help").await;
    window
        .script("location.href = new URL('/parts.html', location.href).href")
        .await;
    window.find("open-dialog").await;
    take(&window, "components").await;
    window.click("open-dialog").await;
    window.find("recuse-keep").await;
    window.picture("states/parts-dialog").await;
    window.keys(key::ESC).await;
    window.close().await;

    let office = Office::new();
    let window = office.open("zh").await;
    window.picture("states/organizer-home-intake").await;
    window.click("nav-intake").await;
    window.find("draft-theme").await;
    take(&window, "o2-intake").await;
    window.close().await;
}

#[test]
fn every_reference_screen_is_pictured_and_spoken_of() {
    let document =
        std::fs::read_to_string(root().join("docs/decisions/reference-screens.md")).unwrap();
    let spoken_of: Vec<&str> = document
        .lines()
        .filter_map(|line| line.strip_prefix("| `")?.split_once("` | pictured |"))
        .map(|(name, _)| name)
        .collect();
    let rows = document
        .lines()
        .filter(|line| line.starts_with("| `"))
        .count();
    assert_eq!(rows, spoken_of.len(), "every row is of a pictured screen");
    let pictured: BTreeSet<&str> = PICTURED.iter().map(|(name, ..)| *name).collect();
    assert_eq!(spoken_of.len(), PICTURED.len());
    assert_eq!(spoken_of.into_iter().collect::<BTreeSet<_>>(), pictured);
}
