//! A round of judging: a plan, packs, and the bundles that come back.

use std::path::PathBuf;

use whole::scoring::{self, Truth};
use whole::window::Window;

use super::{JUDGES, LONG, Office, number};
use crate::desk::{is, text, until};

/// How many entries a round has at least, and how many judges.
fn size_of(round: &str) -> (u64, u64) {
    match round {
        "panel" => (super::ENTRIES, JUDGES),
        "final" => (60, 14),
        _ => (30, 10),
    }
}

/// 40 judges from a table, looked at before they are taken.
pub(super) async fn judges_come_from_a_list(office: &Office) {
    let window = &office.window;
    let list = office.at("judges.csv");
    std::fs::write(&list, scoring::judges(JUDGES as usize)).unwrap();
    office.page("assign", "[data-testid='open-judges']").await;
    window.click("open-judges").await;
    window.click("judges-import").await;
    office.choose("选择评委名单", &list).await;
    listed(window, "preview-line", JUDGES).await;
    office.picture("o3-judges-preview").await;
    window.click("preview-take").await;
    listed(window, "judge-entry", JUDGES).await;
    office.picture("o3-judges").await;
    window.click("judges-close").await;
    window.click("regenerate").await;
}

/// The shortlist of a later round is looked at, and becomes its plan.
pub(super) async fn begins_with_its_shortlist(office: &Office, round: &str) {
    let window = &office.window;
    results_are_read(office).await;
    turn_to(window, "panel").await;
    window.click("panel-next").await;
    window
        .css(&format!("[data-testid='shortlist'][data-round='{round}']"))
        .await;
    office.picture(&format!("o5-next-{round}")).await;
    let begin = format!("[data-round='{round}'] [data-testid='begin-round']");
    window.css(&begin).await.click().await.unwrap();
}

/// Plan, packs, and every judge's bundle: half of them leave the results provisional, all make them complete.
pub(super) async fn is_planned_packed_and_judged(office: &mut Office, truth: &Truth, round: &str) {
    the_plan_holds(office, round).await;
    let (packs, fingerprint) = packs_are_built(office, round).await;
    office.took("plan and packs");
    let bundles = scoring::hand_in(office.folder.path(), truth, round, &packs, &fingerprint);
    assert_eq!(bundles.len() as u64, size_of(round).1);
    office.took("the judges score at their own computers");
    bundles_come_in(office, round, &bundles).await;
}

/// Every entry has its judges, nobody judges what they must not, and all judges can be compared.
async fn the_plan_holds(office: &Office, round: &str) {
    let window = &office.window;
    window.find("plan-state").await;
    for what in ["cover", "barred", "linked"] {
        let line = window
            .css(&format!("[data-testid='quality'][data-what='{what}']"))
            .await;
        let class = line.attr("class").await.unwrap().unwrap_or_default();
        assert!(!class.contains("wn"), "{round}: {what}");
    }
    office.picture(&format!("o3-{round}")).await;
    window.click("to-packs").await;
}

/// Packs for every judge of the round, and the organiser's fingerprint as the judges are told it.
async fn packs_are_built(office: &Office, round: &str) -> (PathBuf, String) {
    let window = &office.window;
    let packs = office.new_folder(&format!("packs-{round}"));
    let (_, judges) = size_of(round);
    listed(window, "judge-row", judges).await;
    window.click("build-packs").await;
    office.choose_folder("评审包存到哪里", &packs).await;
    if round == "panel" {
        window.find("organizer-passphrase").await;
        office.picture("o4-passphrase").await;
        office.unlock().await;
        until(
            window,
            "Number(document.querySelector(\"[data-testid='packing'] [role='progressbar']\")?.ariaValueNow) > 0",
        )
        .await;
        office.picture("o4-writing").await;
    }
    let issued = "document.querySelector(\"[data-testid='packs-issued']\")";
    window
        .until_within(LONG, "the packs are written", async || {
            is(window, issued).await
        })
        .await;
    window.find("print-slips").await;
    window.find("print-letters").await;
    office.picture(&format!("o4-packs-{round}")).await;
    for paper in ["passphrases.html", "letters.html"] {
        assert!(packs.join(paper).is_file(), "{paper}");
    }
    let digits = "[...document.querySelectorAll(\"[data-testid='packs-issued'] .digits span\")].map((group) => group.textContent).join(' ')";
    let fingerprint = text(window, digits).await;
    office.counts_are(&[("packs", judges), ("merge", 0)]).await;
    office.picture(&format!("o1-packs-{round}")).await;
    (packs, fingerprint)
}

/// The first bundle is chosen, the others of the first half are dropped in a folder: results are provisional. The folder with the
/// second half makes them complete.
async fn bundles_come_in(office: &mut Office, round: &str, bundles: &[PathBuf]) {
    let (first, second) = bundles.split_at(bundles.len() / 2);
    let all = bundles.len() as u64;
    office.page("packs", "[data-testid='choose-bundles']").await;
    office.window.click("choose-bundles").await;
    office.choose("选择评分文件", &first[0]).await;
    returned(office, round, 1).await;
    let early = folder_of(office, &format!("early-{round}"), &first[1..]);
    office.drop_on_window(&early, async |_| ()).await;
    returned(office, round, first.len() as u64).await;
    office.picture(&format!("o4-half-{round}")).await;
    office
        .counts_are(&[("packs", all), ("merge", first.len() as u64)])
        .await;
    office.picture(&format!("o1-half-{round}")).await;
    results_are_read(office).await;
    turn_to(&office.window, round).await;
    office.window.find("provisional").await;
    office.picture(&format!("o5-provisional-{round}")).await;

    office.page("packs", "[data-testid='choose-bundles']").await;
    let late = folder_of(office, &format!("late-{round}"), second);
    office.drop_on_window(&late, async |_| ()).await;
    returned(office, round, all).await;
    office.picture(&format!("o4-all-{round}")).await;
    office.counts_are(&[("packs", all), ("merge", all)]).await;
    office.picture(&format!("o1-all-{round}")).await;
    results_are_read(office).await;
    turn_to(&office.window, round).await;
    office.window.find("complete").await;
    let ranked = number(
        &office.window,
        "document.querySelector('.rk').ariaRowCount - 1",
    )
    .await;
    let (entries, _) = size_of(round);
    // Entries that share the last place of a shortlist all go in.
    assert!(
        ranked >= entries && (round == "panel" || ranked < entries + 3),
        "{round}: {ranked}"
    );
    office.picture(&format!("o5-{round}")).await;
}

/// A new folder with copies of these files, as a mail program saves attachments.
fn folder_of(office: &Office, name: &str, files: &[PathBuf]) -> PathBuf {
    let folder = office.new_folder(name);
    for file in files {
        std::fs::copy(file, folder.join(file.file_name().unwrap())).unwrap();
    }
    folder
}

/// So many judges have a bundle that counts, and nothing was held.
async fn returned(office: &Office, round: &str, judges: u64) {
    let window = &office.window;
    let inside =
        "document.querySelectorAll(\"[data-testid='judge-row']:not([data-revision=''])\").length";
    window
        .until_within(LONG, &format!("{round}: {judges} returned"), async || {
            number(window, inside).await == judges
        })
        .await;
    let held =
        "document.querySelectorAll(\"[data-testid='received-line'][data-verdict='held']\").length";
    assert_eq!(number(window, held).await, 0);
}

/// Opens the page of results and waits for what it computes.
async fn results_are_read(office: &Office) {
    office.page("results", "main.o5").await;
    settled(&office.window).await;
}

async fn turn_to(window: &Window, round: &str) {
    let choice = window.find("round").await;
    choice.select_by_value(round).await.unwrap();
    settled(window).await;
}

/// Results are computed while everything else can be used; the page says when they are there.
pub(super) async fn settled(window: &Window) {
    window
        .until_within(LONG, "results are read", async || {
            is(window, "document.querySelector('main.o5[aria-busy=false]')").await
                && is(window, "document.querySelector('.side5')").await
        })
        .await;
}

async fn listed(window: &Window, id: &str, wanted: u64) {
    window
        .until(&format!("{wanted} {id}"), async || {
            let found = format!("document.querySelectorAll(\"[data-testid='{id}']\").length");
            number(window, &found).await == wanted
        })
        .await;
}
