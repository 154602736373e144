//! The organiser begins a contest in the window's form and keeps the passphrase.

use std::cell::Cell;
use std::time::Instant;

use whole::desktop::Desktop;
use whole::window::Window;

use super::{Office, text};
use crate::desk::{prefer, until};

/// In how many days ideas have to be in, and scores of each round.
const DEADLINE: i64 = 20;
const ROUNDS: [i64; 3] = [50, 70, 70];

/// A contest that was founded a minute ago, with nothing in it.
pub(super) async fn a_new_contest() -> Office {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    prefer(&data, "zh", "light", "m");
    let desktop = Desktop::start();
    let window =
        Window::open_as_it_is(&["--data", &text(&data)], &data, &desktop.environment()).await;
    window.resize(1366, 768).await;
    let mut office = Office {
        window,
        desktop,
        folder,
        passphrase: String::new(),
        pictures: Cell::new(0),
        since: Cell::new(Instant::now()),
    };
    fill_the_form(&office).await;
    office.passphrase = found(&office).await;
    office
}

/// The built-in form as it is, but for the dates.
async fn fill_the_form(office: &Office) {
    let window = &office.window;
    window.click("open-organizer").await;
    window.find("office").await;
    office.picture("office").await;
    window.click("new-built-in").await;
    window.find("found").await;
    window.overwrite("field-deadline", &ahead(DEADLINE)).await;
    office.picture("form").await;
    window.click("part-rounds").await;
    for (at, closes) in ROUNDS.iter().enumerate() {
        let pick = format!(".list li:nth-child({}) [data-testid='pick']", at + 1);
        window.css(&pick).await.click().await.unwrap();
        let field = format!("field-rounds.{at}.closesAt");
        window.overwrite(&field, &ahead(*closes)).await;
    }
    office.picture("form-rounds").await;
    until(
        window,
        "document.querySelector(\"[data-testid='form-state']\")?.dataset.field === ''",
    )
    .await;
}

/// The end of a day that is to come, as it is typed.
fn ahead(days: i64) -> String {
    let day = chrono::Local::now() + chrono::TimeDelta::days(days);
    format!("{} 23:59:59\t", day.format("%Y-%m-%d"))
}

/// Makes the folder; the passphrase stands on the sheet beside it, which a person prints and locks away.
async fn found(office: &Office) -> String {
    let window = &office.window;
    window.click("create-contest").await;
    office
        .save_to("新征集的文件夹", &office.at("contest"))
        .await;
    window.find("created").await;
    office.picture("created").await;
    let sheet = std::fs::read_to_string(window.text("created-sheet").await).unwrap();
    let (_, after) = sheet.split_once("id=\"passphrase\">").unwrap();
    let (digits, _) = after.split_once("</dd>").unwrap();
    window.click("open-created").await;
    window.find("home").await;
    office.picture("o1-new").await;
    digits.chars().filter(char::is_ascii_digit).collect()
}

/// The contest is let go and opened again; from now on its keys are locked until somebody types the passphrase.
pub(super) async fn another_day(office: &Office) {
    let window = &office.window;
    window.click("leave").await;
    window.click("open-organizer").await;
    window.click("open-contest").await;
    office
        .choose_folder("选择征集文件夹", &office.at("contest"))
        .await;
    window.find("home").await;
    office.page("assign", "[data-testid='plan-state']").await;
}
