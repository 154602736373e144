//! Raw means: known answers, then properties over random score tables.
#![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

use rand::seq::SliceRandom;
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha20Rng;
use ranking::{RankingError, RawMean, Review, raw_means};

fn review(entry: usize, judge: usize, score: f64) -> Review {
    Review {
        entry,
        judge,
        score,
    }
}

/// A table of `entries` with up to four of `judges` each, marks in half steps, so that ties are common.
fn random_reviews(seed: u64, entries: usize, judges: usize) -> Vec<Review> {
    let mut rng = ChaCha20Rng::seed_from_u64(seed);
    let mut reviews = Vec::new();
    for entry in 0..entries {
        let mut panel: Vec<usize> = (0..judges).collect();
        panel.shuffle(&mut rng);
        let count = rng.gen_range(0..=4);
        for &judge in panel.iter().take(count) {
            reviews.push(review(
                entry,
                judge,
                f64::from(rng.gen_range(2_u8..=20)) / 2.0,
            ));
        }
    }
    reviews.shuffle(&mut rng);
    reviews
}

fn ranks(means: &[RawMean]) -> Vec<(usize, u32, bool)> {
    means
        .iter()
        .map(|raw| (raw.entry, raw.rank, raw.tied))
        .collect()
}

#[test]
fn a_small_table_has_the_means_and_ranks_of_a_pocket_calculator() {
    let reviews = [
        review(0, 0, 8.0),
        review(0, 1, 7.0),
        review(1, 0, 9.0),
        review(1, 2, 8.5),
        review(3, 1, 7.5),
        review(4, 2, 3.0),
        review(4, 0, 4.0),
        review(4, 1, 3.5),
    ];
    let means = raw_means(5, &reviews).unwrap();
    assert_eq!(
        ranks(&means),
        [(1, 1, false), (0, 2, true), (3, 2, true), (4, 4, false)]
    );
    assert_eq!(
        means[0],
        RawMean {
            entry: 1,
            mean: 8.75,
            reviews: 2,
            lowest: 8.5,
            highest: 9.0,
            rank: 1,
            tied: false
        }
    );
    assert_eq!(
        (
            means[3].mean,
            means[3].reviews,
            means[3].lowest,
            means[3].highest
        ),
        (3.5, 3, 3.0, 4.0)
    );
}

#[test]
fn an_entry_without_a_review_is_left_out_rather_than_last() {
    let means = raw_means(3, &[review(1, 0, 1.0)]).unwrap();
    assert_eq!(ranks(&means), [(1, 1, false)]);
    assert_eq!(raw_means(3, &[]).unwrap(), []);
    assert_eq!(raw_means(0, &[]).unwrap(), []);
}

#[test]
fn rounding_does_not_break_a_tie() {
    // Three times 0.1 does not sum to the same double as 0.3.
    let reviews = [
        review(0, 0, 0.1),
        review(0, 1, 0.1),
        review(0, 2, 0.1),
        review(1, 0, 0.1),
    ];
    assert_eq!(
        ranks(&raw_means(2, &reviews).unwrap()),
        [(0, 1, true), (1, 1, true)]
    );
}

#[test]
fn the_smallest_real_difference_is_no_tie() {
    // 15 reviews in half steps: means cannot lie closer together than 1/30.
    let mut reviews: Vec<Review> = (0..30).map(|i| review(i % 2, i / 2, 10.0)).collect();
    reviews[0].score = 9.5;
    assert_eq!(
        ranks(&raw_means(2, &reviews).unwrap()),
        [(1, 1, false), (0, 2, false)]
    );
}

#[test]
fn a_judge_listed_twice_for_an_entry_is_refused() {
    let reviews = [review(0, 7, 8.0), review(1, 7, 8.0), review(0, 7, 8.0)];
    assert_eq!(
        raw_means(2, &reviews),
        Err(RankingError::JudgedTwice { entry: 0, judge: 7 })
    );
}

#[test]
fn an_unknown_entry_is_refused() {
    let refusal = raw_means(2, &[review(0, 0, 1.0), review(2, 0, 1.0)]).unwrap_err();
    assert_eq!(
        refusal,
        RankingError::EntryOutOfRange {
            position: 1,
            entry: 2,
            entries: 2
        }
    );
    assert_eq!(
        refusal.to_string(),
        "review 1 names entry 2, but there are only 2"
    );
}

#[test]
fn a_score_that_is_no_number_is_refused() {
    for score in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
        let refusal = raw_means(1, &[review(0, 3, score)]).unwrap_err();
        assert_eq!(
            refusal,
            RankingError::ScoreNotFinite {
                position: 0,
                entry: 0,
                judge: 3
            }
        );
    }
}

#[test]
fn the_largest_scores_give_finite_means() {
    let reviews = [
        review(0, 0, f64::MAX),
        review(0, 1, f64::MAX),
        review(1, 0, f64::MIN),
        review(1, 1, f64::MIN),
    ];
    let means = raw_means(2, &reviews).unwrap();
    assert!(means.iter().all(|raw| raw.mean.is_finite()));
    assert_eq!(ranks(&means), [(0, 1, false), (1, 2, false)]);
}

#[test]
fn the_order_of_arrival_changes_nothing() {
    for seed in 0..50 {
        let mut reviews = random_reviews(seed, 40, 9);
        // Scores that do not sum exactly, so that the order of a sum would show.
        for review in &mut reviews {
            review.score += 0.1;
        }
        let before = raw_means(40, &reviews).unwrap();
        reviews.shuffle(&mut ChaCha20Rng::seed_from_u64(seed + 1000));
        assert_eq!(raw_means(40, &reviews).unwrap(), before);
    }
}

#[test]
fn a_shift_and_a_stretch_move_the_means_and_keep_the_ranks() {
    for seed in 0..50 {
        let reviews = random_reviews(seed, 40, 9);
        let before = raw_means(40, &reviews).unwrap();
        for (stretch, shift) in [(1.0, 3.7), (10.0, 0.0), (0.3, -2.0)] {
            let moved: Vec<Review> = reviews
                .iter()
                .map(|r| Review {
                    score: r.score * stretch + shift,
                    ..*r
                })
                .collect();
            let after = raw_means(40, &moved).unwrap();
            assert_eq!(ranks(&after), ranks(&before));
            for (old, new) in before.iter().zip(&after) {
                assert!((old.mean * stretch + shift - new.mean).abs() < 1e-9);
            }
        }
    }
}

#[test]
fn ranks_count_the_entries_that_are_strictly_better() {
    for seed in 0..50 {
        let means = raw_means(40, &random_reviews(seed, 40, 9)).unwrap();
        for raw in &means {
            let better = means
                .iter()
                .filter(|other| other.mean > raw.mean + 1e-7)
                .count();
            let equal = means
                .iter()
                .filter(|other| (other.mean - raw.mean).abs() <= 1e-7)
                .count();
            assert_eq!(raw.rank as usize, better + 1);
            assert_eq!(raw.tied, equal > 1);
            assert!(raw.lowest <= raw.mean && raw.mean <= raw.highest);
        }
    }
}
