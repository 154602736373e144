//! The hashes of media, each found once for all packs of an issue, and the reading of a medium piece by piece.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::Read;
use std::path::Path;

use sha2::{Digest, Sha256};

use super::layout::SEGMENT;
use crate::{PackError, Sha256Hex};

/// What was found about media, by their names in packs.
///
/// One medium goes to several judges; whoever writes many packs keeps one of these, and each medium is read once for its
/// hashes and then once for each pack. A medium that changes in between is noticed when it is copied.
#[derive(Clone, Debug, Default)]
pub struct MediaHashes(BTreeMap<String, Hashed>);

/// A medium after it was read once.
#[derive(Clone, Debug)]
pub(super) struct Hashed {
    pub(super) bytes: u64,
    pub(super) sha256: Sha256Hex,
    pub(super) crc32: u32,
    /// SHA-256 of every segment, 32 bytes each.
    pub(super) segments: Vec<u8>,
}

impl MediaHashes {
    /// Knows nothing yet.
    pub fn new() -> MediaHashes {
        MediaHashes::default()
    }

    pub(super) fn get(&self, name: &str) -> Option<&Hashed> {
        self.0.get(name)
    }

    /// Reads a medium once, unless it is known. `progress` hears how many bytes each step read.
    pub(super) fn find(
        &mut self,
        name: &str,
        path: &Path,
        progress: &mut dyn FnMut(u64) -> Result<(), PackError>,
    ) -> Result<(), PackError> {
        if !self.0.contains_key(name) {
            let found = Hashed::of(path, progress)?;
            self.0.insert(name.to_owned(), found);
        }
        Ok(())
    }
}

impl Hashed {
    fn of(
        path: &Path,
        progress: &mut dyn FnMut(u64) -> Result<(), PackError>,
    ) -> Result<Hashed, PackError> {
        let mut whole = Sha256::new();
        let mut crc = crc32fast::Hasher::new();
        let mut segments = Vec::new();
        let mut bytes = 0_u64;
        let mut reader = SegmentReader::open(path)?;
        let mut segment = Vec::new();
        while reader.next(&mut segment)? {
            whole.update(&segment);
            crc.update(&segment);
            segments.extend_from_slice(&Sha256::digest(&segment));
            let size = u64::try_from(segment.len()).unwrap_or(u64::MAX);
            bytes = bytes.saturating_add(size);
            progress(size)?;
        }
        Ok(Hashed {
            bytes,
            sha256: Sha256Hex(whole.finalize().into()),
            crc32: crc.finalize(),
            segments,
        })
    }
}

/// Hands out a file MiB by MiB; only the last piece is shorter.
pub(super) struct SegmentReader(File);

impl SegmentReader {
    pub(super) fn open(path: &Path) -> Result<SegmentReader, PackError> {
        Ok(SegmentReader(File::open(path)?))
    }

    /// Replaces `segment` by the next one; `false` at the end.
    pub(super) fn next(&mut self, segment: &mut Vec<u8>) -> Result<bool, PackError> {
        segment.clear();
        (&self.0).take(SEGMENT).read_to_end(segment)?;
        Ok(!segment.is_empty())
    }
}
