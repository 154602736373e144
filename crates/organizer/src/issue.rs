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
use pack::volumes::VolumeWriter;
use rand::{CryptoRng, RngCore};
use seal::{InvitationFile, Passphrase};
use serde::Serialize;
use tempfile::{TempDir, TempPath};

use crate::contents::{Ticket, by_judge};
use crate::digest::Digest;
use crate::error::{IssueError, StoreError};
use crate::folder::Organizer;
use crate::letters::LETTERS;
use crate::pack_order::{PackOrder, Whom};
use crate::slips::Slips;
use crate::store::{assignment, attachment, entry, issued_pack, medium, plan};
use crate::vault::write_whole;
use crate::watch::{Step, Watch};

mod hand_out;
mod room;
mod unfinished;

pub use room::Room;
pub(crate) use unfinished::tidy;

/// What was issued.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Issued {
    /// The round.
    pub round: String,
    /// The new packs.
    pub packs: Vec<IssuedPack>,
    /// How many judges of the plan have one that stays as it is.
    pub already: usize,
    /// Where the packs are.
    pub folder: String,
    /// The table of passphrases, beside the packs; `None` when no pack was written that one opens.
    pub passphrases: Option<String>,
    /// The organiser's fingerprint, which the judges compare.
    pub fingerprint: String,
}

/// One new pack.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct IssuedPack {
    /// For whom.
    pub judge: String,
    /// 1 for the judge's first pack of any round.
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
    /// `None` when an invitation file opens it.
    passphrase: Option<Passphrase>,
}

impl Organizer {
    /// Writes one `.judgepack` for each judge into `out`, with `passphrases.csv` and slips to print beside them.
    ///
    /// Every pack is opened again before it gets its name; then it is recorded, and the next one is begun. Stopped or cut
    /// short, the packs that are finished stay, and the next run writes the missing ones. The passphrases are on the slips and nowhere else; a pack
    /// that an invitation file opens has no slip. A file that is already there is never overwritten. `rng` makes passphrases
    /// and invitations. Each new pack is a line of the log.
    ///
    /// # Errors
    /// [`IssueError`]; [`IssueError::Locked`] while the keys are locked; [`IssueError::NoRoom`] before anything is written.
    pub fn issue(
        &mut self,
        order: &PackOrder,
        out: &Path,
        now: DateTime<FixedOffset>,
        rng: &mut (impl RngCore + CryptoRng),
        watch: &mut Watch<'_>,
    ) -> Result<Issued, IssueError> {
        if self.is_locked() {
            return Err(IssueError::Locked);
        }
        let id = match &order.round {
            Some(round) => round.clone(),
            None => self.current_round()?,
        };
        let round = self.round(&id)?.clone();
        let plan = plan::get(&self.db, &id)?.ok_or(IssueError::NoPlan)?;
        let entries = self.entries_of(plan.shortlist.as_deref())?;
        let pairs = assignment::of_round(&self.db, &id)?;
        let loads = by_judge(&pairs, &entries);
        if loads.is_empty() {
            return Err(IssueError::NoPlan);
        }
        let wanted: BTreeSet<JudgeId> = match &order.whom {
            Whom::Missing => self.to_issue(&id, &pairs)?.into_iter().collect(),
            Whom::Again(judges) => judges.iter().cloned().collect(),
        };
        // A judge who is named with an invitation file and gets no pack was named by mistake.
        for judge in wanted.iter().chain(order.invitations.keys()) {
            if !loads.contains_key(judge) {
                return Err(IssueError::NoEntries {
                    judge: judge.to_string(),
                });
            }
        }
        let mut issued = Issued {
            round: id.to_string(),
            packs: Vec::new(),
            already: loads.len().saturating_sub(wanted.len()),
            folder: out.display().to_string(),
            passphrases: None,
            fingerprint: self.fingerprint().to_string(),
        };
        if wanted.is_empty() {
            return Ok(issued);
        }
        self.refuse_waiting_media(&entries)?;
        fs::create_dir_all(out).map_err(|source| StoreError::file(out, source))?;
        let mut slips = Slips::open(out, round.closes_at)?;
        let before = issued_pack::all(&self.db)?;
        let ticket_of = |judge| Ticket {
            judge,
            round: &round,
            version: next_version(&before, judge),
            now,
            seed: plan.seed,
            volumes: order.volumes,
        };
        // Names first: a refusal after an hour of writing would be unkind.
        for judge in &wanted {
            free_place(out, &self.file_name(&ticket_of(judge)))?;
        }
        self.room(&wanted, &loads, out)?.check()?;
        self.begin_packs(out)?;
        let mut hashes = MediaHashes::new();
        let mut write = || {
            for judge in &wanted {
                let work = Work {
                    ticket: ticket_of(judge),
                    load: loads.get(judge).map_or(&[][..], Vec::as_slice),
                    invitation: order.invitations.get(judge),
                    out,
                };
                let begun = Step::Packing {
                    done: 0,
                    total: 0,
                    name: judge.as_str(),
                };
                if watch(begun).is_break() {
                    return Err(IssueError::Stopped);
                }
                let ready = self.seal_pack(&work, &mut hashes, rng, watch)?;
                self.hand_out(ready, &mut slips, out, now, &mut issued)?;
            }
            Ok(())
        };
        let written = write();
        // What has no name and no line goes; packs that are finished stay.
        self.tidy_packs()?;
        if !issued.packs.is_empty() {
            let page = self.letters(&id, None)?;
            write_whole(&out.join(LETTERS), page.as_bytes())?;
        }
        match written {
            Err(IssueError::Stopped) if !issued.packs.is_empty() => Err(IssueError::StoppedAfter {
                packs: issued.packs.len(),
            }),
            Err(why) => Err(why),
            Ok(()) => Ok(issued),
        }
    }

    fn file_name(&self, ticket: &Ticket<'_>) -> String {
        let round = if self.is_panel(&ticket.round.id) {
            String::new()
        } else {
            format!("_{}", ticket.round.id)
        };
        let version = match ticket.version {
            1 => String::new(),
            later => format!("_v{later}"),
        };
        format!(
            "{}{round}_{}{version}.judgepack",
            self.contest.id, ticket.judge
        )
    }

    /// A pack without a video that was sent would be unfair to its entry.
    fn refuse_waiting_media(&self, entries: &[entry::Entry]) -> Result<(), IssueError> {
        let mut waiting = BTreeSet::new();
        for entry in entries {
            for one in medium::shown_of_draft(&self.db, entry.draft)? {
                if matches!(
                    one.state,
                    medium::State::Waiting | medium::State::Uncovered(_)
                ) {
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
        work: &Work<'_>,
        media: &mut MediaHashes,
        rng: &mut (impl RngCore + CryptoRng),
        watch: &mut Watch<'_>,
    ) -> Result<Ready, IssueError> {
        let Work {
            ticket,
            load,
            invitation,
            out,
        } = work;
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
        let passphrase = invitation.is_none().then(|| Passphrase::generate(rng));
        let recipient = invitation.map(InvitationFile::recipient);
        let to = match (&passphrase, &recipient) {
            (Some(passphrase), _) => SealTo::Passphrase(passphrase),
            (None, Some(recipient)) => SealTo::Recipient(recipient),
            (None, None) => return Err(StoreError::damaged("pack").into()),
        };
        let io = |source| StoreError::file(&out.join(&file_name), source);
        let folder = tempfile::Builder::new()
            .prefix(unfinished::PREFIX)
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
            to,
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
        let opened = match (&passphrase, invitation) {
            (Some(passphrase), _) => OpenPack::open(first, passphrase),
            (None, Some(file)) => OpenPack::open_with_identity(first, file.identity()),
            (None, None) => return Err(StoreError::damaged("pack").into()),
        }
        .map_err(failed)?;
        let mut hashes = Vec::with_capacity(load.len());
        for entry in *load {
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
                round: ticket.round.id.clone(),
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
}

/// One pack to be written.
struct Work<'a> {
    ticket: Ticket<'a>,
    load: &'a [&'a entry::Entry],
    /// What opens the pack; `None` for a passphrase.
    invitation: Option<&'a InvitationFile>,
    out: &'a Path,
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

/// Counts up over all rounds of a judge.
fn next_version(packs: &[issued_pack::IssuedPack], judge: &JudgeId) -> u32 {
    let own = packs.iter().filter(|pack| &pack.judge == judge);
    let latest = own.map(|pack| pack.version).max().unwrap_or(0);
    latest.saturating_add(1)
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
