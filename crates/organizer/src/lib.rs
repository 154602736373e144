//! The organiser's side of a contest: one folder with one SQLite file, and the use cases that change it.
//!
//! This crate owns what an organiser's folder looks like and in which order things may happen: receive, accept, assign,
//! issue, merge, and what the results follow from. It is the only place with SQL on the organiser's side. It knows neither window nor command line:
//! the clock, the randomness and every folder are arguments, results are plain serialisable facts, and a refusal is a
//! code with facts whose wording is somebody else's.
//!
//! Everything received is kept byte for byte under the name of its hash and nothing is ever deleted.

mod accept;
mod account;
mod alike;
mod analysis;
mod award_lines;
mod backup;
mod blind;
mod by_hand;
mod canonical;
mod cohesion;
mod compare;
mod contents;
mod counted;
mod cover;
mod decide;
mod decisions;
mod digest;
mod dropped;
mod error;
mod examine;
mod extend;

mod findings;
mod folder;
mod handed_in;
mod hints;
mod inputs;
mod invite;
mod issue;
mod item_files;
mod judges;
mod judging_copy;
mod keys;
mod ledger;
mod letters;
mod limits;
mod lists;
mod marked;
mod media_shown;
mod mended;
pub mod mends;
mod merge;
mod moment;
mod new;
mod on_record;
mod overview;
mod pack_order;
mod page;
mod plain;
mod plan;
mod planned;
mod previous;
mod publish;
mod queue;
mod queue_lines;
mod rank;
mod reading;
mod receive;
mod roster;
mod rounds;
mod same_file;
mod search;
mod sent;
mod share;
mod sheets;
mod shown;
mod slips;
mod sources;
mod stages;
mod stills;
mod store;
mod takers;
mod telling;
mod vault;
mod watch;
mod whole;

pub use accept::{
    Acceptance, Accepted, AcceptedEntry, FromText, IdentityRule, LeftDraft, ThemeChoice, Which,
};
pub use account::{Account, Amount, Aside, FiledFile, Files, SourceFiles, Sources};
pub use alike::{AlikeDraft, AlikePair, AlikePassage, AlikePlace};
pub use award_lines::{Above, AwardLine};
pub use backup::KeysBackup;
pub use by_hand::{
    Change, Deed, Field, Fix, Fixed, Joined, Letter, Move, Numbered, Origin, Redacted,
    RedactedFile, Renumber, Replying, SendBack, SentBackDraft, Settled, TypedDraft, TypedForm,
    Undone, Withhold,
};
pub use cohesion::{Cohesion, WeakestBridge};
pub use compare::{BundleSide, BundlesCompared, SheetDifference};
pub use cover::Covered;
pub use decide::{Decided, Late};
pub use decisions::{Deciding, Ruled};
pub use dropped::{Attendance, DroppedOut};
pub use error::{
    AcceptError, AlikeError, BackupError, DecideError, DecisionError, Facts, FolderError,
    HandError, IssueError, JudgesError, KeysError, MarkError, MergeError, PlanError, PublishError,
    RankError, ReceiveError, Refusal, ResultsError, RoundUnknown, StoreError, WhatIfRefused,
};
pub use extend::{Extend, Extended, Pairing};
pub use findings::{FindingState, FindingView};
pub use folder::{Organizer, Reader};
pub use handed_in::bundles_in;
pub use issue::{Issued, IssuedPack, Room};
pub use item_files::ItemFile;
pub use judges::{
    JudgeForm, JudgesPreview, JudgesTaken, ListChange, ListField, ListLine, OneJudge,
};
pub use judging_copy::Texts;
pub use keys::{KeysAtRest, KeysProtected};
pub use ledger::{Held, Verdict};
pub use marked::{MarkedSheet, SheetWord};
/// What measures, copies and covers media, for whoever receives.
pub use media::{Ffmpeg, Mask, MediaError, Region, Span};
pub use media_shown::{Playable, ShownMedium};
pub use merge::{Merged, Reason, ReceivedLine};
pub use new::NewContest;
pub use on_record::BundleOnRecord;
pub use overview::{JudgeLine, Overview, Standing};
pub use pack_order::{PackOrder, Volumes, Whom};
pub use plan::{JudgeLoad, Planned};
pub use planned::{EarlierPlan, PlanCell, PlanRow, PlanTable, PlanTheme};
pub use publish::{Published, hand_out};
pub use queue::{MediumView, Queue, QueuedItem, WaitingDraft, WaitingMedium};
pub use queue_lines::{QueueLine, QueueLines};
pub use rank::{RankLine, RankedBy, Ranking};
pub use reading::{FileLine, Reading};
pub use receive::{MediaDone, Received, SkippedFile, SourceLine, SourceState};
pub use search::{Found, Hit};
pub use sent::{Reminder, Sent, SentBy, Told};
pub use share::network_share;
pub use shown::{Correction, ShownDraft, ShownFile, ShownItem, ShownMask, ShownRedaction};
pub use stages::{PackLine, Stages, ThemeLine};
pub use stills::StillView;
pub use store::assignment::Seat;
pub use store::log::{Act, LogLine};
pub use telling::{Piece, Telling};
pub use watch::{Step, Watch};
pub use whole::{BackedUp, LastBackup, OpenKeys, Restored};
