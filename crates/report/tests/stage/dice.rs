//! Small numbers for a contest that nobody held.

/// Small numbers that look random and are the same for ever.
pub(crate) struct Dice(pub(crate) u64);

impl Dice {
    pub(crate) fn below(&mut self, end: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % end
    }

    pub(crate) fn pick<'a>(&mut self, of: &[&'a str]) -> &'a str {
        of[self.below(of.len())]
    }

    /// Between −1 and 1, the middle more often.
    pub(crate) fn about(&mut self) -> f64 {
        let sum: usize = (0..3).map(|_| self.below(1_001)).sum();
        f64::from(u32::try_from(sum).unwrap()) / 1_500.0 - 1.0
    }
}
