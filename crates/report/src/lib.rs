//! Papers from finished results: a workbook, and as PDF the public notice, the jury report, certificates and letters to the
//! judges.
//!
//! Every paper is a pure function of [`Papers`]: no file, no clock, no network; the same papers give the same bytes. This crate
//! decides nothing and computes no result; what is not final is printed as a draft. Texts of authors are data to it: they are
//! neither markup, nor formulae, nor can they steer the text round them.

#![cfg_attr(
    test,
    allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")
)]

mod all;
mod certificates;
mod facts;
mod fonts;
mod jury;
mod letters;
mod notice;
mod papers;
mod press;
mod words;
mod workbook;

pub use all::{AllPapers, AllPapersError, FILES, all_papers};
pub use certificates::certificates;
pub use fonts::is_printable;
pub use jury::jury_report;
pub use letters::judge_letters;
pub use notice::public_notice;
pub use papers::{BundleFact, JudgeName, Language, Objections, Papers, Standing};
pub use press::{Paper, PaperError};
pub use workbook::{WorkbookError, workbook};
