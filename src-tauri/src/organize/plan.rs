//! Assignment: the plan that is kept, and a new one from a new seed.

use contest::RoundKind;
use rand::Rng;
use rand::rngs::OsRng;
use tauri::State;

use super::{views, with_contest};
use crate::state::{Shell, now};
use crate::wire::{Failure, PlanView};

/// Seeds have four digits, so that a person can read one out.
const SEEDS: u64 = 10_000;

/// The plan that is kept; nothing before there is one.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn plan_view(shell: State<'_, Shell>) -> Result<Option<PlanView>, Failure> {
    with_contest(&shell, |organizer| {
        let kept = organizer
            .plan_table()
            .map_err(|error| Failure::of(&error))?;
        Ok(kept.map(views::plan))
    })
}

/// Plans anew with a fresh seed and as many judges for each entry as before, or as the contest file says.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn make_plan(shell: State<'_, Shell>) -> Result<Option<PlanView>, Failure> {
    with_contest(&shell, |organizer| {
        let kept = organizer
            .plan_table()
            .map_err(|error| Failure::of(&error))?;
        let rounds = &organizer.contest().rounds;
        let panel = rounds
            .iter()
            .find(|round| round.kind == RoundKind::PanelByTheme);
        let reviews = kept
            .map(|plan| plan.reviews)
            .or(panel.map(|round| round.reviews))
            .ok_or_else(|| Failure::plain("no_plan"))?;
        organizer
            .plan(reviews, OsRng.gen_range(0..SEEDS), now())
            .map_err(|error| Failure::of(&error))?;
        let made = organizer
            .plan_table()
            .map_err(|error| Failure::of(&error))?;
        Ok(made.map(views::plan))
    })
}
