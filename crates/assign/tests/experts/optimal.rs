//! Plans are the best there are.

use assign::assign_experts;
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha20Rng;

use crate::problems::{open, random_problem};
use crate::proof::{assert_sound, best, bound_by_prices};

#[test]
fn small_plans_are_the_best_of_all_plans() {
    let mut rng = ChaCha20Rng::seed_from_u64(11);
    let (mut possible, mut impossible) = (0, 0);
    for seed in 0..1_500 {
        let problem = random_problem(&mut rng);
        let best = best(&problem, 0, &mut vec![0; problem.judges.len()], 0, 0);
        match (assign_experts(&problem, seed), best) {
            (Ok(plan), Some((kept, cost, squares))) => {
                assert_sound(&problem, &plan);
                assert_eq!((plan.kept, plan.cost), (kept, cost), "{problem:?}");
                let found: u64 = plan.load.iter().map(|&load| u64::from(load).pow(2)).sum();
                assert_eq!(found, squares, "{problem:?}");
                if problem.kept.is_empty() {
                    assert_eq!(bound_by_prices(&problem, &plan), plan.cost);
                }
                possible += 1;
            }
            (Err(_), None) => impossible += 1,
            (plan, best) => panic!("{plan:?} against {best:?} for {problem:?}"),
        }
    }
    assert!(
        possible > 300 && impossible > 300,
        "{possible} possible, {impossible} impossible"
    );
}

#[test]
fn a_large_plan_is_proved_optimal_by_its_prices() {
    let mut rng = ChaCha20Rng::seed_from_u64(3);
    for seed in 0..4 {
        let mut problem = open(1_200, 90, 6, 5);
        problem.bridges_per_mille = 50;
        for work in &mut problem.entries {
            // Themes of unlike size, so that judges must help out.
            work.theme = rng.gen_range(0..6).min(rng.gen_range(0..6));
        }
        for entry in 0..1_200 {
            for _ in 0..3 {
                problem.barred.insert((entry, rng.gen_range(0..90)));
            }
        }
        for judge in &mut problem.judges {
            judge.min = 40;
            judge.max = Some(rng.gen_range(66..75));
        }
        let plan = assign_experts(&problem, seed).unwrap();
        assert_sound(&problem, &plan);
        assert!(plan.cost > 0);
        assert_eq!(bound_by_prices(&problem, &plan), plan.cost);
        assert_eq!(plan.bridged.len(), 300);
        assert_eq!(plan.islands.len(), 1);
    }
}

#[test]
fn judges_of_the_theme_come_first_and_loads_are_even_among_them() {
    let plan = assign_experts(&open(120, 12, 3, 2), 1).unwrap();
    assert_eq!(plan.cost, 0);
    assert!(plan.load.iter().all(|&load| load == 20), "{:?}", plan.load);
    assert_eq!(plan.islands.len(), 3);
}

#[test]
fn bridges_make_one_island_of_the_themes() {
    let mut problem = open(300, 18, 6, 3);
    problem.bridges_per_mille = 50;
    let plan = assign_experts(&problem, 1).unwrap();
    assert_sound(&problem, &plan);
    // 45 of 900 reviews, spread over all themes, each by a judge who lists the theme behind the first.
    assert_eq!((plan.bridged.len(), plan.cost), (45, 45));
    let of_theme = |theme| {
        plan.bridged
            .iter()
            .filter(|&&entry| entry % 6 == theme)
            .count()
    };
    assert!((0..6).all(|theme| (7..=8).contains(&of_theme(theme))));
    assert_eq!(plan.islands.len(), 1);
    assert!(plan.weakest_link.unwrap().2 >= 1);
}
