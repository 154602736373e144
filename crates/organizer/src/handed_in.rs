//! Files that judges handed in: read, kept in the vault and examined, several at a time.

use std::collections::BTreeSet;
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, sync_channel};
use std::thread::{self, Scope};

use seal::Identity;

use crate::digest::Digest;
use crate::error::{StoreError, facts};
use crate::examine::{Examined, Records};
use crate::merge::Reason;
use crate::vault::{Vault, sync_folder};

/// The largest file that is taken for a bundle.
const FILE_MAX: u64 = 128 << 20;
/// The most files that are recorded in one step of the database.
const RUN_FILES: usize = 256;
/// And the most bytes of them.
const RUN_BYTES: u64 = 32 << 20;
/// How many files are read, synced and verified at a time. Syncs that wait together share one write of the disk's
/// journal, so there are more than most machines have cores.
const WORKERS: usize = 8;

/// A file that was read and lies in the vault.
pub(crate) struct Kept {
    pub(crate) sha256: Digest,
    pub(crate) bytes: u64,
    /// `None` when the very same bytes were on record before.
    pub(crate) examined: Option<Examined>,
}

/// What became of each file of a run, in their order.
pub(crate) type Run = Vec<Result<Kept, Reason>>;

/// What reading takes.
#[derive(Clone, Copy)]
pub(crate) struct Reader<'a> {
    pub(crate) vault: &'a Vault,
    pub(crate) records: &'a Records<'a>,
    pub(crate) identity: &'a Identity,
    /// The hashes of what is on record.
    pub(crate) known: &'a BTreeSet<Digest>,
}

impl<'a> Reader<'a> {
    /// Reads, keeps and examines the files run by run, while the caller records the runs before. What comes out of the
    /// channel is synced, names included. After an error nothing more comes.
    pub(crate) fn start<'scope>(
        self,
        scope: &'scope Scope<'scope, '_>,
        files: &'a [PathBuf],
    ) -> Receiver<Result<Run, StoreError>>
    where
        'a: 'scope,
    {
        let (send, receive) = sync_channel(1);
        scope.spawn(move || {
            for run in runs(files) {
                let read = self.read_run(run);
                let failed = read.is_err();
                // A caller that is gone had an error of its own.
                if send.send(read).is_err() || failed {
                    return;
                }
            }
        });
        receive
    }

    fn read_run(self, files: &[PathBuf]) -> Result<Run, StoreError> {
        let run: Run = at_once(files, |file| self.read_one(file))
            .into_iter()
            .collect::<Result<_, _>>()?;
        // Names after all files: shelves that several files share are synced once.
        let new = run.iter().flatten().filter(|kept| kept.examined.is_some());
        let shelves: BTreeSet<PathBuf> = new.map(|kept| self.vault.shelf_of(kept.sha256)).collect();
        let shelves: Vec<PathBuf> = shelves.into_iter().collect();
        at_once(&shelves, |shelf| sync_folder(shelf))
            .into_iter()
            .collect::<Result<(), _>>()?;
        self.vault.sync_shelves()?;
        Ok(run)
    }

    fn read_one(self, file: &Path) -> Result<Result<Kept, Reason>, StoreError> {
        let bytes = match read(file) {
            Ok(bytes) => bytes,
            Err(reason) => return Ok(Err(reason)),
        };
        let sha256 = self.vault.keep_unnamed(&bytes)?;
        let known = self.known.contains(&sha256);
        Ok(Ok(Kept {
            sha256,
            bytes: bytes.len() as u64,
            examined: (!known).then(|| self.records.examine(&bytes, self.identity)),
        }))
    }
}

/// Does the work for every item, [`WORKERS`] at a time; the results are in the order of the items.
fn at_once<T: Sync, R: Send>(items: &[T], work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let next = AtomicUsize::new(0);
    let share = || {
        let mut done = Vec::new();
        while let Some((at, item)) = {
            let at = next.fetch_add(1, Ordering::Relaxed);
            items.get(at).map(|item| (at, item))
        } {
            done.push((at, work(item)));
        }
        done
    };
    let mut results: Vec<(usize, R)> = thread::scope(|scope| {
        let workers: Vec<_> = (0..WORKERS.min(items.len()))
            .map(|_| scope.spawn(share))
            .collect();
        workers
            .into_iter()
            .flat_map(|worker| worker.join().expect("a worker has nothing to panic over"))
            .collect()
    });
    results.sort_by_key(|(at, _)| *at);
    results.into_iter().map(|(_, result)| result).collect()
}

/// The files in runs that are small enough to be recorded in one step; a larger file makes a run alone.
fn runs(files: &[PathBuf]) -> impl Iterator<Item = &[PathBuf]> {
    let mut rest = files;
    std::iter::from_fn(move || {
        let mut bytes = 0_u64;
        let fit = rest
            .iter()
            .take(RUN_FILES)
            .take_while(|file| {
                let length = file.metadata().map_or(0, |facts| facts.len());
                bytes = bytes.saturating_add(length);
                bytes <= RUN_BYTES
            })
            .count();
        let (run, after) = rest.split_at_checked(fit.max(1))?;
        rest = after;
        Some(run)
    })
}

/// The files that are meant by files and folders: of a folder the score bundles that lie in it, by name.
///
/// # Errors
/// A folder that cannot be read.
pub fn bundles_in(paths: &[PathBuf]) -> Result<Vec<PathBuf>, StoreError> {
    let mut files = Vec::with_capacity(paths.len());
    for path in paths {
        if !path.is_dir() {
            files.push(path.clone());
            continue;
        }
        let failed = |source| StoreError::file(path, source);
        let mut inside = Vec::new();
        for child in std::fs::read_dir(path).map_err(failed)? {
            let child = child.map_err(failed)?.path();
            let bundle = child.extension().is_some_and(|end| end == "scorebundle");
            if bundle && child.is_file() {
                inside.push(child);
            }
        }
        inside.sort();
        files.append(&mut inside);
    }
    Ok(files)
}

fn read(path: &Path) -> Result<Vec<u8>, Reason> {
    let failed = |error: std::io::Error| Reason {
        code: "bundle_unreadable".to_owned(),
        facts: facts([("why", error.to_string())]),
    };
    let mut bytes = Vec::new();
    let file = File::open(path).map_err(failed)?;
    file.take(FILE_MAX + 1)
        .read_to_end(&mut bytes)
        .map_err(failed)?;
    if bytes.len() as u64 > FILE_MAX {
        return Err(Reason {
            code: "bundle_too_large".to_owned(),
            facts: facts([("limit", FILE_MAX.to_string())]),
        });
    }
    Ok(bytes)
}
