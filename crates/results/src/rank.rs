//! The ranking of one round.

use std::cell::OnceCell;
use std::collections::BTreeMap;

use contest::{EntryNumber, Round};
use ranking::{Draws, FitError, Ranking, fit, huber_sensitivity, least_squares, raw_means};

use crate::agreement::agreement;
use crate::chance::chances;
use crate::criteria::criteria;
use crate::facts::Facts;
use crate::inputs::EntryFacts;
use crate::lines::{self, Line};
use crate::outcome::{NotRanked, RankedRound};
use crate::rules::{Method, Rules};
use crate::score::{Scores, count};
use crate::standing::Telling;

/// A ranking with what shortlists and awards are made from.
#[derive(Debug)]
pub(crate) struct Ranked<'a> {
    /// What is told of it.
    pub(crate) round: RankedRound,
    scores: Scores<'a>,
    draws: Draws,
    /// Positions and ranks by Huber's weights, looked for when somebody asks; `None` within for islands.
    huber: OnceCell<Option<Vec<(usize, u32)>>>,
}

/// An entry's place in an order.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Place<'a> {
    pub(crate) entry: &'a EntryFacts,
    /// From 1; those who share one are equal.
    pub(crate) rank: u32,
}

impl<'a> Ranked<'a> {
    /// Ranks the entries of a round.
    pub(crate) fn of(
        rules: &Rules<'_>,
        facts: &Facts<'_>,
        round: &Round,
        scores: Scores<'a>,
    ) -> Result<Self, NotRanked> {
        let reviews = scores.reviews();
        let fitted = fit(&reviews, &scores.themes).map_err(|error| why_not(&error))?;
        let raw = raw_means(scores.entries.len(), &reviews).map_err(|_| NotRanked::Unusable)?;
        let plain =
            least_squares(scores.entries.len(), &reviews).map_err(|error| why_not(&error))?;
        let draws = fitted
            .draws(facts.seed, facts.draws)
            .map_err(|_| NotRanked::Unusable)?;
        let lines = lines::places(&lines::lines(rules, facts, round));
        let telling = Telling {
            scores: &scores,
            fitted: &fitted,
            draws: &draws,
            lines: &lines,
        };
        let (weakest_bridge, missing_bridges, islands, fiedler) = telling.connectivity();
        let round = RankedRound {
            entries: telling.entries(&raw, &plain),
            unscored: telling.unscored(),
            judges: telling.judges(),
            themes: telling.themes(round),
            criteria: criteria(rules, round, &scores),
            reviews: count(reviews.len()),
            variances: telling.variances(),
            reml_criterion: fitted.criterion(),
            reliability: telling.reliability(),
            agreement: agreement(&scores, &reviews),
            islands,
            fiedler,
            weakest_bridge,
            missing_bridges,
            lines: lines.iter().copied().collect(),
        };
        Ok(Self {
            round,
            scores,
            draws,
            huber: OnceCell::new(),
        })
    }

    /// The entries best first by a method, those that share a rank rising; `None` where islands keep them from being compared.
    pub(crate) fn order(&self, method: Method) -> Option<Vec<Place<'a>>> {
        if self.round.islands > 1 {
            return None;
        }
        if method == Method::Huber {
            return self.by_huber();
        }
        let by_number: BTreeMap<&EntryNumber, &'a EntryFacts> = self
            .scores
            .entries
            .iter()
            .map(|entry| (&entry.number, *entry))
            .collect();
        let mut order: Vec<Place<'a>> = self
            .round
            .entries
            .iter()
            .filter_map(|standing| {
                Some(Place {
                    entry: by_number.get(&standing.entry)?,
                    rank: match method {
                        Method::RawMeans => standing.raw_rank,
                        Method::LeastSquares => standing.least_squares_rank,
                        Method::Adjusted | Method::Huber => standing.rank,
                    },
                })
            })
            .collect();
        best_first(&mut order);
        Some(order)
    }

    /// The order by Huber's weights; `None` for islands.
    fn by_huber(&self) -> Option<Vec<Place<'a>>> {
        let find = || {
            let reviews = self.scores.reviews();
            let found = huber_sensitivity(self.scores.entries.len(), &reviews).ok()?;
            match found.table.ranking {
                Ranking::Whole(whole) => {
                    Some(whole.iter().map(|one| (one.entry, one.rank)).collect())
                }
                Ranking::Islands(_) => None,
            }
        };
        let ranks = self.huber.get_or_init(find).as_ref()?;
        let mut order: Vec<Place<'a>> = ranks
            .iter()
            .filter_map(|&(at, rank)| {
                let entry = self.scores.entries.get(at)?;
                Some(Place { entry, rank })
            })
            .collect();
        best_first(&mut order);
        Some(order)
    }

    /// How probable each entry that is counted is above a line.
    pub(crate) fn chances(&self, line: Line<'_>) -> BTreeMap<&'a EntryNumber, f64> {
        chances(&self.draws, &self.scores.entries, line)
            .into_iter()
            .filter_map(|(at, p)| Some((&self.scores.entries.get(at)?.number, p)))
            .collect()
    }
}

fn best_first(order: &mut [Place<'_>]) {
    order.sort_by(|a, b| {
        let by_rank = a.rank.cmp(&b.rank);
        by_rank.then_with(|| a.entry.number.cmp(&b.entry.number))
    });
}

fn why_not(error: &FitError) -> NotRanked {
    match error {
        FitError::NoReviews => NotRanked::NoReviews,
        FitError::NoVariation { .. } => NotRanked::NoVariation,
        FitError::EntriesReviewedOnce => NotRanked::EntriesReviewedOnce,
        FitError::JudgesReviewOnce => NotRanked::JudgesReviewOnce,
        FitError::ThemesOfOneEntry => NotRanked::ThemesOfOneEntry,
        FitError::NoNoise => NotRanked::NoNoise,
        FitError::Reviews(_) | FitError::ScoreTooLarge { .. } | FitError::NotFound { .. } => {
            NotRanked::Unusable
        }
    }
}
