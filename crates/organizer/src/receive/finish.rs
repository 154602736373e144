//! The media that wait: each distinct file measured once, and its copy for the judges made and kept.

use std::ops::ControlFlow;
use std::sync::atomic::{AtomicBool, Ordering};

use intake::{Finding, QueueReason};
use media::{Ffmpeg, How, Kind, LengthDoubt, Measured, MediaError};

use super::Received;
use super::take::finding_facts;
use crate::digest::Digest;
use crate::error::{Facts, StoreError, facts};
use crate::folder::Organizer;
use crate::store::{attachment, draft_attachment, finding, medium, queue_item};
use crate::watch::{Step, Watch};

impl Organizer {
    /// Measures and copies every waiting medium. Each is stored by itself, so that a stop loses at most one.
    pub(super) fn finish_media(
        &mut self,
        ffmpeg: &Ffmpeg,
        watch: &mut Watch<'_>,
        received: &mut Received,
    ) -> Result<(), StoreError> {
        let waiting = medium::waiting(&self.db)?;
        let total = waiting.iter().map(|one| one.bytes).sum();
        let mut done = 0_u64;
        received.media.waiting = waiting.len();
        for one in waiting {
            let name = attachment::with_bytes(&self.db, one.sha256)?
                .into_iter()
                .next()
                .map_or_else(String::new, |first| first.name);
            let stop = AtomicBool::new(false);
            let mut tell = |share: f64| {
                let part = (one.bytes as f64 * share.clamp(0.0, 1.0)) as u64;
                let step = Step::Media {
                    done: done.saturating_add(part),
                    total,
                    name: &name,
                };
                if watch(step) == ControlFlow::Break(()) {
                    stop.store(true, Ordering::Relaxed);
                }
            };
            tell(0.0);
            match self.copy_medium(ffmpeg, one.sha256, &mut tell, &stop) {
                Ok(copy) => {
                    self.settle_ready(one.sha256, &copy)?;
                    received.media.ready += 1;
                    received.media.waiting -= 1;
                }
                Err(Failed::Media(MediaError::Stopped)) => {
                    received.stopped = true;
                    return Ok(());
                }
                // The disk failed, not the file: it waits for the next run.
                Err(Failed::Media(MediaError::Io(_) | MediaError::Missing { .. })) => {}
                Err(Failed::Media(error)) => {
                    self.settle_unreadable(one.sha256, &error.to_string())?;
                    received.media.unreadable += 1;
                    received.media.waiting -= 1;
                }
                Err(Failed::Store(error)) => return Err(error),
            }
            done = done.saturating_add(one.bytes);
        }
        Ok(())
    }

    fn copy_medium(
        &self,
        ffmpeg: &Ffmpeg,
        original: Digest,
        progress: &mut dyn FnMut(f64),
        stop: &AtomicBool,
    ) -> Result<medium::Copy, Failed> {
        let path = self.media.path(original);
        let measured = ffmpeg.measure(&path)?;
        let ending = match measured.kind {
            Kind::Video => ".mp4",
            Kind::Audio => ".m4a",
            Kind::Image => ".jpg",
            Kind::Pdf => ".pdf",
        };
        let place = self.media.draft(ending)?;
        let made = ffmpeg.normalise(&path, &measured, place.path(), progress, stop)?;
        let (sha256, bytes) = self.media.adopt(place)?;
        Ok(medium::Copy {
            measured,
            sha256,
            bytes,
            ending: made.extension.to_owned(),
            how: match made.how {
                How::Remuxed => "remuxed",
                How::Transcoded => "transcoded",
                How::Rewritten => "rewritten",
            }
            .to_owned(),
        })
    }

    /// Stores the copy, and what its length means for every draft that has the file.
    fn settle_ready(&mut self, sha256: Digest, copy: &medium::Copy) -> Result<(), StoreError> {
        let limits = self.contest.media;
        let change = self.db.transaction()?;
        medium::set_ready(&change, sha256, copy)?;
        let findings = length_findings(&copy.measured, limits);
        for place in attachment::with_bytes(&change, sha256)? {
            for draft in draft_attachment::drafts_with(&change, place.source, place.position)? {
                for (code, told) in &findings {
                    finding::note(&change, draft, code, told)?;
                }
            }
        }
        change.commit()?;
        Ok(())
    }

    /// Stores that nothing can be played; a person is told once for every mail that carries the file.
    fn settle_unreadable(&mut self, sha256: Digest, why: &str) -> Result<(), StoreError> {
        let change = self.db.transaction()?;
        medium::set_unreadable(&change, sha256, why)?;
        for place in attachment::with_bytes(&change, sha256)? {
            let name = place
                .name
                .rsplit(['/', '\\'])
                .next()
                .unwrap_or_default()
                .to_owned();
            let drafts = draft_attachment::drafts_with(&change, place.source, place.position)?;
            let found = Finding::MediaUnreadable { name: name.clone() };
            for draft in &drafts {
                let mut told = finding_facts(&found);
                told.insert("why".to_owned(), why.to_owned());
                finding::note(&change, *draft, &found.code(), &told)?;
            }
            let reason = QueueReason::MediaUnreadable.code();
            queue_item::note(
                &change,
                place.source,
                drafts.first().copied(),
                reason,
                &name,
            )?;
        }
        change.commit()?;
        Ok(())
    }
}

/// Why a medium has no copy.
enum Failed {
    Media(MediaError),
    Store(StoreError),
}

impl From<MediaError> for Failed {
    fn from(error: MediaError) -> Self {
        Self::Media(error)
    }
}

impl From<StoreError> for Failed {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

/// What the length of a medium gives a person to look at.
fn length_findings(measured: &Measured, limits: contest::MediaLimits) -> Vec<(String, Facts)> {
    let mut findings = Vec::new();
    let length = measured.length_ms().unwrap_or(0);
    if limits.over_ms(length) > 0 {
        let found = Finding::VideoOver {
            ms: length,
            limit_ms: u64::from(limits.longest_ms),
        };
        findings.push((found.code(), finding_facts(&found)));
    }
    if let Some(LengthDoubt::CutOff {
        stated_ms,
        played_ms,
    }) = measured.length_doubt
    {
        let told = facts([
            ("stated_ms", stated_ms.to_string()),
            ("played_ms", played_ms.to_string()),
        ]);
        findings.push(("media_cut_off".to_owned(), told));
    }
    findings
}
