//! How often each way of ranking is right, over contests whose truth is known. Prints the table of `docs/statistics.md`.
//!
//! Every contest is drawn from its own seed: themes, entries and judges from normal populations, scores on 0 to 100 with two
//! decimals. `cargo bench -p ranking --bench fairness` makes the table; a number after `--` changes how many contests.
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    missing_docs,
    reason = "a benchmark prints, and stops at the first thing that goes wrong"
)]

use rand::seq::SliceRandom;
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha20Rng;
use ranking::{Review, fit, least_squares, raw_means};

const CONTESTS: u64 = 240;
const DRAWS: u32 = 1_000;
const ENTRIES: usize = 300;
const JUDGES: usize = 30;
const THEMES: usize = 6;
const TOP: usize = 20;

/// Standard deviations on the scale of 0 to 100.
const THEME: f64 = 3.0;
const MERIT: f64 = 5.0;
const LENIENCY: f64 = 4.0;
const NOISE: f64 = 5.0;

/// One kind of contest.
struct Kind {
    name: &'static str,
    /// How many reviews every entry is given.
    reviews: usize,
    panels: Panels,
    leniency: f64,
    /// The part of the reviews that never comes back.
    missing: f64,
}

enum Panels {
    /// Any judge sees any theme.
    Open,
    /// Judges see the entries of their own theme, but for this part of the reviews.
    ByTheme { bridges: f64 },
}

const KINDS: [Kind; 6] = [
    Kind {
        name: "base",
        reviews: 3,
        panels: Panels::Open,
        leniency: LENIENCY,
        missing: 0.0,
    },
    Kind {
        name: "theme panels, 5 % bridges",
        reviews: 3,
        panels: Panels::ByTheme { bridges: 0.05 },
        leniency: LENIENCY,
        missing: 0.0,
    },
    Kind {
        name: "theme panels, 25 % missing",
        reviews: 3,
        panels: Panels::ByTheme { bridges: 0.05 },
        leniency: LENIENCY,
        missing: 0.25,
    },
    Kind {
        name: "25 % missing",
        reviews: 3,
        panels: Panels::Open,
        leniency: LENIENCY,
        missing: 0.25,
    },
    Kind {
        name: "no severity",
        reviews: 3,
        panels: Panels::Open,
        leniency: 0.0,
        missing: 0.0,
    },
    Kind {
        name: "five reviews",
        reviews: 5,
        panels: Panels::Open,
        leniency: LENIENCY,
        missing: 0.0,
    },
];

const WAYS: [&str; 4] = ["raw mean", "z-score", "least squares", "mixed model"];

fn main() {
    let contests = std::env::args()
        .find_map(|argument| argument.parse().ok())
        .unwrap_or(CONTESTS);
    println!(
        "{ENTRIES} entries, {JUDGES} judges, {THEMES} themes; {contests} contests of each kind, {DRAWS} draws each.\n"
    );
    println!(
        "| contest | | {} | rank interval holds the truth | its width |",
        WAYS.join(" | ")
    );
    println!("|---|---|{}", "---:|".repeat(WAYS.len() + 2));
    for (number, kind) in (0..).zip(&KINDS) {
        let mut tau = [0.0; WAYS.len()];
        let mut top = [0.0; WAYS.len()];
        let (mut held, mut width, mut intervals) = (0.0, 0.0, 0.0);
        for contest in 0..contests {
            let contest = Contest::draw(kind, number * 1_000_000 + contest);
            for (way, estimates) in contest.estimates().iter().enumerate() {
                tau[way] += contest.tau(estimates) / contests as f64;
                top[way] += contest.precision(estimates) / contests as f64;
            }
            let draws = fit(&contest.reviews, &contest.themes)
                .unwrap()
                .draws(contest.seed, DRAWS)
                .unwrap();
            let true_ranks = contest.true_ranks(draws.entries());
            for (&entry, rank) in draws.entries().iter().zip(true_ranks) {
                let interval = draws.interval(entry).unwrap();
                held += f64::from(u8::from((interval.low..=interval.high).contains(&rank)));
                width += f64::from(interval.high - interval.low + 1) / draws.entries().len() as f64;
                intervals += 1.0;
            }
        }
        let line =
            |values: [f64; WAYS.len()]| values.map(|value| format!("{value:.3}")).join(" | ");
        println!(
            "| {} | τ | {} | {:.1} % | {:.0} % |",
            kind.name,
            line(tau),
            100.0 * held / intervals,
            100.0 * width / intervals
        );
        println!("| | first {TOP} | {} | | |", line(top));
    }
}

/// A contest and its truth.
struct Contest {
    seed: u64,
    themes: Vec<usize>,
    truth: Vec<f64>,
    reviews: Vec<Review>,
}

impl Contest {
    fn draw(kind: &Kind, seed: u64) -> Self {
        let mut rng = ChaCha20Rng::seed_from_u64(seed);
        let themes: Vec<usize> = (0..ENTRIES).map(|entry| entry % THEMES).collect();
        let level: Vec<f64> = (0..THEMES).map(|_| THEME * normal(&mut rng)).collect();
        let truth: Vec<f64> = themes
            .iter()
            .map(|&theme| level[theme] + MERIT * normal(&mut rng))
            .collect();
        let leniency: Vec<f64> = (0..JUDGES)
            .map(|_| kind.leniency * normal(&mut rng))
            .collect();
        let mut reviews = Vec::new();
        let mut turn: [usize; THEMES] = [0; THEMES];
        for (entry, &theme) in themes.iter().enumerate() {
            let mut panel: Vec<usize> = Vec::new();
            while panel.len() < kind.reviews {
                let own = match kind.panels {
                    Panels::Open => false,
                    Panels::ByTheme { bridges } => !rng.gen_bool(bridges),
                };
                let judge = if own {
                    // Theme by theme in turn, so that loads are even.
                    turn[theme] += rng.gen_range(1..3);
                    theme + THEMES * (turn[theme] % (JUDGES / THEMES))
                } else {
                    rng.gen_range(0..JUDGES)
                };
                if !panel.contains(&judge) {
                    panel.push(judge);
                }
            }
            for judge in panel {
                let score = 70.0 + truth[entry] + leniency[judge] + NOISE * normal(&mut rng);
                reviews.push(Review {
                    entry,
                    judge,
                    score: (score * 100.0).round() / 100.0,
                });
            }
        }
        reviews.shuffle(&mut rng);
        let kept = (reviews.len() as f64 * (1.0 - kind.missing)) as usize;
        reviews.truncate(kept);
        Self {
            seed,
            themes,
            truth,
            reviews,
        }
    }

    /// What each way says of each entry, in the order of [`WAYS`]; an entry without a review is last.
    fn estimates(&self) -> [Vec<f64>; WAYS.len()] {
        let all = |pairs: &mut dyn Iterator<Item = (usize, f64)>| {
            let mut estimates = vec![f64::NEG_INFINITY; ENTRIES];
            for (entry, estimate) in pairs {
                estimates[entry] = estimate;
            }
            estimates
        };
        let raw = |reviews: &[Review]| {
            let means = raw_means(ENTRIES, reviews).unwrap();
            all(&mut means.iter().map(|raw| (raw.entry, raw.mean)))
        };
        let adjusted = least_squares(ENTRIES, &self.reviews).unwrap();
        let model = fit(&self.reviews, &self.themes).unwrap();
        [
            raw(&self.reviews),
            raw(&standardised(&self.reviews)),
            all(&mut adjusted.entries.iter().map(|one| (one.entry, one.estimate))),
            all(&mut model.entries().iter().map(|one| (one.entry, one.estimate))),
        ]
    }

    /// Kendall's τ-b with the truth, which has no ties.
    fn tau(&self, estimates: &[f64]) -> f64 {
        let (mut agree, mut untied, mut pairs) = (0.0, 0.0, 0.0_f64);
        for one in 0..ENTRIES {
            for other in 0..one {
                pairs += 1.0;
                if estimates[one] != estimates[other] {
                    untied += 1.0;
                    let same = (estimates[one] > estimates[other])
                        == (self.truth[one] > self.truth[other]);
                    agree += if same { 1.0 } else { -1.0 };
                }
            }
        }
        agree / (pairs * untied).sqrt()
    }

    /// The part of the true first twenty that is among the estimated first twenty.
    fn precision(&self, estimates: &[f64]) -> f64 {
        let truly = first(&self.truth);
        let found = first(estimates)
            .iter()
            .filter(|entry| truly.contains(entry))
            .count();
        found as f64 / TOP as f64
    }

    /// The true ranks among the entries that have a review.
    fn true_ranks(&self, entries: &[usize]) -> Vec<u32> {
        let better = |entry: usize| {
            entries
                .iter()
                .filter(|&&other| self.truth[other] > self.truth[entry])
                .count()
        };
        entries
            .iter()
            .map(|&entry| 1 + u32::try_from(better(entry)).unwrap())
            .collect()
    }
}

/// The best twenty.
fn first(values: &[f64]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|&a, &b| values[b].total_cmp(&values[a]));
    order.truncate(TOP);
    order
}

/// Each score as its distance from the judge's mean in the judge's standard deviations.
fn standardised(reviews: &[Review]) -> Vec<Review> {
    let mut own: Vec<Vec<f64>> = vec![Vec::new(); JUDGES];
    for review in reviews {
        own[review.judge].push(review.score);
    }
    let scales: Vec<(f64, f64)> = own
        .iter()
        .map(|scores| {
            let count = scores.len() as f64;
            let mean = scores.iter().sum::<f64>() / count;
            let squares: f64 = scores.iter().map(|score| (score - mean).powi(2)).sum();
            (mean, (squares / (count - 1.0)).sqrt())
        })
        .collect();
    reviews
        .iter()
        .map(|review| {
            let (mean, deviation) = scales[review.judge];
            Review {
                score: (review.score - mean) / deviation,
                ..*review
            }
        })
        .collect()
}

/// A standard normal number (Box & Muller).
fn normal(rng: &mut ChaCha20Rng) -> f64 {
    let (radius, angle): (f64, f64) = (rng.gen_range(f64::MIN_POSITIVE..1.0), rng.r#gen());
    (-2.0 * radius.ln()).sqrt() * (std::f64::consts::TAU * angle).cos()
}
