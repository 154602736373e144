//! The organiser's page in the real window.

use whole::demo::Demo;
use whole::judging::judge;
use whole::window::Window;

use crate::dialog;

#[tokio::test(flavor = "multi_thread")]
async fn bundles_come_in_or_are_held_with_a_reason_and_the_ranking_follows() {
    let demo = Demo::new();
    let folder = demo.folder();
    let (contest, data) = (
        folder.to_string_lossy().into_owned(),
        demo.beside("data").to_string_lossy().into_owned(),
    );
    let window = Window::open(&["--organizer", &contest, "--data", &data], &folder).await;
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
    assert!(count(&window, "rank-row").await > 10);
    window.find("provisional").await;

    // One byte changed on the way: held, said why, and the ranking stays.
    let before = window.script(RANKS).await;
    let bundle = judge(&demo, 3, 1.0);
    let mut bytes = std::fs::read(&bundle).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    std::fs::write(&bundle, bytes).unwrap();
    window.click("choose-bundles").await;
    dialog::choose("选择评分文件", &bundle).await;
    window
        .until("the broken bundle is listed", async || {
            count(&window, "received-line").await == 4
        })
        .await;
    assert_eq!(window.script(RANKS).await, before);
    let page = window.script("return document.body.innerText").await;
    assert!(page.as_str().unwrap().contains("没有并入"), "{page}");
    window.picture("o-ranking").await;
    window.close().await;
}

/// Every row of the ranking as text.
const RANKS: &str =
    "return [...document.querySelectorAll(\"[data-testid='rank-row']\")].map(row => row.innerText)";

async fn count(window: &Window, id: &str) -> usize {
    let body = format!("return document.querySelectorAll(\"[data-testid='{id}']\").length");
    usize::try_from(window.script(&body).await.as_u64().unwrap()).unwrap()
}
