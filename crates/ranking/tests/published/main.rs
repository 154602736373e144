//! Examples from the literature and from other programs, each with its source, to the digits that are printed there.
#![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

mod agreement;
mod generalizability;
mod mixed_model;
mod two_way;

use ranking::Review;

/// A table with a row for each entry and a column for each judge.
fn table<const N: usize>(rows: &[[f64; N]]) -> Vec<Review> {
    rows.iter()
        .enumerate()
        .flat_map(|(entry, row)| {
            row.iter().enumerate().map(move |(judge, &score)| Review {
                entry,
                judge,
                score,
            })
        })
        .collect()
}

/// Whether a value prints as the source prints it.
#[track_caller]
fn assert_prints(value: f64, printed: &str) {
    let digits = printed.split('.').nth(1).map_or(0, str::len);
    let value = format!("{value:.digits$}");
    assert_eq!(value, printed);
}
