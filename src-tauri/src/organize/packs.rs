//! Judge packs: written for the judges who have none, with progress and a way to stop.

use std::collections::BTreeSet;
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use organizer::{Step, Volumes, Whom};
use rand::rngs::OsRng;
use tauri::ipc::Channel;
use tauri::{State, WebviewWindow};

use super::{views, with_contest};
use crate::dialogs;
use crate::state::{Shell, now};
use crate::wire::{Failure, IssuedView, PackingProgress};

/// How often the window hears of packs being written.
const REPORT_EVERY: Duration = Duration::from_millis(100);

/// Lets the organiser choose where packs go, beginning in the contest's folder; nothing when the dialog was cancelled.
#[tauri::command]
#[specta::specta]
pub(crate) async fn choose_packs_folder(
    window: WebviewWindow,
    shell: State<'_, Shell>,
    title: String,
) -> Result<Option<String>, Failure> {
    let start = with_contest(&shell, |organizer| Ok(organizer.folder().to_owned()))?;
    let folder = dialogs::choose_folder(&window, &title, Some(&start)).await;
    Ok(folder.map(|folder| folder.to_string_lossy().into_owned()))
}

/// Writes a pack for every judge of the plan who has none, reporting as it goes. Stopped, it leaves no pack behind.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn issue_packs(
    shell: State<'_, Shell>,
    folder: String,
    on_progress: Channel<PackingProgress>,
) -> Result<IssuedView, Failure> {
    shell.stop_packing.store(false, Ordering::Relaxed);
    with_contest(&shell, |organizer| {
        let total = organizer
            .overview()
            .and_then(|overview| Ok(organizer.stages(&overview.ranking)?))
            .map_err(|error| Failure::of(&error))?
            .without_pack
            .len();
        let mut begun: BTreeSet<String> = BTreeSet::new();
        let mut reported: Option<Instant> = None;
        let mut watch = |step: Step<'_>| {
            if shell.stop_packing.load(Ordering::Relaxed) {
                return ControlFlow::Break(());
            }
            if let Step::Packing {
                done,
                total: bytes,
                name,
            } = step
            {
                let fresh = begun.insert(name.to_owned());
                if fresh || reported.is_none_or(|at| at.elapsed() >= REPORT_EVERY) {
                    reported = Some(Instant::now());
                    // A window that no longer listens is no reason to stop writing.
                    let _ = on_progress.send(PackingProgress {
                        judge: name.to_owned(),
                        packs_begun: views::count(begun.len()),
                        packs_total: views::count(total),
                        kib_done: views::kib(done),
                        kib_total: views::kib(bytes),
                    });
                }
            }
            ControlFlow::Continue(())
        };
        let issued = organizer
            .issue(
                &Whom::Missing,
                Path::new(&folder),
                // A stick with FAT32 takes it as it is.
                Volumes::Fat32,
                now(),
                &mut OsRng,
                &mut watch,
            )
            .map_err(|error| Failure::of(&error))?;
        Ok(views::issued(issued))
    })
}

/// Stops the packs now being written.
#[tauri::command]
#[specta::specta]
pub(crate) fn stop_packs(shell: State<'_, Shell>) {
    shell.stop_packing.store(true, Ordering::Relaxed);
}
