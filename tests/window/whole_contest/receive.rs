//! Mails come in, and become entries: what asks for a person is looked at, then everything that is clear is accepted at once.

use std::collections::BTreeMap;

use whole::mailbox::{self, Forms, Mailbox, Recipe};
use whole::scoring::Truth;
use whole::window::Window;

use super::{ENTRIES, LONG, Office, number};
use crate::desk::{is, key, until};

/// A mailbox of 420 mails is dropped on the window; every idea in it is accepted.
pub(super) async fn mails_become_entries(office: &mut Office) -> Truth {
    let folder = office.new_folder("mail");
    let recipe = Recipe {
        mails: 420,
        seed: 2020,
        films: 7,
        forms: Forms::Usual,
    };
    let mailbox = mailbox::write(&folder, recipe);
    assert!(mailbox.ideas.len() as u64 >= ENTRIES);
    office.took("the mailbox is written");
    a_mailbox_is_dropped(office, &mailbox).await;
    office.took("the mailbox is read");
    office.picture("o2-imported").await;
    // The newest version of what came twice takes the place of the others; texts that are only alike stay both.
    each(office, "possible_duplicate", "[data-mend='keep_newest']").await;
    each(office, "near_duplicate", "[data-mend='not_duplicate']").await;
    each(office, "not_a_submission", "[data-testid='settle']").await;
    each(office, "no_form_found", "[data-testid='settle']").await;
    office.took("what asks for a person is settled");
    themes_are_given(office, &mailbox).await;
    office.took("themes are given");
    everything_is_accepted(office, &mailbox).await;
    Truth::new(&mailbox.ideas)
}

/// By the pointer, over the page of intake, which says where to drop and then how far it is.
async fn a_mailbox_is_dropped(office: &mut Office, mailbox: &Mailbox) {
    office.page("intake", "[data-testid='import']").await;
    office.picture("o2-nothing-yet").await;
    office
        .drop_on_window(&mailbox.file, async |window| {
            window.find("import-drop").await;
            window.picture("whole-contest/o2-hovering").await;
        })
        .await;
    let window = &office.window;
    until(
        window,
        "Number(document.querySelector(\"[data-testid='importing'] [role='progressbar']\")?.ariaValueNow) > 0",
    )
    .await;
    office.picture("o2-importing").await;
    window
        .until_within(LONG, "the mailbox is read", async || {
            is(
                window,
                "document.querySelector(\"[data-testid='imported']\")",
            )
            .await
        })
        .await;
    let said = window.text("imported").await;
    assert!(said.contains("420"), "{said}");
}

/// Narrows the queue to a mark and does the same about line after line, until the mark is gone.
async fn each(office: &Office, mark: &str, button: &str) {
    let window = &office.window;
    let chip = format!("document.querySelector(\"[data-testid='mark-{mark}']\")");
    until(window, &chip).await;
    window.click(&format!("mark-{mark}")).await;
    window.click("queue-line").await;
    window.css(button).await;
    office.picture(&format!("o2-{mark}")).await;
    let left = format!("{chip}?.textContent.match(/\\d+/)?.[0] ?? 0");
    let mut before = number(window, &left).await;
    let ready = format!("{button}:not(:disabled)");
    while before > 0 {
        // The next line is in hand when its button can be pressed.
        window.css(&ready).await.click().await.unwrap();
        window
            .until(&format!("fewer lines with {mark}"), async || {
                number(window, &left).await < before
            })
            .await;
        before = number(window, &left).await;
    }
}

/// The lines without a theme, one theme after the other: J and Space pick those that a person would put there.
async fn themes_are_given(office: &Office, mailbox: &Mailbox) {
    let window = &office.window;
    let of: BTreeMap<&str, u8> = mailbox
        .ideas
        .iter()
        .map(|idea| (idea.title.as_str(), idea.theme))
        .collect();
    window.click("mark-theme_missing").await;
    for theme in 1..=7 {
        window.click("queue-line").await;
        rest(window).await;
        let lines = window
            .script("return [...document.querySelectorAll(\"[data-testid='queue-line'] .t span\")].map((line) => line.textContent)")
            .await;
        let lines: Vec<String> = serde_json::from_value(lines).unwrap();
        let picks: Vec<bool> = lines
            .iter()
            .map(|line| of[line.as_str()] == theme)
            .collect();
        let wanted = picks.iter().filter(|pick| **pick).count();
        if wanted == 0 {
            continue;
        }
        let keys: Vec<&str> = picks
            .iter()
            .map(|pick| if *pick { " j" } else { "j" })
            .collect();
        window.keys(&keys.concat()).await;
        let picked = "document.querySelector(\"[data-testid='bulk'] b\")?.textContent.match(/\\d+/)?.[0] ?? 0";
        window
            .until("the lines are picked", async || {
                number(window, picked).await == wanted as u64
            })
            .await;
        let choice = window.find("bulk-theme").await;
        choice.select_by_index(usize::from(theme)).await.unwrap();
        office.picture(&format!("o2-theme-{theme}")).await;
        window.click("bulk-set-theme").await;
        window.find("said").await;
        window.click("bulk-none").await;
        if wanted == lines.len() {
            break;
        }
    }
    let open = is(
        window,
        "document.querySelector(\"[data-testid='mark-theme_missing']\")",
    );
    assert!(!open.await);
}

/// All lines at once, with the keyboard; every idea has a number then, and nothing waits.
async fn everything_is_accepted(office: &Office, mailbox: &Mailbox) {
    let window = &office.window;
    let ideas = mailbox.ideas.len() as u64;
    window.click("mark-all").await;
    rest(window).await;
    window.keys(&format!("{}a{}", key::CTRL, key::NONE)).await;
    window.find("bulk").await;
    office.picture("o2-all-picked").await;
    window.click("bulk-accept").await;
    window
        .until_within(LONG, "all are accepted", async || {
            window
                .text("intake-counts")
                .await
                .contains(&ideas.to_string())
        })
        .await;
    office.took("all are accepted");
    office.picture("o2-accepted").await;
    let waiting = "document.querySelectorAll(\"[data-testid='queue-line']\").length";
    assert_eq!(number(window, waiting).await, 0);
    office
        .counts_are(&[("call", 420), ("screening", ideas)])
        .await;
    office.picture("o1-accepted").await;
}

/// Where the focus is no text and no button.
async fn rest(window: &Window) {
    window.script("document.activeElement?.blur()").await;
}
