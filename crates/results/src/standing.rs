//! What a model found, told of entries, judges and themes by their names.

use std::collections::{BTreeMap, BTreeSet};

use contest::{EntryNumber, JudgeId, Round, ThemeId};
use ranking::{Draws, Fit, LeastSquares, RankInterval, Ranking, RawMean, Standing};

use crate::outcome::{
    Bridge, EntryStanding, JudgeStanding, Range, Reliability, Review, ThemeStanding, Variances,
};
use crate::score::{Scores, count};

/// The model's answer, being put into the words of the contest.
pub(crate) struct Telling<'a, 'b> {
    pub(crate) scores: &'b Scores<'a>,
    pub(crate) fitted: &'b Fit,
    pub(crate) draws: &'b Draws,
    /// The numbers of places for which a probability is told.
    pub(crate) lines: &'b BTreeSet<u32>,
}

/// What is laid beside an entry's estimate.
#[derive(Default)]
struct Beside {
    raw: BTreeMap<usize, RawMean>,
    least_squares: BTreeMap<usize, (f64, Option<f64>)>,
    least_squares_rank: BTreeMap<usize, u32>,
    totals: BTreeMap<usize, BTreeMap<JudgeId, f64>>,
}

/// The standings of a ranking with the number of their island, from 1.
fn islands(ranking: Ranking) -> impl Iterator<Item = (u32, Standing)> {
    let islands = match ranking {
        Ranking::Whole(whole) => vec![whole],
        Ranking::Islands(islands) => islands,
    };
    (1..)
        .zip(islands)
        .flat_map(|(number, island)| island.into_iter().map(move |one| (number, one)))
}

impl Telling<'_, '_> {
    /// The entries that have a review, best first, island by island.
    pub(crate) fn entries(&self, raw: &[RawMean], plain: &LeastSquares) -> Vec<EntryStanding> {
        let mut beside = Beside {
            raw: raw.iter().map(|one| (one.entry, *one)).collect(),
            least_squares: plain
                .entries
                .iter()
                .map(|one| (one.entry, (one.estimate, one.se)))
                .collect(),
            least_squares_rank: islands(plain.ranking.clone())
                .map(|(_, standing)| (standing.entry, standing.rank))
                .collect(),
            totals: BTreeMap::new(),
        };
        for sheet in &self.scores.sheets {
            if let Some(judge) = self.scores.judges.get(sheet.judge) {
                let totals = beside.totals.entry(sheet.entry).or_default();
                totals.insert((*judge).clone(), sheet.total);
            }
        }
        islands(self.fitted.ranking())
            .filter_map(|(island, standing)| self.entry(island, standing, &mut beside))
            .collect()
    }

    /// One entry; `None` never happens to an entry of the ranking, as all tables are made from the same reviews.
    fn entry(&self, island: u32, standing: Standing, beside: &mut Beside) -> Option<EntryStanding> {
        let at = standing.entry;
        let facts = self.scores.entries.get(at)?;
        let estimates = self.fitted.entries();
        let own = estimates.binary_search_by_key(&at, |one| one.entry).ok()?;
        let own = estimates.get(own)?;
        let raw = beside.raw.get(&at)?;
        let (least_squares, least_squares_se) = *beside.least_squares.get(&at)?;
        let RankInterval { low, high } = self.draws.interval(at)?;
        let ranks = self.draws.ranks(at)?;
        let p_top = |k: u32| {
            let within = ranks.iter().filter(|rank| **rank <= k).count();
            within as f64 / ranks.len() as f64
        };
        Some(EntryStanding {
            entry: facts.number.clone(),
            theme: facts.theme,
            island,
            rank: standing.rank,
            tied: standing.tied,
            rank_interval: Range {
                best: low,
                worst: high,
            },
            estimate: own.estimate,
            estimate_se: own.se,
            merit: own.merit,
            merit_se: own.merit_se,
            raw_mean: raw.mean,
            raw_rank: raw.rank,
            least_squares,
            least_squares_se,
            least_squares_rank: *beside.least_squares_rank.get(&at)?,
            reviews: own.reviews,
            due: *self.scores.due.get(at)?,
            recused: *self.scores.recused.get(at)?,
            totals: beside.totals.remove(&at)?,
            p_first: p_top(1),
            p_top: self.lines.iter().map(|&k| (k, p_top(k))).collect(),
        })
    }

    /// The entries without a review, rising.
    pub(crate) fn unscored(&self) -> Vec<EntryNumber> {
        let scored: BTreeSet<usize> = self.scores.sheets.iter().map(|one| one.entry).collect();
        (0..)
            .zip(&self.scores.entries)
            .filter(|(at, _)| !scored.contains(at))
            .map(|(_, entry)| entry.number.clone())
            .collect()
    }

    /// The judges who scored, rising.
    pub(crate) fn judges(&self) -> Vec<JudgeStanding> {
        self.fitted
            .judges()
            .into_iter()
            .filter_map(|one| {
                Some(JudgeStanding {
                    judge: self.judge(one.judge)?,
                    reviews: one.reviews,
                    leniency: one.leniency,
                    leniency_se: one.se,
                    spread: one.spread,
                    infit: one.infit,
                    misfits: one.misfits,
                })
            })
            .collect()
    }

    /// The theme means, or the one mean where themes are not told apart.
    pub(crate) fn themes(&self, round: &Round) -> Vec<ThemeStanding> {
        self.fitted
            .themes()
            .into_iter()
            .map(|one| ThemeStanding {
                theme: match round.kind.compares_themes() {
                    true => None,
                    false => u8::try_from(one.theme)
                        .ok()
                        .and_then(|number| ThemeId::new(number).ok()),
                },
                mean: one.mean,
                se: one.se,
                entries: one.entries,
            })
            .collect()
    }

    /// The three variances.
    pub(crate) fn variances(&self) -> Variances {
        let found = self.fitted.variances();
        Variances {
            merit: found.merit,
            leniency: found.leniency,
            noise: found.noise,
        }
    }

    /// How far the order can be trusted.
    pub(crate) fn reliability(&self) -> Reliability {
        let found = self.fitted.reliability();
        Reliability {
            before: found.before,
            after: found.after,
        }
    }

    /// The weakest bridge, the missing ones, the number of islands and the Fiedler value.
    pub(crate) fn connectivity(&self) -> (Option<Bridge>, Vec<Review>, u32, f64) {
        let found = self.fitted.connectivity();
        let weakest = found.weakest.map(|bridge| Bridge {
            judges: bridge
                .judges
                .iter()
                .filter_map(|&at| self.judge(at))
                .collect(),
            entries: bridge
                .entries
                .iter()
                .filter_map(|&at| self.number(at))
                .collect(),
        });
        let missing = found
            .missing
            .iter()
            .filter_map(|one| {
                Some(Review {
                    judge: self.judge(one.judge)?,
                    entry: self.number(one.entry)?,
                })
            })
            .collect();
        (weakest, missing, count(found.islands.len()), found.fiedler)
    }

    fn judge(&self, at: usize) -> Option<JudgeId> {
        self.scores.judges.get(at).map(|judge| (*judge).clone())
    }

    fn number(&self, at: usize) -> Option<EntryNumber> {
        let entry = self.scores.entries.get(at)?;
        Some(entry.number.clone())
    }
}
