//! `cargo xtask make-mailbox N [--seed S] [--films PERCENT] [--out FOLDER]`: a made-up mailbox of N mails.
#![allow(clippy::print_stdout, reason = "it reports to the terminal")]

use std::path::PathBuf;
use std::process::ExitCode;

use whole::mailbox::{Forms, Recipe, write};

fn main() -> ExitCode {
    let mut recipe = Recipe {
        mails: 0,
        seed: 1,
        films: 5,
        forms: Forms::All,
    };
    let mut folder = PathBuf::from("target/mailbox");
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        let mut next = || arguments.next().unwrap_or_default();
        let understood = match argument.as_str() {
            "--seed" => next().parse().map(|seed| recipe.seed = seed).is_ok(),
            "--films" => next().parse().map(|films| recipe.films = films).is_ok(),
            "--out" => {
                folder = PathBuf::from(next());
                true
            }
            count => count.parse().map(|mails| recipe.mails = mails).is_ok(),
        };
        if !understood {
            println!("not understood: {argument}");
            return ExitCode::from(2);
        }
    }
    if recipe.mails == 0 {
        println!("how many mails?");
        return ExitCode::from(2);
    }
    if let Err(error) = std::fs::create_dir_all(&folder) {
        println!("{}: {error}", folder.display());
        return ExitCode::from(2);
    }
    let made = write(&folder, recipe);
    println!(
        "{}: {} mails with {} ideas, {} of them with a film, {} corrections and {} that are no submission",
        made.file.display(),
        recipe.mails,
        made.ideas.len(),
        made.with_film.len(),
        made.corrections,
        made.others
    );
    ExitCode::SUCCESS
}
