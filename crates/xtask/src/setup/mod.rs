//! From a fresh system with nothing but Rust to one that can build, run and test everything. Each step looks first and acts
//! only on what is missing, so that the second time costs next to nothing.

mod node;
mod packages;
mod ui;

use std::process::Command;

use crate::shell::Stop;
use crate::workspace::Workspace;
use node::Node;

/// What the set-up found or made, for the steps after it.
#[derive(Debug)]
pub(crate) struct Setup {
    node: Node,
}

/// System packages, Node, npm packages, and the window's built files.
pub(crate) fn prepare(workspace: &Workspace) -> Result<Setup, Stop> {
    packages::install(workspace)?;
    let node = node::find_or_install(workspace)?;
    ui::install_packages(workspace, &node)?;
    ui::build(workspace, &node)?;
    Ok(Setup { node })
}

impl Setup {
    /// npm with these arguments, in the window's folder.
    pub(crate) fn npm(&self, workspace: &Workspace, args: &[&str]) -> Command {
        self.node.npm(&workspace.ui(), args)
    }
}
