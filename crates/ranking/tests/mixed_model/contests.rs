//! Contests made of chance, and what is asked of every answer.

use rand::seq::SliceRandom;
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha20Rng;
use ranking::{Fit, Ranking, Review, Standing};

/// A contest with bell-shaped merits, leniencies and noise: `judges_of` says how many reviews an entry gets, 0 for all judges.
pub(crate) struct Contest {
    pub(crate) reviews: Vec<Review>,
    pub(crate) themes: Vec<usize>,
}

pub(crate) fn contest(seed: u64, entries: usize, judges: usize, judges_of: usize) -> Contest {
    let mut rng = ChaCha20Rng::seed_from_u64(seed);
    let mut bell = |size: f64| (0..6).map(|_| rng.gen_range(-size..size)).sum::<f64>();
    let leniency: Vec<f64> = (0..judges).map(|_| bell(3.0)).collect();
    let merit: Vec<f64> = (0..entries).map(|_| bell(4.0)).collect();
    let noise: Vec<f64> = (0..entries * judges).map(|_| bell(2.0)).collect();
    let mut reviews = Vec::new();
    for entry in 0..entries {
        let mut panel: Vec<usize> = (0..judges).collect();
        if judges_of > 0 {
            panel.shuffle(&mut rng);
            panel.truncate(judges_of);
        }
        for judge in panel {
            let score = 70.0 + merit[entry] + leniency[judge] + noise[entry * judges + judge];
            reviews.push(Review {
                entry,
                judge,
                score: (score * 2.0).round() / 2.0,
            });
        }
    }
    Contest {
        reviews,
        themes: (0..entries).map(|entry| entry % 3).collect(),
    }
}

pub(crate) fn whole(ranking: Ranking) -> Vec<Standing> {
    match ranking {
        Ranking::Whole(standings) => standings,
        Ranking::Islands(islands) => panic!("{} islands", islands.len()),
    }
}

pub(crate) fn ranks(standings: &[Standing]) -> Vec<(usize, u32)> {
    standings.iter().map(|one| (one.entry, one.rank)).collect()
}

pub(crate) fn assert_close(one: f64, other: f64, distance: f64) {
    assert!((one - other).abs() <= distance, "{one} and {other}");
}

/// Everything a fit says is finite.
pub(crate) fn assert_finite(fit: &Fit) {
    let variances = fit.variances();
    assert!(fit.criterion().is_finite());
    assert!(variances.merit >= 0.0 && variances.leniency >= 0.0 && variances.noise > 0.0);
    for entry in fit.entries() {
        for value in [
            entry.estimate,
            entry.se,
            entry.merit,
            entry.merit_se,
            entry.conditional_se,
        ] {
            assert!(value.is_finite(), "{entry:?}");
        }
        assert!((0.0..=1.0).contains(&entry.reliability));
    }
    for judge in fit.judges() {
        assert!(judge.leniency.is_finite() && judge.se.is_finite() && judge.infit.is_finite());
    }
    for theme in fit.themes() {
        assert!(theme.mean.is_finite() && theme.se.is_finite());
    }
    let reliability = fit.reliability();
    assert!((0.0..=1.0).contains(&reliability.before) && (0.0..=1.0).contains(&reliability.after));
    assert!((0.0..=1.0).contains(&fit.connectivity().fiedler));
    fit.draws(1, 50).unwrap();
}
