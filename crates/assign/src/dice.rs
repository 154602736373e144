//! Chance from a seed. The generator's stream is fixed by its specification (ChaCha with 20 rounds, RFC 8439), and the draws
//! below use 64-bit words only, so that neither the platform's word size nor a sampling library's version changes a plan.

use rand::{RngCore, SeedableRng};
use rand_chacha::ChaCha20Rng;

/// A seeded source of draws.
#[derive(Debug)]
pub(crate) struct Dice(ChaCha20Rng);

impl Dice {
    /// The dice for a seed: the key is the seed in little-endian order, then zeros.
    pub(crate) fn new(seed: u64) -> Self {
        let mut key = [0_u8; 32];
        for (slot, byte) in key.iter_mut().zip(seed.to_le_bytes()) {
            *slot = byte;
        }
        Self(ChaCha20Rng::from_seed(key))
    }

    /// A number below `bound`, each equally likely; 0 when `bound` is 0.
    ///
    /// Words above the last whole multiple of `bound` are drawn again, which keeps the draw exactly even.
    pub(crate) fn below(&mut self, bound: usize) -> usize {
        let bound = bound as u64;
        if bound < 2 {
            return 0;
        }
        let surplus = (u64::MAX % bound + 1) % bound;
        loop {
            let word = self.0.next_u64();
            if word <= u64::MAX - surplus {
                return usize::try_from(word % bound).expect("it is below a usize");
            }
        }
    }

    /// The numbers below `count` in random order (Fisher–Yates).
    pub(crate) fn order(&mut self, count: usize) -> Vec<usize> {
        let mut order: Vec<usize> = (0..count).collect();
        for last in (1..count).rev() {
            let other = self.below(last + 1);
            order.swap(last, other);
        }
        order
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_order_holds_every_number_once() {
        let mut order = Dice::new(1).order(1000);
        assert_ne!(order, (0..1000).collect::<Vec<_>>());
        order.sort_unstable();
        assert_eq!(order, (0..1000).collect::<Vec<_>>());
    }

    #[test]
    fn draws_are_even() {
        let mut dice = Dice::new(7);
        let mut counts = [0_u32; 6];
        for _ in 0..60_000 {
            counts[dice.below(6)] += 1;
        }
        assert!(
            counts.iter().all(|count| (9_600..10_400).contains(count)),
            "{counts:?}"
        );
        assert_eq!((dice.below(0), dice.below(1)), (0, 0));
    }

    #[test]
    fn the_stream_is_the_published_one() {
        // The first block of ChaCha20 under the zero key and nonce (RFC 8439, appendix A.1, test vector 1).
        assert_eq!(
            Dice::new(0).0.next_u64().to_le_bytes(),
            [0x76, 0xb8, 0xe0, 0xad, 0xa0, 0xf1, 0x3d, 0x90]
        );
    }
}
