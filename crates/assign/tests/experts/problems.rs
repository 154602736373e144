//! Problems to begin from.

use assign::{Expert, ExpertProblem, ExpertiseCosts, Work};
use rand::Rng;
use rand_chacha::ChaCha20Rng;

/// `themes` themes in turn, judges who know their own and the next one, no limits.
pub(crate) fn open(entries: usize, judges: usize, themes: usize, reviews: u32) -> ExpertProblem {
    ExpertProblem {
        entries: (0..entries)
            .map(|entry| Work {
                theme: entry % themes,
                minutes: 0,
            })
            .collect(),
        judges: (0..judges)
            .map(|judge| Expert {
                themes: vec![judge % themes, (judge + 1) % themes],
                ..Expert::default()
            })
            .collect(),
        reviews,
        ..ExpertProblem::default()
    }
}

pub(crate) fn random_problem(rng: &mut ChaCha20Rng) -> ExpertProblem {
    let themes = rng.gen_range(1..=3);
    let mut problem = open(
        rng.gen_range(1..=5),
        rng.gen_range(1..=5),
        themes,
        rng.gen_range(1..=3),
    );
    let density = rng.gen_range(0.0..0.5);
    problem.costs = ExpertiseCosts {
        first: rng.gen_range(0..3),
        listed: rng.gen_range(0..4),
        unlisted: rng.gen_range(0..9),
    };
    for entry in 0..problem.entries.len() {
        for judge in 0..problem.judges.len() {
            if rng.gen_bool(density) {
                problem.barred.insert((entry, judge));
            } else if rng.gen_bool(0.2) {
                problem.kept.insert((entry, judge));
            }
        }
    }
    for judge in &mut problem.judges {
        judge.themes = (0..rng.gen_range(0..=2))
            .map(|_| rng.gen_range(0..themes))
            .collect();
        judge.themes.dedup();
        judge.max = rng.gen_bool(0.5).then(|| rng.gen_range(1..=4));
        if rng.gen_bool(0.2) {
            judge.min = rng.gen_range(1..=2);
        }
    }
    problem
}
