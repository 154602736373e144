//! Results: the ranking of a round and what follows from it, what people decide, and what leaves the house.

pub(crate) mod decide;
mod decisions;
mod facts;
mod moves;
mod page;
pub(crate) mod papers;
pub(crate) mod publish;
mod sheets;
pub(crate) mod what_if;

use contest::EntryNumber;
use tauri::State;

use super::open_contest::computed;
use super::{reading, round_or_current};
use crate::state::Shell;
use crate::wire::{Failure, MarkedEntry, ResultsView};

/// The page of a round, or of the one people are at.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn results_page(
    shell: State<'_, Shell>,
    round: Option<String>,
) -> Result<ResultsView, Failure> {
    computed(&shell)?;
    reading(&shell, |organizer| {
        let round = round_or_current(organizer, round)?;
        page::page(organizer, &round)
    })
}

/// What every judge of the round said of an entry.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn entry_sheets(
    shell: State<'_, Shell>,
    round: String,
    number: String,
) -> Result<MarkedEntry, Failure> {
    computed(&shell)?;
    reading(&shell, |organizer| {
        let round = round_or_current(organizer, Some(round))?;
        let number: EntryNumber = number
            .parse()
            .map_err(|_| Failure::with("recipient_unknown", "why", number))?;
        sheets::entry(organizer, &round, &number)
    })
}
