//! Copies of media in which what judges must not see is covered.
//!
//! A redaction only says what is to be covered; the copy takes time and can be stopped, and no pack is written with a medium
//! whose copy is missing.

use std::ops::ControlFlow;
use std::sync::atomic::{AtomicBool, Ordering};

use media::{Ffmpeg, Mask, MediaError};
use serde::Serialize;

use crate::digest::Digest;
use crate::error::StoreError;
use crate::folder::Organizer;
use crate::receive::{Failed, Made, kept};
use crate::store::{attachment, masked, medium, redaction};
use crate::watch::{Step, Watch};

/// What was done for the media with parts to cover.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Covered {
    /// How many copies were made in this run.
    pub made: usize,
    /// How many still wait, because the work was stopped or a medium could not be worked on.
    pub waiting: usize,
    /// Whether it was stopped.
    pub stopped: bool,
    /// Why the first that could not be worked on could not.
    pub why: Option<String>,
}

/// A medium to which masks are still to be applied.
struct Uncovered {
    original: Digest,
    masks: Vec<Mask>,
    copy: Digest,
    bytes: u64,
    name: String,
}

impl Organizer {
    /// Makes every copy that is missing of a medium of which judges must not see all. What was made before is not made
    /// again; stopped, it goes on at the next call.
    ///
    /// # Errors
    /// A folder that cannot be read or written. A medium that ffmpeg cannot work on is told in the answer and keeps waiting.
    pub fn cover(&mut self, ffmpeg: &Ffmpeg, watch: &mut Watch<'_>) -> Result<Covered, StoreError> {
        let jobs = self.uncovered()?;
        let total = jobs.iter().map(|job| job.bytes).sum();
        let mut done = 0_u64;
        let mut covered = Covered {
            waiting: jobs.len(),
            ..Covered::default()
        };
        for job in &jobs {
            let stop = AtomicBool::new(false);
            let mut share = |share: f64| {
                let step = Step::Media {
                    done: done.saturating_add((job.bytes as f64 * share) as u64),
                    total,
                    name: &job.name,
                };
                if watch(step) == ControlFlow::Break(()) {
                    stop.store(true, Ordering::Relaxed);
                }
            };
            match self.covered_copy(ffmpeg, job, &mut share, &stop) {
                Ok(made) => {
                    masked::note(&self.db, job.original, &job.masks, &made.copy, &made.stills)?;
                    covered.made += 1;
                    covered.waiting -= 1;
                }
                Err(Failed::Media(MediaError::Stopped)) => {
                    covered.stopped = true;
                    break;
                }
                Err(Failed::Media(error)) => {
                    covered.why.get_or_insert_with(|| error.to_string());
                }
                Err(Failed::Store(error)) => return Err(error),
            }
            done = done.saturating_add(job.bytes);
        }
        Ok(covered)
    }

    fn covered_copy(
        &self,
        ffmpeg: &Ffmpeg,
        job: &Uncovered,
        share: &mut dyn FnMut(f64),
        stop: &AtomicBool,
    ) -> Result<Made, Failed> {
        let copy = self.media.path(job.copy);
        let measured = ffmpeg.measure(&copy)?;
        kept(ffmpeg, &self.media, &measured, stop, |place| {
            ffmpeg.mask(&copy, &measured, &job.masks, place, share, stop)
        })
    }

    fn uncovered(&self) -> Result<Vec<Uncovered>, StoreError> {
        let mut jobs = Vec::new();
        for (original, masks) in redaction::all_masked(&self.db)? {
            let Some(medium::State::Ready(copy)) =
                medium::get(&self.db, original)?.map(|one| one.state)
            else {
                continue;
            };
            if masked::get(&self.db, original, &masks)?.is_some() {
                continue;
            }
            let named = attachment::with_bytes(&self.db, original)?;
            jobs.push(Uncovered {
                original,
                masks,
                copy: copy.sha256,
                bytes: copy.bytes,
                name: named
                    .into_iter()
                    .next()
                    .map_or_else(String::new, |one| one.name),
            });
        }
        Ok(jobs)
    }
}
