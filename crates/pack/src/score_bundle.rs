//! The score bundle: one judge's signed score sheets on their way back to the organiser.
//!
//! An age file to the organiser holds a strict ZIP of five files: `bundle.json` with the signature of the judge's own
//! key, `comments.json`, whose hash is in it, and `enroll.json`, in which the pack's invitation key vouches for that key. See
//! `docs/formats/score-bundle.md`.

mod open;
mod rules;
mod split;
mod wire;
mod write;

pub(crate) use open::signed_in;
pub use open::{BundleFiles, Claim, Expected, UnverifiedBundle, Verified, open_bundle};
pub use split::join;
pub use wire::{
    Enrolment, Mark, Recusal, RecusalKind, ScoreBundle, SheetRecord, SheetStatus, TieOrder,
};
pub use write::{Sealed, write_bundle, write_enrolment};

/// SSHSIG namespace of the judge's signature over `bundle.json`.
pub const NAMESPACE: &str = "score-bundle@jurydesk";
/// SSHSIG namespace of the invitation's signature over `enroll.json`.
pub const ENROLMENT_NAMESPACE: &str = "enrolment@jurydesk";
/// The value of `format` in `bundle.json`.
pub const FORMAT: &str = "jurydesk.score-bundle";
/// The value of `format` in `comments.json`.
pub const COMMENTS_FORMAT: &str = "jurydesk.comments";
/// The value of `format` in `enroll.json`.
pub const ENROLMENT_FORMAT: &str = "jurydesk.enrolment";
/// The version of all three that is written, and the latest that is read.
pub const VERSION: u32 = 1;

/// Largest content of a bundle in bytes.
const MOST_BYTES: u64 = 64 << 20;
/// Largest `enroll.json` or signature in bytes.
const MOST_SMALL: u64 = 64 << 10;

/// Most media that one sheet names as not seen.
const MOST_NOT_SEEN: usize = 1_000;

const BUNDLE: &str = "bundle.json";
const BUNDLE_SIG: &str = "bundle.json.sig";
const COMMENTS: &str = "comments.json";
const ENROL: &str = "enroll.json";
const ENROL_SIG: &str = "enroll.json.sig";
/// The files of the archive, in its order.
const FILES: [&str; 5] = [BUNDLE, BUNDLE_SIG, COMMENTS, ENROL, ENROL_SIG];
