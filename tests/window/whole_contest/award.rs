//! People say how many merit awards there are and settle what is shared; then every award can be given.

use whole::window::Window;

use super::round::settled;
use super::{Office, number};
use crate::desk::{is, text, until};

/// An award, and how many have it in the end.
const AWARDS: [(&str, usize); 5] = [
    ("gold", 1),
    ("nominee", 20),
    ("merit", 30),
    ("video", 10),
    ("organisation", 10),
];
/// How many shared places there may be.
const TIES: u64 = 20;

/// Until nothing is open, and the first page says so.
pub(super) async fn every_award_is_given(office: &Office) {
    let window = &office.window;
    office
        .page(
            "results",
            "[data-testid='panel-next'], [data-testid='panel-back']",
        )
        .await;
    settled(window).await;
    if is(
        window,
        "document.querySelector(\"[data-testid='panel-back']\")",
    )
    .await
    {
        window.click("panel-back").await;
    }
    office.picture("o5-open").await;
    open(window, "merit").await;
    window.overwrite("award-count", "30").await;
    window.click("set-count").await;
    decide(office, "o5-decide-count", 1).await;
    for decided in 2..TIES {
        let tied = "[...document.querySelectorAll(\"[data-testid='award-open']\")].map((box) => box.dataset.award)[0] ?? ''";
        let award = text(window, tied).await;
        if award.is_empty() {
            break;
        }
        open(window, &award).await;
        office.picture(&format!("o5-tie-{award}")).await;
        window.click("settle-tie").await;
        decide(office, &format!("o5-decide-{award}"), decided).await;
    }
    for (award, wanted) in AWARDS {
        open(window, award).await;
        let got = "return document.querySelectorAll(\"[data-testid='received-award']\").length";
        assert_eq!(window.script(got).await, wanted, "{award}");
        office.picture(&format!("o5-award-{award}")).await;
        window.click("panel-back").await;
    }
    office.picture("o5-settled").await;
    office.counts_are(&[("awards", AWARDS.len() as u64)]).await;
    office.picture("o1-settled").await;
}

/// Goes from the overview to an award.
async fn open(window: &Window, award: &str) {
    let button = format!("button[data-award='{award}']");
    window.css(&button).await.click().await.unwrap();
    window.find("panel-back").await;
}

/// What would move is said; with a reason and the names of those present it is recorded, as the so many-th decision.
async fn decide(office: &Office, picture: &str, decided: u64) {
    let window = &office.window;
    window.find("moves").await;
    window.write("decide-reason", "评审会讨论").await;
    window.overwrite("decide-present", "林舟、程野").await;
    office.picture(picture).await;
    window.click("decide-record").await;
    until(
        window,
        "!document.querySelector(\"[data-testid='decide-record']\")",
    )
    .await;
    window.click("panel-back").await;
    let recorded = "document.querySelector(\"[data-testid='panel-decisions']\")?.textContent.match(/\\d+/)?.[0] ?? 0";
    window
        .until("the decision is on record", async || {
            number(window, recorded).await == decided
        })
        .await;
    settled(window).await;
}
