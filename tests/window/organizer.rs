//! The organiser's pages in the real window.

use serde_json::Value;
use whole::demo::Demo;
use whole::judging::judge;
use whole::window::Window;

use crate::desk::{is, key, text, until};
use crate::dialog;
use crate::office::{Office, open};

#[tokio::test(flavor = "multi_thread")]
async fn bundles_come_in_or_are_held_with_a_reason_and_the_ranking_follows() {
    let demo = Demo::new();
    let window = open(&demo.folder(), &demo.beside("data"), "zh").await;
    window.click("nav-packs").await;
    window.find("organizer-drop").await;
    window.picture("o-empty").await;

    for (place, points) in [(0, 8.0), (1, 7.0), (2, 9.0)] {
        let bundle = judge(&demo, place, points);
        window.click("choose-bundles").await;
        dialog::choose("选择评分文件", &bundle).await;
        window
            .until("the bundle is listed as merged", async || {
                count(&window, "received-line").await == place + 1
            })
            .await;
    }
    let before = ranks(&window).await;
    assert!(before.as_array().unwrap().len() > 10);
    window.find("provisional").await;

    // One byte changed on the way: held, said why, and the ranking stays.
    let bundle = judge(&demo, 3, 1.0);
    let mut bytes = std::fs::read(&bundle).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    std::fs::write(&bundle, bytes).unwrap();
    window.click("nav-packs").await;
    window.script("document.activeElement?.blur()").await;
    window.keys(&format!("{}o{}", key::CTRL, key::NONE)).await;
    dialog::choose("选择评分文件", &bundle).await;
    window
        .until("the broken bundle is listed", async || {
            count(&window, "received-line").await == 4
        })
        .await;
    let page = window.script("return document.body.innerText").await;
    assert!(page.as_str().unwrap().contains("没有并入"), "{page}");
    assert_eq!(ranks(&window).await, before);
    window.picture("o-ranking").await;

    // The overview says what is left to do, and every line leads to a list as long as its number.
    window.click("nav-home").await;
    let all = window
        .script("return [...document.querySelectorAll(\"[data-testid='todo']\")].map((todo) => [todo.dataset.kind, Number(todo.dataset.count)])")
        .await;
    let all: Vec<(String, usize)> = serde_json::from_value(all).unwrap();
    let kinds: Vec<&str> = all.iter().map(|(kind, _)| kind.as_str()).collect();
    assert_eq!(kinds, ["held", "missing"]);
    for (kind, number) in all {
        window.click("nav-home").await;
        window
            .css(&format!("[data-kind='{kind}'] [data-testid='todo-go']"))
            .await
            .click()
            .await
            .unwrap();
        window.find("organizer-drop").await;
        let listed = if kind == "held" {
            "received-line'][data-verdict='held"
        } else {
            "judge-row"
        };
        assert_eq!(count(&window, listed).await, number, "{kind}");
    }

    // `/` finds, and a theme narrows.
    window.click("nav-results").await;
    window.find("find").await;
    window.script("document.activeElement?.blur()").await;
    window.keys("/").await;
    until(
        &window,
        "document.activeElement === document.querySelector(\"[data-testid='find']\")",
    )
    .await;
    let label = text(
        &window,
        "document.querySelector(\"[data-testid='rank-row'] .code\").textContent",
    )
    .await;
    window.keys(&label).await;
    until(
        &window,
        "document.querySelectorAll(\"[data-testid='rank-row']\").length === 1",
    )
    .await;
    window.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_draft_is_accepted_by_keyboard_and_leaves_the_queue() {
    let office = Office::new();
    let window = office.open("zh").await;
    window.click("nav-intake").await;
    window.find("draft-theme").await;
    let lines = count(&window, "queue-line").await;

    // Every filter lists as many lines as it says.
    let marks = window
        .script("return [...document.querySelectorAll('.chip')].map((chip) => [chip.dataset.testid, Number(chip.textContent.match(/(\\d+)\\s*$/)[1])])")
        .await;
    let marks: Vec<(String, usize)> = serde_json::from_value(marks).unwrap();
    assert!(marks.len() > 4, "{marks:?}");
    for (mark, number) in marks {
        window.click(&mark).await;
        window
            .until(&format!("{number} lines of {mark}"), async || {
                count(&window, "queue-line").await == number
            })
            .await;
    }
    window.click("mark-all").await;

    // From the first line down to a draft whose theme was suggested, and accepted.
    window.click("queue-line").await;
    window.find("draft-theme").await;
    window.script("document.activeElement?.blur()").await;
    let ready = "!(document.querySelector(\"[data-testid='accept']\")?.disabled ?? true)";
    for _ in 0..lines {
        if is(&window, ready).await {
            break;
        }
        let before = current(&window).await;
        window.keys("j").await;
        window
            .until("the next line", async || {
                let now = current(&window).await;
                let settled = is(
                    &window,
                    "document.querySelector(\"[data-testid='draft-theme']\") !== null",
                )
                .await;
                now != before && settled
            })
            .await;
    }
    let accepted = current(&window).await;
    window
        .keys(&format!("{}{}{}", key::CTRL, key::ENTER, key::NONE))
        .await;
    window.find("accepted").await;
    window
        .until("the number is said", async || {
            window.text("accepted").await.contains("编为")
        })
        .await;
    window
        .until("one line fewer", async || {
            count(&window, "queue-line").await == lines - 1
        })
        .await;
    until(
        &window,
        &format!("!document.querySelector(\"[data-key='{accepted}']\")"),
    )
    .await;

    // A question without a form is settled by hand.
    window.click("mark-form_is_image").await;
    window.click("settle").await;
    until(
        &window,
        "!document.querySelector(\"[data-testid='mark-form_is_image']\")",
    )
    .await;
    window.click("nav-home").await;
    until(
        &window,
        "document.querySelector(\"[data-stage='screening']\")?.dataset.count === '1'",
    )
    .await;
    window.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_plan_is_made_anew_until_packs_are_built_and_then_stays() {
    let office = Office::staffed();
    let window = office.open("zh").await;
    window.click("nav-assign").await;
    window.find("regenerate").await;
    window.script("document.activeElement?.blur()").await;
    window.keys("r").await;
    let first = window.text("plan-state").await;
    window
        .until("another seed", async || {
            window.keys("r").await;
            window.text("plan-state").await != first
        })
        .await;
    window.picture("o3-unlocked").await;
    until(
        &window,
        "document.querySelector('main').getAttribute('aria-busy') === 'false'",
    )
    .await;
    let plan = window.text("plan-state").await;
    assert!(plan.contains("未锁定"), "{plan}");

    window.click("nav-packs").await;
    // The keys lie under a passphrase: they are asked for, a wrong one is said, and whoever would rather not changes nothing.
    window.click("build-packs").await;
    dialog::choose_folder("评审包存到哪里", &office.out()).await;
    window.find("organizer-passphrase").await;
    window.picture("o4-keys").await;
    window.click("keys-cancel").await;
    until(
        &window,
        "document.body.innerText.includes('组织方的钥匙锁着')",
    )
    .await;
    window.click("build-packs").await;
    dialog::choose_folder("评审包存到哪里", &office.out()).await;
    type_passphrase(&window, "0000 0000 0000 0000 0000").await;
    until(
        &window,
        "document.querySelector('[aria-modal]')?.textContent.includes('组织方口令不对')",
    )
    .await;
    type_passphrase(&window, &office.passphrase()).await;
    window.find("packs-issued").await;
    window.picture("o4-issued").await;
    let packs = std::fs::read_dir(office.out())
        .unwrap()
        .flatten()
        .filter(|file| {
            file.path()
                .extension()
                .is_some_and(|end| end == "judgepack")
        })
        .count();
    assert_eq!(packs, 6);
    assert!(
        !is(
            &window,
            "document.querySelector(\"[data-testid='build-packs']\")"
        )
        .await
    );

    window.click("nav-assign").await;
    until(
        &window,
        "document.querySelector(\"[data-testid='plan-state']\")?.textContent.includes('已锁定')",
    )
    .await;
    let locked = window.text("plan-state").await;
    window.keys("r").await;
    assert_eq!(window.text("plan-state").await, locked);
    assert!(
        !is(
            &window,
            "document.querySelector(\"[data-testid='regenerate']\")"
        )
        .await
    );
    window.close().await;
}

/// Types the organiser's passphrase into the dialog that asks for it.
async fn type_passphrase(window: &Window, digits: &str) {
    window.overwrite("organizer-passphrase", digits).await;
    window.click("unlock-keys").await;
}

/// Every row of the ranking as text, on the page of results.
async fn ranks(window: &Window) -> Value {
    window.click("nav-results").await;
    window.find("rank-row").await;
    window
        .script("return [...document.querySelectorAll(\"[data-testid='rank-row']\")].map((row) => row.innerText)")
        .await
}

async fn current(window: &Window) -> String {
    text(
        window,
        "document.querySelector(\"[data-testid='queue-line'][aria-current]\")?.dataset.key ?? ''",
    )
    .await
}

async fn count(window: &Window, id: &str) -> usize {
    let body = format!("return document.querySelectorAll(\"[data-testid='{id}']\").length");
    usize::try_from(window.script(&body).await.as_u64().unwrap()).unwrap()
}
