//! Score bundles: taken in with progress and a way to stop, compared, and decided on with the judge on the telephone.

use std::ops::ControlFlow;
use std::path::PathBuf;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use organizer::{Late, Step};
use tauri::ipc::Channel;
use tauri::{State, WebviewWindow};

use super::{LongWork, at_length, changing, reading, sent_views, views};
use crate::dialogs;
use crate::state::{Shell, now};
use crate::wire::{CompareView, Failure, MergeProgress, ReceivedLine};

/// How often the window hears of bundles being taken in.
const REPORT_EVERY: Duration = Duration::from_millis(100);
/// The most lines of an answer; the page of packs lists every file.
const LINES_MAX: usize = 200;

/// Lets the organiser choose score bundles.
#[tauri::command]
#[specta::specta]
pub(crate) async fn choose_bundles(window: WebviewWindow, title: String) -> Vec<String> {
    dialogs::choose_bundles(&window, &title)
        .await
        .iter()
        .map(|path| path.to_string_lossy().into_owned())
        .collect()
}

/// Takes files in, and the bundles that lie in folders among them; each is kept byte for byte, whatever becomes of it.
/// Stopped, what was taken in by then stays.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn merge_bundles(
    shell: State<'_, Shell>,
    paths: Vec<String>,
    on_progress: Channel<MergeProgress>,
) -> Result<Vec<ReceivedLine>, Failure> {
    let paths: Vec<PathBuf> = paths.into_iter().map(PathBuf::from).collect();
    at_length(&shell, LongWork::Merge, |organizer, stop| {
        let files = organizer::bundles_in(&paths).map_err(|error| Failure::of(&error))?;
        let mut reported: Option<Instant> = None;
        let mut watch = |step: Step<'_>| {
            if stop.load(Ordering::Relaxed) {
                return ControlFlow::Break(());
            }
            if let Step::Merging { done, total } = step
                && reported.is_none_or(|at| at.elapsed() >= REPORT_EVERY)
            {
                reported = Some(Instant::now());
                let number = |count| u32::try_from(count).unwrap_or(u32::MAX);
                // A window that no longer listens is no reason to stop.
                let _ = on_progress.send(MergeProgress {
                    done: number(done),
                    total: number(total),
                });
            }
            ControlFlow::Continue(())
        };
        let merged = organizer
            .merge_watched(&files, now(), &mut watch)
            .map_err(|error| Failure::of(&error))?;
        let lines = merged.lines.into_iter().take(LINES_MAX);
        Ok(lines.map(views::received).collect())
    })
}

/// The sheets that differ between two received bundles of one judge; nothing when they are not of one judge and round.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn compare_bundles(
    shell: State<'_, Shell>,
    one: u32,
    other: u32,
) -> Result<Option<CompareView>, Failure> {
    reading(&shell, |organizer| {
        let found = organizer.compare_bundles(i64::from(one), i64::from(other))?;
        Ok(found.map(|found| sent_views::compared(found, organizer.contest())))
    })
}

/// Records that the judge knows the bundle with these six groups as their own.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn confirm_bundle(
    shell: State<'_, Shell>,
    judge: String,
    fingerprint: String,
) -> Result<(), Failure> {
    changing(&shell, |organizer| {
        organizer
            .confirm(&judge, &fingerprint, now())
            .map(drop)
            .map_err(|error| Failure::of(&error))
    })
}

/// Records whether a bundle that came late counts.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn decide_late(
    shell: State<'_, Shell>,
    judge: String,
    fingerprint: String,
    counts: bool,
) -> Result<(), Failure> {
    let late = if counts { Late::Take } else { Late::LeaveOut };
    changing(&shell, |organizer| {
        organizer
            .decide_late(&judge, &fingerprint, late, now())
            .map(drop)
            .map_err(|error| Failure::of(&error))
    })
}
