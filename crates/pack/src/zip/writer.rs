//! Writing an archive in one pass: sizes and CRCs are known before the data, so nothing is ever gone back to.

use std::io::Write;

use super::names::SeenNames;
use super::{MOST_ENTRIES, ZipError, check_name, layout};

/// Writes stored entries one after the other, without seeking.
pub struct ZipWriter<W: Write> {
    out: W,
    offset: u64,
    directory: Vec<u8>,
    entries: u64,
    most: u64,
    seen: SeenNames,
    open: Option<OpenEntry>,
}

struct OpenEntry {
    name: String,
    left: u64,
    crc: crc32fast::Hasher,
    announced: u32,
}

impl<W: Write> ZipWriter<W> {
    /// An archive that begins at the first byte of `out`.
    pub fn new(out: W) -> ZipWriter<W> {
        ZipWriter::up_to(out, MOST_ENTRIES)
    }

    /// As [`ZipWriter::new`], for archives that may have more or fewer entries than a pack.
    pub fn up_to(out: W, most: u64) -> ZipWriter<W> {
        ZipWriter {
            out,
            offset: 0,
            directory: Vec::new(),
            entries: 0,
            most,
            seen: SeenNames::default(),
            open: None,
        }
    }

    /// Begins an entry of exactly `size` bytes with this CRC-32; [`ZipWriter::write`] then brings the data.
    ///
    /// # Errors
    /// [`ZipError::Name`], [`ZipError::Duplicate`] or [`ZipError::Clash`] for the name, [`ZipError::TooManyEntries`],
    /// [`ZipError::Announced`] when the entry before it got other data than announced, [`ZipError::Io`].
    pub fn start(&mut self, name: &str, size: u64, crc: u32) -> Result<(), ZipError> {
        self.close_entry()?;
        check_name(name).map_err(|why| ZipError::Name {
            name: name.chars().take(80).collect(),
            why,
        })?;
        self.seen.add(name)?;
        self.entries = self.entries.saturating_add(1);
        if self.entries > self.most {
            return Err(ZipError::TooManyEntries {
                entries: self.entries,
            });
        }
        let header = layout::local_header(name, size, crc);
        self.directory
            .extend_from_slice(&layout::central_header(name, size, crc, self.offset));
        self.put(&header)?;
        self.open = Some(OpenEntry {
            name: name.to_owned(),
            left: size,
            crc: crc32fast::Hasher::new(),
            announced: crc,
        });
        Ok(())
    }

    /// Appends data to the entry that was started last.
    ///
    /// # Errors
    /// [`ZipError::Announced`] when it is more than announced, [`ZipError::Io`].
    pub fn write(&mut self, data: &[u8]) -> Result<(), ZipError> {
        let length = u64::try_from(data.len()).unwrap_or(u64::MAX);
        let Some(open) = &mut self.open else {
            return Err(ZipError::Announced {
                name: String::new(),
            });
        };
        open.left = open
            .left
            .checked_sub(length)
            .ok_or_else(|| ZipError::Announced {
                name: open.name.clone(),
            })?;
        open.crc.update(data);
        self.put(data)
    }

    /// A whole entry at once.
    ///
    /// # Errors
    /// As [`ZipWriter::start`] and [`ZipWriter::write`].
    pub fn add(&mut self, name: &str, data: &[u8]) -> Result<(), ZipError> {
        let size = u64::try_from(data.len()).unwrap_or(u64::MAX);
        self.start(name, size, crc32fast::hash(data))?;
        self.write(data)
    }

    /// Writes the directory and gives `out` and the size of the archive back.
    ///
    /// # Errors
    /// [`ZipError::Announced`] when the last entry got other data than announced, [`ZipError::Io`].
    pub fn finish(mut self) -> Result<(W, u64), ZipError> {
        self.close_entry()?;
        let start = self.offset;
        let directory = std::mem::take(&mut self.directory);
        self.put(&directory)?;
        let size = self.offset.saturating_sub(start);
        let end = layout::end_records(self.entries, size, start);
        self.put(&end)?;
        Ok((self.out, self.offset))
    }

    fn close_entry(&mut self) -> Result<(), ZipError> {
        let Some(open) = self.open.take() else {
            return Ok(());
        };
        if open.left > 0 || open.crc.finalize() != open.announced {
            return Err(ZipError::Announced { name: open.name });
        }
        Ok(())
    }

    fn put(&mut self, bytes: &[u8]) -> Result<(), ZipError> {
        self.out.write_all(bytes)?;
        self.offset = self
            .offset
            .saturating_add(u64::try_from(bytes.len()).unwrap_or(u64::MAX));
        Ok(())
    }
}

impl<W: Write> std::fmt::Debug for ZipWriter<W> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ZipWriter")
            .field("entries", &self.entries)
            .field("offset", &self.offset)
            .finish_non_exhaustive()
    }
}
