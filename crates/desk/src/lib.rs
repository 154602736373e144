//! The judge's desk: one judge's score sheets for the packs opened on this computer.
//!
//! This crate owns the judge's SQLite file, the judge's key files and every use case of the judge:
//! open a pack, score, undo, check completeness, sign and export. It knows nothing of windows and
//! nothing of the organiser's side; clock, randomness and folders are arguments.

pub mod compare;
mod error;
mod place;
mod receipt;
mod session;
mod sheet;
mod store;
mod submit;
mod ties;

pub use error::DeskError;
pub use place::write_whole;
pub use receipt::Receipt;
pub use session::{ChangeMade, EntrySheet, Issuer, OpenedPack, Session};
pub use sheet::{Change, Recusal, RecusalKind, Sheet, Status};
pub use store::{Desk, ExportRecord, Note, PackRecord, RecentEntry};
pub use submit::{Exported, RecusedEntry, Submission};
pub use ties::{OpenTie, Ties};
