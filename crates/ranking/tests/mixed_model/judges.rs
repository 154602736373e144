//! What is found out about the judges.

use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha20Rng;
use ranking::fit;

use crate::contests::contest;

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
