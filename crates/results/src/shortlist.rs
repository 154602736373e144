//! Which entries of the panel round go into a later round.

use std::collections::{BTreeMap, BTreeSet};

use contest::{EntryNumber, Round, Shortlist, ShortlistBy, ThemeId};

use crate::lines::{Among, Line};
use crate::outcome::Shortlisted;
use crate::rank::{Place, Ranked};
use crate::rules::Method;

/// The entries that go into a later round, best first; none while the panel round has no single ranking.
pub(crate) fn shortlist(
    panel: Option<&Ranked<'_>>,
    method: Method,
    later: &Round,
) -> Vec<Shortlisted> {
    let (Some(panel), Some(rules)) = (panel, later.shortlist) else {
        return Vec::new();
    };
    let Some(order) = panel.order(method) else {
        return Vec::new();
    };
    let among = Among::of_round(later);
    let mut field: Vec<Place<'_>> = order;
    field.retain(|place| among.includes(place.entry));
    let chances = panel.chances(Line {
        places: rules.places,
        among,
        live: true,
    });
    let classes = classes(&field, &chances, rules.by, method);
    choose(&classes, rules)
        .into_iter()
        .map(|(place, for_theme)| Shortlisted {
            entry: place.entry.number.clone(),
            rank: place.rank,
            p_in: chances.get(&place.entry.number).copied().unwrap_or(0.0),
            for_theme,
        })
        .collect()
}

/// The entries in groups of one rank, best first by what decides. Those who share a rank share the greatest of their chances,
/// as the chances of equals differ by the luck of the draws alone.
fn classes<'a>(
    field: &[Place<'a>],
    chances: &BTreeMap<&EntryNumber, f64>,
    by: ShortlistBy,
    method: Method,
) -> Vec<Vec<Place<'a>>> {
    let mut classes: Vec<Vec<Place<'a>>> = field
        .chunk_by(|a, b| a.rank == b.rank)
        .map(<[_]>::to_vec)
        .collect();
    // Draws belong to the model; another method has no chances of its own.
    if by == ShortlistBy::Chance && method == Method::Adjusted {
        let best = |class: &Vec<Place<'_>>| {
            let own = class.iter().filter_map(|p| chances.get(&p.entry.number));
            own.copied().fold(0.0, f64::max)
        };
        // Stable: classes of one chance stay in the order of their ranks.
        classes.sort_by(|a, b| best(b).total_cmp(&best(a)));
    }
    classes
}

/// Walks the classes from the best. The least number of each theme is set apart first; what is left of the places goes to the
/// best of the others, within the most for a theme. A class is taken whole when a place is left as it is reached.
fn choose<'a>(classes: &[Vec<Place<'a>>], rules: Shortlist) -> Vec<(Place<'a>, bool)> {
    let set_apart = set_apart(classes, rules.theme_least);
    let places = usize::try_from(rules.places).unwrap_or(usize::MAX);
    let most = rules.theme_most.unwrap_or(u32::MAX);
    let mut taken = set_apart.len();
    let mut of_theme: BTreeMap<ThemeId, u32> = BTreeMap::new();
    let mut chosen = Vec::new();
    for class in classes {
        let left = taken < places;
        let full: BTreeSet<ThemeId> = of_theme
            .iter()
            .filter(|(_, count)| **count >= most)
            .map(|(theme, _)| *theme)
            .collect();
        for place in class {
            let apart = set_apart.contains(&place.entry.number);
            let by_rank = left && !full.contains(&place.entry.theme);
            if apart || by_rank {
                taken += usize::from(!apart);
                *of_theme.entry(place.entry.theme).or_default() += 1;
                // With places left it would have gone in by its rank as well.
                chosen.push((*place, !by_rank));
            }
        }
    }
    chosen
}

/// The best so many of each theme, with those who share the rank of the last of them.
fn set_apart<'a>(classes: &[Vec<Place<'a>>], least: u32) -> BTreeSet<&'a EntryNumber> {
    let mut apart = BTreeSet::new();
    let mut of_theme: BTreeMap<ThemeId, u32> = BTreeMap::new();
    for class in classes {
        let before = of_theme.clone();
        for place in class {
            let theme = place.entry.theme;
            if before.get(&theme).copied().unwrap_or(0) < least {
                apart.insert(&place.entry.number);
                *of_theme.entry(theme).or_default() += 1;
            }
        }
    }
    apart
}
