//! The window when something goes wrong around it: a second start, a stick pulled out, no network at all.

use std::path::Path;
use std::process::{Command, ExitStatus};
use std::time::{Duration, Instant};

use whole::demo::Demo;
use whole::programs::app;
use whole::window::Window;

use crate::desk::enter;

/// Opens the demonstration's first pack and enters the desk.
async fn at_the_desk(demo: &Demo) -> Window {
    let folder = demo.folder();
    let window = Window::open(&["--demo", &folder.to_string_lossy()], &folder).await;
    enter(&window, &demo.pack(0).1).await;
    window
}

async fn count(window: &Window, selector: &str) -> u64 {
    window
        .script(&format!(
            "return document.querySelectorAll({selector:?}).length"
        ))
        .await
        .as_u64()
        .unwrap_or(0)
}

/// Starts the program once more, as a double click on a pack does, and waits for it to end.
fn start_again(data: &Path, pack: &Path) -> Option<ExitStatus> {
    let mut second = Command::new(app())
        .arg(pack)
        .arg("--data")
        .arg(data)
        .spawn()
        .unwrap();
    let begun = Instant::now();
    while begun.elapsed() < Duration::from_secs(20) {
        if let Some(status) = second.try_wait().unwrap() {
            return Some(status);
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    second.kill().unwrap();
    second.wait().unwrap();
    None
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_start_hands_its_pack_over_and_the_first_asks_before_it_leaves_its_contest() {
    let (demo, other) = (Demo::new(), Demo::another());
    let window = at_the_desk(&demo).await;
    window.keys("8").await;
    window
        .until("the mark is saved", async || {
            window.text("saved").await.contains("已存本机")
        })
        .await;
    let data = demo.folder().join("judge");
    let status = start_again(&data, &other.pack(0).0).expect("the second start ends by itself");
    assert!(status.success());
    window.find("other-pack").await;
    window.picture("j1-another-contest").await;
    // Staying changes nothing; opening leads to the other pack's page, and this one is among the recent ones.
    window.click("other-stay").await;
    window
        .until("the question is gone", async || {
            count(&window, "[data-testid='other-pack']").await == 0
        })
        .await;
    assert_eq!(count(&window, "[data-testid='total']").await, 1);
    start_again(&data, &other.pack(0).0).expect("the second start ends by itself");
    window.click("other-open").await;
    enter(&window, &other.pack(0).1).await;
    window.click("leave").await;
    window
        .until("both contests are on the start page", async || {
            count(&window, "[data-testid='recent']").await == 2
        })
        .await;
    window.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_window_on_another_data_folder_stands_on_its_own() {
    let (demo, other) = (Demo::new(), Demo::new());
    let one = at_the_desk(&demo).await;
    let two = at_the_desk(&other).await;
    for window in [&one, &two] {
        assert_eq!(count(window, "[data-testid='other-pack']").await, 0);
    }
    one.close().await;
    two.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_data_folder_in_use_by_another_program_is_said_in_words() {
    let demo = Demo::new();
    let data = demo.beside("in-use");
    let held = desk::Desk::open(&data).unwrap();
    let window = Window::open(&["--data", &data.to_string_lossy()], &data).await;
    let said = window.text("error").await;
    window.picture("j1-folder-in-use").await;
    assert!(said.contains("已经在另一个窗口打开"), "{said}");
    drop(held);
    window.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pack_pulled_out_stops_the_attachments_alone_and_comes_back_without_a_restart() {
    let demo = Demo::new();
    let window = at_the_desk(&demo).await;
    let (pack, _) = demo.pack(0);
    let whole = std::fs::read(&pack).unwrap();
    let away = demo.beside("away").join("pulled-out");
    std::fs::rename(&pack, &away).unwrap();
    let gone = std::fs::File::options().write(true).open(&away).unwrap();
    gone.set_len(0).unwrap();

    // Entries are looked through until one needs a file that nobody has read yet.
    window
        .until("the attachment says that the pack is out of reach", async || {
            if count(&window, "[data-testid='pack-lost']").await == 1 {
                return true;
            }
            window.script("document.activeElement?.blur()").await;
            window.script("window.dispatchEvent(new KeyboardEvent('keydown', { key: 'j', code: 'KeyJ', bubbles: true }))").await;
            tokio::time::sleep(Duration::from_millis(300)).await;
            count(&window, "[data-testid='pack-lost']").await == 1
        })
        .await;
    let said = window.text("pack-lost").await;
    window.picture("j2-pack-pulled-out").await;
    assert!(said.contains("评审包读不到了"), "{said}");
    assert!(said.contains("您的评分都在本机"), "{said}");

    // Scoring goes on meanwhile.
    window.script("document.activeElement?.blur()").await;
    window.keys("9").await;
    window
        .until("a mark is saved while the pack is out", async || {
            count(&window, "[data-testid='tray-row'][data-status='draft']").await >= 1
        })
        .await;

    std::fs::write(&pack, whole).unwrap();
    // It looks by itself every other second; the button only makes it sooner.
    window
        .until("the attachment is back", async || {
            count(&window, "[data-testid='pack-lost']").await == 0
        })
        .await;
    window
        .until("a video plays again", async || {
            window
                .script("const video = document.querySelector('video'); return video ? video.readyState >= 1 && !video.error : !document.querySelector(\"[data-testid='media-failed']\")")
                .await
                == serde_json::json!(true)
        })
        .await;
    window.close().await;
}

/// Runs the judge's whole walk once more in a network namespace where only the loopback interface exists.
#[test]
fn the_judges_walk_needs_no_network() {
    let alone = |command: &str| {
        let mut unshare = Command::new("unshare");
        unshare.args(["-n", "sh", "-c"]);
        unshare.arg(format!("ip link set lo up && {command}"));
        unshare
    };
    if !alone("true").status().is_ok_and(|status| status.success()) {
        println!("left out: a network namespace is not permitted here");
        return;
    }
    let program = std::env::current_exe().unwrap();
    let walk = format!(
        "'{}' judge::judge_walk --exact --test-threads=1",
        program.display()
    );
    let output = alone(&walk).output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(
        output.status.success() && said.contains("1 passed"),
        "{said}\n{}",
        String::from_utf8_lossy(&output.stderr)
    );
}
