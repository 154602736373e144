//! The system's own file dialogs, used by keyboard as a person would.

use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

/// The screen a dialog comes up on, as `xdotool` is run for it.
pub(crate) struct Screen<'a>(pub(crate) &'a (dyn Fn(&[&str]) -> Option<String> + Sync));

/// The display of the tests itself.
const OF_THE_TESTS: Screen<'static> = Screen(&xdotool);

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
    OF_THE_TESTS.save_to(title, path).await;
}

/// Waits for the dialog that asks for a file, types its path and confirms.
pub(crate) async fn choose(title: &str, path: &Path) {
    OF_THE_TESTS.choose(title, path).await;
}

/// Waits for the dialog that asks for a folder, types its path and confirms.
pub(crate) async fn choose_folder(title: &str, path: &Path) {
    OF_THE_TESTS.choose_folder(title, path).await;
}

/// Types text by the keyboard of the system, as an input method hands it over, into the window with this title.
pub(crate) async fn type_into(title: &str, text: &str) {
    let window = OF_THE_TESTS.wait_for(title).await;
    xdotool(&["windowfocus", "--sync", &window]);
    xdotool(&["type", "--delay", "40", text]);
}

impl Screen<'_> {
    /// Waits for the dialog that asks where to save, types a path into it and confirms.
    pub(crate) async fn save_to(&self, title: &str, path: &Path) {
        self.answer(title, "ctrl+a", path).await;
    }

    /// Waits for the dialog that asks for a file, types its path and confirms.
    pub(crate) async fn choose(&self, title: &str, path: &Path) {
        self.answer(title, "ctrl+l", path).await;
    }

    /// Waits for the dialog that asks for a folder, types its path and confirms.
    pub(crate) async fn choose_folder(&self, title: &str, path: &Path) {
        self.answer(title, "ctrl+l", path).await;
        // The first Return only goes into the folder where the dialog completed its name meanwhile.
        let begun = Instant::now();
        while begun.elapsed() < Duration::from_secs(5) {
            tokio::time::sleep(Duration::from_millis(500)).await;
            if self.shown(title).is_none() {
                return;
            }
            (self.0)(&["key", "Return"]);
        }
    }

    async fn answer(&self, title: &str, to_the_name: &str, path: &Path) {
        let dialog = self.wait_for(title).await;
        // Without a window manager the keys go to the window under the pointer.
        (self.0)(&["windowfocus", "--sync", &dialog]);
        (self.0)(&["mousemove", "--window", &dialog, "200", "20"]);
        tokio::time::sleep(Duration::from_millis(300)).await;
        (self.0)(&["key", "--window", "0", to_the_name]);
        (self.0)(&["type", "--delay", "8", &path.to_string_lossy()]);
        tokio::time::sleep(Duration::from_millis(300)).await;
        (self.0)(&["key", "Return"]);
    }

    /// The newest window with the title, once it is on the screen.
    async fn wait_for(&self, title: &str) -> String {
        let begun = Instant::now();
        loop {
            if let Some(dialog) = self.shown(title) {
                return dialog;
            }
            assert!(
                begun.elapsed() < Duration::from_secs(20),
                "the window {title:?} never came"
            );
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    }

    /// The newest window with the title, if there is one on the screen.
    fn shown(&self, title: &str) -> Option<String> {
        let found = (self.0)(&["search", "--onlyvisible", "--name", &format!("^{title}$")])?;
        found.lines().last().map(str::to_owned)
    }
}
