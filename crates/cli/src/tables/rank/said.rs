//! A ranking of tables for a person.

use std::collections::BTreeSet;

use super::lines::Ranked;
use crate::table::Table;
use crate::tables::{bridge, figure, listed};
use crate::words::Words;

pub(super) fn said(ranked: &Ranked, words: &Words) -> String {
    let mut text = entries(ranked, words);
    text.push_str(&judges(ranked, words));
    text.push_str(&themes(ranked, words));
    text.push_str(&model(ranked, words));
    text.push_str(&bridges(ranked, words));
    if !ranked.unscored.is_empty() {
        text.push_str(&words.with(
            "table.unscored",
            [
                ("count", &ranked.unscored.len()),
                ("entries", &listed(&ranked.unscored)),
            ],
        ));
    }
    text.push_str(&words.with(
        "table.rank.seed",
        [("seed", &ranked.seed), ("draws", &ranked.draws)],
    ));
    text
}

fn entries(ranked: &Ranked, words: &Words) -> String {
    let tops: BTreeSet<u32> = ranked
        .entries
        .iter()
        .flat_map(|entry| entry.p_top.keys().copied())
        .collect();
    let themed = !ranked.themes.is_empty();
    let mut head: Vec<String> = [
        "table.rank.rank",
        "table.rank.entry",
        "table.rank.n",
        "table.rank.estimate",
        "table.rank.merit",
        "table.rank.least_squares",
        "table.rank.raw_mean",
        "table.rank.interval",
        "table.rank.p_first",
    ]
    .map(|key| words.say(key))
    .into();
    head.extend(
        tops.iter()
            .map(|k| words.with("table.rank.p_top", [("k", k)])),
    );
    if themed {
        head.insert(2, words.say("table.rank.theme"));
    }
    if !ranked.single_ranking {
        head.insert(0, words.say("table.rank.island"));
    }
    let mut table = Table::new(head);
    for entry in &ranked.entries {
        let tied = if entry.tied { "=" } else { "" };
        let interval = match (entry.rank_low, entry.rank_high) {
            (Some(low), Some(high)) => format!("{low}–{high}"),
            _ => "–".to_owned(),
        };
        let mut cells = vec![
            format!("{tied}{}", entry.rank),
            entry.entry.clone(),
            entry.n.to_string(),
            with_error(Some(entry.estimate), Some(entry.estimate_se)),
            with_error(Some(entry.merit), Some(entry.merit_se)),
            with_error(Some(entry.least_squares), entry.least_squares_se),
            figure(Some(entry.raw_mean), 3),
            interval,
            figure(entry.p_first, 3),
        ];
        cells.extend(
            tops.iter()
                .map(|k| figure(entry.p_top.get(k).copied().flatten(), 3)),
        );
        if themed {
            cells.insert(2, entry.theme.clone().unwrap_or_default());
        }
        if !ranked.single_ranking {
            cells.insert(0, entry.island.to_string());
        }
        table.row(cells);
    }
    table.block()
}

fn judges(ranked: &Ranked, words: &Words) -> String {
    let head = [
        "table.rank.judge",
        "table.rank.n",
        "table.rank.leniency",
        "table.rank.spread",
        "table.rank.infit",
    ];
    let mut table = Table::new(head.map(|key| words.say(key)));
    for judge in &ranked.judges {
        let flag = if judge.misfits { " !" } else { "" };
        table.row([
            judge.judge.clone(),
            judge.n.to_string(),
            with_error(Some(judge.leniency), Some(judge.leniency_se)),
            figure(judge.spread, 3),
            format!("{}{flag}", figure(Some(judge.infit), 2)),
        ]);
    }
    table.block()
}

fn themes(ranked: &Ranked, words: &Words) -> String {
    let head = ["table.rank.theme", "table.rank.entries", "table.rank.mean"];
    let mut table = Table::new(head.map(|key| words.say(key)));
    for theme in &ranked.themes {
        table.row([
            theme.theme.clone(),
            theme.entries.to_string(),
            with_error(Some(theme.mean), Some(theme.se)),
        ]);
    }
    table.block()
}

fn model(ranked: &Ranked, words: &Words) -> String {
    let variances = &ranked.variances;
    words.with(
        "table.rank.model",
        [
            ("entry", &figure(Some(variances.entry), 4)),
            ("judge", &figure(Some(variances.judge), 4)),
            ("residual", &figure(Some(variances.residual), 4)),
            ("criterion", &figure(Some(ranked.reml_criterion), 4)),
            ("raw_mean", &figure(Some(ranked.reliability.raw_mean), 3)),
            ("merit", &figure(Some(ranked.reliability.merit), 3)),
        ],
    )
}

fn bridges(ranked: &Ranked, words: &Words) -> String {
    if ranked.single_ranking {
        return bridge::said(Some(ranked.fiedler), ranked.weakest_bridge.as_ref(), words);
    }
    let mut text = words.with("table.islands", [("count", &ranked.components)]);
    for (number, island) in (1..).zip(&ranked.islands) {
        let facts: [(&str, &dyn ToString); 4] = [
            ("number", &number),
            ("count", &island.entries.len()),
            ("entries", &listed(&island.entries)),
            ("judges", &listed(&island.judges)),
        ];
        text.push_str(&words.with("table.island", facts));
    }
    let pairs: Vec<String> = ranked
        .missing_bridges
        .iter()
        .map(|pair| format!("{} → {}", pair.judge, pair.entry))
        .collect();
    text.push_str(&words.with("table.missing_bridges", [("pairs", &listed(&pairs))]));
    text
}

/// A value and its standard error.
fn with_error(value: Option<f64>, se: Option<f64>) -> String {
    format!("{} ± {}", figure(value, 3), figure(se, 3))
}
