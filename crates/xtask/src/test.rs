//! Every check and every test, in order, stopping at the first that fails, with one count at the end.

use std::process::Command;
use std::time::Instant;

use crate::setup::{self, Setup};
use crate::shell::{self, Stop};
use crate::tally::Tally;
use crate::workspace::Workspace;
use crate::{check, shell::seconds};

/// The feature with which the window loads its built files instead of looking for a development server. Every step uses it,
/// so that no step leaves behind a window that the next cannot open.
pub(crate) const AS_BUILT: &str = "jurydesk/custom-protocol";

/// A display on which the largest window that is tested has room; each test gives its window the size it wants.
const DISPLAY: [&str; 3] = ["-a", "-s", "-screen 0 3840x2160x24"];

/// One step, with its heading.
type Stage<'a> = (&'a str, &'a dyn Fn(&mut Tally) -> Result<(), Stop>);

/// Sets up, runs everything, and closes with the count as the very last line.
///
/// # Errors
/// An empty [`Stop`] when a step failed: the reason is printed before the count. A step that failed without a failed test
/// counts as one failure, so that a run that failed never reads as if nothing had.
pub(crate) fn test(workspace: &Workspace) -> Result<(), Stop> {
    let began = Instant::now();
    let mut tally = Tally::default();
    let outcome = if is_ci() {
        stages(&workspace.clone().cached(), &mut tally)
    } else {
        stages(workspace, &mut tally)
    };
    if outcome.is_err() && tally.failed == 0 {
        tally.failed = 1;
    }
    match &outcome {
        Ok(()) => println!("\neverything passed in {}", seconds(began.elapsed())),
        Err(Stop(reason)) => println!("\nstopped after {}: {reason}", seconds(began.elapsed())),
    }
    println!("{tally}");
    outcome.map_err(|_| Stop(String::new()))
}

/// Whether a machine runs this in a fresh checkout, as it says by the customary variable.
fn is_ci() -> bool {
    std::env::var_os("CI").is_some_and(|value| !value.is_empty())
}

fn stages(workspace: &Workspace, tally: &mut Tally) -> Result<(), Stop> {
    heading("set up");
    // The window's files are built here too, because the shell embeds them: without them clippy cannot compile it.
    let setup = setup::prepare(workspace)?;
    workspace.forget_own()?;
    let stages: [Stage<'_>; 7] = [
        ("edges between crates", &|_| check::edges(workspace)),
        ("cargo fmt", &|_| check::format(workspace)),
        ("cargo clippy", &|_| check::clippy(workspace)),
        ("window: types and lint", &|_| {
            check::window_types(workspace, &setup)
        }),
        ("window: unit tests", &|tally| {
            window_tests(workspace, &setup, tally)
        }),
        ("build the programs", &|_| build(workspace)),
        ("cargo test", &|tally| cargo_test(workspace, tally)),
    ];
    for (name, stage) in stages {
        heading(name);
        let began = Instant::now();
        stage(tally).map_err(|Stop(reason)| Stop(format!("{name}: {reason}")))?;
        println!("   {name}: {}", seconds(began.elapsed()));
    }
    if tally.failed > 0 {
        Err(Stop(
            "a runner reported failed tests, but ended well".to_owned(),
        ))
    } else {
        Ok(())
    }
}

fn heading(name: &str) {
    println!("\n== {name}");
}

fn window_tests(workspace: &Workspace, setup: &Setup, tally: &mut Tally) -> Result<(), Stop> {
    shell::run_heard(&mut setup.npm(workspace, &["test", "--silent"]), |line| {
        tally.hear(line)
    })
}

/// Builds every program with the features that the tests use, so that nothing is compiled twice.
pub(crate) fn build(workspace: &Workspace) -> Result<(), Stop> {
    // Without this very program, which is running.
    let flags = [
        "build",
        "--locked",
        "--workspace",
        "--exclude",
        "xtask",
        "--bins",
        "--features",
        AS_BUILT,
    ];
    shell::run(&mut workspace.cargo(&flags))
}

fn cargo_test(workspace: &Workspace, tally: &mut Tally) -> Result<(), Stop> {
    let flags = [
        "test",
        "--locked",
        "--workspace",
        "--features",
        AS_BUILT,
        "--no-fail-fast",
    ];
    let mut command = with_display(workspace.cargo(&flags));
    shell::run_heard(with_programs(workspace, &mut command), |line| {
        tally.hear(line)
    })
}

/// Tells the tests of whole flows where the built programs are.
pub(crate) fn with_programs<'a>(
    workspace: &Workspace,
    command: &'a mut Command,
) -> &'a mut Command {
    command
        .env("JURYDESK_APP", workspace.binary("jurydesk"))
        .env("JURYDESK_CLI", workspace.binary("jury"))
}

/// The same command, with its environment, on a display of its own on Linux, where windows neither need a screen nor disturb
/// one; elsewhere as it is.
pub(crate) fn with_display(command: Command) -> Command {
    if !cfg!(target_os = "linux") {
        return command;
    }
    let mut wrapped = Command::new("xvfb-run");
    wrapped
        .args(DISPLAY)
        .arg(command.get_program())
        .args(command.get_args());
    for (name, value) in command.get_envs() {
        match value {
            Some(value) => wrapped.env(name, value),
            None => wrapped.env_remove(name),
        };
    }
    // A Wayland session would win over the display that is made here.
    wrapped
        .env_remove("WAYLAND_DISPLAY")
        .env("GDK_BACKEND", "x11");
    if let Some(folder) = command.get_current_dir() {
        wrapped.current_dir(folder);
    }
    wrapped
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use std::ffi::OsStr;
    use std::process::Command;

    use super::with_display;

    #[test]
    fn a_command_on_a_display_of_its_own_keeps_its_environment() {
        let mut command = Command::new("cargo");
        command.env("GIVEN", "1").env_remove("TAKEN");
        let wrapped = with_display(command);
        let found = |name: &str| {
            let name = OsStr::new(name);
            wrapped.get_envs().find(|(known, _)| *known == name)
        };
        assert_eq!(found("GIVEN").unwrap().1, Some(OsStr::new("1")));
        assert_eq!(found("TAKEN").unwrap().1, None);
    }
}
