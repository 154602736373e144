//! The keyboard map, in the real window: every key does what is printed, and typing is typing.

use whole::demo::Demo;
use whole::window::Window;

use crate::desk::{CURRENT, MARKS, at_work, is, key, open_row, show_attachment, text, until};
use crate::dialog;

/// One line of the map: what it is called, the keys, and what then holds in the page. `before` stands for what
/// the page said before the keys.
struct Line {
    name: &'static str,
    keys: String,
    /// What is read before the keys, as an expression.
    read: &'static str,
    holds: &'static str,
}

fn line(name: &'static str, keys: &str, read: &'static str, holds: &'static str) -> Line {
    Line {
        name,
        keys: keys.to_owned(),
        read,
        holds,
    }
}

fn ctrl(key: &str) -> String {
    format!("{}{key}{}", key::CTRL, key::NONE)
}

fn shift(key: &str) -> String {
    format!("{}{key}{}", key::SHIFT, key::NONE)
}

const ACTIVE: &str = "[...document.querySelectorAll(\"[data-testid='criterion']\")].findIndex((c) => c.dataset.active === 'true')";
const FLAG: &str = "document.querySelector(\"[data-testid='flag']\").ariaPressed";
const MODAL: &str = "document.querySelector('[aria-modal]')";
const SCROLLED: &str = "[...document.querySelectorAll('.dossier *, .scroll')].reduce((top, e) => Math.max(top, e.closest('aside') ? 0 : e.scrollTop), 0)";
const PANE: &str = "[...document.querySelectorAll('[data-pane]')].findIndex((pane) => pane.contains(document.activeElement))";

/// Makes the constants above, `current` and `marks` known to the page under short names.
async fn lay_out(window: &Window) {
    window
        .script(&format!(
            "window.now = {{ get current() {{ return {CURRENT} }}, get marks() {{ return {MARKS} }}, get active() {{ return {ACTIVE} }}, \
             get flag() {{ return {FLAG} }}, get modal() {{ return {MODAL} }}, get scrolled() {{ return {SCROLLED} }}, get pane() {{ return {PANE} }}, \
             get video() {{ return document.querySelector('video') }} }}"
        ))
        .await;
}

async fn press(window: &Window, lines: &[Line]) {
    for line in lines {
        window
            .script(&format!("window.before = {}", line.read))
            .await;
        window.keys(&line.keys).await;
        window
            .until(&format!("{}: {}", line.name, line.holds), async || {
                is(window, line.holds).await
            })
            .await;
    }
    println!(
        "{} keys pressed: {}",
        lines.len(),
        lines.iter().map(|l| l.name).collect::<Vec<_>>().join(", ")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn every_key_of_the_scoring_page_does_what_is_printed() {
    let demo = Demo::new();
    let window = at_work(&demo, "zh", "light").await;
    lay_out(&window).await;
    press(
        &window,
        &[
            line(
                "8 gives 8 and goes on",
                "8",
                "0",
                "now.marks.startsWith('16,') && now.active === 1",
            ),
            line(
                "0 gives 10",
                "0",
                "0",
                "now.marks.startsWith('16,20') && now.active === 2",
            ),
            line("↑ goes up", key::UP, "0", "now.active === 1"),
            line(
                "← takes one off",
                key::LEFT,
                "0",
                "now.marks.startsWith('16,18')",
            ),
            line(
                "→ puts one on",
                key::RIGHT,
                "0",
                "now.marks.startsWith('16,20')",
            ),
            line(
                "Del clears",
                key::DELETE,
                "0",
                "now.marks.startsWith('16,,')",
            ),
            line(
                "Ctrl+Z takes back",
                &ctrl("z"),
                "0",
                "now.marks.startsWith('16,20')",
            ),
            line(
                "Ctrl+Y does again",
                &ctrl("y"),
                "0",
                "now.marks.startsWith('16,,')",
            ),
            line(
                "↓ goes down",
                key::DOWN,
                "now.active",
                "now.active === before + 1",
            ),
            line(
                "Enter goes down",
                key::ENTER,
                "now.active",
                "now.active === before + 1",
            ),
            line(
                "C goes to the comment",
                "c",
                "0",
                "document.activeElement.dataset.testid === 'comment'",
            ),
            line(
                "Esc comes back",
                key::ESC,
                "0",
                "document.activeElement.closest('[data-scoring]')",
            ),
            line("F flags", "f", "now.flag", "now.flag !== before"),
            line(
                "F again lifts the flag",
                "f",
                "now.flag",
                "now.flag !== before",
            ),
            line(
                "J goes down the tray",
                "j",
                "now.current",
                "now.current !== before",
            ),
            line(
                "K goes up the tray",
                "k",
                "now.current",
                "now.current !== before",
            ),
            line(
                "Ctrl+→ goes to the next open",
                &ctrl(key::RIGHT),
                "now.current",
                "now.current !== before",
            ),
            line(
                "Ctrl+← goes to the one before",
                &ctrl(key::LEFT),
                "now.current",
                "now.current !== before",
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
            line(
                "PgDn scrolls the text",
                key::PAGE_DOWN,
                "now.scrolled",
                "now.scrolled > before",
            ),
            line(
                "PgUp scrolls back",
                key::PAGE_UP,
                "now.scrolled",
                "now.scrolled < before",
            ),
        ],
    )
    .await;
    open_row(&window, "row.dataset.status === 'open'").await;
    until(&window, "document.activeElement.closest('[data-scoring]')").await;
    press(
        &window,
        &[
            line(
                "R asks first",
                "r",
                "0",
                "now.modal && document.activeElement.dataset.testid === 'recuse-keep'",
            ),
            line("Esc keeps scoring", key::ESC, "0", "!now.modal"),
            line(
                "G asks for a number",
                "g",
                "0",
                "document.activeElement.dataset.testid === 'goto'",
            ),
            line("Esc leaves it", key::ESC, "0", "!now.modal"),
            line(
                "? shows all keys",
                &shift("?"),
                "0",
                "now.modal && document.activeElement.dataset.testid === 'close-help'",
            ),
            line("Esc closes the help", key::ESC, "0", "!now.modal"),
            line("F1 shows all keys", key::F1, "0", "now.modal"),
            line("Esc closes it again", key::ESC, "0", "!now.modal"),
        ],
    )
    .await;

    // By number, through the dialog.
    let wanted = text(
        &window,
        "[...document.querySelectorAll(\"[data-testid='tray-row']\")].at(-1).dataset.number",
    )
    .await;
    window.keys("g").await;
    window.find("goto").await;
    window.keys(&format!("{wanted}{}", key::ENTER)).await;
    until(&window, &format!("now.current === '{wanted}'")).await;
    window.close().await;
}

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
        &[line(
            "Z magnifies",
            "z",
            "document.querySelector(\"[data-testid='picture']\").outerHTML + document.querySelector(\"[data-testid='picture']\").getBoundingClientRect().width",
            "document.querySelector(\"[data-testid='picture']\").outerHTML + document.querySelector(\"[data-testid='picture']\").getBoundingClientRect().width !== before",
        )],
    )
    .await;
    // T goes on to the next attachment, where there are several kinds.
    let several = "row.dataset.number && true";
    open_row(&window, several).await;
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
            let shown = "document.querySelector(\"[data-testid='tab'][aria-selected='true']\").id + (document.querySelector(\"[data-testid='picture-count']\")?.textContent ?? '')";
            press(&window, &[Line {
                name: "T goes on to the next attachment",
                keys: "t".to_owned(),
                read: shown,
                holds: "(document.querySelector(\"[data-testid='tab'][aria-selected='true']\").id + (document.querySelector(\"[data-testid='picture-count']\")?.textContent ?? '')) !== before",
            }])
            .await;
            break;
        }
    }
    window.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn everything_on_the_pages_is_reached_by_tab() {
    let demo = Demo::new();
    let window = at_work(&demo, "zh", "light").await;
    for page in ["score", "submit"] {
        window.click(&format!("nav-{page}")).await;
        until(
            &window,
            &format!("document.querySelector(\"[data-testid='nav-{page}'][aria-current]\")"),
        )
        .await;
        until(
            &window,
            "document.querySelectorAll('main button').length > 0",
        )
        .await;
        window
            .script(
                "window.missed = new Set([...document.querySelectorAll('button:not([disabled]), input:not([disabled]), textarea:not([disabled])')]
                   .filter((e) => e.offsetParent !== null && e.tabIndex >= 0));
                 document.body.tabIndex = -1; document.body.focus();
                 document.addEventListener('focusin', (event) => window.missed.delete(event.target))",
            )
            .await;
        for _ in 0..140 {
            window.keys("\u{e004}").await;
            if is(&window, "window.missed.size === 0").await {
                break;
            }
        }
        let missed = text(
            &window,
            "[...window.missed].map((e) => e.outerHTML.slice(0, 90)).join('\\n')",
        )
        .await;
        assert_eq!(missed, "", "not reached by Tab on the page {page}");
    }
    window.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn typing_and_composing_change_no_mark() {
    let demo = Demo::new();
    let window = at_work(&demo, "zh", "light").await;
    lay_out(&window).await;
    window.keys("7").await;
    until(&window, "now.marks.startsWith('14,')").await;
    let marks = text(&window, "now.marks").await;
    let status = text(
        &window,
        "document.querySelector(\"[data-testid='tray-row'][aria-current]\").dataset.status",
    )
    .await;

    window.keys("c").await;
    until(
        &window,
        "document.activeElement.dataset.testid === 'comment'",
    )
    .await;
    window.keys("1234567890 frzgjkvtn?[],.").await;
    // Text as the system hands it over, Chinese among it.
    dialog::type_into(".*评审台.*", "路线9条，第3段可省。").await;
    until(
        &window,
        "document.querySelector(\"[data-testid='comment']\").value.includes('第3段可省')",
    )
    .await;
    assert_eq!(
        text(&window, "now.marks").await,
        marks,
        "typing in the comment"
    );

    // What an input method sends while a word is being put together, in the comment and on the page.
    for place in [
        "document.querySelector(\"[data-testid='comment']\")",
        "document.querySelector(\"[data-testid='criterion']\")",
        "document.body",
    ] {
        window
            .script(&format!(
                "const place = {place}; place.focus();
                 place.dispatchEvent(new CompositionEvent('compositionstart', {{ bubbles: true, data: '' }}));
                 for (const key of ['5', '9', 'Delete', 'f', 'Enter', ' ']) {{
                   place.dispatchEvent(new KeyboardEvent('keydown', {{ key, bubbles: true, isComposing: true }}));
                   place.dispatchEvent(new KeyboardEvent('keydown', {{ key: 'Process', bubbles: true, keyCode: 229 }}));
                 }}
                 place.dispatchEvent(new CompositionEvent('compositionend', {{ bubbles: true, data: '五' }}));"
            ))
            .await;
        assert_eq!(
            text(&window, "now.marks").await,
            marks,
            "composing in {place}"
        );
    }
    assert_eq!(
        text(
            &window,
            "document.querySelector(\"[data-testid='tray-row'][aria-current]\").dataset.status"
        )
        .await,
        status
    );
    window.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_entry_of_five_criteria_takes_at_most_seven_keystrokes() {
    let demo = Demo::new();
    let window = at_work(&demo, "zh", "light").await;
    lay_out(&window).await;
    open_row(&window, "row.dataset.status === 'open'").await;
    until(&window, "document.activeElement.closest('[data-scoring]')").await;
    let criteria = text(
        &window,
        "document.querySelectorAll(\"[data-testid='criterion']\").length",
    )
    .await;
    assert_eq!(criteria, "5", "the demonstration's sheet");
    window
        .script("window.strokes = []; addEventListener('keydown', (event) => event.repeat || window.strokes.push(event.key), true); window.first = now.current")
        .await;
    for mark in ["8", "7", "9", "6", "0"] {
        window.keys(mark).await;
    }
    window.keys(&ctrl(key::RIGHT)).await;
    until(
        &window,
        "now.current !== first && document.activeElement.closest('[data-scoring]')",
    )
    .await;
    until(
        &window,
        "document.querySelector(`[data-testid='tray-row'][data-number='${first}']`).dataset.status === 'scored'",
    )
    .await;
    // WebDriver lets go of its modifiers by a key of no name.
    let pressed = text(
        &window,
        "strokes.filter((key) => key !== 'Unidentified').join(' ')",
    )
    .await;
    let strokes = pressed.split(' ').count();
    println!(
        "from arrival to the next entry: {strokes} keystrokes, Ctrl counted as one: {pressed}"
    );
    assert!((6..=7).contains(&strokes), "{pressed}");
    window.close().await;
}
