//! Writing a pack in one pass over its output, after one pass over the media for their hashes.

use std::collections::BTreeMap;
use std::io::Write;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use chrono::{DateTime, FixedOffset};
use contest::JudgeId;
use rand::{CryptoRng, RngCore};
use seal::{Passphrase, PublicKey, Recipient, SigningKey, Zeroizing};

use super::copy::{Medium, copy};
use super::layout::{self, SEGMENT};
use super::manifest::{FileFact, Manifest};
use super::media_hashes::MediaHashes;
use super::{BlindEntry, FORMAT, JudgeView, NAMESPACE, VERSION, entry, rules, segments};
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

/// To whom a pack is sealed.
#[derive(Clone, Copy, Debug)]
pub enum SealTo<'a> {
    /// To twenty digits.
    Passphrase(&'a Passphrase),
    /// To the identity of an invitation file ([`seal::InvitationFile`]), for judges who receive a file instead.
    Recipient(&'a Recipient),
}

/// Writes a pack that the passphrase opens, to `out`.
///
/// # Errors
/// As [`write_pack_with`].
pub fn write_pack<W: Write>(
    out: W,
    contents: &PackContents,
    organiser: &SigningKey,
    passphrase: &Passphrase,
    rng: &mut (impl CryptoRng + RngCore),
    progress: &mut dyn FnMut(u64, u64) -> ControlFlow<()>,
) -> Result<Written, PackError> {
    let (to, hashes) = (SealTo::Passphrase(passphrase), &mut MediaHashes::new());
    write_pack_with(out, contents, organiser, to, hashes, rng, progress)
}

/// Writes a pack that the identity of `invitation_file` opens.
///
/// # Errors
/// As [`write_pack_with`].
pub fn write_pack_to_recipient<W: Write>(
    out: W,
    contents: &PackContents,
    organiser: &SigningKey,
    invitation_file: &Recipient,
    rng: &mut (impl CryptoRng + RngCore),
    progress: &mut dyn FnMut(u64, u64) -> ControlFlow<()>,
) -> Result<Written, PackError> {
    let (to, hashes) = (SealTo::Recipient(invitation_file), &mut MediaHashes::new());
    write_pack_with(out, contents, organiser, to, hashes, rng, progress)
}

/// Writes a pack to `out`, for whom `to` says. `hashes` is kept from one pack to the next, so that a medium of several
/// packs is read for its hashes once.
///
/// `progress` hears bytes done and in all (each medium counts once when it is copied, and once more when its hashes are
/// not known yet) and may break off.
///
/// # Errors
/// [`PackError::Malformed`] when the contents break a rule of the format, [`PackError::ChangedWhileWriting`] when a
/// medium does, [`PackError::Stopped`], [`PackError::Io`].
pub fn write_pack_with<W: Write>(
    out: W,
    contents: &PackContents,
    organiser: &SigningKey,
    to: SealTo<'_>,
    hashes: &mut MediaHashes,
    rng: &mut (impl CryptoRng + RngCore),
    progress: &mut dyn FnMut(u64, u64) -> ControlFlow<()>,
) -> Result<Written, PackError> {
    let mut steps = Steps::plan(contents, hashes, progress)?;
    let sources = sources(contents);
    for (name, path) in &sources {
        hashes.find(name, path, &mut |bytes| steps.done(bytes))?;
    }
    let media: Vec<Medium<'_>> = sources
        .iter()
        .filter_map(|(name, path)| {
            let hashed = hashes.get(name)?;
            Some(Medium { name, path, hashed })
        })
        .collect();
    let head = head(contents, &media, organiser, rng)?;
    let sealed = match to {
        SealTo::Passphrase(passphrase) => seal::encrypt_to_passphrase(out, passphrase)?,
        SealTo::Recipient(recipient) => seal::encrypt_to_recipient(out, recipient)?,
    };
    let bytes = copy(
        sealed,
        &head.small,
        &media,
        &mut |bytes| match steps.done(bytes) {
            Ok(()) => ControlFlow::Continue(()),
            Err(_) => ControlFlow::Break(()),
        },
    )?;
    Ok(Written {
        manifest_sha256: head.manifest_sha256,
        invitation: head.invitation,
        bytes,
    })
}

/// The media, each name once, in the order of the archive.
fn sources(contents: &PackContents) -> BTreeMap<&str, &Path> {
    let media = contents.media.iter();
    media
        .map(|source| (source.file.as_str(), source.path.as_path()))
        .collect()
}

/// How much of the work is done, for whoever watches.
struct Steps<'a> {
    done: u64,
    total: u64,
    progress: &'a mut dyn FnMut(u64, u64) -> ControlFlow<()>,
}

impl<'a> Steps<'a> {
    fn plan(
        contents: &PackContents,
        hashes: &MediaHashes,
        progress: &'a mut dyn FnMut(u64, u64) -> ControlFlow<()>,
    ) -> Result<Steps<'a>, PackError> {
        let mut total = 0_u64;
        for (name, path) in sources(contents) {
            let times = if hashes.get(name).is_some() { 1 } else { 2 };
            total = total.saturating_add(path.metadata()?.len().saturating_mul(times));
        }
        Ok(Steps {
            done: 0,
            total,
            progress,
        })
    }

    fn done(&mut self, bytes: u64) -> Result<(), PackError> {
        self.done = self.done.saturating_add(bytes);
        match (self.progress)(self.done, self.total) {
            ControlFlow::Continue(()) => Ok(()),
            ControlFlow::Break(()) => Err(PackError::Stopped),
        }
    }
}

/// Names and contents of the small files; the invitation key is among them, so all are wiped.
pub(super) type SmallFiles = Vec<(&'static str, Zeroizing<Vec<u8>>)>;

/// Everything before the media.
struct Head {
    small: SmallFiles,
    invitation: PublicKey,
    manifest_sha256: [u8; 32],
}

/// Writes and signs the small files.
fn head(
    contents: &PackContents,
    media: &[Medium<'_>],
    organiser: &SigningKey,
    rng: &mut (impl CryptoRng + RngCore),
) -> Result<Head, PackError> {
    let invitation = SigningKey::generate(rng);
    let contest = json::write(layout::CONTEST, &contents.view)?;
    let entries = entry::write(&contents.entries)?;
    let key = Zeroizing::new(invitation.to_openssh().as_bytes().to_vec());
    let small = [
        (layout::CONTEST, Zeroizing::new(contest)),
        (layout::ENTRIES, Zeroizing::new(entries)),
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
    for medium in media {
        table.extend_from_slice(&medium.hashed.segments);
        files.push(FileFact {
            name: medium.name.to_owned(),
            bytes: medium.hashed.bytes,
            sha256: medium.hashed.sha256,
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
        (layout::MANIFEST, Zeroizing::new(manifest)),
        (layout::SIGNATURE, Zeroizing::new(signature)),
        (layout::SEGMENTS, Zeroizing::new(table)),
    ];
    all.extend(small);
    Ok(Head {
        small: all,
        invitation: invitation.public(),
        manifest_sha256,
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
