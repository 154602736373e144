//! The sheets of units, decisions and bundles.

use rust_xlsxwriter::XlsxError;

use crate::facts::hex_groups;
use crate::workbook::table::{Kind, Sheets, Table};

pub(super) fn write(sheets: &mut Sheets<'_, '_>) -> Result<(), XlsxError> {
    units(sheets)?;
    decisions(sheets)?;
    bundles(sheets)
}

fn units(sheets: &mut Sheets<'_, '_>) -> Result<(), XlsxError> {
    let facts = sheets.facts;
    let words = &facts.words;
    let columns = [
        ("col.rank", Kind::Whole),
        ("col.unit", Kind::Text),
        ("col.sent", Kind::Whole),
        ("col.accepted", Kind::Whole),
        ("col.points", Kind::Whole),
        ("col.score", Kind::Points),
    ]
    .map(|(key, kind)| (words.say(key), kind))
    .into();
    let rows = facts
        .papers
        .results
        .units
        .iter()
        .map(|unit| {
            vec![
                unit.rank.into(),
                unit.unit.as_str().into(),
                unit.sent.into(),
                unit.accepted.into(),
                unit.points.into(),
                unit.score.into(),
            ]
        })
        .collect();
    sheets.write(&Table {
        name: words.say("sheet.units"),
        columns,
        rows,
        printed: None,
    })?;
    Ok(())
}

fn decisions(sheets: &mut Sheets<'_, '_>) -> Result<(), XlsxError> {
    let facts = sheets.facts;
    let words = &facts.words;
    let columns = [
        ("col.at", Kind::Text),
        ("col.decision", Kind::Long),
        ("col.reason", Kind::Long),
        ("col.present", Kind::Long),
    ]
    .map(|(key, kind)| (words.say(key), kind))
    .into();
    let rows = facts
        .papers
        .inputs
        .decisions
        .iter()
        .map(|decided| {
            vec![
                facts.decided_at(decided).into(),
                facts.decision(&decided.decision).into(),
                decided.reason.as_str().into(),
                words.list(&decided.present).into(),
            ]
        })
        .collect();
    sheets.write(&Table {
        name: words.say("sheet.decisions"),
        columns,
        rows,
        printed: None,
    })?;
    Ok(())
}

fn bundles(sheets: &mut Sheets<'_, '_>) -> Result<(), XlsxError> {
    let facts = sheets.facts;
    let words = &facts.words;
    let mut columns: Vec<_> = [
        ("col.round", Kind::Text),
        ("col.judge", Kind::Text),
        ("col.name", Kind::Text),
        ("col.flag", Kind::Text),
        ("col.revision", Kind::Whole),
        ("col.fingerprint", Kind::Text),
    ]
    .map(|(key, kind)| (words.say(key), kind))
    .into();
    columns.push(("SHA-256".to_owned(), Kind::Long));
    let rows = facts
        .bundles()
        .into_iter()
        .map(|bundle| {
            vec![
                facts.round(&bundle.round).into(),
                bundle.judge.to_string().into(),
                facts.judge_name(&bundle.judge).into(),
                facts.counted(bundle).into(),
                bundle.revision.into(),
                bundle.fingerprint.as_str().into(),
                hex_groups(&bundle.sha256).concat().into(),
            ]
        })
        .collect();
    sheets.write(&Table {
        name: words.say("sheet.bundles"),
        columns,
        rows,
        printed: None,
    })?;
    Ok(())
}
