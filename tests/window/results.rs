//! The page of results in the real window: from the ranking to an archive that was checked.

use std::path::Path;

use whole::demo::Demo;
use whole::judging::judge_by;
use whole::programs::jury_json;
use whole::window::Window;

use crate::desk::{key, text, until};
use crate::dialog;
use crate::office::open;

const PAPERS: [&str; 5] = [
    "results.xlsx",
    "notice.pdf",
    "jury-report.pdf",
    "certificates.pdf",
    "letters.pdf",
];

/// A contest whose awards go by its first round, with every bundle in and the keys under a passphrase.
fn judged() -> (Demo, String) {
    let demo = Demo::new();
    let rules = demo.folder().join("contest.toml");
    let told = std::fs::read_to_string(&rules).unwrap();
    let told = told
        .replace("[[award]]\n", "[[award]]\nround = \"panel\"\n")
        .replace(
            "id = \"merit\"\n",
            "id = \"merit\"\ndecided_by = \"people\"\n",
        )
        .replace("count = 20\n", "count = 3\n")
        .replace("reviews = 7\n", "reviews = 3\n");
    std::fs::write(&rules, told).unwrap();
    let contest = demo.folder().to_string_lossy().into_owned();
    for judge in 0..4 {
        // Judges who agree in the main and differ in strictness.
        let marks = |at: usize| {
            [9.0, 7.0, 8.0, 5.0, 6.0, 8.0, 7.0][(at * (judge + 2)) % 7]
                - [0.0, 1.0, 0.0, 2.0][judge]
        };
        let bundle = judge_by(&demo, judge, marks);
        jury_json(&["merge", &contest, &bundle.to_string_lossy()], 0);
    }
    let sheet = demo.beside("office").join("sheet.html");
    let place = sheet.to_string_lossy().into_owned();
    jury_json(&["keys", "protect", &contest, "--sheet", &place], 0);
    let page = std::fs::read_to_string(sheet).unwrap();
    let (_, rest) = page.split_once("id=\"passphrase\">").unwrap();
    let (digits, _) = rest.split_once("</dd>").unwrap();
    let passphrase = digits.chars().filter(char::is_ascii_digit).collect();
    (demo, passphrase)
}

#[tokio::test(flavor = "multi_thread")]
async fn results_are_read_decided_on_exported_and_verified() {
    let (demo, passphrase) = judged();
    let window = open(&demo.folder(), &demo.beside("data"), "zh").await;
    window.click("nav-results").await;
    window.find("rank-row").await;
    window.picture("results/o5").await;
    let all = count(&window, "rank-row").await;
    assert!(all > 10, "{all}");

    a_theme_narrows_the_ranking(&window, all).await;
    an_entry_shows_every_judge(&window).await;
    an_award_is_given_and_taken_back(&window).await;
    a_supposition_changes_nothing(&window).await;
    a_judge_is_looked_at_and_stays(&window).await;
    everything_is_exported(&window, &demo, &passphrase).await;
    the_next_round_begins(&window).await;
    window.close().await;
}

async fn a_theme_narrows_the_ranking(window: &Window, all: usize) {
    let choice = window.find("theme-filter").await;
    choice.select_by_index(1).await.unwrap();
    window
        .until("fewer rows", async || {
            let rows = count(window, "rank-row").await;
            0 < rows && rows < all
        })
        .await;
    choice.select_by_index(0).await.unwrap();
    window
        .until("all rows", async || count(window, "rank-row").await == all)
        .await;
}

async fn an_entry_shows_every_judge(window: &Window) {
    window.script("document.activeElement?.blur()").await;
    window.keys("j").await;
    until(window, "document.activeElement?.closest('[data-testid=rank-row]') === document.querySelectorAll('[data-testid=rank-row]')[1]").await;
    window.keys(key::ENTER).await;
    window.find("sheet").await;
    assert_eq!(count(window, "sheet").await, 3);
    let shown = text(
        window,
        "document.querySelector('[data-testid=entry-panel]').dataset.number",
    )
    .await;
    let row = text(
        window,
        "document.querySelectorAll('[data-testid=rank-row]')[1].dataset.number",
    )
    .await;
    assert_eq!(shown, row);
    window.picture("results/o5-entry").await;
    window.keys(key::ESC).await;
    window.find("award").await;
}

async fn an_award_is_given_and_taken_back(window: &Window) {
    award(window, "merit").await;
    let label = text(
        window,
        "[...document.querySelectorAll('[data-testid=rank-row] .code')].at(-1).textContent",
    )
    .await;
    window.write("give-to", &label).await;
    window.click("give").await;
    // What would move is said first, and nothing is recorded without a reason and a name.
    window.css("[data-code='awardIn']").await;
    assert!(
        !window
            .find("decide-record")
            .await
            .is_enabled()
            .await
            .unwrap()
    );
    assert_eq!(count(window, "received-award").await, 0);
    say_why(window, "评奖会议定").await;
    window.picture("results/o5-decide").await;
    window.click("decide-record").await;
    window.find("received-award").await;
    window.picture("results/o5-award").await;
    window.click("panel-back").await;

    window.click("panel-decisions").await;
    window.find("decision").await;
    window.click("undo-decision").await;
    window.css("[data-code='awardOut']").await;
    say_why(window, "报错了编号").await;
    window.click("decide-record").await;
    window
        .until("two decisions on record", async || {
            count(window, "decision").await == 2
        })
        .await;
    // What was taken back is not taken back again.
    assert_eq!(count(window, "undo-decision").await, 0);
    window.picture("results/o5-decisions").await;
    window.click("panel-back").await;
}

async fn a_supposition_changes_nothing(window: &Window) {
    let before = ranks(window).await;
    window.click("panel-what-if").await;
    window.click("what-if").await;
    window.click("what-if-note").await;
    window.find("what-if-noted").await;
    window.picture("results/o5-what-if").await;
    assert_eq!(ranks(window).await, before);
    window.click("panel-back").await;
}

async fn a_judge_is_looked_at_and_stays(window: &Window) {
    let before = ranks(window).await;
    window.click("panel-judges").await;
    window.find("judge-scale").await;
    window.picture("results/o5-judges").await;
    window.click("exclude").await;
    window.find("moves").await;
    window.picture("results/o5-exclude").await;
    window.click("decide-cancel").await;
    assert_eq!(ranks(window).await, before);
    window.click("panel-back").await;
}

async fn everything_is_exported(window: &Window, demo: &Demo, passphrase: &str) {
    window.script("document.activeElement?.blur()").await;
    window.keys("e").await;
    let out = demo.beside("papers");
    window.click("write-papers").await;
    dialog::choose_folder("文稿存到哪里", &out).await;
    window.find("papers-written").await;
    for paper in PAPERS {
        assert!(out.join(paper).is_file(), "{paper}");
    }

    let archive = demo.beside("office").join("results.zip");
    window.click("publish").await;
    dialog::save_to("保存结果档案", &archive).await;
    window.write("organizer-passphrase", passphrase).await;
    window.click("unlock-keys").await;
    window.find("published").await;
    verify(window, &archive, "true").await;
    window.picture("results/o5-export").await;

    let broken = demo.beside("office").join("broken.zip");
    std::fs::write(&broken, "no archive").unwrap();
    window.click("verify").await;
    dialog::choose("选择结果档案", &broken).await;
    window.find("error").await;
    window.click("export-close").await;
}

async fn verify(window: &Window, archive: &Path, good: &str) {
    window.click("verify").await;
    dialog::choose("选择结果档案", archive).await;
    window
        .css(&format!("[data-testid='verified'][data-good='{good}']"))
        .await;
}

async fn the_next_round_begins(window: &Window) {
    window.click("panel-next").await;
    window.find("shortlist").await;
    window.picture("results/o5-next").await;
    window.click("begin-round").await;
    window.find("plan-state").await;
    let round = window.find("round").await;
    assert_eq!(round.prop("value").await.unwrap().unwrap(), "final");
    window.picture("results/o3-final").await;
    window.click("nav-results").await;
    window
        .find("round")
        .await
        .select_by_value("panel")
        .await
        .unwrap();
    window.find("rank-row").await;
}

/// Goes from the overview to an award.
async fn award(window: &Window, id: &str) {
    window
        .css(&format!("button[data-award='{id}']"))
        .await
        .click()
        .await
        .unwrap();
    window.find("panel-back").await;
}

async fn say_why(window: &Window, reason: &str) {
    window.write("decide-reason", reason).await;
    window.overwrite("decide-present", "周组长、陈秘书").await;
}

async fn ranks(window: &Window) -> serde_json::Value {
    window
        .script("return [...document.querySelectorAll('[data-testid=rank-row]')].map((row) => row.innerText)")
        .await
}

async fn count(window: &Window, id: &str) -> usize {
    let body = format!("return document.querySelectorAll(\"[data-testid='{id}']\").length");
    usize::try_from(window.script(&body).await.as_u64().unwrap()).unwrap()
}
