//! Taking mails in: chosen or dropped, in the background, with progress and a way to stop.

use std::ops::ControlFlow;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use organizer::{Ffmpeg, MediaError, Organizer, Received, Step, Watch};
use tauri::ipc::Channel;
use tauri::{State, WebviewWindow};

use super::super::views::{count, kib};
use super::super::{LongWork, at_length, changing, reading};
use crate::dialogs;
use crate::state::{Shell, now};
use crate::wire::{AccountView, Failure, ImportedView, IntakeProgress, IntakeStep, SkippedLine};

/// How often the window hears of an import.
const REPORT_EVERY: Duration = Duration::from_millis(100);
/// How many files that were left out are named.
const SKIPPED: usize = 50;

/// Lets the organiser choose mails, mailboxes and archives; empty when the dialog was cancelled.
#[tauri::command]
#[specta::specta]
pub(crate) async fn choose_mails(window: WebviewWindow, title: String) -> Vec<String> {
    dialogs::choose_files(&window, &title)
        .await
        .iter()
        .map(|path| path.to_string_lossy().into_owned())
        .collect()
}

/// Lets the organiser choose a folder of mails, beginning in the contest's folder; nothing when the dialog was cancelled.
#[tauri::command]
#[specta::specta]
pub(crate) async fn choose_mail_folder(
    window: WebviewWindow,
    shell: State<'_, Shell>,
    title: String,
) -> Result<Option<String>, Failure> {
    let start = reading(&shell, |organizer| Ok(organizer.folder().to_owned()))?;
    let folder = dialogs::choose_folder(&window, &title, Some(&start)).await;
    Ok(folder.map(|folder| folder.to_string_lossy().into_owned()))
}

/// Receives mails, mailboxes, folders and archives, reporting as it goes. Stopped, it keeps what it has; the same import goes
/// on from there.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn import_mails(
    shell: State<'_, Shell>,
    paths: Vec<String>,
    on_progress: Channel<IntakeProgress>,
) -> Result<ImportedView, Failure> {
    let paths: Vec<PathBuf> = paths.into_iter().map(PathBuf::from).collect();
    long(&shell, &on_progress, |organizer, ffmpeg, watch| {
        organizer.receive(&paths, ffmpeg, now(), watch)
    })
}

/// Receives what is new in every place that was received from before, and finishes what was stopped.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn import_again(
    shell: State<'_, Shell>,
    on_progress: Channel<IntakeProgress>,
) -> Result<ImportedView, Failure> {
    long(&shell, &on_progress, |organizer, ffmpeg, watch| {
        organizer.receive_again(ffmpeg, now(), watch)
    })
}

/// Leaves imports that were cut as they are: they are told no longer, and what was received stays.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn leave_imports_cut(shell: State<'_, Shell>) -> Result<(), Failure> {
    changing(&shell, |organizer| {
        organizer
            .leave_imports_cut()
            .map_err(|error| Failure::of(&error))
    })
}

fn long(
    shell: &Shell,
    on_progress: &Channel<IntakeProgress>,
    act: impl FnOnce(
        &mut Organizer,
        Option<&Ffmpeg>,
        &mut Watch<'_>,
    ) -> Result<Received, organizer::ReceiveError>,
) -> Result<ImportedView, Failure> {
    at_length(shell, LongWork::Intake, |organizer, stop| {
        let ffmpeg = Ffmpeg::find();
        let mut reporter = Reporter::new(on_progress, stop);
        let mut watch = |step: Step<'_>| reporter.hear(&step);
        let received = act(organizer, ffmpeg.as_ref().ok(), &mut watch)
            .map_err(|error| Failure::of(&error))?;
        let install = match ffmpeg {
            Err(MediaError::Missing { install, .. }) if received.media.waiting > 0 => {
                Some(install.to_owned())
            }
            _ => None,
        };
        Ok(imported(received, install))
    })
}

/// Tells the window where an import is, not more often than it can show.
pub(super) struct Reporter<'a> {
    to: &'a Channel<IntakeProgress>,
    stop: &'a AtomicBool,
    step: Option<IntakeStep>,
    begun: Instant,
    told: Option<Instant>,
}

impl<'a> Reporter<'a> {
    pub(super) fn new(to: &'a Channel<IntakeProgress>, stop: &'a AtomicBool) -> Reporter<'a> {
        Reporter {
            to,
            stop,
            step: None,
            begun: Instant::now(),
            told: None,
        }
    }

    pub(super) fn hear(&mut self, step: &Step<'_>) -> ControlFlow<()> {
        if self.stop.load(Ordering::Relaxed) {
            return ControlFlow::Break(());
        }
        let (what, done, total, name) = match step {
            Step::Reading { done, total, name } => (IntakeStep::Reading, *done, *total, *name),
            Step::Media { done, total, name } => (IntakeStep::Media, *done, *total, *name),
            Step::Comparing { done, total } => (IntakeStep::Comparing, *done, *total, ""),
            Step::Packing { .. } | Step::Merging { .. } | Step::Saving { .. } => {
                return ControlFlow::Continue(());
            }
        };
        if self.step != Some(what) {
            self.step = Some(what);
            self.begun = Instant::now();
            self.told = None;
        }
        if self.told.is_none_or(|at| at.elapsed() >= REPORT_EVERY) {
            self.told = Some(Instant::now());
            let shown = |amount: u64| match what {
                IntakeStep::Comparing => u32::try_from(amount).unwrap_or(u32::MAX),
                IntakeStep::Reading | IntakeStep::Media => kib(amount),
            };
            // A window that no longer listens is no reason to stop reading.
            let _ = self.to.send(IntakeProgress {
                what,
                name: name.to_owned(),
                done: shown(done),
                total: shown(total),
                seconds_left: seconds_left(self.begun.elapsed(), done, total),
            });
        }
        ControlFlow::Continue(())
    }
}

/// At the speed so far; nothing before there is one.
fn seconds_left(spent: Duration, done: u64, total: u64) -> Option<u32> {
    if done == 0 || spent.as_millis() < 1_000 {
        return None;
    }
    let rest = u128::from(total.saturating_sub(done));
    let ms = spent.as_millis().checked_mul(rest)? / u128::from(done);
    u32::try_from(ms.div_ceil(1_000)).ok()
}

fn imported(received: Received, install: Option<String>) -> ImportedView {
    let (sources, skipped) = (&received.account.sources, received.skipped.len());
    let whole = |number: u64| u32::try_from(number).unwrap_or(u32::MAX);
    let account = AccountView {
        found: whole(sources.found),
        with_entries: whole(sources.with_entries),
        queued: whole(sources.queued),
        duplicates: whole(sources.duplicates),
        set_aside: whole(sources.set_aside),
    };
    ImportedView {
        sources: count(received.sources),
        with_entries: count(received.with_entries),
        queued: count(received.queued),
        duplicates: count(received.duplicates),
        known: count(received.known),
        set_aside: count(received.set_aside),
        drafts: whole(received.entries),
        questions: whole(received.queue_items),
        media_waiting: count(received.media.waiting),
        skipped: received
            .skipped
            .into_iter()
            .take(SKIPPED)
            .map(|file| SkippedLine {
                path: file.path,
                reason: file.reason.to_owned(),
            })
            .collect(),
        skipped_more: count(skipped.saturating_sub(SKIPPED)),
        stopped: received.stopped,
        install,
        account,
    }
}
