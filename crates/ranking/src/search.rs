//! The search for the variance ratios: Newton's method on the restricted likelihood, with 0 as a boundary that is reached,
//! not approached.

use crate::derivatives::Derivatives;
use crate::design::{Design, FitError};
use crate::reml::{Ratios, Solution};

/// The search stops when a full step would lower the criterion by less than this.
const DECREASE: f64 = 1e-9;

/// A summit is as good as reached when a full step would gain less than this and steps gain nothing any more, which is
/// a thirtieth of a standard error of the ratios.
const AS_GOOD_AS_THERE: f64 = 1e-3;

/// Steps before the search gives up; ten is a usual number.
const STEPS: u32 = 100;

/// A ratio beyond this means that the noise is nothing beside merit or leniency.
const LARGEST_RATIO: f64 = 1e9;

/// Beyond this the equations may be too ill-conditioned for the search to come to an end, for the same reason.
const DOUBTFUL_RATIO: f64 = 1e6;

/// A ratio below this that wants to go down goes to 0.
const NEXT_TO_NOTHING: f64 = 1e-5;

/// Where the search starts.
const START: Ratios = Ratios {
    entries: 1.0,
    judges: 0.5,
};

/// The likelihood can have a second summit beside one at a boundary. It is looked for from these pairs of ratios.
const ELSEWHERE: [f64; 3] = [0.02, 0.3, 4.0];

/// Up to so many judges it is looked for from every pair: a climb costs next to nothing, and reviews are few. With more
/// it is looked for only from where the likelihood is higher than at the boundary already.
const FEW_JUDGES: usize = 60;

/// The best ratios and the model there.
///
/// # Errors
/// [`FitError::NoNoise`] when a ratio runs away, [`FitError::NotFound`] when no start leads to an end.
pub(crate) fn search(design: &Design) -> Result<(Solution, Derivatives), FitError> {
    let mut best = climb(design, START);
    let inside = |found: &(Solution, Derivatives)| {
        found.0.ratios.entries > 0.0 && found.0.ratios.judges > 0.0
    };
    if best.as_ref().is_ok_and(inside) {
        return best;
    }
    for entries in ELSEWHERE {
        for judges in ELSEWHERE {
            let start = Ratios { entries, judges };
            let height = |best: &(Solution, Derivatives)| best.0.criterion;
            let lowest = best.as_ref().map_or(f64::INFINITY, height);
            let promising = design.judges.len() <= FEW_JUDGES
                || Solution::at(design, start).is_some_and(|there| there.criterion < lowest);
            if promising
                && let Ok(found) = climb(design, start)
                && found.0.criterion < lowest
            {
                best = Ok(found);
            }
        }
    }
    best
}

/// Follows the likelihood from one start.
fn climb(design: &Design, start: Ratios) -> Result<(Solution, Derivatives), FitError> {
    let mut here = Solution::at(design, start).ok_or(FitError::NoNoise)?;
    let mut slope = here.derivatives(design).ok_or(FitError::NoNoise)?;
    for _ in 0..STEPS {
        let (step, decrease) = newton_step(here.ratios, &slope);
        if here.ratios.entries > LARGEST_RATIO || here.ratios.judges > LARGEST_RATIO {
            return Err(FitError::NoNoise);
        }
        let Some(there) = walk(design, &here, &slope, step) else {
            // No step improves: this is the summit as far as rounding lets it be seen, or there is none in reach.
            return if decrease < AS_GOOD_AS_THERE {
                Ok((here, slope))
            } else {
                Err(lost(here.ratios))
            };
        };
        // Where the noise is all but nothing, rounding hides the last digits of the slope, and steps stop gaining first.
        let gained = here.criterion - there.criterion;
        let done = decrease < DECREASE || (decrease < AS_GOOD_AS_THERE && gained < DECREASE);
        here = there;
        if done {
            return Ok((here, slope));
        }
        slope = here.derivatives(design).ok_or(FitError::NoNoise)?;
    }
    let (_, decrease) = newton_step(here.ratios, &slope);
    if decrease < AS_GOOD_AS_THERE {
        Ok((here, slope))
    } else {
        Err(lost(here.ratios))
    }
}

/// Why a search came to no end.
fn lost(ratios: Ratios) -> FitError {
    if ratios.entries.max(ratios.judges) > DOUBTFUL_RATIO {
        FitError::NoNoise
    } else {
        FitError::NotFound { steps: STEPS }
    }
}

/// The step to the summit of the parabola that fits here, and how much lower the criterion is there. A ratio that lies at 0
/// and would go below it stays.
fn newton_step(ratios: Ratios, slope: &Derivatives) -> ([f64; 2], f64) {
    let at = [ratios.entries, ratios.judges];
    let [g0, g1] = slope.gradient;
    let free = [at[0] > 0.0 || g0 < 0.0, at[1] > 0.0 || g1 < 0.0];
    let [h00, h01, h11] = positive(slope, free);
    let step = match free {
        [true, true] => {
            let determinant = h00 * h11 - h01 * h01;
            [
                -(h11 * g0 - h01 * g1) / determinant,
                -(h00 * g1 - h01 * g0) / determinant,
            ]
        }
        [true, false] => [-g0 / h00, 0.0],
        [false, true] => [0.0, -g1 / h11],
        [false, false] => [0.0, 0.0],
    };
    // What lies across the boundary is out of reach and no reason to go on.
    let reach = |k: usize| step[k].max(-at[k]);
    let decrease = -(g0 * reach(0) + g1 * reach(1));
    (step, decrease.max(0.0))
}

/// The second derivatives to step by: the exact ones where they are positive definite, else the average information with a
/// little on its diagonal, for where merit and leniency are hard to tell apart it is all but singular.
fn positive(slope: &Derivatives, free: [bool; 2]) -> [f64; 3] {
    let [h00, h01, h11] = slope.hessian;
    let usable = match free {
        [true, true] => h00 > 0.0 && h11 > 0.0 && h00 * h11 > h01 * h01 * (1.0 + 1e-6),
        [true, false] => h00 > 0.0,
        [false, true] => h11 > 0.0,
        [false, false] => true,
    };
    if usable {
        return slope.hessian;
    }
    let [a00, a01, a11] = slope.average;
    let raised = |own: f64| own.max(1e-12) * (1.0 + 1e-4);
    [raised(a00), a01, raised(a11)]
}

/// Goes along the step, at most tenfold up or down, and halves it until the criterion falls by a fair part of what its slope
/// promises (Armijo's rule).
fn walk(design: &Design, here: &Solution, slope: &Derivatives, step: [f64; 2]) -> Option<Solution> {
    let mut length = 1.0;
    for _ in 0..40 {
        let ratios = Ratios {
            entries: moved(here.ratios.entries, step[0] * length),
            judges: moved(here.ratios.judges, step[1] * length),
        };
        let promised = slope.gradient[0] * (ratios.entries - here.ratios.entries)
            + slope.gradient[1] * (ratios.judges - here.ratios.judges);
        let rounding = 1e-12 * here.criterion.abs();
        if let Some(there) = Solution::at(design, ratios)
            && there.criterion <= here.criterion + 0.1 * promised.min(0.0) + rounding
        {
            return Some(there);
        }
        length /= 2.0;
    }
    None
}

/// A ratio after a step.
fn moved(ratio: f64, step: f64) -> f64 {
    let target = ratio + step;
    if target <= 0.0 && ratio < NEXT_TO_NOTHING {
        0.0
    } else {
        target.clamp(ratio / 10.0, (ratio * 10.0).max(0.1))
    }
}
