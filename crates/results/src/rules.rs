//! By what rules results are calculated: those of the contest, or with one of them changed to see what would follow.

use std::collections::BTreeMap;

use contest::{Contest, CriterionId, Points, Round, RoundId, Rubric, ThemeId};
use serde::{Deserialize, Serialize};

/// By what entries are put in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Method {
    /// Theme mean and merit under the mixed model; what results go by.
    Adjusted,
    /// The mean of the totals as they were given.
    RawMeans,
    /// Two-way least squares: leniency taken out, nothing shrunken.
    LeastSquares,
    /// Two-way least squares in which scores far from what the others foretell count less.
    Huber,
}

/// The rules of one calculation.
#[derive(Clone, Debug)]
pub(crate) struct Rules<'a> {
    pub(crate) contest: &'a Contest,
    pub(crate) method: Method,
    pub(crate) reweighted: Option<Reweighted>,
}

/// Other shares of the criteria in one round.
#[derive(Clone, Debug)]
pub(crate) struct Reweighted {
    pub(crate) round: RoundId,
    /// In entries of which theme; `None` for all.
    pub(crate) theme: Option<ThemeId>,
    pub(crate) rubric: Rubric,
}

impl<'a> Rules<'a> {
    /// The rules as the contest file has them.
    pub(crate) fn of(contest: &'a Contest) -> Self {
        Self {
            contest,
            method: Method::Adjusted,
            reweighted: None,
        }
    }

    /// The total of a sheet of this round for an entry of this theme, 0–100 points.
    pub(crate) fn total(
        &self,
        round: &Round,
        theme: ThemeId,
        marks: &BTreeMap<CriterionId, Points>,
    ) -> f64 {
        let changed = self.reweighted.as_ref().filter(|changed| {
            changed.round == round.id && changed.theme.is_none_or(|only| only == theme)
        });
        let rubric = match changed {
            Some(changed) => &changed.rubric,
            None => self
                .contest
                .rubric(round, theme)
                .expect("the theme of an entry that was let in is one of the contest"),
        };
        f64::from(rubric.standing(marks).total) / 100.0
    }
}
