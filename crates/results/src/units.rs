//! The units, compared for the awards to them.

use std::collections::BTreeMap;

use contest::{Award, UnitScore};

use crate::decision::Recipient;
use crate::facts::Facts;
use crate::inputs::UnitFacts;
use crate::outcome::UnitStanding;
use crate::score::count;

/// How far apart two scores, 0–100, may lie and still be the same: above the rounding of their sum, below any difference an
/// idea can make.
const EQUAL: f64 = 1e-9;

/// The points that a unit's ideas brought it, by unit.
pub(crate) type UnitPoints<'a> = BTreeMap<&'a str, u32>;

/// What the awards that were received bring the units their recipients came from.
pub(crate) fn points<'a, 'b>(
    facts: &Facts<'a>,
    received: impl Iterator<Item = (&'b Award, &'b Recipient)>,
) -> UnitPoints<'a> {
    let mut points = UnitPoints::new();
    for (award, to) in received {
        if let Recipient::Entry(number) = to
            && let Some(entry) = facts.entries.get(number)
            && !entry.unit.is_empty()
        {
            let sum = points.entry(entry.unit.as_str()).or_default();
            *sum = sum.saturating_add(award.unit_points);
        }
    }
    points
}

/// The units, best first; those that share a rank, and all of them without a formula, in the order of their names.
pub(crate) fn units(
    facts: &Facts<'_>,
    points: &UnitPoints<'_>,
    formula: Option<UnitScore>,
) -> Vec<UnitStanding> {
    let own = |unit: &UnitFacts| points.get(unit.unit.as_str()).copied().unwrap_or(0);
    let most = points.values().copied().max().unwrap_or(0);
    let mut standings: Vec<UnitStanding> = facts
        .units
        .values()
        .map(|unit| UnitStanding {
            unit: unit.unit.clone(),
            sent: unit.sent,
            accepted: unit.accepted,
            points: own(unit),
            score: formula.map(|formula| score(formula, unit, own(unit), most)),
            rank: None,
        })
        .collect();
    let by = |standing: &UnitStanding| standing.score.unwrap_or(0.0);
    standings.sort_by(|a, b| by(b).total_cmp(&by(a)).then_with(|| a.unit.cmp(&b.unit)));
    if formula.is_some() {
        share_ranks(&mut standings);
    }
    standings
}

/// A unit's score, 0–100:
///
/// > participation · min(1, sent ÷ participation_full) + accepted · accepted ÷ sent + results · points ÷ most points of any unit
///
/// A part whose divisor is 0 is 0.
fn score(formula: UnitScore, unit: &UnitFacts, points: u32, most: u32) -> f64 {
    let part = |weight: u8, of: u32, all: u32| match all {
        0 => 0.0,
        all => f64::from(weight) * f64::from(of.min(all)) / f64::from(all),
    };
    part(formula.participation, unit.sent, formula.participation_full)
        + part(formula.accepted, unit.accepted, unit.sent)
        + part(formula.results, points, most)
}

/// Ranks standings that are in order of their scores; each group is compared with its best.
fn share_ranks(standings: &mut [UnitStanding]) {
    let mut best = (f64::INFINITY, 0);
    for (at, standing) in standings.iter_mut().enumerate() {
        let score = standing.score.unwrap_or(0.0);
        if best.0 - score > EQUAL {
            best = (score, count(at.saturating_add(1)));
        }
        standing.rank = Some(best.1);
    }
    // Within a rank rounding must not tell units apart.
    standings.sort_by(|a, b| a.rank.cmp(&b.rank).then_with(|| a.unit.cmp(&b.unit)));
}
