//! Problems that have no plan, and what would help.

use assign::{ExpertImpossible, ExpertProblem, assign_experts};

use crate::problems::open;

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
