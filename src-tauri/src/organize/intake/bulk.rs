//! Several drafts at once.

use std::collections::BTreeMap;

use organizer::{Acceptance, IdentityRule, ThemeChoice, Which};
use rand::rngs::OsRng;
use tauri::State;

use super::super::{changing, views};
use crate::state::{Shell, now};
use crate::wire::{AcceptedManyView, Failure};

/// Accepts these drafts, all or none; each into the theme that was chosen or suggested for it.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn accept_drafts(
    shell: State<'_, Shell>,
    drafts: Vec<u32>,
) -> Result<AcceptedManyView, Failure> {
    changing(&shell, |organizer| {
        let accepted = organizer
            .accept_with(
                &Which::These(drafts.into_iter().map(i64::from).collect()),
                &ThemeChoice::default(),
                &Acceptance {
                    identity: IdentityRule::Mask,
                    note: "",
                },
                now(),
                &mut OsRng,
            )
            .map_err(|error| Failure::of(&error))?;
        Ok(AcceptedManyView {
            entries: accepted.entries.into_iter().map(views::accepted).collect(),
        })
    })
}

/// Sets the themes of drafts, as one decision; returns of how many it changed.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn set_themes(
    shell: State<'_, Shell>,
    themes: BTreeMap<u32, u8>,
) -> Result<u32, Failure> {
    let themes: BTreeMap<i64, u8> = themes
        .into_iter()
        .map(|(draft, theme)| (i64::from(draft), theme))
        .collect();
    changing(&shell, |organizer| {
        let changed = organizer
            .set_themes(&themes, now(), &mut OsRng)
            .map_err(|error| Failure::of(&error))?;
        Ok(views::count(changed.len()))
    })
}
