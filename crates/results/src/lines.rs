//! The lines that matter: above which place of a ranking an entry goes on to a later round or receives an award.

use std::collections::BTreeSet;

use contest::{Award, DecidedBy, GivenTo, Round, RoundKind};

use crate::facts::{Facts, can_receive};
use crate::inputs::{EntryFacts, Video};
use crate::rules::Rules;

/// A number of places and who can have one.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Line<'a> {
    /// How many places there are above it, at least 1.
    pub(crate) places: u32,
    /// Who is counted.
    pub(crate) among: Among<'a>,
    /// Whether something still depends on it.
    pub(crate) live: bool,
}

/// Which entries of a round are counted.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Among<'a> {
    /// All.
    All,
    /// Those with a video within the limit.
    WithVideo,
    /// Those of the kind an award is for.
    Award(&'a Award),
}

impl Among<'_> {
    /// Whether this one is counted.
    pub(crate) fn includes(self, entry: &EntryFacts) -> bool {
        match self {
            Self::All => true,
            Self::WithVideo => entry.video == Video::WithinLimit,
            Self::Award(award) => can_receive(award, entry),
        }
    }

    /// Who goes into a later round.
    pub(crate) fn of_round(round: &Round) -> Self {
        match round.kind {
            RoundKind::Video => Self::WithVideo,
            RoundKind::PanelByTheme | RoundKind::Final => Self::All,
        }
    }

    /// Who can receive an award to entries.
    fn of_award(award: &Award) -> Among<'_> {
        if award.given_to == GivenTo::Entry && award.themes.is_empty() {
            Among::All
        } else {
            Among::Award(award)
        }
    }
}

/// The lines of a round: the shortlists of later rounds for the panel round, and the awards that go by it.
pub(crate) fn lines<'a>(rules: &Rules<'a>, facts: &Facts<'_>, round: &Round) -> Vec<Line<'a>> {
    let mut lines = Vec::new();
    if round.kind == RoundKind::PanelByTheme {
        for later in &rules.contest.rounds {
            if let Some(shortlist) = later.shortlist {
                lines.push(Line {
                    places: shortlist.places,
                    among: Among::of_round(later),
                    live: !facts.rounds.contains_key(&later.id),
                });
            }
        }
    }
    for award in &rules.contest.awards {
        if award.round == round.id && award.decided_by == DecidedBy::Ranking {
            lines.extend(line_of(rules, facts, award));
        }
    }
    lines
}

/// The line of an award to entries: its own places and those of the higher awards of the same round that take an entry out
/// of the running. `None` for an award to units, and while the number of one of them is open.
pub(crate) fn line_of<'a>(
    rules: &Rules<'a>,
    facts: &Facts<'_>,
    award: &'a Award,
) -> Option<Line<'a>> {
    if award.given_to == GivenTo::Unit {
        return None;
    }
    let mut places = 0_u32;
    for one in &rules.contest.awards {
        let own = one.id == award.id;
        let ahead = !award.beside_others
            && !one.beside_others
            && one.round == award.round
            && one.given_to != GivenTo::Unit;
        if own || ahead {
            let decided = facts.rulings.award(&one.id).count;
            places = places.saturating_add(one.count.or(decided)?);
        }
        if own {
            break;
        }
    }
    (places > 0).then_some(Line {
        places,
        among: Among::of_award(award),
        live: true,
    })
}

/// The different numbers of places, rising.
pub(crate) fn places(lines: &[Line<'_>]) -> BTreeSet<u32> {
    lines.iter().map(|line| line.places).collect()
}
