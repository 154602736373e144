//! What is linked into the programs: advisories, licences, and crates that must not be there.

use crate::shell::{self, Stop};
use crate::workspace::Workspace;

/// The rules, out of sight of the top level.
const RULES: &str = ".cargo/deny.toml";

/// Checks every dependency against the rules with `cargo deny`; the advisories are fetched, so this needs a network.
///
/// # Errors
/// The line that installs `cargo deny` when it is missing; its own refusals otherwise.
pub(crate) fn audit(workspace: &Workspace, args: &[String]) -> Result<(), Stop> {
    if shell::on_path("cargo-deny").is_none() {
        return Err(Stop(
            "cargo-deny is not installed: cargo install cargo-deny --locked".to_owned(),
        ));
    }
    let rules = ["deny", "--locked", "--config", RULES, "check"];
    shell::run(workspace.cargo(&rules).args(args))
}
