//! The organiser's first page: a contest that begins in the window, its backup, and the way back from it.

use std::path::Path;

use whole::programs::jury_json;
use whole::window::Window;

use crate::axe::Examined;
use crate::desk::{self, text, until};
use crate::dialog;
use crate::office::Office;

async fn type_over(window: &Window, field: &str, value: &str) {
    window.overwrite(field, value).await;
}

/// The field that the parser blames; empty when the form is a contest.
async fn blamed(window: &Window, field: &str) {
    until(
        window,
        &format!(
            "document.querySelector(\"[data-testid='form-state']\")?.dataset.field === '{field}' \
             && !document.querySelector(\"[data-testid='form-state']\").textContent.includes('正在检查')"
        ),
    )
    .await;
}

async fn office(data: &Path, language: &str) -> Window {
    desk::prefer(data, language, "light", "m");
    let data = data.to_string_lossy().into_owned();
    let window = Window::open(&["--data", &data], Path::new(&data)).await;
    window.click("open-organizer").await;
    window.find("office").await;
    window
}

fn folder(place: &Path) -> String {
    place.to_string_lossy().into_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_contest_begins_in_the_window_is_backed_up_and_restored() {
    let dir = tempfile::tempdir().unwrap();
    let window = office(&dir.path().join("data"), "zh").await;
    window.picture("o1-office-zh").await;
    window.click("new-built-in").await;
    window.find("found").await;
    blamed(&window, "").await;

    // What is wrong is said at its field, and leads there from any part.
    type_over(&window, "field-digits", "9").await;
    blamed(&window, "digits").await;
    assert!(window.text("wrong").await.contains("3 到 6"));
    window.picture("o1-form-wrong-zh").await;
    assert!(
        !window
            .find("create-contest")
            .await
            .is_enabled()
            .await
            .unwrap()
    );
    type_over(&window, "field-digits", "4").await;
    window.click("part-themes").await;
    type_over(&window, "field-themes.0.rubric.1", "31").await;
    blamed(&window, "themes.0.rubric").await;
    window.click("part-awards").await;
    window.picture("o1-form-awards-zh").await;
    window.click("go-to-wrong").await;
    type_over(&window, "field-themes.0.rubric.1", "30").await;
    blamed(&window, "").await;
    window.click("part-basics").await;
    type_over(&window, "field-title", "窗口里的征集").await;
    type_over(&window, "field-deadline", "2031-7-31 8:00\t").await;
    window.click("part-preview").await;
    until(
        &window,
        "document.querySelector(\"[data-testid='preview']\")?.textContent.includes('deadline = 2031-07-31T08:00:00+08:00')",
    )
    .await;
    blamed(&window, "").await;

    let place = dir.path().join("contest");
    window.click("create-contest").await;
    dialog::save_to("新征集的文件夹", &place).await;
    window.find("created").await;
    window.picture("o1-created-zh").await;
    assert!(place.join("contest.toml").is_file());
    assert_eq!(
        window.text("created-sheet").await,
        folder(&dir.path().join("contest-passphrase.html"))
    );
    window.click("open-created").await;
    window.find("home").await;
    window.picture("o1-empty-zh").await;

    let backup = dir.path().join("backup.zip");
    window.click("back-up").await;
    dialog::save_to("备份存到哪里", &backup).await;
    window.find("backed-up").await;
    until(
        &window,
        "document.querySelector(\"[data-testid='backup-line']\")?.textContent.includes('之后没有新内容')",
    )
    .await;
    window.picture("o1-backed-up-zh").await;

    // Back over the start page, into another folder; the first is let go meanwhile.
    window.click("leave").await;
    window.click("open-organizer").await;
    let copy = dir.path().join("copy");
    window.click("restore").await;
    dialog::choose("选择备份文件", &backup).await;
    dialog::save_to("恢复到哪个新文件夹", &copy).await;
    window.find("home").await;
    assert_eq!(
        text(
            &window,
            "document.querySelector('.brand .contest').textContent"
        )
        .await,
        "窗口里的征集"
    );
    let rules = |folder: &Path| std::fs::read(folder.join("contest.toml")).unwrap();
    assert_eq!(rules(&copy), rules(&place));
    window.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_damaged_backup_is_refused_and_leaves_no_folder() {
    let dir = tempfile::tempdir().unwrap();
    let contest = dir.path().join("c");
    jury_json(&["new", &folder(&contest)], 0);
    let backup = dir.path().join("b.zip");
    jury_json(&["backup", &folder(&contest), &folder(&backup)], 0);
    let mut bytes = std::fs::read(&backup).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    std::fs::write(&backup, bytes).unwrap();
    let window = office(&dir.path().join("data"), "zh").await;
    window.click("restore").await;
    dialog::choose("选择备份文件", &backup).await;
    let copy = dir.path().join("copy");
    dialog::save_to("恢复到哪个新文件夹", &copy).await;
    until(
        &window,
        "document.querySelector(\"[data-testid='error']\")?.dataset.code === 'backup_altered'",
    )
    .await;
    window.picture("o1-restore-refused-zh").await;
    assert!(!copy.exists());
    window.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_contest_that_is_open_elsewhere_is_said_on_the_page_that_offers_another() {
    let office = Office::new();
    let held = organizer::Organizer::open(&office.contest()).unwrap();
    let data = office.contest().with_file_name("data");
    desk::prefer(&data, "zh", "light", "m");
    let contest = folder(&office.contest());
    let window = Window::open(
        &["--organizer", &contest, "--data", &folder(&data)],
        &office.contest(),
    )
    .await;
    window.find("office").await;
    until(
        &window,
        "document.querySelector(\"[data-testid='error']\")?.dataset.code === 'contest_locked'",
    )
    .await;
    window.picture("o1-in-use-zh").await;
    drop(held);
    window.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_help_has_the_organisers_guide_with_its_pictures() {
    let office = Office::new();
    let window = office.open("zh").await;
    window.click("help").await;
    window.click("help-guide").await;
    let guide = window.text("guide").await;
    assert!(guide.contains("组织方指南：从新建征集到公示"), "{guide}");
    window.picture("states/organizer-guide").await;
    // Pictures far below are fetched as they come near.
    until(
        &window,
        "[...document.querySelectorAll(\"[data-testid='guide'] img\")].every((img) => { img.loading = 'eager'; return img.complete && img.naturalWidth > 0; })",
    )
    .await;
    let mut examined = Examined::new(&window, "zh");
    examined.look("the organisers' guide").await;
    examined.done();
    window.close().await;
}

async fn the_pages_are_sound(language: &str) {
    let dir = tempfile::tempdir().unwrap();
    let window = office(&dir.path().join("data"), language).await;
    let mut examined = Examined::new(&window, language);
    examined.look("office").await;
    window.click("new-built-in").await;
    window.find("found").await;
    for part in [
        "basics", "limits", "themes", "criteria", "rounds", "awards", "preview",
    ] {
        window.click(&format!("part-{part}")).await;
        examined.look(&format!("form, {part}")).await;
        for look in ["light", "dark"] {
            window
                .script(&format!(
                    "document.documentElement.dataset.theme = '{look}'"
                ))
                .await;
            window
                .picture(&format!("o1-form-{part}-{language}-{look}"))
                .await;
        }
    }
    window.click("part-basics").await;
    type_over(&window, "field-digits", "9").await;
    window.find("wrong").await;
    examined.look("form, wrong").await;
    examined.done();
    window.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn axe_finds_no_fault_in_the_form_in_chinese() {
    the_pages_are_sound("zh").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn axe_finds_no_fault_in_the_form_in_english() {
    the_pages_are_sound("en").await;
}
