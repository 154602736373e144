//! `jury rank`

use std::path::Path;

use organizer::Ranking;

use super::open;
use crate::failure::Failure;
use crate::output::Report;
use crate::table::Table;
use crate::words::Words;

pub(crate) fn run(dir: &Path, words: &Words) -> Result<Report, Failure> {
    let (organizer, _) = open(dir)?;
    let ranking = organizer.rank()?;
    Ok(Report::new(&ranking, said(&ranking, words)))
}

fn said(ranking: &Ranking, words: &Words) -> String {
    let columns = [
        "rank.rank",
        "rank.number",
        "rank.title",
        "rank.theme",
        "rank.mean",
        "rank.reviews",
        "rank.range",
    ];
    let mut table = Table::new(columns.map(|key| words.say(key)));
    for line in &ranking.lines {
        let tied = if line.tied { "=" } else { "" };
        table.row([
            format!("{tied}{}", line.rank),
            line.number.clone(),
            line.title.clone(),
            line.theme_name.clone(),
            line.mean.clone(),
            format!("{}/{}", line.reviews, line.due),
            format!("{}–{}", line.lowest, line.highest),
        ]);
    }
    let mut text = table.block();
    let key = if ranking.provisional {
        "rank.provisional"
    } else {
        "rank.complete"
    };
    let facts: [(&str, &dyn ToString); 3] = [
        ("returned", &ranking.returned),
        ("issued", &ranking.issued),
        ("unscored", &ranking.unscored.len()),
    ];
    text.push_str(&words.with(key, facts));
    text
}
