//! The mixed model fitted: score = theme mean + entry merit + judge leniency + noise, with entries and judges as samples from
//! normal populations, themes as fixed, and the three variances by restricted maximum likelihood (Patterson & Thompson,
//! *Biometrika* 58, 1971).
//!
//! What is estimated for an entry is its expected score from a judge of average leniency: its theme's mean plus its merit.
//! Merit is shrunken towards its theme as far as the entry's reviews leave it uncertain (best linear unbiased prediction;
//! Robinson, *Statistical Science* 6(1), 1991).

use crate::derivatives::Derivatives;
use crate::design::{Design, FitError};
use crate::islands::{Islands, Ranking};
use crate::least_squares::adjust;
use crate::matrix::Square;
use crate::reml::{Solution, degrees_of_freedom, quadratic, shrinkage};
use crate::review::Review;
use crate::search::search;

/// A residual sum of squares below this, for scores that reach from −1 to 1, is rounding.
const NOTHING: f64 = 1e-20;

/// The mixed model at its best variances. Made by [`fit`].
#[derive(Debug, Clone)]
pub struct Fit {
    pub(crate) design: Design,
    pub(crate) solution: Solution,
    pub(crate) slope: Derivatives,
    /// Covariance of (leniency, theme mean) in units of the noise variance.
    pub(crate) covariance: Square,
    pub(crate) islands: Islands,
    entries: Vec<EntryEstimate>,
}

/// How much scores vary, and by what. Each is a variance, in squared units of the scores.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Variances {
    /// Of merit between the entries of a theme. 0 when the reviews show none.
    pub merit: f64,
    /// Of leniency between judges. 0 when the reviews show none.
    pub leniency: f64,
    /// Of what is left: how differently two judges of the same leniency score the same entry. Above 0.
    pub noise: f64,
}

/// The mean of a theme.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ThemeMean {
    /// The theme, by the caller's number.
    pub theme: usize,
    /// The expected score of an entry of average merit from a judge of average leniency (generalised least squares).
    pub mean: f64,
    /// Its standard error, given the variances.
    pub se: f64,
    /// How many of its entries have a review.
    pub entries: u32,
}

/// What the model says of one entry. Everything is in units of the scores.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct EntryEstimate {
    /// The entry, counted from 0.
    pub entry: usize,
    /// Its theme, by the caller's number.
    pub theme: usize,
    /// How many reviews it has, at least 1.
    pub reviews: u32,
    /// Its expected score from a judge of average leniency: theme mean plus merit. The ranking goes by this.
    pub estimate: f64,
    /// The standard error of prediction of `estimate`: it counts the uncertainty of merit, leniency and theme mean.
    pub se: f64,
    /// Its merit above the mean of its theme.
    pub merit: f64,
    /// The standard error of prediction of `merit`, theme means unknown (Henderson, *Biometrics* 31, 1975).
    pub merit_se: f64,
    /// The standard deviation of merit given the scores and the theme means, which is what lme4 prints as `condVar`.
    pub conditional_se: f64,
    /// 1 − merit_se² / variance of merit, from 0 to 1: the squared correlation of merit with its estimate. 0 when there is
    /// no variance of merit.
    pub reliability: f64,
}

/// How far the order of the entries can be trusted, from 0 to 1, as means over the entries.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Reliability {
    /// Of raw means: σ²ₑ / (σ²ₑ + (σ²ⱼ + σ²) / n) for an entry with n reviews by judges of its own.
    pub before: f64,
    /// Of the model's merits: 1 − (standard error of prediction)² / σ²ₑ.
    pub after: f64,
}

/// Fits the model. `themes` holds the theme of every entry, by any number; entries without a review are left out.
///
/// The answer depends neither on the order of the reviews nor on which numbers the judges and themes bear, but for the last
/// bits. Time grows with the cube of judges + themes and in proportion to the reviews.
///
/// # Errors
/// [`FitError`]: reviews that are unusable, or that cannot tell merit, leniency and noise apart.
pub fn fit(reviews: &[Review], themes: &[usize]) -> Result<Fit, FitError> {
    let design = Design::new(reviews, themes)?;
    check(&design)?;
    let (solution, slope) = search(&design)?;
    let covariance = solution.covariance(design.judges.len());
    let islands = Islands::of(&design);
    let mut fit = Fit {
        design,
        solution,
        slope,
        covariance,
        islands,
        entries: Vec::new(),
    };
    fit.entries = fit.estimate_entries();
    Ok(fit)
}

/// Looks for what keeps the three variances from being told apart.
fn check(design: &Design) -> Result<(), FitError> {
    if design.constant || within_themes(design) <= NOTHING * design.reviews() as f64 {
        return Err(FitError::NoVariation {
            reviews: design.reviews(),
        });
    }
    if design.panels().all(|panel| panel.judges.len() < 2) {
        return Err(FitError::EntriesReviewedOnce);
    }
    if design.loads().iter().all(|&load| load < 2) {
        return Err(FitError::JudgesReviewOnce);
    }
    if design.theme_sizes().iter().all(|&size| size < 2) {
        return Err(FitError::ThemesOfOneEntry);
    }
    let adjusted = adjust(design, None);
    if adjusted.freedom > 0 && adjusted.squares <= NOTHING * design.reviews() as f64 {
        return Err(FitError::NoNoise);
    }
    Ok(())
}

/// The sum of squares around the mean of each theme.
fn within_themes(design: &Design) -> f64 {
    let mut sums = vec![(0.0, 0.0); design.themes.len()];
    for (panel, &theme) in design.panels().zip(&design.theme_of) {
        let (sum, count) = &mut sums[theme];
        *sum += panel.scores.iter().sum::<f64>();
        *count += panel.scores.len() as f64;
    }
    let means: Vec<f64> = sums.iter().map(|(sum, count)| sum / count).collect();
    design
        .panels()
        .zip(&design.theme_of)
        .flat_map(|(panel, &theme)| panel.scores.iter().map(move |score| (score, theme)))
        .map(|(score, theme)| (score - means[theme]).powi(2))
        .sum()
}

impl Fit {
    /// The three variances.
    #[must_use]
    pub fn variances(&self) -> Variances {
        let noise = self.noise();
        Variances {
            merit: noise * self.solution.ratios.entries,
            leniency: noise * self.solution.ratios.judges,
            noise,
        }
    }

    /// −2 log restricted likelihood at its lowest, as lme4 defines it: log|V| + log|XᵀV⁻¹X| + (n − p)(1 + log 2πσ²) with
    /// V in units of σ² and X one column for each theme (Bates et al., *J. Stat. Softw.* 67(1), 2015, eq. 41).
    #[must_use]
    pub fn criterion(&self) -> f64 {
        self.solution.criterion + 2.0 * degrees_of_freedom(&self.design) * self.design.scale.ln()
    }

    /// The themes that have a review, in order of their numbers.
    #[must_use]
    pub fn themes(&self) -> Vec<ThemeMean> {
        let judges = self.design.judges.len();
        let sizes = self.design.theme_sizes();
        (judges..)
            .zip(self.design.themes.iter().zip(sizes))
            .map(|(at, (&theme, entries))| ThemeMean {
                theme,
                mean: self.design.score(self.solution.effects[at]),
                se: (self.noise() * self.covariance.at(at, at)).sqrt(),
                entries,
            })
            .collect()
    }

    /// The entries that have a review, in order of their numbers.
    #[must_use]
    pub fn entries(&self) -> &[EntryEstimate] {
        &self.entries
    }

    /// How far the order can be trusted before and after leniency is taken out.
    #[must_use]
    pub fn reliability(&self) -> Reliability {
        let Variances {
            merit,
            leniency,
            noise,
        } = self.variances();
        let count = self.entries.len() as f64;
        let before =
            |entry: &EntryEstimate| merit / (merit + (leniency + noise) / f64::from(entry.reviews));
        Reliability {
            before: self.entries.iter().map(before).sum::<f64>() / count,
            after: self.entries.iter().map(|one| one.reliability).sum::<f64>() / count,
        }
    }

    /// The entries in order of their estimates: one ranking, or one for each island.
    #[must_use]
    pub fn ranking(&self) -> Ranking {
        let estimates: Vec<f64> = self.entries.iter().map(|entry| entry.estimate).collect();
        self.islands.rank(&self.design, &estimates)
    }

    /// The noise variance on the caller's scale.
    pub(crate) fn noise(&self) -> f64 {
        self.solution.noise * self.design.scale * self.design.scale
    }

    fn estimate_entries(&self) -> Vec<EntryEstimate> {
        let judges = self.design.judges.len();
        let given_themes = self.solution.covariance_given_themes(judges);
        let noise = self.noise();
        let ratio = self.solution.ratios.entries;
        let panels = self.design.panels().enumerate();
        panels
            .map(|(entry, panel)| {
                let theme = self.design.theme_of[entry];
                let at = judges + theme;
                let c = shrinkage(ratio, panel.judges.len());
                let count = panel.judges.len() as f64;
                // The merit takes −c (sum of leniencies + n × theme mean), the estimate the theme mean on top.
                let spread = |theme_weight: f64| {
                    c + c * c * quadratic(&self.covariance, panel.judges, at, theme_weight)
                };
                let merit_variance = spread(count);
                let variance = if c > 0.0 {
                    spread(count - 1.0 / c)
                } else {
                    self.covariance.at(at, at)
                };
                let known: f64 = panel
                    .judges
                    .iter()
                    .flat_map(|&one| panel.judges.iter().map(move |&other| (one, other)))
                    .map(|(one, other)| given_themes.at(one, other))
                    .sum();
                let reliability = if ratio > 0.0 {
                    (1.0 - merit_variance / ratio).clamp(0.0, 1.0)
                } else {
                    0.0
                };
                let merit = self.solution.merits[entry];
                EntryEstimate {
                    entry: self.design.entries[entry],
                    theme: self.design.themes[theme],
                    reviews: u32::try_from(panel.judges.len()).unwrap_or(u32::MAX),
                    estimate: self.design.score(self.solution.effects[at] + merit),
                    se: (noise * variance).sqrt(),
                    merit: self.design.scale * merit,
                    merit_se: (noise * merit_variance).sqrt(),
                    conditional_se: (noise * (c + c * c * known)).sqrt(),
                    reliability,
                }
            })
            .collect()
    }
}
