//! `jury find`

use std::path::Path;

use super::open;
use crate::failure::Failure;
use crate::output::Report;
use crate::table::Table;
use crate::words::Words;

pub(crate) fn run(dir: &Path, wanted: &str, words: &Words) -> Result<Report, Failure> {
    let (organizer, _) = open(dir)?;
    let found = organizer.search(wanted)?;
    let columns = [
        "find.draft",
        "find.number",
        "find.title",
        "find.place",
        "find.excerpt",
    ];
    let mut table = Table::new(columns.map(|key| words.say(key)));
    for hit in &found.hits {
        let number = match (&hit.number, hit.sent_back) {
            (Some(number), _) => number.clone(),
            (None, true) => words.say("find.sent_back"),
            (None, false) => "–".to_owned(),
        };
        table.row([
            hit.draft.to_string(),
            number,
            hit.title.clone(),
            words.say(&format!("find.place.{}", hit.place)),
            hit.excerpt.clone(),
        ]);
    }
    let mut text = table.block();
    let sum = if found.more { "find.more" } else { "find.sum" };
    text.push_str(&words.with(sum, [("count", &found.hits.len())]));
    Ok(Report::new(&found, text))
}
