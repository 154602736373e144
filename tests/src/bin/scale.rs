//! Makes a contest of a size, judged to the end. `scale ENTRIES JUDGES REVIEWS FOLDER`.
#![allow(clippy::print_stdout, reason = "it says where the contest is")]

use std::path::PathBuf;
use std::process::ExitCode;

use whole::scale::{Scale, make};

fn main() -> ExitCode {
    let given: Vec<String> = std::env::args().skip(1).collect();
    let [entries, judges, reviews, folder] = given.as_slice() else {
        println!("scale ENTRIES JUDGES REVIEWS FOLDER");
        return ExitCode::from(2);
    };
    let (Ok(entries), Ok(judges), Ok(reviews)) = (entries.parse(), judges.parse(), reviews.parse())
    else {
        println!("three numbers and a folder");
        return ExitCode::from(2);
    };
    let folder = PathBuf::from(folder);
    if let Err(error) = std::fs::create_dir_all(&folder) {
        println!("{}: {error}", folder.display());
        return ExitCode::from(2);
    }
    let scale = Scale {
        entries,
        judges,
        reviews,
    };
    println!("{}", make(&folder, scale).display());
    ExitCode::SUCCESS
}
