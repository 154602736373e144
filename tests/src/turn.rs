//! Windows of one display share its keyboard and pointer, so the window tests take turns.

use std::sync::{Mutex, PoisonError};
use std::thread::{self, ThreadId};
use std::time::Duration;

/// Which test has the display, known by its thread, and how many windows it has open.
static HAS_IT: Mutex<Option<(ThreadId, u32)>> = Mutex::new(None);

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
    let windows = match *holder {
        None => 0,
        Some((thread, windows)) if thread == me => windows,
        Some(_) => return false,
    };
    *holder = Some((me, windows + 1));
    true
}

impl Drop for Turn {
    fn drop(&mut self) {
        let mut holder = HAS_IT.lock().unwrap_or_else(PoisonError::into_inner);
        *holder = match *holder {
            Some((thread, windows)) if windows > 1 => Some((thread, windows - 1)),
            _ => None,
        };
    }
}
