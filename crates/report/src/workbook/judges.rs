//! The sheets about judges, criteria and agreement.

use contest::{CriterionId, RoundId};
use rust_xlsxwriter::{Chart, ChartFont, ChartFormat, ChartSolidFill, ChartType, Color, XlsxError};

use crate::facts::Facts;
use crate::workbook::table::{Cell, Kind, Picture, Sheets, Table, faint};

const LENIENCY_COLUMN: u16 = 5;
const JUDGE_COLUMN: u16 = 1;
/// How many judges one picture can hold and still be read.
const SHOWN: u32 = 120;

pub(super) fn write(sheets: &mut Sheets<'_, '_>) -> Result<(), XlsxError> {
    judges(sheets)?;
    criteria(sheets)?;
    agreement(sheets)
}

fn judges(sheets: &mut Sheets<'_, '_>) -> Result<(), XlsxError> {
    let facts = sheets.facts;
    let words = &facts.words;
    let columns: Vec<_> = [
        ("col.round", Kind::Text),
        ("col.judge", Kind::Text),
        ("col.name", Kind::Text),
        ("col.unit", Kind::Text),
        ("col.reviews", Kind::Whole),
        ("col.leniency", Kind::Points),
        ("col.leniency_se", Kind::Points),
        ("col.spread", Kind::Points),
        ("col.infit", Kind::Points),
        ("col.flag", Kind::Text),
    ]
    .map(|(key, kind)| (words.say(key), kind))
    .into();
    let mut rows: Vec<Vec<Cell>> = Vec::new();
    // For each round its name and its rows on the sheet, first and last.
    let mut spans: Vec<(&str, u32, u32)> = Vec::new();
    let mut line = 0_u32;
    for (round, ranked) in facts.ranked() {
        let first = line.saturating_add(1);
        for judge in &ranked.judges {
            line = line.saturating_add(1);
            rows.push(vec![
                round.name.as_str().into(),
                judge.judge.to_string().into(),
                facts.judge_name(&judge.judge).into(),
                facts.judge_unit(&judge.judge).into(),
                judge.reviews.into(),
                judge.leniency.into(),
                judge.leniency_se.into(),
                judge.spread.into(),
                judge.infit.into(),
                judge.misfits.then(|| words.say("flag.misfits")).into(),
            ]);
        }
        if line >= first {
            spans.push((&round.name, first, line));
        }
    }
    let table = Table {
        name: words.say("sheet.judges"),
        columns,
        rows,
        printed: None,
    };
    let sheet = sheets.write(&table)?;
    for (round, first, last) in spans {
        let shown = last.min(first.saturating_add(SHOWN - 1));
        sheets.draw(leniency(facts, &sheet, round, first, shown));
    }
    Ok(())
}

fn leniency(facts: &Facts<'_>, sheet: &str, round: &str, first: u32, last: u32) -> Picture {
    let mut chart = Chart::new(ChartType::Column);
    chart
        .add_series()
        .set_categories((sheet, first, JUDGE_COLUMN, last, JUDGE_COLUMN))
        .set_values((sheet, first, LENIENCY_COLUMN, last, LENIENCY_COLUMN))
        .set_gap(60)
        .set_format(
            ChartFormat::new()
                .set_solid_fill(ChartSolidFill::new().set_color(Color::RGB(0x008F_A9C4))),
        );
    chart
        .title()
        .set_name(&facts.words.fill("chart.leniency", &[("round", &round)]));
    chart.title().set_font(ChartFont::new().set_size(12));
    chart
        .x_axis()
        .set_font(ChartFont::new().set_size(8))
        .set_label_position(rust_xlsxwriter::ChartAxisLabelPosition::Low);
    chart.y_axis().set_major_gridlines_line(&faint());
    chart.legend().set_hidden();
    let judges = last.saturating_sub(first).saturating_add(1);
    let height = 380;
    chart
        .set_width((320 + 14 * judges).min(760))
        .set_height(height);
    Picture { chart, height }
}

fn criteria(sheets: &mut Sheets<'_, '_>) -> Result<(), XlsxError> {
    let facts = sheets.facts;
    let words = &facts.words;
    let columns = [
        ("col.round", Kind::Text),
        ("col.criterion", Kind::Text),
        ("col.mean", Kind::Points),
        ("col.spread", Kind::Points),
        ("col.reliability", Kind::Points),
        ("col.entries", Kind::Whole),
    ]
    .map(|(key, kind)| (words.say(key), kind))
    .into();
    let rows = facts
        .ranked()
        .flat_map(|(round, ranked)| {
            ranked.criteria.iter().map(|criterion| {
                let ranked = u32::try_from(criterion.estimates.len()).unwrap_or(u32::MAX);
                vec![
                    round.name.as_str().into(),
                    criterion_name(facts, &round.round, &criterion.criterion).into(),
                    criterion.mean.into(),
                    criterion.spread.into(),
                    criterion.reliability.into(),
                    ranked.into(),
                ]
            })
        })
        .collect();
    sheets.write(&Table {
        name: words.say("sheet.criteria"),
        columns,
        rows,
        printed: None,
    })?;
    Ok(())
}

/// The name of a criterion; where themes have criteria of the same name, the theme's short character follows.
fn criterion_name(facts: &Facts<'_>, round: &RoundId, id: &CriterionId) -> String {
    let contest = facts.papers.contest;
    let own = contest.round(round).and_then(|round| round.rubric.as_ref());
    let in_rubric = |rubric: &contest::Rubric| {
        rubric
            .criteria
            .iter()
            .find(|weighted| weighted.criterion.id == *id)
            .map(|weighted| {
                facts
                    .words
                    .pick(&weighted.criterion.name, &weighted.criterion.name_en)
                    .to_owned()
            })
    };
    if let Some(own) = own {
        return in_rubric(own).unwrap_or_else(|| id.to_string());
    }
    let mut with_it = contest
        .themes
        .iter()
        .filter_map(|theme| in_rubric(&theme.rubric).map(|name| (theme, name)));
    match (with_it.next(), with_it.next()) {
        (Some((theme, name)), None) if contest.themes.len() > 1 => {
            format!("{name} · {}", theme.short)
        }
        (Some((_, name)), _) => name,
        (None, _) => id.to_string(),
    }
}

fn agreement(sheets: &mut Sheets<'_, '_>) -> Result<(), XlsxError> {
    let facts = sheets.facts;
    let words = &facts.words;
    let columns = [
        ("col.round", Kind::Text),
        ("agree.reviews", Kind::Whole),
        ("agree.merit", Kind::Points),
        ("agree.leniency", Kind::Points),
        ("agree.noise", Kind::Points),
        ("agree.before", Kind::Points),
        ("agree.after", Kind::Points),
        ("agree.alpha_interval", Kind::Points),
        ("agree.alpha_ordinal", Kind::Points),
        ("agree.icc_single", Kind::Points),
        ("agree.icc_mean", Kind::Points),
        ("agree.kendall_w", Kind::Points),
        ("agree.islands", Kind::Whole),
        ("agree.fiedler", Kind::Points),
    ]
    .map(|(key, kind)| (words.say(key), kind))
    .into();
    let rows = facts
        .ranked()
        .map(|(round, ranked)| {
            let agree = &ranked.agreement;
            vec![
                round.name.as_str().into(),
                ranked.reviews.into(),
                ranked.variances.merit.into(),
                ranked.variances.leniency.into(),
                ranked.variances.noise.into(),
                ranked.reliability.before.into(),
                ranked.reliability.after.into(),
                agree.alpha_interval.into(),
                agree.alpha_ordinal.into(),
                agree.icc_single.into(),
                agree.icc_mean.into(),
                agree.kendall_w.into(),
                ranked.islands.into(),
                ranked.fiedler.into(),
            ]
        })
        .collect();
    sheets.write(&Table {
        name: words.say("sheet.agreement"),
        columns,
        rows,
        printed: None,
    })?;
    Ok(())
}
