//! Results from inputs, step by step: the rounds, the shortlists, the awards, the reviews that would help.

use std::collections::BTreeMap;

use contest::{Contest, JudgeId, Round, RoundId};

use crate::award::{Ground, Grounds, awards};
use crate::check::check;
use crate::error::InputsError;
use crate::extra::extra_reviews;
use crate::facts::{Facts, RoundFacts};
use crate::inputs::Inputs;
use crate::lines::lines;
use crate::outcome::{NotRanked, Outcome, Results, RoundResult, RoundState, ShortlistResult};
use crate::rank::Ranked;
use crate::rules::Rules;
use crate::score::{Scores, count};
use crate::shortlist::shortlist;

/// The results that follow from the inputs by the rules of the contest.
///
/// The same inputs give the same results to the last bit, in whatever order their lists stand; of the decisions alone the
/// order counts.
///
/// # Errors
/// [`InputsError`]: the inputs contradict the contest or themselves.
pub fn compute(contest: &Contest, inputs: &Inputs) -> Result<Results, InputsError> {
    let facts = check(contest, inputs)?;
    let rules = Rules::of(contest);
    Ok(conclude(&rules, &facts, &rounds(&rules, &facts)))
}

/// Every round of a contest as far as it has come.
pub(crate) type Rounds<'a> = BTreeMap<&'a RoundId, Ground<'a>>;

/// Ranks every round.
pub(crate) fn rounds<'a>(rules: &Rules<'a>, facts: &Facts<'a>) -> Rounds<'a> {
    let rounds = rules.contest.rounds.iter();
    rounds
        .map(|round| (&round.id, ground(rules, facts, round)))
        .collect()
}

/// What follows from the rounds.
pub(crate) fn conclude(rules: &Rules<'_>, facts: &Facts<'_>, rounds: &Rounds<'_>) -> Results {
    let contest = rules.contest;
    let (awards, units) = awards(&Grounds {
        rules,
        facts,
        rounds,
    });
    Results {
        rounds: contest
            .rounds
            .iter()
            .filter_map(|round| Some(told(facts, round, rounds.get(&round.id)?)))
            .collect(),
        shortlists: shortlists(rules, facts, rounds),
        awards,
        units,
        extra_reviews: extra_reviews(contest.rounds.iter().filter_map(|round| {
            let ranked = rounds.get(&round.id)?.ranked.as_ref().ok()?;
            Some((&round.id, ranked, lines(rules, facts, round)))
        })),
    }
}

/// How far a round has come, and its ranking.
pub(crate) fn ground<'a>(rules: &Rules<'_>, facts: &Facts<'a>, round: &Round) -> Ground<'a> {
    let Some(begun) = facts.rounds.get(&round.id) else {
        return Ground {
            state: RoundState::NotBegun,
            awaited: 0,
            ranked: Err(NotRanked::NoReviews),
        };
    };
    let awaited = awaited(facts, round, begun).len();
    Ground {
        state: state(begun, awaited),
        awaited: count(awaited),
        ranked: Ranked::of(rules, facts, round, Scores::of(rules, facts, round, begun)),
    }
}

/// The state of a round that has begun, from how many judges nothing counts yet.
pub(crate) fn state(begun: &RoundFacts<'_>, awaited: usize) -> RoundState {
    match (begun.seats.is_empty(), awaited) {
        (true, _) => RoundState::NotBegun,
        (false, 0) => RoundState::Complete,
        (false, _) => RoundState::Provisional,
    }
}

/// Judges from whom nothing counts yet, rising. Nobody waits for a judge who is excluded.
pub(crate) fn awaited(facts: &Facts<'_>, round: &Round, begun: &RoundFacts<'_>) -> Vec<JudgeId> {
    let excluded = facts.rulings.excluded(&round.id);
    let judges = begun.judges().into_iter();
    judges
        .filter(|judge| !begun.returned.contains(judge) && !excluded.contains(judge))
        .cloned()
        .collect()
}

/// A round as it is told.
fn told(facts: &Facts<'_>, round: &Round, ground: &Ground<'_>) -> RoundResult {
    let begun = facts.rounds.get(&round.id);
    let judges = begun.map(RoundFacts::judges).unwrap_or_default();
    let excluded = facts.rulings.excluded(&round.id);
    RoundResult {
        round: round.id.clone(),
        name: round.name.clone(),
        kind: round.kind,
        state: ground.state,
        judges: count(judges.len()),
        awaited: begun.map_or_else(Vec::new, |begun| awaited(facts, round, begun)),
        excluded: excluded
            .into_iter()
            .filter(|judge| judges.contains(judge))
            .cloned()
            .collect(),
        outcome: match &ground.ranked {
            Ok(ranked) => Outcome::Ranked(Box::new(ranked.round.clone())),
            Err(why) => Outcome::NotRanked(*why),
        },
    }
}

/// Which entries go into each later round.
fn shortlists(rules: &Rules<'_>, facts: &Facts<'_>, rounds: &Rounds<'_>) -> Vec<ShortlistResult> {
    let panel = rounds.get(&rules.contest.panel().id);
    let panel = panel.and_then(|ground| ground.ranked.as_ref().ok());
    let later = rules.contest.rounds.iter().skip(1);
    later
        .map(|round| {
            let begun = facts.rounds.get(&round.id);
            let fixed = begun.and_then(|begun| begun.shortlist.as_ref());
            ShortlistResult {
                round: round.id.clone(),
                entries: shortlist(panel, rules.method, round),
                fixed: fixed.map(|listed| listed.iter().map(|one| (*one).clone()).collect()),
            }
        })
        .collect()
}
