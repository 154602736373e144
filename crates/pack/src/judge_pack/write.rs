//! Writing a pack in one pass over its output, after one pass over the media for their hashes.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{Read, Write};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use chrono::{DateTime, FixedOffset};
use contest::JudgeId;
use rand::{CryptoRng, RngCore};
use seal::{EncryptWriter, Passphrase, PublicKey, Recipient, SigningKey};
use sha2::{Digest, Sha256};

use super::layout::{self, SEGMENT};
use super::manifest::{FileFact, Manifest};
use super::{BlindEntry, FORMAT, JudgeView, NAMESPACE, VERSION, entry, rules, segments};
use crate::zip::ZipWriter;
use crate::{PackError, Sha256Hex, json};

/// Everything that goes into a pack, except what writing itself finds out.
#[derive(Clone, Debug)]
pub struct PackContents {
    /// The contest's id.
    pub contest: String,
    /// 32 random lower-case hexadecimal digits of the contest folder.
    pub contest_key: String,
    /// The contest's title, for people.
    pub title: String,
    /// The round's id.
    pub round: String,
    /// For whom the pack is.
    pub judge: JudgeId,
    /// 1 for the judge's first pack of this round, then counting up.
    pub pack_version: u32,
    /// The time of issue.
    pub issued_at: DateTime<FixedOffset>,
    /// Until when bundles are taken.
    pub closes_at: Option<DateTime<FixedOffset>>,
    /// To whom the judge encrypts the bundle.
    pub reply_to: Recipient,
    /// The contest as the judge sees it.
    pub view: JudgeView,
    /// The entries.
    pub entries: Vec<BlindEntry>,
    /// The media, in any order; a name that is there twice is written once.
    pub media: Vec<MediaSource>,
}

/// One media file on this machine and its name in the pack.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MediaSource {
    /// `media/`, the SHA-256 of the file in lower-case hexadecimal, and an extension.
    pub file: String,
    /// Where it is read from.
    pub path: PathBuf,
}

/// What the organiser keeps about a written pack.
#[derive(Clone, Debug, PartialEq)]
pub struct Written {
    /// SHA-256 of `manifest.json`, which names the pack in every bundle that answers it.
    pub manifest_sha256: [u8; 32],
    /// The public half of the pack's invitation key, with which enrolments are verified.
    pub invitation: PublicKey,
    /// Bytes of the archive inside the encryption.
    pub bytes: u64,
}

/// Writes a pack that the passphrase opens, to `out`.
///
/// `progress` hears bytes done and in all (each medium counts twice: hashed, then copied) and may break off.
///
/// # Errors
/// [`PackError::Malformed`] when the contents break a rule of the format, [`PackError::ChangedWhileWriting`] when a
/// medium does, [`PackError::Stopped`], [`PackError::Io`].
pub fn write_pack<W: Write>(
    out: W,
    contents: &PackContents,
    organiser: &SigningKey,
    passphrase: &Passphrase,
    rng: &mut (impl CryptoRng + RngCore),
    progress: &mut dyn FnMut(u64, u64) -> ControlFlow<()>,
) -> Result<Written, PackError> {
    let prepared = prepare(contents, organiser, rng, progress)?;
    copy(
        seal::encrypt_to_passphrase(out, passphrase)?,
        prepared,
        progress,
    )
}

/// Writes a pack that the identity of `invitation_file` opens, for judges who receive an age identity file instead of
/// digits.
///
/// # Errors
/// As [`write_pack`].
pub fn write_pack_to_recipient<W: Write>(
    out: W,
    contents: &PackContents,
    organiser: &SigningKey,
    invitation_file: &Recipient,
    rng: &mut (impl CryptoRng + RngCore),
    progress: &mut dyn FnMut(u64, u64) -> ControlFlow<()>,
) -> Result<Written, PackError> {
    let prepared = prepare(contents, organiser, rng, progress)?;
    copy(
        seal::encrypt_to_recipient(out, invitation_file)?,
        prepared,
        progress,
    )
}

/// Everything but the copying.
struct Prepared<'a> {
    small: Vec<(&'static str, Vec<u8>)>,
    media: Vec<Hashed<'a>>,
    invitation: PublicKey,
    manifest_sha256: [u8; 32],
    done: u64,
    total: u64,
}

/// A medium after the first pass.
struct Hashed<'a> {
    name: &'a str,
    path: &'a Path,
    bytes: u64,
    sha256: Sha256Hex,
    crc32: u32,
    segments: Vec<u8>,
}

fn prepare<'a>(
    contents: &'a PackContents,
    organiser: &SigningKey,
    rng: &mut (impl CryptoRng + RngCore),
    progress: &mut dyn FnMut(u64, u64) -> ControlFlow<()>,
) -> Result<Prepared<'a>, PackError> {
    let sources: BTreeMap<&str, &Path> = contents
        .media
        .iter()
        .map(|source| (source.file.as_str(), source.path.as_path()))
        .collect();
    let mut total = 0_u64;
    for path in sources.values() {
        total = total.saturating_add(path.metadata()?.len().saturating_mul(2));
    }
    let mut done = 0_u64;
    let mut media = Vec::with_capacity(sources.len());
    for (name, path) in sources {
        media.push(hash(name, path, &mut |bytes| {
            done = done.saturating_add(bytes);
            stop_or_go(progress(done, total))
        })?);
    }

    let invitation = SigningKey::generate(rng);
    let contest = json::write(layout::CONTEST, &contents.view)?;
    let entries = entry::write(&contents.entries)?;
    let key = invitation.to_openssh().as_bytes().to_vec();
    let small = [
        (layout::CONTEST, contest),
        (layout::ENTRIES, entries),
        (layout::INVITATION, key),
    ];

    let mut table = Vec::new();
    let mut files = Vec::with_capacity(small.len().saturating_add(media.len()));
    for (name, bytes) in &small {
        segments::append(&mut table, bytes);
        files.push(FileFact {
            name: (*name).to_owned(),
            bytes: u64::try_from(bytes.len()).unwrap_or(u64::MAX),
            sha256: Sha256Hex::of(bytes),
        });
    }
    for medium in &media {
        table.extend_from_slice(&medium.segments);
        files.push(FileFact {
            name: medium.name.to_owned(),
            bytes: medium.bytes,
            sha256: medium.sha256,
        });
    }
    let manifest = Manifest {
        format: FORMAT.to_owned(),
        version: VERSION,
        contest: contents.contest.clone(),
        contest_key: contents.contest_key.clone(),
        title: contents.title.clone(),
        round: contents.round.clone(),
        judge: contents.judge.clone(),
        pack_version: contents.pack_version,
        issued_at: contents.issued_at,
        closes_at: contents.closes_at,
        organiser_key: organiser.public().to_openssh(),
        reply_to: contents.reply_to.to_string(),
        invitation_key: invitation.public().to_openssh(),
        entries: u32::try_from(contents.entries.len())
            .map_err(|_| PackError::malformed(layout::ENTRIES, "too many entries"))?,
        segment_bytes: u32::try_from(SEGMENT).unwrap_or(u32::MAX),
        segments_sha256: Sha256Hex::of(&table),
        files,
    };
    let [(_, contest), (_, entries), _] = &small;
    read_back(&manifest, contest, entries)?;

    let manifest = json::write(layout::MANIFEST, &manifest)?;
    json::read::<Manifest>(layout::MANIFEST, &manifest)?;
    let signature = organiser.sign(NAMESPACE, &manifest)?.into_bytes();
    let manifest_sha256 = Sha256Hex::of(&manifest).0;
    let mut all = vec![
        (layout::MANIFEST, manifest),
        (layout::SIGNATURE, signature),
        (layout::SEGMENTS, table),
    ];
    all.extend(small);
    Ok(Prepared {
        small: all,
        media,
        invitation: invitation.public(),
        manifest_sha256,
        done,
        total,
    })
}

/// Nothing is signed that the reader would refuse: the same code reads it and checks the same rules.
fn read_back(manifest: &Manifest, contest: &[u8], entries: &[u8]) -> Result<(), PackError> {
    rules::manifest(manifest)?;
    let view: JudgeView = json::read(layout::CONTEST, contest)?;
    let entries: Vec<BlindEntry> = entry::read(entries)?
        .into_iter()
        .map(|(entry, _)| entry)
        .collect();
    rules::contents(manifest, &view, &entries)
}

/// Writes the archive through the encryption.
fn copy<W: Write>(
    out: EncryptWriter<W>,
    prepared: Prepared<'_>,
    progress: &mut dyn FnMut(u64, u64) -> ControlFlow<()>,
) -> Result<Written, PackError> {
    let mut zip = ZipWriter::new(out);
    for (name, bytes) in &prepared.small {
        zip.add(name, bytes)?;
    }
    let mut done = prepared.done;
    for medium in &prepared.media {
        zip.start(medium.name, medium.bytes, medium.crc32)?;
        let mut hashes = medium.segments.chunks(32);
        let changed = || PackError::ChangedWhileWriting {
            file: medium.name.to_owned(),
        };
        let mut left = medium.bytes;
        read_segments(medium.path, &mut |segment| {
            let size = u64::try_from(segment.len()).unwrap_or(u64::MAX);
            left = left.checked_sub(size).ok_or_else(changed)?;
            if hashes.next() != Some(Sha256::digest(segment).as_slice()) {
                return Err(changed());
            }
            zip.write(segment)?;
            done = done.saturating_add(size);
            stop_or_go(progress(done, prepared.total))
        })?;
        if left > 0 {
            return Err(changed());
        }
    }
    let (sealed, bytes) = zip.finish()?;
    sealed.finish()?.flush()?;
    Ok(Written {
        manifest_sha256: prepared.manifest_sha256,
        invitation: prepared.invitation,
        bytes,
    })
}

/// The first pass over a medium.
fn hash<'a>(
    name: &'a str,
    path: &'a Path,
    progress: &mut dyn FnMut(u64) -> Result<(), PackError>,
) -> Result<Hashed<'a>, PackError> {
    let mut whole = Sha256::new();
    let mut crc = crc32fast::Hasher::new();
    let mut segments = Vec::new();
    let mut bytes = 0_u64;
    read_segments(path, &mut |segment| {
        whole.update(segment);
        crc.update(segment);
        segments.extend_from_slice(&Sha256::digest(segment));
        let size = u64::try_from(segment.len()).unwrap_or(u64::MAX);
        bytes = bytes.saturating_add(size);
        progress(size)
    })?;
    Ok(Hashed {
        name,
        path,
        bytes,
        sha256: Sha256Hex(whole.finalize().into()),
        crc32: crc.finalize(),
        segments,
    })
}

/// Hands out the file MiB by MiB; only the last piece is shorter.
fn read_segments(
    path: &Path,
    take: &mut dyn FnMut(&[u8]) -> Result<(), PackError>,
) -> Result<(), PackError> {
    let file = File::open(path)?;
    let mut segment = Vec::with_capacity(usize::try_from(SEGMENT).unwrap_or(0));
    loop {
        segment.clear();
        (&file).take(SEGMENT).read_to_end(&mut segment)?;
        if segment.is_empty() {
            return Ok(());
        }
        take(&segment)?;
    }
}

fn stop_or_go(flow: ControlFlow<()>) -> Result<(), PackError> {
    match flow {
        ControlFlow::Continue(()) => Ok(()),
        ControlFlow::Break(()) => Err(PackError::Stopped),
    }
}
