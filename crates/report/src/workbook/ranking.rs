//! A sheet for the ranking of each round, with a picture of the intervals.

use results::{EntryStanding, RankedRound, RoundResult};
use rust_xlsxwriter::{
    Chart, ChartFont, ChartFormat, ChartLine, ChartSolidFill, ChartType, Color, XlsxError,
};

use crate::facts::Facts;
use crate::workbook::table::{Cell, Kind, Picture, Sheets, Table, faint};

/// How many entries the picture shows.
const SHOWN: u32 = 30;

pub(super) fn write(sheets: &mut Sheets<'_, '_>) -> Result<(), XlsxError> {
    let facts = sheets.facts;
    for (round, ranked) in facts.ranked() {
        let table = table(facts, round, ranked);
        let sheet = sheets.write(&table)?;
        let shown = table.height().min(SHOWN);
        if shown > 0 {
            sheets.draw(picture(facts, &sheet, round, shown));
        }
    }
    Ok(())
}

/// The columns of which there is one in every round.
const FIXED: [(&str, Kind); 22] = [
    ("col.rank", Kind::Whole),
    ("col.best", Kind::Whole),
    ("col.worst", Kind::Whole),
    ("col.number", Kind::Text),
    ("col.title", Kind::Text),
    ("col.theme", Kind::Text),
    ("col.unit", Kind::Text),
    ("col.scored_by", Kind::Whole),
    ("col.due", Kind::Whole),
    ("col.recused", Kind::Whole),
    ("col.estimate", Kind::Points),
    ("col.estimate_se", Kind::Points),
    ("col.raw_mean", Kind::Points),
    ("col.raw_rank", Kind::Whole),
    ("col.least_squares", Kind::Points),
    ("col.least_squares_se", Kind::Points),
    ("col.merit", Kind::Points),
    ("col.merit_se", Kind::Points),
    ("col.island", Kind::Whole),
    ("col.chart_start", Kind::Whole),
    ("col.chart_to_rank", Kind::Whole),
    ("col.chart_to_end", Kind::Whole),
];
/// How many of them go on paper: up to the rank by raw means.
const PRINTED: u16 = 14;
/// The columns the picture is drawn from.
const NUMBER_COLUMN: u16 = 3;
const CHART_COLUMNS: [u16; 3] = [19, 20, 21];

fn table(facts: &Facts<'_>, round: &RoundResult, ranked: &RankedRound) -> Table {
    let words = &facts.words;
    let mut columns: Vec<_> = FIXED
        .iter()
        .map(|(key, kind)| (words.say(key), *kind))
        .collect();
    columns.push((words.say("col.p_first"), Kind::Chance));
    for places in &ranked.lines {
        columns.push((words.fill("col.p_top", &[("places", places)]), Kind::Chance));
    }
    let most = ranked
        .entries
        .iter()
        .map(|entry| entry.totals.len())
        .max()
        .unwrap_or(0);
    for n in 1..=most {
        columns.push((words.fill("col.judge_n", &[("n", &n)]), Kind::Text));
        columns.push((words.fill("col.total_n", &[("n", &n)]), Kind::Points));
    }
    Table {
        name: round.name.clone(),
        columns,
        rows: ranked
            .entries
            .iter()
            .map(|entry| row(facts, ranked, entry))
            .collect(),
        printed: Some(PRINTED),
    }
}

fn row(facts: &Facts<'_>, ranked: &RankedRound, entry: &EntryStanding) -> Vec<Cell> {
    let interval = entry.rank_interval;
    let mut cells = vec![
        entry.rank.into(),
        interval.best.into(),
        interval.worst.into(),
        entry.entry.to_string().into(),
        facts.title(&entry.entry).into(),
        facts.theme(entry.theme).into(),
        facts.unit(&entry.entry).into(),
        entry.reviews.into(),
        entry.due.into(),
        entry.recused.into(),
        entry.estimate.into(),
        entry.estimate_se.into(),
        entry.raw_mean.into(),
        entry.raw_rank.into(),
        entry.least_squares.into(),
        entry.least_squares_se.into(),
        entry.merit.into(),
        entry.merit_se.into(),
        entry.island.into(),
        interval.best.into(),
        entry.rank.saturating_sub(interval.best).into(),
        interval
            .worst
            .saturating_sub(entry.rank.max(interval.best))
            .into(),
        entry.p_first.into(),
    ];
    for places in &ranked.lines {
        cells.push(entry.p_top.get(places).copied().into());
    }
    for (judge, total) in &entry.totals {
        cells.push(judge.to_string().into());
        cells.push((*total).into());
    }
    cells
}

/// A bar from the better end of the interval to the worse, divided at the rank; the best entry on top.
fn picture(facts: &Facts<'_>, sheet: &str, round: &RoundResult, shown: u32) -> Picture {
    let mut chart = Chart::new(ChartType::BarStacked);
    let fills = [
        None,
        Some(Color::RGB(0x008F_A9C4)),
        Some(Color::RGB(0x00C9_D6E3)),
    ];
    for (column, fill) in CHART_COLUMNS.into_iter().zip(fills) {
        let mut format = ChartFormat::new();
        match fill {
            Some(color) => {
                format.set_solid_fill(ChartSolidFill::new().set_color(color));
                format.set_border(
                    ChartLine::new()
                        .set_color(Color::RGB(0x001C_1B19))
                        .set_width(0.5),
                );
            }
            None => {
                format.set_no_fill().set_no_border();
            }
        }
        chart
            .add_series()
            .set_categories((sheet, 1, NUMBER_COLUMN, shown, NUMBER_COLUMN))
            .set_values((sheet, 1, column, shown, column))
            .set_gap(60)
            .set_format(&mut format);
    }
    chart.title().set_name(&facts.words.fill(
        "chart.interval",
        &[("round", &round.name), ("count", &shown)],
    ));
    chart.title().set_font(ChartFont::new().set_size(12));
    // In a bar chart the y axis is the upright one, which names the entries.
    chart
        .y_axis()
        .set_reverse()
        .set_font(ChartFont::new().set_size(8));
    chart
        .x_axis()
        .set_min(0)
        .set_name(&facts.words.say("col.interval"))
        .set_major_gridlines_line(&faint());
    chart.legend().set_hidden();
    let height = 140 + 20 * shown;
    chart.set_width(760).set_height(height);
    Picture { chart, height }
}
