//! The derivatives of the restricted likelihood by the two variance ratios, from sums over the absorbed system alone.

use crate::design::Design;
use crate::matrix::{Square, dot};
use crate::reml::{Ratios, Solution, degrees_of_freedom, quadratic, shrinkage};

/// λⱼ below which derivatives are taken at this value: they divide by it, and change by nothing that matters.
const LEAST_RATIO: f64 = 1e-7;

/// First and second derivatives of the criterion by the two ratios, entries first.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Derivatives {
    pub(crate) gradient: [f64; 2],
    /// The exact second derivatives: (entries, entries), (entries, judges), (judges, judges).
    pub(crate) hessian: [f64; 3],
    /// The average of observed and expected information, which is never indefinite (Gilmour, Thompson & Cullis,
    /// *Biometrics* 51, 1995).
    pub(crate) average: [f64; 3],
}

impl Solution {
    /// The derivatives of the criterion here.
    ///
    /// With P = V⁻¹ − V⁻¹X(XᵀV⁻¹X)⁻¹XᵀV⁻¹ and Vₖ = Zₖ Zₖᵀ the gradient is tr(P Vₖ) − yᵀP Vₖ P y / σ², and the second
    /// derivatives are 2 yᵀP Vₖ P Vₗ P y / σ² − tr(P Vₖ P Vₗ) less the part that σ² takes by being at its best.
    pub(crate) fn derivatives(&self, design: &Design) -> Option<Derivatives> {
        let at_least;
        let solution = if self.ratios.judges < LEAST_RATIO {
            at_least = Self::at(
                design,
                Ratios {
                    judges: LEAST_RATIO,
                    ..self.ratios
                },
            )?;
            &at_least
        } else {
            self
        };
        Some(solution.derivatives_here(design))
    }

    fn derivatives_here(&self, design: &Design) -> Derivatives {
        let judges = design.judges.len();
        let covariance = self.covariance(judges);
        let traces = self.traces(design, &covariance);

        // P y are the residuals. Vₖ P y repeats their sums by entry or by judge.
        let mut by_entry = Vec::with_capacity(design.entries.len());
        let mut by_judge = vec![0.0; judges];
        for (entry, panel) in design.panels().enumerate() {
            let residuals = &self.residuals[design.start(entry)..][..panel.judges.len()];
            by_entry.push(residuals.iter().sum::<f64>());
            for (&judge, residual) in panel.judges.iter().zip(residuals) {
                by_judge[judge] += residual;
            }
        }
        let squares = [dot(&by_entry, &by_entry), dot(&by_judge, &by_judge)];
        let noise = self.noise;
        let gradient = [
            traces.first[0] - squares[0] / noise,
            traces.first[1] - squares[1] / noise,
        ];

        let bends = self.bends(design, &covariance, &by_entry, &by_judge);
        let freedom = degrees_of_freedom(design);
        let mut hessian = [0.0; 3];
        let mut average = [0.0; 3];
        for (cell, (k, l)) in [(0, 0), (0, 1), (1, 1)].into_iter().enumerate() {
            let bend = bends[cell] / noise;
            let profiled = squares[k] * squares[l] / (freedom * noise * noise);
            hessian[cell] = 2.0 * bend - traces.second[cell] - profiled;
            average[cell] = bend - profiled;
        }
        Derivatives {
            gradient,
            hessian,
            average,
        }
    }

    /// yᵀP Vₖ P Vₗ P y for (entries, entries), (entries, judges), (judges, judges).
    fn bends(
        &self,
        design: &Design,
        covariance: &Square,
        by_entry: &[f64],
        by_judge: &[f64],
    ) -> [f64; 3] {
        let judges = design.judges.len();
        // For each of the two vectors a: aᵀW⁻¹a with itself and the other, and UᵀW⁻¹a.
        let mut within = [0.0; 3];
        let mut absorbed = [vec![0.0; covariance.size()], vec![0.0; covariance.size()]];
        for (entry, panel) in design.panels().enumerate() {
            let theme = judges + design.theme_of[entry];
            let reviews = panel.judges.len() as f64;
            let c = shrinkage(self.ratios.entries, panel.judges.len());
            let kept = 1.0 / (1.0 + self.ratios.entries * reviews);
            let own = by_entry[entry];
            let sum: f64 = panel.judges.iter().map(|&judge| by_judge[judge]).sum();
            let square: f64 = panel.judges.iter().map(|&j| by_judge[j].powi(2)).sum();
            within[0] += own * own * reviews * kept;
            within[1] += own * sum * kept;
            within[2] += square - c * sum * sum;
            for &judge in panel.judges {
                absorbed[0][judge] += own * kept;
                absorbed[1][judge] += by_judge[judge] - c * sum;
            }
            absorbed[0][theme] += own * reviews * kept;
            absorbed[1][theme] += sum * kept;
        }
        let projected = covariance.times(&absorbed[1]);
        within[0] -= dot(&absorbed[0], &covariance.times(&absorbed[0]));
        within[1] -= dot(&absorbed[0], &projected);
        within[2] -= dot(&absorbed[1], &projected);
        within
    }

    /// tr(P Vₖ) and tr(P Vₖ P Vₗ).
    ///
    /// Zⱼᵀ P Zⱼ = (I − D / λⱼ) / λⱼ with D the covariance of the leniencies; Zₑᵀ P Zₑ is diagonal less w Dᵂ wᵀ, w the absorbed
    /// rows of the entries, so that all its traces follow from D and G = wᵀ w, and the entries never meet in pairs.
    fn traces(&self, design: &Design, covariance: &Square) -> Traces {
        let judges = design.judges.len();
        let ratio = self.ratios.judges;
        let mut first = [0.0; 2];
        let mut second = [0.0; 3];
        let mut gram = Square::zeros(covariance.size());
        for (entry, panel) in design.panels().enumerate() {
            let theme = judges + design.theme_of[entry];
            let reviews = panel.judges.len() as f64;
            let kept = 1.0 / (1.0 + self.ratios.entries * reviews);
            let information = reviews * kept;
            let weight = kept * kept;
            let explained = weight * quadratic(covariance, panel.judges, theme, reviews);
            first[0] += information - explained;
            second[0] += information * (information - 2.0 * explained);
            for (position, &judge) in panel.judges.iter().enumerate() {
                for &other in panel.judges.iter().take(position + 1) {
                    *gram.at_mut(judge, other) += weight;
                }
                *gram.at_mut(theme, judge) += weight * reviews;
            }
            *gram.at_mut(theme, theme) += weight * reviews * reviews;
        }
        gram.mirror();
        let product = covariance.times_symmetric(&gram);
        for row in 0..covariance.size() {
            for column in 0..covariance.size() {
                second[0] += product.at(row, column) * product.at(column, row);
            }
            if row < judges {
                second[1] += dot(product.row(row), covariance.row(row)) / (ratio * ratio);
                first[1] += (1.0 - covariance.at(row, row) / ratio) / ratio;
                for column in 0..judges {
                    let one = if row == column { 1.0 } else { 0.0 };
                    second[2] += ((one - covariance.at(row, column) / ratio) / ratio).powi(2);
                }
            }
        }
        Traces { first, second }
    }
}

struct Traces {
    first: [f64; 2],
    second: [f64; 3],
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::review::Review;

    /// A lopsided contest of two themes.
    fn design() -> Design {
        let reviews: Vec<Review> = (0..90_usize)
            .filter(|at| at % 7 != 3)
            .map(|at| Review {
                entry: at / 5,
                judge: (at % 5 + at / 30 * 2) % 8,
                score: ((at * 37) % 23) as f64 + ((at / 5) * 11 % 17) as f64,
            })
            .collect();
        let themes: Vec<usize> = (0..18).map(|entry| entry % 2).collect();
        Design::new(&reviews, &themes).unwrap()
    }

    #[test]
    fn derivatives_are_the_differences_of_the_criterion() {
        let design = design();
        let at = |entries: f64, judges: f64| {
            let ratios = Ratios { entries, judges };
            Solution::at(&design, ratios).unwrap().criterion
        };
        for (e, j) in [(0.8, 0.4), (0.05, 3.0), (6.0, 0.02)] {
            let (a, b) = (e * 1e-3, j * 1e-3);
            let here = Solution::at(
                &design,
                Ratios {
                    entries: e,
                    judges: j,
                },
            )
            .unwrap();
            let found = here.derivatives(&design).unwrap();
            let middle = here.criterion;
            let expected = [
                (at(e + a, j) - at(e - a, j)) / (2.0 * a),
                (at(e, j + b) - at(e, j - b)) / (2.0 * b),
                (at(e + a, j) - 2.0 * middle + at(e - a, j)) / (a * a),
                (at(e + a, j + b) - at(e + a, j - b) - at(e - a, j + b) + at(e - a, j - b))
                    / (4.0 * a * b),
                (at(e, j + b) - 2.0 * middle + at(e, j - b)) / (b * b),
            ];
            let [g0, g1] = found.gradient;
            let [h00, h01, h11] = found.hessian;
            for (found, expected) in [g0, g1, h00, h01, h11].into_iter().zip(expected) {
                let close = 1e-4 * expected.abs().max(1e-2);
                assert!((found - expected).abs() < close, "{found} and {expected}");
            }
        }
    }

    #[test]
    fn at_the_boundary_the_slope_is_that_from_within() {
        let design = design();
        let slope = |judges: f64| {
            let ratios = Ratios {
                entries: 0.5,
                judges,
            };
            let solution = Solution::at(&design, ratios).unwrap();
            solution.derivatives(&design).unwrap().gradient[1]
        };
        assert!((slope(0.0) - slope(1e-5)).abs() < 1e-2 * slope(0.0).abs());
    }
}
