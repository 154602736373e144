//! Files inside 7z archives (7zFormat.txt of the LZMA SDK), with every claimed size and count checked before anything is
//! set aside for it. Read are the methods that archivers use for documents and media: LZMA, LZMA2 and none, in solid
//! blocks or not, with a packed directory or not.

mod directory;

use std::io::{self, Cursor, Read};

use directory::{Block, Fields, Part, Streams};
use lzma_rust2::{Lzma2Reader, LzmaReader};

use crate::archive::ARCHIVE_MEMBER_MAX;
use crate::attachment::{Attachment, Found, Opened};
use crate::ole::u32_at;

/// The first bytes of every archive.
pub(crate) const SIGNATURE: &[u8] = b"7z\xbc\xaf\x27\x1c";
/// Length of the fixed header, from which places are counted.
const START: usize = 32;
/// Largest directory, in bytes.
const DIRECTORY_MAX: u64 = 8 << 20;
/// Largest dictionary a block may ask for, in bytes: what the strongest usual setting takes.
const DICTIONARY_MAX: u32 = 64 << 20;
/// Why an archive, or a block of it, is not opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Closed {
    /// It is damaged, too large, or packed in a way that is not read.
    Unread,
    /// It is under a password.
    Locked,
}

/// Returns the files of an archive, `left` bytes of them at most.
pub(crate) fn members(bytes: &[u8], left: u64) -> Found {
    // The decoder is a foreign one and the bytes are a stranger's: a panic there is one unopened archive here.
    let read = std::panic::catch_unwind(|| open(bytes, left));
    let (files, opened) = read
        .unwrap_or(Err(Closed::Unread))
        .unwrap_or_else(|closed| {
            let opened = match closed {
                Closed::Locked => Opened::Locked,
                Closed::Unread => Opened::Partly,
            };
            (Vec::new(), opened)
        });
    Found {
        files,
        opened,
        message_id: None,
    }
}

fn open(bytes: &[u8], mut left: u64) -> Result<(Vec<Attachment>, Opened), Closed> {
    let directory = unpacked_directory(bytes)?;
    let mut fields = Fields(&directory);
    let mut streams = Streams::default();
    let mut entries = Vec::new();
    loop {
        match fields.byte()? {
            0 => break,
            0x04 => streams = fields.streams()?,
            0x05 => entries = fields.entries()?,
            _ => return Err(Closed::Unread),
        }
    }
    let mut files = Vec::new();
    let mut opened = Opened::Whole;
    let mut with_content = entries.iter().filter(|entry| entry.has_content);
    for (index, block) in streams.blocks.iter().enumerate() {
        let packed = streams.packed(bytes, index);
        let mut reader = match packed
            .ok_or(Closed::Unread)
            .and_then(|packed| block.reader(packed))
        {
            Ok(reader) => reader,
            Err(closed) => {
                opened = if closed == Closed::Locked {
                    Opened::Locked
                } else {
                    Opened::Partly
                };
                with_content.by_ref().take(block.parts.len()).for_each(drop);
                continue;
            }
        };
        for part in &block.parts {
            let Some(entry) = with_content.next() else {
                return Err(Closed::Unread);
            };
            match part.read(&mut reader, left.min(ARCHIVE_MEMBER_MAX)) {
                Some(content) => {
                    left = left.saturating_sub(part.size);
                    files.push(Attachment::new(entry.name.clone(), content));
                }
                None => opened = Opened::Partly,
            }
        }
    }
    if with_content.next().is_some() {
        opened = Opened::Partly;
    }
    // Files without content have no stream; folders have none either and are nobody's file.
    let empty = entries.iter().filter(|entry| entry.is_empty_file);
    files.extend(empty.map(|entry| Attachment::new(entry.name.clone(), Vec::new())));
    Ok((files, opened))
}

/// Returns the directory behind its first byte, unpacked when it is packed itself.
fn unpacked_directory(bytes: &[u8]) -> Result<Vec<u8>, Closed> {
    let long = |at: usize| -> Option<usize> {
        let eight: [u8; 8] = bytes.get(at..at + 8)?.try_into().ok()?;
        usize::try_from(u64::from_le_bytes(eight)).ok()
    };
    let place = || {
        let from = START.checked_add(long(12)?)?;
        let raw = bytes.get(from..from.checked_add(long(20)?)?)?;
        let is_whole = u32_at(bytes, 28)? == crc32fast::hash(raw);
        is_whole.then_some(raw)
    };
    let mut raw = place().ok_or(Closed::Unread)?.to_vec();
    // A packed directory may hold another packed one; two levels are never seen.
    for _ in 0..3 {
        match raw.split_first() {
            Some((0x01, rest)) => return Ok(rest.to_vec()),
            Some((0x17, rest)) => {
                let streams = Fields(rest).streams()?;
                let block = streams.blocks.first().ok_or(Closed::Unread)?;
                let part = block.parts.first().ok_or(Closed::Unread)?;
                let packed = streams.packed(bytes, 0).ok_or(Closed::Unread)?;
                let mut reader = block.reader(packed)?;
                raw = part
                    .read(&mut reader, DIRECTORY_MAX)
                    .ok_or(Closed::Unread)?;
            }
            _ => return Err(Closed::Unread),
        }
    }
    Err(Closed::Unread)
}

impl Streams {
    /// Returns the packed bytes of a block that takes one stream.
    fn packed<'a>(&self, bytes: &'a [u8], index: usize) -> Option<&'a [u8]> {
        let block = self.blocks.get(index)?;
        let before: usize = self
            .blocks
            .iter()
            .take(index)
            .map(|block| block.streams)
            .sum();
        let mut from = self.begins.checked_add(u64::try_from(START).ok()?)?;
        for size in self.sizes.iter().take(before) {
            from = from.checked_add(*size)?;
        }
        let size = (block.streams == 1)
            .then(|| self.sizes.get(before))
            .flatten()?;
        let from = usize::try_from(from).ok()?;
        bytes.get(from..from.checked_add(usize::try_from(*size).ok()?)?)
    }
}

impl Block {
    /// Returns what unpacks the block.
    fn reader<'a>(&self, packed: &'a [u8]) -> Result<Box<dyn Read + 'a>, Closed> {
        const AES: &[u8] = &[0x06, 0xf1, 0x07, 0x01];
        if self.coders.iter().any(|coder| coder.method == AES) {
            return Err(Closed::Locked);
        }
        let [coder] = self.coders.as_slice() else {
            return Err(Closed::Unread);
        };
        let packed = Cursor::new(packed);
        match (coder.method.as_slice(), coder.properties.as_slice()) {
            ([0], _) => Ok(Box::new(packed)),
            ([0x03, 0x01, 0x01], [properties, size @ ..]) => {
                let dictionary = u32_at(size, 0).filter(|size| *size <= DICTIONARY_MAX);
                let dictionary = dictionary.ok_or(Closed::Unread)?;
                let reader =
                    LzmaReader::new_with_props(packed, self.size, *properties, dictionary, None);
                Ok(Box::new(reader.map_err(|_| Closed::Unread)?))
            }
            ([0x21], [exponent]) => {
                // Two or three, shifted by half of the exponent and eleven more.
                let dictionary = 2_u32
                    .checked_add(u32::from(exponent & 1))
                    .filter(|_| *exponent <= 36)
                    .map(|base| base << (exponent / 2 + 11));
                let dictionary = dictionary.filter(|size| *size <= DICTIONARY_MAX);
                let dictionary = dictionary.ok_or(Closed::Unread)?;
                Ok(Box::new(Lzma2Reader::new(packed, dictionary, None)))
            }
            _ => Err(Closed::Unread),
        }
    }
}

impl Part {
    /// Reads the part's bytes off the block, and leaves the block behind them; `None` when they are too many or wrong.
    fn read(&self, block: &mut impl Read, limit: u64) -> Option<Vec<u8>> {
        let mut rest = block.take(self.size);
        if self.size > limit {
            io::copy(&mut rest, &mut io::sink()).ok()?;
            return None;
        }
        // Grows with what is there, not with what is claimed.
        let mut bytes = Vec::new();
        rest.read_to_end(&mut bytes).ok()?;
        let is_whole = u64::try_from(bytes.len()).ok()? == self.size
            && self.crc.is_none_or(|crc| crc == crc32fast::hash(&bytes));
        is_whole.then_some(bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What both packed streams below unpack to.
    fn text() -> Vec<u8> {
        ["hello 7z ".repeat(20).as_bytes(), "湖墅".as_bytes()].concat()
    }

    const LZMA: &[u8] = &[
        0x00, 0x34, 0x19, 0x49, 0xee, 0x8d, 0xe9, 0x06, 0x12, 0xee, 0x12, 0xc4, 0x97, 0x69, 0x77,
        0x40, 0x30, 0x4a, 0x11, 0xad, 0x58, 0x10, 0x1f, 0xff, 0xfe, 0x88, 0xd8, 0x00,
    ];
    const LZMA2: &[u8] = &[
        0xe0, 0x00, 0xb9, 0x00, 0x16, 0x5d, 0x00, 0x34, 0x19, 0x49, 0xee, 0x8d, 0xe9, 0x06, 0x12,
        0xee, 0x12, 0xc4, 0x97, 0x69, 0x77, 0x40, 0x30, 0x4a, 0x11, 0xaa, 0x08, 0xf0, 0x00, 0x00,
    ];

    fn number(value: usize) -> Vec<u8> {
        // Nine bytes are always enough.
        [&[0xff][..], &u64::try_from(value).unwrap().to_le_bytes()].concat()
    }

    /// An archive of one block with the given coder, divided into files of the given names and sizes.
    fn archive(coder: &[u8], packed: &[u8], files: &[(&str, &[u8])]) -> Vec<u8> {
        let header = header(coder, packed, files);
        framed(packed, &header)
    }

    fn framed(packed: &[u8], header: &[u8]) -> Vec<u8> {
        let start = [
            u64::try_from(packed.len()).unwrap().to_le_bytes(),
            u64::try_from(header.len()).unwrap().to_le_bytes(),
        ]
        .concat();
        let crc = crc32fast::hash(header).to_le_bytes();
        [SIGNATURE, &[0, 4, 0, 0, 0, 0], &start, &crc, packed, header].concat()
    }

    fn header(coder: &[u8], packed: &[u8], files: &[(&str, &[u8])]) -> Vec<u8> {
        let total: usize = files.iter().map(|(_, content)| content.len()).sum();
        let mut out = vec![1, 4, 6];
        out.extend([number(0), number(1), vec![9], number(packed.len()), vec![0]].concat());
        out.extend(
            [
                &[7, 0x0b][..],
                &number(1),
                &[0, 1],
                coder,
                &[0x0c],
                &number(total),
                &[0],
            ]
            .concat(),
        );
        out.extend([&[8, 0x0d][..], &number(files.len()), &[9]].concat());
        for (_, content) in files.iter().take(files.len() - 1) {
            out.extend(number(content.len()));
        }
        out.extend([0x0a, 1]);
        for (_, content) in files {
            out.extend(crc32fast::hash(content).to_le_bytes());
        }
        out.extend([0, 0, 5]);
        // One empty file more, after the others.
        out.extend(number(files.len() + 1));
        let names: Vec<u8> = files
            .iter()
            .map(|(name, _)| *name)
            .chain(["空.txt"])
            .flat_map(|name| name.encode_utf16().chain([0]))
            .flat_map(u16::to_le_bytes)
            .collect();
        out.push(0x11);
        out.extend([number(names.len() + 1), vec![0], names].concat());
        out.extend(
            [
                &[0x0e][..],
                &number(1),
                &[0x80 >> files.len()],
                &[0x0f],
                &number(1),
                &[0x80],
                &[0, 0],
            ]
            .concat(),
        );
        out
    }

    fn told(found: &Found) -> Vec<(&str, &[u8])> {
        let files = found.files.iter();
        files
            .map(|file| (file.name.as_str(), file.bytes.as_slice()))
            .collect()
    }

    const COPY: &[u8] = &[1, 0];
    const LZMA_CODER: &[u8] = &[0x23, 3, 1, 1, 5, 0x5d, 0, 0, 1, 0];
    const LZMA2_CODER: &[u8] = &[0x21, 0x21, 1, 8];

    #[test]
    fn files_come_out_whichever_way_they_are_packed() {
        let text = text();
        let (one, two) = text.split_at(50);
        for (coder, packed) in [
            (COPY, text.as_slice()),
            (LZMA_CODER, LZMA),
            (LZMA2_CODER, LZMA2),
        ] {
            let found = members(
                &archive(coder, packed, &[("湖/a.txt", one), ("b.bin", two)]),
                1 << 20,
            );
            assert_eq!(found.opened, Opened::Whole);
            assert_eq!(
                told(&found),
                [("湖/a.txt", one), ("b.bin", two), ("空.txt", b"")]
            );
        }
    }

    #[test]
    fn an_archive_is_opened_whatever_its_name() {
        let bytes = archive(COPY, b"hi", &[("a.txt", b"hi")]);
        let all = crate::open_archives(vec![Attachment::new("a.bin", bytes)]);
        assert_eq!(all.len(), 3);
        assert_eq!(all[0].opened, Opened::Whole);
    }

    #[test]
    fn a_packed_directory_is_unpacked() {
        let content = b"hi";
        let inner = header(COPY, content, &[("a.txt", content)]);
        let packed = [content.as_slice(), &inner].concat();
        let outer = [
            &[0x17, 6][..],
            &number(content.len()),
            &number(1),
            &[9],
            &number(inner.len()),
            &[0, 7, 0x0b],
            &number(1),
            &[0, 1],
            COPY,
            &[0x0c],
            &number(inner.len()),
            &[0x0a, 1],
            &crc32fast::hash(&inner).to_le_bytes(),
            &[0, 0],
        ]
        .concat();
        let found = members(&framed(&packed, &outer), 1 << 20);
        assert_eq!(told(&found), [("a.txt", &content[..]), ("空.txt", b"")]);
        assert_eq!(found.opened, Opened::Whole);
    }

    #[test]
    fn what_is_not_read_is_said() {
        let text = text();
        let aes = &[0x24, 6, 0xf1, 7, 1, 1, 0][..];
        let found = members(&archive(aes, &text, &[("a", &text)]), 1 << 20);
        assert_eq!(found.opened, Opened::Locked);
        // PPMd, and a dictionary of two gigabytes.
        for coder in [
            &[0x23, 3, 4, 1, 1, 0][..],
            &[0x21, 0x21, 1, 38],
            &[0x23, 3, 1, 1, 5, 0x5d, 0, 0, 0, 0x80],
        ] {
            let found = members(&archive(coder, LZMA, &[("a", &text)]), 1 << 20);
            assert_eq!(found.opened, Opened::Partly);
        }
        let found = members(&archive(COPY, &text, &[("a", &text)]), 10);
        assert_eq!((found.files.len(), found.opened), (1, Opened::Partly));
        let mut wrong = text.clone();
        wrong[3] ^= 1;
        let found = members(&archive(COPY, &wrong, &[("a", &text)]), 1 << 20);
        assert_eq!(found.opened, Opened::Partly);
    }

    #[test]
    fn false_counts_and_cuts_end_at_once() {
        let text = text();
        let whole = archive(LZMA2_CODER, LZMA2, &[("a", &text)]);
        for end in 0..whole.len() {
            assert_eq!(members(&whole[..end], 1 << 20).opened, Opened::Partly);
        }
        let directory = whole.len() - header(LZMA2_CODER, LZMA2, &[("a", &text)]).len();
        for at in directory..whole.len() {
            for value in [0, 0x7f, 0xff] {
                let mut header = whole[directory..].to_vec();
                header[at - directory] = value;
                let _ = members(&framed(LZMA2, &header), 1 << 20);
            }
        }
    }
}
