//! Encrypting what passes through, on as many cores as there are: the chunks of age's payload do not depend on each other.

use std::fmt;
use std::io::{self, Write};
use std::num::NonZero;
use std::thread;

use chacha20poly1305::aead::{AeadInPlace, KeyInit};
use chacha20poly1305::{ChaCha20Poly1305, Tag};
use zeroize::Zeroizing;

use crate::header::PayloadKey;
use crate::stream::{CHUNK_BYTES, SEALED_CHUNK, chunk_nonce};

/// Chunks that are gathered and then encrypted together: 4 MiB, so that starting threads costs nothing beside the work.
const BATCH: usize = 64;
/// Fewer chunks than this are encrypted where they are.
const WORTH_THREADS: usize = 8;
/// Most threads; the disk is slower than that many.
const MOST_THREADS: usize = 8;

/// Room from the beginning, in bytes, for files that are secrets themselves, such as an identity: a buffer that grew would
/// leave a copy behind.
const SMALL_FILE: usize = 4096;

const SEALED_BYTES: usize = SEALED_CHUNK as usize;
const TAG_BYTES: usize = SEALED_BYTES - CHUNK_BYTES;

/// A writer that encrypts what passes through it. Without [`EncryptWriter::finish`] the file has no end and is refused.
pub struct EncryptWriter<W: Write> {
    out: W,
    cipher: ChaCha20Poly1305,
    /// Plaintext of the chunks that are not written yet, with room for a tag after each; wiped when dropped.
    batch: Zeroizing<Vec<u8>>,
    /// Bytes of plaintext in the batch.
    filled: usize,
    /// The number of the first chunk of the batch.
    first: u64,
    state: State,
}

/// Whether more may be written. A batch is encrypted where it is, so one that was not written whole must never be
/// encrypted again: the same key stream twice would give the plaintext back.
#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Going,
    Failed,
}

/// Whether the batch has the last chunk of the file in it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Batch {
    Inner,
    Last,
}

impl<W: Write> EncryptWriter<W> {
    /// Goes on after header and nonce, which `out` has already.
    pub(crate) fn new(out: W, key: &PayloadKey) -> EncryptWriter<W> {
        EncryptWriter {
            out,
            cipher: ChaCha20Poly1305::new(key.as_slice().into()),
            batch: Zeroizing::new(Vec::with_capacity(SMALL_FILE)),
            filled: 0,
            first: 0,
            state: State::Going,
        }
    }

    /// Writes the last chunk, which proves the length, and gives the inner writer back.
    ///
    /// # Errors
    /// What the inner writer returns.
    pub fn finish(mut self) -> io::Result<W> {
        self.seal(Batch::Last)?;
        Ok(self.out)
    }

    fn refuse_after_failure(&self) -> io::Result<()> {
        match self.state {
            State::Going => Ok(()),
            State::Failed => Err(io::Error::other("writing this file failed before")),
        }
    }

    /// Encrypts the batch and writes it. Only an empty file gets an empty chunk. After a failure nothing more is written.
    fn seal(&mut self, which: Batch) -> io::Result<()> {
        self.refuse_after_failure()?;
        self.state = State::Failed;
        let chunks = self.filled.div_ceil(CHUNK_BYTES).max(1);
        self.batch.resize(
            self.filled.saturating_add(chunks.saturating_mul(TAG_BYTES)),
            0,
        );
        let end = self
            .first
            .saturating_add(u64::try_from(chunks).unwrap_or(0));
        let last = (which == Batch::Last).then(|| end.saturating_sub(1));
        let share = chunks.div_ceil(threads_for(chunks));
        let (cipher, first) = (&self.cipher, self.first);
        let mut shares = (first..)
            .step_by(share)
            .zip(self.batch.chunks_mut(share.saturating_mul(SEALED_BYTES)));
        let own = shares.next();
        thread::scope(|scope| {
            let others: Vec<_> = shares
                .map(|(first, bytes)| scope.spawn(move || seal_chunks(cipher, first, bytes, last)))
                .collect();
            let mut sealed = own.map_or(Ok(()), |(first, bytes)| {
                seal_chunks(cipher, first, bytes, last)
            });
            for other in others {
                let joined = other.join().unwrap_or(Err(chacha20poly1305::Error));
                sealed = sealed.and(joined);
            }
            sealed
        })
        .map_err(|_| io::Error::other("the cipher refused a chunk"))?;
        self.out.write_all(&self.batch)?;
        self.batch.clear();
        self.filled = 0;
        self.first = end;
        self.state = State::Going;
        Ok(())
    }
}

/// How many threads so many chunks are worth; asking for the number of cores costs more than a small file.
fn threads_for(chunks: usize) -> usize {
    if chunks < WORTH_THREADS {
        return 1;
    }
    let cores = thread::available_parallelism().map_or(1, NonZero::get);
    cores.min(MOST_THREADS)
}

/// Encrypts chunks where they are, and puts each one's tag behind it.
fn seal_chunks(
    cipher: &ChaCha20Poly1305,
    first: u64,
    bytes: &mut [u8],
    last: Option<u64>,
) -> Result<(), chacha20poly1305::Error> {
    for (index, chunk) in (first..).zip(bytes.chunks_mut(SEALED_BYTES)) {
        let Some((body, tag)) = chunk.split_last_chunk_mut::<TAG_BYTES>() else {
            return Err(chacha20poly1305::Error);
        };
        let nonce = chunk_nonce(index, last == Some(index));
        let found: Tag = cipher.encrypt_in_place_detached(&nonce, b"", body)?;
        *tag = found.into();
    }
    Ok(())
}

impl<W: Write> Write for EncryptWriter<W> {
    fn write(&mut self, plain: &[u8]) -> io::Result<usize> {
        if plain.is_empty() {
            return Ok(0);
        }
        self.refuse_after_failure()?;
        // A full batch waits until more comes, since its last chunk may be the last of all.
        if self.filled >= BATCH.saturating_mul(CHUNK_BYTES) {
            self.seal(Batch::Inner)?;
        }
        let inside = self.filled % CHUNK_BYTES;
        let before = self.filled / CHUNK_BYTES;
        let start = before.saturating_mul(SEALED_BYTES).saturating_add(inside);
        let count = plain.len().min(CHUNK_BYTES.saturating_sub(inside));
        // A new chunk begins behind the tag of the one before.
        self.batch.resize(start, 0);
        self.batch
            .extend_from_slice(plain.get(..count).unwrap_or_default());
        self.filled = self.filled.saturating_add(count);
        Ok(count)
    }

    /// Flushes what is encrypted already; a chunk that is not full stays here until the end.
    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

impl<W: Write> fmt::Debug for EncryptWriter<W> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("EncryptWriter(..)")
    }
}
