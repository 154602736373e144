//! `segments.bin`: the SHA-256 of every MiB of every hashed file, one after the other, 32 bytes each.

use sha2::{Digest, Sha256};

use super::layout::SEGMENT;
use super::manifest::FileFact;

const HASH: usize = 32;

/// How many segments a file of this size has; an empty file has none.
pub(super) fn count(bytes: u64) -> u64 {
    bytes.div_ceil(SEGMENT)
}

/// The hashes, and where each file's begin.
#[derive(Debug)]
pub(super) struct SegmentTable {
    hashes: Vec<u8>,
    firsts: Vec<u64>,
}

impl SegmentTable {
    /// Joins the hashes with the files they belong to; `None` when their number is another.
    pub(super) fn new(hashes: Vec<u8>, files: &[FileFact]) -> Option<SegmentTable> {
        let mut firsts = Vec::with_capacity(files.len());
        let mut next = 0_u64;
        for file in files {
            firsts.push(next);
            next = next.checked_add(count(file.bytes))?;
        }
        let length = next.checked_mul(u64::try_from(HASH).ok()?)?;
        (u64::try_from(hashes.len()).ok()? == length).then_some(SegmentTable { hashes, firsts })
    }

    /// Whether `bytes` are segment `segment` of file `file`.
    pub(super) fn matches(&self, file: usize, segment: u64, bytes: &[u8]) -> bool {
        let expected = self
            .firsts
            .get(file)
            .and_then(|first| first.checked_add(segment))
            .and_then(|index| usize::try_from(index).ok()?.checked_mul(HASH))
            .and_then(|start| self.hashes.get(start..start.checked_add(HASH)?));
        expected == Some(Sha256::digest(bytes).as_slice())
    }
}

/// Appends the segment hashes of a file that is in memory.
pub(super) fn append(hashes: &mut Vec<u8>, bytes: &[u8]) {
    let size = usize::try_from(SEGMENT).unwrap_or(usize::MAX);
    for segment in bytes.chunks(size) {
        hashes.extend_from_slice(&Sha256::digest(segment));
    }
}
