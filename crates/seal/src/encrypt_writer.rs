//! Encrypting what passes through, on as many cores as there are: the chunks of age's payload do not depend on each other.

use std::fmt;
use std::io::{self, Write};

use chacha20poly1305::ChaCha20Poly1305;
use chacha20poly1305::aead::KeyInit;
use zeroize::Zeroizing;

use crate::header::PayloadKey;
use crate::sealing::{Run, SEALED_BYTES, Sealing, TAG_BYTES};
use crate::stream::CHUNK_BYTES;

/// Chunks that are gathered and then encrypted together: 1 MiB, so that handing them to another thread costs nothing beside
/// the work.
const RUN: usize = 16;

/// Room from the beginning, in bytes, for files that are secrets themselves, such as an identity: a buffer that grew would
/// leave a copy behind.
const SMALL_FILE: usize = 4096;

/// A writer that encrypts what passes through it. Without [`EncryptWriter::finish`] the file has no end and is refused.
pub struct EncryptWriter<W: Write> {
    out: W,
    cipher: ChaCha20Poly1305,
    /// Plaintext that is gathered, with room for a tag after each chunk; wiped when dropped.
    gathered: Zeroizing<Vec<u8>>,
    /// Bytes of plaintext in it.
    filled: usize,
    /// The number of its first chunk.
    first: u64,
    /// Where full runs are encrypted, from the first one on.
    sealing: Option<Sealing>,
    state: State,
}

/// Whether more may be written. What was encrypted and not written whole must never be encrypted again: the same key stream
/// twice would give the plaintext back.
#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Going,
    Failed,
}

impl<W: Write> EncryptWriter<W> {
    /// Goes on after header and nonce, which `out` has already.
    pub(crate) fn new(out: W, key: &PayloadKey) -> EncryptWriter<W> {
        EncryptWriter {
            out,
            cipher: ChaCha20Poly1305::new(key.as_slice().into()),
            gathered: Zeroizing::new(Vec::with_capacity(SMALL_FILE)),
            filled: 0,
            first: 0,
            sealing: None,
            state: State::Going,
        }
    }

    /// Writes the last chunk, which proves the length, and gives the inner writer back.
    ///
    /// # Errors
    /// What the inner writer returns.
    pub fn finish(mut self) -> io::Result<W> {
        self.going(|writer| {
            writer.write_sealed(0)?;
            let last = writer.take_gathered().seal(&writer.cipher, true)?;
            writer.out.write_all(&last)
        })?;
        Ok(self.out)
    }

    /// Does a step unless one failed before, and remembers if this one does.
    fn going<T>(&mut self, step: impl FnOnce(&mut Self) -> io::Result<T>) -> io::Result<T> {
        if self.state == State::Failed {
            return Err(io::Error::other("writing this file failed before"));
        }
        let done = step(self);
        if done.is_err() {
            self.state = State::Failed;
        }
        done
    }

    /// What is gathered, as the next run of chunks. Only an empty file gets an empty chunk.
    fn take_gathered(&mut self) -> Run {
        let chunks = self.filled.div_ceil(CHUNK_BYTES).max(1);
        let mut bytes = std::mem::take(&mut self.gathered);
        let sealed = chunks.saturating_mul(TAG_BYTES).saturating_add(self.filled);
        bytes.resize(sealed, 0);
        let run = Run {
            first: self.first,
            bytes,
        };
        self.first = self
            .first
            .saturating_add(u64::try_from(chunks).unwrap_or(0));
        self.filled = 0;
        run
    }

    /// Hands a full run on, and writes what came out meanwhile.
    fn hand_on(&mut self) -> io::Result<()> {
        let run = self.take_gathered();
        let sealing = match &mut self.sealing {
            Some(sealing) => sealing,
            none => none.insert(Sealing::start(&self.cipher)?),
        };
        sealing.take(run)?;
        let room = sealing.room();
        // The next run is gathered where one that is written was.
        self.gathered = match self.write_sealed(room)? {
            Some(mut written) => {
                written.clear();
                written
            }
            None => Zeroizing::new(Vec::with_capacity(RUN.saturating_mul(SEALED_BYTES))),
        };
        Ok(())
    }

    /// Writes runs that are sealed, in order, until at most so many are on their way. Gives the last one it wrote back.
    fn write_sealed(&mut self, most: usize) -> io::Result<Option<Zeroizing<Vec<u8>>>> {
        let mut written = None;
        if let Some(sealing) = &mut self.sealing {
            while sealing.on_their_way() > most {
                let sealed = sealing.next()?;
                self.out.write_all(&sealed)?;
                written = Some(sealed);
            }
        }
        Ok(written)
    }
}

impl<W: Write> Write for EncryptWriter<W> {
    fn write(&mut self, plain: &[u8]) -> io::Result<usize> {
        if plain.is_empty() {
            return Ok(0);
        }
        // A full run waits until more comes, since its last chunk may be the last of all.
        let full = self.filled >= RUN.saturating_mul(CHUNK_BYTES);
        self.going(|writer| if full { writer.hand_on() } else { Ok(()) })?;
        let inside = self.filled % CHUNK_BYTES;
        let before = self.filled / CHUNK_BYTES;
        let start = before.saturating_mul(SEALED_BYTES).saturating_add(inside);
        let count = plain.len().min(CHUNK_BYTES.saturating_sub(inside));
        // A new chunk begins behind the tag of the one before.
        self.gathered.resize(start, 0);
        self.gathered
            .extend_from_slice(plain.get(..count).unwrap_or_default());
        self.filled = self.filled.saturating_add(count);
        Ok(count)
    }

    /// Writes and flushes what was handed on; what is gathered stays here until it is full or the end comes.
    fn flush(&mut self) -> io::Result<()> {
        self.going(|writer| {
            writer.write_sealed(0)?;
            writer.out.flush()
        })
    }
}

impl<W: Write> fmt::Debug for EncryptWriter<W> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("EncryptWriter(..)")
    }
}
