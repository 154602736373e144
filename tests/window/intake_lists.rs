//! The queue of intake narrowed in several ways at once, and the drafts beside those of an earlier contest.

use serde_json::Value;
use whole::window::Window;

use crate::axe::Examined;
use crate::desk::{key, text, until};
use crate::dialog;
use crate::office::Office;

/// Chooses the option that begins with these words.
async fn choose(window: &Window, select: &str, words: &str) {
    let body = format!(
        "const select = document.querySelector(\"[data-testid='{select}']\");
         const option = [...select.options].find((option) => option.text.startsWith('{words}'));
         select.value = option.value; select.dispatchEvent(new Event('change', {{ bubbles: true }})); return option.text"
    );
    window.script(&body).await;
}

/// The numbers of the chip that is pressed and of the options in force, and how many lines the list has.
const CHOSEN: &str = "const numbers = (text) => Number(text.match(/\\d+/g)?.at(-1));
     const chosen = (id) => document.querySelector(`[data-testid='${id}']`).selectedOptions[0].text;
     return [numbers(document.querySelector(\".chip[aria-pressed='true']\").textContent), numbers(chosen('filter-theme')), numbers(chosen('filter-unit')), Number(document.querySelector('[data-row]').getAttribute('aria-setsize'))]";

async fn counts(window: &Window) -> Value {
    window.script(CHOSEN).await
}

#[tokio::test(flavor = "multi_thread")]
async fn the_queue_is_narrowed_by_problem_theme_and_unit_at_once_and_every_number_is_true() {
    let office = Office::new();
    let window = office.open("zh").await;
    window.click("nav-intake").await;
    window.find("field").await;
    let all = counts(&window).await;
    assert_eq!(all[0], all[3], "{all}");

    // Every option of both says how many lines it leaves.
    for select in ["filter-theme", "filter-unit"] {
        let script = format!(
            "return [...document.querySelector(\"[data-testid='{select}']\").options].slice(1).map((option) => option.text)"
        );
        let options = window.script(&script).await;
        let options = options.as_array().unwrap();
        assert!(options.len() > 1, "{options:?}");
        for option in options {
            let option = option.as_str().unwrap();
            choose(&window, select, option).await;
            let number = option.rsplit('（').next().unwrap().trim_end_matches('）');
            until(
                &window,
                &format!(
                    "Number(document.querySelector('[data-row]')?.getAttribute('aria-setsize')) === {number}"
                ),
            )
            .await;
            let told = counts(&window).await;
            assert_eq!(told[0], told[3], "{option}: {told}");
        }
        choose(&window, select, "全部").await;
    }

    // A problem of a theme of a unit; the number of each is that of the lines.
    window.click("queue-line").await;
    let unit = text(
        &window,
        "document.querySelector(\"[data-testid='filter-unit']\").options[1].text.replace(/（\\d+）$/, '')",
    )
    .await;
    choose(&window, "filter-unit", &unit).await;
    choose(
        &window,
        "filter-theme",
        &text(
            &window,
            "document.querySelector(\"[data-testid='filter-theme']\").options[1].text",
        )
        .await,
    )
    .await;
    let told = counts(&window).await;
    assert!(told[3].as_u64() > Some(0), "{told}");
    assert_eq!(
        [&told[0], &told[1], &told[2]],
        [&told[3], &told[3], &told[3]]
    );
    window.picture("o2/narrowed").await;
    let mut examined = Examined::new(&window, "zh");
    examined.look("the queue, narrowed").await;
    examined.done();

    // By keyboard: from the bar above to one and to the other.
    window
        .script("document.querySelector(\"[data-testid='import']\").focus()")
        .await;
    for wanted in ["filter-theme", "filter-unit"] {
        window.keys("\u{e004}").await;
        until(
            &window,
            &format!("document.activeElement?.dataset.testid === '{wanted}'"),
        )
        .await;
    }
    // A letter typed there chooses in the list and moves no line.
    let before = text(
        &window,
        "document.querySelector(\"[data-testid='queue-line'][aria-current]\").dataset.key",
    )
    .await;
    window.keys(&format!("j{}", key::NONE)).await;
    let after = text(
        &window,
        "document.querySelector(\"[data-testid='queue-line'][aria-current]\").dataset.key",
    )
    .await;
    assert_eq!(before, after);
    choose(&window, "filter-theme", "全部").await;
    choose(&window, "filter-unit", "全部").await;
    assert_eq!(counts(&window).await[3], all[3]);
    window.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn drafts_are_compared_with_an_earlier_contest_that_is_chosen_in_the_window() {
    let (earlier, office) = (Office::new(), Office::new());
    let window = office.open("zh").await;
    window.click("nav-intake").await;
    window.find("field").await;
    window.click("import").await;
    window.click("import-earlier").await;
    dialog::choose_folder("选择往届的征集文件夹", &earlier.contest()).await;
    window.find("compared").await;
    let drafts = window
        .script(
            "return Number(document.querySelector(\"[data-testid='compared']\").dataset.drafts)",
        )
        .await;
    assert!(drafts.as_u64() > Some(3), "{drafts}");
    window
        .css("[data-testid='compared'] summary")
        .await
        .click()
        .await
        .unwrap();
    window.picture("o2/earlier").await;
    let mut examined = Examined::new(&window, "zh");
    examined.look("compared with an earlier contest").await;
    examined.done();
    let said = window.text("compared").await;
    assert!(
        said.contains(&format!("{drafts} 件稿件与往届文字相近")),
        "{said}"
    );
    assert!(said.contains("约 100%"), "{said}");
    window.click("compared-show").await;
    until(
        &window,
        "document.querySelector(\"[data-testid='mark-near_duplicate_previous']\")?.getAttribute('aria-pressed') === 'true'",
    )
    .await;
    assert_eq!(counts(&window).await[0], drafts);

    // The contest itself is no earlier one.
    window.click("import").await;
    window.click("import-earlier").await;
    dialog::choose_folder("选择往届的征集文件夹", &office.contest()).await;
    until(
        &window,
        "document.querySelector(\"[data-testid='error']\")?.dataset.code === 'previous_is_own'",
    )
    .await;
    window.close().await;
}
