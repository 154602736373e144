//! Awards, ranks and figures other than those that follow.

use archive::{Difference, SheetFault};
use results::{Decision, Recipient};

use crate::common::{Scene, edit, file, files, rewrite, winner};
use crate::hands::{by_organiser, codes, codes_of, told_on_writing};

#[test]
fn an_award_to_somebody_else_is_found() {
    let mut scene = Scene::new();
    let gold = winner(&scene.results, "gold");
    let other = scene.inputs.rounds[1]
        .shortlist
        .as_ref()
        .unwrap()
        .iter()
        .find(|entry| **entry != gold)
        .unwrap()
        .clone();
    scene.results.awards[0].received[0].to = Recipient::Entry(other.clone());
    let found = told_on_writing(&scene);
    assert!(matches!(
        &found[..],
        [Difference::Award { award, claimed, follows }]
            if award.as_str() == "gold"
                && *claimed == [Recipient::Entry(other.clone())]
                && *follows == [Recipient::Entry(gold.clone())]
    ));
}

#[test]
fn another_rank_is_found() {
    let scene = Scene::new();
    let found = by_organiser(&scene, |files| {
        edit(files, "results.json", "\"rank\": 1,", "\"rank\": 2,");
    });
    assert!(matches!(
        &found.differences[..],
        [Difference::Rank {
            claimed: Some(2),
            follows: Some(1),
            ..
        }]
    ));
}

#[test]
fn another_seed_gives_other_probabilities() {
    let scene = Scene::new();
    let found = by_organiser(&scene, |files| {
        edit(
            files,
            "inputs.json",
            "\"seed\": 20200801",
            "\"seed\": 20200802",
        );
    });
    assert!(found.recomputed);
    assert_eq!(codes(&found), ["figure"]);
}

#[test]
fn another_decision_gives_other_awards() {
    let scene = Scene::new();
    let mut other = Scene::new();
    let third = winner(&other.results, "nominee");
    other.decide(Decision::Withheld {
        award: "nominee".parse().unwrap(),
        from: Recipient::Entry(third),
    });
    let inputs = file(&mut files(&other.write().unwrap()), "inputs.json").clone();
    let found = by_organiser(&scene, |files| *file(files, "inputs.json") = inputs.clone());
    assert!(
        matches!(&found.differences[0], Difference::Award { award, .. } if award.as_str() == "nominee"),
        "{:?}",
        found.differences
    );
}

#[test]
fn an_entry_moved_to_another_theme_is_found() {
    let scene = Scene::new();
    let found = by_organiser(&scene, |files| {
        edit(files, "inputs.json", "\"theme\": 2", "\"theme\": 1");
    });
    assert!(
        found.differences.iter().any(|one| matches!(
            one,
            Difference::Sheet {
                why: SheetFault::MarkOutside { .. } | SheetFault::Incomplete,
                ..
            }
        )),
        "{:?}",
        found.differences
    );
}

#[test]
fn another_weight_in_the_contest_file_is_found() {
    let scene = Scene::new();
    let found = by_organiser(&scene, |files| {
        rewrite(files, "contest.toml", |text| {
            let at = text.find("id = 1\n").unwrap();
            let (before, theme) = text.split_at(at);
            let rubric = theme.replacen("weight = 25", "weight = 24", 1).replacen(
                "weight = 20",
                "weight = 21",
                1,
            );
            assert_ne!(rubric, theme, "{}", &theme[..400]);
            format!("{before}{rubric}")
        });
    });
    assert!(found.recomputed, "{:?}", found.differences);
    // Everything moves a little; what is told of has an end.
    let figures = codes_of(&found, "figure");
    assert!(
        figures == 20 && found.beyond > 0,
        "{figures}, {}",
        found.beyond
    );
}
