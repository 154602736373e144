//! The `[[round]]` tables of a contest file.

use std::collections::BTreeSet;

use serde::Deserialize;
use toml::Spanned;

use super::themes::{RawShare, rubric};
use super::{Refused, count_within, date, id_of, once, within};
use crate::problem::Problem;
use crate::round::{Round, RoundKind, Shortlist, ShortlistBy};
use crate::rubric::Criterion;

/// The most entries of anything.
const MOST: i64 = 100_000;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawRound {
    id: Spanned<String>,
    name: String,
    kind: Spanned<RoundKind>,
    reviews: Spanned<i64>,
    shortlist: Option<Spanned<i64>>,
    shortlist_by: Option<Spanned<ShortlistBy>>,
    theme_least: Option<Spanned<i64>>,
    theme_most: Option<Spanned<i64>>,
    rubric: Option<Spanned<Vec<RawShare>>>,
    closes_at: Option<Spanned<toml::value::Datetime>>,
}

/// The rounds, checked: the first is the panel round and takes every entry, the others take a shortlist of it.
pub(super) fn build(
    raw: Spanned<Vec<RawRound>>,
    criteria: &[Criterion],
    themes: usize,
) -> Result<Vec<Round>, Refused> {
    let span = raw.span();
    let raw = raw.into_inner();
    count_within(span, raw.len(), 1, 9)?;
    let mut seen = BTreeSet::new();
    raw.into_iter()
        .enumerate()
        .map(|(at, one)| {
            once(&mut seen, &one.id)?;
            if (at == 0) != (*one.kind.get_ref() == RoundKind::PanelByTheme) {
                return Err((one.kind.span(), Problem::PanelFirst));
            }
            Ok(Round {
                reviews: within(&one.reviews, 1, 50)?,
                shortlist: shortlist(&one, at == 0, themes)?,
                closes_at: one.closes_at.as_ref().map(date).transpose()?,
                id: id_of(one.id, "a round id of letters, digits and -")?,
                name: one.name,
                kind: one.kind.into_inner(),
                rubric: one
                    .rubric
                    .map(|shares| rubric(shares, criteria))
                    .transpose()?,
            })
        })
        .collect()
}

fn shortlist(raw: &RawRound, first: bool, themes: usize) -> Result<Option<Shortlist>, Refused> {
    let stray = [&raw.shortlist, &raw.theme_least, &raw.theme_most]
        .into_iter()
        .flatten()
        .map(Spanned::span)
        .chain(raw.shortlist_by.as_ref().map(Spanned::span))
        .next();
    let places = match (first, &raw.shortlist, stray) {
        (true, _, None) => return Ok(None),
        (true, _, Some(span)) => return Err((span, Problem::PanelTakesAll)),
        (false, None, _) => return Err((raw.id.span(), Problem::NoShortlist)),
        (false, Some(places), _) => within(places, 1, MOST)?,
    };
    let theme_least = raw
        .theme_least
        .as_ref()
        .map(|n| {
            let themes = i64::try_from(themes).unwrap_or(i64::MAX).max(1);
            within(n, 0, i64::from(places) / themes)
        })
        .transpose()?
        .unwrap_or(0);
    let theme_most = raw
        .theme_most
        .as_ref()
        .map(|n| within(n, i64::from(theme_least.max(1)), i64::from(places)))
        .transpose()?;
    Ok(Some(Shortlist {
        places,
        by: raw
            .shortlist_by
            .as_ref()
            .map(|by| *by.get_ref())
            .unwrap_or_default(),
        theme_least,
        theme_most,
    }))
}
