//! The window on the demonstration contest, from nothing.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::setup;
use crate::shell::{self, Stop, say};
use crate::test::{AS_BUILT, build, with_display, with_programs};
use crate::workspace::Workspace;

/// Sets up, builds, makes the demonstration contest and opens the window on it. Without a display a test walks the judge's
/// main job instead and leaves pictures and the score bundle behind.
pub(crate) fn run(workspace: &Workspace) -> Result<(), Stop> {
    setup::prepare(workspace)?;

    say("building the window and the command line (the first time takes minutes)");
    build(workspace)?;

    let demo = workspace.target.join("demo");
    say(&format!(
        "the demonstration contest in {}",
        workspace.short(&demo)
    ));
    shell::run(
        Command::new(workspace.binary("jury"))
            .arg("demo")
            .arg(&demo)
            .current_dir(&workspace.root),
    )?;
    tell_passphrases(workspace, &demo.join("packs"));

    if has_display() {
        say("opening the window; close it to end");
        shell::run(
            Command::new(workspace.binary("jurydesk"))
                .arg("--demo")
                .arg(&demo)
                .current_dir(&workspace.root),
        )
    } else {
        walk(workspace)
    }
}

/// The judge's main job under Xvfb, with pictures.
fn walk(workspace: &Workspace) -> Result<(), Stop> {
    say("no display: walking the judge's main job under Xvfb instead of opening a window");
    let flags = [
        "test",
        "--locked",
        "--workspace",
        "--features",
        AS_BUILT,
        // All tests, of which one is run: naming its file alone would build the typesetter with other features once more.
        "--tests",
        "--",
        "--nocapture",
        "judge_walk",
    ];
    let mut command = with_display(workspace.cargo(&flags));
    shell::run(with_programs(workspace, &mut command))?;

    let pictures = workspace.target.join("pictures");
    let (bundles, shots): (Vec<PathBuf>, Vec<PathBuf>) = files_in(&pictures)
        .into_iter()
        .filter(|path| ends_with(path, "scorebundle") || ends_with(path, "png"))
        .partition(|path| ends_with(path, "scorebundle"));
    println!(
        "\npictures ({}): {}",
        shots.len(),
        workspace.short(&pictures)
    );
    for bundle in &bundles {
        println!("score bundle: {}", workspace.short(bundle));
    }
    if shots.is_empty() || bundles.is_empty() {
        return Err(Stop(format!(
            "the walk left no pictures or no score bundle in {}",
            workspace.short(&pictures)
        )));
    }
    Ok(())
}

/// Prints the packs and their passphrases: a demonstration has no secrets.
fn tell_passphrases(workspace: &Workspace, packs: &Path) {
    for pack in files_in(packs)
        .iter()
        .filter(|path| ends_with(path, "judgepack"))
    {
        println!("  pack: {}", workspace.short(pack));
    }
    let list = packs.join("passphrases.csv");
    match fs::read_to_string(&list) {
        Ok(text) => {
            println!("  passphrases ({}):", workspace.short(&list));
            for line in text
                .trim_start_matches('\u{feff}')
                .lines()
                .filter(|line| !line.trim().is_empty())
            {
                println!("    {line}");
            }
        }
        Err(error) => println!("  no passphrases: {}: {error}", workspace.short(&list)),
    }
}

/// Whether a window could be seen. Systems other than Linux always have a screen as far as this can tell.
fn has_display() -> bool {
    let set = |name| env::var_os(name).is_some_and(|value| !value.is_empty());
    !cfg!(target_os = "linux") || set("DISPLAY") || set("WAYLAND_DISPLAY")
}

/// The files of a folder in order of their names; none when it is not there.
fn files_in(folder: &Path) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = fs::read_dir(folder)
        .into_iter()
        .flatten()
        .flatten()
        .map(|entry| entry.path())
        .collect();
    files.sort();
    files
}

fn ends_with(path: &Path, extension: &str) -> bool {
    path.extension().is_some_and(|own| own == extension)
}
