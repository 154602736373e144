//! From a contest to its form.

use super::{AwardForm, ContestForm, CriterionForm, LevelForm, RoundForm, ShareForm, ThemeForm};
use crate::award::{Award, UnitScore};
use crate::contest::{Contest, Theme};
use crate::round::Round;
use crate::rubric::{Criterion, Rubric};

impl ContestForm {
    /// The form of a contest. Criteria that no rubric uses are not part of a contest, so they are not in its form.
    pub fn of(contest: &Contest) -> ContestForm {
        let criteria = criteria(contest);
        let levels = criteria
            .first()
            .map_or(&[][..], |one| one.levels.as_slice());
        ContestForm {
            id: contest.id.to_string(),
            title: contest.title.clone(),
            subtitle: contest.subtitle.clone(),
            organiser: contest.organiser.clone(),
            subject_mark: contest.subject_mark.clone(),
            hand_in: contest.hand_in.clone(),
            deadline: contest.deadline.to_rfc3339(),
            entries_per_unit: contest.entries_per_unit,
            prefix: contest.numbering.prefix.clone(),
            digits: contest.numbering.digits.into(),
            draw: contest.numbering.draw,
            step: contest.step,
            title_max: contest.text.title_max,
            measures_min: contest.text.measures_min,
            measures_max: contest.text.measures_max,
            innovation_max: contest.text.innovation_max,
            effect_max: contest.text.effect_max,
            longest_s: contest.media.longest_ms / 1000,
            grace_s: contest.media.grace_ms / 1000,
            comment: contest.comment.policy,
            comment_minimum: contest.comment.minimum,
            comment_readers: contest.comment.readers,
            order: contest.order,
            ties: contest.ties,
            expertise: [
                contest.expertise.first,
                contest.expertise.listed,
                contest.expertise.unlisted,
            ],
            rounds: contest.rounds.iter().map(round).collect(),
            levels: levels
                .iter()
                .map(|level| LevelForm {
                    name: level.name.clone(),
                    name_en: level.name_en.clone(),
                    from: level.from,
                    to: level.to,
                })
                .collect(),
            criteria: criteria.into_iter().map(criterion).collect(),
            themes: contest.themes.iter().map(theme).collect(),
            awards: contest.awards.iter().map(award).collect(),
        }
    }
}

/// Every criterion of a rubric once, in the order they are first used.
fn criteria(contest: &Contest) -> Vec<&Criterion> {
    let of_themes = contest.themes.iter().map(|theme| &theme.rubric);
    let of_rounds = contest
        .rounds
        .iter()
        .filter_map(|round| round.rubric.as_ref());
    let mut all: Vec<&Criterion> = Vec::new();
    for weighted in of_themes
        .chain(of_rounds)
        .flat_map(|rubric| &rubric.criteria)
    {
        if !all.iter().any(|one| one.id == weighted.criterion.id) {
            all.push(&weighted.criterion);
        }
    }
    all
}

fn criterion(one: &Criterion) -> CriterionForm {
    CriterionForm {
        id: one.id.to_string(),
        name: one.name.clone(),
        name_en: one.name_en.clone(),
        descriptors: one
            .levels
            .iter()
            .map(|level| level.descriptor.clone())
            .collect(),
    }
}

fn shares(rubric: &Rubric) -> Vec<ShareForm> {
    rubric
        .criteria
        .iter()
        .map(|one| ShareForm {
            criterion: one.criterion.id.to_string(),
            weight: one.weight.into(),
        })
        .collect()
}

fn round(one: &Round) -> RoundForm {
    RoundForm {
        id: one.id.to_string(),
        name: one.name.clone(),
        kind: one.kind,
        reviews: one.reviews,
        shortlist: one.shortlist.map(|list| list.places),
        shortlist_by: one.shortlist.map(|list| list.by),
        theme_least: one.shortlist.map(|list| list.theme_least),
        theme_most: one.shortlist.and_then(|list| list.theme_most),
        rubric: one.rubric.as_ref().map(shares),
        closes_at: one.closes_at.map(|at| at.to_rfc3339()),
    }
}

fn theme(one: &Theme) -> ThemeForm {
    ThemeForm {
        id: one.id.get().into(),
        name: one.name.clone(),
        name_en: one.name_en.clone(),
        short: one.short.clone(),
        asks: one.asks.clone(),
        words: one.words.clone(),
        rubric: shares(&one.rubric),
    }
}

fn award(one: &Award) -> AwardForm {
    let parts = |score: UnitScore| {
        [
            score.participation.into(),
            score.participation_full,
            score.accepted.into(),
            score.results.into(),
        ]
    };
    AwardForm {
        id: one.id.to_string(),
        name: one.name.clone(),
        name_en: one.name_en.clone(),
        count: one.count,
        prize_yuan: one.prize_yuan,
        given_to: one.given_to,
        decided_by: one.decided_by,
        round: one.round.to_string(),
        ties: one.ties,
        beside_others: one.beside_others,
        per_theme: one.per_theme,
        themes: one.themes.iter().map(|id| id.get().into()).collect(),
        unit_points: one.unit_points,
        unit_score: one.unit_score.map(parts),
    }
}
