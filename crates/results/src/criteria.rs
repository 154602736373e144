//! The criteria of a round, each ranked alone.

use std::collections::{BTreeMap, BTreeSet};

use contest::{CriterionId, Round};
use ranking::{Review, fit};

use crate::outcome::CriterionResult;
use crate::rules::Rules;
use crate::score::Scores;

/// Every criterion of the round's rubrics that was marked, in their order.
pub(crate) fn criteria(
    rules: &Rules<'_>,
    round: &Round,
    scores: &Scores<'_>,
) -> Vec<CriterionResult> {
    let themes = &rules.contest.themes;
    let mut seen = BTreeSet::new();
    themes
        .iter()
        .filter_map(|theme| rules.contest.rubric(round, theme.id))
        .flat_map(|rubric| &rubric.criteria)
        .map(|weighted| &weighted.criterion.id)
        .filter(|id| seen.insert(*id))
        .filter_map(|id| criterion(id, scores))
        .collect()
}

/// One criterion; `None` without a mark.
fn criterion(id: &CriterionId, scores: &Scores<'_>) -> Option<CriterionResult> {
    let marks = scores.marks_for(id);
    let (mean, spread) = mean_and_spread(&marks)?;
    let fitted = fit(&marks, &scores.themes).ok();
    let estimates: BTreeMap<_, _> = fitted
        .iter()
        .flat_map(|fitted| fitted.entries())
        .filter_map(|one| {
            let entry = scores.entries.get(one.entry)?;
            Some((entry.number.clone(), one.estimate))
        })
        .collect();
    Some(CriterionResult {
        criterion: id.clone(),
        mean,
        spread,
        reliability: fitted.map(|fitted| fitted.reliability().after),
        estimates,
    })
}

/// The mean of the marks and their sample standard deviation; nothing without marks.
fn mean_and_spread(marks: &[Review]) -> Option<(f64, Option<f64>)> {
    let count = marks.len() as f64;
    if marks.is_empty() {
        return None;
    }
    let mean = marks.iter().map(|mark| mark.score).sum::<f64>() / count;
    let squares: f64 = marks.iter().map(|mark| (mark.score - mean).powi(2)).sum();
    let spread = (marks.len() > 1).then(|| (squares / (count - 1.0)).sqrt());
    Some((mean, spread))
}
