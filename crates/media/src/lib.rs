//! Media: what a received file really is, how long it really plays, and the copy that every judge can open.
//!
//! This crate owns the two outside programs, `ffmpeg` and `ffprobe`; no other crate starts a process. It knows bytes,
//! streams and times. It does not know what an entry is, which length a contest allows, or where files are kept: paths,
//! progress and the wish to stop come from the caller.
//!
//! Received files are hostile until shown otherwise. A file is judged by its first bytes and never by its name, the
//! demuxers that may open it are listed, no protocol but plain files is open to them, every run has a deadline, and what
//! the programs print is read up to a limit.

mod asf;
mod error;
mod jpeg;
mod mask;
mod measure;
mod normalise;
mod pdf;
mod picture;
mod probe;
mod scan;
mod sniff;
mod stills;
mod tool;
mod video;

pub use error::MediaError;
pub use mask::{Mask, Region, Span};
pub use measure::{LengthDoubt, Measured};
pub use normalise::{How, Normalised};
pub use sniff::{Kind, sniff};
pub use stills::Still;
pub use tool::Ffmpeg;
