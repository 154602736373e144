//! The mixed model with its two variance ratios held fixed: the criterion, its derivatives, and the solution.
//!
//! score = theme mean + entry merit + judge leniency + noise. With V σ² the covariance of the scores,
//! V = I + λₑ Zₑ Zₑᵀ + λⱼ Zⱼ Zⱼᵀ, where λₑ and λⱼ are the variances of merit and leniency as parts of the noise variance σ².
//! Within an entry I + λₑ 1 1ᵀ has the inverse I − c 1 1ᵀ, c = λₑ / (1 + λₑ n), so the entries are absorbed review by
//! review, and what is left is one dense system of judges and themes (Henderson's mixed model equations; Searle, Casella &
//! McCulloch, *Variance Components*, 1992, §7.6; Bates et al., *J. Stat. Softw.* 67(1), 2015, for the criterion).

use crate::design::Design;
use crate::matrix::{Cholesky, Square, dot};

/// A noise variance below this, for scores that reach from −1 to 1, is rounding.
const NO_NOISE: f64 = 1e-24;

/// The variances of merit and of leniency as parts of the noise variance. 0 says that there are none.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Ratios {
    pub(crate) entries: f64,
    pub(crate) judges: f64,
}

/// The model at one pair of ratios. Everything is on the design's scale.
#[derive(Debug, Clone)]
pub(crate) struct Solution {
    /// Where it was solved.
    pub(crate) ratios: Ratios,
    /// −2 log restricted likelihood, with σ² at its best.
    pub(crate) criterion: f64,
    /// The noise variance, its best value for these ratios.
    pub(crate) noise: f64,
    /// Leniency for each judge, then the mean of each theme.
    pub(crate) effects: Vec<f64>,
    /// The merit of each entry.
    pub(crate) merits: Vec<f64>,
    /// For each review what the model leaves unexplained.
    pub(crate) residuals: Vec<f64>,
    /// The factor of the absorbed system, its judges scaled by √λⱼ.
    pub(crate) factor: Cholesky,
}

/// λₑ / (1 + λₑ n): how much of an entry's sum of deviations is merit.
pub(crate) fn shrinkage(ratio: f64, reviews: usize) -> f64 {
    ratio / (1.0 + ratio * reviews as f64)
}

/// The absorbed equations without the prior of the judges: UᵀW⁻¹U, of which the lower triangle is filled, and UᵀW⁻¹y, where
/// U has the judges' columns and then the themes'.
fn absorb(design: &Design, ratio: f64) -> (Square, Vec<f64>) {
    let judges = design.judges.len();
    let size = judges + design.themes.len();
    let mut left = Square::zeros(size);
    let mut right = vec![0.0; size];
    for (entry, panel) in design.panels().enumerate() {
        let theme = judges + design.theme_of[entry];
        let reviews = panel.judges.len() as f64;
        let c = shrinkage(ratio, panel.judges.len());
        let kept = 1.0 / (1.0 + ratio * reviews);
        let sum: f64 = panel.scores.iter().sum();
        for (position, (&judge, score)) in panel.judges.iter().zip(panel.scores).enumerate() {
            right[judge] += score - c * sum;
            for &other in panel.judges.iter().take(position) {
                *left.at_mut(judge, other) -= c;
            }
            *left.at_mut(judge, judge) += 1.0 - c;
            *left.at_mut(theme, judge) += kept;
        }
        right[theme] += kept * sum;
        *left.at_mut(theme, theme) += kept * reviews;
    }
    (left, right)
}

impl Solution {
    /// Solves the model; `None` when there is no noise, or when the equations are singular to working precision because a
    /// ratio has run away for want of it.
    pub(crate) fn at(design: &Design, ratios: Ratios) -> Option<Self> {
        let judges = design.judges.len();
        let root = ratios.judges.sqrt();
        let (mut system, mut effects) = absorb(design, ratios.entries);
        for row in 0..system.size() {
            for column in 0..=row.min(judges.saturating_sub(1)) {
                let scale = if row < judges { ratios.judges } else { root };
                *system.at_mut(row, column) *= scale;
            }
        }
        for (judge, effect) in effects.iter_mut().enumerate().take(judges) {
            *system.at_mut(judge, judge) += 1.0;
            *effect *= root;
        }
        let factor = Cholesky::new(system)?;
        factor.solve(&mut effects);

        // The criterion's sum of squares as a sum of squares: taken as a difference it would lose all digits when the
        // noise is small.
        let mut squares = dot(&effects[..judges], &effects[..judges]);
        for leniency in &mut effects[..judges] {
            *leniency *= root;
        }
        let mut log_weights = 0.0;
        let mut merits = Vec::with_capacity(design.entries.len());
        let mut residuals = Vec::with_capacity(design.reviews());
        for (entry, panel) in design.panels().enumerate() {
            let mean = effects[judges + design.theme_of[entry]];
            let deviations = panel
                .judges
                .iter()
                .zip(panel.scores)
                .map(|(&judge, score)| score - mean - effects[judge]);
            let sum: f64 = deviations.clone().sum();
            let spread = 1.0 + ratios.entries * panel.judges.len() as f64;
            let merit = shrinkage(ratios.entries, panel.judges.len()) * sum;
            log_weights += spread.ln();
            squares += ratios.entries * (sum / spread).powi(2);
            merits.push(merit);
            for deviation in deviations {
                let residual = deviation - merit;
                squares += residual * residual;
                residuals.push(residual);
            }
        }
        let freedom = degrees_of_freedom(design);
        let noise = squares / freedom;
        let criterion = log_weights
            + factor.log_determinant()
            + freedom * (1.0 + (std::f64::consts::TAU * noise).ln());
        (noise > NO_NOISE && criterion.is_finite()).then_some(Self {
            ratios,
            criterion,
            noise,
            effects,
            merits,
            residuals,
            factor,
        })
    }

    /// The covariance of (leniency, theme mean) given the scores, in units of σ².
    pub(crate) fn covariance(&self, judges: usize) -> Square {
        unscale(self.factor.inverse(), self.ratios.judges.sqrt(), judges)
    }

    /// The same with the theme means taken for known: leniency alone.
    pub(crate) fn covariance_given_themes(&self, judges: usize) -> Square {
        let leading = self.factor.leading(judges);
        unscale(leading.inverse(), self.ratios.judges.sqrt(), judges)
    }
}

/// n − p: reviews less themes.
pub(crate) fn degrees_of_freedom(design: &Design) -> f64 {
    (design.reviews() - design.themes.len()) as f64
}

/// wᵀ C w, where w has a 1 for each judge of a panel and `theme_weight` for its theme.
pub(crate) fn quadratic(
    covariance: &Square,
    judges: &[usize],
    theme: usize,
    theme_weight: f64,
) -> f64 {
    let mut sum = theme_weight * theme_weight * covariance.at(theme, theme);
    for (position, &judge) in judges.iter().enumerate() {
        let row = covariance.row(judge);
        let before: f64 = judges.iter().take(position).map(|&other| row[other]).sum();
        sum += row[judge] + 2.0 * (before + theme_weight * row[theme]);
    }
    sum
}

/// Takes the judges' scale out of an inverse.
fn unscale(mut inverse: Square, root: f64, judges: usize) -> Square {
    for row in 0..inverse.size() {
        for column in 0..inverse.size() {
            let mut scale = 1.0;
            if row < judges {
                scale *= root;
            }
            if column < judges {
                scale *= root;
            }
            *inverse.at_mut(row, column) *= scale;
        }
    }
    inverse
}
