//! Decisions at the door: each is about something that exists, and what people gave was theirs to give.

use std::collections::{BTreeMap, BTreeSet};

use contest::{Award, Contest, DecidedBy, EntryNumber, GivenTo};

use crate::decision::{Decided, Decision, Recipient};
use crate::error::InputsError;
use crate::facts::can_receive;
use crate::give::places_for_people;
use crate::inputs::{EntryFacts, UnitFacts};
use crate::rulings::Rulings;

/// Looks one decision through; `position` is its place in the log.
pub(super) fn decision(
    contest: &Contest,
    entries: &BTreeMap<&EntryNumber, &EntryFacts>,
    units: &BTreeMap<&str, &UnitFacts>,
    position: usize,
    decided: &Decided,
) -> Result<(), InputsError> {
    if decided.reason.trim().is_empty() || decided.present.is_empty() {
        return Err(InputsError::DecisionUnfounded { position });
    }
    let known = |id| {
        contest
            .award(id)
            .ok_or_else(|| InputsError::UnknownAward { award: id.clone() })
    };
    let about = |award: &Award, to| recipient(award, entries, units, to);
    match &decided.decision {
        Decision::JudgeExcluded { round, .. } | Decision::JudgeReadmitted { round, .. } => {
            if contest.round(round).is_none() {
                return Err(InputsError::UnknownRound {
                    round: round.clone(),
                });
            }
            Ok(())
        }
        Decision::CountSet { award, .. } => known(award).map(|_| ()),
        Decision::TieSettled { award, order } => {
            let rules = known(award)?;
            let named: BTreeSet<&Recipient> = order.iter().collect();
            if named.len() < 2 || named.len() != order.len() {
                return Err(InputsError::OrderUnfit {
                    award: award.clone(),
                });
            }
            order.iter().try_for_each(|to| about(rules, to))
        }
        Decision::Given { award, to } => {
            let rules = known(award)?;
            if rules.decided_by == DecidedBy::Ranking {
                return Err(InputsError::GivenByRanking {
                    award: award.clone(),
                });
            }
            about(rules, to)
        }
        Decision::Withheld { award, from } => about(known(award)?, from),
        Decision::Reopened { award, about: one } => about(known(award)?, one),
    }
}

fn recipient(
    award: &Award,
    entries: &BTreeMap<&EntryNumber, &EntryFacts>,
    units: &BTreeMap<&str, &UnitFacts>,
    to: &Recipient,
) -> Result<(), InputsError> {
    let fits = match to {
        Recipient::Entry(number) => {
            let facts = entries
                .get(number)
                .ok_or_else(|| InputsError::UnknownEntry {
                    entry: number.clone(),
                })?;
            can_receive(award, facts)
        }
        Recipient::Unit(name) => {
            if !units.contains_key(name.as_str()) {
                return Err(InputsError::UnknownUnit { unit: name.clone() });
            }
            award.given_to == GivenTo::Unit
        }
    };
    if fits {
        return Ok(());
    }
    Err(InputsError::CannotReceive {
        award: award.id.clone(),
        to: to.clone(),
    })
}

/// What people gave stays within the places and the quota.
pub(super) fn given(
    award: &Award,
    entries: &BTreeMap<&EntryNumber, &EntryFacts>,
    rulings: &Rulings<'_>,
) -> Result<(), InputsError> {
    let about = rulings.award(&award.id);
    let mut all = 0_u32;
    let mut of_theme = BTreeMap::new();
    for to in about.given() {
        all = all.saturating_add(1);
        if let Recipient::Entry(number) = to
            && let Some(entry) = entries.get(number)
        {
            *of_theme.entry(entry.theme).or_insert(0_u32) += 1;
        }
    }
    let most = of_theme.values().copied().max().unwrap_or(0);
    let places = places_for_people(award, about.count);
    for (given, places) in [(all, places), (most, award.per_theme)] {
        if let Some(places) = places
            && given > places
        {
            return Err(InputsError::GivenTooOften {
                award: award.id.clone(),
                places,
                given,
            });
        }
    }
    Ok(())
}
