//! What opening reads whole: the hashes of the segments, and the texts the desk shows.

use std::thread;

use seal::{SigningKey, Zeroizing};

use super::layout::{self, SEGMENT};
use super::manifest::{FileFact, Manifest};
use super::open::altered;
use super::segments::SegmentTable;
use super::signed::invitation_key;
use super::{BlindEntry, JudgeView, entry, rules};
use crate::{PackError, Sha256Hex, json};

/// The texts of a pack, verified and parsed.
pub(super) struct Texts {
    pub(super) view: JudgeView,
    pub(super) entries: Vec<BlindEntry>,
    /// SHA-256 of each entry's very bytes, in their order.
    pub(super) hashes: Vec<Sha256Hex>,
    pub(super) invitation: SigningKey,
}

/// Reads both, a file by name and with the most bytes it may have through `read`. The hashes of a pack of many gigabytes take
/// about as long to verify as the texts to parse, so that is done side by side.
pub(super) fn read(
    read: &(impl Fn(&str, u64) -> Result<Vec<u8>, PackError> + Sync),
    manifest: &Manifest,
) -> Result<(SegmentTable, Texts), PackError> {
    thread::scope(|scope| {
        let table = scope.spawn(|| segment_table(read, manifest));
        let texts = read_texts(read, manifest);
        let table = table
            .join()
            .expect("reading the hashes has nothing to panic over")?;
        let (texts, files) = texts?;
        for ((file, name), bytes) in layout::SMALL.into_iter().enumerate().zip(&files) {
            if !segments_match(&table, file, bytes) {
                return Err(altered(name));
            }
        }
        Ok((table, texts))
    })
}

fn segment_table(
    read: &impl Fn(&str, u64) -> Result<Vec<u8>, PackError>,
    manifest: &Manifest,
) -> Result<SegmentTable, PackError> {
    let table = read(layout::SEGMENTS, layout::MOST_SEGMENTS)?;
    if Sha256Hex::of(&table) != manifest.segments_sha256 {
        return Err(altered(layout::SEGMENTS));
    }
    SegmentTable::new(table, &manifest.files).ok_or_else(|| {
        PackError::malformed(layout::SEGMENTS, "another number of hashes than segments")
    })
}

/// The bytes of the small files. The invitation key is among them.
type Files = Vec<Zeroizing<Vec<u8>>>;

/// Reads the small files, verifies each by its hash in the signed manifest, and parses them.
fn read_texts(
    read: &impl Fn(&str, u64) -> Result<Vec<u8>, PackError>,
    manifest: &Manifest,
) -> Result<(Texts, Files), PackError> {
    let mut files = Files::new();
    for (file, name) in layout::SMALL.into_iter().enumerate() {
        let bytes = Zeroizing::new(read(name, layout::most(name))?);
        let whole = |fact: &FileFact| fact.sha256 == Sha256Hex::of(&bytes);
        if !manifest.files.get(file).is_some_and(whole) {
            return Err(altered(name));
        }
        files.push(bytes);
    }
    let [contest, entries, key] = files.as_slice() else {
        return Err(PackError::NotAPack);
    };
    let view: JudgeView = json::read(layout::CONTEST, contest)?;
    let (entries, hashes): (Vec<_>, Vec<_>) = entry::read(entries)?.into_iter().unzip();
    rules::contents(manifest, &view, &entries)?;
    let invitation = invitation_key(key, manifest)?;
    let texts = Texts {
        view,
        entries,
        hashes,
        invitation,
    };
    Ok((texts, files))
}

fn segments_match(table: &SegmentTable, file: usize, bytes: &[u8]) -> bool {
    let size = usize::try_from(SEGMENT).unwrap_or(usize::MAX);
    (0..)
        .zip(bytes.chunks(size))
        .all(|(segment, chunk)| table.matches(file, segment, chunk))
}
