//! Runs of chunks encrypted on threads of their own, handed in and taken out in order, so that reading, encrypting and writing
//! a file go on side by side.

use std::collections::VecDeque;
use std::io;
use std::num::NonZero;
use std::sync::mpsc::{Receiver, Sender, SyncSender, channel, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use chacha20poly1305::aead::AeadInPlace;
use chacha20poly1305::{ChaCha20Poly1305, Tag};
use zeroize::Zeroizing;

use crate::stream::{CHUNK_BYTES, SEALED_CHUNK, chunk_nonce};

/// Most threads; the disk is slower than that many.
const MOST_THREADS: usize = 8;

pub(crate) const SEALED_BYTES: usize = SEALED_CHUNK as usize;
pub(crate) const TAG_BYTES: usize = SEALED_BYTES - CHUNK_BYTES;

/// Chunks that follow each other, with room for a tag after each.
pub(crate) struct Run {
    /// The number of the first.
    pub(crate) first: u64,
    pub(crate) bytes: Zeroizing<Vec<u8>>,
}

impl Run {
    /// Encrypts the chunks where they are and puts each one's tag behind it.
    pub(crate) fn seal(
        mut self,
        cipher: &ChaCha20Poly1305,
        ends_the_file: bool,
    ) -> io::Result<Zeroizing<Vec<u8>>> {
        let refused = || io::Error::other("the cipher refused a chunk");
        let chunks = self.bytes.len().div_ceil(SEALED_BYTES);
        let indices = self.first..;
        for ((at, index), chunk) in (1..).zip(indices).zip(self.bytes.chunks_mut(SEALED_BYTES)) {
            let (body, tag) = chunk
                .split_last_chunk_mut::<TAG_BYTES>()
                .ok_or_else(refused)?;
            let nonce = chunk_nonce(index, ends_the_file && at == chunks);
            let found: Tag = cipher
                .encrypt_in_place_detached(&nonce, b"", body)
                .map_err(|_| refused())?;
            *tag = found.into();
        }
        Ok(self.bytes)
    }
}

type Sealed = io::Result<Zeroizing<Vec<u8>>>;

/// A run, and where it goes when it is sealed.
struct Order {
    run: Run,
    to: SyncSender<Sealed>,
}

/// The threads, and the runs that are with them.
pub(crate) struct Sealing {
    orders: Sender<Order>,
    on_their_way: VecDeque<Receiver<Sealed>>,
    threads: usize,
}

impl Sealing {
    /// Starts a thread a core. They end when this is dropped.
    ///
    /// # Errors
    /// When the system gives no thread.
    pub(crate) fn start(cipher: &ChaCha20Poly1305) -> io::Result<Sealing> {
        let (orders, taken) = channel::<Order>();
        let taken = Arc::new(Mutex::new(taken));
        let threads = thread::available_parallelism()
            .map_or(1, NonZero::get)
            .min(MOST_THREADS);
        for _ in 0..threads {
            let (taken, cipher) = (Arc::clone(&taken), cipher.clone());
            thread::Builder::new().spawn(move || {
                loop {
                    let next = taken.lock().unwrap_or_else(PoisonError::into_inner).recv();
                    let Ok(Order { run, to }) = next else {
                        return;
                    };
                    // A writer that is gone wants it no more.
                    drop(to.send(run.seal(&cipher, false)));
                }
            })?;
        }
        Ok(Sealing {
            orders,
            on_their_way: VecDeque::new(),
            threads,
        })
    }

    /// How many runs may be on their way without a thread waiting for one.
    pub(crate) fn room(&self) -> usize {
        self.threads.saturating_mul(2)
    }

    /// How many runs were taken and not given back.
    pub(crate) fn on_their_way(&self) -> usize {
        self.on_their_way.len()
    }

    /// Takes a run that does not end the file.
    pub(crate) fn take(&mut self, run: Run) -> io::Result<()> {
        let (to, sealed) = sync_channel(1);
        self.on_their_way.push_back(sealed);
        self.orders.send(Order { run, to }).map_err(|_| gone())
    }

    /// The run that was taken first, sealed.
    pub(crate) fn next(&mut self) -> Sealed {
        let first = self.on_their_way.pop_front().ok_or_else(gone)?;
        first.recv().unwrap_or_else(|_| Err(gone()))
    }
}

fn gone() -> io::Error {
    io::Error::other("the thread that encrypts is gone")
}
