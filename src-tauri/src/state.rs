//! What the shell holds while it runs.

use std::path::PathBuf;
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use chrono::{DateTime, FixedOffset, Local};
use desk::{Desk, Session};

use crate::launch::Launch;
use crate::organize::open_contest::OpenContest;
use crate::wire::Failure;
use playback::{MediaAddress, OnAir};

/// Everything the commands share.
pub(crate) struct Shell {
    pub(crate) launch: Launch,
    /// Where the judge's data is kept.
    pub(crate) folder: PathBuf,
    pub(crate) media: MediaAddress,
    pub(crate) on_air: Arc<OnAir>,
    pub(crate) judge: Mutex<Judge>,
    pub(crate) contest: OpenContest,
    /// Set to break off the check now running.
    pub(crate) stop_check: Mutex<Arc<AtomicBool>>,
    /// A pack that came in before the page could listen.
    pub(crate) waiting: Mutex<Waiting>,
}

/// Packs handed to the program from outside, until the page listens to events.
#[derive(Default)]
pub(crate) struct Waiting {
    pub(crate) pack: Option<PathBuf>,
    pub(crate) listening: bool,
}

/// The judge's side: the data folder, and the pack now open.
#[derive(Default)]
pub(crate) struct Judge {
    desk: Option<Desk>,
    pub(crate) session: Option<Session>,
    /// Wrong passphrases since the last right one, and until when to wait.
    pub(crate) wrong_tries: u32,
    pub(crate) wait_until: Option<Instant>,
}

impl Shell {
    /// The judge's side, one command at a time.
    pub(crate) fn judge(&self) -> MutexGuard<'_, Judge> {
        // A command that panicked leaves the files consistent: every change is one transaction.
        self.judge.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The sign to stop of the check now running.
    pub(crate) fn stop_check(&self) -> MutexGuard<'_, Arc<AtomicBool>> {
        self.stop_check
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }

    /// What came in before the page listened; from now on it listens.
    pub(crate) fn take_waiting(&self) -> Option<PathBuf> {
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        waiting.listening = true;
        waiting.pack.take()
    }

    /// Keeps a pack for the page unless it listens already; gives it back when it does.
    pub(crate) fn keep_waiting(&self, pack: PathBuf) -> Option<PathBuf> {
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        if waiting.listening {
            return Some(pack);
        }
        waiting.pack = Some(pack);
        None
    }

    /// Puts a pack on air for the player, or takes the last one off.
    pub(crate) fn put_on_air(&self, pack: Option<Arc<pack::judge_pack::OpenPack>>) {
        self.on_air.put_pack(pack);
    }
}

impl Judge {
    /// The data folder, opened on first need.
    pub(crate) fn desk(&mut self, folder: &std::path::Path) -> Result<&mut Desk, Failure> {
        if self.desk.is_none() {
            self.desk = Some(Desk::open(folder)?);
        }
        self.desk.as_mut().ok_or_else(|| Failure::plain("internal"))
    }

    /// The data folder and the open pack together.
    pub(crate) fn open(&mut self) -> Result<(&mut Desk, &mut Session), Failure> {
        match (&mut self.desk, &mut self.session) {
            (Some(desk), Some(session)) => Ok((desk, session)),
            _ => Err(Failure::plain("no_pack_open")),
        }
    }
}

/// The time now with the computer's offset.
pub(crate) fn now() -> DateTime<FixedOffset> {
    Local::now().fixed_offset()
}
