//! `jury units`

use std::path::Path;

use super::open;
use crate::failure::Failure;
use crate::output::Report;
use crate::table::Table;
use crate::words::Words;

pub(crate) fn run(dir: &Path, words: &Words) -> Result<Report, Failure> {
    let (organizer, _) = open(dir)?;
    let units = organizer.results()?.units;
    let columns = [
        "units.rank",
        "units.unit",
        "units.sent",
        "units.accepted",
        "units.points",
        "units.score",
    ];
    let mut table = Table::new(columns.map(|key| words.say(key)));
    for unit in &units {
        let dash = || "–".to_owned();
        table.row([
            unit.rank.map_or_else(dash, |rank| rank.to_string()),
            unit.unit.clone(),
            unit.sent.to_string(),
            unit.accepted.to_string(),
            unit.points.to_string(),
            unit.score.map_or_else(dash, |score| format!("{score:.2}")),
        ]);
    }
    let mut text = table.block();
    text.push_str(&words.with("units.sum", [("units", &units.len())]));
    Ok(Report::new(&units, text))
}
