//! Running other programs, always without standard input: nothing here ever waits for an answer.

use std::env;
use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

/// Why the command ends here, in a sentence for the developer; empty when everything has been said already.
#[derive(Debug)]
pub(crate) struct Stop(pub(crate) String);

/// How many lines of a log are shown when its step fails.
const TAIL: usize = 40;

/// Says what happens next.
pub(crate) fn say(what: &str) {
    println!("· {what}");
}

/// A duration for people.
pub(crate) fn seconds(time: Duration) -> String {
    format!("{:.1} s", time.as_secs_f64())
}

/// Runs a command whose output goes straight to the terminal.
pub(crate) fn run(command: &mut Command) -> Result<(), Stop> {
    let status = command
        .stdin(Stdio::null())
        .status()
        .map_err(|error| not_started(command, &error))?;
    succeeded(command, status)
}

/// Runs a command in silence: the output goes to `log`, and its end is shown only when the command fails.
pub(crate) fn run_quietly(command: &mut Command, log: &Path) -> Result<(), Stop> {
    let began = Instant::now();
    let file = create(log)?;
    let copy = file
        .try_clone()
        .map_err(|error| Stop(format!("{}: {error}", log.display())))?;
    let status = command
        .stdin(Stdio::null())
        .stdout(file)
        .stderr(copy)
        .status()
        .map_err(|error| not_started(command, &error))?;
    let outcome = succeeded(command, status);
    if outcome.is_err() {
        let text = fs::read(log)
            .map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
            .unwrap_or_default();
        let lines: Vec<&str> = text.lines().collect();
        for line in lines.iter().skip(lines.len().saturating_sub(TAIL)) {
            eprintln!("  {}", plain(line));
        }
        eprintln!("  (all of it: {})", log.display());
    } else if began.elapsed() > Duration::from_secs(2) {
        println!("  {}", seconds(began.elapsed()));
    }
    outcome
}

/// Runs a command, passes its output on as it comes, and hands every line to `listen`.
pub(crate) fn run_heard(command: &mut Command, mut listen: impl FnMut(&str)) -> Result<(), Stop> {
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .spawn()
        .map_err(|error| not_started(command, &error))?;
    if let Some(output) = child.stdout.take() {
        let mut output = BufReader::new(output);
        let mut line = Vec::new();
        // Bytes, not strings: a test may print what is no UTF-8.
        while output
            .read_until(b'\n', &mut line)
            .map_err(|error| Stop(format!("reading {}: {error}", shown(command))))?
            > 0
        {
            let mut terminal = io::stdout().lock();
            // A reader that has gone away is no reason to stop testing.
            let _ = terminal.write_all(&line).and_then(|()| terminal.flush());
            listen(&String::from_utf8_lossy(&line));
            line.clear();
        }
    }
    let status = child
        .wait()
        .map_err(|error| Stop(format!("waiting for {}: {error}", shown(command))))?;
    succeeded(command, status)
}

/// What a command prints on standard output, whether or not it succeeds; nothing when it cannot be started.
pub(crate) fn answer(command: &mut Command) -> Option<String> {
    let output = command
        .stdin(Stdio::null())
        .stderr(Stdio::null())
        .output()
        .ok()?;
    Some(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// Whether a command runs and succeeds, in silence.
pub(crate) fn succeeds(command: &mut Command) -> bool {
    command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}

/// Where a program lies on `PATH`.
pub(crate) fn on_path(program: &str) -> Option<PathBuf> {
    let endings: &[&str] = if cfg!(windows) {
        &[".exe", ".cmd", ".bat"]
    } else {
        &[""]
    };
    env::split_paths(&env::var_os("PATH")?)
        .flat_map(|folder| {
            endings
                .iter()
                .map(move |ending| folder.join(format!("{program}{ending}")))
        })
        .find(|candidate| candidate.is_file())
}

/// Writes a small file, with its folder.
pub(crate) fn write(path: &Path, text: &str) -> Result<(), Stop> {
    create(path)?
        .write_all(text.as_bytes())
        .map_err(|error| Stop(format!("{}: {error}", path.display())))
}

fn create(path: &Path) -> Result<File, Stop> {
    let made = path.parent().map_or(Ok(()), fs::create_dir_all);
    made.and_then(|()| File::create(path))
        .map_err(|error| Stop(format!("{}: {error}", path.display())))
}

fn succeeded(command: &Command, status: ExitStatus) -> Result<(), Stop> {
    if status.success() {
        Ok(())
    } else {
        Err(Stop(format!("`{}` failed ({status})", shown(command))))
    }
}

fn not_started(command: &Command, error: &io::Error) -> Stop {
    Stop(format!(
        "`{}` could not be started: {error}",
        shown(command)
    ))
}

/// A command as one would type it, without the folder of the program.
fn shown(command: &Command) -> String {
    let program = Path::new(command.get_program())
        .file_name()
        .unwrap_or(command.get_program());
    std::iter::once(program)
        .chain(command.get_args())
        .map(|word| {
            let word = word.to_string_lossy();
            if word.contains(' ') {
                format!("\"{word}\"")
            } else {
                word.into_owned()
            }
        })
        .collect::<Vec<_>>()
        .join(" ")
}

/// A line without its colours (the escape sequences that end in a letter).
pub(crate) fn plain(line: &str) -> String {
    let mut text = String::with_capacity(line.len());
    let mut characters = line.chars();
    while let Some(character) = characters.next() {
        if character == '\u{1b}' {
            characters.by_ref().find(char::is_ascii_alphabetic);
        } else {
            text.push(character);
        }
    }
    text
}
