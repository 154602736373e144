//! Comparing within a theme, and the judge's order within a tie.

use desk::Session;
use desk::compare::{Comparison, Drift, Placed, Revisit, RevisitReason, Tie};
use tauri::State;

use super::views::{marks, tenths};
use crate::state::{Shell, now};
use crate::wire::{
    CompareRow, ComparisonView, DriftView, Failure, RevisitLine, RevisitWhy, Spread, TieView,
};

/// One theme compared.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn comparison(shell: State<'_, Shell>, theme: u8) -> Result<ComparisonView, Failure> {
    let mut judge = shell.judge();
    let (desk, session) = judge.open()?;
    view(desk, session, theme)
}

/// Records the judge's order within one whole tie, the best first.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn set_tie_order(
    shell: State<'_, Shell>,
    theme: u8,
    numbers: Vec<String>,
) -> Result<ComparisonView, Failure> {
    let mut judge = shell.judge();
    let (desk, session) = judge.open()?;
    session.set_tie_order(desk, theme, &numbers, now())?;
    view(desk, session, theme)
}

/// Takes the last order within a tie back; the theme it was about, compared anew.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn undo_tie_order(shell: State<'_, Shell>) -> Result<Option<ComparisonView>, Failure> {
    turned(&shell, Session::undo_tie_order)
}

/// Takes an order within a tie forward again that was taken back.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn redo_tie_order(shell: State<'_, Shell>) -> Result<Option<ComparisonView>, Failure> {
    turned(&shell, Session::redo_tie_order)
}

type Turn = fn(&Session, &desk::Desk) -> Result<Option<u8>, desk::DeskError>;

fn turned(shell: &Shell, turn: Turn) -> Result<Option<ComparisonView>, Failure> {
    let mut judge = shell.judge();
    let (desk, session) = judge.open()?;
    let theme = turn(session, desk)?;
    theme.map(|theme| view(desk, session, theme)).transpose()
}

fn view(desk: &desk::Desk, session: &Session, theme: u8) -> Result<ComparisonView, Failure> {
    let found: Comparison = session.comparison(desk, theme)?;
    let rows = found.rows.iter().map(|row| compare_row(session, row));
    Ok(ComparisonView {
        theme,
        rows: rows.collect::<Result<_, _>>()?,
        ties: found.ties.iter().map(tie).collect(),
        spread: found.distribution.map(|one| Spread {
            count: one.count,
            mean: tenths(hundredths(one.mean)),
            mean_hundredths: hundredths(one.mean),
            lowest: one
                .histogram
                .keys()
                .next()
                .map_or_else(String::new, |t| tenths(*t)),
            highest: one
                .histogram
                .keys()
                .next_back()
                .map_or_else(String::new, |t| tenths(*t)),
        }),
        drift: found
            .drift
            .filter(Drift::exceeds_chance)
            .map(|one| DriftView {
                first: tenths(hundredths(one.first)),
                last: tenths(hundredths(one.last)),
                milder: one.last > one.first,
            }),
        revisit: found.revisit.into_iter().map(revisit).collect(),
        saved_at: session.saved_at().map(str::to_owned),
    })
}

/// A mean to one decimal: ten hundredths are one tenth of a point.
fn hundredths(mean: f64) -> u32 {
    // Totals lie within 0–10,000, and so does their mean.
    ((mean / 10.0).round() * 10.0) as u32
}

fn compare_row(session: &Session, row: &Placed) -> Result<CompareRow, Failure> {
    let (entry, _) = session.entry(&row.number)?;
    let at = session.sheet(&row.number)?;
    Ok(CompareRow {
        number: row.number.clone(),
        label: entry.label.clone(),
        title: entry.title.clone(),
        measures: entry.measures.clone(),
        total: tenths(row.total),
        hundredths: row.total,
        rank: row.rank,
        tied: row.tied,
        within: row.within,
        marks: marks(&at.sheet),
        comment: at.sheet.comment,
    })
}

fn tie(tie: &Tie) -> TieView {
    TieView {
        rank: tie.rank,
        total: tenths(tie.total),
        numbers: tie.numbers.clone(),
        decided: tie.decided,
    }
}

fn revisit(revisit: Revisit) -> RevisitLine {
    RevisitLine {
        number: revisit.number,
        reasons: revisit
            .reasons
            .into_iter()
            .map(|reason| match reason {
                RevisitReason::Flagged => RevisitWhy::Flagged,
                RevisitReason::BeforeDrift => RevisitWhy::BeforeDrift,
                RevisitReason::EqualMarks => RevisitWhy::EqualMarks,
                RevisitReason::CommentMissing => RevisitWhy::CommentMissing,
            })
            .collect(),
    }
}
