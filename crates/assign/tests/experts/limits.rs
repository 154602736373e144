//! Plans within limits: minutes, what was planned before, and nothing at all.

use assign::{ExpertImpossible, ExpertProblem, Work, assign_experts};

use crate::problems::open;
use crate::proof::assert_sound;

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
