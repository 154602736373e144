//! Measuring, fuzzing and killing: all live in the package of whole flows, this only starts them.

use crate::shell::{self, Stop};
use crate::workspace::Workspace;

/// The benchmarks of whole flows and of the crates that calculate, or the one that the first of `args` names; the others go to
/// the benchmarks.
pub(crate) fn bench(workspace: &Workspace, args: &[String]) -> Result<(), Stop> {
    let mut cargo = workspace.cargo(&[
        "bench", "--locked", "-p", "whole", "-p", "ranking", "-p", "assign", "-p", "likeness",
    ]);
    match args.split_first() {
        Some((name, rest)) => cargo.args(["--bench", name, "--"]).args(rest),
        None => &mut cargo,
    };
    shell::run(&mut cargo)
}

/// The fuzz targets; `args` go to the fuzzer.
pub(crate) fn fuzz(workspace: &Workspace, args: &[String]) -> Result<(), Stop> {
    binary(workspace, "fuzz", args)
}

/// The long runs that kill what they watch; `args` go to them.
pub(crate) fn soak(workspace: &Workspace, args: &[String]) -> Result<(), Stop> {
    binary(workspace, "soak", args)
}

/// A made-up mailbox; `args` say how large.
pub(crate) fn make_mailbox(workspace: &Workspace, args: &[String]) -> Result<(), Stop> {
    binary(workspace, "mailbox", args)
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
