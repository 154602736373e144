//! What changes no rank: order, numbers, scale, and lenience that everybody meets.

use rand::SeedableRng;
use rand::seq::SliceRandom;
use rand_chacha::ChaCha20Rng;
use ranking::{Review, fit, least_squares};

use crate::contests::{assert_close, contest, ranks, whole};

#[test]
fn the_order_of_arrival_changes_nothing_to_the_last_bit() {
    for seed in 0..10 {
        let mut contest = contest(seed, 40, 9, 3);
        let before = fit(&contest.reviews, &contest.themes).unwrap();
        contest
            .reviews
            .shuffle(&mut ChaCha20Rng::seed_from_u64(seed));
        let after = fit(&contest.reviews, &contest.themes).unwrap();
        assert_eq!(before.entries(), after.entries());
        assert_eq!(before.judges(), after.judges());
        assert_eq!(before.criterion().to_bits(), after.criterion().to_bits());
        assert_eq!(before.draws(3, 100), after.draws(3, 100));
    }
}

#[test]
fn other_numbers_for_judges_and_themes_change_nothing() {
    for seed in 0..10 {
        let contest = contest(seed, 40, 9, 3);
        let before = fit(&contest.reviews, &contest.themes).unwrap();
        let renamed: Vec<Review> = contest
            .reviews
            .iter()
            .map(|review| Review {
                judge: 1_000 - 17 * review.judge,
                ..*review
            })
            .collect();
        let themes: Vec<usize> = contest.themes.iter().map(|theme| 90 - theme).collect();
        let after = fit(&renamed, &themes).unwrap();
        for (one, other) in before.entries().iter().zip(after.entries()) {
            assert_close(one.estimate, other.estimate, 1e-6);
            assert_close(one.se, other.se, 1e-6);
        }
        let mut judges = after.judges();
        judges.reverse();
        for (one, other) in before.judges().iter().zip(judges) {
            assert_eq!(1_000 - 17 * one.judge, other.judge);
            assert_close(one.leniency, other.leniency, 1e-6);
            assert_close(one.infit, other.infit, 1e-6);
        }
        assert_eq!(
            ranks(&whole(before.ranking())),
            ranks(&whole(after.ranking()))
        );
    }
}

#[test]
fn a_shift_and_a_stretch_of_all_scores_move_the_estimates_along() {
    for seed in 0..10 {
        let contest = contest(seed, 40, 9, 3);
        let before = fit(&contest.reviews, &contest.themes).unwrap();
        for (stretch, shift) in [(1.0, 31.0), (0.01, 0.0), (250.0, -7.0)] {
            let moved: Vec<Review> = contest
                .reviews
                .iter()
                .map(|review| Review {
                    score: stretch * review.score + shift,
                    ..*review
                })
                .collect();
            let after = fit(&moved, &contest.themes).unwrap();
            for (one, other) in before.entries().iter().zip(after.entries()) {
                assert_close(
                    stretch * one.estimate + shift,
                    other.estimate,
                    1e-6 * stretch,
                );
                assert_close(stretch * one.se, other.se, 1e-6 * stretch);
            }
            assert_eq!(
                ranks(&whole(before.ranking())),
                ranks(&whole(after.ranking()))
            );
            // −2 log likelihood of n − p contrasts, each stretched.
            let freedom = contest.reviews.len() as f64 - 3.0;
            let moved = before.criterion() + 2.0 * freedom * stretch.ln();
            assert_close(moved, after.criterion(), 1e-6);
        }
    }
}

#[test]
fn a_more_lenient_judge_changes_no_rank_where_all_judge_all() {
    for seed in 0..10 {
        let contest = contest(seed, 20, 5, 0);
        let before = fit(&contest.reviews, &contest.themes).unwrap();
        let mut reviews = contest.reviews.clone();
        for review in reviews.iter_mut().filter(|review| review.judge == 2) {
            review.score += 6.0;
        }
        let after = fit(&reviews, &contest.themes).unwrap();
        assert_eq!(
            ranks(&whole(before.ranking())),
            ranks(&whole(after.ranking()))
        );
    }
}

#[test]
fn a_more_lenient_judge_changes_no_rank_by_least_squares() {
    for seed in 0..20 {
        let contest = contest(seed, 30, 6, 3);
        let before = least_squares(30, &contest.reviews).unwrap();
        let mut reviews = contest.reviews.clone();
        for review in reviews.iter_mut().filter(|review| review.judge == 2) {
            review.score += 6.0;
        }
        let after = least_squares(30, &reviews).unwrap();
        assert_eq!(ranks(&whole(before.ranking)), ranks(&whole(after.ranking)));
        for (one, other) in before.entries.iter().zip(&after.entries) {
            assert_close(one.estimate + 1.0, other.estimate, 1e-9);
            assert_close(one.se.unwrap(), other.se.unwrap(), 1e-9);
        }
        let leniency: f64 = after.judges.iter().map(|judge| judge.leniency).sum();
        assert_close(leniency, 0.0, 1e-9);
    }
}

#[test]
fn entries_with_the_same_reviews_share_a_rank() {
    for seed in 0..10 {
        let mut contest = contest(seed, 30, 6, 3);
        let copy: Vec<Review> = contest
            .reviews
            .iter()
            .filter(|review| review.entry == 7)
            .map(|review| Review {
                entry: 30,
                ..*review
            })
            .collect();
        contest.reviews.extend(copy);
        contest.themes.push(contest.themes[7]);
        let standings = whole(fit(&contest.reviews, &contest.themes).unwrap().ranking());
        let of = |entry| standings.iter().find(|one| one.entry == entry).unwrap();
        assert_eq!(of(7).rank, of(30).rank);
        assert!(of(7).tied && of(30).tied);
    }
}
