//! One mark on one criterion.

use serde::{Deserialize, Serialize};

/// How fine a judge may mark, from the contest file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MarkStep {
    /// Whole points only: 1, 2, … 10.
    Whole,
    /// Half points as well: 1, 1.5, … 10.
    Half,
}

/// A mark that was given: 1–10 points, kept in half points so that sums stay whole numbers.
///
/// A criterion without a mark has no `Points`; zero cannot be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "f64", into = "f64")]
pub struct Points(u8);

/// The number is no mark: outside 1–10, or finer than half a point.
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error)]
#[error("{0} is not a mark from 1 to 10 in half points")]
pub struct NotAMark(
    /// The refused number, in points.
    pub f64,
);

impl Points {
    /// The mark of so many half points; refused outside 2–20.
    pub fn from_halves(halves: u8) -> Result<Self, NotAMark> {
        if (2..=20).contains(&halves) {
            Ok(Self(halves))
        } else {
            Err(NotAMark(f64::from(halves) / 2.0))
        }
    }

    /// The mark in half points, 2–20.
    pub fn halves(self) -> u8 {
        self.0
    }

    /// Whether the contest's step allows this mark.
    pub fn fits(self, step: MarkStep) -> bool {
        step == MarkStep::Half || self.0.is_multiple_of(2)
    }
}

impl TryFrom<f64> for Points {
    type Error = NotAMark;
    fn try_from(points: f64) -> Result<Self, NotAMark> {
        let halves = points * 2.0;
        if !(2.0..=20.0).contains(&halves) || halves.fract() != 0.0 {
            return Err(NotAMark(points));
        }
        // In range and whole, so the cast is exact.
        Self::from_halves(halves as u8)
    }
}

impl From<Points> for f64 {
    fn from(points: Points) -> f64 {
        f64::from(points.0) / 2.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_is_between_one_and_ten_in_half_points() {
        for bad in [0.0, 0.5, 10.5, 7.25, -3.0, f64::NAN, f64::INFINITY, 1e300] {
            assert!(Points::try_from(bad).is_err(), "{bad}");
        }
        assert_eq!(Points::try_from(7.5).unwrap().halves(), 15);
        assert_eq!(Points::try_from(10.0).unwrap().halves(), 20);
    }

    #[test]
    fn a_half_point_does_not_fit_a_contest_of_whole_points() {
        let half = Points::from_halves(15).unwrap();
        assert!(!half.fits(MarkStep::Whole));
        assert!(half.fits(MarkStep::Half));
    }
}
