//! What holds for every plan, and two ways to show that there is no better one.

use assign::{ExpertPlan, ExpertProblem};

/// Everything that holds for every plan.
pub(crate) fn assert_sound(problem: &ExpertProblem, plan: &ExpertPlan) {
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
pub(crate) fn bound_by_prices(problem: &ExpertProblem, plan: &ExpertPlan) -> i64 {
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
pub(crate) fn best(
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
