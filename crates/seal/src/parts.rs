//! One byte string in one file or in several volumes, read by position.

use std::fs::File;
use std::io;

/// Files that, joined in order, are one byte string.
#[derive(Debug)]
pub(crate) struct Parts {
    parts: Vec<Part>,
    len: u64,
}

#[derive(Debug)]
struct Part {
    file: File,
    start: u64,
    len: u64,
}

impl Parts {
    /// Asks each file for its length once; what grows later is not seen.
    pub(crate) fn join(files: Vec<File>) -> io::Result<Parts> {
        let mut parts = Vec::with_capacity(files.len());
        let mut start = 0_u64;
        for file in files {
            let len = file.metadata()?.len();
            parts.push(Part { file, start, len });
            start = start.checked_add(len).ok_or_else(|| {
                io::Error::new(io::ErrorKind::InvalidData, "the volumes are too large")
            })?;
        }
        Ok(Parts { parts, len: start })
    }

    pub(crate) fn len(&self) -> u64 {
        self.len
    }

    /// Fills `buf` from `offset`, across volumes.
    pub(crate) fn read_exact_at(&self, mut offset: u64, mut buf: &mut [u8]) -> io::Result<()> {
        while !buf.is_empty() {
            let index = self
                .parts
                .partition_point(|part| part.start.saturating_add(part.len) <= offset);
            let part = self
                .parts
                .get(index)
                .ok_or_else(|| io::Error::from(io::ErrorKind::UnexpectedEof))?;
            let inside = offset.saturating_sub(part.start);
            let room = usize::try_from(part.len.saturating_sub(inside)).unwrap_or(usize::MAX);
            let wanted = buf.len().min(room);
            let (now, later) = buf.split_at_mut(wanted);
            let count = match read_at(&part.file, now, inside) {
                Ok(0) => return Err(io::ErrorKind::UnexpectedEof.into()),
                Ok(count) => count.min(wanted),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => 0,
                Err(error) => return Err(error),
            };
            offset = offset.saturating_add(u64::try_from(count).unwrap_or(0));
            if count == wanted {
                buf = later;
            } else {
                // A short read: go on inside the same volume with what is left of the buffer.
                let (_, rest_of_now) = now.split_at_mut(count);
                let rest = rest_of_now.len();
                self.read_exact_at(offset, rest_of_now)?;
                offset = offset.saturating_add(u64::try_from(rest).unwrap_or(0));
                buf = later;
            }
        }
        Ok(())
    }
}

#[cfg(unix)]
fn read_at(file: &File, buf: &mut [u8], offset: u64) -> io::Result<usize> {
    std::os::unix::fs::FileExt::read_at(file, buf, offset)
}

#[cfg(windows)]
fn read_at(file: &File, buf: &mut [u8], offset: u64) -> io::Result<usize> {
    std::os::windows::fs::FileExt::seek_read(file, buf, offset)
}
