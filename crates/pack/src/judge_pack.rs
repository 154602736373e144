//! The judge pack: everything one judge needs, in one encrypted file that is read in place.
//!
//! An age file holds a strict ZIP; the ZIP holds a signed manifest, the contest as the judge sees it, the entries
//! without anything that names their authors, the media, and the hash of every MiB of all of them. See
//! `docs/formats/judge-pack.md` for the bytes.

mod copy;
mod cut_off;
mod entry;
mod layout;
mod manifest;
mod media_hashes;
mod open;
mod rules;
mod segments;
mod signed;
mod texts;
mod view;
mod write;

pub(crate) use rules::{is_contest_key, is_key, is_media_name};
pub(crate) use signed::{signed_in, stated_version};

pub use entry::{BlindEntry, BlindMedia, MediaKind};
pub use manifest::{FileFact, Manifest};
pub use media_hashes::MediaHashes;
pub use open::{Checked, OpenPack};
pub use view::{CommentSheet, CriterionSheet, JudgeView, LevelSheet, OrderSheet, ThemeSheet};
pub use write::{
    MediaSource, PackContents, SealTo, Written, write_pack, write_pack_to_recipient,
    write_pack_with,
};

/// SSHSIG namespace of the organiser's signature over `manifest.json`.
pub const NAMESPACE: &str = "judge-pack@jurydesk";
/// The value of `format` in `manifest.json`.
pub const FORMAT: &str = "jurydesk.judge-pack";
/// The version of the format that is written, and the latest that is read.
pub const VERSION: u32 = 1;
