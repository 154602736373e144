//! The page of packs and bundles in the real window: marks, reminders, and what a judge settles on the telephone.

use contest::Points;
use desk::{Change, Desk, Session};
use rand::rngs::OsRng;
use seal::Passphrase;
use whole::demo::Demo;
use whole::judging::{judge, now};
use whole::window::Window;

use crate::axe::faults;
use crate::desk::{prefer, until};
use crate::dialog;
use crate::office::{self, Office};

#[tokio::test(flavor = "multi_thread")]
async fn what_is_said_of_a_pack_stands_in_its_line_and_can_be_taken_back() {
    let office = Office::issued();
    let window = office.open("zh").await;
    window.click("nav-packs").await;
    open(&window, "J02").await;
    sound(&window).await;
    window
        .find("sent-how")
        .await
        .select_by_value("cloud")
        .await
        .unwrap();
    window.click("mark-sent").await;
    window.find("undo-sent").await;
    window.picture("o4-judge").await;
    window.click("judge-close").await;
    until(&window, &row("J02", "网盘")).await;

    // A reminder is drafted, saved as a mail, recorded and taken back.
    open(&window, "J03").await;
    window.click("remind").await;
    window.find("letter-text").await;
    window.picture("o4-letter").await;
    sound(&window).await;
    let place = office.out().join("reminder.eml");
    window.click("letter-save").await;
    dialog::save_to("信存到哪里", &place).await;
    until(
        &window,
        "document.querySelector(\"[data-testid='letter-done']\")?.textContent.includes('已存好')",
    )
    .await;
    let mail = intake::read_mail(&std::fs::read(&place).unwrap()).unwrap();
    assert!(mail.subject.contains("请交回评分文件"), "{}", mail.subject);
    assert!(mail.text.contains("顾平 老师"), "{}", mail.text);
    window.click("mark-reminded").await;
    until(&window, &row("J03", "已提醒 1 次")).await;
    window.picture("o4-marks").await;
    open(&window, "J03").await;
    window.click("undo-reminded").await;
    window.click("judge-close").await;
    until(&window, &format!("!{}", row("J03", "已提醒"))).await;

    // A pack issued again takes the place of the earlier one, and nobody has said yet how it went out.
    open(&window, "J02").await;
    window.click("issue-again").await;
    dialog::choose_folder("评审包存到哪里", &office.out()).await;
    window
        .write("organizer-passphrase", &office.passphrase())
        .await;
    window.click("unlock-keys").await;
    window.find("packs-issued").await;
    window.find("print-letters").await;
    window.picture("o4-again").await;
    let again = std::fs::read_dir(office.out()).unwrap().flatten();
    let again = again.filter(|file| {
        file.file_name()
            .to_string_lossy()
            .ends_with("_J02_v2.judgepack")
    });
    assert_eq!(again.count(), 1);
    until(&window, &format!("!{}", row("J02", "网盘"))).await;
    window.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_keys_the_one_that_matches_on_the_telephone_counts() {
    settled("zh", "light").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_keys_the_one_that_matches_counts_in_english_and_in_the_dark() {
    settled("en", "dark").await;
}

async fn settled(language: &str, look: &str) {
    let demo = Demo::new();
    let data = demo.beside("data");
    let one = judge(&demo, 0, 8.0);
    let other = elsewhere(&demo);
    let folder = demo.folder().to_string_lossy().into_owned();
    for bundle in [&one, &other] {
        // Both are held, which the program says by its exit code.
        whole::programs::run_jury(&["merge", &folder, &bundle.to_string_lossy()]);
    }
    let window = office::open(&demo.folder(), &data, language).await;
    drop(window);
    prefer(&data, language, look, "m");
    let text = data.to_string_lossy().into_owned();
    let window = Window::open(&["--organizer", &folder, "--data", &text], &demo.folder()).await;
    window.find("home").await;
    window.click("nav-packs").await;
    window.find("confirm-bundle").await;
    window.picture(&format!("o4-held-{language}")).await;
    window.click("confirm-bundle").await;
    until(
        &window,
        "document.querySelectorAll(\"[data-testid='peer']\").length === 2",
    )
    .await;
    window.find("mark-difference").await;
    window.picture(&format!("o4-confirm-{language}")).await;
    assert_eq!(faults(&window).await, Vec::<String>::new());
    assert!(
        !window
            .find("confirm-record")
            .await
            .is_enabled()
            .await
            .unwrap()
    );
    window.click("choose-peer").await;
    window.click("confirm-record").await;
    until(
        &window,
        "document.querySelector(\"[data-testid='received-line'][data-verdict='merged']\") !== null",
    )
    .await;
    window.picture(&format!("o4-settled-{language}")).await;
    assert_eq!(faults(&window).await, Vec::<String>::new());
    window.close().await;
}

/// The first judge's pack scored on another computer, so with another key.
fn elsewhere(demo: &Demo) -> std::path::PathBuf {
    let (file, passphrase) = demo.pack(0);
    let passphrase = Passphrase::parse(&passphrase).unwrap();
    let mut desk = Desk::open(&demo.beside("another-computer")).unwrap();
    let (mut session, _) = Session::open(&mut desk, &file, &passphrase, now(), &mut OsRng).unwrap();
    let number = session.entries()[0].number.clone();
    let (_, theme) = session.entry(&number).unwrap();
    let criteria: Vec<String> = theme.criteria.iter().map(|one| one.id.clone()).collect();
    for criterion in criteria {
        let mark = Change::Mark(criterion.parse().unwrap(), Points::try_from(3.0).unwrap());
        session.change(&mut desk, &number, mark, now()).unwrap();
    }
    let out = demo.beside("returned").join("another.scorebundle");
    session
        .export(&desk, &out, &passphrase, "flow test", now(), &mut OsRng)
        .unwrap();
    out
}

async fn open(window: &Window, judge: &str) {
    window
        .css(&format!(
            "[data-judge='{judge}'] [data-testid='open-judge']"
        ))
        .await
        .click()
        .await
        .unwrap();
    window.find("judge-dialog").await;
}

fn row(judge: &str, text: &str) -> String {
    format!(
        "(document.querySelector(\"[data-testid='judge-row'][data-judge='{judge}']\")?.textContent.includes('{text}') ?? false)"
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
