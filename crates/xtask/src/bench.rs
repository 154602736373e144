//! Measuring and fuzzing: both live in the package of whole flows, this only starts them.

use crate::shell::{self, Stop};
use crate::workspace::Workspace;

/// The benchmarks; `args` go to `cargo bench`.
pub(crate) fn bench(workspace: &Workspace, args: &[String]) -> Result<(), Stop> {
    shell::run(
        workspace
            .cargo(&["bench", "--locked", "-p", "whole"])
            .args(args),
    )
}

/// The fuzz targets; `args` go to the fuzzer.
pub(crate) fn fuzz(workspace: &Workspace, args: &[String]) -> Result<(), Stop> {
    let fuzz = [
        "run",
        "--release",
        "--locked",
        "-p",
        "whole",
        "--bin",
        "fuzz",
        "--",
    ];
    shell::run(workspace.cargo(&fuzz).args(args))
}
