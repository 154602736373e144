//! Refusals from the plan to the ranking.

use std::path::PathBuf;

use super::{
    Facts, Refusal, ResultsError, RoundUnknown, StoreError, facts, listed, listed_or_none,
};

/// No plan was made.
#[derive(Debug, thiserror::Error)]
pub enum PlanError {
    /// See [`StoreError`].
    #[error(transparent)]
    Store(#[from] StoreError),
    /// See [`RoundUnknown`].
    #[error(transparent)]
    Round(#[from] RoundUnknown),
    /// See [`ResultsError`].
    #[error(transparent)]
    Results(#[from] ResultsError),
    /// Judges of the panel round are awaited, so the shortlist can still change.
    #[error("the panel round awaits {} judges", judges.len())]
    PanelOpen {
        /// The later round.
        round: String,
        /// The judges who are awaited; empty before the panel round begins.
        judges: Vec<String>,
    },
    /// The panel round has no single ranking that a shortlist could be taken from, or no entry may go in.
    #[error("there is no shortlist for {round}")]
    NoShortlist {
        /// The later round.
        round: String,
    },
    /// The round has no plan that could be extended.
    #[error("{round} has no plan")]
    NoPlan {
        /// The round.
        round: String,
    },
    /// There is no plan before the present one.
    #[error("{round} has no earlier plan")]
    NoEarlier {
        /// The round.
        round: String,
    },
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
    /// Some judges would have to take more than they can.
    #[error("{missing} reviews find no judge")]
    PanelFull {
        /// The judges who are full.
        judges: Vec<String>,
        /// The entries that stay short of reviews.
        entries: Vec<String>,
        /// Pairs that are kept apart and of which each would be worth a review.
        bars: Vec<String>,
        /// How many reviews are left over.
        missing: u64,
    },
    /// Some judges stay above their minutes.
    #[error("{judges:?} are {over} minutes above their limits")]
    MinutesExceeded {
        /// The judges.
        judges: Vec<String>,
        /// By how many minutes all of them together are above.
        over: u64,
    },
    /// More pairs than can be planned for.
    #[error("{entries} entries and {judges} judges are too many")]
    TooLarge {
        /// How many entries.
        entries: usize,
        /// How many judges.
        judges: usize,
    },
}

impl Refusal for PlanError {
    fn code(&self) -> &'static str {
        match self {
            Self::Store(inner) => inner.code(),
            Self::Round(inner) => inner.code(),
            Self::Results(inner) => inner.code(),
            Self::PanelOpen { .. } => "panel_open",
            Self::NoShortlist { .. } => "no_shortlist",
            Self::NoPlan { .. } => "no_plan",
            Self::NoEarlier { .. } => "no_earlier_plan",
            Self::NothingToPlan { .. } => "nothing_to_plan",
            Self::Issued { .. } => "packs_issued",
            Self::TooFewJudges { .. } => "plan_too_few_judges",
            Self::PanelFull { .. } => "plan_panel_full",
            Self::MinutesExceeded { .. } => "plan_minutes",
            Self::TooLarge { .. } => "plan_too_large",
        }
    }

    fn facts(&self) -> Facts {
        match self {
            Self::Store(inner) => inner.facts(),
            Self::Round(inner) => inner.facts(),
            Self::Results(inner) => inner.facts(),
            Self::PanelOpen { round, judges } => {
                facts([("round", round.clone()), ("judges", listed_or_none(judges))])
            }
            Self::NoShortlist { round } | Self::NoPlan { round } | Self::NoEarlier { round } => {
                facts([("round", round.clone())])
            }
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
            Self::PanelFull {
                judges,
                entries,
                bars,
                missing,
            } => facts([
                ("judges", listed_or_none(judges)),
                ("entries", listed(entries)),
                ("bars", listed_or_none(bars)),
                ("missing", missing.to_string()),
            ]),
            Self::MinutesExceeded { judges, over } => {
                facts([("judges", listed(judges)), ("over", over.to_string())])
            }
            Self::TooLarge { entries, judges } => facts([
                ("entries", entries.to_string()),
                ("judges", judges.to_string()),
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
    /// See [`RoundUnknown`].
    #[error(transparent)]
    Round(#[from] RoundUnknown),
    /// The organiser's keys are under a passphrase that was not given.
    #[error("the keys are locked")]
    Locked,
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
    /// The file opens nothing.
    #[error("{path} is no invitation file")]
    NotAnInvitation {
        /// The file.
        path: PathBuf,
    },
    /// The invitation file is for another judge.
    #[error("{path} is for {judge}")]
    InvitationOfAnother {
        /// The file.
        path: PathBuf,
        /// For whom it is.
        judge: String,
    },
    /// The watcher asked to stop before a pack was finished.
    #[error("stopped")]
    Stopped,
    /// The watcher asked to stop; the packs that were finished are issued.
    #[error("stopped after {packs} packs")]
    StoppedAfter {
        /// How many.
        packs: usize,
    },
    /// There is too little room where the packs are to go.
    #[error("{needed} bytes are needed, {free} are free")]
    NoRoom {
        /// Bytes.
        needed: u64,
        /// Bytes.
        free: u64,
    },
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
            Self::Round(inner) => inner.code(),
            Self::Locked => "keys_locked",
            Self::NoPlan => "no_plan",
            Self::NoEntries { .. } => "judge_without_entries",
            Self::MediaWaiting { .. } => "media_waiting",
            Self::FileThere { .. } => "pack_file_there",
            Self::NotAnInvitation { .. } => "not_an_invitation",
            Self::InvitationOfAnother { .. } => "invitation_of_another",
            Self::Stopped => "cancelled",
            Self::StoppedAfter { .. } => "packs_stopped",
            Self::NoRoom { .. } => "packs_no_room",
            Self::Pack { .. } => "pack_not_written",
        }
    }

    fn facts(&self) -> Facts {
        match self {
            Self::Store(inner) => inner.facts(),
            Self::Round(inner) => inner.facts(),
            Self::Locked | Self::NoPlan | Self::Stopped => Facts::new(),
            Self::StoppedAfter { packs } => facts([("packs", packs.to_string())]),
            Self::NoRoom { needed, free } => {
                facts([("needed", size(*needed)), ("free", size(*free))])
            }
            Self::NoEntries { judge } => facts([("judge", judge.clone())]),
            Self::MediaWaiting { files, name } => {
                facts([("files", files.to_string()), ("name", name.clone())])
            }
            Self::FileThere { path } | Self::NotAnInvitation { path } => {
                facts([("path", path.display().to_string())])
            }
            Self::InvitationOfAnother { path, judge } => facts([
                ("path", path.display().to_string()),
                ("judge", judge.clone()),
            ]),
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
    /// The organiser's keys are under a passphrase that was not given.
    #[error("the keys are locked")]
    Locked,
    /// The watcher asked to stop; what was taken in by then stays.
    #[error("stopped after {files} files")]
    Stopped {
        /// How many.
        files: usize,
    },
    /// No pack was issued, so nothing can come back.
    #[error("no pack was issued")]
    NothingIssued,
}

impl Refusal for MergeError {
    fn code(&self) -> &'static str {
        match self {
            Self::Store(inner) => inner.code(),
            Self::Locked => "keys_locked",
            Self::NothingIssued => "nothing_issued",
            Self::Stopped { .. } => "merge_stopped",
        }
    }

    fn facts(&self) -> Facts {
        match self {
            Self::Store(inner) => inner.facts(),
            Self::Locked | Self::NothingIssued => Facts::new(),
            Self::Stopped { files } => facts([("files", files.to_string())]),
        }
    }
}

/// A length that a person reads: of a gigabyte and more with one digit, below in whole megabytes, rounded up.
fn size(bytes: u64) -> String {
    const MEGA: u64 = 1_000_000;
    if bytes >= 1_000 * MEGA {
        let tenths = bytes.div_ceil(100 * MEGA);
        return format!("{}.{} GB", tenths / 10, tenths % 10);
    }
    format!("{} MB", bytes.div_ceil(MEGA))
}
