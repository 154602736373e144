//! All papers at once, each under the name of its file.

use std::collections::BTreeSet;

use crate::papers::Papers;
use crate::press::{Paper, PaperError};
use crate::workbook::{WorkbookError, workbook};
use crate::{certificates, judge_letters, jury_report, public_notice};

/// The names of the files, in the order in which they are made.
pub const FILES: [&str; 5] = [
    WORKBOOK,
    "notice.pdf",
    "jury-report.pdf",
    "certificates.pdf",
    "letters.pdf",
];

const WORKBOOK: &str = "results.xlsx";

type Print = fn(&Papers<'_>) -> Result<Paper, PaperError>;

const PDFS: [(&str, Print); 4] = [
    ("notice.pdf", public_notice),
    ("jury-report.pdf", jury_report),
    ("certificates.pdf", certificates),
    ("letters.pdf", judge_letters),
];

/// The papers as files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AllPapers {
    /// Name and bytes of each, in the order of [`FILES`].
    pub files: Vec<(&'static str, Vec<u8>)>,
    /// As [`Paper::unprintable`], of all of them.
    pub unprintable: BTreeSet<char>,
}

/// One of the papers could not be made.
#[derive(Debug, thiserror::Error)]
pub enum AllPapersError {
    /// The workbook.
    #[error(transparent)]
    Workbook(#[from] WorkbookError),
    /// A PDF.
    #[error(transparent)]
    Paper(#[from] PaperError),
}

/// Makes the workbook and the four PDFs. `begun` hears the name of each before it is made.
///
/// # Errors
/// The first paper that could not be made; then there are none.
pub fn all_papers(
    papers: &Papers<'_>,
    begun: &mut dyn FnMut(&'static str),
) -> Result<AllPapers, AllPapersError> {
    begun(WORKBOOK);
    let mut files = vec![(WORKBOOK, workbook(papers)?)];
    let mut unprintable = BTreeSet::new();
    for (name, print) in PDFS {
        begun(name);
        let paper = print(papers)?;
        unprintable.extend(paper.unprintable);
        files.push((name, paper.pdf));
    }
    Ok(AllPapers { files, unprintable })
}
