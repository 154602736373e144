//! The `[[award]]` tables of a contest file.

use std::collections::BTreeSet;

use serde::Deserialize;
use toml::Spanned;

use super::{Refused, id_of, once, small, within};
use crate::award::{Award, DecidedBy, GivenTo, UnitScore};
use crate::contest::Theme;
use crate::ids::RoundId;
use crate::problem::Problem;
use crate::round::{Round, RoundKind};
use crate::rules::TieRule;

/// The most of anything.
const MOST: i64 = 100_000;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawAward {
    id: Spanned<String>,
    name: String,
    name_en: String,
    count: Option<Spanned<i64>>,
    #[serde(default)]
    prize_yuan: u32,
    given_to: GivenTo,
    #[serde(default)]
    decided_by: DecidedBy,
    round: Option<Spanned<String>>,
    ties: Option<TieRule>,
    #[serde(default)]
    beside_others: bool,
    per_theme: Option<Spanned<i64>>,
    #[serde(default)]
    themes: Vec<Spanned<i64>>,
    unit_points: Option<Spanned<i64>>,
    unit_score: Option<Spanned<RawUnitScore>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawUnitScore {
    participation: Spanned<i64>,
    participation_full: Spanned<i64>,
    accepted: Spanned<i64>,
    results: Spanned<i64>,
}

pub(super) fn build(
    raw: Vec<RawAward>,
    themes: &[Theme],
    rounds: &[Round],
    ties: TieRule,
) -> Result<Vec<Award>, Refused> {
    let mut seen = BTreeSet::new();
    raw.into_iter()
        .map(|one| {
            once(&mut seen, &one.id)?;
            build_one(one, themes, rounds, ties)
        })
        .collect()
}

fn build_one(
    raw: RawAward,
    themes: &[Theme],
    rounds: &[Round],
    ties: TieRule,
) -> Result<Award, Refused> {
    let of_themes = raw
        .themes
        .iter()
        .map(|wanted| {
            themes
                .iter()
                .map(|theme| theme.id)
                .find(|id| i64::from(id.get()) == *wanted.get_ref())
                .ok_or_else(|| {
                    let name = wanted.get_ref().to_string();
                    (wanted.span(), Problem::Unknown { name })
                })
        })
        .collect::<Result<_, _>>()?;
    let unit_score = raw.unit_score.map(unit_score).transpose()?;
    let needs_score = raw.given_to == GivenTo::Unit && raw.decided_by == DecidedBy::Ranking;
    if needs_score && unit_score.is_none() {
        return Err((raw.id.span(), Problem::NoUnitScore));
    }
    Ok(Award {
        round: round_of(raw.round, raw.given_to, rounds)?,
        id: id_of(raw.id, "an award id of letters, digits and -")?,
        name: raw.name,
        name_en: raw.name_en,
        count: raw.count.map(|n| within(&n, 1, MOST)).transpose()?,
        prize_yuan: raw.prize_yuan,
        given_to: raw.given_to,
        decided_by: raw.decided_by,
        ties: raw.ties.unwrap_or(ties),
        beside_others: raw.beside_others,
        per_theme: raw.per_theme.map(|n| within(&n, 1, MOST)).transpose()?,
        themes: of_themes,
        unit_points: raw
            .unit_points
            .map(|n| within(&n, 0, MOST))
            .transpose()?
            .unwrap_or(0),
        unit_score,
    })
}

/// The round an award goes by: the one it names, or else the last one made for such an award, or else the panel round.
fn round_of(
    named: Option<Spanned<String>>,
    given_to: GivenTo,
    rounds: &[Round],
) -> Result<RoundId, Refused> {
    if let Some(name) = named {
        let known = rounds
            .iter()
            .find(|round| round.id.as_str() == name.get_ref());
        return known.map(|round| round.id.clone()).ok_or_else(|| {
            let span = name.span();
            let name = name.into_inner();
            (span, Problem::Unknown { name })
        });
    }
    let last = |kind| rounds.iter().rev().find(|round| round.kind == kind);
    let made_for = match given_to {
        GivenTo::EntryWithVideo => last(RoundKind::Video).or(last(RoundKind::Final)),
        GivenTo::Entry | GivenTo::Unit => last(RoundKind::Final),
    };
    let round = made_for.or(rounds.first());
    Ok(round.expect("there is a panel round").id.clone())
}

fn unit_score(raw: Spanned<RawUnitScore>) -> Result<UnitScore, Refused> {
    let span = raw.span();
    let raw = raw.into_inner();
    let score = UnitScore {
        participation: small(&raw.participation, 0, 100)?,
        participation_full: within(&raw.participation_full, 1, MOST)?,
        accepted: small(&raw.accepted, 0, 100)?,
        results: small(&raw.results, 0, 100)?,
    };
    let sum = [score.participation, score.accepted, score.results]
        .into_iter()
        .map(u32::from)
        .sum();
    if sum == 100 {
        Ok(score)
    } else {
        Err((span, Problem::Weights { sum }))
    }
}
