//! The media that wait: each distinct file measured once, and its copy for the judges made and kept.

use std::ops::ControlFlow;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, channel};

use intake::{Finding, QueueReason};
use media::{Ffmpeg, LengthDoubt, Measured, MediaError};

use super::Received;
use super::copying::{Bench, Failed, Made, Told, workers};
use super::take::finding_facts;
use super::turn::{Outcome, Run};
use crate::digest::Digest;
use crate::error::{Facts, StoreError, facts};
use crate::folder::Organizer;
use crate::store::{attachment, draft_attachment, finding, medium, queue_item, still};
use crate::watch::Watch;

impl Organizer {
    /// Measures and copies every waiting medium, several at once. Each is stored by itself, so that a stop loses no more than
    /// what is being worked on and what waits for its turn to be told to a person.
    pub(super) fn finish_media(
        &mut self,
        ffmpeg: &Ffmpeg,
        watch: &mut Watch<'_>,
        received: &mut Received,
    ) -> Result<(), StoreError> {
        let waiting = medium::waiting(&self.db)?;
        received.media.waiting = waiting.len();
        let mut run = Run::of(&self.db, &waiting)?;
        if waiting.is_empty() || run.tell(0, 0.0, watch) == ControlFlow::Break(()) {
            received.stopped = !waiting.is_empty();
            return Ok(());
        }
        let vault = self.media.clone();
        let originals: Vec<Digest> = waiting.iter().map(|one| one.sha256).collect();
        let bench = Bench {
            ffmpeg,
            vault: &vault,
            originals: &originals,
            next: AtomicUsize::new(0),
            stop: AtomicBool::new(false),
        };
        let (tell, told) = channel();
        std::thread::scope(|scope| {
            for _ in 0..workers().min(originals.len()) {
                let (bench, tell) = (&bench, tell.clone());
                scope.spawn(move || bench.work(&tell));
            }
            drop(tell);
            let result = self.listen(&told, &mut run, &bench, watch, received);
            // Whatever ended the listening ends the work.
            bench.stop.store(true, Ordering::Relaxed);
            result
        })
    }

    fn listen(
        &mut self,
        told: &Receiver<Told>,
        run: &mut Run,
        bench: &Bench<'_>,
        watch: &mut Watch<'_>,
        received: &mut Received,
    ) -> Result<(), StoreError> {
        while let Ok(told) = told.recv() {
            let (place, share) = match told {
                Told::Share(place, share) => (place, share),
                Told::Done(place, made) => {
                    if matches!(*made, Err(Failed::Media(MediaError::Stopped))) {
                        received.stopped = true;
                    }
                    let outcome = self.outcome(*made)?;
                    run.outcomes.insert(place, outcome);
                    (place, 1.0)
                }
            };
            self.store_outcomes(run, bench.originals, received)?;
            if run.tell(place, share, watch) == ControlFlow::Break(()) {
                received.stopped = true;
                bench.stop.store(true, Ordering::Relaxed);
            }
        }
        Ok(())
    }

    /// What has to be stored for what a worker made.
    fn outcome(&self, made: Result<Made, Failed>) -> Result<Outcome, StoreError> {
        match made {
            Ok(made) => {
                let findings = length_findings(&made.copy.measured, self.contest.media);
                Ok(Outcome::Ready(Box::new(made), findings))
            }
            // The disk failed, not the file, or the work was stopped: it waits for the next run.
            Err(Failed::Media(
                MediaError::Io(_) | MediaError::Missing { .. } | MediaError::Stopped,
            )) => Ok(Outcome::Waits),
            Err(Failed::Media(error)) => Ok(Outcome::Unreadable(error.to_string())),
            Err(Failed::Store(error)) => Err(error),
        }
    }

    /// Stores what can be stored. What a person has to look at is numbered as it is stored, so it takes its turn: the numbers
    /// are the same whichever worker was the fastest.
    fn store_outcomes(
        &mut self,
        run: &mut Run,
        originals: &[Digest],
        received: &mut Received,
    ) -> Result<(), StoreError> {
        let ready: Vec<usize> = run
            .outcomes
            .iter()
            .filter(|(place, outcome)| run.is_turn_of(**place) || !outcome.needs_a_person())
            .map(|(place, _)| *place)
            .collect();
        let mut moved = false;
        for place in ready {
            let (Some(outcome), Some(&sha256)) =
                (run.outcomes.remove(&place), originals.get(place))
            else {
                continue;
            };
            match outcome {
                Outcome::Ready(made, findings) => {
                    self.settle_ready(sha256, &made, &findings)?;
                    received.media.ready += 1;
                    received.media.waiting -= 1;
                }
                Outcome::Unreadable(why) => {
                    self.settle_unreadable(sha256, &why)?;
                    received.media.unreadable += 1;
                    received.media.waiting -= 1;
                }
                Outcome::Waits => {}
            }
            moved |= run.settled(place);
        }
        if moved && !run.outcomes.is_empty() {
            return self.store_outcomes(run, originals, received);
        }
        Ok(())
    }

    /// Stores the copy, and what its length means for every draft that has the file.
    fn settle_ready(
        &mut self,
        sha256: Digest,
        made: &Made,
        findings: &[(String, Facts)],
    ) -> Result<(), StoreError> {
        let change = self.db.transaction()?;
        medium::set_ready(&change, sha256, &made.copy)?;
        for one in &made.stills {
            still::note(&change, sha256, one)?;
        }
        for place in attachment::with_bytes(&change, sha256)? {
            for draft in draft_attachment::drafts_with(&change, place.source, place.position)? {
                for (code, told) in findings {
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

/// What the length of a medium gives a person to look at.
pub(crate) fn length_findings(
    measured: &Measured,
    limits: contest::MediaLimits,
) -> Vec<(String, Facts)> {
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
