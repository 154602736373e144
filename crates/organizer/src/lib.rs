//! The organiser's side of a contest: one folder with one SQLite file, and the use cases that change it.
//!
//! This crate owns what an organiser's folder looks like and in which order things may happen: receive, accept, assign,
//! issue, merge, rank. It is the only place with SQL on the organiser's side. It knows neither window nor command line:
//! the clock, the randomness and every folder are arguments, results are plain serialisable facts, and a refusal is a
//! code with facts whose wording is somebody else's.
//!
//! Everything received is kept byte for byte under the name of its hash and nothing is ever deleted.

mod accept;
mod blind;
mod contents;
mod digest;
mod error;
mod folder;
mod issue;
mod judges;
mod ledger;
mod merge;
mod new;
mod overview;
mod plain;
mod plan;
mod planned;
mod queue;
mod rank;
mod reading;
mod receive;
mod sheets;
mod slips;
mod sources;
mod stages;
mod store;
mod vault;
mod watch;

pub use accept::{Accepted, AcceptedEntry, IdentityRule, LeftDraft, ThemeChoice, Which};
pub use error::{
    AcceptError, Facts, FolderError, IssueError, JudgesError, MergeError, PlanError, RankError,
    ReceiveError, Refusal, StoreError,
};
pub use folder::Organizer;
pub use issue::{Issued, IssuedPack, Whom};
pub use judges::JudgesTaken;
pub use ledger::{Held, Verdict};
pub use merge::{Merged, Reason, ReceivedLine};
pub use new::NewContest;
pub use overview::{JudgeLine, Overview};
pub use plan::{JudgeLoad, Planned};
pub use planned::{PlanCell, PlanRow, PlanTable};
pub use queue::{FindingView, MediumView, Queue, QueuedItem, WaitingDraft, WaitingMedium};
pub use rank::{RankLine, Ranking};
pub use reading::{FileLine, Reading};
pub use receive::{MediaDone, Received, SkippedFile, SourceLine, SourceState};
pub use stages::{PackLine, Stages, ThemeLine};
pub use watch::{Step, Watch};
