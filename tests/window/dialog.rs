//! The system's own file dialogs, used by keyboard as a person would.

use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

fn xdotool(arguments: &[&str]) -> Option<String> {
    let output = Command::new("xdotool")
        .args(arguments)
        .output()
        .expect("xdotool starts");
    output
        .status
        .success()
        .then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// Waits for the dialog that asks where to save, types a path into it and confirms.
pub(crate) async fn save_to(title: &str, path: &Path) {
    answer(title, "ctrl+a", path).await;
}

/// Waits for the dialog that asks for a file, types its path and confirms.
pub(crate) async fn choose(title: &str, path: &Path) {
    answer(title, "ctrl+l", path).await;
}

/// Waits for the dialog that asks for a folder, types its path and confirms.
pub(crate) async fn choose_folder(title: &str, path: &Path) {
    answer(title, "ctrl+l", path).await;
    // The first Return only goes into the folder where the dialog completed its name meanwhile.
    let begun = Instant::now();
    while begun.elapsed() < Duration::from_secs(5) {
        tokio::time::sleep(Duration::from_millis(500)).await;
        if xdotool(&["search", "--onlyvisible", "--name", &format!("^{title}$")])
            .is_none_or(|all| all.is_empty())
        {
            return;
        }
        xdotool(&["key", "Return"]);
    }
}

/// Types text by the keyboard of the system, as an input method hands it over, into the window with this title.
pub(crate) async fn type_into(title: &str, text: &str) {
    let window = wait_for(title).await;
    xdotool(&["windowfocus", "--sync", &window]);
    xdotool(&["type", "--delay", "40", text]);
}

async fn answer(title: &str, to_the_name: &str, path: &Path) {
    let dialog = wait_for(title).await;
    // Without a window manager the keys go to the window under the pointer.
    xdotool(&["windowfocus", "--sync", &dialog]);
    xdotool(&["mousemove", "--window", &dialog, "200", "20"]);
    tokio::time::sleep(Duration::from_millis(300)).await;
    xdotool(&["key", "--window", "0", to_the_name]);
    xdotool(&["type", "--delay", "8", &path.to_string_lossy()]);
    tokio::time::sleep(Duration::from_millis(300)).await;
    xdotool(&["key", "Return"]);
}

/// The newest window with the title, once it is on the screen.
async fn wait_for(title: &str) -> String {
    let begun = Instant::now();
    loop {
        let found = xdotool(&["search", "--onlyvisible", "--name", &format!("^{title}$")]);
        if let Some(dialog) = found.and_then(|all| all.lines().last().map(str::to_owned)) {
            return dialog;
        }
        assert!(
            begun.elapsed() < Duration::from_secs(20),
            "the window {title:?} never came"
        );
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}
