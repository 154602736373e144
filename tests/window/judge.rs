//! The judge's main job, from the pack to the bundle, and what the organiser makes of it.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::process::Command;

use serde_json::json;
use whole::demo::Demo;
use whole::processes::{SocketWatch, stays_here};
use whole::programs::{jury_json, pictures, root};
use whole::window::Window;

use crate::dialog;

/// Opens the demonstration's first pack and goes on to the scoring desk.
async fn to_the_desk(window: &Window, passphrase: &str) {
    window.write("passphrase", passphrase).await;
    window.click("unlock").await;
    window.find("enter-desk").await;
}

async fn first_opening(demo: &Demo) -> Window {
    let folder = demo.folder();
    let window = Window::open(&["--demo", &folder.to_string_lossy()], &folder).await;
    window.find("passphrase").await;
    window.picture("j1-open-passphrase").await;
    to_the_desk(&window, &demo.pack(0).1).await;
    window.click("fingerprint-match").await;
    window.picture("j1-open-checked").await;
    window.click("enter-desk").await;
    window.find("total").await;
    window
}

/// Gives one mark a criterion by keyboard, from the first unscored on.
async fn score_all(window: &Window, marks: &str) {
    for mark in marks.chars() {
        window.keys(&mark.to_string()).await;
        tokio::time::sleep(std::time::Duration::from_millis(60)).await;
    }
}

async fn current(window: &Window) -> String {
    window
        .script(
            "return document.querySelector(\"[data-testid='tray-row'][aria-current]\")?.dataset.number ?? ''",
        )
        .await
        .as_str()
        .unwrap_or_default()
        .to_owned()
}

async fn status_of(window: &Window, number: &str) -> String {
    window
        .script(&format!(
            "return document.querySelector(\"[data-testid='tray-row'][data-number='{number}']\")?.dataset.status ?? ''"
        ))
        .await
        .as_str()
        .unwrap_or_default()
        .to_owned()
}

async fn video_number(window: &Window, what: &str) -> f64 {
    window
        .script(&format!(
            "return Number(document.querySelector('video').{what})"
        ))
        .await
        .as_f64()
        .unwrap_or(f64::NAN)
}

/// Plays, seeks and pauses the video of the entry now open.
async fn watch(window: &Window) {
    window
        .until("the video knows its length", async || {
            video_number(window, "readyState").await >= 1.0
        })
        .await;
    assert!(
        window
            .script("return document.querySelector('video').paused")
            .await
            == json!(true),
        "a video never starts by itself"
    );
    let length = video_number(window, "duration").await;
    assert!(length > 5.0, "a length of {length} s");
    window.click("video-play").await;
    window
        .until("the video advances", async || {
            video_number(window, "currentTime").await > 0.7
        })
        .await;
    let target = (length * 0.6).floor();
    window
        .script(&format!(
            "document.querySelector('video').currentTime = {target}"
        ))
        .await;
    window
        .until("the video goes on from where it was sought", async || {
            let now = video_number(window, "currentTime").await;
            now > target + 0.2 && now < target + 8.0
        })
        .await;
    assert_eq!(
        window
            .script("return document.querySelector('video').error")
            .await,
        json!(null)
    );
    window.picture("j2-video-playing").await;
    window.click("video-play").await;
}

/// Sends one raw request and returns the status line with the headers.
fn request(port: u16, text: &str) -> String {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
    stream.write_all(text.as_bytes()).unwrap();
    let mut answer = vec![0; 2048];
    let read = stream.read(&mut answer).unwrap();
    answer.truncate(read);
    String::from_utf8_lossy(&answer)
        .split("\r\n\r\n")
        .next()
        .unwrap_or_default()
        .to_owned()
}

/// The media server of a running window answers its own Host, path and loopback, and nothing else.
fn the_server_is_closed_to_others(url: &str) {
    let rest = url
        .strip_prefix("http://127.0.0.1:")
        .expect("a loopback address");
    let (port, path) = rest.split_once('/').unwrap();
    let port: u16 = port.parse().unwrap();
    let ask = |path: &str, host: &str, more: &str| {
        request(
            port,
            &format!("GET /{path} HTTP/1.1\r\nHost: {host}\r\n{more}Connection: close\r\n\r\n"),
        )
    };
    let own = format!("127.0.0.1:{port}");
    let right = ask(path, &own, "Range: bytes=0-99\r\n");
    assert!(right.starts_with("HTTP/1.1 206"), "{right}");
    assert!(
        right.to_lowercase().contains("content-length: 100"),
        "{right}"
    );
    assert!(
        right.to_lowercase().contains("cache-control: no-store"),
        "{right}"
    );
    assert!(ask(path, &own, "").starts_with("HTTP/1.1 200"));
    for host in [
        "localhost",
        &format!("localhost:{port}"),
        "evil.example",
        "127.0.0.1",
    ] {
        assert!(
            ask(path, host, "").starts_with("HTTP/1.1 421"),
            "Host: {host}"
        );
    }
    for origin in ["http://evil.example", "null", "http://127.0.0.1:1"] {
        let answer = ask(path, &own, &format!("Origin: {origin}\r\n"));
        assert!(
            answer.starts_with("HTTP/1.1 403"),
            "Origin: {origin}: {answer}"
        );
    }
    let (_, name) = path.split_once('/').unwrap();
    for wrong in [
        format!("{}/{name}", "0".repeat(32)),
        name.to_owned(),
        String::new(),
    ] {
        assert!(
            ask(&wrong, &own, "").starts_with("HTTP/1.1 404"),
            "/{wrong}"
        );
    }
    let (token, _) = path.split_once('/').unwrap();
    for wrong in [
        "manifest.json",
        "..%2Fmanifest.json",
        "invitation.key",
        "0.mp4",
    ] {
        let answer = ask(&format!("{token}/{wrong}"), &own, "");
        assert!(answer.starts_with("HTTP/1.1 404"), "{wrong}: {answer}");
    }
    let post = request(
        port,
        &format!(
            "POST /{path} HTTP/1.1\r\nHost: {own}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
        ),
    );
    assert!(post.starts_with("HTTP/1.1 405"), "{post}");
    // Bound to the loopback address alone: another address of this machine does not answer.
    let other = std::net::SocketAddr::from(([127, 0, 0, 2], port));
    assert!(
        TcpStream::connect_timeout(&other, std::time::Duration::from_secs(2)).is_err(),
        "only 127.0.0.1 answers"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn judge_walk() {
    let demo = Demo::new();
    let sockets = SocketWatch::of(&demo.folder());
    let (_, passphrase) = demo.pack(0);
    let window = first_opening(&demo).await;
    let first = current(&window).await;
    window.picture("j2-scoring").await;

    watch(&window).await;
    let url = window.script("return document.querySelector('video').currentSrc || document.querySelector('video').src").await;
    the_server_is_closed_to_others(url.as_str().unwrap());

    // Five criteria by keyboard alone, then a flag and a comment in which digits are text.
    window.script("document.activeElement?.blur()").await;
    score_all(&window, "87960").await;
    window
        .until("the entry counts as scored", async || {
            status_of(&window, &first).await == "scored"
        })
        .await;
    let total = window.text("total").await;
    window.keys("c").await;
    window
        .keys("思路务实，3 个月可试点，成本可控；建议补充数据来源和看管责任的划分。")
        .await;
    window
        .until("the comment is saved", async || {
            window.text("saved").await.contains("已存本机")
                && window
                    .script("return document.querySelector(\"[data-testid='comment']\").value")
                    .await
                    .as_str()
                    .is_some_and(|text| text.contains("3 个月"))
        })
        .await;
    assert_eq!(
        window.text("total").await,
        total,
        "digits in a comment change no mark"
    );
    window.keys("\u{e00c}").await;
    window.keys("f").await;
    window
        .until("the flag is saved", async || {
            window
                .find("flag")
                .await
                .attr("aria-pressed")
                .await
                .unwrap()
                .as_deref()
                == Some("true")
                && window.text("saved").await.contains("已存本机")
        })
        .await;
    window.picture("j2-scored").await;

    // The mark shown as saved is on the disk: SIGKILL, then open again.
    window.click("next-open").await;
    window
        .until("the next open entry is shown", async || {
            current(&window).await != first
        })
        .await;
    let second = current(&window).await;
    window.keys("9").await;
    window
        .until("the second entry is a draft and saved", async || {
            status_of(&window, &second).await == "draft"
                && window.text("saved").await.contains("已存本机")
        })
        .await;
    window.kill();

    let folder = demo.folder();
    let window = Window::open(&["--demo", &folder.to_string_lossy()], &folder).await;
    to_the_desk(&window, &passphrase).await;
    window.click("enter-desk").await;
    window.find("total").await;
    assert_eq!(
        current(&window).await,
        second,
        "the desk opens where the judge stopped"
    );
    assert_eq!(status_of(&window, &second).await, "draft");
    assert_eq!(status_of(&window, &first).await, "scored");
    window.picture("j2-after-kill").await;
    // Go back to the first entry: its total is what it was before the kill.
    window
        .css(&format!("[data-testid='tray-row'][data-number='{first}']"))
        .await
        .click()
        .await
        .unwrap();
    window
        .until("the first entry is shown again", async || {
            current(&window).await == first
        })
        .await;
    window
        .until("its total is what it was", async || {
            window.text("total").await == total
        })
        .await;

    let bundle = export(&window, &demo, &passphrase).await;
    window.close().await;
    let sockets = sockets.seen();
    assert!(!sockets.is_empty(), "the media server has one");
    let strangers: Vec<_> = sockets.iter().filter(|one| !stays_here(one)).collect();
    assert!(
        strangers.is_empty(),
        "sockets beyond this computer: {strangers:?}"
    );

    the_documented_commands_accept(&bundle, &demo);

    // What the window signed is what the organiser ranks.
    let contest = folder.to_string_lossy().into_owned();
    let merged = jury_json(&["merge", &contest, &bundle.to_string_lossy()], 0);
    assert_eq!(merged["lines"][0]["verdict"], "merged", "{merged}");
    let ranking = jury_json(&["rank", &contest], 0);
    let line = &ranking["lines"][0];
    assert_eq!(line["number"], first.as_str(), "{ranking}");
    assert_eq!(line["reviews"], 1);
    let shown: f64 = total.split('/').next().unwrap().trim().parse().unwrap();
    let ranked: f64 = line["mean"].to_string().trim_matches('"').parse().unwrap();
    assert!(
        (ranked - shown).abs() < 1e-9,
        "the window said {shown}, the ranking {ranked}"
    );
    std::fs::copy(&bundle, pictures().join("judge-walk.scorebundle")).unwrap();
}

/// Runs the commands that docs/formats/score-bundle.md gives a stranger, on the bundle the window made.
fn the_documented_commands_accept(bundle: &std::path::Path, demo: &Demo) {
    let document = root().join("docs/formats/score-bundle.md");
    let text = std::fs::read_to_string(document).unwrap();
    let script: String = text
        .split("```sh\n")
        .skip(1)
        .map(|block| block.split_once("```").unwrap().0)
        .collect();
    let (pack, passphrase) = demo.pack(0);
    let passphrase = seal::Passphrase::parse(&passphrase).unwrap();
    let pack = pack::judge_pack::OpenPack::open(&pack, &passphrase).unwrap();
    let output = Command::new("bash")
        .args(["-euo", "pipefail", "-c", &script])
        .current_dir(demo.beside("stranger"))
        .env("BUNDLE", bundle)
        .env("IDENTITY", demo.folder().join("keys/organiser.age"))
        .env("INVITATION_KEY", &pack.manifest().invitation_key)
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(
        output.status.success(),
        "{said}\n{}",
        String::from_utf8_lossy(&output.stderr)
    );
    assert_eq!(said.matches("Good \"").count(), 2, "{said}");
    assert!(said.contains(" scored "), "{said}");
}

#[tokio::test(flavor = "multi_thread")]
async fn one_byte_changed_in_a_video_is_found_and_said_here_and_on_the_desk() {
    let demo = Demo::new();
    let (file, passphrase) = demo.pack(0);
    let mut bytes = std::fs::read(&file).unwrap();
    let middle = bytes.len() * 6 / 10;
    bytes[middle] ^= 1;
    std::fs::write(&file, bytes).unwrap();
    let folder = demo.folder();
    let window = Window::open(&["--demo", &folder.to_string_lossy()], &folder).await;
    window.write("passphrase", &passphrase).await;
    window.click("unlock").await;
    let said = window.text("error").await;
    window.picture("j1-open-damaged").await;
    assert!(said.contains("损坏") || said.contains("改动"), "{said}");
    let enter = window.find("enter-desk").await;
    assert!(
        !enter.is_enabled().await.unwrap(),
        "nobody scores before the fingerprint is compared"
    );

    // Signature and texts are verified, so scoring goes on; the desk says what is damaged, and does so again after a
    // new start.
    window.click("fingerprint-match").await;
    window.click("enter-desk").await;
    let said = window.text("check-failed").await;
    window.picture("j2-check-failed").await;
    assert!(
        said.contains("附件损坏") && said.contains("media/"),
        "{said}"
    );
    window.kill();
    let window = Window::open(&["--demo", &folder.to_string_lossy()], &folder).await;
    to_the_desk(&window, &passphrase).await;
    window.click("enter-desk").await;
    let said = window.text("check-failed").await;
    assert!(said.contains("附件损坏"), "{said}");
    window.close().await;
}

/// Signs and exports through the page and the system's own dialog.
async fn export(window: &Window, demo: &Demo, passphrase: &str) -> std::path::PathBuf {
    window.click("nav-submit").await;
    window.write("export-passphrase", passphrase).await;
    window.click("acknowledge").await;
    window.picture("j4-submit").await;
    let place = demo.beside("usb").join("J01.scorebundle");
    window.click("sign-export").await;
    dialog::save_to("保存评分文件", &place).await;
    window.find("exported").await;
    window.picture("j4-exported").await;
    assert!(place.is_file(), "the bundle lies where the judge wanted it");
    place
}
