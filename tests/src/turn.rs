//! Windows of one display share its keyboard and pointer, so the window tests take turns: those of this process, and those of
//! another that a test started.

use std::fs::File;
use std::sync::{Mutex, PoisonError};
use std::thread::{self, ThreadId};
use std::time::Duration;

use crate::programs::root;

/// Which test has the display, known by its thread, and how many windows it has open.
struct Holder {
    thread: ThreadId,
    windows: u32,
    /// Locked for as long as this process has the display.
    _display: File,
}

static HAS_IT: Mutex<Option<Holder>> = Mutex::new(None);

/// The display, for as long as this lives. One test may hold it several times, for two windows side by side.
pub(crate) struct Turn {
    // Made by `take` alone.
    _private: (),
}

impl Turn {
    /// Waits until no other test has a window open.
    pub(crate) async fn take() -> Turn {
        while !try_take() {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        Turn { _private: () }
    }
}

fn try_take() -> bool {
    let mut holder = HAS_IT.lock().unwrap_or_else(PoisonError::into_inner);
    let me = thread::current().id();
    match holder.as_mut() {
        Some(held) if held.thread == me => held.windows += 1,
        Some(_) => return false,
        None => {
            let display = File::create(root().join("target/window-tests.lock"))
                .expect("target/ can be written");
            if display.try_lock().is_err() {
                return false;
            }
            *holder = Some(Holder {
                thread: me,
                windows: 1,
                _display: display,
            });
        }
    }
    true
}

impl Drop for Turn {
    fn drop(&mut self) {
        let mut holder = HAS_IT.lock().unwrap_or_else(PoisonError::into_inner);
        match holder.as_mut() {
            Some(held) if held.windows > 1 => held.windows -= 1,
            _ => *holder = None,
        }
    }
}
