//! One award given: by the ranking or by people.

use std::collections::BTreeSet;

use contest::{Award, EntryNumber, TieRule};

use crate::decision::Recipient;
use crate::outcome::{By, OpenQuestion};
use crate::places::{Candidate, Settled, fill};
use crate::rulings::AwardRulings;
use crate::score::count;
use crate::ties::majority;

/// One award by one method.
#[derive(Clone, Debug, Default)]
pub(crate) struct Given {
    /// How many are to be given; `None` while people have not said.
    pub(crate) count: Option<u32>,
    /// Best first.
    pub(crate) won: Vec<Won>,
    /// Those who share its last place.
    sharing: BTreeSet<Recipient>,
    pub(crate) open: Vec<OpenQuestion>,
}

/// One recipient.
#[derive(Clone, Debug)]
pub(crate) struct Won {
    pub(crate) to: Recipient,
    pub(crate) rank: Option<u32>,
    pub(crate) by: By,
}

impl Given {
    /// Whether somebody receives it, or shares its last place.
    pub(crate) fn may_go_to(&self, to: &Recipient) -> bool {
        self.won.iter().any(|won| &won.to == to) || self.sharing.contains(to)
    }
}

/// Whether it is known who is in the running.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Field {
    /// There is a ranking.
    Known,
    /// There is none yet, so that nobody can say whether there are too few.
    Unknown,
}

/// An award that the ranking gives to the candidates, best first. `orders` are the judges' own orders in the round it goes by.
pub(crate) fn by_ranking(
    award: &Award,
    rulings: &AwardRulings<'_>,
    candidates: &[Candidate],
    orders: &[&[EntryNumber]],
    field: Field,
) -> Given {
    let Some(announced) = award.count.or(rulings.count) else {
        return Given {
            open: vec![OpenQuestion::CountOpen],
            ..Given::default()
        };
    };
    let settle = |among: &[Candidate]| settle(award.ties, rulings, orders, among);
    let fill = |places| fill(candidates, places, award.per_theme, &settle);
    let mut count = announced;
    let mut filled = fill(announced);
    if let Some(approved) = rulings.count
        && award.ties == TieRule::AwardAll
        && filled.reach() == approved
    {
        let wider = fill(approved);
        if wider.ties.len() < filled.ties.len() {
            (count, filled) = (approved, wider);
        }
    }
    if let Some(fewer) = rulings.count
        && fewer < count
    {
        // Less than announced takes nothing from anybody: it leaves places empty that nobody can have.
        count = fewer.max(filled.places().min(count));
    }
    let mut open: Vec<OpenQuestion> = filled
        .ties
        .iter()
        .map(|(places, among)| OpenQuestion::Tie {
            places: *places,
            among: among.clone(),
        })
        .collect();
    let empty = count.saturating_sub(filled.places());
    if empty > 0 && field == Field::Known {
        open.push(OpenQuestion::TooFew { places: empty });
    }
    Given {
        count: Some(count),
        sharing: filled
            .ties
            .into_iter()
            .flat_map(|(_, among)| among)
            .collect(),
        won: filled
            .won
            .into_iter()
            .map(|(one, by)| Won {
                to: one.to,
                rank: Some(one.rank),
                by,
            })
            .collect(),
        open,
    }
}

/// How many of an award people can give: the announced number, or fewer where they said so, or the number they chose.
pub(crate) fn places_for_people(award: &Award, set: Option<u32>) -> Option<u32> {
    match (award.count, set) {
        (Some(announced), Some(set)) => Some(announced.min(set)),
        (announced, set) => announced.or(set),
    }
}

/// An award that people give, one by one. Who has a higher award by now does not receive it.
pub(crate) fn by_people(
    award: &Award,
    rulings: &AwardRulings<'_>,
    candidates: &[Candidate],
    may: impl Fn(&Recipient) -> bool,
) -> Given {
    let rank = |to: &Recipient| {
        let found = candidates.iter().find(|one| &one.to == to);
        found.map(|one| one.rank)
    };
    let mut won: Vec<Won> = rulings
        .given()
        .filter(|to| may(to))
        .map(|to| Won {
            to: to.clone(),
            rank: rank(to),
            by: By::People,
        })
        .collect();
    // Whoever has no rank comes last.
    won.sort_by_key(|one| (one.rank.is_none(), one.rank, one.to.clone()));
    let places = places_for_people(award, rulings.count);
    let left = places.map(|places| places.saturating_sub(count(won.len())));
    let mut open = Vec::new();
    if left.is_none() {
        open.push(OpenQuestion::CountOpen);
    }
    if left != Some(0) {
        open.push(OpenQuestion::PeopleDecide { places: left });
    }
    Given {
        count: places,
        won,
        sharing: BTreeSet::new(),
        open,
    }
}

/// What tells apart those who share a place: the word of people, or else the rule.
fn settle(
    rule: TieRule,
    rulings: &AwardRulings<'_>,
    orders: &[&[EntryNumber]],
    among: &[Candidate],
) -> Settled {
    let named: Vec<Recipient> = among.iter().map(|one| one.to.clone()).collect();
    let find = |to: &Recipient| among.iter().find(|one| &one.to == to).cloned();
    if let Some(order) = rulings.order_of(&named) {
        let groups = order.iter().filter_map(find).map(|one| vec![one]);
        return Some((groups.collect(), By::People));
    }
    if rule != TieRule::JudgesOrder {
        return None;
    }
    let numbers: Vec<&EntryNumber> = named
        .iter()
        .filter_map(|to| match to {
            Recipient::Entry(number) => Some(number),
            Recipient::Unit(_) => None,
        })
        .collect();
    let groups: Vec<Vec<Candidate>> = majority(orders, &numbers)
        .into_iter()
        .map(|group| {
            let named = group.into_iter().cloned().map(Recipient::Entry);
            named.filter_map(|to| find(&to)).collect()
        })
        .collect();
    (groups.len() > 1).then_some((groups, By::JudgesOrder))
}
