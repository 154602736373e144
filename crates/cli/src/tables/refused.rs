//! Why tables are refused. The words are in `assets/messages/cli.*.json`, under `error.` and the code.

use std::io;
use std::path::{Path, PathBuf};

use organizer::{Facts, Refusal};

use crate::table::tame;

/// What is wrong with a file, and where.
#[derive(Debug, thiserror::Error)]
#[error("{}, line {line}: {fault}", file.display())]
pub(crate) struct TableError {
    /// The file.
    pub(crate) file: PathBuf,
    /// The line, from 1; 0 for the file as a whole.
    pub(crate) line: u64,
    /// What is wrong.
    pub(crate) fault: TableFault,
}

/// What can be wrong with a table.
#[derive(Debug, thiserror::Error)]
pub(crate) enum TableFault {
    #[error("cannot be read")]
    Unreadable(#[source] io::Error),
    #[error("more than {most} bytes")]
    TooLarge { most: u64 },
    #[error("neither UTF-8 nor GB18030")]
    Encoding,
    #[error("no column {column} in {found}")]
    NoColumn { column: &'static str, found: String },
    #[error("two columns {column}")]
    ColumnTwice { column: &'static str },
    #[error("nothing below the head")]
    Empty,
    #[error("more than {most} lines")]
    TooManyRows { most: usize },
    #[error("a value with a line break")]
    LineBreak,
    #[error("{found} stands beyond the {width} columns of the head")]
    ExtraValue { found: String, width: usize },
    #[error("no {column}")]
    MissingValue { column: &'static str },
    #[error("{column} {found} is no number")]
    BadNumber { column: &'static str, found: String },
    #[error("{column} {found} is no whole number")]
    BadCount { column: &'static str, found: String },
    #[error("{column} {found} stood in line {first} before")]
    Twice {
        column: &'static str,
        found: String,
        first: u64,
    },
    #[error("{column} {found} is not in the pack")]
    NotInPack { column: &'static str, found: String },
    #[error("{found} is no mark")]
    NotAMark { found: String },
}

impl Refusal for TableError {
    fn code(&self) -> &'static str {
        match self.fault {
            TableFault::Unreadable(_) => "file_failed",
            TableFault::TooLarge { .. } => "table_too_large",
            TableFault::Encoding => "table_encoding",
            TableFault::NoColumn { .. } => "table_no_column",
            TableFault::ColumnTwice { .. } => "table_column_twice",
            TableFault::Empty => "table_empty",
            TableFault::TooManyRows { .. } => "table_too_many_rows",
            TableFault::LineBreak => "table_line_break",
            TableFault::ExtraValue { .. } => "table_extra_value",
            TableFault::MissingValue { .. } => "table_missing_value",
            TableFault::BadNumber { .. } => "table_bad_number",
            TableFault::BadCount { .. } => "table_bad_count",
            TableFault::Twice { .. } => "table_twice",
            TableFault::NotInPack { .. } => "table_not_in_pack",
            TableFault::NotAMark { .. } => "table_not_a_mark",
        }
    }

    fn facts(&self) -> Facts {
        let mut facts = at(&self.file, self.line);
        let mut put = |name: &str, value: String| facts.insert(name.to_owned(), tame(&value));
        match &self.fault {
            TableFault::Unreadable(why) => {
                put("why", why.to_string());
            }
            TableFault::TooLarge { most } => {
                put("most", (most / 1_000_000).to_string());
            }
            TableFault::TooManyRows { most } => {
                put("most", most.to_string());
            }
            TableFault::Encoding | TableFault::Empty | TableFault::LineBreak => {}
            TableFault::NoColumn { column, found }
            | TableFault::BadNumber { column, found }
            | TableFault::BadCount { column, found }
            | TableFault::NotInPack { column, found } => {
                put("column", (*column).to_owned());
                put("found", found.clone());
            }
            TableFault::ColumnTwice { column } | TableFault::MissingValue { column } => {
                put("column", (*column).to_owned());
            }
            TableFault::NotAMark { found } => {
                put("found", found.clone());
            }
            TableFault::ExtraValue { found, width } => {
                put("found", found.clone());
                put("width", width.to_string());
            }
            TableFault::Twice {
                column,
                found,
                first,
            } => {
                put("column", (*column).to_owned());
                put("found", found.clone());
                put("first", first.to_string());
            }
        }
        facts
    }
}

/// Why a table of scores gives no reviews.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ScoresError {
    #[error(transparent)]
    Table(#[from] TableError),
    /// One judge's score of one criterion of one entry stands in two lines.
    #[error("{}, line {line}: stood in line {first} before", file.display())]
    Twice {
        file: PathBuf,
        line: u64,
        first: u64,
        judge: String,
        entry: String,
        criterion: String,
    },
    /// A review has no score for a criterion that other reviews have one for.
    #[error("{}, line {line}: no score for {criterion}", file.display())]
    Incomplete {
        file: PathBuf,
        /// The first line of the review.
        line: u64,
        judge: String,
        entry: String,
        criterion: String,
    },
    /// A weight for a criterion that no line has.
    #[error("no criterion {criterion}")]
    UnknownCriterion {
        criterion: String,
        known: Vec<String>,
    },
    /// Weights were given, but none for this criterion.
    #[error("no weight for {criterion}")]
    NoWeight { criterion: String },
    /// A criterion was given two weights.
    #[error("two weights for {criterion}")]
    TwoWeights { criterion: String },
    /// The weights sum to 0.
    #[error("every weight is 0")]
    NoWeights,
    /// An entry of the table of scores is not in the table of themes.
    #[error("{}: no theme for {entry}", file.display())]
    NoTheme {
        /// The table of themes.
        file: PathBuf,
        entry: String,
    },
}

impl Refusal for ScoresError {
    fn code(&self) -> &'static str {
        match self {
            Self::Table(error) => error.code(),
            Self::Twice { .. } => "scores_twice",
            Self::Incomplete { .. } => "scores_incomplete",
            Self::UnknownCriterion { .. } => "weights_unknown_criterion",
            Self::NoWeight { .. } => "weights_criterion_without",
            Self::TwoWeights { .. } => "weights_criterion_twice",
            Self::NoWeights => "weights_zero",
            Self::NoTheme { .. } => "themes_entry_without",
        }
    }

    fn facts(&self) -> Facts {
        match self {
            Self::Table(error) => error.facts(),
            Self::Twice {
                file,
                line,
                first,
                judge,
                entry,
                criterion,
            } => {
                let mut facts = review(file, *line, judge, entry, criterion);
                facts.insert("first".to_owned(), first.to_string());
                facts
            }
            Self::Incomplete {
                file,
                line,
                judge,
                entry,
                criterion,
            } => review(file, *line, judge, entry, criterion),
            Self::UnknownCriterion { criterion, known } => facts([
                ("criterion", criterion.clone()),
                ("known", super::listed(known)),
            ]),
            Self::NoWeight { criterion } | Self::TwoWeights { criterion } => {
                facts([("criterion", criterion.clone())])
            }
            Self::NoWeights => Facts::new(),
            Self::NoTheme { file, entry } => facts([
                ("path", file.display().to_string()),
                ("entry", entry.clone()),
            ]),
        }
    }
}

/// Facts from pairs. Values come from strangers' files, and end on a terminal.
pub(crate) fn facts<const N: usize>(pairs: [(&str, String); N]) -> Facts {
    pairs
        .into_iter()
        .map(|(name, value)| (name.to_owned(), tame(&value)))
        .collect()
}

fn at(file: &Path, line: u64) -> Facts {
    facts([
        ("path", file.display().to_string()),
        ("line", line.to_string()),
    ])
}

fn review(file: &Path, line: u64, judge: &str, entry: &str, criterion: &str) -> Facts {
    let mut facts = at(file, line);
    for (name, value) in [("judge", judge), ("entry", entry), ("criterion", criterion)] {
        facts.insert(name.to_owned(), tame(value));
    }
    facts
}
