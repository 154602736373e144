//! `cargo xtask fuzz [TARGET] [--seconds N] [--seed S]`: the long form of the short runs in the tests.
#![allow(clippy::print_stdout, reason = "it reports to the terminal")]

use std::process::ExitCode;
use std::time::Duration;

use whole::fuzz::{Budget, TARGETS, run};

fn main() -> ExitCode {
    let (mut wanted, mut seconds, mut seed) = (None, 60, 1);
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        let number = |text: Option<String>| text.and_then(|text| text.parse().ok());
        match argument.as_str() {
            "--seconds" => seconds = number(arguments.next()).unwrap_or(seconds),
            "--seed" => seed = number(arguments.next()).unwrap_or(seed),
            name => wanted = Some(name.to_owned()),
        }
    }
    let mut found = 0;
    for target in TARGETS
        .iter()
        .filter(|t| wanted.as_deref().is_none_or(|name| name == t.name))
    {
        let inputs = run(target, seed, Budget::Time(Duration::from_secs(seconds)));
        println!(
            "{}: {inputs} inputs in {seconds} s, seed {seed}, no panic",
            target.name
        );
        found += 1;
    }
    if found == 0 {
        println!(
            "no such target; there are: {}",
            TARGETS.map(|t| t.name).join(", ")
        );
        return ExitCode::from(2);
    }
    ExitCode::SUCCESS
}
