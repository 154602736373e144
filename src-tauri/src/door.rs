//! One window for each data folder: a second start hands its pack to the window that is open, and ends.
//!
//! The first start keeps a file lock and listens on a local socket inside the data folder (on Windows on a named pipe
//! called after it). Nothing of it is reachable from another computer, and the socket belongs to the user alone.
//! Windows with different data folders know nothing of each other.

use std::fs::{File, TryLockError};
use std::io::{BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use interprocess::local_socket::prelude::*;
use interprocess::local_socket::{GenericFilePath, Listener, ListenerOptions, Name, Stream};
use serde::{Deserialize, Serialize};

/// How long a start waits for the window that is open to answer.
const PATIENCE: Duration = Duration::from_secs(3);
/// The longest message that is read.
const LONGEST: u64 = 64 * 1024;
const HEARD: &[u8] = b"heard\n";

/// What a second start hands over.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Handed {
    /// The pack it was started with.
    pub(crate) pack: Option<PathBuf>,
}

/// What a start found at the data folder.
pub(crate) enum Arrival {
    /// No other window: this one keeps the door.
    First(Door),
    /// The open window has taken over; this start is done.
    HandedOver,
    /// There may be another window, but it cannot be spoken to. This one opens and finds out by the desk's own lock.
    Alone,
}

/// Held by the window that is open.
pub(crate) struct Door {
    listener: Option<Listener>,
    /// Lifted by the system when the program ends, however it ends.
    lock: File,
}

/// Keeps the door of this data folder, or hands over to the window that does.
pub(crate) fn arrive(folder: &Path, handed: &Handed) -> Arrival {
    let Ok(lock) = File::create(folder.join("door.lock")) else {
        return Arrival::Alone;
    };
    match lock.try_lock() {
        Ok(()) => Arrival::First(Door {
            listener: listen(folder),
            lock,
        }),
        Err(TryLockError::WouldBlock) if hand_over(folder, handed) => Arrival::HandedOver,
        Err(_) => Arrival::Alone,
    }
}

impl Door {
    /// Listens on a thread of its own for as long as the program runs.
    pub(crate) fn keep(self, mut take: impl FnMut(Handed) + Send + 'static) {
        let Door { listener, lock } = self;
        std::thread::spawn(move || {
            let _held = lock;
            let Some(listener) = &listener else {
                // Nobody can knock, but the lock has to be held all the same.
                loop {
                    std::thread::park();
                }
            };
            for stream in listener.incoming().flatten() {
                if let Some(handed) = hear(stream) {
                    take(handed);
                }
            }
        });
    }
}

/// `None` where the folder cannot hold a socket, or its path is too long for one.
fn listen(folder: &Path) -> Option<Listener> {
    let place = place(folder);
    // Whoever holds the lock is the only one, so a socket that is there was left by a program that was killed.
    if cfg!(unix) {
        let _ = std::fs::remove_file(&place);
    }
    ListenerOptions::new()
        .name(name(&place)?)
        .create_sync()
        .ok()
}

fn hand_over(folder: &Path, handed: &Handed) -> bool {
    let place = place(folder);
    let begun = Instant::now();
    // The other start may still be on its way to listening.
    while begun.elapsed() < PATIENCE {
        if let Some(answered) = name(&place).and_then(|name| say(name, handed).ok()) {
            return answered;
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    false
}

fn say(name: Name<'_>, handed: &Handed) -> std::io::Result<bool> {
    let mut stream = Stream::connect(name)?;
    // Where time limits are not to be had, a window that hangs is waited for.
    let _ = stream.set_recv_timeout(Some(PATIENCE));
    let mut line = serde_json::to_vec(handed)?;
    line.push(b'\n');
    stream.write_all(&line)?;
    let mut answer = Vec::new();
    BufReader::new(stream.take(LONGEST)).read_until(b'\n', &mut answer)?;
    Ok(answer == HEARD)
}

fn hear(stream: Stream) -> Option<Handed> {
    let _ = stream.set_recv_timeout(Some(PATIENCE));
    let mut line = Vec::new();
    let mut reader = BufReader::new(stream.take(LONGEST));
    reader.read_until(b'\n', &mut line).ok()?;
    let handed = serde_json::from_slice(&line).ok()?;
    reader.into_inner().into_inner().write_all(HEARD).ok()?;
    Some(handed)
}

#[cfg(unix)]
fn place(folder: &Path) -> PathBuf {
    folder.join("door")
}

/// A pipe called after the folder: the same folder gives the same name in every start of the same build.
#[cfg(windows)]
fn place(folder: &Path) -> PathBuf {
    use std::hash::{DefaultHasher, Hash, Hasher};
    let mut hash = DefaultHasher::new();
    folder.hash(&mut hash);
    PathBuf::from(format!(r"\\.\pipe\jurydesk-{:016x}", hash.finish()))
}

fn name(place: &Path) -> Option<Name<'_>> {
    place.to_fs_name::<GenericFilePath>().ok()
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;

    use super::*;

    fn pack(name: &str) -> Handed {
        Handed {
            pack: Some(PathBuf::from(name)),
        }
    }

    #[test]
    fn a_second_start_hands_its_pack_to_the_first() {
        let folder = tempfile::tempdir().unwrap();
        let Arrival::First(door) = arrive(folder.path(), &Handed::default()) else {
            panic!("nobody else is there");
        };
        let (send, receive) = mpsc::channel();
        door.keep(move |handed| send.send(handed).unwrap());
        for name in ["/media/U 盘/评审包.judgepack", "b.judgepack"] {
            assert!(matches!(
                arrive(folder.path(), &pack(name)),
                Arrival::HandedOver
            ));
            assert_eq!(receive.recv_timeout(PATIENCE).unwrap(), pack(name));
        }
    }

    #[test]
    fn two_folders_have_two_doors() {
        let (one, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let first = arrive(one.path(), &Handed::default());
        let second = arrive(other.path(), &Handed::default());
        assert!(matches!(
            (first, second),
            (Arrival::First(_), Arrival::First(_))
        ));
    }

    #[test]
    fn a_socket_left_by_a_killed_program_is_no_hindrance() {
        let folder = tempfile::tempdir().unwrap();
        let left = ListenerOptions::new()
            .name(name(&place(folder.path())).unwrap())
            .reclaim_name(false)
            .create_sync()
            .unwrap();
        drop(left);
        let Arrival::First(door) = arrive(folder.path(), &Handed::default()) else {
            panic!("the lock was free");
        };
        assert!(door.listener.is_some());
    }

    #[test]
    fn a_folder_too_deep_for_a_socket_still_has_its_lock() {
        let folder = tempfile::tempdir().unwrap();
        let deep = folder.path().join("深".repeat(60));
        std::fs::create_dir(&deep).unwrap();
        let Arrival::First(door) = arrive(&deep, &Handed::default()) else {
            panic!("nobody else is there");
        };
        assert!(door.listener.is_none());
    }
}
