//! How far the rounds have come, without their statistics.

use std::collections::BTreeMap;

use contest::{Contest, RoundId, ThemeId};

use crate::check::check;
use crate::compute::{awaited, state};
use crate::error::InputsError;
use crate::inputs::{Inputs, SheetState};
use crate::outcome::RoundState;

/// How far a round has come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoundProgress {
    /// The round.
    pub round: RoundId,
    /// As its results say it.
    pub state: RoundState,
    /// The scored sheets that count, by the theme of their entry.
    pub scored: BTreeMap<ThemeId, u32>,
}

/// How far each round has come. It takes no draws and no model, so it is there at once whatever the size of the contest.
///
/// # Errors
/// [`InputsError`]: the inputs contradict the contest or themselves.
pub fn progress(contest: &Contest, inputs: &Inputs) -> Result<Vec<RoundProgress>, InputsError> {
    let facts = check(contest, inputs)?;
    let of_round = |round: &contest::Round| {
        let Some(begun) = facts.rounds.get(&round.id) else {
            return RoundProgress {
                round: round.id.clone(),
                state: RoundState::NotBegun,
                scored: BTreeMap::new(),
            };
        };
        let excluded = facts.rulings.excluded(&round.id);
        let mut scored: BTreeMap<ThemeId, u32> = BTreeMap::new();
        for ((number, judge), sheet) in &begun.sheets {
            let listed = begun.shortlist.as_ref();
            let counts = listed.is_none_or(|listed| listed.contains(number))
                && matches!(sheet, SheetState::Scored(_))
                && !excluded.contains(judge);
            if let Some(entry) = facts.entries.get(number).filter(|_| counts) {
                *scored.entry(entry.theme).or_default() += 1;
            }
        }
        RoundProgress {
            round: round.id.clone(),
            state: state(begun, awaited(&facts, round, begun).len()),
            scored,
        }
    };
    Ok(contest.rounds.iter().map(of_round).collect())
}
