//! `jury assign`

use std::path::Path;

use organizer::{Extend, Extended, Pairing, Planned};

use super::{open, round};
use crate::failure::Failure;
use crate::output::Report;
use crate::table::Table;
use crate::tables::{figure, listed};
use crate::words::Words;

/// Plans a round.
pub(crate) fn run(
    dir: &Path,
    named: Option<&str>,
    reviews: Option<u32>,
    seed: Option<u64>,
    words: &Words,
) -> Result<Report, Failure> {
    let (mut organizer, now) = open(dir)?;
    let round = round(&organizer, named)?;
    let of_file = organizer.contest().round(&round).map(|round| round.reviews);
    let reviews = reviews.or(of_file).unwrap_or(1);
    let seed = seed.unwrap_or_else(|| organizer.seed());
    let planned = organizer.plan_round(&round, reviews, seed, now)?;
    Ok(Report::new(&planned, said(&planned, words)))
}

/// Extends the plan of a round.
pub(crate) fn extend(
    dir: &Path,
    named: Option<&str>,
    extend: Extend,
    words: &Words,
) -> Result<Report, Failure> {
    let (mut organizer, now) = open(dir)?;
    let round = round(&organizer, named)?;
    let extended = organizer.extend_plan(&round, extend, now)?;
    Ok(Report::new(&extended, moved(&extended, words)))
}

fn moved(extended: &Extended, words: &Words) -> String {
    let mut text = said(&extended.plan, words);
    let pairs = |pairs: &[Pairing]| {
        let pairs: Vec<String> = pairs
            .iter()
            .map(|pair| format!("{}–{}", pair.judge, pair.entry))
            .collect();
        listed(&pairs)
    };
    for (key, moved) in [
        ("extend.added", &extended.added),
        ("extend.removed", &extended.removed),
    ] {
        if !moved.is_empty() {
            let facts: [(&str, &dyn ToString); 2] =
                [("count", &moved.len()), ("pairs", &pairs(moved))];
            text.push_str(&words.with(key, facts));
        }
    }
    text.push_str(&words.with("extend.kept", [("count", &extended.kept)]));
    if !extended.to_issue.is_empty() {
        let judges = extended.to_issue.join(" ");
        let facts: [(&str, &dyn ToString); 2] =
            [("judges", &judges), ("round", &extended.plan.round)];
        text.push_str(&words.with("extend.to_issue", facts));
    }
    if !extended.done {
        text.push_str(&words.say("dry_run"));
    }
    text
}

fn said(planned: &Planned, words: &Words) -> String {
    let columns = [
        "assign.judge",
        "assign.name",
        "assign.entries",
        "assign.minutes",
    ];
    let mut table = Table::new(columns.map(|key| words.say(key)));
    for judge in &planned.judges {
        table.row([
            judge.judge.clone(),
            judge.name.clone(),
            judge.entries.to_string(),
            judge.minutes.to_string(),
        ]);
    }
    let mut text = table.block();
    let facts: [(&str, &dyn ToString); 6] = [
        ("round", &planned.round),
        ("entries", &planned.entries),
        ("reviews", &planned.reviews),
        ("seed", &planned.seed),
        ("barred", &planned.barred),
        ("bridged", &planned.bridged),
    ];
    text.push_str(&words.with("assign.sum", facts));
    text.push_str(&cohesion(planned, words));
    text
}

fn cohesion(planned: &Planned, words: &Words) -> String {
    let found = &planned.cohesion;
    if found.islands.len() > 1 {
        let groups: Vec<String> = found
            .islands
            .iter()
            .map(|island| island.join(" "))
            .collect();
        let groups = groups.join(" | ");
        let facts: [(&str, &dyn ToString); 2] =
            [("count", &found.islands.len()), ("groups", &groups)];
        return words.with("assign.islands", facts);
    }
    let mut text = words.with("table.one_island", [("fiedler", &figure(found.fiedler, 3))]);
    if let Some(bridge) = &found.weakest_bridge {
        let facts: [(&str, &dyn ToString); 3] = [
            ("judges", &listed(&bridge.judges)),
            ("count", &bridge.entries.len()),
            ("entries", &listed(&bridge.entries)),
        ];
        text.push_str(&words.with("table.weakest_bridge", facts));
    }
    if let Some((one, other, shared)) = &found.weakest_link {
        let facts: [(&str, &dyn ToString); 3] =
            [("one", one), ("other", other), ("shared", shared)];
        text.push_str(&words.with("assign.weakest", facts));
    }
    text
}
