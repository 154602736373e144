//! `cargo xtask soak kills|exports|merges|intake [--count N] [--seed S]`: the long form of the short runs in the tests.
#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "it reports to the terminal"
)]

use std::path::Path;
use std::process::ExitCode;
use std::time::Instant;

use whole::programs::jury;
use whole::soak::{Kills, merge, score, soak, soak_intake, soak_merge};

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["--child", data, pack, out, digits, seed, exports] => {
            let (Ok(passphrase), Ok(seed), Ok(exports)) = (
                seal::Passphrase::parse(digits),
                seed.parse(),
                exports.parse(),
            ) else {
                return ExitCode::from(2);
            };
            score(
                Path::new(data),
                Path::new(pack),
                Path::new(out),
                &passphrase,
                (seed, exports),
            );
            ExitCode::SUCCESS
        }
        ["--merge", contest, files, seed] => {
            let Ok(seed) = seed.parse() else {
                return ExitCode::from(2);
            };
            merge(Path::new(contest), Path::new(files), seed);
            ExitCode::SUCCESS
        }
        ["kills", options @ ..] => run(options, 2, kills),
        ["exports", options @ ..] => run(options, 60, kills),
        ["merges", options @ ..] => run(options, 0, merges),
        ["intake", options @ ..] => run(options, 0, intake),
        _ => usage(),
    }
}

/// Reads the options and runs in a folder that goes away.
fn run(options: &[&str], exports: u32, what: fn(&Path, &Path, Kills)) -> ExitCode {
    let Some(wanted) = wanted(options, exports) else {
        return usage();
    };
    let (Ok(program), Ok(folder)) = (std::env::current_exe(), tempfile::tempdir()) else {
        eprintln!("no place to work in");
        return ExitCode::FAILURE;
    };
    what(&program, folder.path(), wanted);
    ExitCode::SUCCESS
}

fn wanted(options: &[&str], exports: u32) -> Option<Kills> {
    let mut kills = Kills {
        count: 500,
        seed: 1,
        exports,
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

fn kills(program: &Path, folder: &Path, kills: Kills) {
    let begun = Instant::now();
    let seen = soak(program, folder, kills, |round, seen| {
        if round % 50 == 0 {
            println!(
                "  {round} kills, {} changes saved, {} bundles exported",
                seen.saved, seen.exported
            );
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
}

fn merges(program: &Path, folder: &Path, kills: Kills) {
    let begun = Instant::now();
    let seen = soak_merge(program, folder, kills, |round, seen| {
        if round % 50 == 0 {
            println!("  {round} kills, {} files taken", seen.taken);
        }
    });
    println!(
        "{} kills in {:.0} s, seed {}: {} files said to be taken, all there once; {} kills while opening; {} files were \
         on record before the answer; everything taken {} times, with the state of an undisturbed run; no half file",
        seen.kills,
        begun.elapsed().as_secs_f64(),
        kills.seed,
        seen.taken,
        seen.while_opening,
        seen.reached_the_disk,
        seen.complete
    );
}

/// Mails of the mailbox that is received in the long form.
const MAILS: u32 = 1500;

fn intake(_: &Path, folder: &Path, kills: Kills) {
    let begun = Instant::now();
    let seen = soak_intake(&jury(), folder, MAILS, kills, |round, seen| {
        if round % 10 == 0 {
            println!(
                "  {round} kills, everything received {} times",
                seen.complete
            );
        }
    });
    println!(
        "{} kills of jury intake in {:.0} s, seed {}: {} in the middle of {MAILS} mails; everything received {} times and at \
         the end, with the state of an undisturbed run; no row without its bytes",
        seen.kills,
        begun.elapsed().as_secs_f64(),
        kills.seed,
        seen.in_the_middle,
        seen.complete
    );
}

fn usage() -> ExitCode {
    eprintln!("soak kills|exports|merges|intake [--count N] [--seed S]");
    ExitCode::from(2)
}
