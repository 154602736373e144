//! Intake: what waits, one draft beside its source, acceptance.

pub(crate) mod bulk;
pub(crate) mod decisions;
pub(crate) mod earlier;
pub(crate) mod files;
pub(crate) mod import;
pub(crate) mod mend;
pub(crate) mod reply;
pub(crate) mod shown;

use std::collections::BTreeMap;

use organizer::{Acceptance, IdentityRule, ThemeChoice, Which};
use rand::rngs::OsRng;
use tauri::State;

use super::{changing, reading, views};
use crate::state::{Shell, now};
use crate::wire::{AcceptedView, Failure, FoundView, QueueView};

/// Everything that waits for a person.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn intake_queue(shell: State<'_, Shell>) -> Result<QueueView, Failure> {
    reading(&shell, |organizer| {
        let queue = organizer
            .queue_lines()
            .map_err(|error| Failure::of(&error))?;
        Ok(views::queue(queue))
    })
}

/// The ideas in which these words stand, by number, title, people, mail or text.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn find_ideas(shell: State<'_, Shell>, words: String) -> Result<FoundView, Failure> {
    reading(&shell, |organizer| {
        let found = organizer
            .search(&words)
            .map_err(|error| Failure::of(&error))?;
        Ok(views::found(found))
    })
}

/// Accepts one draft into a theme, with a note that stays with it. Names, numbers and units in the texts are masked for the judges; the form stays.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn accept_draft(
    shell: State<'_, Shell>,
    draft: u32,
    theme: u8,
    note: String,
) -> Result<AcceptedView, Failure> {
    let draft = i64::from(draft);
    let themes = ThemeChoice {
        by_draft: BTreeMap::from([(draft, theme)]),
        ..ThemeChoice::default()
    };
    changing(&shell, |organizer| {
        let accepted = organizer
            .accept_with(
                &Which::These(vec![draft]),
                &themes,
                &Acceptance {
                    identity: IdentityRule::Mask,
                    note: &note,
                },
                now(),
                &mut OsRng,
            )
            .map_err(|error| Failure::of(&error))?;
        let entry = accepted.entries.into_iter().next();
        entry
            .map(views::accepted)
            .ok_or_else(|| Failure::plain("internal"))
    })
}

/// Notes that a person has dealt with a question; it is kept and no longer listed.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn settle_question(shell: State<'_, Shell>, question: u32) -> Result<(), Failure> {
    changing(&shell, |organizer| {
        organizer
            .settle(&[i64::from(question)], now())
            .map(drop)
            .map_err(|error| Failure::of(&error))
    })
}
