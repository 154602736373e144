//! Two-way least squares: every entry and every judge has a number of its own, and nothing is shrunken (the intra-block
//! analysis of an incomplete block design; Yates, *Annals of Eugenics* 7, 1936). It is shown beside the mixed model: an award
//! that changes between the two is close.

use crate::design::{Design, FitError, Panel};
use crate::islands::{Islands, Ranking};
use crate::matrix::{Cholesky, Square};
use crate::review::Review;

/// The fitted table. Everything is in units of the scores.
#[derive(Debug, Clone, PartialEq)]
pub struct LeastSquares {
    /// The entries that have a review, in order of their numbers.
    pub entries: Vec<AdjustedEntry>,
    /// The judges, in order of their numbers.
    pub judges: Vec<AdjustedJudge>,
    /// The residual variance; `None` when no degree of freedom is left to tell it.
    pub noise: Option<f64>,
    /// Residual degrees of freedom: reviews − entries − judges + islands.
    pub freedom: u32,
    /// The entries in order of their estimates, island by island.
    pub ranking: Ranking,
}

/// An entry's mean with the leniency of its judges taken out.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct AdjustedEntry {
    /// The entry, counted from 0.
    pub entry: usize,
    /// The score to expect from an average judge of its island.
    pub estimate: f64,
    /// The standard error of `estimate`; `None` without residual degrees of freedom.
    pub se: Option<f64>,
}

/// A judge's leniency when all differences between entries are taken at face value.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct AdjustedJudge {
    /// The judge, by the caller's number.
    pub judge: usize,
    /// How much more than an average judge of the island the judge gives; positive is lenient. Sums to 0 over an island.
    pub leniency: f64,
    /// The standard error of `leniency`; `None` without residual degrees of freedom.
    pub se: Option<f64>,
}

/// Fits entries and judges by least squares; `entries` is how many entries there are, those without a review are left out.
///
/// # Errors
/// [`FitError`] for unusable reviews and for none at all. Every other table has an answer.
pub fn least_squares(entries: usize, reviews: &[Review]) -> Result<LeastSquares, FitError> {
    let design = Design::new(reviews, &vec![0; entries])?;
    let adjusted = adjust(&design, None);
    Ok(report(&design, &adjusted, None))
}

/// A least-squares table on the design's scale.
pub(crate) struct Adjusted {
    pub(crate) entries: Vec<f64>,
    pub(crate) judges: Vec<f64>,
    pub(crate) residuals: Vec<f64>,
    /// The weighted residual sum of squares.
    pub(crate) squares: f64,
    pub(crate) freedom: u32,
    factor: Cholesky,
    islands: Islands,
}

/// Solves the weighted two-way table; without weights every review counts 1. Weights must be positive.
///
/// The entries are absorbed. What is left of the judges is singular once for each island, and is made regular by the
/// projector on that island's constant, which does not touch the solution whose leniencies sum to 0.
pub(crate) fn adjust(design: &Design, weights: Option<&[f64]>) -> Adjusted {
    let islands = Islands::of(design);
    let judges = design.judges.len();
    let mut system = Square::zeros(judges);
    let mut right = vec![0.0; judges];
    for (entry, panel) in design.panels().enumerate() {
        let weight = |at: usize| weights.map_or(1.0, |weights| weights[design.start(entry) + at]);
        let (total, mean) = weighted_mean(&panel, &weight, panel.scores);
        for (at, (&judge, score)) in panel.judges.iter().zip(panel.scores).enumerate() {
            let own = weight(at);
            right[judge] += own * (score - mean);
            *system.at_mut(judge, judge) += own;
            for (other_at, &other) in panel.judges.iter().enumerate().take(at + 1) {
                *system.at_mut(judge, other) -= own * weight(other_at) / total;
            }
        }
    }
    let mut sizes = vec![0_u32; islands.count];
    for &island in &islands.of_judge {
        sizes[island] += 1;
    }
    for row in 0..judges {
        for column in 0..=row {
            if islands.of_judge[row] == islands.of_judge[column] {
                *system.at_mut(row, column) += 1.0 / f64::from(sizes[islands.of_judge[row]]);
            }
        }
    }
    let factor = Cholesky::new(system)
        .expect("with the constants of the islands added the judges' equations are regular");
    factor.solve(&mut right);

    let mut means = Vec::with_capacity(design.entries.len());
    let mut residuals = Vec::with_capacity(design.reviews());
    let mut squares = 0.0;
    for (entry, panel) in design.panels().enumerate() {
        let weight = |at: usize| weights.map_or(1.0, |weights| weights[design.start(entry) + at]);
        let fair: Vec<f64> = panel
            .judges
            .iter()
            .zip(panel.scores)
            .map(|(&judge, score)| score - right[judge])
            .collect();
        let (_, mean) = weighted_mean(&panel, &weight, &fair);
        for (at, score) in fair.iter().enumerate() {
            squares += weight(at) * (score - mean).powi(2);
            residuals.push(score - mean);
        }
        means.push(mean);
    }
    let freedom = design.reviews() + islands.count - design.entries.len() - judges;
    Adjusted {
        entries: means,
        judges: right,
        residuals,
        squares,
        freedom: u32::try_from(freedom).unwrap_or(u32::MAX),
        factor,
        islands,
    }
}

fn weighted_mean(panel: &Panel<'_>, weight: &impl Fn(usize) -> f64, scores: &[f64]) -> (f64, f64) {
    let total: f64 = (0..panel.judges.len()).map(weight).sum();
    let sum: f64 = scores
        .iter()
        .enumerate()
        .map(|(at, score)| weight(at) * score)
        .sum();
    (total, sum / total)
}

/// The table on the caller's scale, with standard errors.
pub(crate) fn report(
    design: &Design,
    adjusted: &Adjusted,
    weights: Option<&[f64]>,
) -> LeastSquares {
    let inverse = adjusted.factor.inverse();
    let mut sizes = vec![0_u32; adjusted.islands.count];
    for &island in &adjusted.islands.of_judge {
        sizes[island] += 1;
    }
    // (S + P)⁻¹ = S⁺ + P, and the errors of leniency are those of S⁺ alone.
    let constant = |judge: usize| 1.0 / f64::from(sizes[adjusted.islands.of_judge[judge]]);
    let noise = (adjusted.freedom > 0)
        .then(|| adjusted.squares / f64::from(adjusted.freedom) * design.scale * design.scale);
    let se = |part: f64| noise.map(|noise| (noise * part.max(0.0)).sqrt());

    let mut entries = Vec::with_capacity(design.entries.len());
    for (entry, panel) in design.panels().enumerate() {
        let weight = |at: usize| weights.map_or(1.0, |weights| weights[design.start(entry) + at]);
        let (total, _) = weighted_mean(&panel, &weight, panel.scores);
        let mut spread = -constant(panel.judges[0]);
        for (at, &judge) in panel.judges.iter().enumerate() {
            for (other_at, &other) in panel.judges.iter().enumerate() {
                spread +=
                    weight(at) * weight(other_at) / (total * total) * inverse.at(judge, other);
            }
        }
        entries.push(AdjustedEntry {
            entry: design.entries[entry],
            estimate: design.score(adjusted.entries[entry]),
            se: se(1.0 / total + spread.max(0.0)),
        });
    }
    let estimates: Vec<f64> = entries.iter().map(|entry| entry.estimate).collect();
    LeastSquares {
        ranking: adjusted.islands.rank(design, &estimates),
        judges: design
            .judges
            .iter()
            .enumerate()
            .map(|(at, &judge)| AdjustedJudge {
                judge,
                leniency: design.scale * adjusted.judges[at],
                se: se(inverse.at(at, at) - constant(at)),
            })
            .collect(),
        entries,
        noise,
        freedom: adjusted.freedom,
    }
}
