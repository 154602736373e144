//! Files dragged from another program and dropped on the window, by a real pointer on a desktop.

use std::path::Path;

use serde_json::Value;
use whole::demo::Demo;
use whole::desktop::Desktop;
use whole::judging::judge;
use whole::window::Window;

use crate::desk::{is, until};

/// Where the window of the file to drag is put; the program's window is moved away from it.
const SOURCE: (i32, i32) = (20, 860);

/// Drags the file or folder over the middle of the window; `held` runs while the button is still down.
pub(crate) async fn drag(
    desktop: &mut Desktop,
    window: &Window,
    file: &Path,
    held: impl AsyncFnOnce(),
) {
    let source = env!("CARGO_BIN_EXE_drag");
    desktop.start_program(source, &[&file.to_string_lossy()]);
    desktop.activate("one file to drag");
    let (x, y) = SOURCE;
    let place = desktop.xdotool(&[
        "search",
        "--name",
        "one file to drag",
        "windowmove",
        "--sync",
        &x.to_string(),
        &y.to_string(),
    ]);
    assert!(place.is_some(), "the file to drag has its place");
    let middle = window
        .script("return [screenX + innerWidth / 2, screenY + innerHeight / 2]")
        .await;
    let at = |which: usize| middle[which].as_f64().unwrap_or_default();
    let pointer = |x: f64, y: f64| {
        desktop.xdotool(&["mousemove", &format!("{x:.0}"), &format!("{y:.0}")]);
        std::thread::sleep(std::time::Duration::from_millis(60));
    };
    let (from_x, from_y) = (f64::from(x) + 80.0, f64::from(y) + 70.0);
    pointer(from_x, from_y);
    desktop.xdotool(&["mousedown", "1"]);
    for step in 1..=12 {
        let part = f64::from(step) / 12.0;
        pointer(
            from_x + (at(0) - from_x) * part,
            from_y + (at(1) - from_y) * part,
        );
    }
    held().await;
    desktop.xdotool(&["mouseup", "1"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pack_dragged_onto_the_window_is_opened() {
    let demo = Demo::new();
    let folder = demo.folder();
    let data = demo.beside("data");
    let mut desktop = Desktop::start();
    let window = Window::open_as_it_is(
        &["--data", &data.to_string_lossy()],
        &data,
        &desktop.environment(),
    )
    .await;
    window.find("start-drop").await;
    let (pack, _) = demo.pack(0);
    drag(&mut desktop, &window, &pack, async || {
        until(
            &window,
            "document.querySelector(\"[data-testid='start-drop'].hovering\")",
        )
        .await;
        desktop_picture(&window, "j1-hovering").await;
    })
    .await;
    window.find("passphrase").await;
    let name = pack.file_name().unwrap().to_string_lossy().into_owned();
    assert!(
        is(
            &window,
            &format!("document.body.innerText.includes('{name}')")
        )
        .await
    );
    assert!(folder.exists());
    window.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bundle_dragged_onto_the_organisers_window_is_merged() {
    let demo = Demo::new();
    let folder = demo.folder();
    let bundle = judge(&demo, 0, 8.0);
    let data = demo.beside("data");
    let mut desktop = Desktop::start();
    let window = Window::open_as_it_is(
        &[
            "--organizer",
            &folder.to_string_lossy(),
            "--data",
            &data.to_string_lossy(),
        ],
        &folder,
        &desktop.environment(),
    )
    .await;
    // Bundles may be dropped on any page.
    window.find("nav-home").await;
    drag(&mut desktop, &window, &bundle, async || ()).await;
    until(
        &window,
        "document.querySelector(\"[data-testid='received-line'][data-verdict='merged']\")",
    )
    .await;
    window.close().await;
}

async fn desktop_picture(window: &Window, name: &str) {
    let _: Value = window.script("return null").await;
    window.picture(name).await;
}
