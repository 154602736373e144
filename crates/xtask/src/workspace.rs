//! Where things lie: the repository, what is built, and the files that this tool keeps for itself.

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::shell::{self, Stop};

/// The folders of this repository.
#[derive(Debug, Clone)]
pub(crate) struct Workspace {
    /// The repository.
    pub(crate) root: PathBuf,
    /// Cargo's output folder.
    pub(crate) target: PathBuf,
    /// What is compiled on the way lies in Cargo's own cache instead of the output folder.
    cached: bool,
}

/// Where all checkouts of one machine keep what they compile on the way, in the words of Cargo's `build.build-dir`.
const CACHE: &str = "{cargo-cache-home}/build/jury-desk";

impl Workspace {
    /// The workspace this tool belongs to, wherever it is called from.
    pub(crate) fn find() -> Self {
        // Cargo says at run time where the package is; the path of build time is for a binary that is called by itself.
        let package = env::var_os("CARGO_MANIFEST_DIR")
            .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
        let root = package
            .ancestors()
            .nth(2)
            .map_or_else(|| package.clone(), Path::to_path_buf);
        let target = env::var_os("CARGO_TARGET_DIR")
            .map_or_else(|| root.join("target"), |folder| root.join(folder));
        Self {
            root,
            target,
            cached: false,
        }
    }

    /// The same workspace for a run in a fresh checkout, which would compile every package of the registry again: Cargo keeps
    /// them in its cache. Cargo tells checkouts apart by the age of their files alone, so the workspace's own packages must be
    /// compiled anew each time: [`Workspace::forget_own`].
    pub(crate) fn cached(mut self) -> Self {
        self.cached = true;
        self
    }

    /// Removes what was compiled of the workspace's own packages, where that may be of another checkout.
    ///
    /// # Errors
    /// Cargo failed.
    pub(crate) fn forget_own(&self) -> Result<(), Stop> {
        if !self.cached {
            return Ok(());
        }
        shell::run(&mut self.cargo(&["clean", "--quiet", "--locked", "--workspace"]))
    }

    /// Where this tool keeps stamps and logs.
    pub(crate) fn own(&self) -> PathBuf {
        self.target.join("xtask")
    }

    /// The window's sources.
    pub(crate) fn ui(&self) -> PathBuf {
        self.root.join("ui")
    }

    /// The program of that name as `cargo build` leaves it.
    pub(crate) fn binary(&self, name: &str) -> PathBuf {
        self.target
            .join("debug")
            .join(format!("{name}{}", env::consts::EXE_SUFFIX))
    }

    /// Cargo with these arguments, in the repository.
    pub(crate) fn cargo(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
        command.args(args).current_dir(&self.root);
        if self.cached {
            command.env("CARGO_BUILD_BUILD_DIR", CACHE);
        }
        command
    }

    /// A path for people: relative to the repository where it lies inside.
    pub(crate) fn short<'a>(&self, path: &'a Path) -> std::path::Display<'a> {
        path.strip_prefix(&self.root).unwrap_or(path).display()
    }
}
