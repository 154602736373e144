//! In every text size and every window from 1024 × 560 to 4K, everything that can be pressed is whole and in reach.

use whole::demo::Demo;
use whole::window::Window;

use crate::desk::{self, at_work, go_to_compare, is, unlock, until};

const WINDOWS: [(u32, u32); 4] = [(1024, 560), (1366, 768), (1920, 1080), (3840, 2160)];
const SIZES: [(&str, u32); 4] = [("m", 16), ("l", 18), ("xl", 20), ("xxl", 22)];

/// What is out of reach or cut off: every control must lie inside the window and inside whatever clips it, once
/// the panes around it have been scrolled to it; and no text may be smaller than 16 px.
const OUT_OF_REACH: &str = r"
const faults = [];
const name = (e) => e.dataset.testid || e.getAttribute('aria-label') || e.textContent.trim().slice(0, 30) || e.className;
const scrolls = (e, axis) => { const s = getComputedStyle(e); return /auto|scroll/.test(axis === 'x' ? s.overflowX : s.overflowY); };
const scope = document.querySelector('[aria-modal]') ?? document.body;
for (const e of scope.querySelectorAll('button, input, textarea, [role=slider], [role=radio]')) {
  if (e.offsetParent === null && getComputedStyle(e).position !== 'fixed') continue;
  if (e.closest('.vh')) continue;
  e.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  // What is cut off cannot be scrolled by a person, though a script can.
  for (let up = e.parentElement; up; up = up.parentElement) {
    if (!scrolls(up, 'y') && up.scrollTop !== 0) up.scrollTop = 0;
    if (!scrolls(up, 'x') && up.scrollLeft !== 0) up.scrollLeft = 0;
  }
  const r = e.getBoundingClientRect();
  if (r.width === 0 || r.height === 0) continue;
  const out = (box, what) => {
    const x = r.left < box.left - 1.5 || r.right > box.right + 1.5;
    const y = r.top < box.top - 1.5 || r.bottom > box.bottom + 1.5;
    if (!x && !y) return false;
    faults.push(`${name(e)}: ${Math.round(r.left)},${Math.round(r.top)} ${Math.round(r.width)}x${Math.round(r.height)} is not inside ${what} ${Math.round(box.left)},${Math.round(box.top)} ${Math.round(box.right)},${Math.round(box.bottom)}`);
    return true;
  };
  if (out({ left: 0, top: 0, right: innerWidth, bottom: innerHeight }, 'the window')) continue;
  for (let up = e.parentElement; up && up !== document.body; up = up.parentElement) {
    const s = getComputedStyle(up);
    if (s.overflowX === 'visible' && s.overflowY === 'visible') continue;
    const b = up.getBoundingClientRect();
    // What is taller than its pane is reached by scrolling it.
    if (scrolls(up, 'y') && r.height > b.height) continue;
    if (out(b, up.className || up.tagName)) break;
  }
  const own = getComputedStyle(e);
  if (e.tagName === 'BUTTON' && e.scrollWidth > e.clientWidth + 1.5 && own.overflowX !== 'visible' && own.textOverflow !== 'ellipsis') faults.push(`${name(e)}: its text is cut off`);
}
const walk = document.createTreeWalker(scope, NodeFilter.SHOW_TEXT);
while (walk.nextNode()) {
  const parent = walk.currentNode.parentElement;
  if (!walk.currentNode.textContent.trim() || parent.offsetParent === null || parent.closest('svg')) continue;
  const size = parseFloat(getComputedStyle(parent).fontSize);
  if (size < 15.99) faults.push(`${size} px: ${walk.currentNode.textContent.trim().slice(0, 30)}`);
}
if (document.documentElement.scrollWidth > innerWidth + 1) faults.push('the page itself is wider than the window');
return [...new Set(faults)].slice(0, 12);
";

async fn faults(window: &Window, at: &str, found: &mut Vec<String>) {
    let faults = window.script(OUT_OF_REACH).await;
    for fault in faults.as_array().into_iter().flatten() {
        found.push(format!("{at}: {}", fault.as_str().unwrap_or_default()));
    }
}

async fn resize_text(window: &Window, pixels: u32) {
    window
        .script(&format!(
            "document.documentElement.style.fontSize = '{pixels}px'"
        ))
        .await;
}

/// Goes through all windows and sizes on the page now open, and through text twice as large.
async fn every_size(window: &Window, page: &str, found: &mut Vec<String>) {
    for (width, height) in WINDOWS {
        window.resize(width, height).await;
        for (name, pixels) in SIZES {
            resize_text(window, pixels).await;
            faults(window, &format!("{page}, {width}×{height}, {name}"), found).await;
        }
    }
    window.resize(1366, 768).await;
    resize_text(window, 32).await;
    faults(window, &format!("{page}, text twice as large"), found).await;
    window.picture(&format!("sizes/{page}-200")).await;
    window.resize(1024, 560).await;
    resize_text(window, 22).await;
    window.picture(&format!("sizes/{page}-1024-xxl")).await;
    window
        .script("document.documentElement.style.fontSize = ''")
        .await;
    window.resize(1366, 768).await;
}

async fn the_desk_holds(language: &str) {
    let demo = Demo::new();
    let window = at_work(&demo, language, "light").await;
    let mut found = Vec::new();
    every_size(&window, &format!("desk-{language}"), &mut found).await;
    if is(
        &window,
        "document.querySelector(\"[data-testid='nav-compare']\")",
    )
    .await
    {
        go_to_compare(&window).await;
        every_size(&window, &format!("compare-{language}"), &mut found).await;
    }
    window.click("nav-submit").await;
    window.find("export-passphrase").await;
    every_size(&window, &format!("submit-{language}"), &mut found).await;
    window.click("help").await;
    window.find("help-keys").await;
    every_size(&window, &format!("help-{language}"), &mut found).await;
    assert!(
        found.is_empty(),
        "{} faults\n{}\n",
        found.len(),
        found.join("\n")
    );
    window.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_desk_holds_in_every_size_in_chinese() {
    the_desk_holds("zh").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_desk_holds_in_every_size_in_english() {
    the_desk_holds("en").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_opening_pages_hold_in_every_size() {
    let demo = Demo::new();
    let data = demo.beside("begun");
    desk::begin(&demo, 0, &data);
    desk::begin(&demo, 1, &data);
    let mut found = Vec::new();
    for language in ["zh", "en"] {
        desk::prefer(&data, language, "light", "m");
        let text = data.to_string_lossy().into_owned();
        let window = Window::open(&["--data", &text], &data).await;
        window.find("continue").await;
        every_size(&window, &format!("start-{language}"), &mut found).await;
        window.click("continue").await;
        window.find("passphrase").await;
        every_size(&window, &format!("open-{language}"), &mut found).await;
        // The pack opened last stands first.
        unlock(&window, &demo.pack(1).1).await;
        every_size(&window, &format!("opened-{language}"), &mut found).await;
        window.close().await;
    }
    assert!(
        found.is_empty(),
        "{} faults\n{}\n",
        found.len(),
        found.join("\n")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_two_keys_of_the_masthead_walk_through_four_sizes_and_are_remembered() {
    let demo = Demo::new();
    let data = demo.beside("data");
    desk::prefer(&data, "zh", "light", "s");
    let text = data.to_string_lossy().into_owned();
    let window = Window::open(&["--data", &text], &data).await;
    window.find("choose-pack").await;
    let pixels = "getComputedStyle(document.documentElement).fontSize";
    // The small size of earlier versions reads as the smallest of today.
    until(&window, &format!("{pixels} === '16px'")).await;
    for wanted in [18, 20, 22, 22] {
        window
            .script("document.querySelector(\"[aria-label='字号增大']\").click()")
            .await;
        until(&window, &format!("{pixels} === '{wanted}px'")).await;
    }
    window
        .until("the size is on the disk", async || {
            std::fs::read_to_string(data.join("preferences.json"))
                .is_ok_and(|text| text.contains("\"xxl\""))
        })
        .await;
    window.close().await;
    let window = Window::open(&["--data", &text], &data).await;
    window.find("choose-pack").await;
    until(&window, &format!("{pixels} === '22px'")).await;
    window.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_filter_set_in_a_wide_window_can_be_taken_off_in_a_narrow_one() {
    let demo = Demo::new();
    let window = at_work(&demo, "zh", "light").await;
    let rows = "document.querySelectorAll(\"[data-testid='tray-row']\").length";
    window.click("filter-flag").await;
    until(&window, &format!("{rows} === 1")).await;
    window.resize(1024, 560).await;
    window.click("unfilter").await;
    until(&window, &format!("{rows} > 1")).await;
    assert!(
        !is(
            &window,
            "document.querySelector(\"[data-testid='unfilter']\")"
        )
        .await
    );
    window.close().await;
}
