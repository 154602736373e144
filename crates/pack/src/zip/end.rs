//! The records at the end of an archive, which say where its directory is.

use super::ZipError;
use super::fields::Fields;
use super::layout::{self, CENTRAL, END, END64, LOCATOR};
use crate::ReadAt;

/// Longest central header: its fixed part, a 255-byte name, all zip64 fields.
const LONGEST_CENTRAL: u64 = CENTRAL + 255 + 28;

/// What the end of an archive says about its directory.
pub(super) struct EndRecord {
    pub(super) entries: u64,
    pub(super) size: u64,
    pub(super) offset: u64,
}

impl EndRecord {
    /// Refuses more than `most` entries.
    pub(super) fn read(source: &(impl ReadAt + ?Sized), most: u64) -> Result<EndRecord, ZipError> {
        let at = source.len().checked_sub(END).ok_or(ZipError::NotAZip)?;
        let mut bytes = [0_u8; END as usize];
        source.read_exact_at(at, &mut bytes)?;
        let mut fields = Fields(&bytes);
        if fields.take() != END_SIGNATURE_AND_DISKS {
            return Err(misplaced_end(source));
        }
        let [on_disk, entries] = [fields.u16()?, fields.u16()?];
        let [size, offset] = [fields.u32()?, fields.u32()?];
        if fields.u16()? != 0 {
            return Err(ZipError::Comment);
        }
        if on_disk != entries {
            return Err(ZipError::SeveralDisks);
        }
        let mut end = EndRecord {
            entries: u64::from(entries),
            size: u64::from(size),
            offset: u64::from(offset),
        };
        let mut directory_end = at;
        if entries == u16::MAX || size == u32::MAX || offset == u32::MAX {
            (end, directory_end) = EndRecord::read_wide(source, at)?;
        }
        if end.entries > most || end.size > end.entries.saturating_mul(LONGEST_CENTRAL) {
            return Err(ZipError::TooManyEntries {
                entries: end.entries,
            });
        }
        let stated = end.offset.checked_add(end.size);
        match stated.and_then(|stated| directory_end.checked_sub(stated)) {
            Some(0) => {}
            Some(bytes) => return Err(ZipError::LeadingBytes { bytes }),
            None => {
                return Err(ZipError::BadDirectory {
                    why: "the directory does not end at the end record",
                });
            }
        }
        let expected = layout::end_records(end.entries, end.size, end.offset);
        let length = source.len().saturating_sub(directory_end);
        let mut found = vec![0_u8; expected.len()];
        if ReadAt::len(&expected) != length {
            return Err(ZipError::BadDirectory {
                why: "zip64 end records where none belong, or none where they do",
            });
        }
        source.read_exact_at(directory_end, &mut found)?;
        if found != expected {
            return Err(ZipError::BadDirectory {
                why: "the end records are not as this format writes them",
            });
        }
        Ok(end)
    }

    /// The zip64 end record, which must stand directly before its locator and that before the end record.
    fn read_wide(source: &(impl ReadAt + ?Sized), end: u64) -> Result<(EndRecord, u64), ZipError> {
        const MISSING: ZipError = ZipError::BadDirectory {
            why: "the zip64 end record is missing",
        };
        let at = end.checked_sub(END64 + LOCATOR).ok_or(MISSING)?;
        let mut bytes = [0_u8; (END64 + LOCATOR) as usize];
        source.read_exact_at(at, &mut bytes)?;
        let mut fields = Fields(&bytes);
        if fields.take() != layout::END64_SIGNATURE {
            return Err(MISSING);
        }
        fields.u64()?;
        fields.u64()?;
        fields.u32()?;
        let on_disk = fields.u64()?;
        let record = EndRecord {
            entries: fields.u64()?,
            size: fields.u64()?,
            offset: fields.u64()?,
        };
        if fields.take() != layout::LOCATOR_SIGNATURE {
            return Err(MISSING);
        }
        if on_disk != record.entries {
            return Err(ZipError::SeveralDisks);
        }
        Ok((record, at))
    }
}

/// The end record's signature and its two disk numbers, both zero.
const END_SIGNATURE_AND_DISKS: [u8; 8] = *b"PK\x05\x06\0\0\0\0";

/// Looks where the end record is instead, to say what is wrong; the search never leads to acceptance.
fn misplaced_end(source: &(impl ReadAt + ?Sized)) -> ZipError {
    let window = source.len().min(END + 0xFFFF + 1024);
    let start = source.len().saturating_sub(window);
    let mut tail = vec![0_u8; usize::try_from(window).unwrap_or(0)];
    if let Err(error) = source.read_exact_at(start, &mut tail) {
        return ZipError::Io(error);
    }
    let found = tail
        .windows(END_SIGNATURE_AND_DISKS.len())
        .rposition(|bytes| bytes.starts_with(&layout::END_SIGNATURE));
    let Some(record) = found.and_then(|at| tail.get(at..)) else {
        return ZipError::NotAZip;
    };
    let after = ReadAt::len(record).saturating_sub(END);
    let comment = record.get(20..22).map(|two| {
        two.iter()
            .rev()
            .fold(0_u64, |value, byte| (value << 8) | u64::from(*byte))
    });
    if !record.starts_with(&END_SIGNATURE_AND_DISKS) {
        ZipError::SeveralDisks
    } else if comment == Some(after) && after > 0 {
        ZipError::Comment
    } else {
        ZipError::TrailingBytes { bytes: after }
    }
}
