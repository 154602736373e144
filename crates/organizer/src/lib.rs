//! The organiser's side of a contest: one folder with one SQLite file, and the use cases that change it.
//!
//! This crate owns what an organiser's folder looks like and in which order things may happen: receive, accept, assign,
//! issue, merge, rank. It is the only place with SQL on the organiser's side. It knows neither window nor command line:
//! the clock, the randomness and every folder are arguments, results are plain serialisable facts, and a refusal is a
//! code with facts whose wording is somebody else's.
//!
//! Everything received is kept byte for byte under the name of its hash and nothing is ever deleted.

mod accept;
mod backup;
mod blind;
mod canonical;
mod contents;
mod decide;
mod digest;
mod error;
mod examine;
mod folder;
mod handed_in;
mod issue;
mod judges;
mod keys;
mod ledger;
mod merge;
mod new;
mod overview;
mod page;
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
pub use backup::KeysBackup;
pub use decide::{Decided, Late};
pub use error::{
    AcceptError, DecideError, Facts, FolderError, IssueError, JudgesError, KeysError, MergeError,
    PlanError, RankError, ReceiveError, Refusal, StoreError,
};
pub use folder::Organizer;
pub use issue::{Issued, IssuedPack, Volumes, Whom};
pub use judges::JudgesTaken;
pub use keys::{KeysAtRest, KeysProtected};
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
pub use store::log::{Act, LogLine};
pub use watch::{Step, Watch};
