//! From files on disk to drafts, findings and a queue. Every source ends with one of them or is known as a copy; the
//! counts are made from what is stored, so they add up or the code is wrong.

mod begun;
mod copying;
mod finish;
mod read;
mod take;
mod turn;

pub(crate) use copying::{Failed, Made, kept};

pub(crate) use finish::length_findings;
pub(crate) use take::finding_facts;

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::mpsc;
use std::thread;

use chrono::{DateTime, FixedOffset};
use media::Ffmpeg;
use serde::Serialize;

use crate::account::Account;
use crate::error::{ReceiveError, StoreError};
use crate::folder::Organizer;
use crate::sources::{Found, Search};
use crate::store::{queue_item, source, watched};
use crate::watch::{Step, Watch};

/// The largest file that is read; larger ones are named and left out.
const FILE_MAX: u64 = 1 << 30;

/// What came of receiving. Counts are of this run, but for the account.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Received {
    /// How many mails and folders there were: the sum of `with_entries`, `queued`, `duplicates` and `set_aside`.
    pub sources: usize,
    /// How many gave at least one draft.
    pub with_entries: usize,
    /// How many gave none, and have something for a person to look at.
    pub queued: usize,
    /// How many are copies of one that was received before.
    pub duplicates: usize,
    /// Of these, how many were here before this run, to the byte.
    pub known: usize,
    /// How many are no submission; they stay in the queue as such.
    pub set_aside: usize,
    /// How many have something for a person to look at, with or without drafts.
    pub with_queue: usize,
    /// How many drafts were made.
    pub entries: u64,
    /// How many things wait for a person, from these sources.
    pub queue_items: u64,
    /// Source by source, in the order they were read.
    pub lines: Vec<SourceLine>,
    /// Files that are neither mail nor form nor medium, or are too large to read.
    pub skipped: Vec<SkippedFile>,
    /// What was done for the media, of this run and of earlier ones.
    pub media: MediaDone,
    /// Whether the watcher asked to stop before the end; a rerun goes on from here.
    pub stopped: bool,
    /// Where everything went that was ever received.
    pub account: Account,
}

/// One mail or folder.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SourceLine {
    /// Its file or folder name.
    pub name: String,
    /// Its number.
    pub source: i64,
    /// Whether it is new.
    #[serde(flatten)]
    pub state: SourceState,
    /// How many drafts it gave.
    pub entries: u64,
    /// How many things of it wait, or waited, for a person.
    pub queue: u64,
}

/// New, or a copy.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "state", content = "of", rename_all = "snake_case")]
pub enum SourceState {
    /// It was not here before.
    New,
    /// The same bytes or the same Message-ID as the source with this number.
    Duplicate(i64),
}

/// A file that is not received.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SkippedFile {
    /// Its path; of a mail in a mailbox its place, with the bytes from which to which it stands.
    pub path: String,
    /// `not_a_submission_file`, `too_large`, `mail_too_large`, `not_there` or `unreadable`.
    pub reason: &'static str,
}

/// What was done for the media.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct MediaDone {
    /// How many were measured and copied in this run.
    pub ready: usize,
    /// How many turned out to be unreadable in this run.
    pub unreadable: usize,
    /// How many still wait, because ffmpeg is missing or the work was stopped.
    pub waiting: usize,
}

impl Organizer {
    /// Receives mails, mailboxes of every usual kind, maildirs, packed mailboxes, folders that hold a form, and single
    /// forms with the files beside them, then measures and copies all media that wait, and compares what is new
    /// with all that is there. The paths are remembered.
    ///
    /// What was received before is recognised by its bytes or its Message-ID and not received again, so a rerun after a
    /// stop or a crash goes on where the last run was. Without `ffmpeg` the media wait for a rerun. `now` is the time of
    /// taking; lateness is judged by the mails' own receipt times.
    ///
    /// # Errors
    /// [`ReceiveError::NotThere`] before anything is read; a folder that cannot be written. What was received up to then
    /// stays.
    pub fn receive(
        &mut self,
        paths: &[PathBuf],
        ffmpeg: Option<&Ffmpeg>,
        now: DateTime<FixedOffset>,
        watch: &mut Watch<'_>,
    ) -> Result<Received, ReceiveError> {
        let mut search = Search::default();
        for path in paths {
            search.look(path).map_err(|source| match source.kind() {
                std::io::ErrorKind::NotFound => ReceiveError::NotThere { path: path.clone() },
                _ => StoreError::file(path, source).into(),
            })?;
        }
        let mut places = Vec::new();
        for path in paths {
            // A path that is no text is received all the same, and not remembered.
            let absolute = std::path::absolute(path).ok();
            if let Some(text) = absolute.as_deref().and_then(Path::to_str) {
                watched::note(&self.db, text)?;
                places.push(text.to_owned());
            }
        }
        Ok(self.receive_found(&search, &places, ffmpeg, now, watch)?)
    }

    /// Receives what is new in every place that was ever received from. A place that is gone is told as skipped.
    ///
    /// # Errors
    /// A folder that cannot be written. What was received up to then stays.
    pub fn receive_again(
        &mut self,
        ffmpeg: Option<&Ffmpeg>,
        now: DateTime<FixedOffset>,
        watch: &mut Watch<'_>,
    ) -> Result<Received, ReceiveError> {
        let mut search = Search::default();
        let (places, gone): (Vec<_>, Vec<_>) = watched::all(&self.db)?
            .into_iter()
            .partition(|path| search.look(Path::new(path)).is_ok());
        let mut received = self.receive_found(&search, &places, ffmpeg, now, watch)?;
        for path in gone {
            received.skip(Path::new(&path), "not_there");
        }
        Ok(received)
    }

    /// Receives what was found in these places, which are on record as begun until it came to its end.
    fn receive_found(
        &mut self,
        search: &Search,
        places: &[String],
        ffmpeg: Option<&Ffmpeg>,
        now: DateTime<FixedOffset>,
        watch: &mut Watch<'_>,
    ) -> Result<Received, StoreError> {
        let mut received = Received::default();
        for path in &search.skipped {
            received.skip(path, "not_a_submission_file");
        }
        begun::begin(&self.db, places)?;
        let before = source::last(&self.db)?;
        self.read_and_store(&search.found, now, watch, &mut received)?;
        match ffmpeg {
            Some(ffmpeg) if !received.stopped => {
                self.finish_media(ffmpeg, watch, &mut received)?;
                if !received.stopped {
                    let covered = self.cover(ffmpeg, watch)?;
                    received.media.waiting += covered.waiting;
                    received.stopped = covered.stopped;
                }
            }
            _ => received.media.waiting = crate::store::medium::waiting(&self.db)?.len(),
        }
        if !received.stopped && !self.compare_new(watch)? {
            received.stopped = true;
        }
        received.count(self, before)?;
        if !received.stopped {
            begun::end(&self.db, places)?;
        }
        Ok(received)
    }

    /// One thread reads while this one stores.
    fn read_and_store(
        &mut self,
        found: &[Found],
        now: DateTime<FixedOffset>,
        watch: &mut Watch<'_>,
        received: &mut Received,
    ) -> Result<(), StoreError> {
        let limits = crate::limits::of(&self.contest);
        let known = source::hashes(&self.db)?.into_iter().collect();
        let total = found.iter().map(Found::bytes).sum();
        // Without room between the two, no more than two batches are in memory.
        let (to, from) = mpsc::sync_channel(0);
        thread::scope(|scope| {
            let reader = read::Reader {
                limits: &limits,
                now,
                known,
                to,
                batch: read::Batch::default(),
                held: 0,
            };
            let reader = scope.spawn(move || reader.run(found));
            let mut stored = Ok(());
            for batch in from.iter() {
                let step = Step::Reading {
                    done: batch.done,
                    total,
                    name: &batch.name,
                };
                if watch(step) == ControlFlow::Break(()) {
                    received.stopped = true;
                    break;
                }
                stored = self.take(&batch, received);
                if stored.is_err() {
                    break;
                }
            }
            drop(from);
            // A reader that ended early would leave sources out without a word.
            let ended = reader.join().map_err(|_| StoreError::damaged("reading"));
            stored.and(ended)
        })
    }
}

impl Received {
    fn skip(&mut self, path: &Path, reason: &'static str) {
        self.skipped.push(SkippedFile {
            path: path.display().to_string(),
            reason,
        });
    }

    /// Adds up what is stored. Every source is in one of the four counts, or it is said that the folder is damaged.
    fn count(&mut self, organizer: &Organizer, before: i64) -> Result<(), StoreError> {
        for line in &mut self.lines {
            if line.state == SourceState::New {
                line.queue = queue_item::count_of(&organizer.db, line.source)?;
            }
        }
        self.sources = self.lines.len();
        for line in &self.lines {
            self.entries += line.entries;
            self.queue_items += line.queue;
            self.with_queue += usize::from(line.queue > 0);
            let count = match line.state {
                SourceState::Duplicate(_) => {
                    self.known += usize::from(line.source <= before);
                    &mut self.duplicates
                }
                SourceState::New if line.entries > 0 => &mut self.with_entries,
                SourceState::New if !queue_item::asks(&organizer.db, line.source)? => {
                    &mut self.set_aside
                }
                SourceState::New => &mut self.queued,
            };
            *count += 1;
        }
        self.account = organizer.account()?;
        let vanished = |line: &SourceLine| {
            line.state == SourceState::New && line.entries == 0 && line.queue == 0
        };
        if self.lines.iter().any(vanished) || !self.account.balances() {
            return Err(StoreError::damaged("account"));
        }
        Ok(())
    }
}
