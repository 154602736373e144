//! The check of every file, which goes on while the judge is already scoring.

use std::ops::ControlFlow;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use desk::Session;
use tauri::State;
use tauri::ipc::Channel;

use super::views;
use crate::state::{Shell, now};
use crate::wire::{CheckProgress, Failure};

/// How often the window hears of a running check.
const REPORT_EVERY: Duration = Duration::from_millis(100);

/// Reads and verifies every file of the open pack, reporting as it goes, and remembers what was found. The check
/// belongs to the pack it began with: leaving it or opening another breaks it off.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn check_pack(
    shell: State<'_, Shell>,
    on_progress: Channel<CheckProgress>,
) -> Result<(), Failure> {
    // The lock is not held while reading: the desk is in use meanwhile.
    let pack = shell.judge().open()?.1.pack().clone();
    let stop = shell.begin_check();
    let begun = Instant::now();
    let mut reported = None;
    let outcome = Session::check(&pack, &mut |checked| {
        if stop.load(Ordering::Relaxed) {
            return ControlFlow::Break(());
        }
        let due = reported.is_none_or(|at: Instant| at.elapsed() >= REPORT_EVERY);
        if due || checked.bytes_done == checked.bytes_total {
            reported = Some(Instant::now());
            // A window that no longer listens is no reason to stop verifying.
            let _ = on_progress.send(views::progress(checked, begun.elapsed()));
        }
        ControlFlow::Continue(())
    });
    let mut judge = shell.judge();
    Session::note_check(judge.desk(&shell.folder)?, &pack, &outcome, now())?;
    Ok(outcome?)
}

/// Breaks the check off.
#[tauri::command]
#[specta::specta]
pub(crate) fn cancel_check(shell: State<'_, Shell>) {
    shell.end_check();
}

impl Shell {
    /// Ends the check that may be running and gives the next one its own sign to stop.
    fn begin_check(&self) -> Arc<AtomicBool> {
        self.end_check();
        let fresh = Arc::new(AtomicBool::new(false));
        *self.stop_check() = fresh.clone();
        fresh
    }

    /// Ends the check that may be running.
    pub(super) fn end_check(&self) {
        self.stop_check().store(true, Ordering::Relaxed);
    }
}
