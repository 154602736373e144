//! Rankings under other assumptions.
#![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha20Rng;
use ranking::{Review, huber_sensitivity, least_squares, slope_sensitivity};

/// A table in which every judge sees two of three entries; judges stretch the scale by `slope`.
fn table(slope: impl Fn(usize) -> f64) -> (Vec<f64>, Vec<Review>) {
    let mut rng = ChaCha20Rng::seed_from_u64(8);
    let merits: Vec<f64> = (0..90).map(|_| rng.gen_range(-10.0..10.0)).collect();
    let mut reviews = Vec::new();
    for (entry, merit) in merits.iter().enumerate() {
        for judge in (0..6).filter(|judge| (entry + judge) % 3 > 0) {
            reviews.push(Review {
                entry,
                judge,
                score: 60.0 + slope(judge) * merit + judge as f64 + rng.gen_range(-1.0..1.0),
            });
        }
    }
    (merits, reviews)
}

#[test]
fn without_outliers_huber_is_near_least_squares() {
    let (_, reviews) = table(|_| 1.0);
    let plain = least_squares(90, &reviews).unwrap();
    let huber = huber_sensitivity(90, &reviews).unwrap().table;
    for (one, other) in plain.entries.iter().zip(&huber.entries) {
        assert!((one.estimate - other.estimate).abs() < 0.5);
    }
}

#[test]
fn a_wild_score_is_doubted_and_moves_little() {
    let (_, mut reviews) = table(|_| 1.0);
    let before = huber_sensitivity(90, &reviews).unwrap().table.entries[20].estimate;
    let wild = reviews
        .iter()
        .position(|review| review.entry == 20)
        .unwrap();
    reviews[wild].score += 40.0;
    let huber = huber_sensitivity(90, &reviews).unwrap();
    let plain = least_squares(90, &reviews).unwrap().entries[20].estimate;
    assert!((huber.table.entries[20].estimate - before).abs() < 1.0);
    assert!((plain - before).abs() > 8.0);
    let least = huber
        .doubted
        .iter()
        .min_by(|a, b| a.weight.total_cmp(&b.weight))
        .unwrap();
    assert_eq!((least.entry, least.judge), (20, reviews[wild].judge));
    assert!(least.residual > 35.0);
}

#[test]
fn an_exact_table_is_not_doubted() {
    let reviews: Vec<Review> = (0..60_usize)
        .map(|at| Review {
            entry: at / 4,
            judge: at % 4,
            score: (at / 4 + 2 * (at % 4)) as f64,
        })
        .collect();
    assert_eq!(huber_sensitivity(15, &reviews).unwrap().doubted, []);
    let flat: Vec<Review> = reviews
        .iter()
        .map(|review| Review {
            score: 5.0,
            ..*review
        })
        .collect();
    assert_eq!(huber_sensitivity(15, &flat).unwrap().doubted, []);
    assert!(
        slope_sensitivity(15, &flat)
            .unwrap()
            .slopes
            .iter()
            .all(|judge| judge.slope == 1.0)
    );
}

#[test]
fn a_judge_who_stretches_the_scale_has_the_largest_slope() {
    let (_, reviews) = table(|judge| if judge == 4 { 2.0 } else { 1.0 });
    let slopes = slope_sensitivity(90, &reviews).unwrap().slopes;
    let largest = slopes
        .iter()
        .max_by(|a, b| a.slope.total_cmp(&b.slope))
        .unwrap();
    assert_eq!(largest.judge, 4);
    assert!(largest.slope > 1.4, "{slopes:?}");
}
