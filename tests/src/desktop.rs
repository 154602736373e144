//! A small desktop of its own: an X server, a window manager, a session bus and a Chinese input method, for what the
//! window does only in such company: composing text, and taking files that are dragged from another program.

use std::io::{BufRead, BufReader};
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use tempfile::TempDir;

/// How long a part of the desktop may take to come up.
const PATIENCE: Duration = Duration::from_secs(20);

/// The input method is on from the first key, with pinyin, as it is for people who write Chinese all day.
const PROFILE: &str = "[Groups/0]
Name=Default
Default Layout=us
DefaultIM=pinyin
[Groups/0/Items/0]
Name=keyboard-us
[Groups/0/Items/1]
Name=pinyin
[GroupOrder]
0=Default
";
const CONFIG: &str = "[Behavior]
ActiveByDefault=True
";

/// A running desktop; it ends with this value.
pub struct Desktop {
    home: TempDir,
    display: String,
    bus: String,
    running: Vec<Child>,
}

impl Desktop {
    /// Starts X server, session bus and window manager.
    ///
    /// # Panics
    /// When a part does not come up.
    #[must_use]
    pub fn start() -> Desktop {
        let mut desktop = Desktop {
            home: tempfile::tempdir().expect("a folder"),
            display: String::new(),
            bus: String::new(),
            running: Vec::new(),
        };
        let server = ["-displayfd", "1", "-screen", "0", "1600x1000x24"];
        desktop.display = format!(":{}", desktop.start_and_read("Xvfb", &server));
        let bus = ["--session", "--nofork", "--nopidfile", "--print-address=1"];
        desktop.bus = desktop.start_and_read("dbus-daemon", &bus);
        desktop.start_program("openbox", &[]);
        desktop.until("the window manager", |desktop| {
            desktop
                .run("xdotool", &["get_desktop"])
                .is_some_and(|number| number == "0")
        });
        desktop
    }

    /// Starts the input method.
    ///
    /// # Panics
    /// When it does not come up.
    pub fn write_chinese(&mut self) {
        let folder = self.home.path().join("fcitx5");
        std::fs::create_dir_all(&folder).expect("a folder");
        std::fs::write(folder.join("profile"), PROFILE).expect("a file");
        std::fs::write(folder.join("config"), CONFIG).expect("a file");
        self.start_program("fcitx5", &["--disable=wayland"]);
        self.until("the input method", |desktop| {
            desktop.run("fcitx5-remote", &[]).is_some()
        });
    }

    /// What a program needs in its environment to be on this desktop.
    #[must_use]
    pub fn environment(&self) -> Vec<(&'static str, String)> {
        let home = self.home.path().to_string_lossy().into_owned();
        vec![
            ("DISPLAY", self.display.clone()),
            ("DBUS_SESSION_BUS_ADDRESS", self.bus.clone()),
            ("XDG_CONFIG_HOME", home.clone()),
            ("XDG_RUNTIME_DIR", home),
            ("GTK_IM_MODULE", "fcitx".to_owned()),
            ("XMODIFIERS", "@im=fcitx".to_owned()),
        ]
    }

    /// Starts a program that stays until the desktop ends.
    ///
    /// # Panics
    /// When it cannot be started.
    pub fn start_program(&mut self, program: impl AsRef<Path>, arguments: &[&str]) {
        let child = self
            .command(program.as_ref(), arguments)
            .stdout(Stdio::null())
            .spawn()
            .unwrap_or_else(|error| panic!("{}: {error}", program.as_ref().display()));
        self.running.push(child);
    }

    /// Brings the window with this title to the front.
    ///
    /// # Panics
    /// When there is none.
    pub fn activate(&self, title: &str) {
        self.until(title, |desktop| {
            desktop
                .run(
                    "xdotool",
                    &["search", "--name", title, "windowactivate", "--sync"],
                )
                .is_some()
        });
    }

    /// Runs one command of xdotool and gives what it prints; `None` when it fails.
    pub fn xdotool(&self, arguments: &[&str]) -> Option<String> {
        self.run("xdotool", arguments)
    }

    /// Keeps a picture of the whole screen, with what other programs show on it.
    pub fn picture(&self, name: &str) {
        let place = crate::programs::pictures().join(format!("{name}.png"));
        if let Some(folder) = place.parent() {
            std::fs::create_dir_all(folder).expect("target/pictures can be written");
        }
        let screen = ["-v", "error", "-y", "-f", "x11grab", "-i", &self.display];
        let picture = ["-frames:v", "1", "-update", "1", &place.to_string_lossy()];
        self.run("ffmpeg", &[&screen[..], &picture[..]].concat());
    }

    fn run(&self, program: &str, arguments: &[&str]) -> Option<String> {
        let output = self.command(Path::new(program), arguments).output().ok()?;
        output
            .status
            .success()
            .then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
    }

    fn command(&self, program: &Path, arguments: &[&str]) -> Command {
        let mut command = Command::new(program);
        command
            .args(arguments)
            .envs(self.environment())
            .stdin(Stdio::null())
            .stderr(Stdio::null())
            // One signal ends what a program started too.
            .process_group(0);
        command
    }

    fn start_and_read(&mut self, program: &str, arguments: &[&str]) -> String {
        let mut child = self
            .command(Path::new(program), arguments)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap_or_else(|error| panic!("{program}: {error}"));
        let said = child.stdout.take().expect("it was asked for");
        self.running.push(child);
        let mut line = String::new();
        BufReader::new(said)
            .read_line(&mut line)
            .expect("it says where it is");
        line.trim().to_owned()
    }

    fn until(&self, what: &str, holds: impl Fn(&Desktop) -> bool) {
        let begun = Instant::now();
        while !holds(self) {
            assert!(begun.elapsed() < PATIENCE, "{what} never came");
            std::thread::sleep(Duration::from_millis(100));
        }
    }
}

impl Drop for Desktop {
    fn drop(&mut self) {
        for child in self.running.iter_mut().rev() {
            // What ended by itself is no error.
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}
