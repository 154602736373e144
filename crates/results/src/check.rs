//! Inputs at the door: they are looked through once, and nothing after it has to doubt them.

use std::collections::BTreeMap;

use contest::{Contest, EntryNumber};

use crate::error::InputsError;
use crate::facts::Facts;
use crate::inputs::{EntryFacts, Inputs, UnitFacts};
use crate::rulings::Rulings;

mod decisions;
mod round;

use decisions::{decision, given};
use round::AtTheDoor;

/// The most ranks that draws may keep at once, entries × draws; what `ranking` keeps.
const MOST_RANKS: u32 = 200_000_000;

/// Looks the inputs through.
pub(crate) fn check<'a>(
    contest: &'a Contest,
    inputs: &'a Inputs,
) -> Result<Facts<'a>, InputsError> {
    let units = units(&inputs.units)?;
    let entries = entries(contest, &inputs.entries, &units)?;
    draws(inputs.draws, entries.len())?;
    let mut rounds = BTreeMap::new();
    for round in &inputs.rounds {
        let rules = contest
            .round(&round.round)
            .ok_or_else(|| InputsError::UnknownRound {
                round: round.round.clone(),
            })?;
        let facts = AtTheDoor {
            contest,
            rules,
            entries: &entries,
            round,
        }
        .check()?;
        if rounds.insert(&round.round, facts).is_some() {
            return Err(InputsError::RoundTwice {
                round: round.round.clone(),
            });
        }
    }
    for (position, decided) in inputs.decisions.iter().enumerate() {
        decision(contest, &entries, &units, position, decided)?;
    }
    let rulings = Rulings::of(&inputs.decisions);
    for award in &contest.awards {
        given(award, &entries, &rulings)?;
    }
    Ok(Facts {
        seed: inputs.seed,
        draws: inputs.draws,
        entries,
        units,
        rounds,
        rulings,
    })
}

fn draws(draws: u32, entries: usize) -> Result<(), InputsError> {
    if draws == 0 {
        return Err(InputsError::NoDraws);
    }
    let entries = u32::try_from(entries.max(1)).unwrap_or(u32::MAX);
    let most = MOST_RANKS.checked_div(entries).unwrap_or(MOST_RANKS);
    if draws > most {
        return Err(InputsError::TooManyDraws { draws, most });
    }
    Ok(())
}

fn units(listed: &[UnitFacts]) -> Result<BTreeMap<&str, &UnitFacts>, InputsError> {
    let mut units = BTreeMap::new();
    for unit in listed {
        let name = || unit.unit.clone();
        if unit.unit.is_empty() {
            return Err(InputsError::UnitUnnamed);
        }
        if unit.accepted > unit.sent {
            return Err(InputsError::MoreAcceptedThanSent {
                unit: name(),
                sent: unit.sent,
                accepted: unit.accepted,
            });
        }
        if units.insert(unit.unit.as_str(), unit).is_some() {
            return Err(InputsError::UnitTwice { unit: name() });
        }
    }
    Ok(units)
}

fn entries<'a>(
    contest: &Contest,
    listed: &'a [EntryFacts],
    units: &BTreeMap<&str, &UnitFacts>,
) -> Result<BTreeMap<&'a EntryNumber, &'a EntryFacts>, InputsError> {
    let mut entries = BTreeMap::new();
    for entry in listed {
        let number = || entry.number.clone();
        if contest.theme(entry.theme).is_none() {
            return Err(InputsError::UnknownTheme {
                entry: number(),
                theme: entry.theme,
            });
        }
        if !entry.unit.is_empty() && !units.contains_key(entry.unit.as_str()) {
            return Err(InputsError::UnknownUnit {
                unit: entry.unit.clone(),
            });
        }
        if entries.insert(&entry.number, entry).is_some() {
            return Err(InputsError::EntryTwice { entry: number() });
        }
    }
    Ok(entries)
}
