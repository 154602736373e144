//! Rankings with their intervals.

use contest::ThemeId;
use results::{EntryStanding, RankedRound, RoundResult};
use serde::Serialize;

use crate::facts::{Facts, fixed};
use crate::jury::awards::with_error;

/// How many entries of one theme are listed.
const OF_THEME: usize = 10;
/// How many entries of a later round are listed.
const OF_ROUND: usize = 60;

/// The best of a later round.
#[derive(Serialize)]
pub(super) struct Ranking {
    name: String,
    note: String,
    /// How long the axis is, in places: up to the worst end of what is listed.
    field: u32,
    /// The ends of awards on the axis: so many places.
    lines: Vec<u32>,
    rows: Vec<Row>,
}

/// The best of each theme of the panel round.
#[derive(Serialize)]
pub(super) struct Panel {
    /// How long the axis of every theme is, in places.
    field: u32,
    themes: Vec<Theme>,
}

#[derive(Serialize)]
struct Theme {
    name: String,
    note: String,
    rows: Vec<Row>,
}

#[derive(Serialize)]
struct Row {
    rank: String,
    number: String,
    title: String,
    unit: String,
    estimate: String,
    raw: String,
    raw_rank: u32,
    reviews: String,
    at: u32,
    best: u32,
    worst: u32,
}

fn row(facts: &Facts<'_>, standing: &EntryStanding) -> Row {
    Row {
        rank: if standing.tied {
            format!("{}=", standing.rank)
        } else {
            standing.rank.to_string()
        },
        number: standing.entry.to_string(),
        title: facts.title(&standing.entry).to_owned(),
        unit: facts.unit(&standing.entry).to_owned(),
        estimate: with_error(standing.estimate, Some(standing.estimate_se)),
        raw: fixed(standing.raw_mean, 1),
        raw_rank: standing.raw_rank,
        reviews: format!("{}/{}", standing.reviews, standing.due),
        at: standing.rank,
        best: standing.rank_interval.best,
        worst: standing.rank_interval.worst,
    }
}

fn note(facts: &Facts<'_>, round: &RoundResult, ranked: &RankedRound, listed: usize) -> String {
    facts.words.fill(
        "ranking.note",
        &[
            ("state", &facts.state(round.state)),
            ("judges", &ranked.judges.len()),
            ("entries", &ranked.entries.len()),
            ("reviews", &ranked.reviews),
            ("listed", &listed),
        ],
    )
}

fn reach<'r>(rows: impl Iterator<Item = &'r Row>) -> u32 {
    rows.map(|row| row.worst.max(row.at)).max().unwrap_or(1)
}

pub(super) fn rankings(facts: &Facts<'_>) -> Vec<Ranking> {
    facts
        .ranked()
        .filter(|(round, _)| round.kind.compares_themes())
        .map(|(round, ranked)| {
            let rows: Vec<Row> = ranked
                .entries
                .iter()
                .take(OF_ROUND)
                .map(|standing| row(facts, standing))
                .collect();
            Ranking {
                name: round.name.clone(),
                note: note(facts, round, ranked, rows.len()),
                field: reach(rows.iter()),
                lines: ranked.lines.clone(),
                rows,
            }
        })
        .collect()
}

pub(super) fn panels(facts: &Facts<'_>) -> Vec<Panel> {
    facts
        .ranked()
        .filter(|(round, _)| !round.kind.compares_themes())
        .map(|(_, ranked)| {
            let themes: Vec<Theme> = facts
                .papers
                .contest
                .themes
                .iter()
                .map(|theme| of_theme(facts, ranked, theme.id))
                .collect();
            Panel {
                field: reach(themes.iter().flat_map(|theme| &theme.rows)),
                themes,
            }
        })
        .collect()
}

fn of_theme(facts: &Facts<'_>, ranked: &RankedRound, theme: ThemeId) -> Theme {
    let mean = ranked
        .themes
        .iter()
        .find(|standing| standing.theme == Some(theme));
    let of_theme = || {
        ranked
            .entries
            .iter()
            .filter(move |standing| standing.theme == theme)
    };
    Theme {
        name: facts.theme(theme),
        note: mean.map_or_else(String::new, |mean| {
            facts.words.fill(
                "panel.note",
                &[
                    ("entries", &mean.entries),
                    ("mean", &with_error(mean.mean, Some(mean.se))),
                    ("listed", &of_theme().count().min(OF_THEME)),
                ],
            )
        }),
        rows: of_theme()
            .take(OF_THEME)
            .map(|standing| row(facts, standing))
            .collect(),
    }
}
