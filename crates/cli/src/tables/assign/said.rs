//! A plan from tables for a person.

use super::Assigned;
use crate::table::{Table, tame};
use crate::tables::{bridge, listed};
use crate::words::Words;

pub(super) fn said(assigned: &Assigned, words: &Words) -> String {
    let mut text = pairs(assigned, words);
    text.push_str(&loads(assigned, words));
    text.push_str(&words.with(
        "table.assign.sum",
        [
            ("pairs", &assigned.pairs.len()),
            ("reviews", &assigned.reviews),
            ("cost", &assigned.cost),
            ("least_cost", &assigned.least_cost),
            ("bridged", &assigned.bridged.len()),
            ("barred", &assigned.barred),
            ("seed", &assigned.seed),
        ],
    ));
    text.push_str(&bridges(assigned, words));
    for (key, names) in [
        ("table.assign.idle", &assigned.idle),
        ("table.assign.unknown_themes", &assigned.unknown_themes),
    ] {
        if !names.is_empty() {
            text.push_str(&words.with(key, [("names", &listed(names))]));
        }
    }
    text
}

fn pairs(assigned: &Assigned, words: &Words) -> String {
    let mut table =
        Table::new(["table.assign.entry", "table.assign.judges"].map(|key| words.say(key)));
    for of_entry in assigned.pairs.chunk_by(|a, b| a.entry == b.entry) {
        let judges: Vec<&str> = of_entry.iter().map(|pair| pair.judge.as_str()).collect();
        let entry = of_entry.first().map_or("", |pair| &pair.entry);
        table.row([entry.to_owned(), judges.join(" ")]);
    }
    table.block()
}

fn loads(assigned: &Assigned, words: &Words) -> String {
    let head = [
        "table.assign.judge",
        "table.assign.load",
        "table.assign.minutes",
        "table.assign.price",
    ];
    let mut table = Table::new(head.map(|key| words.say(key)));
    let within = |found: u32, most: Option<u32>| match most {
        Some(most) => format!("{found}/{most}"),
        None => found.to_string(),
    };
    for judge in &assigned.judges {
        table.row([
            judge.judge.clone(),
            within(judge.load, judge.max_load),
            within(judge.minutes, judge.max_minutes),
            judge.price.to_string(),
        ]);
    }
    table.block()
}

fn bridges(assigned: &Assigned, words: &Words) -> String {
    if !assigned.single_ranking {
        let groups: Vec<String> = assigned
            .islands
            .iter()
            .map(|island| island.join(" "))
            .collect();
        let groups = tame(&groups.join(" | "));
        let facts: [(&str, &dyn ToString); 2] =
            [("count", &assigned.components), ("groups", &groups)];
        return words.with("assign.islands", facts);
    }
    bridge::said(assigned.fiedler, assigned.weakest_bridge.as_ref(), words)
}
