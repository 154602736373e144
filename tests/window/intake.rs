//! The page of intake in the real window: from a folder of mails to entries, without the command line.

use whole::window::Window;

use crate::desk::{is, key, text, until};
use crate::dialog;
use crate::office::Office;

/// Where the focus is no text and no button.
async fn rest(window: &Window) {
    window.script("document.activeElement?.blur()").await;
}

async fn count(window: &Window, id: &str) -> u64 {
    let body = format!("return document.querySelectorAll(\"[data-testid='{id}']\").length");
    window.script(&body).await.as_u64().unwrap()
}

/// Narrows the queue to a mark and takes its first line, once that is in hand.
async fn take_first(window: &Window, mark: &str) {
    window.click(&format!("mark-{mark}")).await;
    window.click("queue-line").await;
    until(
        window,
        "document.querySelector(\"[data-testid='field'], [data-testid='question-pane']\")",
    )
    .await;
}

async fn in_hand(window: &Window) -> String {
    text(
        window,
        "document.querySelector(\"[data-testid='queue-line'][aria-current]\")?.dataset.key ?? ''",
    )
    .await
}

async fn gone(window: &Window, key: &str) {
    until(
        window,
        &format!("!document.querySelector(\"[data-key='{key}']\")"),
    )
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn mails_become_entries_by_key_and_every_decision_can_be_taken_back() {
    let office = Office::unread();
    let window = office.open("zh").await;
    window.click("nav-intake").await;
    window.find("import").await;
    window.picture("o2/nothing-yet").await;
    window.click("import").await;
    window.find("import-folder").await;
    window.picture("o2/import").await;
    window.click("import-folder").await;
    dialog::choose_folder("选择邮件文件夹", &office.mails()).await;
    window.find("imported").await;
    window.find("queue-line").await;
    window.picture("o2/imported").await;
    let said = window.text("imported").await;
    assert!(said.contains("总账"), "{said}");
    let lines = count(&window, "queue-line").await;
    assert!(lines > 8, "{lines}");
    // Counts of other pages follow.
    window.click("nav-home").await;
    window.find("home").await;
    window.click("nav-intake").await;
    window.find("queue-line").await;

    // The first line with a key is dealt with by `1`, taken back by Ctrl+Z.
    take_first(&window, "received_after_deadline").await;
    let late = in_hand(&window).await;
    window.picture("o2/late").await;
    rest(&window).await;
    window.keys("1").await;
    until(
        &window,
        "!document.querySelector(\"[data-testid='mark-received_after_deadline']\")",
    )
    .await;
    rest(&window).await;
    window.keys(&format!("{}z{}", key::CTRL, key::NONE)).await;
    window.find("mark-received_after_deadline").await;

    // A field is mended, and what the form said stays to be seen.
    take_first(&window, "received_after_deadline").await;
    window
        .css("[data-field='title'] [data-testid='field-change']")
        .await
        .click()
        .await
        .unwrap();
    window.overwrite("field-typed", "改过的标题").await;
    window.write("field-why", "电话里核对").await;
    window.click("field-keep").await;
    window.find("was").await;
    assert!(window.text("was").await.contains("电话里核对"));
    window.click("view-form").await;
    window.find("form-text").await;
    window.picture("o2/form").await;
    window.click("view-judged").await;
    until(
        &window,
        "document.querySelector(\"[data-testid='judged-text']\")?.textContent.includes('改过的标题')",
    )
    .await;
    window.picture("o2/judged").await;

    // Ctrl+R drafts the reply, which is saved as a file; noted as sent back the draft leaves.
    rest(&window).await;
    window.keys(&format!("{}r{}", key::CTRL, key::NONE)).await;
    window.find("reply-text").await;
    window.picture("o2/reply").await;
    let letter = text(
        &window,
        "document.querySelector(\"[data-testid='reply-text']\").value",
    )
    .await;
    assert!(
        letter.contains("您好") && letter.contains("1. "),
        "{letter}"
    );
    window.click("reply-save").await;
    let saved = office.beside("reply.eml");
    dialog::save_to("回信存到哪里", &saved).await;
    window.find("reply-saved").await;
    let eml = std::fs::read(&saved).unwrap();
    assert!(eml.starts_with(b"X-Unsent: 1\r\n"));
    window.click("reply-note").await;
    gone(&window, &late).await;
    rest(&window).await;
    window.keys(&format!("{}z{}", key::CTRL, key::NONE)).await;
    window.click("mark-all").await;
    until(
        &window,
        &format!("document.querySelector(\"[data-key='{late}']\")"),
    )
    .await;

    // A scan is typed beside its picture and becomes a draft.
    take_first(&window, "form_is_image").await;
    let scan = in_hand(&window).await;
    window.find("still").await;
    rest(&window).await;
    window.keys("1").await;
    window.write("typed-title", "照着扫描件录入").await;
    window.picture("o2/typing").await;
    window.click("typed-keep").await;
    window.click("mark-all").await;
    gone(&window, &scan).await;
    until(
        &window,
        "[...document.querySelectorAll(\"[data-testid='queue-line']\")].some((line) => line.textContent.includes('照着扫描件录入'))",
    )
    .await;

    // Several lines at once: a theme for all, then those without a finding are accepted.
    window.click("mark-all").await;
    window.click("queue-line").await;
    window.find("field").await;
    let drafts = window
        .script("return document.querySelectorAll(\"[data-key^='draft']\").length")
        .await
        .as_u64()
        .unwrap();
    rest(&window).await;
    for at in 1..drafts {
        window.keys(&format!("{}j{}", key::SHIFT, key::NONE)).await;
        until(
            &window,
            &format!(
                "document.querySelector(\"[data-testid='bulk'] b\")?.textContent.includes('{}')",
                at + 1
            ),
        )
        .await;
    }
    window.picture("o2/picked").await;
    window.script("const s = document.querySelector(\"[data-testid='bulk-theme']\"); s.value = s.options[2].value; s.selectedIndex = 2; s.dispatchEvent(new Event('change', { bubbles: true }))").await;
    window.click("bulk-set-theme").await;
    window.find("said").await;
    assert!(
        !is(
            &window,
            "document.querySelector(\"[data-testid='mark-theme_missing']\")"
        )
        .await
    );
    window.click("bulk-accept").await;
    until(
        &window,
        "document.querySelector(\"[data-testid='said']\")?.textContent.includes('通过了')",
    )
    .await;
    window.picture("o2/accepted").await;

    // Everything that was decided is listed, and the last of it can be taken back.
    window.click("decisions-open").await;
    window.find("decision").await;
    window.picture("o2/decisions").await;
    let before = count(&window, "undo-line").await;
    window.click("undo-line").await;
    window
        .until("the decision is taken back", async || {
            count(&window, "undo-line").await == before - 1
        })
        .await;
    window.click("decisions-close").await;
    window.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_of_intake_has_its_pictures_in_english_and_in_the_dark() {
    let office = Office::new();
    let window = office.open("en").await;
    window.click("nav-intake").await;
    window.find("field").await;
    window.picture("o2/en").await;
    window
        .script("document.documentElement.dataset.theme = 'dark'")
        .await;
    window.picture("o2/dark").await;
    window.click("view-judged").await;
    window.find("judged-text").await;
    window.picture("o2/dark-judged").await;
    window.click("mark-attachment_behind_link").await;
    window.picture("o2/dark-link").await;
    window.close().await;
}
