//! Intake: bytes of mails, archives and forms → (draft entries, findings).
//!
//! Everything here comes from strangers, so every reader has hard limits, never indexes blindly and never builds a path
//! from a received name. The promise to the organisers is that nothing vanishes: [`sort`] gives every source at least
//! one [`Draft`] or one [`QueueItem`], and attachments keep their bytes.
//!
//! A source is read in three steps: [`read_mail`] (or [`Source::folder`]) turns bytes into files, [`read_form`] turns a
//! document into a [`Form`], and [`sort`] decides what belongs together and what a person must look at. Media are
//! measured and entries compared elsewhere; [`duplicate_key`] is all this crate offers to that.

mod archive;
mod attachment;
mod charset;
mod count;
mod doc;
mod docx;
mod finding;
mod form;
mod html;
mod labels;
mod mail;
mod mbox;
mod mime;
mod ole;
mod owner;
mod params;
mod pdf;
mod people;
mod sheet;
mod sniff;
mod sort;
mod subject;
mod transfer;
mod words;

pub use attachment::{Attachment, Opened, open_archives};
pub use count::{characters, zi};
pub use finding::{Field, Finding, Limits, QueueReason, check_form};
pub use form::{Form, FormError, duplicate_key, read_form};
pub use html::Link;
pub use mail::{Mail, MailError, read_mail};
pub use mbox::split_mbox;
pub use sort::{Draft, QueueItem, Reading, Sorted, Source, ThemeSource, sort};
