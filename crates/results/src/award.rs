//! The awards, from the highest down.

use std::collections::{BTreeMap, BTreeSet};

use contest::{Award, AwardId, Contest, DecidedBy, EntryNumber, GivenTo};

use crate::compute::Rounds;
use crate::decision::Recipient;
use crate::facts::{Facts, can_receive};
use crate::give::{Field, Given, by_people, by_ranking};
use crate::lines::line_of;
use crate::outcome::{
    AwardResult, By, NotRanked, OpenQuestion, Received, RoundState, UnitStanding,
};
use crate::places::Candidate;
use crate::rank::Ranked;
use crate::rules::{Method, Rules};
use crate::units::{points, units};

/// A round as the awards see it.
#[derive(Debug)]
pub(crate) struct Ground<'a> {
    pub(crate) state: RoundState,
    /// How many judges are awaited.
    pub(crate) awaited: u32,
    /// The ranking, or why there is none.
    pub(crate) ranked: Result<Ranked<'a>, NotRanked>,
}

/// All that awards follow from.
#[derive(Debug)]
pub(crate) struct Grounds<'a, 'b> {
    pub(crate) rules: &'b Rules<'a>,
    pub(crate) facts: &'b Facts<'a>,
    pub(crate) rounds: &'b Rounds<'a>,
}

/// The awards by one method as far as they are given.
#[derive(Default)]
struct Ladder<'a> {
    given: BTreeMap<&'a AwardId, Given>,
    /// Who has an award beside which there is no lower one.
    taken: BTreeSet<Recipient>,
    units: Vec<UnitStanding>,
}

/// The awards, highest first, and the units, best first.
pub(crate) fn awards(grounds: &Grounds<'_, '_>) -> (Vec<AwardResult>, Vec<UnitStanding>) {
    let ladder = grounds.ladder(grounds.rules.method);
    let by_raw_means = grounds.ladder(Method::RawMeans);
    let by_least_squares = grounds.ladder(Method::LeastSquares);
    let contest = grounds.rules.contest;
    let awards = contest.awards.iter().map(|award| {
        let given = ladder.of(award);
        let chances = grounds.chances(award);
        let received = given.won.iter().map(|won| Received {
            to: won.to.clone(),
            rank: won.rank,
            by: won.by,
            p_in: match (&won.to, won.by) {
                (Recipient::Entry(number), By::Ranking | By::JudgesOrder) => {
                    chances.get(number).copied()
                }
                (Recipient::Unit(_), _) | (_, By::People) => None,
            },
            by_raw_means: by_raw_means.of(award).may_go_to(&won.to),
            by_least_squares: by_least_squares.of(award).may_go_to(&won.to),
        });
        AwardResult {
            award: award.id.clone(),
            count: given.count,
            received: received.collect(),
            open: given.open,
        }
    });
    (awards.collect(), ladder.units)
}

impl Ladder<'_> {
    fn of(&self, award: &Award) -> Given {
        self.given.get(&award.id).cloned().unwrap_or_default()
    }

    /// The awards whose open questions can change who receives this one, those that it shares by way of its round left out.
    fn open_before(
        &self,
        award: &Award,
        contest: &Contest,
        shared: &[OpenQuestion],
    ) -> Vec<AwardId> {
        let to_units = award.given_to == GivenTo::Unit;
        let results = award.unit_score.is_some_and(|score| score.results > 0);
        let stirs = |other: &Award| {
            let higher = !award.beside_others && !other.beside_others;
            let same_kind = (other.given_to == GivenTo::Unit) == to_units;
            let counts = to_units && results && !same_kind && other.unit_points > 0;
            let asked = self.given.get(&other.id);
            let open = asked.is_some_and(|given| {
                given.open.iter().any(|question| {
                    !shared.contains(question)
                        && !matches!(
                            question,
                            OpenQuestion::AwardsOpen { .. } | OpenQuestion::TooFew { .. }
                        )
                })
            });
            open && (counts || (higher && same_kind))
        };
        let asked = contest.awards.iter().filter(|other| stirs(other));
        asked.map(|other| other.id.clone()).collect()
    }
}

impl<'a> Grounds<'a, '_> {
    /// Gives the awards by one method. Awards to units come last, for they count what the ideas received.
    fn ladder(&self, method: Method) -> Ladder<'a> {
        let mut ladder = Ladder::default();
        let contest = self.rules.contest;
        let to_units = |award: &&Award| award.given_to == GivenTo::Unit;
        for award in contest.awards.iter().filter(|award| !to_units(award)) {
            let candidates = self.entries_for(award, method);
            self.step(&mut ladder, award, candidates);
        }
        let received = contest.awards.iter().flat_map(|award| {
            let given = ladder.given.get(&award.id);
            let won = given.into_iter().flat_map(|given| &given.won);
            won.map(move |won| (award, &won.to))
        });
        let points = points(self.facts, received);
        for award in contest.awards.iter().filter(to_units) {
            let standings = units(self.facts, &points, award.unit_score);
            self.step(&mut ladder, award, units_for(&standings));
        }
        let formulas = contest.awards.iter().filter(to_units);
        let formula = formulas.filter_map(|award| award.unit_score).next();
        ladder.units = units(self.facts, &points, formula);
        ladder
    }

    /// Gives one award to those of the candidates, best first, who may still receive it.
    fn step(&self, ladder: &mut Ladder<'a>, award: &'a Award, mut candidates: Vec<Candidate>) {
        let rulings = self.facts.rulings.award(&award.id);
        let mut open = self.questions_of_round(award);
        let before = ladder.open_before(award, self.rules.contest, &open);
        if !before.is_empty() {
            open.push(OpenQuestion::AwardsOpen { awards: before });
        }
        let may = |to: &Recipient| award.beside_others || !ladder.taken.contains(to);
        candidates.retain(|one| may(&one.to) && !rulings.withholds(&one.to));
        let mut given = match award.decided_by {
            DecidedBy::People => by_people(award, &rulings, &candidates, may),
            DecidedBy::Ranking => {
                let orders = self.orders(award);
                by_ranking(award, &rulings, &candidates, &orders, self.field(award))
            }
        };
        open.append(&mut given.open);
        given.open = open;
        if !award.beside_others {
            let won = given.won.iter().map(|won| won.to.clone());
            ladder.taken.extend(won);
        }
        ladder.given.insert(&award.id, given);
    }

    /// What the round an award goes by leaves open.
    fn questions_of_round(&self, award: &Award) -> Vec<OpenQuestion> {
        let round = award.round.clone();
        let ground = self.rounds.get(&award.round);
        let Some(ground) = ground.filter(|ground| ground.state != RoundState::NotBegun) else {
            return vec![OpenQuestion::RoundNotBegun { round }];
        };
        let mut open = Vec::new();
        if ground.state == RoundState::Provisional {
            open.push(OpenQuestion::JudgesAwaited {
                round: round.clone(),
                judges: ground.awaited,
            });
        }
        if self.ranked(award).is_none() {
            open.push(OpenQuestion::NoSingleRanking { round });
        }
        open
    }

    /// The single ranking that an award goes by.
    fn ranked(&self, award: &Award) -> Option<&Ranked<'a>> {
        let ranked = self.rounds.get(&award.round)?.ranked.as_ref().ok()?;
        (ranked.round.islands == 1).then_some(ranked)
    }

    fn entries_for(&self, award: &Award, method: Method) -> Vec<Candidate> {
        let order = self.ranked(award).and_then(|ranked| ranked.order(method));
        order
            .unwrap_or_default()
            .into_iter()
            .filter(|place| can_receive(award, place.entry))
            .map(|place| Candidate {
                to: Recipient::Entry(place.entry.number.clone()),
                rank: place.rank,
                theme: Some(place.entry.theme),
            })
            .collect()
    }

    /// Whether it is known who could receive an award. Units are known at any time.
    fn field(&self, award: &Award) -> Field {
        match award.given_to == GivenTo::Unit || self.ranked(award).is_some() {
            true => Field::Known,
            false => Field::Unknown,
        }
    }

    /// The judges' own orders in the round an award goes by; those of excluded judges do not count.
    fn orders(&self, award: &Award) -> Vec<&'a [EntryNumber]> {
        let excluded = self.facts.rulings.excluded(&award.round);
        let begun = self.facts.rounds.get(&award.round);
        let ties = begun.into_iter().flat_map(|begun| begun.ties);
        ties.filter(|order| !excluded.contains(&order.judge))
            .map(|order| order.entries.as_slice())
            .collect()
    }

    /// How probable it is that an entry is above the line of an award.
    fn chances(&self, award: &Award) -> BTreeMap<&'a EntryNumber, f64> {
        let line = line_of(self.rules, self.facts, award);
        match (line, self.ranked(award)) {
            (Some(line), Some(ranked)) => ranked.chances(line),
            (None, _) | (_, None) => BTreeMap::new(),
        }
    }
}

/// The units that have a rank, best first.
fn units_for(standings: &[UnitStanding]) -> Vec<Candidate> {
    standings
        .iter()
        .filter_map(|standing| {
            Some(Candidate {
                to: Recipient::Unit(standing.unit.clone()),
                rank: standing.rank?,
                theme: None,
            })
        })
        .collect()
}
