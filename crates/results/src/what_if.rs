//! What would come out if one thing were otherwise. Nothing here changes inputs or results.

use std::collections::{BTreeMap, BTreeSet};

use contest::{Contest, CriterionId, JudgeId, RoundId, Rubric, ThemeId, Weighted};
use serde::{Deserialize, Serialize};

use crate::check::check;
use crate::compute::{conclude, ground, rounds};
use crate::differences::{Differences, differences};
use crate::error::InputsError;
use crate::facts::Facts;
use crate::inputs::Inputs;
use crate::outcome::Results;
use crate::rules::{Method, Reweighted, Rules};

/// One thing that is otherwise.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "change", rename_all = "snake_case", deny_unknown_fields)]
pub enum Change {
    /// A judge's sheets of a round do not count.
    ExcludeJudge {
        /// The round.
        round: RoundId,
        /// The judge.
        judge: JudgeId,
    },
    /// The criteria of a round have other shares in the total.
    Weights {
        /// The round.
        round: RoundId,
        /// The theme whose rubric is meant; `None` for the rubric of the round itself.
        theme: Option<ThemeId>,
        /// Each criterion of that rubric with its share in percent; 0 leaves it out, and they add up to 100.
        weights: BTreeMap<CriterionId, u8>,
    },
    /// Shortlists and awards go by another order.
    Method {
        /// Which.
        method: Method,
    },
    /// The draws come from another seed.
    OtherSeed {
        /// Which.
        seed: u64,
    },
}

/// Why a change has no consequences to tell.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum WhatIfError {
    /// No results follow from the inputs as they are.
    #[error(transparent)]
    Inputs(#[from] InputsError),
    /// The round has not begun, or the contest does not have it.
    #[error("round {round} has not begun")]
    RoundNotBegun {
        /// Which round.
        round: RoundId,
    },
    /// The judge was given nothing in the round.
    #[error("judge {judge} was given nothing in round {round}")]
    JudgeNotInRound {
        /// Which round.
        round: RoundId,
        /// Which judge.
        judge: JudgeId,
    },
    /// The round has a rubric of its own and a theme was named, or it has none and the theme is missing or unknown.
    #[error("round {round} is not judged by that rubric")]
    NotItsRubric {
        /// Which round.
        round: RoundId,
        /// The theme that was named.
        theme: Option<ThemeId>,
    },
    /// The shares are not those of the criteria of the rubric.
    #[error("a share is missing or too many: {criterion}")]
    NotItsCriterion {
        /// The criterion without a share, or that the rubric does not have.
        criterion: CriterionId,
    },
    /// The shares do not add up to 100.
    #[error("the shares add up to {sum} and not to 100")]
    SharesSum {
        /// What they add up to.
        sum: u32,
    },
}

/// The results that would follow if one thing were otherwise, and what moves from the results as they are.
///
/// By another [`Method`] than the adjusted score the shortlists go by its ranks even where the contest has them go by chance,
/// for the draws belong to the model. A round that has begun keeps the entries that went in.
///
/// # Errors
/// [`WhatIfError`]: the inputs contradict themselves, or there is no such thing to change.
pub fn what_if(
    contest: &Contest,
    inputs: &Inputs,
    change: &Change,
) -> Result<(Results, Differences), WhatIfError> {
    let mut facts = check(contest, inputs)?;
    let mut rules = Rules::of(contest);
    let mut rounds = rounds(&rules, &facts);
    let before = conclude(&rules, &facts, &rounds);
    match change {
        Change::ExcludeJudge { round, judge } => exclude(&mut facts, round, judge)?,
        Change::Weights {
            round,
            theme,
            weights,
        } => rules.reweighted = Some(reweighted(contest, round, *theme, weights)?),
        Change::Method { method } => rules.method = *method,
        Change::OtherSeed { seed } => facts.seed = *seed,
    }
    for round in &contest.rounds {
        if touches(change, &round.id) {
            rounds.insert(&round.id, ground(&rules, &facts, round));
        }
    }
    let after = conclude(&rules, &facts, &rounds);
    let moved = differences(contest, &before, &after);
    Ok((after, moved))
}

/// Whether a change touches what is told of a round, so that it has to be ranked again.
fn touches(change: &Change, round: &RoundId) -> bool {
    match change {
        Change::ExcludeJudge { round: only, .. } | Change::Weights { round: only, .. } => {
            only == round
        }
        Change::Method { .. } => false,
        Change::OtherSeed { .. } => true,
    }
}

fn exclude<'a>(
    facts: &mut Facts<'a>,
    round: &'a RoundId,
    judge: &'a JudgeId,
) -> Result<(), WhatIfError> {
    let begun = facts.rounds.get(round);
    let begun = begun.ok_or_else(|| WhatIfError::RoundNotBegun {
        round: round.clone(),
    })?;
    if !begun.judges().contains(judge) {
        return Err(WhatIfError::JudgeNotInRound {
            round: round.clone(),
            judge: judge.clone(),
        });
    }
    facts.rulings.exclude(round, judge);
    Ok(())
}

fn reweighted(
    contest: &Contest,
    id: &RoundId,
    theme: Option<ThemeId>,
    weights: &BTreeMap<CriterionId, u8>,
) -> Result<Reweighted, WhatIfError> {
    let round = contest
        .round(id)
        .ok_or_else(|| WhatIfError::RoundNotBegun { round: id.clone() })?;
    let rubric = match (&round.rubric, theme) {
        (Some(own), None) => Some(own),
        (None, Some(theme)) => contest.rubric(round, theme),
        (Some(_), Some(_)) | (None, None) => None,
    };
    let rubric = rubric.ok_or_else(|| WhatIfError::NotItsRubric {
        round: id.clone(),
        theme,
    })?;
    let mut strays: BTreeSet<&CriterionId> = weights.keys().collect();
    let mut criteria = Vec::with_capacity(rubric.criteria.len());
    for weighted in &rubric.criteria {
        let id = &weighted.criterion.id;
        let Some(weight) = weights.get(id).copied() else {
            return Err(WhatIfError::NotItsCriterion {
                criterion: id.clone(),
            });
        };
        strays.remove(id);
        criteria.push(Weighted {
            criterion: weighted.criterion.clone(),
            weight,
        });
    }
    if let Some(stray) = strays.first() {
        return Err(WhatIfError::NotItsCriterion {
            criterion: (*stray).clone(),
        });
    }
    let sum = weights.values().map(|weight| u32::from(*weight)).sum();
    if sum != 100 {
        return Err(WhatIfError::SharesSum { sum });
    }
    Ok(Reweighted {
        round: id.clone(),
        theme,
        rubric: Rubric { criteria },
    })
}
