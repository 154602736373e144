//! Assignment: the plan that is kept, a new one from a new seed, the one before, and its extension once packs are out.

use contest::RoundId;
use organizer::{Extend, Organizer};
use rand::Rng;
use rand::rngs::OsRng;
use tauri::State;

use super::{changing, reading, views};
use crate::state::{Shell, now};
use crate::wire::{ExtendView, Failure, PlanView};

/// Seeds have four digits, so that a person can read one out.
const SEEDS: u64 = 10_000;

/// The plan that is kept of a round, or of the one people are at; nothing before there is one.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn plan_view(
    shell: State<'_, Shell>,
    round: Option<String>,
) -> Result<Option<PlanView>, Failure> {
    reading(&shell, |organizer| {
        let round = super::round_or_current(organizer, round)?;
        kept(organizer, &round)
    })
}

/// Plans a round, or the one people are at, anew: with a seed that was typed or a fresh one, and with as many judges for each
/// entry as was typed, as before, or as the contest file says.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn make_plan(
    shell: State<'_, Shell>,
    round: Option<String>,
    reviews: Option<u32>,
    seed: Option<String>,
) -> Result<Option<PlanView>, Failure> {
    let seed = match seed {
        Some(typed) => typed
            .trim()
            .parse()
            .map_err(|_| Failure::with("plan_bad_seed", "found", typed.clone()))?,
        None => OsRng.gen_range(0..SEEDS),
    };
    changing(&shell, |organizer| {
        let round = super::round_or_current(organizer, round)?;
        let before = organizer
            .plan_table(&round)
            .map_err(|error| Failure::of(&error))?;
        let of_file = organizer.contest().round(&round).map(|round| round.reviews);
        let reviews = reviews
            .filter(|reviews| *reviews > 0)
            .or(before.map(|plan| plan.reviews))
            .or(of_file)
            .ok_or_else(|| Failure::plain("no_plan"))?;
        organizer
            .plan_round(&round, reviews, seed, now())
            .map_err(|error| Failure::of(&error))?;
        kept(organizer, &round)
    })
}

/// Goes back to the plan that was made before the present one.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn plan_back(
    shell: State<'_, Shell>,
    round: Option<String>,
) -> Result<Option<PlanView>, Failure> {
    changing(&shell, |organizer| {
        let round = super::round_or_current(organizer, round)?;
        organizer
            .plan_back(&round, now())
            .map_err(|error| Failure::of(&error))?;
        kept(organizer, &round)
    })
}

/// Says what an extension of the plan would move, or moves it.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn extend_plan(
    shell: State<'_, Shell>,
    round: Option<String>,
    keep: bool,
) -> Result<ExtendView, Failure> {
    let how = if keep { Extend::Keep } else { Extend::DryRun };
    changing(&shell, |organizer| {
        let round = super::round_or_current(organizer, round)?;
        let extended = organizer
            .extend_plan(&round, how, now())
            .map_err(|error| Failure::of(&error))?;
        Ok(views::extended(extended))
    })
}

fn kept(organizer: &Organizer, round: &RoundId) -> Result<Option<PlanView>, Failure> {
    let kept = organizer
        .plan_table(round)
        .map_err(|error| Failure::of(&error))?;
    Ok(kept.map(views::plan))
}
