//! Reading by position: what the strict ZIP reader needs of a source.

use std::fs::File;
use std::io;

use seal::SealedFile;

/// Bytes that can be read at any place through `&self`.
pub trait ReadAt {
    /// How many bytes there are.
    fn len(&self) -> u64;

    /// Whether there are none.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Reads from `offset` into `buf`, returns how many bytes; 0 only at the end or for an empty `buf`.
    ///
    /// # Errors
    /// What the source fails with.
    fn read_at(&self, offset: u64, buf: &mut [u8]) -> io::Result<usize>;

    /// Fills `buf` from `offset`.
    ///
    /// # Errors
    /// [`io::ErrorKind::UnexpectedEof`] when the source ends before; else what the source fails with.
    fn read_exact_at(&self, mut offset: u64, mut buf: &mut [u8]) -> io::Result<()> {
        while !buf.is_empty() {
            let count = self.read_at(offset, buf)?;
            if count == 0 {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
            offset = offset.saturating_add(u64::try_from(count).unwrap_or(0));
            let taken = count.min(buf.len());
            buf = buf.split_at_mut(taken).1;
        }
        Ok(())
    }
}

impl ReadAt for [u8] {
    fn len(&self) -> u64 {
        u64::try_from(<[u8]>::len(self)).unwrap_or(u64::MAX)
    }

    fn read_at(&self, offset: u64, buf: &mut [u8]) -> io::Result<usize> {
        let from = usize::try_from(offset)
            .ok()
            .and_then(|start| self.get(start..))
            .unwrap_or(&[]);
        for (to, byte) in buf.iter_mut().zip(from) {
            *to = *byte;
        }
        Ok(buf.len().min(from.len()))
    }
}

impl ReadAt for Vec<u8> {
    fn len(&self) -> u64 {
        ReadAt::len(self.as_slice())
    }

    fn read_at(&self, offset: u64, buf: &mut [u8]) -> io::Result<usize> {
        self.as_slice().read_at(offset, buf)
    }
}

impl ReadAt for File {
    /// 0 when the file cannot say its length, so that nothing is read.
    fn len(&self) -> u64 {
        self.metadata().map_or(0, |metadata| metadata.len())
    }

    fn read_at(&self, offset: u64, buf: &mut [u8]) -> io::Result<usize> {
        #[cfg(unix)]
        return std::os::unix::fs::FileExt::read_at(self, buf, offset);
        #[cfg(windows)]
        return std::os::windows::fs::FileExt::seek_read(self, buf, offset);
    }
}

impl ReadAt for SealedFile {
    fn len(&self) -> u64 {
        SealedFile::len(self)
    }

    /// A failure of the encryption travels inside the [`io::Error`]; [`crate::PackError`] takes it out again.
    fn read_at(&self, offset: u64, buf: &mut [u8]) -> io::Result<usize> {
        SealedFile::read_at(self, offset, buf).map_err(|error| match error {
            seal::SealError::Io(error) => error,
            other => io::Error::new(io::ErrorKind::InvalidData, other),
        })
    }
}
