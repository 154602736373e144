//! Measuring, fuzzing and killing: all live in the package of whole flows, this only starts them.

use crate::shell::{self, Stop};
use crate::workspace::Workspace;

/// The benchmarks of whole flows and of the crates that calculate; `args` go to `cargo bench`.
pub(crate) fn bench(workspace: &Workspace, args: &[String]) -> Result<(), Stop> {
    shell::run(
        workspace
            .cargo(&[
                "bench", "--locked", "-p", "whole", "-p", "ranking", "-p", "assign",
            ])
            .args(args),
    )
}

/// The fuzz targets; `args` go to the fuzzer.
pub(crate) fn fuzz(workspace: &Workspace, args: &[String]) -> Result<(), Stop> {
    binary(workspace, "fuzz", args)
}

/// The long runs that kill what they watch; `args` go to them.
pub(crate) fn soak(workspace: &Workspace, args: &[String]) -> Result<(), Stop> {
    binary(workspace, "soak", args)
}

/// A program of the package of whole flows, built for speed.
fn binary(workspace: &Workspace, name: &str, args: &[String]) -> Result<(), Stop> {
    let run = [
        "run",
        "--release",
        "--locked",
        "-p",
        "whole",
        "--bin",
        name,
        "--",
    ];
    shell::run(workspace.cargo(&run).args(args))
}
