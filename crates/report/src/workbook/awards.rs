//! The sheet of awards.

use results::{Received, Recipient};
use rust_xlsxwriter::XlsxError;

use crate::facts::Facts;
use crate::workbook::table::{Cell, Kind, Sheets, Table};

pub(super) fn write(sheets: &mut Sheets<'_, '_>) -> Result<(), XlsxError> {
    let facts = sheets.facts;
    let words = &facts.words;
    let name = if facts.is_final() {
        words.say("sheet.awards")
    } else {
        format!(
            "{} · {}",
            words.say("sheet.awards"),
            words.say("draft.mark")
        )
    };
    let columns = [
        ("col.award", Kind::Text),
        ("col.place", Kind::Whole),
        ("col.number", Kind::Text),
        ("col.title", Kind::Text),
        ("col.theme", Kind::Text),
        ("col.authors", Kind::Text),
        ("col.unit", Kind::Text),
        ("col.prize", Kind::Whole),
        ("col.by", Kind::Text),
        ("col.place_in", Kind::Chance),
        ("col.raw_agrees", Kind::Text),
        ("col.ls_agrees", Kind::Text),
    ]
    .map(|(key, kind)| (words.say(key), kind))
    .into();
    let mut rows = Vec::new();
    for award in &facts.papers.results.awards {
        let prize = facts
            .papers
            .contest
            .award(&award.award)
            .map_or(0, |award| award.prize_yuan);
        for received in &award.received {
            rows.push(row(facts, &facts.award(&award.award), prize, received));
        }
    }
    sheets.write(&Table {
        name,
        columns,
        rows,
        printed: None,
    })?;
    Ok(())
}

fn row(facts: &Facts<'_>, award: &str, prize: u32, received: &Received) -> Vec<Cell> {
    let (entry, unit) = match &received.to {
        Recipient::Entry(entry) => (Some(entry), facts.unit(entry)),
        Recipient::Unit(unit) => (None, unit.as_str()),
    };
    let agrees =
        |agrees: bool| entry.map(|_| facts.words.say(if agrees { "flag.yes" } else { "flag.no" }));
    vec![
        award.into(),
        received.rank.into(),
        entry.map(ToString::to_string).into(),
        entry.map(|entry| facts.title(entry)).into(),
        entry.map(|entry| facts.theme_of(entry)).into(),
        entry.map(|entry| facts.authors(entry)).into(),
        unit.into(),
        Some(prize).filter(|prize| *prize > 0).into(),
        facts.by(received).into(),
        received.p_in.into(),
        agrees(received.by_raw_means).into(),
        agrees(received.by_least_squares).into(),
    ]
}
