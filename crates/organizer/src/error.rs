//! Refusals: one small enum for each family of use cases, each with a code and facts under which the messages hold what
//! happened, what is safe and what to do.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

use contest::ContestFileError;

/// The facts of a refusal or finding, by name, ready to fill into a message.
pub type Facts = BTreeMap<String, String>;

/// What every refusal of this crate can say about itself.
pub trait Refusal: std::error::Error {
    /// The message key, for example `contest_locked`.
    fn code(&self) -> &'static str;
    /// What the message needs: names, counts, paths.
    fn facts(&self) -> Facts;
}

/// Facts from pairs.
pub(crate) fn facts<const N: usize>(pairs: [(&str, String); N]) -> Facts {
    pairs
        .into_iter()
        .map(|(name, value)| (name.to_owned(), value))
        .collect()
}

/// The contest's database or one of its files cannot be read or written.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// SQLite refused.
    #[error("the database refused")]
    Database(#[from] rusqlite::Error),
    /// The file system refused.
    #[error("{path}: {source}")]
    File {
        /// Which file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The database was written by a later version of the program.
    #[error("the database has version {version}, which this program does not know")]
    TooNew {
        /// The version of the file.
        version: i64,
    },
    /// Something in the folder is not what this program writes.
    #[error("{what} is not as it was written")]
    Damaged {
        /// What.
        what: &'static str,
    },
}

impl StoreError {
    pub(crate) fn file(path: &Path, source: io::Error) -> Self {
        Self::File {
            path: path.to_owned(),
            source,
        }
    }

    pub(crate) fn damaged(what: &'static str) -> Self {
        Self::Damaged { what }
    }
}

impl Refusal for StoreError {
    fn code(&self) -> &'static str {
        match self {
            Self::Database(rusqlite::Error::SqliteFailure(failure, _))
                if failure.code == rusqlite::ErrorCode::DiskFull =>
            {
                "disk_full"
            }
            Self::Database(_) => "database_failed",
            Self::File { source, .. } if source.kind() == io::ErrorKind::StorageFull => "disk_full",
            Self::File { source, .. } if source.kind() == io::ErrorKind::NotFound => "file_missing",
            Self::File { .. } => "file_failed",
            Self::TooNew { .. } => "folder_too_new",
            Self::Damaged { .. } => "folder_damaged",
        }
    }

    fn facts(&self) -> Facts {
        match self {
            Self::Database(error) => facts([("why", error.to_string())]),
            Self::File { path, source } => facts([
                ("path", path.display().to_string()),
                ("why", source.to_string()),
            ]),
            Self::TooNew { version } => facts([("version", version.to_string())]),
            Self::Damaged { what } => facts([("what", (*what).to_owned())]),
        }
    }
}

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
    /// The organiser's keys cannot be read.
    #[error("the keys cannot be read")]
    Keys(#[source] seal::SealError),
}

impl Refusal for FolderError {
    fn code(&self) -> &'static str {
        match self {
            Self::Store(inner) => inner.code(),
            Self::Contest(inner) => inner.problem.code(),
            Self::NotEmpty { .. } => "folder_not_empty",
            Self::NoContest { .. } => "not_a_contest",
            Self::InUse { .. } => "contest_locked",
            Self::Keys(_) => "keys_unreadable",
        }
    }

    fn facts(&self) -> Facts {
        match self {
            Self::Store(inner) => inner.facts(),
            Self::Contest(inner) => inner.facts(),
            Self::NotEmpty { folder } | Self::NoContest { folder } | Self::InUse { folder } => {
                facts([("folder", folder.display().to_string())])
            }
            Self::Keys(why) => facts([("why", why.to_string())]),
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
            Self::NoTheme { .. } => "theme_missing",
            Self::UnknownTheme { .. } => "theme_not_in_contest",
            Self::NoSerial { .. } => "numbers_used_up",
        }
    }

    fn facts(&self) -> Facts {
        match self {
            Self::Store(inner) => inner.facts(),
            Self::NoDraft { draft } => facts([("draft", draft.to_string())]),
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
    /// Packs are issued, so the judges are fixed.
    #[error("{packs} packs are issued")]
    Issued {
        /// How many.
        packs: usize,
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
            Self::Issued { .. } => "packs_issued",
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
            Self::Issued { packs } => facts([("packs", packs.to_string())]),
        }
    }
}

/// No plan was made.
#[derive(Debug, thiserror::Error)]
pub enum PlanError {
    /// See [`StoreError`].
    #[error(transparent)]
    Store(#[from] StoreError),
    /// There are no entries or no judges yet.
    #[error("there are {entries} entries and {judges} judges")]
    NothingToPlan {
        /// How many entries.
        entries: usize,
        /// How many judges.
        judges: usize,
    },
    /// Packs are issued, so the plan is fixed.
    #[error("{packs} packs are issued")]
    Issued {
        /// How many.
        packs: usize,
    },
    /// An entry has too few judges.
    #[error("only {able} judges may see {number}, {needed} are needed")]
    TooFewJudges {
        /// The entry.
        number: String,
        /// Its theme's name.
        theme: String,
        /// How many may judge it.
        able: u32,
        /// How many are needed.
        needed: u32,
    },
    /// All judges together cannot take that many reviews.
    #[error("the judges can take {places} reviews, {needed} are needed")]
    TooFewPlaces {
        /// How many reviews are needed.
        needed: u64,
        /// How many they can take.
        places: u64,
    },
    /// Some judges would have to take more than they can.
    #[error("{missing} reviews find no judge")]
    PanelFull {
        /// The judges who are full.
        judges: Vec<String>,
        /// The entries that stay short of reviews.
        entries: Vec<String>,
        /// How many reviews are left over.
        missing: u64,
    },
}

impl Refusal for PlanError {
    fn code(&self) -> &'static str {
        match self {
            Self::Store(inner) => inner.code(),
            Self::NothingToPlan { .. } => "nothing_to_plan",
            Self::Issued { .. } => "packs_issued",
            Self::TooFewJudges { .. } => "plan_too_few_judges",
            Self::TooFewPlaces { .. } => "plan_too_few_places",
            Self::PanelFull { .. } => "plan_panel_full",
        }
    }

    fn facts(&self) -> Facts {
        match self {
            Self::Store(inner) => inner.facts(),
            Self::NothingToPlan { entries, judges } => facts([
                ("entries", entries.to_string()),
                ("judges", judges.to_string()),
            ]),
            Self::Issued { packs } => facts([("packs", packs.to_string())]),
            Self::TooFewJudges {
                number,
                theme,
                able,
                needed,
            } => facts([
                ("number", number.clone()),
                ("theme", theme.clone()),
                ("able", able.to_string()),
                ("needed", needed.to_string()),
            ]),
            Self::TooFewPlaces { needed, places } => facts([
                ("needed", needed.to_string()),
                ("places", places.to_string()),
            ]),
            Self::PanelFull {
                judges,
                entries,
                missing,
            } => facts([
                ("judges", listed(judges)),
                ("entries", listed(entries)),
                ("missing", missing.to_string()),
            ]),
        }
    }
}

/// No pack was issued.
#[derive(Debug, thiserror::Error)]
pub enum IssueError {
    /// See [`StoreError`].
    #[error(transparent)]
    Store(#[from] StoreError),
    /// There is no plan, or it gives nobody an entry.
    #[error("there is no plan")]
    NoPlan,
    /// The contest has no such judge, or the judge has no entries.
    #[error("judge {judge} has no entries")]
    NoEntries {
        /// The judge.
        judge: String,
    },
    /// Media of accepted entries are not measured and copied yet.
    #[error("{files} media are waiting")]
    MediaWaiting {
        /// How many files.
        files: usize,
        /// One of them.
        name: String,
    },
    /// A file that was issued by somebody else, or not at all, has the name.
    #[error("{path} is there already")]
    FileThere {
        /// The file.
        path: PathBuf,
    },
    /// The watcher asked to stop.
    #[error("stopped")]
    Stopped,
    /// The pack could not be written.
    #[error("the pack of {judge} could not be written")]
    Pack {
        /// The judge.
        judge: String,
        /// Why.
        #[source]
        source: pack::PackError,
    },
}

impl Refusal for IssueError {
    fn code(&self) -> &'static str {
        match self {
            Self::Store(inner) => inner.code(),
            Self::NoPlan => "no_plan",
            Self::NoEntries { .. } => "judge_without_entries",
            Self::MediaWaiting { .. } => "media_waiting",
            Self::FileThere { .. } => "pack_file_there",
            Self::Stopped => "cancelled",
            Self::Pack { .. } => "pack_not_written",
        }
    }

    fn facts(&self) -> Facts {
        match self {
            Self::Store(inner) => inner.facts(),
            Self::NoPlan | Self::Stopped => Facts::new(),
            Self::NoEntries { judge } => facts([("judge", judge.clone())]),
            Self::MediaWaiting { files, name } => {
                facts([("files", files.to_string()), ("name", name.clone())])
            }
            Self::FileThere { path } => facts([("path", path.display().to_string())]),
            Self::Pack { judge, source } => {
                facts([("judge", judge.clone()), ("why", source.to_string())])
            }
        }
    }
}

/// Nothing was merged.
#[derive(Debug, thiserror::Error)]
pub enum MergeError {
    /// See [`StoreError`].
    #[error(transparent)]
    Store(#[from] StoreError),
    /// No pack was issued, so nothing can come back.
    #[error("no pack was issued")]
    NothingIssued,
}

impl Refusal for MergeError {
    fn code(&self) -> &'static str {
        match self {
            Self::Store(inner) => inner.code(),
            Self::NothingIssued => "nothing_issued",
        }
    }

    fn facts(&self) -> Facts {
        match self {
            Self::Store(inner) => inner.facts(),
            Self::NothingIssued => Facts::new(),
        }
    }
}

/// There is no ranking.
#[derive(Debug, thiserror::Error)]
pub enum RankError {
    /// See [`StoreError`].
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The reviews contradict each other.
    #[error("the reviews cannot be ranked")]
    Reviews(#[source] ranking::RankingError),
}

impl Refusal for RankError {
    fn code(&self) -> &'static str {
        match self {
            Self::Store(inner) => inner.code(),
            Self::Reviews(_) => "reviews_contradict",
        }
    }

    fn facts(&self) -> Facts {
        match self {
            Self::Store(inner) => inner.facts(),
            Self::Reviews(why) => facts([("why", why.to_string())]),
        }
    }
}

/// At most ten, then how many more.
fn listed<T: ToString>(items: &[T]) -> String {
    let mut text = items
        .iter()
        .take(10)
        .map(T::to_string)
        .collect::<Vec<_>>()
        .join(", ");
    if items.len() > 10 {
        text.push_str(&format!(" … (+{})", items.len() - 10));
    }
    text
}
