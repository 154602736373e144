//! Reading the directory of an archive, and refusing every archive that could be read in two ways.

use std::collections::BTreeMap;

use super::end::EndRecord;
use super::fields::Fields;
use super::layout::{self, CENTRAL};
use super::names::SeenNames;
use super::{BadName, MOST_ENTRIES, ZipError, check_name};
use crate::ReadAt;

/// One stored file of an archive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ZipEntry {
    /// Its name; safe below a folder, see [`check_name`].
    pub name: String,
    /// Its size in bytes.
    pub size: u64,
    /// Its CRC-32 (as stated; [`ZipDirectory::read_entry`] checks it).
    pub crc32: u32,
    header: u64,
}

impl ZipEntry {
    /// Where the data begins, in bytes of the archive.
    pub fn data_offset(&self) -> u64 {
        self.header
            .saturating_add(layout::local_len(&self.name, self.size))
    }
}

/// The directory of an accepted archive, in the order of the data.
///
/// Reading it touches only the end of the archive. The header before each entry's data is compared when the entry is
/// first read ([`ZipDirectory::check_local`]); since the directory already says how long each of these headers is, the
/// entries are known to fill the archive without gap or overlap.
#[derive(Debug)]
pub struct ZipDirectory {
    entries: Vec<ZipEntry>,
    by_name: BTreeMap<String, usize>,
}

impl ZipDirectory {
    /// Reads and checks the directory.
    ///
    /// # Errors
    /// [`ZipError`] with the reason for the refusal, or the source's failure.
    pub fn read(source: &(impl ReadAt + ?Sized)) -> Result<ZipDirectory, ZipError> {
        ZipDirectory::read_up_to(source, MOST_ENTRIES)
    }

    /// As [`ZipDirectory::read`], for archives that may have more or fewer entries than a pack.
    ///
    /// # Errors
    /// As there.
    pub fn read_up_to(
        source: &(impl ReadAt + ?Sized),
        most: u64,
    ) -> Result<ZipDirectory, ZipError> {
        let end = EndRecord::read(source, most)?;
        let size = usize::try_from(end.size).map_err(|_| ZipError::TooManyEntries {
            entries: end.entries,
        })?;
        let mut bytes = vec![0_u8; size];
        source.read_exact_at(end.offset, &mut bytes)?;

        let mut entries = Vec::new();
        let mut seen = SeenNames::default();
        let mut rest = bytes.as_slice();
        let mut filled = 0_u64;
        for _ in 0..end.entries {
            let (entry, after) = central_entry(rest)?;
            rest = after;
            place(&entry, filled)?;
            filled = entry
                .data_offset()
                .checked_add(entry.size)
                .ok_or(ZipError::BadDirectory {
                    why: "an entry ends beyond every archive",
                })?;
            seen.add(&entry.name)?;
            entries.push(entry);
        }
        if !rest.is_empty() {
            return Err(ZipError::BadDirectory {
                why: "bytes after the last entry of the directory",
            });
        }
        if let Some(bytes) = end.offset.checked_sub(filled) {
            if bytes > 0 {
                return Err(ZipError::Gap {
                    name: "(directory)".to_owned(),
                    bytes,
                });
            }
        } else {
            return Err(ZipError::Overlap {
                name: "(directory)".to_owned(),
            });
        }
        let by_name = entries
            .iter()
            .enumerate()
            .map(|(index, entry)| (entry.name.clone(), index))
            .collect();
        Ok(ZipDirectory { entries, by_name })
    }

    /// The entries, in the order of the data.
    pub fn entries(&self) -> &[ZipEntry] {
        &self.entries
    }

    /// The entry of this name.
    pub fn find(&self, name: &str) -> Option<&ZipEntry> {
        self.by_name
            .get(name)
            .and_then(|index| self.entries.get(*index))
    }

    /// An entry by the header before its data alone, for an archive whose directory is missing. What it says must be
    /// proven by other means.
    pub(crate) fn peek_entry(
        source: &(impl ReadAt + ?Sized),
        header: u64,
        name: &str,
    ) -> Result<ZipEntry, ZipError> {
        let mut fixed = [0_u8; layout::LOCAL as usize];
        source.read_exact_at(header, &mut fixed)?;
        let mut fields = Fields(&fixed);
        let _: [u8; 14] = fields.take();
        let [crc32, size] = [fields.u32()?, fields.u32()?];
        let entry = ZipEntry {
            name: name.to_owned(),
            size: u64::from(size),
            crc32,
            header,
        };
        ZipDirectory::check_local(source, &entry)?;
        Ok(entry)
    }

    /// Compares the header before the entry's data with the directory.
    ///
    /// # Errors
    /// [`ZipError::LocalDiffers`], or the source's failure.
    pub fn check_local(source: &(impl ReadAt + ?Sized), entry: &ZipEntry) -> Result<(), ZipError> {
        let expected = layout::local_header(&entry.name, entry.size, entry.crc32);
        let mut found = vec![0_u8; expected.len()];
        source.read_exact_at(entry.header, &mut found)?;
        if found == expected {
            Ok(())
        } else {
            Err(ZipError::LocalDiffers {
                name: entry.name.clone(),
            })
        }
    }

    /// Reads an entry whole: its header compared, its CRC-32 checked, at most `limit` bytes allocated.
    ///
    /// # Errors
    /// [`ZipError::TooLarge`], [`ZipError::LocalDiffers`], [`ZipError::WrongCrc`], or the source's failure.
    pub fn read_entry(
        source: &(impl ReadAt + ?Sized),
        entry: &ZipEntry,
        limit: u64,
    ) -> Result<Vec<u8>, ZipError> {
        let too_large = || ZipError::TooLarge {
            name: entry.name.clone(),
            limit,
        };
        if entry.size > limit {
            return Err(too_large());
        }
        ZipDirectory::check_local(source, entry)?;
        let mut data = vec![0_u8; usize::try_from(entry.size).map_err(|_| too_large())?];
        source.read_exact_at(entry.data_offset(), &mut data)?;
        if crc32fast::hash(&data) == entry.crc32 {
            Ok(data)
        } else {
            Err(ZipError::WrongCrc {
                name: entry.name.clone(),
            })
        }
    }
}

/// The entry must begin where the one before it ended.
fn place(entry: &ZipEntry, filled: u64) -> Result<(), ZipError> {
    match entry.header.checked_sub(filled) {
        Some(0) => Ok(()),
        Some(bytes) if filled == 0 => Err(ZipError::LeadingBytes { bytes }),
        Some(bytes) => Err(ZipError::Gap {
            name: entry.name.clone(),
            bytes,
        }),
        None => Err(ZipError::Overlap {
            name: entry.name.clone(),
        }),
    }
}

/// One header of the directory, checked for itself; gives what follows it.
fn central_entry(bytes: &[u8]) -> Result<(ZipEntry, &[u8]), ZipError> {
    let mut fields = Fields(bytes);
    if fields.take() != layout::CENTRAL_SIGNATURE {
        return Err(ZipError::BadDirectory {
            why: "an entry of the directory has no signature",
        });
    }
    let [made_by, _needed, flags, method] =
        [fields.u16()?, fields.u16()?, fields.u16()?, fields.u16()?];
    fields.u32()?; // time and date, compared with the whole header below
    let [crc32, packed, plain] = [fields.u32()?, fields.u32()?, fields.u32()?];
    let [name_len, extra_len, comment_len] = [fields.u16()?, fields.u16()?, fields.u16()?];
    fields.u32()?; // disk and internal attributes, likewise
    let [attributes, offset] = [fields.u32()?, fields.u32()?];
    let name = fields.slice(name_len)?;
    let mut extra = Fields(fields.slice(extra_len)?);
    let shown: String = String::from_utf8_lossy(name).chars().take(80).collect();
    let bad_name = |why| ZipError::Name {
        name: shown.clone(),
        why,
    };
    let name = std::str::from_utf8(name).map_err(|_| bad_name(BadName::NotUtf8))?;
    check_name(name).map_err(bad_name)?;
    let name = name.to_owned();

    if comment_len != 0 {
        return Err(ZipError::Comment);
    }
    if flags & 0b10_0000_0100_0001 != 0 {
        return Err(ZipError::Encrypted { name });
    }
    if flags & 0b1000 != 0 {
        return Err(ZipError::DataDescriptor { name });
    }
    if method != 0 {
        return Err(ZipError::Compressed { name, method });
    }
    let kind = (attributes >> 16) & 0o170_000;
    if made_by >> 8 == 3 && kind != 0 && kind != 0o100_000 {
        return Err(ZipError::Link { name });
    }
    if packed != plain {
        return Err(ZipError::NotCanonical { name });
    }
    let mut size = u64::from(plain);
    let mut header = u64::from(offset);
    if plain == u32::MAX || offset == u32::MAX {
        let not_canonical = |_| ZipError::NotCanonical { name: name.clone() };
        extra.u32().map_err(not_canonical)?; // the field's tag and length, compared below
        if plain == u32::MAX {
            size = extra.u64().map_err(not_canonical)?;
            extra.u64().map_err(not_canonical)?;
        }
        if offset == u32::MAX {
            header = extra.u64().map_err(not_canonical)?;
        }
    }
    // Whatever was not looked at above is covered here: the header must be, byte for byte, the one we would write.
    let expected = layout::central_header(&name, size, crc32, header);
    if bytes.get(..expected.len()) != Some(expected.as_slice())
        || ReadAt::len(&expected)
            != CENTRAL
                .saturating_add(u64::from(name_len))
                .saturating_add(u64::from(extra_len))
    {
        return Err(ZipError::NotCanonical { name });
    }
    let entry = ZipEntry {
        name,
        size,
        crc32,
        header,
    };
    Ok((entry, fields.0))
}
