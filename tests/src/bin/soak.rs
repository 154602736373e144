//! `cargo xtask soak kills [--count N] [--seed S]`: the long form of the short run in the tests.
#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "it reports to the terminal"
)]

use std::path::Path;
use std::process::ExitCode;
use std::time::Instant;

use whole::soak::{Kills, score, soak};

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["--child", data, pack, out, digits, seed] => {
            let (Ok(passphrase), Ok(seed)) = (seal::Passphrase::parse(digits), seed.parse()) else {
                return ExitCode::from(2);
            };
            score(
                Path::new(data),
                Path::new(pack),
                Path::new(out),
                &passphrase,
                seed,
            );
            ExitCode::SUCCESS
        }
        ["kills", options @ ..] => match wanted(options) {
            Some(wanted) => kills(wanted),
            None => usage(),
        },
        _ => usage(),
    }
}

fn wanted(options: &[&str]) -> Option<Kills> {
    let mut kills = Kills {
        count: 500,
        seed: 1,
    };
    for pair in options.chunks(2) {
        match pair {
            ["--count", count] => kills.count = count.parse().ok()?,
            ["--seed", seed] => kills.seed = seed.parse().ok()?,
            _ => return None,
        }
    }
    Some(kills)
}

fn kills(kills: Kills) -> ExitCode {
    let begun = Instant::now();
    let (Ok(program), Ok(folder)) = (std::env::current_exe(), tempfile::tempdir()) else {
        eprintln!("no place to work in");
        return ExitCode::FAILURE;
    };
    let seen = soak(&program, folder.path(), kills, |round, seen| {
        if round % 50 == 0 {
            println!("  {round} kills, {} changes saved", seen.saved);
        }
    });
    println!(
        "{} kills in {:.0} s, seed {}: {} changes said to be saved, all there; {} kills while opening, {} in the middle \
         of a step ({} of these steps were on the disk); {} bundles exported, all whole; no half file, no damaged desk",
        seen.kills,
        begun.elapsed().as_secs_f64(),
        kills.seed,
        seen.saved,
        seen.while_opening,
        seen.in_the_middle,
        seen.reached_the_disk,
        seen.exported
    );
    ExitCode::SUCCESS
}

fn usage() -> ExitCode {
    eprintln!("soak kills [--count N] [--seed S]");
    ExitCode::from(2)
}
