//! From the desk's values to the shapes the window shows: one file for each of the judge's pages, and here what
//! they share.

mod handing_in;
mod opening;
mod scoring;

use std::path::Path;

use seal::PublicKey;

use crate::wire::{self, Failure};

pub(in crate::judge) use handing_in::{exported, receipt, submission};
pub(in crate::judge) use opening::{cover, progress, recent};
pub(in crate::judge) use scoring::{desk, entry, marks, note, saved, tenths};

/// Bytes as KiB, at least 1 for anything that is not empty.
pub(in crate::judge) fn kib(bytes: u64) -> u32 {
    u32::try_from(bytes.div_ceil(1024)).unwrap_or(u32::MAX)
}

pub(in crate::judge) fn size(path: &Path) -> u64 {
    std::fs::metadata(path).map_or(0, |facts| facts.len())
}

pub(super) fn count(items: usize) -> u32 {
    u32::try_from(items).unwrap_or(u32::MAX)
}

pub(super) fn few(count: u64) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

pub(super) fn milliseconds(length: u64) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}

/// Six groups of digits from a fingerprint.
pub(super) fn fingerprint(fingerprint: &seal::Fingerprint) -> wire::Fingerprint {
    wire::Fingerprint {
        groups: fingerprint.groups(),
    }
}

pub(super) fn key_fingerprint(openssh: &str) -> Result<wire::Fingerprint, Failure> {
    let key = PublicKey::parse(openssh).map_err(|_| Failure::plain("pack_altered"))?;
    Ok(fingerprint(&key.fingerprint()))
}

pub(super) fn status(status: desk::Status) -> wire::Status {
    match status {
        desk::Status::Open => wire::Status::Open,
        desk::Status::Draft => wire::Status::Draft,
        desk::Status::Scored => wire::Status::Scored,
        desk::Status::Recused => wire::Status::Recused,
    }
}

pub(in crate::judge) fn recusal_kind(kind: wire::RecusalKind) -> desk::RecusalKind {
    match kind {
        wire::RecusalKind::WorkedOnIt => desk::RecusalKind::WorkedOnIt,
        wire::RecusalKind::KnowAuthor => desk::RecusalKind::KnowAuthor,
        wire::RecusalKind::Other => desk::RecusalKind::Other,
    }
}

pub(super) fn recusal_shown(kind: desk::RecusalKind) -> wire::RecusalKind {
    match kind {
        desk::RecusalKind::WorkedOnIt => wire::RecusalKind::WorkedOnIt,
        desk::RecusalKind::KnowAuthor => wire::RecusalKind::KnowAuthor,
        desk::RecusalKind::Other => wire::RecusalKind::Other,
    }
}

pub(super) fn english(name: Option<&String>, else_this: &str) -> String {
    name.cloned().unwrap_or_else(|| else_this.to_owned())
}
