//! Draws: what they must agree with, and islands.
#![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha20Rng;
use ranking::{DrawsError, Ranking, Review, connectivity, fit, least_squares};

/// `panels` panels of `judges` judges with `entries` entries each, every judge seeing three of four entries of the panel.
fn panels(panels: usize, judges: usize, entries: usize) -> Vec<Review> {
    let mut rng = ChaCha20Rng::seed_from_u64(4);
    let mut reviews = Vec::new();
    for entry in 0..panels * entries {
        let merit = rng.gen_range(-8.0..8.0);
        for seat in (0..judges).filter(|seat| (entry + seat) % 4 > 0) {
            reviews.push(Review {
                entry,
                judge: entry / entries * judges + seat,
                score: 70.0 + merit + seat as f64 + rng.gen_range(-3.0..3.0),
            });
        }
    }
    reviews
}

#[test]
fn probabilities_of_the_first_rank_sum_to_one() {
    let fit = fit(&panels(1, 5, 24), &[0; 24]).unwrap();
    let draws = fit.draws(9, 2_000).unwrap();
    let sum: f64 = (0..24).map(|entry| draws.p_first(entry).unwrap()).sum();
    assert!((sum - 1.0).abs() < 1e-9);
    let sum: f64 = (0..24).map(|entry| draws.p_top(entry, 5).unwrap()).sum();
    assert!((sum - 5.0).abs() < 1e-9);
    assert_eq!(draws.p_top(3, 24), Some(1.0));
    assert_eq!(draws.p_top(3, 0), Some(0.0));
    assert_eq!(draws.interval(24), None);
}

#[test]
fn an_interval_holds_nine_tenths_and_its_ends_are_needed() {
    let fit = fit(&panels(1, 5, 24), &[0; 24]).unwrap();
    let draws = fit.draws(2, 1_000).unwrap();
    for entry in 0..24 {
        let interval = draws.interval(entry).unwrap();
        let ranks = draws.ranks(entry).unwrap();
        let below = ranks.iter().filter(|rank| **rank < interval.low).count();
        let above = ranks.iter().filter(|rank| **rank > interval.high).count();
        assert!(below <= 50 && above <= 50);
        assert!(ranks.iter().filter(|rank| **rank <= interval.low).count() > 50);
        assert!(ranks.iter().filter(|rank| **rank >= interval.high).count() > 50);
    }
}

#[test]
fn the_same_seed_gives_the_same_draws_and_another_seed_others() {
    let fit = fit(&panels(1, 5, 24), &[0; 24]).unwrap();
    assert_eq!(fit.draws(1, 300), fit.draws(1, 300));
    assert_ne!(fit.draws(1, 300), fit.draws(2, 300));
}

#[test]
fn a_published_seed_gives_its_published_ranks_on_every_platform() {
    let fit = fit(&panels(1, 5, 24), &[0; 24]).unwrap();
    let ranks = fit.draws(2020, 200).unwrap().ranks(7).unwrap();
    assert_eq!(ranks[..12], PUBLISHED);
}

/// What seed 2020 gave when the method was fixed. A change here breaks every published interval.
const PUBLISHED: [u32; 12] = [9, 10, 15, 10, 12, 11, 12, 7, 10, 11, 7, 8];

#[test]
fn a_better_estimate_is_likelier_first() {
    let fit = fit(&panels(1, 5, 24), &[0; 24]).unwrap();
    let draws = fit.draws(1, 2_000).unwrap();
    let Ranking::Whole(standings) = fit.ranking() else {
        panic!("one island")
    };
    let first = draws.p_first(standings[0].entry).unwrap();
    assert!(first > draws.p_first(standings[6].entry).unwrap());
    assert_eq!(draws.p_first(standings[23].entry), Some(0.0));
}

#[test]
fn the_undecided_entries_lie_around_the_line() {
    let fit = fit(&panels(1, 5, 24), &[0; 24]).unwrap();
    let draws = fit.draws(1, 2_000).unwrap();
    let undecided = draws.undecided(5, 0.05);
    let Ranking::Whole(standings) = fit.ranking() else {
        panic!("one island")
    };
    let rank = |entry| {
        standings
            .iter()
            .find(|one| one.entry == entry)
            .unwrap()
            .rank
    };
    assert!((4..=7).contains(&rank(undecided[0].0)), "{undecided:?}");
    assert!(undecided.iter().all(|(_, p)| (0.05..=0.95).contains(p)));
    assert!(
        undecided
            .windows(2)
            .all(|two| (two[0].1 - 0.5).abs() <= (two[1].1 - 0.5).abs())
    );
    // The probabilities of all entries sum to five places.
    let all = draws.undecided(5, 0.0);
    assert!((all.iter().map(|(_, p)| p).sum::<f64>() - 5.0).abs() < 1e-9);
}

#[test]
fn no_draws_and_too_many_are_refused() {
    let fit = fit(&panels(1, 5, 24), &[0; 24]).unwrap();
    for draws in [0, u32::MAX] {
        let refusal = fit.draws(1, draws).unwrap_err();
        assert!(matches!(
            refusal,
            DrawsError::CountOutOfRange { entries: 24, .. }
        ));
    }
}

#[test]
fn islands_have_rankings_of_their_own() {
    let reviews = panels(3, 5, 12);
    let fit = fit(&reviews, &[0; 36]).unwrap();
    let Ranking::Islands(islands) = fit.ranking() else {
        panic!("there are three islands")
    };
    assert_eq!(islands.len(), 3);
    for (number, island) in islands.iter().enumerate() {
        assert_eq!(island.len(), 12);
        assert_eq!(island[0].rank, 1);
        assert!(island.iter().all(|one| one.entry / 12 == number));
    }
    // Ranks in draws are those within the island as well.
    let draws = fit.draws(1, 200).unwrap();
    assert!((0..36).all(|entry| draws.ranks(entry).unwrap().iter().all(|rank| *rank <= 12)));
    assert!(matches!(
        least_squares(36, &reviews).unwrap().ranking,
        Ranking::Islands(_)
    ));
    let connectivity = fit.connectivity();
    assert_eq!((connectivity.fiedler, connectivity.weakest), (0.0, None));
    assert_eq!(connectivity.islands[1].judges, [5, 6, 7, 8, 9]);
}

#[test]
fn the_missing_bridges_join_all_islands() {
    let mut reviews = panels(4, 5, 12);
    let missing = connectivity(48, &reviews).unwrap().missing;
    assert_eq!(missing.len(), 3);
    reviews.extend(missing.iter().map(|bridge| Review {
        entry: bridge.entry,
        judge: bridge.judge,
        score: 70.0,
    }));
    let joined = connectivity(48, &reviews).unwrap();
    assert_eq!((joined.islands.len(), joined.missing), (1, vec![]));
}

#[test]
fn one_shared_entry_joins_two_islands_and_is_named_as_their_bridge() {
    let mut reviews = panels(2, 4, 20);
    reviews.push(Review {
        entry: 3,
        judge: 6,
        score: 71.0,
    });
    let connectivity = connectivity(40, &reviews).unwrap();
    assert_eq!(connectivity.islands.len(), 1);
    let bridge = connectivity.weakest.unwrap();
    assert_eq!(bridge.entries, [3]);
    assert_eq!(bridge.judges, [0, 1, 2, 3]);
    assert!(
        connectivity.fiedler > 0.0 && connectivity.fiedler < 0.05,
        "{}",
        connectivity.fiedler
    );
}

#[test]
fn a_complete_table_is_joined_as_firmly_as_can_be() {
    let reviews: Vec<Review> = (0..40_usize)
        .map(|at| Review {
            entry: at / 5,
            judge: at % 5,
            score: (at % 7) as f64,
        })
        .collect();
    let connectivity = connectivity(8, &reviews).unwrap();
    assert!((connectivity.fiedler - 1.0).abs() < 1e-6);
}

#[test]
fn the_fiedler_value_of_a_path_is_that_of_its_cosine() {
    // Judge 0, entry 0, judge 1, entry 1, …: a path of 2m + 1 nodes, whose normalised Laplacian has the eigenvalues
    // 1 − cos(π k / 2m) (Chung, *Spectral Graph Theory*, 1997, example 1.4).
    for m in [1, 2, 5, 40] {
        let reviews: Vec<Review> = (0..2 * m)
            .map(|step: usize| Review {
                entry: step / 2,
                judge: step.div_ceil(2),
                score: 1.0,
            })
            .collect();
        let found = connectivity(m, &reviews).unwrap().fiedler;
        let expected = 1.0 - (std::f64::consts::PI / (2 * m) as f64).cos();
        assert!(
            (found - expected).abs() < 1e-9,
            "{m}: {found} and {expected}"
        );
    }
}
