//! The keyboard map, in the real window: every key does what is printed, and typing is typing.

use whole::demo::Demo;
use whole::window::Window;

use crate::desk::{CURRENT, MARKS, at_work, is, key, open_row, text, until};

/// One line of the map: what it is called, the keys, and what then holds in the page. `before` stands for what
/// the page said before the keys.
pub(crate) struct Line {
    name: &'static str,
    keys: String,
    /// What is read before the keys, as an expression.
    read: &'static str,
    holds: &'static str,
}

pub(crate) fn line(
    name: &'static str,
    keys: &str,
    read: &'static str,
    holds: &'static str,
) -> Line {
    Line {
        name,
        keys: keys.to_owned(),
        read,
        holds,
    }
}

pub(crate) fn ctrl(key: &str) -> String {
    format!("{}{key}{}", key::CTRL, key::NONE)
}

pub(crate) fn shift(key: &str) -> String {
    format!("{}{key}{}", key::SHIFT, key::NONE)
}

const ACTIVE: &str = "[...document.querySelectorAll(\"[data-testid='criterion']\")].findIndex((c) => c.dataset.active === 'true')";
const FLAG: &str = "document.querySelector(\"[data-testid='flag']\").ariaPressed";
const MODAL: &str = "document.querySelector('[aria-modal]')";
const SCROLLED: &str = "[...document.querySelectorAll('.dossier *, .scroll')].reduce((top, e) => Math.max(top, e.closest('aside') ? 0 : e.scrollTop), 0)";
const PANE: &str = "[...document.querySelectorAll('[data-pane]')].findIndex((pane) => pane.contains(document.activeElement))";

/// Makes the constants above, `current` and `marks` known to the page under short names.
pub(crate) async fn lay_out(window: &Window) {
    window
        .script(&format!(
            "window.now = {{ get current() {{ return {CURRENT} }}, get marks() {{ return {MARKS} }}, get active() {{ return {ACTIVE} }}, \
             get flag() {{ return {FLAG} }}, get modal() {{ return {MODAL} }}, get scrolled() {{ return {SCROLLED} }}, get pane() {{ return {PANE} }}, \
             get video() {{ return document.querySelector('video') }} }}"
        ))
        .await;
}

pub(crate) async fn press(window: &Window, lines: &[Line]) {
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
            line(
                "9 on the number pad gives 9",
                "\u{e023}",
                "0",
                "now.marks.startsWith('16,20,18') && now.active === 3",
            ),
            line("↑ goes up", key::UP, "0", "now.active === 2"),
            line("↑ goes further up", key::UP, "0", "now.active === 1"),
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
                "Ctrl+Shift+Z does again",
                &ctrl(&format!("{}z", key::SHIFT)),
                "0",
                "now.marks.startsWith('16,,')",
            ),
            line(
                "Ctrl+Z takes back once more",
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
