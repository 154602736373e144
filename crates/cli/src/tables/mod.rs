//! Numbers by themselves: ranking, agreement and assignment from tables in files, without a contest folder.
//!
//! This part reads CSV into the plain numbers of the crates `ranking` and `assign`, and their answers back into names. Entries,
//! judges, criteria and themes are numbered in the order of their names, never in that of the lines, so that the same table in
//! another order has the same answer to the last bit.

mod agreement;
mod assign;
mod bridge;
pub(crate) mod csv_file;
mod names;
mod rank;
pub(crate) mod refused;
mod scores;
mod weights;

pub(crate) use agreement::{AgreementTables, run as agreement};
pub(crate) use assign::{AssignTables, run as assign};
pub(crate) use rank::{RankTables, run as rank};

use crate::table::tame;

/// A number for a person; a dash for one that is not there.
pub(crate) fn figure(value: Option<f64>, digits: usize) -> String {
    match value {
        // Adding 0 takes the sign off a zero; what rounds to it is shown without one too.
        Some(value) if value.is_finite() => {
            let text = format!("{:.digits$}", value + 0.0);
            let zero = text
                .trim_start_matches('-')
                .bytes()
                .all(|b| matches!(b, b'0' | b'.'));
            if zero {
                text.trim_start_matches('-').to_owned()
            } else {
                text
            }
        }
        _ => "–".to_owned(),
    }
}

/// At most twenty names, then how many more; fit for a terminal.
pub(crate) fn listed(names: &[String]) -> String {
    const SHOWN: usize = 20;
    let shown: Vec<String> = names.iter().take(SHOWN).map(|name| tame(name)).collect();
    let mut text = shown.join(", ");
    if let Some(more @ 1..) = names.len().checked_sub(SHOWN) {
        text.push_str(&format!(" … (+{more})"));
    }
    text
}

/// The names with these numbers.
fn picked(names: &[String], numbers: &[usize]) -> Vec<String> {
    numbers
        .iter()
        .filter_map(|&number| names.get(number).cloned())
        .collect()
}
