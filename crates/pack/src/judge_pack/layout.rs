//! Which files a pack holds, in which order, and how large each may be.

pub(super) const MANIFEST: &str = "manifest.json";
pub(super) const SIGNATURE: &str = "manifest.json.sig";
pub(super) const SEGMENTS: &str = "segments.bin";
pub(super) const CONTEST: &str = "contest.json";
pub(super) const ENTRIES: &str = "entries.json";
pub(super) const INVITATION: &str = "invitation.key";
pub(super) const MEDIA: &str = "media/";

/// The files before the hashed ones; the manifest cannot list itself, its signature or the hashes.
pub(super) const BEFORE: [&str; 3] = [MANIFEST, SIGNATURE, SEGMENTS];
/// The hashed files before the media.
pub(super) const SMALL: [&str; 3] = [CONTEST, ENTRIES, INVITATION];

/// Bytes that one hash of `segments.bin` covers.
pub(super) const SEGMENT: u64 = 1 << 20;

const MIB: u64 = 1 << 20;
pub(super) const MOST_MANIFEST: u64 = 32 * MIB;
pub(super) const MOST_SIGNATURE: u64 = 4096;
/// Two million segments: packs up to 2 TiB.
pub(super) const MOST_SEGMENTS: u64 = 64 * MIB;

/// The largest accepted size of a file that is read whole.
pub(super) fn most(small: &str) -> u64 {
    match small {
        CONTEST => 4 * MIB,
        ENTRIES => 64 * MIB,
        _ => 4096,
    }
}
