//! From score sheets to the numbers that rankings are made of.

use std::collections::{BTreeMap, BTreeSet};

use contest::{CriterionId, JudgeId, Points, Round};
use ranking::Review;

use crate::facts::{Facts, RoundFacts};
use crate::inputs::{EntryFacts, SheetState};
use crate::rules::Rules;

/// The scored sheets of a round that count, with entries and judges numbered in rising order.
#[derive(Debug)]
pub(crate) struct Scores<'a> {
    /// The entries of the round, rising, those without a sheet included.
    pub(crate) entries: Vec<&'a EntryFacts>,
    /// For each entry its theme as a number; the same for all where themes are not told apart.
    pub(crate) themes: Vec<usize>,
    /// For each entry how many judges were given it.
    pub(crate) due: Vec<u32>,
    /// For each entry how many of them stepped back.
    pub(crate) recused: Vec<u32>,
    /// The judges who scored, rising.
    pub(crate) judges: Vec<&'a JudgeId>,
    /// By entry, then judge.
    pub(crate) sheets: Vec<ScoredSheet<'a>>,
}

/// One scored sheet.
#[derive(Debug)]
pub(crate) struct ScoredSheet<'a> {
    /// The position of the entry.
    pub(crate) entry: usize,
    /// The position of the judge.
    pub(crate) judge: usize,
    /// 0–100 points.
    pub(crate) total: f64,
    pub(crate) marks: &'a BTreeMap<CriterionId, Points>,
}

impl<'a> Scores<'a> {
    /// The sheets of a round that has begun; those of judges who are excluded are left out.
    pub(crate) fn of(
        rules: &Rules<'_>,
        facts: &Facts<'a>,
        round: &Round,
        begun: &RoundFacts<'a>,
    ) -> Self {
        let excluded = facts.rulings.excluded(&round.id);
        let entries: Vec<&EntryFacts> = match &begun.shortlist {
            None => facts.entries.values().copied().collect(),
            Some(listed) => listed
                .iter()
                .filter_map(|number| facts.entries.get(number).copied())
                .collect(),
        };
        let place: BTreeMap<_, usize> = (0..)
            .zip(&entries)
            .map(|(at, entry)| (&entry.number, at))
            .collect();
        let counted = || {
            let sheets = begun.sheets.iter();
            sheets.filter(|((_, judge), _)| !excluded.contains(judge))
        };
        let judges: Vec<&JudgeId> = counted()
            .filter(|(_, state)| matches!(state, SheetState::Scored(_)))
            .map(|((_, judge), _)| *judge)
            .collect::<BTreeSet<_>>()
            .into_iter()
            .collect();
        let mut recused = vec![0_u32; entries.len()];
        let mut sheets = Vec::with_capacity(begun.sheets.len());
        for ((number, judge), state) in counted() {
            let Some((&at, entry)) = place
                .get(number)
                .and_then(|at| Some((at, entries.get(*at)?)))
            else {
                continue;
            };
            match state {
                SheetState::Scored(marks) => sheets.push(ScoredSheet {
                    entry: at,
                    judge: judges
                        .binary_search(judge)
                        .expect("whoever scored is among the judges who scored"),
                    total: rules.total(round, entry.theme, marks),
                    marks,
                }),
                SheetState::Recused => {
                    if let Some(count) = recused.get_mut(at) {
                        *count += 1;
                    }
                }
                SheetState::Unscored => {}
            }
        }
        let seats = |entry: &&EntryFacts| begun.seats.get(&entry.number).map_or(0, BTreeSet::len);
        Self {
            themes: entries
                .iter()
                .map(|entry| match round.kind.compares_themes() {
                    true => 0,
                    false => usize::from(entry.theme.get()),
                })
                .collect(),
            due: entries.iter().map(|entry| count(seats(entry))).collect(),
            recused,
            judges,
            sheets,
            entries,
        }
    }

    /// The totals, for ranking.
    pub(crate) fn reviews(&self) -> Vec<Review> {
        self.sheets
            .iter()
            .map(|sheet| Review {
                entry: sheet.entry,
                judge: sheet.judge,
                score: sheet.total,
            })
            .collect()
    }

    /// The marks for one criterion, in points; entries whose rubric does not have it have none.
    pub(crate) fn marks_for(&self, criterion: &CriterionId) -> Vec<Review> {
        self.sheets
            .iter()
            .filter_map(|sheet| {
                Some(Review {
                    entry: sheet.entry,
                    judge: sheet.judge,
                    score: f64::from(*sheet.marks.get(criterion)?),
                })
            })
            .collect()
    }
}

/// How many, as results say it.
pub(crate) fn count(many: usize) -> u32 {
    u32::try_from(many).unwrap_or(u32::MAX)
}
