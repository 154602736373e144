//! What would come out under other assumptions. Nothing here ranks: an entry that stands elsewhere under one of these than in the
//! ranking is one to look at, and the ranking stays.

use crate::design::{Design, FitError};
use crate::islands::{Islands, Ranking};
use crate::least_squares::{LeastSquares, adjust, report};
use crate::matrix::dot;
use crate::review::Review;

/// A residual within so many standard deviations counts in full: 95 % as efficient as least squares when nothing is wrong
/// (Huber, *Robust Statistics*, 1981).
const FULL_WEIGHT: f64 = 1.345;

/// What a median absolute residual is multiplied by to be a standard deviation under the normal distribution.
const MEDIAN_TO_DEVIATION: f64 = 1.482_602_218_505_602;

/// Rounds of weighting at most, and the change of a weight below which they end.
const ROUNDS: usize = 100;
const SETTLED: f64 = 1e-8;

/// Two-way least squares in which scores far from what the others foretell count less.
#[derive(Debug, Clone, PartialEq)]
pub struct HuberSensitivity {
    /// The table; its standard errors take the weights as given.
    pub table: LeastSquares,
    /// The reviews that count less than in full, in order of entry and judge.
    pub doubted: Vec<DoubtedReview>,
}

/// A review far from what the others foretell.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct DoubtedReview {
    /// The entry, counted from 0.
    pub entry: usize,
    /// The judge, by the caller's number.
    pub judge: usize,
    /// How much it counts: above 0 and below 1.
    pub weight: f64,
    /// The score less what the table foretells, in units of the scores.
    pub residual: f64,
}

/// Fits entries and judges by least squares with Huber's weights, the scale from the median absolute residual.
///
/// # Errors
/// [`FitError`] for unusable reviews and for none at all.
pub fn huber_sensitivity(entries: usize, reviews: &[Review]) -> Result<HuberSensitivity, FitError> {
    let design = Design::new(reviews, &vec![0; entries])?;
    let mut weights = vec![1.0; design.reviews()];
    let mut adjusted = adjust(&design, None);
    for _ in 0..ROUNDS {
        let scale = scale_of(&adjusted.residuals, adjusted.freedom);
        let mut change = 0.0_f64;
        for (weight, residual) in weights.iter_mut().zip(&adjusted.residuals) {
            let distance = residual.abs();
            let next = if distance <= FULL_WEIGHT * scale {
                1.0
            } else {
                // A weight of 0 would tear the graph apart.
                (FULL_WEIGHT * scale / distance).max(1e-3)
            };
            change = change.max((next - *weight).abs());
            *weight = next;
        }
        adjusted = adjust(&design, Some(&weights));
        if change < SETTLED {
            break;
        }
    }
    let mut doubted = Vec::new();
    for (at, panel) in design.panels().enumerate() {
        for (position, &judge) in panel.judges.iter().enumerate() {
            let review = design.start(at) + position;
            if weights[review] < 1.0 {
                doubted.push(DoubtedReview {
                    entry: design.entries[at],
                    judge: design.judges[judge],
                    weight: weights[review],
                    residual: design.scale * adjusted.residuals[review],
                });
            }
        }
    }
    Ok(HuberSensitivity {
        table: report(&design, &adjusted, Some(&weights)),
        doubted,
    })
}

/// The standard deviation of the noise, from the median of those residuals that are free to differ from 0.
fn scale_of(residuals: &[f64], freedom: u32) -> f64 {
    let mut sizes: Vec<f64> = residuals.iter().map(|residual| residual.abs()).collect();
    sizes.sort_unstable_by(f64::total_cmp);
    // With few degrees of freedom many residuals are 0 or nearly so; the largest `freedom` of them speak for all.
    let free = (freedom as usize).min(sizes.len());
    let largest = sizes.get(sizes.len() - free..).unwrap_or_default();
    let median = largest.get(largest.len() / 2).copied().unwrap_or_default();
    // Residuals all but 0 in an exact table are rounding, and all of them count.
    (MEDIAN_TO_DEVIATION * median).max(1e-9)
}

/// Judges who also stretch the scale: score = leniency + slope × quality + noise.
#[derive(Debug, Clone, PartialEq)]
pub struct SlopeSensitivity {
    /// How far each judge stretches the scale, in order of the judges' numbers.
    pub slopes: Vec<JudgeSlope>,
    /// The entries in order of their quality, island by island; qualities are on the scale of a judge of slope 1.
    pub ranking: Ranking,
}

/// How far one judge stretches the scale.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct JudgeSlope {
    /// The judge, by the caller's number.
    pub judge: usize,
    /// 1 for a judge like the others, more for one who uses more of the scale. From 0.2 to 5.
    pub slope: f64,
}

/// Fits slopes by alternating least squares from the two-way table. Slopes are drawn towards 1 as if every judge had ten
/// reviews more whose slope is 1, for a slope from a few reviews is mostly noise.
///
/// # Errors
/// [`FitError`] for unusable reviews and for none at all.
pub fn slope_sensitivity(entries: usize, reviews: &[Review]) -> Result<SlopeSensitivity, FitError> {
    const PRIOR_REVIEWS: f64 = 10.0;
    let design = Design::new(reviews, &vec![0; entries])?;
    let adjusted = adjust(&design, None);
    let mut quality = adjusted.entries.clone();
    let mut slopes = vec![1.0; design.judges.len()];
    let mut levels = vec![0.0; design.judges.len()];
    for _ in 0..ROUNDS {
        let before = slopes.clone();
        fit_judges(&design, &quality, PRIOR_REVIEWS, &mut slopes, &mut levels);
        let mean = slopes.iter().map(|slope: &f64| slope.ln()).sum::<f64>() / slopes.len() as f64;
        for slope in &mut slopes {
            *slope = (*slope / mean.exp()).clamp(0.2, 5.0);
        }
        for (quality, panel) in quality.iter_mut().zip(design.panels()) {
            let (mut above, mut below) = (0.0, 0.0);
            for (&judge, score) in panel.judges.iter().zip(panel.scores) {
                above += slopes[judge] * (score - levels[judge]);
                below += slopes[judge] * slopes[judge];
            }
            *quality = above / below;
        }
        let change: Vec<f64> = slopes.iter().zip(&before).map(|(a, b)| a - b).collect();
        if dot(&change, &change) < SETTLED * SETTLED {
            break;
        }
    }
    let estimates: Vec<f64> = quality
        .iter()
        .map(|&quality| design.score(quality))
        .collect();
    Ok(SlopeSensitivity {
        slopes: design
            .judges
            .iter()
            .zip(&slopes)
            .map(|(&judge, &slope)| JudgeSlope { judge, slope })
            .collect(),
        ranking: Islands::of(&design).rank(&design, &estimates),
    })
}

/// Level and slope of every judge by regression on the qualities.
fn fit_judges(
    design: &Design,
    quality: &[f64],
    prior_reviews: f64,
    slopes: &mut [f64],
    levels: &mut [f64],
) {
    let mut own: Vec<Vec<(f64, f64)>> = vec![Vec::new(); slopes.len()];
    for (quality, panel) in quality.iter().zip(design.panels()) {
        for (&judge, &score) in panel.judges.iter().zip(panel.scores) {
            own[judge].push((*quality, score));
        }
    }
    let mean = quality.iter().sum::<f64>() / quality.len() as f64;
    let variance =
        quality.iter().map(|one| (one - mean).powi(2)).sum::<f64>() / quality.len() as f64;
    for ((own, slope), level) in own.iter().zip(slopes).zip(levels) {
        let count = own.len() as f64;
        let x = own.iter().map(|(x, _)| x).sum::<f64>() / count;
        let y = own.iter().map(|(_, y)| y).sum::<f64>() / count;
        let xx: f64 = own.iter().map(|(one, _)| (one - x).powi(2)).sum();
        let xy: f64 = own.iter().map(|(one, score)| (one - x) * (score - y)).sum();
        let prior = prior_reviews * variance;
        *slope = if xx + prior > 0.0 {
            ((xy + prior) / (xx + prior)).clamp(0.2, 5.0)
        } else {
            1.0
        };
        *level = y - *slope * x;
    }
}
