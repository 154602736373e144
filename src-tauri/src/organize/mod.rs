//! The organiser's pages: each command a few lines over [`organizer`].

pub(crate) mod backup;
pub(crate) mod bundles;
pub(crate) mod covering;
pub(crate) mod found;
pub(crate) mod intake;
pub(crate) mod judges;
pub(crate) mod keys;
pub(crate) mod open_contest;
pub(crate) mod packs;
pub(crate) mod plan;
pub(crate) mod results;
pub(crate) mod sent;
mod sent_views;
mod views;

use contest::RoundId;
use organizer::{Organizer, RoundUnknown, network_share};
use tauri::{State, WebviewWindow};

use self::open_contest::{LongWork, at_length, changing, reading};
use crate::dialogs;
use crate::state::Shell;
use crate::wire::{Failure, OrganizerDesk, RoundChoice};

/// Lets the organiser choose a contest folder and opens it; nothing when the dialog was cancelled.
#[tauri::command]
#[specta::specta]
pub(crate) async fn choose_contest(
    window: WebviewWindow,
    shell: State<'_, Shell>,
    title: String,
) -> Result<Option<OrganizerDesk>, Failure> {
    let Some(folder) = dialogs::choose_folder(&window, &title, None).await else {
        return Ok(None);
    };
    open_contest::open(&shell, &folder)?;
    reading(&shell, |organizer| desk(organizer, None)).map(Some)
}

/// The page of a round, or of the one people are at, of the contest now open or given at the start.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn organizer_desk(
    shell: State<'_, Shell>,
    round: Option<String>,
) -> Result<OrganizerDesk, Failure> {
    reading(&shell, |organizer| desk(organizer, round))
}

/// The round that was asked for, or the one people are at.
fn round_or_current(organizer: &Organizer, round: Option<String>) -> Result<RoundId, Failure> {
    match round {
        None => organizer
            .current_round()
            .map_err(|error| Failure::of(&error)),
        Some(asked) => {
            let rounds = &organizer.contest().rounds;
            let found = rounds.iter().find(|round| round.id.as_str() == asked);
            found.map(|round| round.id.clone()).ok_or_else(|| {
                Failure::of(&RoundUnknown {
                    round: asked,
                    rounds: rounds.iter().map(|round| round.id.to_string()).collect(),
                })
            })
        }
    }
}

fn desk(organizer: &Organizer, round: Option<String>) -> Result<OrganizerDesk, Failure> {
    let round = round_or_current(organizer, round)?;
    let overview = organizer
        .overview_of(&round)
        .map_err(|error| Failure::of(&error))?;
    let stages = organizer
        .stages(&overview.standing)
        .map_err(|error| Failure::of(&error))?;
    let mut rounds = Vec::new();
    for one in &organizer.contest().rounds {
        let planned = organizer
            .is_planned(&one.id)
            .map_err(|error| Failure::of(&error))?;
        rounds.push(RoundChoice {
            id: one.id.to_string(),
            name: one.name.clone(),
            planned,
        });
    }
    let facts = views::Beside {
        queue: organizer
            .queue_length()
            .map_err(|error| Failure::of(&error))?,
        // A contest whose results cannot be told yet has no open questions about them.
        awards: organizer.open_awards().ok().flatten(),
        backup: organizer
            .last_backup()
            .map_err(|error| Failure::of(&error))?,
        imports_cut: organizer
            .imports_cut()
            .map_err(|error| Failure::of(&error))?,
        share: network_share(organizer.folder()),
    };
    Ok(views::desk(overview, stages, rounds, facts))
}
