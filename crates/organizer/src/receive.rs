//! From files on disk to drafts, findings and a queue. Every source ends with one of them or is known as a copy; the
//! counts are made from what is stored, so they add up or the code is wrong.

mod finish;
mod take;

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use chrono::{DateTime, FixedOffset};
use intake::Limits;
use media::Ffmpeg;
use serde::Serialize;

use crate::error::{ReceiveError, StoreError};
use crate::folder::Organizer;
use crate::sources::{Found, Search, label};
use crate::store::queue_item;
use crate::watch::{Step, Watch};

/// The largest file that is read; larger ones are named and left out.
const FILE_MAX: u64 = 1 << 30;

/// What came of receiving. Counts are of this run.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Received {
    /// How many mails and folders there were: every one is in at least one of the next three counts.
    pub sources: usize,
    /// How many gave at least one draft.
    pub with_entries: usize,
    /// How many have something for a person to look at.
    pub with_queue: usize,
    /// How many are copies of one that was received before.
    pub duplicates: usize,
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
    /// Its path.
    pub path: String,
    /// `not_a_submission_file`, `too_large` or `unreadable`.
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
    /// Receives mails (`.eml`, `.mbox`, maildirs), folders that hold a form, and single forms with the files beside
    /// them, then measures and copies all media that wait.
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
        let mut received = Received::default();
        for path in &search.skipped {
            received.skip(path, "not_a_submission_file");
        }
        let limits = self.limits();
        let total = search.found.len() as u64;
        for (done, found) in (0..).zip(&search.found) {
            let name = match found {
                Found::Mail(path) | Found::Mailbox(path) => label(path),
                Found::Folder { name, .. } => name.clone(),
            };
            let step = Step::Reading {
                done,
                total,
                name: &name,
            };
            if watch(step) == ControlFlow::Break(()) {
                received.stopped = true;
                break;
            }
            self.take(found, &limits, now, &mut received)?;
        }
        match ffmpeg {
            Some(ffmpeg) if !received.stopped => self.finish_media(ffmpeg, watch, &mut received)?,
            _ => received.media.waiting = crate::store::medium::waiting(&self.db)?.len(),
        }
        received.count(self)?;
        Ok(received)
    }

    /// What sorting measures against, from the contest file.
    fn limits(&self) -> Limits {
        let contest = &self.contest;
        Limits {
            title_max: contest.text.title_max,
            measures: (contest.text.measures_min, contest.text.measures_max),
            innovation_max: contest.text.innovation_max,
            effect_max: contest.text.effect_max,
            deadline: contest.deadline,
            subject_mark: contest.subject_mark.clone(),
            themes: contest
                .themes
                .iter()
                .map(|theme| (theme.id.get(), theme.name.clone(), theme.short.clone()))
                .collect(),
        }
    }
}

impl Received {
    fn skip(&mut self, path: &Path, reason: &'static str) {
        self.skipped.push(SkippedFile {
            path: path.display().to_string(),
            reason,
        });
    }

    /// Adds up what is stored, and holds this crate to its promise.
    fn count(&mut self, organizer: &Organizer) -> Result<(), StoreError> {
        for line in &mut self.lines {
            if line.state == SourceState::New {
                line.queue = queue_item::count_of(&organizer.db, line.source)?;
            }
        }
        self.sources = self.lines.len();
        let number = |fits: &dyn Fn(&SourceLine) -> bool| {
            self.lines.iter().filter(|line| fits(line)).count()
        };
        let copy = |line: &SourceLine| line.state != SourceState::New;
        self.with_entries = number(&|line| line.entries > 0);
        self.with_queue = number(&|line| line.queue > 0);
        self.duplicates = number(&copy);
        self.entries = self.lines.iter().map(|line| line.entries).sum();
        self.queue_items = self.lines.iter().map(|line| line.queue).sum();
        let covered = number(&|line| line.entries > 0 || line.queue > 0 || copy(line));
        assert_eq!(self.sources, covered, "a source would have vanished");
        Ok(())
    }
}
