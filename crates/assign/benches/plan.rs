//! How long a plan takes, at the size of a city's contest. `cargo bench -p assign --bench plan`.
#![allow(
    clippy::unwrap_used,
    missing_docs,
    reason = "a benchmark stops at the first thing that goes wrong"
)]

use std::collections::HashSet;
use std::fmt;

use assign::{Expert, ExpertProblem, ExpertiseCosts, Work, assign_experts};
use divan::Bencher;
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha20Rng;

const THEMES: usize = 6;

/// How large a contest is.
struct Size {
    entries: usize,
    judges: usize,
    reviews: u32,
    /// How much room there is, as a multiple of what is needed.
    room: f64,
}

impl fmt::Display for Size {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            entries,
            judges,
            reviews,
            room,
        } = self;
        write!(f, "{entries} × {judges} × {reviews}, room {room}")
    }
}

const SIZES: [Size; 4] = [
    Size {
        entries: 5_000,
        judges: 300,
        reviews: 5,
        room: 1.1,
    },
    Size {
        entries: 5_000,
        judges: 300,
        reviews: 5,
        room: 1.01,
    },
    Size {
        entries: 15_000,
        judges: 300,
        reviews: 3,
        room: 1.1,
    },
    Size {
        entries: 15_000,
        judges: 105,
        reviews: 3,
        room: 1.1,
    },
];

fn main() {
    divan::main();
}

#[divan::bench(args = SIZES, sample_count = 5, sample_size = 1)]
fn plan_by_expertise(bencher: Bencher<'_, '_>, size: &Size) {
    let problem = problem(size);
    bencher.bench(|| assign_experts(&problem, 1).unwrap());
}

/// Themes of unlike size, judges who know one to three of them, a conflict for one pair in fifty, videos for two in five.
fn problem(size: &Size) -> ExpertProblem {
    let &Size {
        entries,
        judges,
        reviews,
        room,
    } = size;
    let mut rng = ChaCha20Rng::seed_from_u64(7);
    let load = entries as f64 * f64::from(reviews) / judges as f64;
    let theme =
        |rng: &mut ChaCha20Rng| (rng.gen_range(0.0..1.0_f64).powf(1.5) * THEMES as f64) as usize;
    let mut problem = ExpertProblem {
        entries: (0..entries)
            .map(|_| Work {
                theme: theme(&mut rng),
                minutes: if rng.gen_bool(0.4) {
                    rng.gen_range(1..=4)
                } else {
                    0
                },
            })
            .collect(),
        judges: (0..judges)
            .map(|judge| Expert {
                themes: (0..rng.gen_range(1..=3))
                    .map(|step| (judge + step) % THEMES)
                    .collect(),
                min: (load * 0.5) as u32,
                max: Some((load * room).ceil() as u32),
                max_minutes: Some((load * 1.3) as u32),
            })
            .collect(),
        reviews,
        barred: HashSet::new(),
        kept: HashSet::new(),
        costs: ExpertiseCosts::default(),
        bridges_per_mille: 50,
    };
    for entry in 0..entries {
        for _ in 0..judges / 50 {
            problem.barred.insert((entry, rng.gen_range(0..judges)));
        }
    }
    problem
}
