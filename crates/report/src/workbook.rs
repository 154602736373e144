//! The results as a workbook: every figure as a number, every table with a filter.

mod about;
mod awards;
mod judges;
mod ranking;
mod record;
mod table;

use chrono::Datelike;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, XlsxError};

use crate::facts::Facts;
use crate::papers::Papers;
use crate::workbook::table::Sheets;

/// The workbook could not be written.
#[derive(Debug, thiserror::Error)]
pub enum WorkbookError {
    /// The date of the papers is outside 1900–9999, the years a workbook knows.
    #[error("a workbook cannot be dated {year}")]
    Year {
        /// The year.
        year: i32,
    },
    /// It does not fit the format: more rows than a sheet has, for example.
    #[error("the workbook could not be written")]
    Format(
        /// What the writer said.
        #[source]
        Box<XlsxError>,
    ),
}

impl From<XlsxError> for WorkbookError {
    fn from(error: XlsxError) -> Self {
        Self::Format(Box::new(error))
    }
}

/// The workbook (.xlsx): awards, a ranking for each round that has one, judges, criteria, agreement, units, decisions, bundles
/// and the method. It names authors and judges and is for the organiser. The same papers give the same bytes.
///
/// Nothing in it is a formula: texts of authors are written as strings whatever they begin with.
///
/// # Errors
/// See [`WorkbookError`].
pub fn workbook(papers: &Papers<'_>) -> Result<Vec<u8>, WorkbookError> {
    let facts = Facts::new(papers);
    let mut book = Workbook::new();
    book.set_properties(&properties(&facts)?);
    let mut sheets = Sheets::new(&mut book, &facts);
    awards::write(&mut sheets)?;
    ranking::write(&mut sheets)?;
    judges::write(&mut sheets)?;
    record::write(&mut sheets)?;
    sheets.write_pictures()?;
    about::write(&mut sheets)?;
    Ok(book.save_to_buffer()?)
}

fn properties(facts: &Facts<'_>) -> Result<DocProperties, WorkbookError> {
    let papers = facts.papers;
    let year = papers.dated.year();
    let wrong = || WorkbookError::Year { year };
    let made = ExcelDateTime::from_ymd(
        u16::try_from(year).map_err(|_| wrong())?,
        u8::try_from(papers.dated.month()).map_err(|_| wrong())?,
        u8::try_from(papers.dated.day()).map_err(|_| wrong())?,
    )
    .map_err(|_| wrong())?;
    Ok(DocProperties::new()
        .set_title(
            facts
                .words
                .fill("workbook.title", &[("contest", &papers.contest.title)]),
        )
        .set_author(&papers.contest.organiser)
        .set_creation_datetime(&made))
}
