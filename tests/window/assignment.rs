//! The page of assignment in the real window: the list of judges, plans and the way back, and what comes after packs.

use whole::programs::jury_json;
use whole::window::Window;

use crate::axe::faults;
use crate::desk::{is, key, text, until};
use crate::dialog;
use crate::office::Office;

#[tokio::test(flavor = "multi_thread")]
async fn judges_come_from_a_list_after_a_look_and_are_mended_one_by_one() {
    let office = Office::new();
    let contest = office.contest().to_string_lossy().into_owned();
    jury_json(&["accept", &contest, "--all", "--theme", "2"], 0);
    let window = office.open("zh").await;
    window.click("nav-assign").await;
    window.click("open-judges").await;
    window.find("judges-dialog").await;
    sound(&window).await;

    // A wrong row is named, and nothing of the list is taken.
    let wrong = office.file(
        "wrong.csv",
        "编号,姓名,单位,邮箱\nJ01,沈清,城研院,\nJ02,,城研院,\n",
    );
    window.click("judges-import").await;
    dialog::choose("选择评委名单", &wrong).await;
    window.find("preview-wrong").await;
    assert!(
        !window
            .find("preview-take")
            .await
            .is_enabled()
            .await
            .unwrap()
    );
    window.click("preview-cancel").await;
    assert_eq!(count(&window, "judge-entry").await, 0);

    let list = "编号,姓名,单位,邮箱,专题\nJ01,沈清,城研院一所,,2\nJ02,陆远,城研院二所,,\nJ03,顾平,城研院三所,,\n";
    let list = office.file("list.csv", list);
    window.click("judges-import").await;
    dialog::choose("选择评委名单", &list).await;
    window
        .until("three new judges", async || {
            count(&window, "preview-line").await == 3
        })
        .await;
    window.picture("o3-judges-preview").await;
    sound(&window).await;
    window.click("preview-take").await;
    window
        .until("three on the list", async || {
            count(&window, "judge-entry").await == 3
        })
        .await;

    // One more by hand, with a conflict; a taken id is refused.
    window.click("judges-add").await;
    for (field, typed) in [
        ("judge-id", "j03"),
        ("judge-name", "裴宁"),
        ("judge-conflicts", "钱潮大学"),
    ] {
        window.write(field, typed).await;
    }
    window.click("judge-put").await;
    window.css("[data-code='judge_id_taken']").await;
    window.picture("o3-judge-form").await;
    sound(&window).await;
    window.overwrite("judge-id", "J04").await;
    window.click("judge-put").await;
    window
        .until("four on the list", async || {
            count(&window, "judge-entry").await == 4
        })
        .await;
    window.picture("o3-judges").await;

    // And one fewer, who is asked about first.
    window
        .css("[data-judge='J02'] [data-testid='judge-edit']")
        .await
        .click()
        .await
        .unwrap();
    window.click("judge-remove").await;
    window.click("judge-remove-sure").await;
    window
        .until("three again", async || {
            count(&window, "judge-entry").await == 3
        })
        .await;
    window.click("judges-close").await;
    a_plan_is_made_with_a_typed_seed_and_gone_back_to(&window).await;
    window.close().await;
}

async fn a_plan_is_made_with_a_typed_seed_and_gone_back_to(window: &Window) {
    window
        .css("[data-testid='plan-options'] summary")
        .await
        .click()
        .await
        .unwrap();
    window.overwrite("plan-reviews", "2").await;
    window.write("plan-seed", "417").await;
    window.click("plan-make").await;
    until(window, &state("417")).await;
    window.script("document.activeElement?.blur()").await;
    window.keys("r").await;
    window.find("plan-back").await;
    assert!(window.text("plan-back").await.contains("417"));
    sound(window).await;
    window.picture("o3-back").await;
    window.click("plan-back").await;
    until(window, &state("417")).await;

    // More judges for each entry than there are: said in words, with what would help.
    window.css("[data-testid='plan-options'] summary").await;
    window.overwrite("plan-reviews", "9").await;
    window.click("plan-make").await;
    window.css("[data-code='plan_too_few_judges']").await;
    window.picture("o3-cannot").await;
    assert!(is(window, &state("417")).await, "the plan stays");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_plan_that_is_out_says_what_moves_before_it_moves_when_a_judge_drops_out() {
    let office = Office::issued();
    let window = office.open("zh").await;
    window.click("nav-assign").await;
    window.find("extend").await;
    window.picture("o3-locked").await;
    sound(&window).await;
    window.click("extend").await;
    until(
        &window,
        "document.querySelector(\"[data-testid='extend-moves']\")?.dataset.added === '0'",
    )
    .await;
    let choice = window.find("drop-judge").await;
    choice.select_by_value("J02").await.unwrap();
    window.click("drop-record").await;
    until(
        &window,
        "Number(document.querySelector(\"[data-testid='extend-moves']\")?.dataset.removed) > 0",
    )
    .await;
    sound(&window).await;
    window.picture("o3-extend").await;
    let added = text(
        &window,
        "document.querySelector(\"[data-testid='extend-moves']\").dataset.added",
    )
    .await;
    assert_ne!(added, "0");
    window.click("extend-keep").await;
    window.find("extend-packs").await;
    let named = window.text("extend-issue").await;
    window.picture("o3-extended").await;
    window.click("extend-packs").await;
    let rows = window
        .script("return [...document.querySelectorAll(\"[data-testid='judge-row']\")].map((row) => row.dataset.judge)")
        .await;
    for judge in rows.as_array().unwrap() {
        assert!(named.contains(judge.as_str().unwrap()), "{named}");
    }
    window.keys(key::ESC).await;
    window.close().await;
}

fn state(seed: &str) -> String {
    format!(
        "document.querySelector(\"[data-testid='plan-state']\")?.textContent.includes('{seed}')"
    )
}

/// No fault in either look.
async fn sound(window: &Window) {
    for look in ["dark", "light"] {
        let turn = format!("document.documentElement.dataset.theme = '{look}'");
        window.script(&turn).await;
        assert_eq!(faults(window).await, Vec::<String>::new(), "{look}");
    }
}

async fn count(window: &Window, id: &str) -> usize {
    let body = format!("return document.querySelectorAll(\"[data-testid='{id}']\").length");
    usize::try_from(window.script(&body).await.as_u64().unwrap()).unwrap()
}
