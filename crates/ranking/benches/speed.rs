//! How long a ranking takes, at the size of a city's contest. `cargo bench -p ranking --bench speed`.
#![allow(
    clippy::unwrap_used,
    missing_docs,
    reason = "a benchmark stops at the first thing that goes wrong"
)]

use std::fmt;

use divan::Bencher;
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha20Rng;
use ranking::{Review, connectivity, fit, least_squares};

const THEMES: usize = 6;

/// How large a contest is.
struct Size {
    entries: usize,
    judges: usize,
    reviews: usize,
}

impl fmt::Display for Size {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} × {} × {}", self.entries, self.judges, self.reviews)
    }
}

const SIZES: [Size; 3] = [
    Size {
        entries: 5_000,
        judges: 300,
        reviews: 5,
    },
    Size {
        entries: 15_000,
        judges: 300,
        reviews: 3,
    },
    Size {
        entries: 15_000,
        judges: 105,
        reviews: 3,
    },
];

fn main() {
    divan::main();
}

#[divan::bench(args = SIZES, sample_count = 11, sample_size = 1)]
fn mixed_model(bencher: Bencher<'_, '_>, size: &Size) {
    let (reviews, themes) = contest(size);
    bencher.bench(|| fit(&reviews, &themes).unwrap());
}

#[divan::bench(args = SIZES, sample_count = 11, sample_size = 1)]
fn mixed_model_and_a_thousand_draws(bencher: Bencher<'_, '_>, size: &Size) {
    let (reviews, themes) = contest(size);
    bencher.bench(|| fit(&reviews, &themes).unwrap().draws(1, 1_000).unwrap());
}

#[divan::bench(args = SIZES, sample_count = 11, sample_size = 1)]
fn two_way_least_squares(bencher: Bencher<'_, '_>, size: &Size) {
    let (reviews, themes) = contest(size);
    bencher.bench(|| least_squares(themes.len(), &reviews).unwrap());
}

#[divan::bench(args = SIZES, sample_count = 11, sample_size = 1)]
fn fiedler_value_and_weakest_bridge(bencher: Bencher<'_, '_>, size: &Size) {
    let (reviews, themes) = contest(size);
    bencher.bench(|| connectivity(themes.len(), &reviews).unwrap());
}

/// Reviews with merit, leniency and noise of the same size.
fn contest(size: &Size) -> (Vec<Review>, Vec<usize>) {
    let mut rng = ChaCha20Rng::seed_from_u64(1);
    let bell = |rng: &mut ChaCha20Rng| (0..12).map(|_| rng.gen_range(-5.0..5.0)).sum::<f64>();
    let leniency: Vec<f64> = (0..size.judges).map(|_| bell(&mut rng)).collect();
    let mut reviews = Vec::new();
    for entry in 0..size.entries {
        let merit = bell(&mut rng);
        for judge in rand::seq::index::sample(&mut rng, size.judges, size.reviews) {
            reviews.push(Review {
                entry,
                judge,
                score: 70.0 + merit + leniency[judge] + bell(&mut rng),
            });
        }
    }
    let themes = (0..size.entries).map(|entry| entry % THEMES).collect();
    (reviews, themes)
}
