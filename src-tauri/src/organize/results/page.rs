//! The page of one round.

use std::collections::{BTreeMap, BTreeSet};

use contest::{Contest, DecidedBy, GivenTo, JudgeId, RoundId, Rubric, TieRule};
use organizer::{Above, Organizer, RankedBy, Refusal};
use results::{
    AwardResult, By, Decision, Inputs, JudgeStanding, OpenQuestion, Outcome, Received, Results,
    RoundResult, RoundState,
};

use super::super::views::count;
use super::decisions;
use super::facts::{Names, percent, points};
use crate::wire::{
    AwardView, ExtraLine, Failure, JudgeScale, LineView, RankLine, ReceivedAward, ResultsView,
    RoundView, RubricView, ScaleFigures, ShareView, ShortlistLine,
};

/// The most further reviews that are listed.
const EXTRA: usize = 12;

type JudgeNames = BTreeMap<JudgeId, (String, String)>;

pub(super) fn page(organizer: &Organizer, round: &RoundId) -> Result<ResultsView, Failure> {
    let failed = |error: &dyn Refusal| Failure::of(error);
    let inputs = organizer.inputs_now().map_err(|error| failed(&error))?;
    let results = organizer.results_now().map_err(|error| failed(&error))?;
    let ranking = organizer
        .rank_round(round)
        .map_err(|error| failed(&error))?;
    let names = Names::of(organizer, &inputs)?;
    let judges = organizer.judge_names().map_err(|error| failed(&error))?;
    let contest = organizer.contest();
    let held = results.rounds.iter().find(|one| &one.round == round);
    let mut rounds = Vec::new();
    for one in &results.rounds {
        let planned = organizer
            .is_planned(&one.round)
            .map_err(|error| failed(&error))?;
        rounds.push(round_view(one, planned, &results, &names, &judges));
    }
    let line = |line: organizer::AwardLine| match line.above {
        Above::Award(award) => LineView {
            award: Some(award.to_string()),
            round: None,
            places: line.places,
        },
        Above::Round(later) => LineView {
            award: None,
            round: Some(later.to_string()),
            places: line.places,
        },
    };
    let extra = results.extra_reviews.iter().take(EXTRA);
    Ok(ResultsView {
        rounds,
        round: round.to_string(),
        not_ranked: match ranking.by {
            RankedBy::Estimate => None,
            RankedBy::RawMean(why) => Some(code(&why)),
        },
        islands: ranking.islands,
        provisional: ranking.provisional,
        unscored: count(ranking.unscored.len()),
        reviews: ranking
            .lines
            .iter()
            .fold(0, |sum, line| line.reviews.saturating_add(sum)),
        ranking: ranking.lines.into_iter().map(rank).collect(),
        lines: organizer
            .award_lines(round, &results)
            .into_iter()
            .map(line)
            .collect(),
        judges: held.map_or_else(Vec::new, |held| scales(held, &inputs, &judges)),
        awards: results
            .awards
            .iter()
            .filter_map(|told| award(contest, told, &inputs, &names))
            .collect(),
        decisions: decisions::told(&inputs.decisions, &names),
        extra: extra
            .map(|one| ExtraLine {
                round: one.round.to_string(),
                line: one.line,
                entry: names.entry(&one.entry),
                chance: percent(one.p_in),
                gain: format!("{:.3}", one.gain),
            })
            .collect(),
        rubrics: rubrics(contest, round),
        seed: u32::try_from(inputs.seed).unwrap_or(u32::MAX),
        settled: results.awards.iter().all(|award| award.open.is_empty())
            && results
                .rounds
                .iter()
                .all(|one| one.state != RoundState::Provisional),
    })
}

fn rank(line: organizer::RankLine) -> RankLine {
    RankLine {
        rank: line.rank,
        tied: line.tied,
        island: line.island,
        rank_low: line.rank_low,
        rank_high: line.rank_high,
        number: line.number,
        label: line.label,
        theme: line.theme,
        title: line.title,
        estimate: line.estimate,
        mean: line.mean,
        raw_rank: line.raw_rank,
        reviews: line.reviews,
        due: line.due,
        lowest: line.lowest,
        highest: line.highest,
        spread: line.spread,
        disagrees: line.disagrees,
    }
}

fn round_view(
    held: &RoundResult,
    planned: bool,
    results: &Results,
    names: &Names,
    judges: &JudgeNames,
) -> RoundView {
    let list = results
        .shortlists
        .iter()
        .find(|list| list.round == held.round);
    let shortlist = list.map_or_else(Vec::new, |list| match &list.fixed {
        None => list
            .entries
            .iter()
            .map(|one| ShortlistLine {
                entry: names.entry(&one.entry),
                rank: Some(one.rank),
                chance: Some(percent(one.p_in)),
                for_theme: one.for_theme,
            })
            .collect(),
        Some(fixed) => fixed
            .iter()
            .map(|number| {
                let now = list.entries.iter().find(|one| &one.entry == number);
                ShortlistLine {
                    entry: names.entry(number),
                    rank: now.map(|one| one.rank),
                    chance: now.map(|one| percent(one.p_in)),
                    for_theme: now.is_some_and(|one| one.for_theme),
                }
            })
            .collect(),
    });
    RoundView {
        id: held.round.to_string(),
        name: held.name.clone(),
        begun: held.state != RoundState::NotBegun,
        planned,
        judges: held.judges,
        awaited: held
            .awaited
            .iter()
            .map(|judge| named(judge, judges))
            .collect(),
        shortlist,
        fixed: list.is_some_and(|list| list.fixed.is_some()),
    }
}

fn named(judge: &JudgeId, names: &JudgeNames) -> String {
    names
        .get(judge)
        .map_or_else(|| judge.to_string(), |(name, _)| name.clone())
}

/// Everybody who was given entries in the round, by judge.
fn scales(held: &RoundResult, inputs: &Inputs, names: &JudgeNames) -> Vec<JudgeScale> {
    let standings: &[JudgeStanding] = match &held.outcome {
        Outcome::Ranked(ranked) => &ranked.judges,
        Outcome::NotRanked(_) => &[],
    };
    let begun = inputs.rounds.iter().filter(|one| one.round == held.round);
    let judges: BTreeSet<&JudgeId> = begun
        .flat_map(|one| &one.seats)
        .map(|seat| &seat.judge)
        .collect();
    judges
        .into_iter()
        .map(|judge| JudgeScale {
            id: judge.to_string(),
            name: named(judge, names),
            awaited: held.awaited.contains(judge),
            excluded: held.excluded.contains(judge),
            figures: standings
                .iter()
                .find(|one| &one.judge == judge)
                .map(|one| ScaleFigures {
                    reviews: one.reviews,
                    leniency: points(one.leniency),
                    leniency_se: points(one.leniency_se),
                    spread: one.spread.map(points),
                    infit: points(one.infit),
                    misfits: one.misfits,
                }),
        })
        .collect()
}

fn award(
    contest: &Contest,
    told: &AwardResult,
    inputs: &Inputs,
    names: &Names,
) -> Option<AwardView> {
    let rules = contest.award(&told.award)?;
    let tied = |question: &OpenQuestion| matches!(question, OpenQuestion::Tie { .. });
    let was_set = inputs.decisions.iter().any(
        |one| matches!(&one.decision, Decision::CountSet { award, .. } if award == &told.award),
    );
    let all_may_have_it =
        rules.ties == TieRule::AwardAll && (was_set || told.open.iter().any(tied));
    Some(AwardView {
        id: told.award.to_string(),
        name: rules.name.clone(),
        name_en: rules.name_en.clone(),
        round: rules.round.to_string(),
        count: told.count,
        count_is_ours: rules.count.is_none() || all_may_have_it,
        to_units: rules.given_to == GivenTo::Unit,
        by_people: rules.decided_by == DecidedBy::People,
        received: told
            .received
            .iter()
            .map(|one| received(one, names))
            .collect(),
        open: told.open.iter().map(|one| names.question(one)).collect(),
    })
}

fn received(one: &Received, names: &Names) -> ReceivedAward {
    let by = match one.by {
        By::Ranking => "ranking",
        By::JudgesOrder => "judgesOrder",
        By::People => "people",
    };
    ReceivedAward {
        to: names.taker(&one.to),
        rank: one.rank,
        by: by.to_owned(),
        chance: one.p_in.map(percent),
        by_raw_means: one.by_raw_means,
        by_least_squares: one.by_least_squares,
    }
}

fn rubrics(contest: &Contest, round: &RoundId) -> Vec<RubricView> {
    let Some(round) = contest.round(round) else {
        return Vec::new();
    };
    if let Some(own) = &round.rubric {
        return vec![RubricView {
            theme: None,
            criteria: shares(own),
        }];
    }
    let themes = contest.themes.iter();
    themes
        .filter_map(|theme| {
            Some(RubricView {
                theme: Some(theme.id.get()),
                criteria: shares(contest.rubric(round, theme.id)?),
            })
        })
        .collect()
}

pub(super) fn shares(rubric: &Rubric) -> Vec<ShareView> {
    let criteria = rubric.criteria.iter();
    criteria
        .map(|one| ShareView {
            id: one.criterion.id.to_string(),
            name: one.criterion.name.clone(),
            name_en: one.criterion.name_en.clone(),
            weight: one.weight,
        })
        .collect()
}

/// The name a plain value is written by.
fn code(value: &impl serde::Serialize) -> String {
    serde_json::to_value(value)
        .ok()
        .and_then(|value| value.as_str().map(str::to_owned))
        .unwrap_or_default()
}
