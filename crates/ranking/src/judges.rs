//! What the model says of the judges: how lenient each is, how widely each scores, and whose scores do not follow the model.

use crate::fit::Fit;
use crate::reml::shrinkage;

/// An infit above this is flagged (Linacre's guidance for rating scales: above 1.5 is unproductive for measurement).
pub const INFIT_LIMIT: f64 = 1.5;

/// One judge as the model sees them. Leniency and spread are in units of the scores.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct JudgeEstimate {
    /// The judge, by the caller's number.
    pub judge: usize,
    /// How many reviews they wrote, at least 1.
    pub reviews: u32,
    /// How much more they give than an average judge; positive is lenient. Shrunken towards 0 as far as it is uncertain.
    pub leniency: f64,
    /// The standard error of prediction of `leniency`, theme means unknown.
    pub se: f64,
    /// The standard deviation of their scores, 0 for a judge who gives everything the same; `None` for a single review.
    pub spread: Option<f64>,
    /// The mean square of their residuals over its expected value: 1 for a judge like the others, more for one who
    /// disagrees with them in no steady way, less for one whose scores the model all but foretells (the information-weighted
    /// mean square of Wright & Masters, *Rating Scale Analysis*, 1982).
    pub infit: f64,
    /// Whether `infit` is above [`INFIT_LIMIT`].
    pub misfits: bool,
}

impl Fit {
    /// The judges, in order of their numbers.
    #[must_use]
    pub fn judges(&self) -> Vec<JudgeEstimate> {
        let design = &self.design;
        let judges = design.judges.len();
        let mut squares = vec![0.0; judges];
        let mut expected = vec![0.0; judges];
        let mut scores = vec![Vec::new(); judges];
        for (entry, panel) in design.panels().enumerate() {
            let theme = judges + design.theme_of[entry];
            let c = shrinkage(self.solution.ratios.entries, panel.judges.len());
            let residuals = &self.solution.residuals[design.start(entry)..];
            // A review's residual has the variance σ² (1 − c − wᵀ D w), w the absorbed row of that review.
            let kept = 1.0 - c * panel.judges.len() as f64;
            let sums: Vec<f64> = panel
                .judges
                .iter()
                .chain([&theme])
                .map(|&row| {
                    let row = self.covariance.row(row);
                    panel.judges.iter().map(|&judge| row[judge]).sum()
                })
                .collect();
            let all: f64 = sums.iter().take(panel.judges.len()).sum();
            let theme_all = sums.last().copied().unwrap_or_default();
            let theme_own = self.covariance.at(theme, theme);
            for (at, (&judge, score)) in panel.judges.iter().zip(panel.scores).enumerate() {
                let explained = self.covariance.at(judge, judge) - 2.0 * c * sums[at]
                    + c * c * all
                    + kept * kept * theme_own
                    + 2.0 * kept * (self.covariance.at(judge, theme) - c * theme_all);
                squares[judge] += residuals[at].powi(2);
                expected[judge] += (1.0 - c - explained).max(0.0);
                scores[judge].push(*score);
            }
        }
        (0..judges)
            .map(|at| {
                let infit = if expected[at] > 1e-9 {
                    squares[at] / (self.solution.noise * expected[at])
                } else {
                    1.0
                };
                JudgeEstimate {
                    judge: design.judges[at],
                    reviews: u32::try_from(scores[at].len()).unwrap_or(u32::MAX),
                    leniency: design.scale * self.solution.effects[at],
                    se: (self.noise() * self.covariance.at(at, at)).sqrt(),
                    spread: spread(&scores[at]).map(|spread| design.scale * spread),
                    infit,
                    misfits: infit > INFIT_LIMIT,
                }
            })
            .collect()
    }
}

/// The sample standard deviation.
fn spread(scores: &[f64]) -> Option<f64> {
    let first = scores.first()?;
    if scores.len() < 2 {
        return None;
    }
    // Around the first score, so that equal scores leave exactly nothing.
    let count = scores.len() as f64;
    let mean = scores.iter().map(|score| score - first).sum::<f64>() / count;
    let squares: f64 = scores
        .iter()
        .map(|score| (score - first - mean).powi(2))
        .sum();
    Some((squares / (count - 1.0)).sqrt())
}
