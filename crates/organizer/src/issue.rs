//! Judge packs: written, sealed, read back, named, and only then recorded.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{BufWriter, Read};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use chrono::{DateTime, FixedOffset};
use contest::JudgeId;
use pack::PackError;
use pack::judge_pack::{MediaHashes, OpenPack, SealTo};
use pack::volumes::{FAT32_LIMIT, VolumeWriter};
use rand::{CryptoRng, RngCore};
use seal::Passphrase;
use serde::Serialize;
use tempfile::{TempDir, TempPath};

use crate::contents::{Ticket, by_judge};
use crate::digest::Digest;
use crate::error::{IssueError, StoreError};
use crate::folder::Organizer;
use crate::slips::{Slip, Slips};
use crate::store::log::{self, Act};
use crate::store::{assignment, attachment, entry, issued_entry, issued_pack, judge, medium, plan};
use crate::vault::sync_folder;
use crate::watch::{Step, Watch};

/// For whom packs are written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Whom {
    /// Every judge of the plan who has no pack yet.
    Missing,
    /// These judges, again: a new pack with a new passphrase that takes the place of the earlier one.
    Again(Vec<JudgeId>),
}

/// The largest file that the place of the packs takes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Volumes {
    /// Each pack is one file, however large.
    #[default]
    Whole,
    /// A pack above 4 GiB − 1, which sticks with FAT32 do not take, is cut into `.001`, `.002`, …
    Fat32,
    /// As [`Volumes::Fat32`], at this many bytes.
    Of(u64),
}

impl Volumes {
    fn limit(self) -> u64 {
        match self {
            Volumes::Whole => u64::MAX,
            Volumes::Fat32 => FAT32_LIMIT,
            Volumes::Of(bytes) => bytes,
        }
    }
}

/// What was issued.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Issued {
    /// The new packs.
    pub packs: Vec<IssuedPack>,
    /// How many judges had a pack already.
    pub already: usize,
    /// Where the packs are.
    pub folder: String,
    /// The table of passphrases, beside the packs; `None` when no pack was written.
    pub passphrases: Option<String>,
    /// The organiser's fingerprint, which the judges compare.
    pub fingerprint: String,
}

/// One new pack.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct IssuedPack {
    /// For whom.
    pub judge: String,
    /// 1 for the judge's first pack.
    pub version: u32,
    /// The name of the file; of the first volume, where there are several.
    pub file: String,
    /// How many volumes there are; 1 for a pack in one file.
    pub volumes: usize,
    /// The length of all of them in bytes.
    pub bytes: u64,
    /// How many entries it holds.
    pub entries: usize,
    /// SHA-256 of its manifest.
    pub manifest_sha256: String,
}

/// A pack that is written and read back, but has no name yet.
struct Ready {
    /// Goes away with what is still in it.
    _folder: TempDir,
    /// The file or its volumes in order, each with the name it gets.
    parts: Vec<(TempPath, PathBuf)>,
    stored: issued_pack::IssuedPack,
    entries: Vec<(contest::EntryNumber, Digest)>,
    passphrase: Passphrase,
}

impl Organizer {
    /// Writes one `.judgepack` for each judge into `out`, with `passphrases.csv` and slips to print beside them.
    ///
    /// Every pack is opened again with its passphrase before anything gets its name. The passphrases are on the slips
    /// and nowhere else. A file that is already there is never overwritten. `rng` makes passphrases and invitations.
    /// Each new pack is a line of the log.
    ///
    /// # Errors
    /// [`IssueError`]; [`IssueError::Locked`] while the keys are locked. No pack has got its name then, unless the disk failed while names were given, in which case none
    /// of the packs is recorded and all can be written again into another folder.
    pub fn issue(
        &mut self,
        whom: &Whom,
        out: &Path,
        volumes: Volumes,
        now: DateTime<FixedOffset>,
        rng: &mut (impl RngCore + CryptoRng),
        watch: &mut Watch<'_>,
    ) -> Result<Issued, IssueError> {
        if self.is_locked() {
            return Err(IssueError::Locked);
        }
        let plan = plan::get(&self.db)?.ok_or(IssueError::NoPlan)?;
        let entries = entry::all(&self.db)?;
        let loads = by_judge(&assignment::all(&self.db)?, &entries);
        if loads.is_empty() {
            return Err(IssueError::NoPlan);
        }
        let before = issued_pack::all(&self.db)?;
        let latest = |judge: &JudgeId| {
            let versions = before.iter().filter(|pack| &pack.judge == judge);
            versions.map(|pack| pack.version).max()
        };
        let wanted: Vec<JudgeId> = match whom {
            Whom::Missing => loads
                .keys()
                .filter(|judge| latest(judge).is_none())
                .cloned()
                .collect(),
            Whom::Again(judges) => judges
                .iter()
                .cloned()
                .collect::<BTreeSet<_>>()
                .into_iter()
                .collect(),
        };
        for judge in &wanted {
            if !loads.contains_key(judge) {
                return Err(IssueError::NoEntries {
                    judge: judge.to_string(),
                });
            }
        }
        let fingerprint = self.fingerprint().to_string();
        let mut issued = Issued {
            packs: Vec::new(),
            already: loads.len().saturating_sub(wanted.len()),
            folder: out.display().to_string(),
            passphrases: None,
            fingerprint,
        };
        if wanted.is_empty() {
            return Ok(issued);
        }
        self.refuse_waiting_media(&entries)?;
        fs::create_dir_all(out).map_err(|source| StoreError::file(out, source))?;
        let mut slips = Slips::open(out)?;
        let ticket_of = |judge| Ticket {
            judge,
            version: latest(judge).unwrap_or(0).saturating_add(1),
            now,
            seed: plan.seed,
            volumes,
        };
        // Names first: a refusal after an hour of writing would be unkind.
        for judge in &wanted {
            free_place(out, &self.file_name(&ticket_of(judge)))?;
        }
        let mut hashes = MediaHashes::new();
        let mut ready = Vec::with_capacity(wanted.len());
        for judge in &wanted {
            let load = loads.get(judge).map_or(&[][..], Vec::as_slice);
            ready.push(self.seal_pack(&ticket_of(judge), load, out, &mut hashes, rng, watch)?);
        }
        self.hand_out(ready, &mut slips, out, now, &mut issued)?;
        Ok(issued)
    }

    fn file_name(&self, ticket: &Ticket<'_>) -> String {
        let version = match ticket.version {
            1 => String::new(),
            later => format!("_v{later}"),
        };
        format!("{}_{}{version}.judgepack", self.contest.id, ticket.judge)
    }

    /// A pack without a video that was sent would be unfair to its entry.
    fn refuse_waiting_media(&self, entries: &[entry::Entry]) -> Result<(), IssueError> {
        let mut waiting = BTreeSet::new();
        for entry in entries {
            for one in medium::of_draft(&self.db, entry.draft)? {
                if matches!(one.state, medium::State::Waiting) {
                    waiting.insert(one.sha256);
                }
            }
        }
        let Some(first) = waiting.first() else {
            return Ok(());
        };
        let named = attachment::with_bytes(&self.db, *first)?;
        Err(IssueError::MediaWaiting {
            files: waiting.len(),
            name: named
                .into_iter()
                .next()
                .map_or_else(String::new, |one| one.name),
        })
    }

    /// Writes a pack into a temporary folder inside the target folder and opens it again.
    fn seal_pack(
        &self,
        ticket: &Ticket<'_>,
        load: &[&entry::Entry],
        out: &Path,
        media: &mut MediaHashes,
        rng: &mut (impl RngCore + CryptoRng),
        watch: &mut Watch<'_>,
    ) -> Result<Ready, IssueError> {
        let failed = |source: PackError| match source {
            PackError::Stopped => IssueError::Stopped,
            source => IssueError::Pack {
                judge: ticket.judge.to_string(),
                source,
            },
        };
        let keys = self.keys.as_ref().ok_or(IssueError::Locked)?;
        let file_name = self.file_name(ticket);
        let contents = self.contents(ticket, load)?;
        let passphrase = Passphrase::generate(rng);
        let io = |source| StoreError::file(&out.join(&file_name), source);
        let folder = tempfile::Builder::new()
            .prefix(".unfinished-")
            .tempdir_in(out)
            .map_err(io)?;
        let name = ticket.judge.to_string();
        let mut progress = |done: u64, total: u64| -> ControlFlow<()> {
            watch(Step::Packing {
                done,
                total,
                name: &name,
            })
        };
        let writer = VolumeWriter::create(&folder.path().join(&file_name), ticket.volumes.limit())
            .map_err(io)?;
        let mut buffer = BufWriter::with_capacity(1 << 20, writer);
        let written = pack::judge_pack::write_pack_with(
            &mut buffer,
            &contents,
            &keys.signing,
            SealTo::Passphrase(&passphrase),
            media,
            rng,
            &mut progress,
        )
        .map_err(failed)?;
        let writer = buffer
            .into_inner()
            .map_err(|stopped| io(stopped.into_error()))?;
        let files = writer.finish().map_err(io)?;

        let first = files.first().ok_or(StoreError::damaged("pack"))?;
        let opened = OpenPack::open(first, &passphrase).map_err(failed)?;
        let mut hashes = Vec::with_capacity(load.len());
        for entry in load {
            let hash = opened
                .entry_sha256(entry.number.as_str())
                .ok_or(StoreError::damaged("pack"))?;
            hashes.push((entry.number.clone(), Digest(hash)));
        }
        drop(opened);
        let (file_sha256, bytes) = digest_of_all(&files).map_err(io)?;
        let mut parts = Vec::with_capacity(files.len());
        for file in files {
            let own = file.file_name().unwrap_or_default().to_owned();
            let draft = TempPath::try_from_path(file).map_err(io)?;
            parts.push((draft, out.join(own)));
        }
        Ok(Ready {
            _folder: folder,
            parts,
            stored: issued_pack::IssuedPack {
                judge: ticket.judge.clone(),
                version: ticket.version,
                manifest_sha256: Digest(written.manifest_sha256),
                invitation_key: written.invitation.to_openssh(),
                file_name,
                file_sha256,
                bytes,
                issued_at: ticket.now.to_rfc3339(),
            },
            entries: hashes,
            passphrase,
        })
    }

    /// Slips, names, records, in this order: a pack never has a name without its passphrase on a slip, and is never
    /// recorded without its name.
    fn hand_out(
        &mut self,
        ready: Vec<Ready>,
        slips: &mut Slips,
        out: &Path,
        now: DateTime<FixedOffset>,
        issued: &mut Issued,
    ) -> Result<(), IssueError> {
        let judges = judge::all(&self.db)?;
        for one in &ready {
            let name = judges
                .iter()
                .find(|judge| judge.id == one.stored.judge)
                .map_or_else(String::new, |judge| judge.name.clone());
            slips.put(Slip {
                judge: one.stored.judge.to_string(),
                name,
                file: one.first_name(),
                passphrase: one.passphrase.grouped(),
            });
        }
        issued.passphrases = Some(
            slips
                .write(&self.contest, &issued.fingerprint)?
                .display()
                .to_string(),
        );
        let change = self.db.transaction().map_err(StoreError::from)?;
        for one in ready {
            let (file, volumes) = (one.first_name(), one.parts.len());
            // The first volume last: where it is, the others are.
            for (draft, place) in one.parts.into_iter().rev() {
                name_file(draft, &place)?;
            }
            let pack = one.stored;
            issued_pack::insert(&change, &pack)?;
            for (position, (number, hash)) in (0..).zip(&one.entries) {
                issued_entry::insert(&change, &pack.judge, pack.version, position, number, *hash)?;
            }
            let act = Act::PackIssued {
                judge: pack.judge.clone(),
                version: pack.version,
                manifest_sha256: pack.manifest_sha256.to_string(),
            };
            log::append(&change, now, &act)?;
            issued.packs.push(IssuedPack {
                judge: pack.judge.to_string(),
                version: pack.version,
                file,
                volumes,
                bytes: pack.bytes,
                entries: one.entries.len(),
                manifest_sha256: pack.manifest_sha256.to_string(),
            });
        }
        sync_folder(out)?;
        change.commit().map_err(StoreError::from)?;
        Ok(())
    }
}

impl Ready {
    /// The name of the file, or of its first volume.
    fn first_name(&self) -> String {
        self.parts
            .first()
            .and_then(|(_, place)| place.file_name())
            .map_or_else(String::new, |name| name.to_string_lossy().into_owned())
    }
}

/// Gives a finished file its name, never over another one.
fn name_file(draft: TempPath, place: &Path) -> Result<(), IssueError> {
    let failed = match draft.persist_noclobber(place) {
        Ok(()) => return Ok(()),
        Err(failed) => failed,
    };
    if failed.error.kind() == std::io::ErrorKind::AlreadyExists {
        return Err(IssueError::FileThere {
            path: place.to_owned(),
        });
    }
    // Some file systems of memory sticks cannot rename with that promise; the name was free a moment ago.
    let again = failed.path.persist(place);
    again.map_err(|failed| StoreError::file(place, failed.error))?;
    Ok(())
}

/// Hash and length of the volumes as the one file they are.
fn digest_of_all(files: &[PathBuf]) -> std::io::Result<(Digest, u64)> {
    let mut all: Box<dyn Read> = Box::new(std::io::empty());
    for file in files {
        all = Box::new(all.chain(File::open(file)?));
    }
    Digest::of_reader(all)
}

/// Refuses a name that is taken, by a pack in one file or by the first volume of one.
fn free_place(out: &Path, file_name: &str) -> Result<(), IssueError> {
    for name in [file_name.to_owned(), format!("{file_name}.001")] {
        let path = out.join(name);
        if fs::symlink_metadata(&path).is_ok() {
            return Err(IssueError::FileThere { path });
        }
    }
    Ok(())
}
