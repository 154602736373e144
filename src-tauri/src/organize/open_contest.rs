//! The contest now open in the window: one hold that changes it, one that reads it beside a long work.

use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use organizer::{Organizer, Reader, ResultsError};

use crate::state::Shell;
use crate::wire::Failure;

/// A contest folder and who is at it. Locks are always taken in the order of the fields.
#[derive(Default)]
pub(crate) struct OpenContest {
    work: Mutex<Option<LongWork>>,
    writer: Mutex<Option<Organizer>>,
    reader: Mutex<Option<Reader>>,
    stop: AtomicBool,
    /// Held while results are computed, so that they are computed once.
    computing: Mutex<()>,
}

/// What takes longer than a person waits. One at a time; pages can be read meanwhile, and nothing else be changed.
#[derive(Clone, Copy)]
pub(crate) enum LongWork {
    /// What judges must not see is being covered in the copy of a medium.
    Cover,
    /// Packs are being written.
    Packs,
    /// Score bundles are being taken in.
    Merge,
    /// Mails are being read.
    Intake,
    /// Drafts are being compared with those of an earlier contest.
    Compare,
    /// The results archive is being written and recomputed.
    Publish,
    /// The whole folder is being written into one file, or read from one.
    Backup,
}

impl LongWork {
    fn refusal(self) -> &'static str {
        match self {
            Self::Cover => "busy_cover",
            Self::Intake => "busy_intake",
            Self::Compare => "busy_compare",
            Self::Packs => "busy_packs",
            Self::Merge => "busy_merge",
            Self::Publish => "busy_publish",
            Self::Backup => "busy_backup",
        }
    }
}

/// Reads the contest as it was committed last; a long work is no hindrance.
pub(super) fn reading<T>(
    shell: &Shell,
    act: impl FnOnce(&Organizer) -> Result<T, Failure>,
) -> Result<T, Failure> {
    let contest = &shell.contest;
    if hold(&contest.reader).is_none() {
        opened(shell, &mut hold(&contest.writer))?;
    }
    let reader = hold(&contest.reader);
    reader
        .as_ref()
        .ok_or_else(|| Failure::plain("no_contest_open"))?
        .at_one_moment(act)
}

/// Sees to it that the results are there. They take a while; the other pages can be read meanwhile.
pub(super) fn computed(shell: &Shell) -> Result<(), Failure> {
    let _one_at_a_time = hold(&shell.contest.computing);
    let awaited = reading(shell, |organizer| {
        let inputs = organizer
            .results_awaited()
            .map_err(|error| Failure::of(&error))?;
        Ok(inputs.map(|inputs| (organizer.contest().clone(), inputs)))
    })?;
    let Some((contest, inputs)) = awaited else {
        return Ok(());
    };
    let results = results::compute(&contest, &inputs)
        .map_err(|why| Failure::of(&ResultsError::Contradiction(why)))?;
    let results = Arc::new(results);
    reading(shell, |organizer| {
        organizer.keep_results(&inputs, &results);
        Ok(())
    })
}

/// Changes the contest; refused while a long work is at it.
pub(super) fn changing<T>(
    shell: &Shell,
    act: impl FnOnce(&mut Organizer) -> Result<T, Failure>,
) -> Result<T, Failure> {
    if let Some(work) = *hold(&shell.contest.work) {
        return Err(Failure::plain(work.refusal()));
    }
    let mut writer = hold(&shell.contest.writer);
    act(opened(shell, &mut writer)?)
}

/// Changes the contest for longer than a person waits. `act` gets a sign that is set when it is to stop.
pub(super) fn at_length<T>(
    shell: &Shell,
    work: LongWork,
    act: impl FnOnce(&mut Organizer, &AtomicBool) -> Result<T, Failure>,
) -> Result<T, Failure> {
    beside(shell, work, |stop| {
        let mut writer = hold(&shell.contest.writer);
        act(opened(shell, &mut writer)?, stop)
    })
}

/// A long work that needs no open contest.
pub(super) fn beside<T>(
    shell: &Shell,
    work: LongWork,
    act: impl FnOnce(&AtomicBool) -> Result<T, Failure>,
) -> Result<T, Failure> {
    let contest = &shell.contest;
    let _ends = {
        let mut at = hold(&contest.work);
        if let Some(other) = *at {
            return Err(Failure::plain(other.refusal()));
        }
        *at = Some(work);
        contest.stop.store(false, Ordering::Relaxed);
        Ends(&contest.work)
    };
    act(&contest.stop)
}

/// Lets go of the contest now open and opens another.
pub(super) fn open(shell: &Shell, folder: &Path) -> Result<(), Failure> {
    // The folder now open is let go first: it may be the one chosen.
    let_go(shell)?;
    open_into(&shell.contest, &mut hold(&shell.contest.writer), folder)
}

/// Lets go of the contest now open; refused while a long work is at it.
pub(super) fn let_go(shell: &Shell) -> Result<(), Failure> {
    let contest = &shell.contest;
    if let Some(work) = *hold(&contest.work) {
        return Err(Failure::plain(work.refusal()));
    }
    let mut writer = hold(&contest.writer);
    *hold(&contest.reader) = None;
    *writer = None;
    Ok(())
}

/// Takes a contest that was just made or restored as the one that is open.
pub(super) fn take(shell: &Shell, organizer: Organizer) -> Result<(), Failure> {
    take_into(&shell.contest, &mut hold(&shell.contest.writer), organizer)
}

/// Asks the long work that is going on to stop.
#[tauri::command]
#[specta::specta]
pub(crate) fn stop_work(shell: tauri::State<'_, Shell>) {
    shell.contest.stop.store(true, Ordering::Relaxed);
}

/// The contest now open, or the one that was named at the start.
fn opened<'a>(
    shell: &Shell,
    writer: &'a mut Option<Organizer>,
) -> Result<&'a mut Organizer, Failure> {
    if writer.is_none() {
        let folder = shell.launch.contest.as_deref();
        let folder = folder.ok_or_else(|| Failure::plain("no_contest_open"))?;
        open_into(&shell.contest, writer, folder)?;
    }
    writer
        .as_mut()
        .ok_or_else(|| Failure::plain("no_contest_open"))
}

fn open_into(
    contest: &OpenContest,
    writer: &mut Option<Organizer>,
    folder: &Path,
) -> Result<(), Failure> {
    let organizer = Organizer::open(folder).map_err(|error| Failure::of(&error))?;
    take_into(contest, writer, organizer)
}

fn take_into(
    contest: &OpenContest,
    writer: &mut Option<Organizer>,
    organizer: Organizer,
) -> Result<(), Failure> {
    let reader = organizer.reader().map_err(|error| Failure::of(&error))?;
    *hold(&contest.reader) = Some(reader);
    *writer = Some(organizer);
    Ok(())
}

/// The long work is over when this goes, however it ended.
struct Ends<'a>(&'a Mutex<Option<LongWork>>);

impl Drop for Ends<'_> {
    fn drop(&mut self) {
        *hold(self.0) = None;
    }
}

/// A command that panicked leaves the files consistent: every change is one transaction.
fn hold<T>(what: &Mutex<T>) -> MutexGuard<'_, T> {
    what.lock().unwrap_or_else(PoisonError::into_inner)
}
