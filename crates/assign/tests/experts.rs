//! Plans by expertise: the best of all plans where all can be tried, a proof by prices where they cannot, and every limit.
#![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

use assign::{
    Expert, ExpertImpossible, ExpertPlan, ExpertProblem, ExpertiseCosts, Work, assign_experts,
};
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha20Rng;

/// `themes` themes in turn, judges who know their own and the next one, no limits.
fn open(entries: usize, judges: usize, themes: usize, reviews: u32) -> ExpertProblem {
    ExpertProblem {
        entries: (0..entries)
            .map(|entry| Work {
                theme: entry % themes,
                minutes: 0,
            })
            .collect(),
        judges: (0..judges)
            .map(|judge| Expert {
                themes: vec![judge % themes, (judge + 1) % themes],
                ..Expert::default()
            })
            .collect(),
        reviews,
        ..ExpertProblem::default()
    }
}

/// Everything that holds for every plan.
fn assert_sound(problem: &ExpertProblem, plan: &ExpertPlan) {
    let mut load = vec![0_u32; problem.judges.len()];
    let mut minutes = vec![0_u32; problem.judges.len()];
    let (mut cost, mut kept) = (0, 0);
    assert_eq!(plan.judges_of.len(), problem.entries.len());
    for (entry, judges) in plan.judges_of.iter().enumerate() {
        assert_eq!(judges.len(), problem.reviews as usize);
        assert!(
            judges.windows(2).all(|pair| pair[0] < pair[1]),
            "{judges:?}"
        );
        for &judge in judges {
            assert!(!problem.barred.contains(&(entry, judge)));
            kept += usize::from(problem.kept.contains(&(entry, judge)));
            cost += i64::from(problem.cost(problem.entries[entry].theme, judge));
            load[judge] += 1;
            minutes[judge] += problem.entries[entry].minutes;
        }
    }
    assert_eq!((&plan.load, &plan.minutes), (&load, &minutes));
    assert_eq!((plan.cost, plan.kept), (cost, kept));
    assert!(plan.least_cost <= plan.cost || plan.kept < problem.kept.len());
    for (judge, expert) in problem.judges.iter().enumerate() {
        assert!(load[judge] >= expert.min);
        assert!(expert.max.is_none_or(|max| load[judge] <= max));
        assert!(expert.max_minutes.is_none_or(|max| minutes[judge] <= max));
    }
    for &entry in &plan.bridged {
        let home = |judge: &usize| {
            problem.judges[*judge].themes.first() == Some(&problem.entries[entry].theme)
        };
        let away = plan.judges_of[entry]
            .iter()
            .filter(|judge| !home(judge))
            .count();
        assert_eq!(away, 1, "entry {entry}");
    }
}

/// The least cost that any plan can have, by the prices alone: every entry takes its cheapest judges at cost plus price, and the
/// prices of all room are given back. For any prices this is at most the cost of any plan (linear programming duality), so
/// a plan that reaches it is optimal.
fn bound_by_prices(problem: &ExpertProblem, plan: &ExpertPlan) -> i64 {
    let judges = 0..problem.judges.len();
    let mut bound = 0;
    for (entry, work) in problem.entries.iter().enumerate() {
        let cheapest = |reviews: usize, of_kind: &dyn Fn(bool) -> bool| {
            let mut costs: Vec<i64> = judges
                .clone()
                .filter(|&judge| {
                    let home = problem.judges[judge].themes.first() == Some(&work.theme);
                    of_kind(home) && !problem.barred.contains(&(entry, judge))
                })
                .map(|judge| i64::from(problem.cost(work.theme, judge)) + plan.prices[judge])
                .collect();
            costs.sort_unstable();
            costs.iter().take(reviews).sum::<i64>()
        };
        let reviews = problem.reviews as usize;
        bound += if plan.bridged.contains(&entry) {
            cheapest(1, &|home| !home) + cheapest(reviews - 1, &|home| home)
        } else {
            cheapest(reviews, &|_| true)
        };
    }
    for (judge, expert) in problem.judges.iter().enumerate() {
        let price = plan.prices[judge];
        let most = expert.max.map_or(problem.entries.len(), |max| max as usize);
        let entries = if price > 0 {
            most as i64
        } else {
            i64::from(expert.min)
        };
        bound -= price * entries;
    }
    bound
}

/// The best of all plans: the most kept, then the least cost, then the least sum of squared loads.
fn best(
    problem: &ExpertProblem,
    entry: usize,
    load: &mut Vec<u32>,
    kept: usize,
    cost: i64,
) -> Option<(usize, i64, u64)> {
    let judges = problem.judges.len();
    if entry == problem.entries.len() {
        let met = (0..judges).all(|judge| load[judge] >= problem.judges[judge].min);
        let squares = load.iter().map(|&load| u64::from(load).pow(2)).sum();
        return met.then_some((kept, cost, squares));
    }
    let mut found: Option<(usize, i64, u64)> = None;
    for panel in 0_u32..1 << judges {
        let chosen: Vec<usize> = (0..judges)
            .filter(|judge| panel >> judge & 1 == 1)
            .collect();
        let allowed = panel.count_ones() == problem.reviews
            && chosen.iter().all(|&judge| {
                !problem.barred.contains(&(entry, judge))
                    && problem.judges[judge]
                        .max
                        .is_none_or(|max| load[judge] < max)
            });
        if !allowed {
            continue;
        }
        let theme = problem.entries[entry].theme;
        let more_kept = chosen
            .iter()
            .filter(|&&judge| problem.kept.contains(&(entry, judge)))
            .count();
        let more_cost: i64 = chosen
            .iter()
            .map(|&judge| i64::from(problem.cost(theme, judge)))
            .sum();
        chosen.iter().for_each(|&judge| load[judge] += 1);
        let one = best(problem, entry + 1, load, kept + more_kept, cost + more_cost);
        chosen.iter().for_each(|&judge| load[judge] -= 1);
        let rank = |(kept, cost, squares): (usize, i64, u64)| (usize::MAX - kept, cost, squares);
        found = [found, one]
            .into_iter()
            .flatten()
            .min_by_key(|&one| rank(one));
    }
    found
}

fn random_problem(rng: &mut ChaCha20Rng) -> ExpertProblem {
    let themes = rng.gen_range(1..=3);
    let mut problem = open(
        rng.gen_range(1..=5),
        rng.gen_range(1..=5),
        themes,
        rng.gen_range(1..=3),
    );
    let density = rng.gen_range(0.0..0.5);
    problem.costs = ExpertiseCosts {
        first: rng.gen_range(0..3),
        listed: rng.gen_range(0..4),
        unlisted: rng.gen_range(0..9),
    };
    for entry in 0..problem.entries.len() {
        for judge in 0..problem.judges.len() {
            if rng.gen_bool(density) {
                problem.barred.insert((entry, judge));
            } else if rng.gen_bool(0.2) {
                problem.kept.insert((entry, judge));
            }
        }
    }
    for judge in &mut problem.judges {
        judge.themes = (0..rng.gen_range(0..=2))
            .map(|_| rng.gen_range(0..themes))
            .collect();
        judge.themes.dedup();
        judge.max = rng.gen_bool(0.5).then(|| rng.gen_range(1..=4));
        if rng.gen_bool(0.2) {
            judge.min = rng.gen_range(1..=2);
        }
    }
    problem
}

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

#[test]
fn the_same_seed_gives_the_same_plan_and_another_seed_another() {
    let mut problem = open(60, 9, 3, 3);
    problem.bridges_per_mille = 50;
    let plan = assign_experts(&problem, 4).unwrap();
    assert_eq!(assign_experts(&problem, 4).unwrap(), plan);
    let other = assign_experts(&problem, 5).unwrap();
    assert_ne!(other.judges_of, plan.judges_of);
    assert_eq!(other.cost, plan.cost);
}

#[test]
fn a_published_seed_gives_its_published_plan_on_every_platform() {
    let mut problem = open(6, 4, 2, 2);
    problem.barred.insert((0, 0));
    problem.bridges_per_mille = 200;
    let plan = assign_experts(&problem, 2020).unwrap();
    assert_eq!(plan.judges_of, PUBLISHED);
}

/// What seed 2020 gave when the algorithm was fixed. A change here breaks every announced seed.
const PUBLISHED: [[usize; 2]; 6] = [[1, 2], [1, 3], [0, 3], [0, 1], [0, 2], [1, 3]];

#[test]
fn minutes_are_kept_to_and_the_price_of_it_is_told() {
    let mut problem = open(40, 8, 2, 2);
    for (entry, work) in problem.entries.iter_mut().enumerate() {
        // All long videos are in theme 0.
        work.minutes = if entry % 2 == 0 { 6 } else { 0 };
    }
    let free = assign_experts(&problem, 2).unwrap();
    assert_eq!(free.cost, 0);
    // 240 minutes; the four judges of theme 0 take 40 each, and the rest goes to judges who list it second.
    for judge in &mut problem.judges {
        judge.max_minutes = Some(40);
    }
    let plan = assign_experts(&problem, 2).unwrap();
    assert_sound(&problem, &plan);
    assert_eq!(plan.least_cost, 0);
    assert!(plan.cost > 0);
    for judge in &mut problem.judges {
        judge.max_minutes = Some(29);
    }
    assert!(matches!(
        assign_experts(&problem, 2).unwrap_err(),
        ExpertImpossible::MinutesExceeded { .. }
    ));
}

#[test]
fn an_extension_changes_only_what_it_must() {
    let mut problem = open(200, 20, 4, 3);
    problem.bridges_per_mille = 50;
    for judge in &mut problem.judges {
        judge.max = Some(36);
    }
    let first = assign_experts(&problem, 8).unwrap();
    problem.kept = first
        .judges_of
        .iter()
        .enumerate()
        .flat_map(|(entry, judges)| judges.iter().map(move |&judge| (entry, judge)))
        .collect();

    // Nothing new: nothing changes.
    assert_eq!(
        assign_experts(&problem, 99).unwrap().judges_of,
        first.judges_of
    );

    // Ten more entries, a recusal, and a judge who drops out.
    problem.entries.extend((0..10).map(|at| Work {
        theme: at % 4,
        minutes: 0,
    }));
    let recused = (7, first.judges_of[7][0]);
    problem.barred.insert(recused);
    problem.judges[3].max = Some(0);
    let lost = first
        .judges_of
        .iter()
        .filter(|judges| judges.contains(&3))
        .count();
    let plan = assign_experts(&problem, 5).unwrap();
    assert_sound(&problem, &plan);
    let recusal_is_hers = usize::from(recused.1 == 3);
    assert_eq!(plan.kept, 600 - lost - 1 + recusal_is_hers);
    for (entry, before) in first.judges_of.iter().enumerate() {
        let stays = |judge: &&usize| **judge != 3 && (entry, **judge) != recused;
        assert!(
            before
                .iter()
                .filter(stays)
                .all(|judge| plan.judges_of[entry].contains(judge))
        );
    }
}

#[test]
fn a_locked_review_gives_way_where_nothing_else_does() {
    // Judge 0 has the only room and is kept for entry 0; entry 1 may go to judge 0 alone.
    let mut problem = open(2, 2, 1, 1);
    problem.kept.insert((0, 0));
    problem.judges[0].max = Some(1);
    problem.barred.insert((1, 1));
    let plan = assign_experts(&problem, 0).unwrap();
    assert_eq!((plan.judges_of, plan.kept), (vec![vec![1], vec![0]], 0));
}

#[test]
fn a_shortage_names_the_cut_and_what_would_help() {
    // Ten entries for judges 0 and 1 alone, who take four each; judge 2 is free but barred, judge 3 is full of others.
    let mut problem = open(14, 4, 1, 1);
    for entry in 0..10 {
        problem.barred.extend([(entry, 2), (entry, 3)]);
    }
    for judge in [0, 1, 3] {
        problem.judges[judge].max = Some(4);
    }
    for entry in 10..14 {
        problem.barred.extend([(entry, 0), (entry, 1)]);
    }
    for seed in 0..10 {
        let ExpertImpossible::TooFewPlaces(shortage) = assign_experts(&problem, seed).unwrap_err()
        else {
            panic!("places are short")
        };
        assert_eq!((shortage.missing, &shortage.judges), (2, &vec![0, 1]));
        assert_eq!(shortage.competing, (0..10).collect::<Vec<_>>());
        assert_eq!(shortage.entries.len(), 2);
        assert!(
            shortage.bars.contains(&(0, 2)) && shortage.bars.iter().all(|&(entry, _)| entry < 10)
        );

        // Each kind of help helps.
        let mut roomier = problem.clone();
        roomier.judges[1].max = Some(6);
        assert!(assign_experts(&roomier, seed).is_ok());
        let mut unbarred = problem.clone();
        for &bar in shortage.bars.iter().filter(|bar| bar.1 == 2).take(2) {
            unbarred.barred.remove(&bar);
        }
        assert!(assign_experts(&unbarred, seed).is_ok());
    }
}

#[test]
fn an_entry_barred_from_everybody_is_named_without_judges() {
    let mut problem = open(3, 2, 1, 1);
    problem.barred.extend([(1, 0), (1, 1)]);
    let ExpertImpossible::TooFewPlaces(shortage) = assign_experts(&problem, 0).unwrap_err() else {
        panic!("nobody may see entry 1")
    };
    assert_eq!(
        (shortage.missing, shortage.entries, shortage.judges),
        (1, vec![1], vec![])
    );
}

#[test]
fn what_contradicts_itself_is_refused() {
    let refused = |change: &dyn Fn(&mut ExpertProblem)| {
        let mut problem = open(4, 3, 1, 1);
        change(&mut problem);
        assign_experts(&problem, 0).unwrap_err()
    };
    assert!(matches!(
        refused(&|problem| problem.kept.extend([(9, 0)])),
        ExpertImpossible::UnknownPair { entry: 9, .. }
    ));
    assert!(matches!(
        refused(&|problem| problem.judges[1].min = 5),
        ExpertImpossible::MinimumAboveRoom {
            judge: 1,
            min: 5,
            room: 4
        }
    ));
    assert!(matches!(
        refused(&|problem| problem.judges.iter_mut().for_each(|judge| judge.min = 2)),
        ExpertImpossible::MinimaTooMany {
            least: 6,
            reviews: 4
        }
    ));
    assert!(matches!(
        refused(&|problem| {
            problem.judges[2].min = 2;
            problem.barred.extend([(0, 2), (1, 2), (2, 2)]);
        }),
        ExpertImpossible::MinimumOutOfReach { ref judges } if *judges == [2]
    ));
    assert!(matches!(
        refused(&|problem| problem.costs.listed = u32::MAX),
        ExpertImpossible::CostTooLarge { .. }
    ));
}

#[test]
fn themes_that_nobody_knows_cost_no_memory_and_too_much_is_refused() {
    let mut problem = open(3_000, 40, 1, 2);
    for (theme, work) in problem.entries.iter_mut().enumerate() {
        work.theme = theme + 5;
    }
    let plan = assign_experts(&problem, 1).unwrap();
    assert_eq!(plan.cost, 3_000 * 2 * 4);
    let problem = open(600, 600, 600, 1);
    assert!(matches!(
        assign_experts(&problem, 1).unwrap_err(),
        ExpertImpossible::TooLarge {
            judges: 600,
            themes: 600
        }
    ));
}

#[test]
fn nothing_to_do_is_a_plan() {
    assert_eq!(
        assign_experts(&ExpertProblem::default(), 0).unwrap().cost,
        0
    );
    assert_eq!(assign_experts(&open(3, 2, 1, 0), 0).unwrap().load, [0, 0]);
    assert_eq!(assign_experts(&open(0, 2, 1, 2), 0).unwrap().prices, [0, 0]);
}
