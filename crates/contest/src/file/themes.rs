//! Themes, their words and rubrics.

use std::collections::BTreeSet;

use serde::Deserialize;
use toml::Spanned;

use super::{Refused, count_within, once, small};
use crate::contest::Theme;
use crate::ids::ThemeId;
use crate::problem::Problem;
use crate::rubric::{Criterion, Rubric, Weighted};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawTheme {
    id: Spanned<i64>,
    name: String,
    name_en: String,
    short: Spanned<String>,
    asks: Vec<String>,
    #[serde(default)]
    words: Vec<Spanned<String>>,
    rubric: Spanned<Vec<RawShare>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawShare {
    criterion: Spanned<String>,
    weight: Spanned<i64>,
}

/// Builds the themes, in the order of the file.
pub(super) fn build(
    raw: Spanned<Vec<RawTheme>>,
    criteria: &[Criterion],
) -> Result<Vec<Theme>, Refused> {
    let span = raw.span();
    let raw = raw.into_inner();
    count_within(span, raw.len(), 1, 99)?;
    let mut ids = BTreeSet::new();
    let mut shorts = BTreeSet::new();
    raw.into_iter()
        .map(|one| {
            let id = small(&one.id, 1, 99)?;
            if !ids.insert(id) {
                let name = id.to_string();
                return Err((one.id.span(), Problem::Twice { name }));
            }
            once(&mut shorts, &one.short)?;
            if one.short.get_ref().chars().count() != 1 {
                let found = one.short.get_ref().clone();
                let wanted = "one character";
                return Err((one.short.span(), Problem::Name { found, wanted }));
            }
            let rubric = rubric(one.rubric, criteria)?;
            Ok(Theme {
                id: ThemeId::new(id).map_err(|_| {
                    let found = i64::from(id);
                    (
                        one.id.span(),
                        Problem::Range {
                            found,
                            least: 1,
                            most: 99,
                        },
                    )
                })?,
                name: one.name,
                name_en: one.name_en,
                short: one.short.into_inner(),
                asks: one.asks,
                words: words(one.words)?,
                rubric,
            })
        })
        .collect()
}

/// The words of a theme: each once, of two characters to twenty.
fn words(raw: Vec<Spanned<String>>) -> Result<Vec<String>, Refused> {
    if let Some(first) = raw.first() {
        count_within(first.span(), raw.len(), 1, 300)?;
    }
    let mut seen = BTreeSet::new();
    raw.into_iter()
        .map(|word| {
            once(&mut seen, &word)?;
            if !(2..=20).contains(&word.get_ref().chars().count()) {
                let found = word.get_ref().clone();
                let wanted = "a word of two to twenty characters";
                return Err((word.span(), Problem::Name { found, wanted }));
            }
            Ok(word.into_inner())
        })
        .collect()
}

/// Builds a rubric; its weights add up to 100.
pub(super) fn rubric(
    raw: Spanned<Vec<RawShare>>,
    criteria: &[Criterion],
) -> Result<Rubric, Refused> {
    let span = raw.span();
    let shares = raw.into_inner();
    count_within(span.clone(), shares.len(), 1, 12)?;
    let mut seen = BTreeSet::new();
    let mut sum = 0_u32;
    let mut weighted = Vec::with_capacity(shares.len());
    for share in shares {
        once(&mut seen, &share.criterion)?;
        let weight = small(&share.weight, 1, 100)?;
        sum = sum.saturating_add(u32::from(weight));
        let name = share.criterion.get_ref();
        let criterion = criteria
            .iter()
            .find(|c| c.id.as_str() == name)
            .ok_or_else(|| {
                let name = name.clone();
                (share.criterion.span(), Problem::Unknown { name })
            })?;
        weighted.push(Weighted {
            criterion: criterion.clone(),
            weight,
        });
    }
    if sum != 100 {
        return Err((span, Problem::Weights { sum }));
    }
    Ok(Rubric { criteria: weighted })
}
