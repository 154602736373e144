//! What would follow if one thing were otherwise. Results never change by it.

use contest::ThemeId;
use organizer::{Organizer, WhatIfRefused};
use results::{Change, Method};
use tauri::State;

use super::super::{changing, reading, round_or_current};
use super::decide::seat;
use super::facts::Names;
use super::moves;
use crate::state::{Shell, now};
use crate::wire::{Failure, MovesView, Recording, Supposition};

/// Says what would move; with [`Recording::Record`] the log notes that people looked at it.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn what_if(
    shell: State<'_, Shell>,
    supposition: Supposition,
    recording: Recording,
) -> Result<MovesView, Failure> {
    let told = |organizer: &Organizer, supposed: Result<_, WhatIfRefused>| {
        let (_, differences) = supposed.map_err(|error| Failure::of(&error))?;
        let inputs = organizer
            .inputs_now()
            .map_err(|error| Failure::of(&error))?;
        let names = Names::of(organizer, &inputs)?;
        Ok(moves::moves(&differences, &names))
    };
    match recording {
        Recording::Look => reading(&shell, |organizer| {
            told(
                organizer,
                organizer.what_if(&change(organizer, supposition)?),
            )
        }),
        Recording::Record => changing(&shell, |organizer| {
            let change = change(organizer, supposition)?;
            let noted = organizer.note_what_if(&change, now());
            told(organizer, noted)
        }),
    }
}

fn change(organizer: &Organizer, supposition: Supposition) -> Result<Change, Failure> {
    let method = |method| Change::Method { method };
    Ok(match supposition {
        Supposition::Exclude { round, judge } => {
            let (round, judge) = seat(organizer, round, judge)?;
            Change::ExcludeJudge { round, judge }
        }
        Supposition::Weights {
            round,
            theme,
            weights,
        } => Change::Weights {
            round: round_or_current(organizer, Some(round))?,
            theme: theme.map(ThemeId::new).transpose().map_err(|_| {
                Failure::with("theme_not_in_contest", "theme", format!("{theme:?}"))
            })?,
            weights: weights
                .into_iter()
                .map(|(criterion, weight)| {
                    let id = criterion.parse();
                    let id =
                        id.map_err(|_| Failure::with("what_if_criterion", "criterion", criterion))?;
                    Ok((id, weight))
                })
                .collect::<Result<_, Failure>>()?,
        },
        Supposition::RawMeans => method(Method::RawMeans),
        Supposition::LeastSquares => method(Method::LeastSquares),
        Supposition::Huber => method(Method::Huber),
        Supposition::Seed { seed } => Change::OtherSeed {
            seed: u64::from(seed),
        },
    })
}
