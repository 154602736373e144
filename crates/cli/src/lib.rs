//! `jury`: the whole contest from a command line.
//!
//! Owns the arguments, the words and the shape of what is printed. Every command on a contest is a few lines over a use case of
//! `organizer`; nothing is decided here. Tables without a contest go to the mathematics directly (`tables`).

mod args;
mod clock;
mod commands;
mod demo;
mod failure;
mod output;
mod passphrase;
mod progress;
mod sealed;
mod table;
mod tables;
mod words;

use std::process::ExitCode;

use clap::Parser;

use args::Args;
use output::Output;
use words::Words;

/// Reads the arguments, runs the command, prints, and returns the exit code that [`Args`]' help documents.
pub fn main() -> ExitCode {
    let args = Args::parse();
    let words = Words::of(args.lang.unwrap_or_else(args::Lang::of_environment));
    let output = Output::new(&words, args.json);
    match commands::run(&args.command, &words) {
        Ok(report) => output.report(&report),
        Err(failure) => output.failure(&failure),
    }
}
