//! Contests that have no answer, each refused by its name.

use ranking::{FitError, RankingError, Review, fit, least_squares};

use crate::contests::{assert_close, contest, whole};

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
