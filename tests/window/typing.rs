//! Typing is typing: digits and Chinese in a text field change no mark, by the keys, by what an input method sends, and
//! by a real input method on a desktop.

use whole::demo::Demo;
use whole::desktop::Desktop;
use whole::window::Window;

use crate::desk::{MARKS, at_work, begin, enter, open_row, prefer, text, until};
use crate::dialog;

const COMMENT: &str = "document.querySelector(\"[data-testid='comment']\")";
const STATUS: &str =
    "document.querySelector(\"[data-testid='tray-row'][aria-current]\").dataset.status";

#[tokio::test(flavor = "multi_thread")]
async fn typing_and_composing_change_no_mark() {
    let demo = Demo::new();
    let window = at_work(&demo, "zh", "light").await;
    window.keys("7").await;
    until(&window, &format!("{MARKS}.startsWith('14,')")).await;
    // The tray says it once the mark is on the disk.
    until(&window, &format!("{STATUS} === 'draft'")).await;
    let marks = text(&window, MARKS).await;

    window.keys("c").await;
    until(
        &window,
        "document.activeElement.dataset.testid === 'comment'",
    )
    .await;
    window.keys("1234567890 frzgjkvtn?[],.").await;
    // Text as the system hands it over, Chinese among it.
    dialog::type_into(".*评审台.*", "路线9条，第3段可省。").await;
    until(&window, &format!("{COMMENT}.value.includes('第3段可省')")).await;
    assert_eq!(text(&window, MARKS).await, marks, "typing in the comment");

    // What an input method sends while a word is being put together, in the comment and on the page.
    for place in [
        COMMENT,
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
        assert_eq!(text(&window, MARKS).await, marks, "composing in {place}");
    }
    assert_eq!(text(&window, STATUS).await, "draft");
    window.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_chinese_input_method_writes_comment_and_note_and_changes_no_mark() {
    let demo = Demo::new();
    let folder = demo.folder();
    let data = folder.join("judge");
    begin(&demo, 0, &data);
    prefer(&data, "zh", "light", "m");
    let mut desktop = Desktop::start();
    let window = Window::open_as_it_is(
        &["--demo", &folder.to_string_lossy()],
        &folder,
        &desktop.environment(),
    )
    .await;
    enter(&window, &demo.pack(0).1).await;
    // WebDriver's own typing is done; from here on there is a person's keyboard.
    desktop.write_chinese();
    desktop.activate("评审台");
    open_row(&window, "row.dataset.status === 'open'").await;
    until(&window, "document.activeElement.closest('[data-scoring]')").await;

    // On the page the digits are marks, although the input method is on.
    let type_keys = |keys: &[&str]| {
        for key in keys {
            desktop.xdotool(&["key", "--delay", "60", key]);
        }
    };
    let spell = |word: &str| {
        desktop.xdotool(&["type", "--delay", "60", word]);
    };
    type_keys(&["8"]);
    until(&window, &format!("{MARKS}.startsWith('16,')")).await;
    let marks = text(&window, MARKS).await;

    // In the comment a digit chooses a word, and with nothing being composed it is a digit.
    type_keys(&["c"]);
    until(
        &window,
        "document.activeElement.dataset.testid === 'comment'",
    )
    .await;
    spell("nihao");
    desktop.picture("ime-composing");
    type_keys(&["1"]);
    until(&window, &format!("{COMMENT}.value === '你好'")).await;
    type_keys(&["5", "0"]);
    until(&window, &format!("{COMMENT}.value === '你好50'")).await;
    spell("zhongguo");
    type_keys(&["space"]);
    until(&window, &format!("{COMMENT}.value === '你好50中国'")).await;
    assert_eq!(text(&window, MARKS).await, marks);

    // Escape first drops what is being composed, and only then leaves the comment.
    spell("luxian");
    type_keys(&["Escape"]);
    until(&window, &format!("{COMMENT}.value === '你好50中国'")).await;
    assert_eq!(
        text(&window, "document.activeElement.dataset.testid").await,
        "comment"
    );
    type_keys(&["Escape"]);
    until(&window, "document.activeElement.closest('[data-scoring]')").await;
    type_keys(&["6"]);
    until(&window, &format!("{MARKS}.startsWith('16,12')")).await;
    window.close().await;
}
