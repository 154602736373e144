//! Intake: what waits, one draft beside its source, acceptance.

use std::collections::BTreeMap;

use organizer::{IdentityRule, ThemeChoice, Which};
use rand::rngs::OsRng;
use tauri::State;

use super::{views, with_contest};
use crate::state::{Shell, now};
use crate::wire::{AcceptedView, Failure, QueueView, ReadingView};

/// Everything that waits for a person.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn intake_queue(shell: State<'_, Shell>) -> Result<QueueView, Failure> {
    with_contest(&shell, |organizer| {
        let queue = organizer.queue().map_err(|error| Failure::of(&error))?;
        Ok(views::queue(queue))
    })
}

/// One draft as its form has it.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn read_draft(shell: State<'_, Shell>, draft: u32) -> Result<ReadingView, Failure> {
    with_contest(&shell, |organizer| {
        let reading = organizer
            .reading(i64::from(draft))
            .map_err(|error| Failure::of(&error))?;
        Ok(views::reading(reading, organizer.contest().text))
    })
}

/// Accepts one draft into a theme. Names, numbers and units in the texts are masked for the judges; the form stays.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn accept_draft(
    shell: State<'_, Shell>,
    draft: u32,
    theme: u8,
) -> Result<AcceptedView, Failure> {
    let draft = i64::from(draft);
    let themes = ThemeChoice {
        by_draft: BTreeMap::from([(draft, theme)]),
        of_all: None,
    };
    with_contest(&shell, |organizer| {
        let accepted = organizer
            .accept(
                &Which::These(vec![draft]),
                &themes,
                IdentityRule::Mask,
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
    with_contest(&shell, |organizer| {
        organizer
            .settle(&[i64::from(question)], now())
            .map(drop)
            .map_err(|error| Failure::of(&error))
    })
}
