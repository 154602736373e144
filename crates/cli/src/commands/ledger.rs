//! `jury ledger`

use std::path::Path;

use organizer::Overview;
use serde_json::json;

use super::merge::verdict;
use super::open;
use crate::failure::Failure;
use crate::output::Report;
use crate::table::Table;
use crate::words::Words;

pub(crate) fn run(dir: &Path, words: &Words) -> Result<Report, Failure> {
    let (organizer, _) = open(dir)?;
    let state = organizer.state_sha256()?;
    let page = organizer.overview()?;
    let value = json!({
        "files": page.received,
        "returned": page.standing.returned,
        "issued": page.standing.issued,
        "state_sha256": state,
    });
    Ok(Report::new(&value, said(&page, &state, words)))
}

fn said(page: &Overview, state: &str, words: &Words) -> String {
    let columns = [
        "ledger.at",
        "merge.file",
        "merge.judge",
        "merge.round",
        "merge.revision",
        "merge.verdict",
        "merge.fingerprint",
    ];
    let mut table = Table::new(columns.map(|key| words.say(key)));
    for line in &page.received {
        table.row([
            line.at.clone(),
            line.file.clone(),
            line.judge.clone().unwrap_or_default(),
            line.round.clone().unwrap_or_default(),
            line.revision
                .map_or_else(String::new, |revision| revision.to_string()),
            verdict(line, words),
            line.fingerprint.clone().unwrap_or_default(),
        ]);
    }
    let mut text = table.block();
    let facts: [(&str, &dyn ToString); 4] = [
        ("files", &page.received.len()),
        ("returned", &page.standing.returned),
        ("issued", &page.standing.issued),
        ("state", &state),
    ];
    text.push_str(&words.with("ledger.sum", facts));
    text
}
