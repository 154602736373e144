//! A real window of the built program, driven through WebKitWebDriver.

use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::{Duration, Instant};

use fantoccini::elements::Element;
use fantoccini::error::{CmdError, ErrorStatus};
use fantoccini::{Client, ClientBuilder, Locator};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};
use tokio::process::{Child, Command};

use crate::programs::{app, pictures};
use crate::turn::Turn;

/// How long anything in the window may take before the test says it never came.
const PATIENCE: Duration = Duration::from_secs(30);

/// The page of the smallest laptop that the judges use, in CSS pixels.
const LAPTOP: (u32, u32) = (1366, 768);

/// One running window with its driver.
pub struct Window {
    /// The WebDriver session.
    pub client: Client,
    /// Ends when this is dropped.
    _driver: Child,
    mark: String,
    _turn: Turn,
}

impl Window {
    /// Starts the program with these arguments. `mark` is a path among them by which its process is found.
    pub async fn open(arguments: &[&str], mark: &Path) -> Window {
        let window = Window::open_as_it_is(arguments, mark, &[]).await;
        window.resize(LAPTOP.0, LAPTOP.1).await;
        window
    }

    /// Like [`Window::open`], in the size the program itself asks for and with more in its environment.
    pub async fn open_as_it_is(
        arguments: &[&str],
        mark: &Path,
        environment: &[(&str, String)],
    ) -> Window {
        assert!(
            std::env::var_os("DISPLAY").is_some(),
            "window tests need a display: xvfb-run -a cargo test -p whole --test window"
        );
        let turn = Turn::take().await;
        let port = free_port();
        let driver = Command::new("WebKitWebDriver")
            .arg(format!("--port={port}"))
            .env("TAURI_WEBVIEW_AUTOMATION", "true")
            .envs(environment.iter().map(|(name, value)| (name, value)))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .expect("WebKitWebDriver starts");
        let mut wanted = serde_json::Map::new();
        wanted.insert(
            "webkitgtk:browserOptions".to_owned(),
            json!({ "binary": app(), "args": arguments }),
        );
        let url = format!("http://127.0.0.1:{port}");
        let begun = Instant::now();
        let client = loop {
            let mut builder = ClientBuilder::new(HttpConnector::new());
            match builder.capabilities(wanted.clone()).connect(&url).await {
                Ok(client) => break client,
                Err(error) if begun.elapsed() > PATIENCE => panic!("no session: {error}"),
                Err(_) => tokio::time::sleep(Duration::from_millis(100)).await,
            }
        };
        Window {
            client,
            _driver: driver,
            mark: mark.to_string_lossy().into_owned(),
            _turn: turn,
        }
    }

    /// Gives the page this many CSS pixels, once it has them.
    pub async fn resize(&self, width: u32, height: u32) {
        self.until(&format!("a page of {width} by {height}"), async || {
            // The frame around the page, if there is one, comes on top.
            let inside = self
                .script("return [innerWidth, innerHeight, outerWidth, outerHeight]")
                .await;
            let is = |at: usize| {
                inside[at]
                    .as_u64()
                    .and_then(|n| u32::try_from(n).ok())
                    .unwrap_or(0)
            };
            if (is(0), is(1)) == (width, height) {
                return true;
            }
            let (wide, high) = (
                width + is(2).saturating_sub(is(0)).min(64),
                height + is(3).saturating_sub(is(1)).min(64),
            );
            // A window that is not mapped yet refuses; it is asked again.
            let _ = self.client.set_window_rect(0, 0, wide, high).await;
            false
        })
        .await;
    }

    /// The element with this `data-testid`, once it is there and shown.
    pub async fn find(&self, id: &str) -> Element {
        self.css(&format!("[data-testid='{id}']")).await
    }

    /// The first element for this selector, once it is there and shown.
    pub async fn css(&self, selector: &str) -> Element {
        let begun = Instant::now();
        loop {
            if let Ok(element) = self.client.find(Locator::Css(selector)).await
                && element.is_displayed().await.unwrap_or(false)
            {
                return element;
            }
            if begun.elapsed() > PATIENCE {
                self.picture("failed").await;
                panic!("{selector} never came");
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// Clicks the element with this `data-testid`, once it is there and enabled.
    pub async fn click(&self, id: &str) {
        self.until(&format!("{id} is enabled"), async || {
            self.find(id).await.is_enabled().await.unwrap_or(false)
        })
        .await;
        self.settled(&format!("{id} is clicked"), async || {
            self.find(id).await.click().await
        })
        .await;
    }

    /// Types keys into the field with this `data-testid`, after what stands there.
    pub async fn write(&self, id: &str, keys: &str) {
        self.settled(&format!("{id} takes keys"), async || {
            self.find(id).await.send_keys(keys).await
        })
        .await;
    }

    /// Empties the field with this `data-testid` and types keys into it.
    pub async fn overwrite(&self, id: &str, keys: &str) {
        self.settled(&format!("{id} can be emptied"), async || {
            self.find(id).await.clear().await
        })
        .await;
        self.write(id, keys).await;
    }

    /// Does it once the page lets it be done. A page that is drawn anew in that very moment may have taken
    /// the element away, moved another one over it or be about to pass the focus on; in all three cases the
    /// driver refuses before anything has reached the page, so that a second try does nothing twice.
    async fn settled(&self, what: &str, mut act: impl AsyncFnMut() -> Result<(), CmdError>) {
        let begun = Instant::now();
        while let Err(error) = act().await {
            if !passes(&error) || begun.elapsed() > PATIENCE {
                self.picture("failed").await;
                panic!("{what}: {error}");
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// The text of the element with this `data-testid`.
    pub async fn text(&self, id: &str) -> String {
        self.find(id).await.text().await.unwrap_or_default()
    }

    /// Runs a function body in the page and returns its value.
    pub async fn script(&self, body: &str) -> Value {
        self.client
            .execute(body, vec![])
            .await
            .unwrap_or_else(|error| panic!("{body}: {error}"))
    }

    /// Runs the body of an `async` function in the page and returns what it resolves to.
    pub async fn promise(&self, body: &str) -> Value {
        let script = format!(
            "const done = arguments[arguments.length - 1]; (async () => {{ {body} }})().then(done, (thrown) => done({{ thrown: String(thrown) }}));"
        );
        self.client
            .execute_async(&script, vec![])
            .await
            .unwrap_or_else(|error| panic!("{body}: {error}"))
    }

    /// Waits until it holds, or says what never held.
    pub async fn until(&self, what: &str, holds: impl AsyncFnMut() -> bool) {
        self.until_within(PATIENCE, what, holds).await;
    }

    /// The same for a long work, which may take so long.
    pub async fn until_within(
        &self,
        patience: Duration,
        what: &str,
        mut holds: impl AsyncFnMut() -> bool,
    ) {
        let begun = Instant::now();
        while !holds().await {
            if begun.elapsed() > patience {
                self.picture("failed").await;
                panic!("never: {what}");
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// Types keys to whatever has the focus in the page.
    pub async fn keys(&self, keys: &str) {
        self.settled("keys arrive", async || {
            self.client.active_element().await?.send_keys(keys).await
        })
        .await;
    }

    /// Keeps a picture of the page under `target/pictures`.
    pub async fn picture(&self, name: &str) -> PathBuf {
        let place = pictures().join(format!("{name}.png"));
        if let Some(folder) = place.parent() {
            std::fs::create_dir_all(folder).expect("target/pictures can be written");
        }
        if let Ok(png) = self.client.screenshot().await {
            std::fs::write(&place, png).expect("target/pictures can be written");
        }
        place
    }

    /// Kills the program as a power cut would: SIGKILL, no chance to tidy up.
    pub fn kill(self) {
        assert_eq!(
            kill_marked(&self.mark),
            1,
            "exactly the one program of this test"
        );
    }

    /// Closes the window in order.
    pub async fn close(self) {
        let _ = self.client.clone().close().await;
    }
}

impl Drop for Window {
    /// A test that failed half-way must not leave its program behind; the driver goes by itself.
    fn drop(&mut self) {
        kill_marked(&self.mark);
    }
}

/// Sends SIGKILL to the program that was started with this folder, and counts how many there were.
fn kill_marked(mark: &str) -> usize {
    let program = app().to_string_lossy().into_owned();
    let Ok(processes) = std::fs::read_dir("/proc") else {
        return 0;
    };
    processes
        .flatten()
        .filter(|process| {
            // Only the program itself carries both its own name and our folder.
            let line = std::fs::read(process.path().join("cmdline")).unwrap_or_default();
            let line = String::from_utf8_lossy(&line);
            line.starts_with(&program) && line.contains(mark)
        })
        .filter(|process| {
            let pid = process.file_name();
            let killed = std::process::Command::new("kill")
                .arg("-KILL")
                .arg(pid)
                .status();
            killed.is_ok_and(|status| status.success())
        })
        .count()
}

/// Whether the driver refused because the page was just then changing.
fn passes(error: &CmdError) -> bool {
    matches!(
        error,
        CmdError::Standard(refusal) if matches!(
            refusal.error,
            ErrorStatus::ElementNotInteractable
                | ErrorStatus::ElementClickIntercepted
                | ErrorStatus::StaleElementReference
                | ErrorStatus::NoSuchElement
        )
    )
}

fn free_port() -> u16 {
    std::net::TcpListener::bind("127.0.0.1:0")
        .and_then(|listener| listener.local_addr())
        .expect("a free port")
        .port()
}
