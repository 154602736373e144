//! Why a contest file was refused, and where.

use std::collections::BTreeMap;

/// A contest file was refused: the place, what is wrong there, and (by [`Problem::code`]) the mend.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}, column {column}: {problem}")]
pub struct ContestFileError {
    /// The line, from 1.
    pub line: u32,
    /// The column in characters, from 1.
    pub column: u32,
    /// What is wrong.
    pub problem: Problem,
}

/// One rule a contest file can break. Each has a code under which the messages hold what happened and
/// how to mend it, and facts to fill in.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Problem {
    /// Not TOML, or a key is missing, unknown or of the wrong kind.
    #[error("{0}")]
    Syntax(
        /// What the TOML reader says.
        String,
    ),
    /// The file is of another format or a later version.
    #[error("format is {found:?}, this program reads {known:?}")]
    Format {
        /// What the file says.
        found: String,
        /// What is read here.
        known: &'static str,
    },
    /// An identifier, prefix or short name is not one.
    #[error("{found:?} is not {wanted}")]
    Name {
        /// What the file says.
        found: String,
        /// What is wanted.
        wanted: &'static str,
    },
    /// A number is outside what makes sense.
    #[error("{found} is outside {least} to {most}")]
    Range {
        /// What the file says.
        found: i64,
        /// The least that is allowed.
        least: i64,
        /// The most that is allowed.
        most: i64,
    },
    /// The shares of a rubric do not add up.
    #[error("the weights add up to {sum}, not 100")]
    Weights {
        /// Their sum in percent.
        sum: u32,
    },
    /// The levels leave a mark uncovered or cover one twice.
    #[error("the levels must cover the marks 1 to 10 once, in five levels from the lowest")]
    Levels,
    /// Something that must be unique stands twice.
    #[error("{name:?} stands twice")]
    Twice {
        /// What stands twice.
        name: String,
    },
    /// A reference to something the file does not define.
    #[error("{name:?} is not defined in this file")]
    Unknown {
        /// What is referred to.
        name: String,
    },
    /// The date has no time or no offset.
    #[error("{found:?} is not a date with time and offset, like 2020-07-31T23:59:59+08:00")]
    Date {
        /// What the file says.
        found: String,
    },
    /// The shortest text is longer than the longest.
    #[error("the least, {least}, is more than the most, {most}")]
    UpsideDown {
        /// The least.
        least: u32,
        /// The most.
        most: u32,
    },
    /// The panel round is not the first, or another round is.
    #[error("the first round, and no other, is of the kind panel_by_theme")]
    PanelFirst,
    /// The panel round has a shortlist.
    #[error("the panel round takes every accepted entry and has no shortlist")]
    PanelTakesAll,
    /// A later round does not say how many entries go in.
    #[error("this round does not say how many entries go in")]
    NoShortlist,
    /// An award to units does not say how they are compared.
    #[error("this award does not say by what units are compared")]
    NoUnitScore,
}

impl Problem {
    /// The message key of the problem, for example `contest_weights`.
    pub fn code(&self) -> &'static str {
        match self {
            Problem::Syntax(_) => "contest_syntax",
            Problem::Format { .. } => "contest_format",
            Problem::Name { .. } => "contest_name",
            Problem::Range { .. } => "contest_range",
            Problem::Weights { .. } => "contest_weights",
            Problem::Levels => "contest_levels",
            Problem::Twice { .. } => "contest_twice",
            Problem::Unknown { .. } => "contest_unknown",
            Problem::Date { .. } => "contest_date",
            Problem::UpsideDown { .. } => "contest_upside_down",
            Problem::PanelFirst => "contest_panel_first",
            Problem::PanelTakesAll => "contest_panel_takes_all",
            Problem::NoShortlist => "contest_no_shortlist",
            Problem::NoUnitScore => "contest_no_unit_score",
        }
    }
}

impl ContestFileError {
    /// The facts of the refusal by name: `line`, `column` and those of the problem.
    pub fn facts(&self) -> BTreeMap<String, String> {
        let mut facts = BTreeMap::from([
            ("line".to_owned(), self.line.to_string()),
            ("column".to_owned(), self.column.to_string()),
        ]);
        let mut add = |name: &str, value: String| facts.insert(name.to_owned(), value);
        match &self.problem {
            Problem::Syntax(why) => drop(add("why", why.clone())),
            Problem::Format { found, known } => {
                add("found", found.clone());
                add("known", (*known).to_owned());
            }
            Problem::Name { found, wanted } => {
                add("found", found.clone());
                add("wanted", (*wanted).to_owned());
            }
            Problem::Range { found, least, most } => {
                add("found", found.to_string());
                add("least", least.to_string());
                add("most", most.to_string());
            }
            Problem::Weights { sum } => drop(add("sum", sum.to_string())),
            Problem::Levels
            | Problem::PanelFirst
            | Problem::PanelTakesAll
            | Problem::NoShortlist
            | Problem::NoUnitScore => {}
            Problem::Twice { name } | Problem::Unknown { name } => {
                drop(add("name", name.clone()));
            }
            Problem::Date { found } => drop(add("found", found.clone())),
            Problem::UpsideDown { least, most } => {
                add("least", least.to_string());
                add("most", most.to_string());
            }
        }
        facts
    }
}
