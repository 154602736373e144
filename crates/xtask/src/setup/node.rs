//! Node and npm: the system's when they are new enough, otherwise a newer Node from the npm registry, kept under the target
//! folder. Debian 12 ships Node 18, and the bundler needs 20.19.

use std::env;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::shell::{self, Stop, answer, on_path, say};
use crate::workspace::Workspace;

/// A Node that is new enough, with its npm.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Node {
    /// Folders that go before the rest of `PATH`; none for the system's own Node.
    first_on_path: Vec<PathBuf>,
}

/// A Node's version.
type Version = (u32, u32, u32);

impl Node {
    /// npm with these arguments in a folder, with this Node the first that anything below it finds.
    pub(crate) fn npm(&self, folder: &Path, args: &[&str]) -> Command {
        let mut command = Command::new(self.npm_program());
        command
            .args(args)
            .current_dir(folder)
            .env("PATH", self.path())
            .env("NO_COLOR", "1")
            .env_remove("FORCE_COLOR");
        command
    }

    fn npm_program(&self) -> PathBuf {
        let name = if cfg!(windows) { "npm.cmd" } else { "npm" };
        self.first_on_path
            .iter()
            .map(|folder| folder.join(name))
            .find(|candidate| candidate.is_file())
            .unwrap_or_else(|| PathBuf::from(name))
    }

    fn path(&self) -> OsString {
        let before = env::var_os("PATH").unwrap_or_default();
        let folders = self
            .first_on_path
            .iter()
            .cloned()
            .chain(env::split_paths(&before));
        // Joining fails only for a folder with the separator in its name; the system's own path is the best left then.
        env::join_paths(folders).unwrap_or(before)
    }
}

/// The Node to use, if one that is new enough is there: the system's, else the one kept under the target folder.
pub(super) fn usable(workspace: &Workspace) -> Option<Node> {
    let system = on_path("node")
        .zip(on_path("npm"))
        .and_then(|(node, _)| version(&node));
    if system.is_some_and(new_enough) {
        return Some(Node {
            first_on_path: Vec::new(),
        });
    }
    let folders = kept_folders(workspace);
    let complete = folders.iter().all(|folder| folder.is_dir());
    let kept = folders
        .first()
        .and_then(|folder| version(&folder.join("node")));
    (complete && kept.is_some_and(new_enough)).then_some(Node {
        first_on_path: folders,
    })
}

/// [`usable`], or a newer Node installed by the npm that is there.
///
/// # Errors
/// No npm to install with, or a refusal by it.
pub(super) fn find_or_install(workspace: &Workspace) -> Result<Node, Stop> {
    if let Some(node) = usable(workspace) {
        let kept = if node.first_on_path.is_empty() {
            "the system's"
        } else {
            "the one under the target folder"
        };
        say(&format!("Node: {kept}"));
        return Ok(node);
    }
    let Some(npm) = on_path("npm") else {
        return Err(Stop(
            "there is no npm; install Node 20.19 or newer".to_owned(),
        ));
    };
    let found = on_path("node").and_then(|node| version(&node));
    let found = found.map_or_else(
        || "not there".to_owned(),
        |(major, minor, patch)| format!("{major}.{minor}.{patch}"),
    );
    let package = format!("{}@20", platform_package());
    say(&format!(
        "Node: {found}, and the bundler needs 20.19; installing {package} from the npm registry"
    ));

    let tools = workspace.target.join("tools");
    std::fs::create_dir_all(&tools)
        .map_err(|error| Stop(format!("{}: {error}", tools.display())))?;
    let mut install = Command::new(npm);
    // npm comes along: a distribution's npm finds its modules only through the distribution's own Node.
    install
        .args([
            "install",
            "--no-save",
            "--no-audit",
            "--no-fund",
            "--loglevel=error",
            "--prefix",
        ])
        .arg(&tools)
        .args([package.as_str(), "npm@10"])
        .current_dir(&tools);
    shell::run_quietly(&mut install, &workspace.own().join("node.log"))?;
    usable(workspace).ok_or_else(|| {
        Stop(format!(
            "{package} was installed, but does not run here; install Node 20.19 or newer"
        ))
    })
}

/// The package that holds the Node binary of this platform, as the registry names it.
fn platform_package() -> String {
    let system = match env::consts::OS {
        "macos" => "darwin",
        "windows" => "win",
        other => other,
    };
    let processor = match env::consts::ARCH {
        "x86_64" => "x64",
        "aarch64" => "arm64",
        other => other,
    };
    format!("node-{system}-{processor}")
}

/// Where a kept Node and a kept npm would lie, Node's folder first.
fn kept_folders(workspace: &Workspace) -> Vec<PathBuf> {
    let modules = workspace.target.join("tools").join("node_modules");
    vec![
        modules.join(platform_package()).join("bin"),
        modules.join(".bin"),
    ]
}

fn version(node: &Path) -> Option<Version> {
    parse_version(&answer(Command::new(node).arg("--version"))?)
}

/// Reads `v20.20.2`.
fn parse_version(text: &str) -> Option<Version> {
    let mut numbers = text
        .strip_prefix('v')?
        .split('.')
        .map(|number| number.parse().ok());
    Some((
        numbers.next()??,
        numbers.next()??,
        numbers.next().flatten().unwrap_or(0),
    ))
}

/// What the bundler runs on: 20 from 20.19, 22 from 22.12, and everything newer.
fn new_enough((major, minor, _): Version) -> bool {
    match major {
        20 => minor >= 19,
        22 => minor >= 12,
        _ => major > 22,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_read() {
        assert_eq!(parse_version("v20.20.2"), Some((20, 20, 2)));
        assert_eq!(parse_version("v23.0.0-nightly2024"), Some((23, 0, 0)));
        assert_eq!(parse_version("20.1.1"), None);
        assert_eq!(parse_version(""), None);
    }

    #[test]
    fn the_node_of_debian_12_is_too_old_and_that_of_the_registry_is_not() {
        for old in [(18, 20, 4), (20, 18, 9), (21, 7, 0), (22, 11, 0)] {
            assert!(!new_enough(old), "{old:?}");
        }
        for new in [
            (20, 19, 0),
            (20, 20, 2),
            (22, 12, 0),
            (23, 0, 0),
            (24, 1, 0),
        ] {
            assert!(new_enough(new), "{new:?}");
        }
    }
}
