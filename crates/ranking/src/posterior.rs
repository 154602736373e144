//! Draws from what the reviews leave possible: merits, leniencies, theme means and variances together, and the ranks that
//! follow from them.
//!
//! Given the variance ratios everything is exact. The noise variance is σ̂²(n − p)/χ²; leniency and theme means are normal
//! around their estimates with the inverse of the absorbed system for covariance; given those, the merits are independent
//! normals. The ratios themselves are drawn from their restricted likelihood under a flat prior on the ratios of standard
//! deviations, taken at the nodes of a Gauss–Hermite rule around the best ones and weighted by the likelihood there (Rue,
//! Martino & Chopin, *J. R. Statist. Soc. B* 71, 2009, lay such a grid). The likelihood does not change when a standard
//! deviation changes its sign, so that a node beyond 0 is mirrored.

use crate::dice::Dice;
use crate::fit::Fit;
use crate::reml::{Ratios, Solution, degrees_of_freedom, shrinkage};

/// Gauss–Hermite nodes for the standard normal distribution, and their weights (Abramowitz & Stegun, table 25.10).
const NODES: [(f64, f64); 4] = [
    (-2.334_414_218_338_977, 0.045_875_854_768_068_5),
    (-0.741_963_784_302_725, 0.454_124_145_231_931_5),
    (0.741_963_784_302_725, 0.454_124_145_231_931_5),
    (2.334_414_218_338_977, 0.045_875_854_768_068_5),
];

impl Fit {
    /// The model at the nodes, with weights that sum to 1.
    pub(crate) fn nodes(&self) -> Vec<(Solution, f64)> {
        let best = [
            self.solution.ratios.entries.sqrt(),
            self.solution.ratios.judges.sqrt(),
        ];
        let [[l00, _], [l10, l11]] = self.spread_of_ratios(best);
        let mut nodes: Vec<(Solution, f64)> = Vec::new();
        for (z0, w0) in NODES {
            for (z1, w1) in NODES {
                let entries = best[0] + l00 * z0;
                let judges = best[1] + l10 * z0 + l11 * z1;
                let ratios = Ratios {
                    entries: entries * entries,
                    judges: judges * judges,
                };
                let Some(solution) = Solution::at(&self.design, ratios) else {
                    continue;
                };
                let fall = (self.solution.criterion - solution.criterion) / 2.0;
                let weight = w0 * w1 * (fall + (z0 * z0 + z1 * z1) / 2.0).min(20.0).exp();
                if weight.is_finite() && weight > 0.0 {
                    nodes.push((solution, weight));
                }
            }
        }
        if nodes.is_empty() {
            return vec![(self.solution.clone(), 1.0)];
        }
        let total: f64 = nodes.iter().map(|(_, weight)| weight).sum();
        for (_, weight) in &mut nodes {
            *weight /= total;
        }
        nodes
    }

    /// A lower triangle L with L Lᵀ the covariance of the two ratios of standard deviations, from the curvature of the
    /// restricted likelihood.
    fn spread_of_ratios(&self, best: [f64; 2]) -> [[f64; 2]; 2] {
        let bend = |cell: usize, k: usize, l: usize| {
            let own = if k == l {
                2.0 * self.slope.gradient[k]
            } else {
                0.0
            };
            (4.0 * best[k] * best[l] * self.slope.hessian[cell] + own) / 2.0
        };
        let (a, b, c) = (bend(0, 0, 0), bend(1, 0, 1), bend(2, 1, 1));
        let determinant = a * c - b * b;
        // A ratio of standard deviations is never known worse than this where the curvature says nothing.
        let loosest = 1.0;
        if a > 0.0 && c > 0.0 && determinant > 1e-9 * a * c {
            let l00 = (c / determinant).sqrt();
            let l10 = -b / determinant / l00;
            let l11 = (1.0 / c).sqrt();
            [[l00, 0.0], [l10, l11]]
        } else {
            let alone = |bend: f64| {
                if bend > 0.0 {
                    (1.0 / bend).sqrt()
                } else {
                    loosest
                }
            };
            [[alone(a), 0.0], [0.0, alone(c)]]
        }
    }

    /// One draw of what the entries are ranked by, on the design's scale.
    pub(crate) fn draw(&self, node: &Solution, dice: &mut Dice, values: &mut [f64]) {
        let design = &self.design;
        let judges = design.judges.len();
        let freedom = degrees_of_freedom(design);
        let sigma = (node.noise * freedom / dice.chi_squared(freedom)).sqrt();
        let mut effects: Vec<f64> = (0..node.effects.len()).map(|_| dice.normal()).collect();
        node.factor.solve_transposed(&mut effects);
        let root = node.ratios.judges.sqrt();
        for (at, (effect, best)) in effects.iter_mut().zip(&node.effects).enumerate() {
            let scale = if at < judges { root } else { 1.0 };
            *effect = best + sigma * scale * *effect;
        }
        for (entry, (panel, value)) in design.panels().zip(values).enumerate() {
            let mean = effects[judges + design.theme_of[entry]];
            let c = shrinkage(node.ratios.entries, panel.judges.len());
            let mut sum = 0.0;
            for (&judge, score) in panel.judges.iter().zip(panel.scores) {
                sum += score - mean - effects[judge];
            }
            *value = mean + c * sum + sigma * c.sqrt() * dice.normal();
        }
    }
}
