//! Intake: bytes of mails, archives and forms → (draft entries, findings).
//!
//! Everything here comes from strangers, so every reader has hard limits, never indexes blindly and never builds a path
//! from a received name. The promise to the organisers is that nothing vanishes: [`sort`] gives every source at least
//! one [`Draft`] or one [`QueueItem`], and attachments keep their bytes.
//!
//! A source is read in three steps: [`read_mail`] (or [`Source::folder`]) turns bytes into files, [`read_form`] turns a
//! document into a [`Form`], and [`sort`] decides what belongs together and what a person must look at. Media are
//! measured and entries compared elsewhere; [`duplicate_key`], [`identity`] and [`origins`] are what this crate offers to
//! that.

mod archive;
mod aside;
mod attachment;
mod blocks;
mod charset;
mod count;
mod cut;
mod desk;
mod doc;
mod document;
mod docx;
mod envelope;
mod finding;
mod form;
mod header;
mod html;
mod html_form;
pub mod identity;
mod labels;
mod letters;
mod links;
mod lzfu;
mod mail;
mod mailbox;
mod marked;
mod mbox;
mod mime;
mod odt;
mod ole;
mod origin;
mod owner;
mod package;
mod params;
mod pdf;
mod people;
mod rtf;
mod sevenz;
mod sheet;
mod sniff;
mod sort;
mod subject;
mod suggest;
mod summary;
mod tnef;
mod transfer;
mod uuencode;
mod words;

pub use aside::{Aside, SetAside};
pub use attachment::{Attachment, Opened, open_archives};
pub use charset::text_of;
pub use count::{characters, zi};
pub use cut::MAIL_MAX;
pub use finding::{Field, Finding, Limits, QueueReason, check_form};
pub use form::{Form, FormError, duplicate_key, read_form, read_forms};
pub use header::looks_like_mail as is_mail;
pub use html::Link;
pub use letters::Letters;
pub use mail::{Mail, MailError, read_mail};
pub use mailbox::{Mailbox, Piece};
pub use mbox::{is_mailbox, split_mbox, unquoted};
pub use origin::origins;
pub use people::{authors, phones};
pub use sheet::workbook;
pub use sort::{Draft, QueueItem, Reading, Sorted, Source, ThemeSource, sort};
pub use suggest::{Passage, Suggestion, ThemeWords, Vocabulary};
