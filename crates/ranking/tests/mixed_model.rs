//! The mixed model and least squares: what must hold for every contest, and the strange contests.
#![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

use rand::seq::SliceRandom;
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha20Rng;
use ranking::{Fit, FitError, Ranking, RankingError, Review, Standing, fit, least_squares};

/// A contest with bell-shaped merits, leniencies and noise: `judges_of` says how many reviews an entry gets, 0 for all judges.
struct Contest {
    reviews: Vec<Review>,
    themes: Vec<usize>,
}

fn contest(seed: u64, entries: usize, judges: usize, judges_of: usize) -> Contest {
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

fn whole(ranking: Ranking) -> Vec<Standing> {
    match ranking {
        Ranking::Whole(standings) => standings,
        Ranking::Islands(islands) => panic!("{} islands", islands.len()),
    }
}

fn ranks(standings: &[Standing]) -> Vec<(usize, u32)> {
    standings.iter().map(|one| (one.entry, one.rank)).collect()
}

fn assert_close(one: f64, other: f64, distance: f64) {
    assert!((one - other).abs() <= distance, "{one} and {other}");
}

/// Everything a fit says is finite.
fn assert_finite(fit: &Fit) {
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

#[test]
fn a_judge_who_appears_twice_is_refused() {
    let mut contest = contest(1, 20, 5, 3);
    let first = contest.reviews[0];
    contest.reviews.push(first);
    let twice = RankingError::JudgedTwice {
        entry: first.entry,
        judge: first.judge,
    };
    assert_eq!(
        fit(&contest.reviews, &contest.themes).unwrap_err(),
        FitError::Reviews(twice)
    );
    assert_eq!(
        least_squares(20, &contest.reviews).unwrap_err(),
        FitError::Reviews(twice)
    );
}

#[test]
fn what_cannot_be_told_apart_is_refused_by_name() {
    let review = |entry, judge, score| Review {
        entry,
        judge,
        score,
    };
    let refused = |reviews: &[Review], themes: &[usize]| fit(reviews, themes).unwrap_err();
    assert_eq!(refused(&[], &[0, 0]), FitError::NoReviews);
    assert_eq!(
        refused(&[review(0, 0, 1e200)], &[0]),
        FitError::ScoreTooLarge { position: 0 }
    );
    assert!(matches!(
        refused(&[review(0, 0, f64::NAN)], &[0]),
        FitError::Reviews(_)
    ));
    assert!(matches!(
        refused(&[review(1, 0, 1.0)], &[0]),
        FitError::Reviews(_)
    ));

    let square = [
        review(0, 0, 5.0),
        review(0, 1, 5.0),
        review(1, 0, 5.0),
        review(1, 1, 5.0),
    ];
    assert_eq!(
        refused(&square, &[0, 0]),
        FitError::NoVariation { reviews: 4 }
    );
    let once = [review(0, 0, 5.0), review(1, 0, 6.0), review(2, 1, 7.0)];
    assert_eq!(refused(&once, &[0; 3]), FitError::EntriesReviewedOnce);
    let strangers = [
        review(0, 0, 5.0),
        review(0, 1, 6.0),
        review(1, 2, 7.0),
        review(1, 3, 9.0),
    ];
    assert_eq!(refused(&strangers, &[0; 2]), FitError::JudgesReviewOnce);
    let alone = [
        review(0, 0, 5.0),
        review(0, 1, 6.0),
        review(1, 0, 7.0),
        review(1, 1, 9.0),
    ];
    assert_eq!(refused(&alone, &[0, 1]), FitError::ThemesOfOneEntry);
}

#[test]
fn scores_that_merit_and_leniency_explain_exactly_are_refused_and_least_squares_answers() {
    for size in [1.0, 1e-30, 1e30] {
        let exact: Vec<Review> = (0..20_usize)
            .flat_map(|entry| (0..4).map(move |judge| (entry, judge)))
            .map(|(entry, judge)| Review {
                entry,
                judge,
                score: size * (((entry * 7) % 11) as f64 + 1.5 * judge as f64),
            })
            .collect();
        assert_eq!(fit(&exact, &[0; 20]).unwrap_err(), FitError::NoNoise);
        let table = least_squares(20, &exact).unwrap();
        assert!(table.noise.unwrap() <= 1e-24 * size * size);
        assert_close(whole(table.ranking)[0].estimate / size, 10.0 + 2.25, 1e-12);
    }
}

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

#[test]
fn a_judge_who_scores_at_random_is_flagged() {
    let mut contest = contest(5, 120, 8, 4);
    let mut rng = ChaCha20Rng::seed_from_u64(1);
    for review in contest
        .reviews
        .iter_mut()
        .filter(|review| review.judge == 3)
    {
        review.score = rng.gen_range(40.0..100.0);
    }
    let judges = fit(&contest.reviews, &contest.themes).unwrap().judges();
    let flagged: Vec<usize> = judges
        .iter()
        .filter(|one| one.misfits)
        .map(|one| one.judge)
        .collect();
    assert_eq!(flagged, [3]);
}

#[test]
fn a_lenient_judge_has_positive_leniency() {
    let mut contest = contest(6, 60, 6, 3);
    for review in contest
        .reviews
        .iter_mut()
        .filter(|review| review.judge == 1)
    {
        review.score += 20.0;
    }
    let judges = fit(&contest.reviews, &contest.themes).unwrap().judges();
    let most = judges
        .iter()
        .max_by(|a, b| a.leniency.total_cmp(&b.leniency))
        .unwrap();
    assert_eq!(most.judge, 1);
    assert!(most.leniency > 10.0);
}

#[test]
fn correction_raises_reliability_when_judges_differ() {
    for seed in 0..10 {
        let mut contest = contest(seed, 80, 12, 3);
        for review in &mut contest.reviews {
            review.score += 3.0 * (review.judge % 4) as f64;
        }
        let reliability = fit(&contest.reviews, &contest.themes)
            .unwrap()
            .reliability();
        assert!(reliability.after > reliability.before, "{reliability:?}");
    }
}
