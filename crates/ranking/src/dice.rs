//! Chance from a seed: ChaCha with 20 rounds (RFC 8439), one stream for each draw, so that draws can be made in any order and
//! on any number of processors and stay the same.

use std::sync::LazyLock;

use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::{RngCore, SeedableRng};

/// A seeded source of draws.
#[derive(Debug)]
pub(crate) struct Dice {
    generator: ChaCha20Rng,
    layers: &'static Layers,
}

/// Where the last layer of the bell ends and its tail begins, and the area of each of the 128 layers.
const LAST_EDGE: f64 = 3.442_619_855_899;
const AREA: f64 = 9.912_563_035_262_17e-3;

/// The bell cut into 128 layers of one area (the ziggurat of Marsaglia & Tsang, *J. Stat. Softw.* 5(8), 2000, in the form of
/// Doornik, *An Improved Ziggurat Method to Generate Normal Random Samples*, 2005). 99 times in 100 a draw is one word of
/// the generator, one comparison and one product.
#[derive(Debug)]
struct Layers {
    /// The right edge of each layer, widest first; the first is a layer with the tail folded in.
    edges: [f64; 129],
    /// The part of each layer that lies wholly under the bell.
    inner: [f64; 128],
}

static LAYERS: LazyLock<Layers> = LazyLock::new(|| {
    let bell = |x: f64| (-0.5 * x * x).exp();
    let mut edges = [0.0; 129];
    edges[0] = AREA / bell(LAST_EDGE);
    edges[1] = LAST_EDGE;
    for layer in 2..128 {
        let before: f64 = edges[layer - 1];
        edges[layer] = (-2.0 * (AREA / before + bell(before)).ln()).sqrt();
    }
    let mut inner = [0.0; 128];
    for (layer, inner) in inner.iter_mut().enumerate() {
        *inner = edges[layer + 1] / edges[layer];
    }
    Layers { edges, inner }
});

impl Dice {
    /// The dice for a seed and a stream: the key is the seed in little-endian order, then zeros; the stream is the nonce.
    pub(crate) fn new(seed: u64, stream: u64) -> Self {
        let mut key = [0_u8; 32];
        for (slot, byte) in key.iter_mut().zip(seed.to_le_bytes()) {
            *slot = byte;
        }
        let mut generator = ChaCha20Rng::from_seed(key);
        generator.set_stream(stream);
        Self {
            generator,
            layers: &LAYERS,
        }
    }

    /// A number between 0 and 1, never either of them, in steps of 2⁻⁵³.
    pub(crate) fn uniform(&mut self) -> f64 {
        ((self.generator.next_u64() >> 12) as f64 + 0.5) / (1_u64 << 52) as f64
    }

    /// A number below `bound`, as good as evenly: `bound` is far below 2⁵². 0 when `bound` is 0.
    pub(crate) fn below(&mut self, bound: usize) -> usize {
        let drawn = (self.uniform() * bound as f64) as usize;
        drawn.min(bound.saturating_sub(1))
    }

    /// A standard normal number.
    pub(crate) fn normal(&mut self) -> f64 {
        let layers = self.layers;
        loop {
            let word = self.generator.next_u64();
            // The lowest seven bits choose the layer, the highest 53 the place in it.
            let layer = (word & 127) as usize;
            let place = (word >> 11) as f64 / (1_u64 << 52) as f64 - 1.0;
            if place.abs() < layers.inner[layer] {
                return place * layers.edges[layer];
            }
            if layer == 0 {
                let beyond = self.tail();
                return if place < 0.0 { -beyond } else { beyond };
            }
            let x = place * layers.edges[layer];
            let height = |edge: f64| (-0.5 * (edge * edge - x * x)).exp();
            let (low, high) = (height(layers.edges[layer]), height(layers.edges[layer + 1]));
            if low + self.uniform() * (high - low) < 1.0 {
                return x;
            }
        }
    }

    /// A normal number beyond the last layer.
    fn tail(&mut self) -> f64 {
        loop {
            let x = -self.uniform().ln() / LAST_EDGE;
            if -2.0 * self.uniform().ln() > x * x {
                return LAST_EDGE + x;
            }
        }
    }

    /// A number with the χ² distribution (Marsaglia & Tsang, *ACM Trans. Math. Softw.* 26, 2000). At least 1 degree of
    /// freedom.
    pub(crate) fn chi_squared(&mut self, freedom: f64) -> f64 {
        if freedom < 2.0 {
            // The method needs a shape of 1; two degrees more, and a power of a uniform number takes them back.
            let shrink = self.uniform().powf(2.0 / freedom);
            return self.chi_squared(freedom + 2.0) * shrink;
        }
        let d = freedom / 2.0 - 1.0 / 3.0;
        let c = 1.0 / (9.0 * d).sqrt();
        loop {
            let z = self.normal();
            let v = (1.0 + c * z).powi(3);
            if v > 0.0 && self.uniform().ln() < z * z / 2.0 + d - d * v + d * v.ln() {
                return 2.0 * d * v;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bell_has_its_shape_from_middle_to_tail() {
        use statrs::distribution::{ContinuousCDF, Normal};
        let bell = Normal::new(0.0, 1.0).unwrap();
        let mut dice = Dice::new(5, 0);
        let count = 1_000_000;
        let draws: Vec<f64> = (0..count).map(|_| dice.normal()).collect();
        for edge in [
            -4.0, -3.442, -2.0, -1.0, -0.3, 0.0, 0.3, 1.0, 2.0, 3.442, 3.8,
        ] {
            let found = draws.iter().filter(|z| **z < edge).count() as f64;
            let p = bell.cdf(edge);
            let deviation = (f64::from(count) * p * (1.0 - p)).sqrt();
            assert!(
                (found - f64::from(count) * p).abs() < 4.0 * deviation + 1.0,
                "{edge}"
            );
        }
    }

    #[test]
    fn the_moments_are_right() {
        let mut dice = Dice::new(3, 0);
        let normals: Vec<f64> = (0..200_000).map(|_| dice.normal()).collect();
        let mean = normals.iter().sum::<f64>() / 2e5;
        let variance = normals.iter().map(|z| z * z).sum::<f64>() / 2e5;
        assert!(mean.abs() < 0.01 && (variance - 1.0).abs() < 0.01);
        for freedom in [1.0, 5.0, 400.0] {
            let values: Vec<f64> = (0..100_000).map(|_| dice.chi_squared(freedom)).collect();
            let mean = values.iter().sum::<f64>() / 1e5;
            let variance = values.iter().map(|v| (v - mean).powi(2)).sum::<f64>() / 1e5;
            assert!((mean / freedom - 1.0).abs() < 0.02, "{freedom}: {mean}");
            assert!((variance / freedom / 2.0 - 1.0).abs() < 0.05);
        }
    }

    #[test]
    fn streams_differ_and_come_again() {
        let draw = |stream| Dice::new(7, stream).uniform();
        assert_eq!(draw(1), draw(1));
        assert_ne!(draw(1), draw(2));
    }

    #[test]
    fn a_number_below_nothing_is_nothing() {
        let mut dice = Dice::new(1, 0);
        assert_eq!((dice.below(0), dice.below(1)), (0, 0));
        assert!((0..1000).all(|_| dice.below(7) < 7));
    }
}
