//! `cargo xtask …`: the developer commands, each of which sets up what it needs.
//!
//! This crate owns the order of things (what is installed, built, checked and counted); it knows nothing of what the other
//! crates do, and depends on nothing but the standard library, so that it compiles in a moment on a fresh system.

#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a developer command talks to a terminal; printing is its job"
)]

mod audit;
mod bench;
mod check;
mod edges;
mod pictures;
mod run;
mod setup;
mod shell;
mod tally;
mod test;
mod workspace;

use std::env;
use std::process::ExitCode;

use shell::Stop;
use workspace::Workspace;

const USAGE: &str = "\
cargo xtask run      open the window on the demonstration contest (without a display: walk it under Xvfb and keep pictures)
cargo xtask test     set up, then every check and every test; ends with `N passed, N failed`
cargo xtask check    the checks alone: edges between crates, formatting, clippy, types and lint of the window
cargo xtask bench    the benchmarks, or one: `bench fairness`, `bench pack reading`
cargo xtask pictures bring the pictures that the documents show from the last run of the window tests
cargo xtask fuzz     the fuzz targets, built for speed; arguments are passed on
cargo xtask soak     kills again and again: `soak kills|exports|merges|intake --count 500 --seed 1`
cargo xtask make-mailbox N   a made-up mailbox of N mails: `--seed 1 --films 5 --out FOLDER`
cargo xtask audit    advisories and licences of everything linked, by cargo-deny; `audit licenses` needs no network

run, test and check install what is missing (system packages, Node, npm packages) and say so.";

fn main() -> ExitCode {
    let mut args = env::args().skip(1);
    let command = args.next().unwrap_or_default();
    let rest: Vec<String> = args.collect();
    match dispatch(&command, &rest) {
        Ok(()) => ExitCode::SUCCESS,
        Err(Stop(reason)) => {
            // `test` closes with its tally, and has told the reason before it.
            if !reason.is_empty() {
                eprintln!("xtask: {reason}");
            }
            ExitCode::FAILURE
        }
    }
}

fn dispatch(command: &str, rest: &[String]) -> Result<(), Stop> {
    let workspace = Workspace::find();
    match (command, rest) {
        ("run", []) => run::run(&workspace),
        ("test", []) => test::test(&workspace),
        ("check", []) => check::check(&workspace),
        ("pictures", []) => pictures::pictures(&workspace),
        ("bench", args) => bench::bench(&workspace, args),
        ("audit", args) => audit::audit(&workspace, args),
        ("make-mailbox", args) => bench::make_mailbox(&workspace, args),
        ("soak", args) => bench::soak(&workspace, args),
        ("fuzz", args) => bench::fuzz(&workspace, args),
        ("" | "help" | "--help" | "-h", _) => {
            println!("{USAGE}");
            Ok(())
        }
        ("run" | "test" | "check" | "pictures", [argument, ..]) => Err(Stop(format!(
            "`{command}` takes no argument, and got `{argument}`"
        ))),
        _ => Err(Stop(format!("there is no command `{command}`\n\n{USAGE}"))),
    }
}
