//! The check that holds the house together: which crate may know which, who owns which outside library, and a few rules that
//! only a look at the sources can hold.

mod code;
mod manifest;
mod rules;
mod sources;

use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};

use crate::shell::Stop;
use manifest::Manifest;
use sources::Source;

/// One broken rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Refusal {
    /// The crate or the file that breaks it, with its line where there is one.
    pub(crate) at: String,
    /// What it does.
    pub(crate) does: String,
    /// Why it must not.
    pub(crate) because: String,
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}: {}", self.at, self.does, self.because)
    }
}

/// Folders in which nothing is written by hand.
const MADE: [&str; 5] = ["node_modules", "dist", "target", "gen", ".git"];

/// Everything in the repository that breaks a rule.
///
/// # Errors
/// A file that cannot be read.
pub(crate) fn refusals(root: &Path) -> Result<Vec<Refusal>, Stop> {
    let shared = manifest::renames(&read(&root.join("Cargo.toml"))?);
    let mut manifests = Vec::new();
    for folder in member_folders(root)? {
        let file = folder.join("Cargo.toml");
        if file.is_file() {
            manifests.push(Manifest::read(&read(&file)?, &shared));
        }
    }
    let mut sources = Vec::new();
    for folder in ["crates", "src-tauri", "tests", "ui"] {
        collect(root, &root.join(folder), &mut sources)?;
    }
    sources.sort_by(|a, b| a.path.cmp(&b.path));

    let mut refusals = rules::refusals(&manifests);
    refusals.extend(sources::refusals(&sources));
    Ok(refusals)
}

/// The folders of all packages, as the workspace lists them.
fn member_folders(root: &Path) -> Result<Vec<PathBuf>, Stop> {
    let crates = root.join("crates");
    let entries =
        fs::read_dir(&crates).map_err(|error| Stop(format!("{}: {error}", crates.display())))?;
    let mut folders: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    folders.sort();
    folders.extend([root.join("src-tauri"), root.join("tests")]);
    Ok(folders)
}

/// Every source file below a folder.
fn collect(root: &Path, folder: &Path, sources: &mut Vec<Source>) -> Result<(), Stop> {
    let Ok(entries) = fs::read_dir(folder) else {
        return Ok(());
    };
    for entry in entries.flatten() {
        let path = entry.path();
        if path.is_dir() {
            if !MADE.iter().any(|made| entry.file_name() == *made) {
                collect(root, &path, sources)?;
            }
        } else if path
            .extension()
            .is_some_and(|end| ["rs", "ts", "js", "svelte"].iter().any(|kind| end == *kind))
        {
            let name = path
                .strip_prefix(root)
                .unwrap_or(&path)
                .to_string_lossy()
                .replace('\\', "/");
            sources.push(Source {
                path: name,
                text: read(&path)?,
            });
        }
    }
    Ok(())
}

fn read(path: &Path) -> Result<String, Stop> {
    fs::read_to_string(path).map_err(|error| Stop(format!("{}: {error}", path.display())))
}
