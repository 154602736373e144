//! Strange contests that have an answer all the same.

use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha20Rng;
use ranking::{FitError, Review, fit, least_squares};

use crate::contests::{assert_finite, contest, whole};

#[test]
fn constant_marks_have_an_answer_by_least_squares() {
    let flat: Vec<Review> = contest(1, 12, 4, 3)
        .reviews
        .iter()
        .map(|review| Review {
            score: 80.0,
            ..*review
        })
        .collect();
    let table = least_squares(12, &flat).unwrap();
    assert!(
        table
            .entries
            .iter()
            .all(|entry| entry.estimate == 80.0 && entry.se == Some(0.0))
    );
    assert!(
        whole(table.ranking)
            .iter()
            .all(|one| one.rank == 1 && one.tied)
    );
}

#[test]
fn flat_judges_and_single_reviews_have_an_answer() {
    for seed in 0..20 {
        let mut contest = contest(seed, 40, 9, 3);
        for review in contest
            .reviews
            .iter_mut()
            .filter(|review| review.judge == 4)
        {
            review.score = 75.0;
        }
        // An entry with one review, and a judge with one.
        contest.reviews.retain(|review| review.entry != 11);
        contest.reviews.push(Review {
            entry: 11,
            judge: 0,
            score: 82.0,
        });
        contest.reviews.push(Review {
            entry: 5,
            judge: 50,
            score: 61.0,
        });
        let fit = fit(&contest.reviews, &contest.themes).unwrap();
        assert_finite(&fit);
        let judges = fit.judges();
        assert_eq!(judges[4].spread, Some(0.0));
        let last = judges.last().unwrap();
        assert_eq!((last.judge, last.reviews, last.spread), (50, 1, None));
        let single = fit
            .entries()
            .iter()
            .find(|entry| entry.entry == 11)
            .unwrap();
        assert!(
            fit.entries()
                .iter()
                .all(|entry| entry.se <= single.se + 1e-12 || entry.reviews == 1)
        );
    }
}

#[test]
fn strange_small_contests_are_answered_or_refused_and_never_worse() {
    let (mut answered, mut refused) = (0, 0);
    for seed in 0..3_000 {
        let mut rng = ChaCha20Rng::seed_from_u64(seed);
        let (entries, judges) = (rng.gen_range(1..8_usize), rng.gen_range(1..6_usize));
        let density = rng.gen_range(0.2..1.0);
        let steps = rng.gen_range(1..6);
        let mut reviews = Vec::new();
        for entry in 0..entries {
            for judge in 0..judges {
                if rng.gen_bool(density) {
                    let score = f64::from(rng.gen_range(0..steps));
                    reviews.push(Review {
                        entry,
                        judge,
                        score,
                    });
                }
            }
        }
        let themes: Vec<usize> = (0..entries).map(|_| rng.gen_range(0..3)).collect();
        match fit(&reviews, &themes) {
            Ok(fit) => {
                assert_finite(&fit);
                answered += 1;
            }
            Err(FitError::NotFound { .. }) => panic!("seed {seed}"),
            Err(_) => refused += 1,
        }
        if let Ok(table) = least_squares(entries, &reviews) {
            assert!(table.entries.iter().all(|entry| entry.estimate.is_finite()));
            assert!(
                table
                    .entries
                    .iter()
                    .all(|entry| entry.se.is_none_or(f64::is_finite))
            );
        }
    }
    assert!(
        answered > 500 && refused > 500,
        "{answered} answered, {refused} refused"
    );
}

#[test]
fn merit_that_the_reviews_do_not_show_is_nothing_and_everyone_is_equal() {
    // Scores that depend on the judge and on chance alone, arranged so that every entry has the same sum.
    let mut reviews = Vec::new();
    for entry in 0..30_usize {
        for judge in 0..3_usize {
            let noise = [[2.0, -1.0, -1.0], [-1.0, 2.0, -1.0], [-1.0, -1.0, 2.0]][entry % 3][judge];
            reviews.push(Review {
                entry,
                judge,
                score: 70.0 + 3.0 * judge as f64 + noise,
            });
        }
    }
    let fit = fit(&reviews, &[0; 30]).unwrap();
    assert_eq!(fit.variances().merit, 0.0);
    assert!(
        fit.entries()
            .iter()
            .all(|entry| entry.merit == 0.0 && entry.reliability == 0.0)
    );
    assert!(
        whole(fit.ranking())
            .iter()
            .all(|one| one.rank == 1 && one.tied)
    );
    assert_finite(&fit);
    // No variance was found, yet none is not certain: the draws keep the entries apart.
    let draws = fit.draws(1, 400).unwrap();
    let interval = draws.interval(0).unwrap();
    assert!(interval.low < 8 && interval.high > 22, "{interval:?}");
}
