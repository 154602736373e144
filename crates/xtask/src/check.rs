//! The checks that run no test, from the quickest to the slowest.

use crate::setup::{self, Setup};
use crate::shell::{self, Stop};
use crate::workspace::Workspace;
use crate::{edges, test};

/// Edges, formatting, clippy, and types and lint of the window.
pub(crate) fn check(workspace: &Workspace) -> Result<(), Stop> {
    shell::say("the edges between crates");
    edges(workspace)?;
    shell::say("cargo fmt --all --check");
    format(workspace)?;
    let setup = setup::prepare(workspace)?;
    shell::say("cargo clippy");
    clippy(workspace)?;
    shell::say("npm run check");
    window_types(workspace, &setup)?;
    println!("all checks hold");
    Ok(())
}

/// Holds the edges between crates, and the rules about sources.
pub(crate) fn edges(workspace: &Workspace) -> Result<(), Stop> {
    let refusals = edges::refusals(&workspace.root)?;
    for refusal in &refusals {
        println!("  {refusal}");
    }
    match refusals.len() {
        0 => Ok(()),
        1 => Err(Stop(
            "one edge or source breaks the rules of the house".to_owned(),
        )),
        many => Err(Stop(format!(
            "{many} edges or sources break the rules of the house"
        ))),
    }
}

/// Formatting.
pub(crate) fn format(workspace: &Workspace) -> Result<(), Stop> {
    shell::run(&mut workspace.cargo(&["fmt", "--all", "--check"]))
}

/// Clippy over everything, every warning an error.
pub(crate) fn clippy(workspace: &Workspace) -> Result<(), Stop> {
    let flags = [
        "clippy",
        "--locked",
        "--workspace",
        "--all-targets",
        "--features",
        test::AS_BUILT,
        "--",
        "-D",
        "warnings",
    ];
    shell::run(&mut workspace.cargo(&flags))
}

/// Types and lint of the window's sources.
pub(crate) fn window_types(workspace: &Workspace, setup: &Setup) -> Result<(), Stop> {
    shell::run(&mut setup.npm(workspace, &["run", "--silent", "check"]))
}
