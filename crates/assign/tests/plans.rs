//! Plans: known optima, limits, bars, chance, and the reasons why there is none.
#![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

use std::collections::HashSet;

use assign::{Capacity, Impossible, Item, Plan, Problem, assign};
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha20Rng;

/// A problem without limits, bars or videos.
fn open(entries: usize, judges: usize, reviews: u32) -> Problem {
    Problem {
        entries: vec![Item { minutes: 0 }; entries],
        judges: vec![Capacity { max: None }; judges],
        reviews,
        barred: HashSet::new(),
    }
}

/// Bars an entry from every judge except these.
fn only(problem: &mut Problem, entry: usize, able: &[usize]) {
    problem.barred.extend(
        (0..problem.judges.len())
            .filter(|judge| !able.contains(judge))
            .map(|judge| (entry, judge)),
    );
}

/// Everything that holds for every plan.
fn assert_sound(problem: &Problem, plan: &Plan) {
    assert_eq!(plan.judges_of.len(), problem.entries.len());
    let mut load = vec![0; problem.judges.len()];
    let mut minutes = vec![0; problem.judges.len()];
    for (entry, judges) in plan.judges_of.iter().enumerate() {
        assert_eq!(judges.len(), problem.reviews as usize);
        assert!(
            judges.windows(2).all(|pair| pair[0] < pair[1]),
            "sorted and different: {judges:?}"
        );
        for &judge in judges {
            assert!(
                !problem.barred.contains(&(entry, judge)),
                "entry {entry} is barred from judge {judge}"
            );
            load[judge] += 1;
            minutes[judge] += problem.entries[entry].minutes;
        }
    }
    assert_eq!((&plan.load, &plan.minutes), (&load, &minutes));
    for (load, capacity) in load.iter().zip(&problem.judges) {
        assert!(capacity.max.is_none_or(|max| *load <= max));
    }
}

fn spread(values: &[u32]) -> u32 {
    values.iter().max().unwrap() - values.iter().min().unwrap()
}

fn squares(loads: &[u32]) -> u64 {
    loads.iter().map(|&load| u64::from(load).pow(2)).sum()
}

#[test]
fn without_bars_no_judge_has_two_entries_more_than_another() {
    for (entries, judges, reviews) in [(1, 3, 3), (10, 4, 3), (40, 7, 2), (100, 9, 5), (7, 7, 1)] {
        let problem = open(entries, judges, reviews);
        let plan = assign(&problem, 5).unwrap();
        assert_sound(&problem, &plan);
        assert!(spread(&plan.load) <= 1, "{:?}", plan.load);
    }
}

#[test]
fn a_full_contest_is_even_in_entries_and_minutes_and_one_island() {
    let mut problem = open(15_000, 105, 3);
    let mut rng = ChaCha20Rng::seed_from_u64(3);
    for item in &mut problem.entries {
        item.minutes = if rng.gen_bool(0.4) {
            rng.gen_range(1..=4)
        } else {
            0
        };
    }
    for entry in 0..15_000 {
        problem.barred.insert((entry, rng.gen_range(0..105)));
    }
    let plan = assign(&problem, 2020).unwrap();
    assert_sound(&problem, &plan);
    assert!(spread(&plan.load) <= 1, "{:?}", plan.load);
    assert!(spread(&plan.minutes) <= 1, "{:?}", plan.minutes);
    assert_eq!(plan.islands, [(0..105).collect::<Vec<_>>()]);
    let (one, other, shared) = plan.weakest_link.unwrap();
    assert!(
        one < other && shared >= 5,
        "judges {one} and {other} share {shared}"
    );
}

#[test]
fn six_theme_panels_of_unlike_size_are_even_within_themselves() {
    // Theme t has t + 2 judges of its own and 600 entries; nobody judges elsewhere, so each panel's load is known.
    let panels: Vec<Vec<usize>> = (0..6)
        .map(|theme| (theme * 10..theme * 10 + theme + 2).collect())
        .collect();
    let mut problem = open(3_600, 60, 2);
    for entry in 0..3_600 {
        only(&mut problem, entry, &panels[entry % 6]);
    }
    let plan = assign(&problem, 1).unwrap();
    assert_sound(&problem, &plan);
    for panel in &panels {
        let loads: Vec<u32> = panel.iter().map(|&judge| plan.load[judge]).collect();
        assert_eq!(loads.iter().sum::<u32>(), 1200);
        assert!(spread(&loads) <= 1, "{loads:?}");
    }
    assert_eq!(plan.islands.len(), 6);
    assert_eq!(plan.islands[0], panels[5]);
}

#[test]
fn an_entry_gives_way_to_one_with_less_choice() {
    // Entry 2 may only go to judge 0; whoever came first must move on, twice over.
    for seed in 0..20 {
        let mut problem = open(3, 3, 1);
        only(&mut problem, 0, &[0, 1]);
        only(&mut problem, 1, &[1, 2]);
        only(&mut problem, 2, &[0]);
        assert_eq!(
            assign(&problem, seed).unwrap().judges_of,
            [vec![1], vec![2], vec![0]]
        );
    }
}

#[test]
fn a_long_chain_is_followed_to_its_end() {
    // Entry i may go to judges i and i + 1, the last entry only to judge 0: one plan is even.
    let count = 60;
    for seed in 0..5 {
        let mut problem = open(count, count, 1);
        for entry in 0..count - 1 {
            only(&mut problem, entry, &[entry, entry + 1]);
        }
        only(&mut problem, count - 1, &[0]);
        assert!(
            assign(&problem, seed)
                .unwrap()
                .load
                .iter()
                .all(|&load| load == 1)
        );
    }
}

#[test]
fn a_limit_is_kept_and_the_others_share_the_rest() {
    let mut problem = open(20, 5, 2);
    problem.judges[1].max = Some(2);
    problem.judges[4].max = Some(0);
    let plan = assign(&problem, 9).unwrap();
    assert_sound(&problem, &plan);
    assert_eq!((plan.load[1], plan.load[4]), (2, 0));
    let mut rest = [plan.load[0], plan.load[2], plan.load[3]];
    rest.sort_unstable();
    assert_eq!(rest, [12, 13, 13]);
    assert_eq!(
        plan.islands,
        [vec![0, 1, 2, 3]],
        "a judge without entries is on no island"
    );
}

#[test]
fn limits_that_fit_exactly_are_filled() {
    let mut problem = open(12, 4, 3);
    problem
        .judges
        .iter_mut()
        .for_each(|judge| judge.max = Some(9));
    assert_eq!(assign(&problem, 0).unwrap().load, [9, 9, 9, 9]);
}

#[test]
fn minutes_are_evened_without_touching_the_loads() {
    let mut problem = open(8, 4, 1);
    for (item, minutes) in problem.entries.iter_mut().zip([10, 10, 10, 10, 1, 1, 1, 1]) {
        item.minutes = minutes;
    }
    for seed in 0..20 {
        let plan = assign(&problem, seed).unwrap();
        assert_sound(&problem, &plan);
        assert_eq!((plan.load, plan.minutes), (vec![2; 4], vec![11; 4]));
    }
}

#[test]
fn the_same_seed_gives_the_same_plan_and_another_seed_another() {
    let problem = open(60, 8, 3);
    let plan = assign(&problem, 11).unwrap();
    assert_eq!(assign(&problem, 11).unwrap(), plan);
    let others: HashSet<Vec<Vec<usize>>> = (0..20)
        .map(|seed| assign(&problem, seed).unwrap().judges_of)
        .collect();
    assert_eq!(others.len(), 20);
}

#[test]
fn a_published_seed_gives_its_published_plan_on_every_platform() {
    let mut problem = open(6, 4, 2);
    problem.barred.insert((0, 0));
    problem.entries[3].minutes = 3;
    let plan = assign(&problem, 2020).unwrap();
    assert_eq!(plan.judges_of, PUBLISHED);
}

/// What seed 2020 gave when the algorithm was fixed. A change here breaks every announced seed.
const PUBLISHED: [[usize; 2]; 6] = [[1, 3], [0, 2], [0, 2], [2, 3], [0, 1], [1, 3]];

#[test]
fn chance_spreads_the_pairs_of_judges() {
    // 600 entries, 6 judges in pairs: each of the 15 pairs would have 40 entries if chance were perfectly even.
    let plan = assign(&open(600, 6, 2), 4).unwrap();
    let mut pairs = std::collections::BTreeMap::new();
    for judges in plan.judges_of {
        *pairs.entry(judges).or_insert(0) += 1;
    }
    assert_eq!(pairs.len(), 15);
    assert!(
        pairs.values().all(|count| (15..=75).contains(count)),
        "{pairs:?}"
    );
}

#[test]
fn nothing_to_do_is_a_plan() {
    assert_eq!(
        assign(&open(0, 0, 3), 0).unwrap().islands,
        Vec::<Vec<usize>>::new()
    );
    let plan = assign(&open(2, 2, 0), 0).unwrap();
    assert_eq!(
        (plan.judges_of, plan.load, plan.weakest_link),
        (vec![vec![], vec![]], vec![0, 0], None)
    );
}

#[test]
fn an_entry_with_too_few_judges_is_named() {
    let mut problem = open(5, 4, 3);
    only(&mut problem, 2, &[0, 1, 3]);
    problem.judges[3].max = Some(0);
    let reason = assign(&problem, 0).unwrap_err();
    assert_eq!(
        reason,
        Impossible::TooFewJudges {
            entry: 2,
            able: 2,
            needed: 3
        }
    );
    assert_eq!(
        reason.to_string(),
        "only 2 judges may see entry 2, which needs 3"
    );
}

#[test]
fn missing_places_are_counted() {
    let mut problem = open(10, 4, 3);
    problem
        .judges
        .iter_mut()
        .for_each(|judge| judge.max = Some(7));
    let reason = assign(&problem, 0).unwrap_err();
    assert_eq!(
        reason,
        Impossible::TooFewPlaces {
            needed: 30,
            places: 28,
            missing: 2
        }
    );
}

#[test]
fn a_limit_above_what_a_judge_may_see_makes_no_places() {
    let mut problem = open(10, 3, 2);
    problem.judges[0].max = Some(1000);
    problem.judges[1].max = Some(5);
    problem.judges[2].max = Some(4);
    let reason = assign(&problem, 0).unwrap_err();
    assert_eq!(
        reason,
        Impossible::TooFewPlaces {
            needed: 20,
            places: 19,
            missing: 1
        }
    );
}

#[test]
fn a_full_panel_is_named_with_what_it_cannot_take() {
    // Ten entries for judges 0 and 1 alone, who take four each; judges 2 and 3 are free but barred from them.
    for seed in 0..10 {
        let mut problem = open(18, 4, 1);
        for entry in 0..10 {
            only(&mut problem, entry, &[0, 1]);
        }
        problem.judges[0].max = Some(4);
        problem.judges[1].max = Some(4);
        match assign(&problem, seed).unwrap_err() {
            Impossible::PanelFull {
                judges,
                entries,
                missing,
            } => {
                assert_eq!((judges, missing), (vec![0, 1], 2));
                assert!(entries.len() == 2 && entries.iter().all(|&entry| entry < 10));
            }
            other => panic!("{other}"),
        }
    }
}

#[test]
fn a_bar_outside_the_problem_is_refused() {
    let mut problem = open(2, 3, 1);
    problem.barred.extend([(9, 0), (1, 3)]);
    assert_eq!(
        assign(&problem, 0).unwrap_err(),
        Impossible::UnknownPair {
            entry: 1,
            judge: 3,
            entries: 2,
            judges: 3
        }
    );
}

/// The least sum of squared loads over every plan there is, by trying them all; nothing when there is none.
fn least_squares(problem: &Problem, entry: usize, load: &mut Vec<u32>) -> Option<u64> {
    if entry == problem.entries.len() {
        return Some(squares(load));
    }
    let mut least = None;
    for panel in 0_u32..1 << problem.judges.len() {
        let panel_judges: Vec<usize> = (0..problem.judges.len())
            .filter(|judge| panel >> judge & 1 == 1)
            .collect();
        let allowed = panel.count_ones() == problem.reviews
            && panel_judges.iter().all(|&judge| {
                !problem.barred.contains(&(entry, judge))
                    && problem.judges[judge]
                        .max
                        .is_none_or(|max| load[judge] < max)
            });
        if allowed {
            panel_judges.iter().for_each(|&judge| load[judge] += 1);
            let found = least_squares(problem, entry + 1, load);
            least = [least, found].into_iter().flatten().min();
            panel_judges.iter().for_each(|&judge| load[judge] -= 1);
        }
    }
    least
}

#[test]
fn small_plans_are_as_even_as_the_best_of_all_plans() {
    let mut rng = ChaCha20Rng::seed_from_u64(77);
    let (mut possible, mut impossible) = (0, 0);
    for seed in 0..600 {
        let mut problem = open(
            rng.gen_range(1..=5),
            rng.gen_range(1..=5),
            rng.gen_range(1..=3),
        );
        let density = rng.gen_range(0.0..0.6);
        for entry in 0..problem.entries.len() {
            problem.entries[entry].minutes = rng.gen_range(0..4);
            for judge in 0..problem.judges.len() {
                if rng.gen_bool(density) {
                    problem.barred.insert((entry, judge));
                }
            }
        }
        for judge in &mut problem.judges {
            judge.max = rng.gen_bool(0.5).then(|| rng.gen_range(1..=4));
        }
        let best = least_squares(&problem, 0, &mut vec![0; problem.judges.len()]);
        match (assign(&problem, seed), best) {
            (Ok(plan), Some(best)) => {
                assert_sound(&problem, &plan);
                assert_eq!(squares(&plan.load), best, "{problem:?}");
                possible += 1;
            }
            (Err(_), None) => impossible += 1,
            (plan, best) => panic!("{plan:?} against {best:?} for {problem:?}"),
        }
    }
    assert!(
        possible > 100 && impossible > 100,
        "{possible} possible, {impossible} impossible"
    );
}

#[test]
fn the_missing_reviews_are_exactly_those_that_more_places_would_take() {
    let mut rng = ChaCha20Rng::seed_from_u64(5);
    let mut full = 0;
    for seed in 0..3_000 {
        let mut problem = open(8, 5, 2);
        for entry in 0..8 {
            let first = rng.gen_range(0..5);
            only(
                &mut problem,
                entry,
                &[first, (first + 1) % 5, (first + 3) % 5],
            );
        }
        problem
            .judges
            .iter_mut()
            .for_each(|judge| judge.max = Some(rng.gen_range(2..=5)));
        let Err(Impossible::PanelFull {
            judges, missing, ..
        }) = assign(&problem, seed)
        else {
            continue;
        };
        full += 1;
        // Room for the named judges alone, as much as is missing, is enough; room for everybody else is no use.
        let mut helped = problem.clone();
        for &judge in &judges {
            let max = helped.judges[judge].max.unwrap();
            helped.judges[judge].max = Some(max + u32::try_from(missing).unwrap());
        }
        assert!(assign(&helped, seed).is_ok());
        let mut useless = problem.clone();
        for judge in (0..5).filter(|judge| !judges.contains(judge)) {
            useless.judges[judge].max = None;
        }
        assert!(
            matches!(assign(&useless, seed), Err(Impossible::PanelFull { missing: still, .. }) if still == missing)
        );
    }
    assert!(full > 10, "{full}");
}
