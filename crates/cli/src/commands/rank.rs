//! `jury rank`

use std::path::Path;

use organizer::{RankedBy, Ranking};

use super::{open, round};
use crate::failure::Failure;
use crate::output::Report;
use crate::table::Table;
use crate::words::Words;

pub(crate) fn run(dir: &Path, named: Option<&str>, words: &Words) -> Result<Report, Failure> {
    let (organizer, _) = open(dir)?;
    let round = round(&organizer, named)?;
    let ranking = organizer.rank_round(&round)?;
    Ok(Report::new(&ranking, said(&ranking, words)))
}

fn said(ranking: &Ranking, words: &Words) -> String {
    let columns = [
        "rank.rank",
        "rank.interval",
        "rank.number",
        "rank.title",
        "rank.theme",
        "rank.estimate",
        "rank.mean",
        "rank.reviews",
        "rank.range",
    ];
    let mut table = Table::new(columns.map(|key| words.say(key)));
    for line in &ranking.lines {
        let tied = if line.tied { "=" } else { "" };
        let interval = line.rank_low.zip(line.rank_high);
        table.row([
            format!("{tied}{}", line.rank),
            interval.map_or_else(|| "–".to_owned(), |(low, high)| format!("{low}–{high}")),
            line.number.clone(),
            line.title.clone(),
            line.theme_name.clone(),
            line.estimate.clone().unwrap_or_else(|| "–".to_owned()),
            line.mean.clone(),
            format!("{}/{}", line.reviews, line.due),
            format!("{}–{}", line.lowest, line.highest),
        ]);
    }
    let mut text = table.block();
    match ranking.by {
        RankedBy::Estimate => {
            text.push_str(&words.with("rank.by_estimate", [("seed", &ranking.seed)]))
        }
        // Without a single score there is nothing a mean could be of.
        RankedBy::RawMean(_) if ranking.lines.is_empty() => {}
        RankedBy::RawMean(why) => {
            let why = words.say(&format!("not_ranked.{}", snake(&why)));
            text.push_str(&words.with("rank.by_raw_mean", [("why", &why)]));
        }
    }
    if ranking.islands > 1 {
        text.push_str(&words.with("rank.islands", [("count", &ranking.islands)]));
    }
    let key = if ranking.provisional {
        "rank.provisional"
    } else {
        "rank.complete"
    };
    let facts: [(&str, &dyn ToString); 4] = [
        ("round", &ranking.round_name),
        ("returned", &ranking.returned),
        ("issued", &ranking.issued),
        ("unscored", &ranking.unscored.len()),
    ];
    text.push_str(&words.with(key, facts));
    text
}

/// The name a value has in JSON.
pub(crate) fn snake(value: &impl serde::Serialize) -> String {
    let value = serde_json::to_value(value).unwrap_or_default();
    value.as_str().unwrap_or_default().to_owned()
}
