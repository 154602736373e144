//! Files inside ZIP archives, counted while they are inflated. Names are for people; no path is ever built from them.

use std::io::{Cursor, Read};

use zip::ZipArchive;

use crate::attachment::{Attachment, Found, Opened};
use crate::{charset, words};

/// Most members one archive may have.
pub(crate) const MEMBERS_MAX: usize = 2_000;
/// Largest member of a document, inflated.
pub(crate) const MEMBER_MAX: u64 = 32 << 20;
/// Largest member of a sender's archive, inflated: a video of three minutes fits.
pub(crate) const ARCHIVE_MEMBER_MAX: u64 = 256 << 20;

/// Opens `bytes` as a ZIP archive with no more than [`MEMBERS_MAX`] members.
pub(crate) fn open(bytes: &[u8]) -> Option<ZipArchive<Cursor<&[u8]>>> {
    let archive = ZipArchive::new(Cursor::new(bytes)).ok()?;
    (archive.len() <= MEMBERS_MAX).then_some(archive)
}

/// Returns the member with this exact name, inflated; `None` when it is missing, damaged or larger than [`MEMBER_MAX`].
pub(crate) fn member(archive: &mut ZipArchive<Cursor<&[u8]>>, name: &str) -> Option<Vec<u8>> {
    let file = archive.by_name(name).ok()?;
    inflate(file, MEMBER_MAX)
}

/// Whether the archive has a member with this exact name.
pub(crate) fn has(archive: &ZipArchive<Cursor<&[u8]>>, name: &str) -> bool {
    archive.index_for_name(name).is_some()
}

/// Reads at most `limit` bytes, whatever size the archive claims.
pub(crate) fn inflate(reader: impl Read, limit: u64) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    reader
        .take(limit.saturating_add(1))
        .read_to_end(&mut bytes)
        .ok()?;
    (u64::try_from(bytes.len()).ok()? <= limit).then_some(bytes)
}

/// Returns the files of a sender's archive, `left` bytes of them at most, or `None` when it is no readable ZIP.
pub(crate) fn members(file: &Attachment, left: u64) -> Option<Found> {
    let Some(mut archive) = open(&file.bytes) else {
        return Some(Found {
            files: Vec::new(),
            opened: Opened::Partly,
            message_id: None,
        });
    };
    let mut files = Vec::new();
    let mut opened = Opened::Whole;
    let mut left = left;
    for index in 0..archive.len() {
        let locked = archive
            .by_index_raw(index)
            .is_ok_and(|member| member.encrypted());
        let Ok(member) = archive.by_index(index) else {
            opened = if locked {
                Opened::Locked
            } else {
                Opened::Partly
            };
            continue;
        };
        if member.is_dir() {
            continue;
        }
        let name = words::clean(&charset::guess(member.name_raw(), None));
        match inflate(member, left.min(ARCHIVE_MEMBER_MAX)) {
            Some(bytes) => {
                left = left.saturating_sub(u64::try_from(bytes.len()).unwrap_or(u64::MAX));
                files.push(Attachment::new(name, bytes));
            }
            None => opened = Opened::Partly,
        }
    }
    Some(Found {
        files,
        opened,
        message_id: None,
    })
}
