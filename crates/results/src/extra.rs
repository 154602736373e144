//! Which further reviews would settle a line soonest.
//!
//! An entry with the probability p of standing above a line is on the wrong side of it with the probability min(p, 1 − p), and
//! the sum of that over the entries is how many of them are to be expected on the wrong side. One further review lowers the part
//! of the entry it is about. By how much follows from the normal distribution: with z the number for which Φ(z) = p, s the
//! standard error of the entry's estimate and v = noise + leniency the variance of a score by a judge of whom nothing is known,
//! the entry is expected on the wrong side with the probability
//!
//! > Φ(−|z|) before the review, and 2 T(z, √v ÷ s) after it,
//!
//! for it is misplaced when the estimate after the review and the truth lie on two sides of the line; both are normal with the
//! correlation s ÷ √(s² + v). T is Owen's function (*Annals of Mathematical Statistics* 27, 1956).

use contest::RoundId;
use statrs::distribution::{ContinuousCDF, Normal};

use crate::lines::Line;
use crate::outcome::ExtraReview;
use crate::rank::Ranked;

/// So many are told.
const MOST: usize = 50;

/// The most useful further reviews for the lines of rounds, the most useful first; those equally useful in the order of the
/// rounds, lines and entries.
pub(crate) fn extra_reviews<'a>(
    rounds: impl Iterator<Item = (&'a RoundId, &'a Ranked<'a>, Vec<Line<'a>>)>,
) -> Vec<ExtraReview> {
    let mut found: Vec<ExtraReview> = rounds
        .flat_map(|(round, ranked, lines)| {
            let live = lines.into_iter().filter(|line| line.live);
            live.flat_map(move |line| of_line(round, ranked, line))
        })
        .collect();
    // Stable, so that equals stay in the order they were found in.
    found.sort_by(|a, b| b.gain.total_cmp(&a.gain));
    found.truncate(MOST);
    found
}

fn of_line(round: &RoundId, ranked: &Ranked<'_>, line: Line<'_>) -> Vec<ExtraReview> {
    if ranked.round.islands > 1 {
        return Vec::new();
    }
    let chances = ranked.chances(line);
    let variance = ranked.round.variances.noise + ranked.round.variances.leniency;
    let mut found: Vec<ExtraReview> = ranked
        .round
        .entries
        .iter()
        .filter_map(|standing| {
            let p_in = *chances.get(&standing.entry)?;
            let gain = gain(p_in, standing.estimate_se, variance);
            (gain > 0.0).then(|| ExtraReview {
                round: round.clone(),
                line: line.places,
                entry: standing.entry.clone(),
                p_in,
                gain,
            })
        })
        .collect();
    found.sort_by(|a, b| a.entry.cmp(&b.entry));
    found
}

/// By how much one further review lowers the probability that an entry is on the wrong side: Φ(−|z|) − 2 T(z, √v ÷ s).
///
/// Owen's T is an integral from 0, and from 0 to ∞ half of Φ(−|z|); what is left is the rest of that integral, in which x is
/// the tangent of an angle. 0 for an entry that no draw, or every draw, puts above the line.
fn gain(p: f64, se: f64, variance: f64) -> f64 {
    let sure = p <= 0.0 || p >= 1.0;
    if sure || se <= 0.0 || variance <= 0.0 {
        return 0.0;
    }
    let z = Normal::standard().inverse_cdf(p);
    let from = (variance.sqrt() / se).atan();
    let height = |angle: f64| {
        let cosine = angle.cos();
        (-0.5 * z * z / (cosine * cosine)).exp()
    };
    integral(height, from, std::f64::consts::FRAC_PI_2) / std::f64::consts::PI
}

/// The integral of a smooth function by Simpson's rule in sixty-four parts.
fn integral(height: impl Fn(f64) -> f64, from: f64, to: f64) -> f64 {
    const PARTS: u32 = 64;
    let step = (to - from) / f64::from(PARTS);
    let sum: f64 = (0..=PARTS)
        .map(|at| {
            let weight = match at {
                0 | PARTS => 1.0,
                odd if odd % 2 == 1 => 4.0,
                _ => 2.0,
            };
            weight * height(from + step * f64::from(at))
        })
        .sum();
    sum * step / 3.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_review_without_noise_leaves_nothing_in_doubt() {
        for p in [0.01, 0.3, 0.5, 0.8] {
            let whole = gain(p, 1.0, 1e-18);
            assert!((whole - f64::min(p, 1.0 - p)).abs() < 1e-6, "{p}: {whole}");
        }
    }

    #[test]
    fn the_gain_for_an_even_chance_is_the_known_angle() {
        // T(0, a) = atan(a) ÷ 2π, so that the gain is ½ − atan(√v ÷ s) ÷ π.
        let found = gain(0.5, 2.0, 12.0);
        let expected = 0.5 - 3.0_f64.sqrt().atan() / std::f64::consts::PI;
        assert!((found - expected).abs() < 1e-12);
    }

    #[test]
    fn the_gain_agrees_with_owens_function_where_it_has_a_closed_form() {
        // Owen's T(1, 1) = Φ(1) Φ(−1) ÷ 2, so that for v = s² and z = 1 the gain is Φ(−1) − Φ(1) Φ(−1) = Φ(−1)².
        let below = Normal::standard().cdf(-1.0);
        assert!((gain(below, 3.0, 9.0) - below * below).abs() < 1e-9);
        assert!((gain(1.0 - below, 3.0, 9.0) - below * below).abs() < 1e-9);
    }

    #[test]
    fn what_is_settled_gains_nothing() {
        assert_eq!(gain(0.0, 1.0, 1.0), 0.0);
        assert_eq!(gain(1.0, 1.0, 1.0), 0.0);
        assert_eq!(gain(0.5, 0.0, 1.0), 0.0);
    }
}
