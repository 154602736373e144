//! Seconds of a film and a part of its picture are covered on the organiser's page, and judges get the covered copy.

use whole::window::Window;

use crate::axe;
use crate::desk::{is, until};
use crate::office::Office;

const VIDEO: &str = "document.querySelector(\"[data-testid='cover'] video\")";

#[tokio::test(flavor = "multi_thread")]
async fn seconds_and_a_part_of_a_film_are_covered_looked_at_and_shown_again() {
    let office = Office::with(&["01-"]);
    let window = office.open("zh").await;
    window.click("nav-intake").await;
    window.click("queue-line").await;
    window.find("cover").await;
    until(&window, &format!("{VIDEO}.readyState >= 2")).await;
    let over = "getComputedStyle(document.querySelector(\"[data-testid='draw-area']\"))";
    assert!(
        is(
            &window,
            &format!(
                "{over}.backgroundColor === 'rgba(0, 0, 0, 0)' && {over}.borderStyle === 'none'"
            )
        )
        .await,
        "the film is seen below what is drawn on it"
    );
    let whole = source(&window).await;

    // The moment in hand is taken over by a press of a button, the other is typed.
    window
        .script(&format!("{VIDEO}.currentTime = 1; return null"))
        .await;
    until(
        &window,
        &format!("!{VIDEO}.seeking && {VIDEO}.currentTime >= 0.99"),
    )
    .await;
    type_into(&window, "cover-from", "0:01").await;
    type_into(&window, "cover-to", "0:02.5").await;
    type_into(&window, "cover-reason", "横幅上有校名").await;
    until(
        &window,
        "document.querySelector(\"[data-testid='cover-do']\").textContent.includes('遮挡这 1.5 秒')",
    )
    .await;
    window.picture("o2-cover-before").await;
    window.click("cover-do").await;
    masks(&window, 2).await;
    until(
        &window,
        "document.querySelector(\"[data-testid='as-judged']\").ariaPressed === 'true'",
    )
    .await;
    until(&window, &format!("{VIDEO}.readyState >= 2")).await;
    let judged = source(&window).await;
    assert_ne!(judged, whole);
    window
        .script(&format!("{VIDEO}.currentTime = 1.8; return null"))
        .await;
    until(&window, &format!("!{VIDEO}.seeking")).await;
    window.picture("o2-covered-seconds").await;

    // A part of the picture, throughout: drawn on the whole film.
    window
        .script("document.querySelector(\"[data-testid='cover'] .chip\").click(); return null")
        .await;
    window
        .script(
            "document.querySelector(\"[data-testid='cover'] details\").open = true; return null",
        )
        .await;
    for (edge, share) in [
        ("left", "50"),
        ("top", "50"),
        ("width", "50"),
        ("height", "50"),
    ] {
        type_into(&window, &format!("area-{edge}"), share).await;
    }
    until(
        &window,
        "document.querySelector(\"[data-testid='draw-area'] .drawn\")?.style.cssText.replaceAll(' ', '') === 'left:50%;top:50%;width:50%;height:50%;'",
    )
    .await;
    window.picture("o2-cover-part").await;
    let faults = axe::faults(&window).await;
    assert!(faults.is_empty(), "{faults:?}");
    window.click("cover-do").await;
    masks(&window, 3).await;
    until(&window, &format!("{VIDEO}.readyState >= 2")).await;
    assert_ne!(source(&window).await, judged);
    window.picture("o2-covered-part").await;

    // Shown again one by one, until judges get the whole film.
    for left in [2, 1, 0] {
        window
            .script("document.querySelector(\"[data-testid='mask'] button\").click(); return null")
            .await;
        masks(&window, left).await;
    }
    until(&window, &format!("{VIDEO}.readyState >= 2")).await;
    assert_eq!(source(&window).await, whole);

    // And the whole file can be kept from them.
    window.click("cover-whole").await;
    masks(&window, 1).await;
    assert!(is(&window, &format!("{VIDEO} !== null")).await);
    window.close().await;
}

async fn source(window: &Window) -> String {
    let source = window.script(&format!("return {VIDEO}.src")).await;
    source.as_str().unwrap().to_owned()
}

async fn masks(window: &Window, number: usize) {
    until(
        window,
        &format!(
            "document.querySelectorAll(\"[data-testid='mask']\").length === {number} && !document.querySelector(\"[data-testid='covering']\")"
        ),
    )
    .await;
}

async fn type_into(window: &Window, id: &str, words: &str) {
    window.overwrite(id, words).await;
}
