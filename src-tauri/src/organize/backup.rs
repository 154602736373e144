//! The whole contest in one file and back, with progress and a way to stop.

use std::ops::ControlFlow;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use organizer::{OpenKeys, Organizer, Step};
use tauri::State;
use tauri::ipc::Channel;

use super::found::local;
use super::open_contest::{self, LongWork, at_length};
use super::views::{count, kib};
use crate::state::{Shell, now};
use crate::wire::{BackedUpView, Failure, RestoredView, SavingProgress};

/// How often the window hears of the work.
const REPORT_EVERY: Duration = Duration::from_millis(100);

/// Writes the open contest into one file, which is read back before it gets its name.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn back_up(
    shell: State<'_, Shell>,
    path: String,
    with_open_keys: bool,
    on_progress: Channel<SavingProgress>,
) -> Result<BackedUpView, Failure> {
    let keys = if with_open_keys {
        OpenKeys::Include
    } else {
        OpenKeys::Refuse
    };
    at_length(&shell, LongWork::Backup, |organizer, stop| {
        let done = organizer
            .back_up(Path::new(&path), keys, now(), &mut told(stop, &on_progress))
            .map_err(|error| Failure::of(&error))?;
        Ok(BackedUpView {
            file: done.file,
            files: done.files,
            kib: kib(done.bytes),
            damaged: count(done.damaged.len()),
        })
    })
}

/// Makes a folder of a backup, every file compared, and opens the contest.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn restore_contest(
    shell: State<'_, Shell>,
    file: String,
    folder: String,
    on_progress: Channel<SavingProgress>,
) -> Result<RestoredView, Failure> {
    let folder = Path::new(&folder);
    local(folder)?;
    let (organizer, done) = open_contest::beside(&shell, LongWork::Backup, |stop| {
        let mut watch = told(stop, &on_progress);
        Organizer::restore(Path::new(&file), folder, now(), &mut watch)
            .map_err(|error| Failure::of(&error))
    })?;
    open_contest::let_go(&shell)?;
    open_contest::take(&shell, organizer)?;
    Ok(RestoredView {
        folder: done.folder,
        title: done.title,
        made_at: done.made_at,
        files: done.files,
    })
}

fn told<'a>(
    stop: &'a AtomicBool,
    on_progress: &'a Channel<SavingProgress>,
) -> impl FnMut(Step<'_>) -> ControlFlow<()> + 'a {
    let mut reported: Option<Instant> = None;
    move |step| {
        if stop.load(Ordering::Relaxed) {
            return ControlFlow::Break(());
        }
        let Step::Saving { done, total, name } = step else {
            return ControlFlow::Continue(());
        };
        if reported.is_none_or(|at| at.elapsed() >= REPORT_EVERY) {
            reported = Some(Instant::now());
            // A window that no longer listens is no reason to stop.
            let _ = on_progress.send(SavingProgress {
                kib_done: kib(done),
                kib_total: kib(total),
                name: name.to_owned(),
            });
        }
        ControlFlow::Continue(())
    }
}
