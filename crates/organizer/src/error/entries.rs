//! Refusals on the way to accepted entries and a list of judges.

use std::path::PathBuf;

use contest::ContestFileError;

use super::{Facts, KeysError, Refusal, StoreError, facts, listed};

/// A contest folder cannot be made or opened.
#[derive(Debug, thiserror::Error)]
pub enum FolderError {
    /// See [`StoreError`].
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The contest file breaks a rule.
    #[error(transparent)]
    Contest(#[from] ContestFileError),
    /// The folder for a new contest already holds something.
    #[error("{folder} is not empty")]
    NotEmpty {
        /// The folder.
        folder: PathBuf,
    },
    /// The folder holds no contest.
    #[error("{folder} holds no contest")]
    NoContest {
        /// The folder.
        folder: PathBuf,
    },
    /// Another program has the folder open.
    #[error("{folder} is in use")]
    InUse {
        /// The folder.
        folder: PathBuf,
    },
    /// The organiser's keys cannot be read or written.
    #[error(transparent)]
    Keys(#[from] KeysError),
}

impl Refusal for FolderError {
    fn code(&self) -> &'static str {
        match self {
            Self::Store(inner) => inner.code(),
            Self::Contest(inner) => inner.problem.code(),
            Self::NotEmpty { .. } => "folder_not_empty",
            Self::NoContest { .. } => "not_a_contest",
            Self::InUse { .. } => "contest_locked",
            Self::Keys(inner) => inner.code(),
        }
    }

    fn facts(&self) -> Facts {
        match self {
            Self::Store(inner) => inner.facts(),
            Self::Contest(inner) => inner.facts(),
            Self::NotEmpty { folder } | Self::NoContest { folder } | Self::InUse { folder } => {
                facts([("folder", folder.display().to_string())])
            }
            Self::Keys(inner) => inner.facts(),
        }
    }
}

/// Nothing could be received.
#[derive(Debug, thiserror::Error)]
pub enum ReceiveError {
    /// See [`StoreError`].
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A path that was named does not exist.
    #[error("{path} does not exist")]
    NotThere {
        /// The path.
        path: PathBuf,
    },
}

impl Refusal for ReceiveError {
    fn code(&self) -> &'static str {
        match self {
            Self::Store(inner) => inner.code(),
            Self::NotThere { .. } => "path_not_there",
        }
    }

    fn facts(&self) -> Facts {
        match self {
            Self::Store(inner) => inner.facts(),
            Self::NotThere { path } => facts([("path", path.display().to_string())]),
        }
    }
}

/// Nothing was accepted.
#[derive(Debug, thiserror::Error)]
pub enum AcceptError {
    /// See [`StoreError`].
    #[error(transparent)]
    Store(#[from] StoreError),
    /// No draft has this number.
    #[error("there is no draft {draft}")]
    NoDraft {
        /// The number.
        draft: i64,
    },
    /// The draft is an entry already.
    #[error("draft {draft} is entry {number}")]
    Already {
        /// The draft.
        draft: i64,
        /// Its entry number.
        number: String,
    },
    /// The draft was sent back, or another takes its place.
    #[error("draft {draft} was sent back")]
    SentBack {
        /// The draft.
        draft: i64,
    },
    /// Nobody said which theme these belong to.
    #[error("drafts {drafts:?} have no theme")]
    NoTheme {
        /// The drafts.
        drafts: Vec<i64>,
    },
    /// The contest has no such theme.
    #[error("the contest has no theme {theme}")]
    UnknownTheme {
        /// The number that was given.
        theme: u8,
    },
    /// Every serial of the theme is given.
    #[error("theme {theme} has no serial left")]
    NoSerial {
        /// The theme.
        theme: u8,
    },
}

impl Refusal for AcceptError {
    fn code(&self) -> &'static str {
        match self {
            Self::Store(inner) => inner.code(),
            Self::NoDraft { .. } => "no_such_draft",
            Self::Already { .. } => "draft_accepted_already",
            Self::SentBack { .. } => "draft_sent_back",
            Self::NoTheme { .. } => "theme_missing",
            Self::UnknownTheme { .. } => "theme_not_in_contest",
            Self::NoSerial { .. } => "numbers_used_up",
        }
    }

    fn facts(&self) -> Facts {
        match self {
            Self::Store(inner) => inner.facts(),
            Self::NoDraft { draft } | Self::SentBack { draft } => {
                facts([("draft", draft.to_string())])
            }
            Self::Already { draft, number } => {
                facts([("draft", draft.to_string()), ("number", number.clone())])
            }
            Self::NoTheme { drafts } => facts([("drafts", listed(drafts))]),
            Self::UnknownTheme { theme } | Self::NoSerial { theme } => {
                facts([("theme", theme.to_string())])
            }
        }
    }
}

/// The list of judges was not taken.
#[derive(Debug, thiserror::Error)]
pub enum JudgesError {
    /// See [`StoreError`].
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The file has no such column.
    #[error("the list has no column {column:?}")]
    NoColumn {
        /// The column.
        column: &'static str,
    },
    /// A line is not a judge.
    #[error("line {line}: {field} {found:?}")]
    Line {
        /// The line of the file, from 1.
        line: u64,
        /// The column.
        field: &'static str,
        /// What stands there.
        found: String,
    },
    /// The text is not a table.
    #[error("line {line} is not a line of a table")]
    NotATable {
        /// The line, from 1.
        line: u64,
    },
    /// The list has no judges.
    #[error("the list is empty")]
    Empty,
    /// The judge has a pack, so the id stays with the name.
    #[error("{judge} has a pack and is {name}")]
    HasPack {
        /// The judge.
        judge: String,
        /// The name the judge has.
        name: String,
    },
    /// What was typed for one judge does not read.
    #[error("{field} {found:?}")]
    Field {
        /// The column.
        field: &'static str,
        /// What stands there.
        found: String,
    },
    /// The id is somebody's.
    #[error("{judge} is {name}")]
    IdTaken {
        /// The id.
        judge: String,
        /// Whose it is.
        name: String,
    },
    /// Packs are out, so the judge stays on the list.
    #[error("packs are out for {judge} or the plan with them")]
    Bound {
        /// The judge.
        judge: String,
    },
    /// There is no such judge.
    #[error("there is no judge {judge}")]
    Unknown {
        /// The id that was given.
        judge: String,
    },
}

impl Refusal for JudgesError {
    fn code(&self) -> &'static str {
        match self {
            Self::Store(inner) => inner.code(),
            Self::NoColumn { .. } => "judges_no_column",
            Self::Line { .. } => "judges_bad_line",
            Self::NotATable { .. } => "judges_not_a_table",
            Self::Empty => "judges_empty",
            Self::HasPack { .. } => "judge_has_pack",
            Self::Field { .. } => "judge_bad_field",
            Self::IdTaken { .. } => "judge_id_taken",
            Self::Bound { .. } => "judge_bound",
            Self::Unknown { .. } => "judge_unknown",
        }
    }

    fn facts(&self) -> Facts {
        match self {
            Self::Store(inner) => inner.facts(),
            Self::NoColumn { column } => facts([("column", (*column).to_owned())]),
            Self::Line { line, field, found } => facts([
                ("line", line.to_string()),
                ("column", (*field).to_owned()),
                ("found", found.clone()),
            ]),
            Self::NotATable { line } => facts([("line", line.to_string())]),
            Self::Empty => Facts::new(),
            Self::HasPack { judge, name } | Self::IdTaken { judge, name } => {
                facts([("judge", judge.clone()), ("name", name.clone())])
            }
            Self::Field { field, found } => {
                facts([("column", (*field).to_owned()), ("found", found.clone())])
            }
            Self::Unknown { judge } | Self::Bound { judge } => facts([("judge", judge.clone())]),
        }
    }
}
