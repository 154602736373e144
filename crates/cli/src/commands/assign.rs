//! `jury assign`

use std::path::Path;

use organizer::Planned;

use super::open;
use crate::failure::Failure;
use crate::output::Report;
use crate::table::Table;
use crate::words::Words;

pub(crate) fn run(dir: &Path, reviews: u32, seed: u64, words: &Words) -> Result<Report, Failure> {
    let (mut organizer, now) = open(dir)?;
    let planned = organizer.plan(reviews, seed, now)?;
    Ok(Report::new(&planned, said(&planned, words)))
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
    text.push_str(&words.with(
        "assign.sum",
        [
            ("entries", &planned.entries),
            ("reviews", &planned.reviews),
            ("seed", &planned.seed),
            ("barred", &planned.barred),
        ],
    ));
    if let Some((one, other, shared)) = &planned.weakest_link {
        let facts: [(&str, &dyn ToString); 3] =
            [("one", one), ("other", other), ("shared", shared)];
        text.push_str(&words.with("assign.weakest", facts));
    }
    if planned.islands.len() > 1 {
        let groups: Vec<String> = planned
            .islands
            .iter()
            .map(|island| island.join(" "))
            .collect();
        let groups = groups.join(" | ");
        let facts: [(&str, &dyn ToString); 2] =
            [("count", &planned.islands.len()), ("groups", &groups)];
        text.push_str(&words.with("assign.islands", facts));
    }
    text
}
