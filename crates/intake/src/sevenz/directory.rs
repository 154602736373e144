//! The directory of a 7z archive: its fields, its blocks, the files in them. No count is believed beyond its limit.

use super::Closed;
use crate::archive::MEMBERS_MAX;
use crate::ole::u32_at;
use crate::words;

/// Most coders of one block, and most streams of one coder.
const CODERS_MAX: u64 = 8;

/// The packed streams and what they unpack to.
#[derive(Default)]
pub(super) struct Streams {
    /// Where the first packed stream begins, counted from the end of the fixed header.
    pub(super) begins: u64,
    pub(super) sizes: Vec<u64>,
    pub(super) blocks: Vec<Block>,
}

/// One run of packed bytes, which may hold many files.
pub(super) struct Block {
    pub(super) coders: Vec<Coder>,
    /// How many packed streams it takes.
    pub(super) streams: usize,
    pub(super) size: u64,
    pub(super) crc: Option<u32>,
    pub(super) parts: Vec<Part>,
}

pub(super) struct Coder {
    pub(super) method: Vec<u8>,
    pub(super) properties: Vec<u8>,
    pub(super) outputs: u64,
}

/// One file in a block.
pub(super) struct Part {
    pub(super) size: u64,
    pub(super) crc: Option<u32>,
}

pub(super) struct Entry {
    pub(super) name: String,
    pub(super) has_content: bool,
    pub(super) is_empty_file: bool,
}

/// The fields of a directory, read from the front.
pub(super) struct Fields<'a>(pub(super) &'a [u8]);

impl<'a> Fields<'a> {
    pub(super) fn byte(&mut self) -> Result<u8, Closed> {
        let (first, rest) = self.0.split_first().ok_or(Closed::Unread)?;
        self.0 = rest;
        Ok(*first)
    }

    fn bytes(&mut self, length: u64) -> Result<&'a [u8], Closed> {
        let length = usize::try_from(length).map_err(|_| Closed::Unread)?;
        let (bytes, rest) = self.0.split_at_checked(length).ok_or(Closed::Unread)?;
        self.0 = rest;
        Ok(bytes)
    }

    /// A number of one to nine bytes: ones at the top of the first say how many follow.
    fn number(&mut self) -> Result<u64, Closed> {
        let first = self.byte()?;
        let more = first.leading_ones();
        let mut value = 0;
        for at in 0..more {
            value |= u64::from(self.byte()?) << (8 * at);
        }
        // What is left of the first byte stands above the others.
        let high = u64::from(first) & (0x7f_u64 >> more);
        Ok(value | high.checked_shl(8 * more).unwrap_or(0))
    }

    /// A number of things of which each takes place in the directory or in memory.
    fn count(&mut self, most: u64) -> Result<usize, Closed> {
        let count = self.number()?;
        if count > most {
            return Err(Closed::Unread);
        }
        usize::try_from(count).map_err(|_| Closed::Unread)
    }

    /// So many bits, the first in the highest place.
    fn bits(&mut self, count: usize) -> Result<Vec<bool>, Closed> {
        let bytes = self.bytes(count.div_ceil(8) as u64)?;
        let bit = |at: usize| {
            bytes
                .get(at / 8)
                .is_some_and(|byte| byte >> (7 - at % 8) & 1 == 1)
        };
        Ok((0..count).map(bit).collect())
    }

    /// Checksums of those that have one.
    fn digests(&mut self, count: usize) -> Result<Vec<Option<u32>>, Closed> {
        let defined = match self.byte()? {
            0 => self.bits(count)?,
            _ => vec![true; count],
        };
        let mut digests = Vec::with_capacity(count);
        for has in defined {
            let digest = if has { u32_at(self.bytes(4)?, 0) } else { None };
            digests.push(digest);
        }
        Ok(digests)
    }

    pub(super) fn streams(&mut self) -> Result<Streams, Closed> {
        let mut streams = Streams::default();
        let mut divided = false;
        loop {
            match self.byte()? {
                0 => break,
                0x06 => self.pack_info(&mut streams)?,
                0x07 => streams.blocks = self.blocks()?,
                0x08 => {
                    self.parts(&mut streams.blocks)?;
                    divided = true;
                }
                _ => return Err(Closed::Unread),
            }
        }
        if !divided {
            for block in &mut streams.blocks {
                let (size, crc) = (block.size, block.crc);
                block.parts.push(Part { size, crc });
            }
        }
        Ok(streams)
    }

    fn pack_info(&mut self, streams: &mut Streams) -> Result<(), Closed> {
        streams.begins = self.number()?;
        let count = self.count(MEMBERS_MAX as u64)?;
        loop {
            match self.byte()? {
                0 => return Ok(()),
                0x09 => {
                    for _ in 0..count {
                        streams.sizes.push(self.number()?);
                    }
                }
                0x0a => drop(self.digests(count)?),
                _ => return Err(Closed::Unread),
            }
        }
    }

    fn blocks(&mut self) -> Result<Vec<Block>, Closed> {
        if self.byte()? != 0x0b {
            return Err(Closed::Unread);
        }
        let count = self.count(MEMBERS_MAX as u64)?;
        // The list may stand elsewhere; no archiver puts it there.
        if self.byte()? != 0 {
            return Err(Closed::Unread);
        }
        let mut blocks = Vec::new();
        for _ in 0..count {
            blocks.push(self.block()?);
        }
        loop {
            match self.byte()? {
                0 => return Ok(blocks),
                0x0c => {
                    for block in &mut blocks {
                        let outputs: u64 = block.coders.iter().map(|coder| coder.outputs).sum();
                        for output in 0..outputs {
                            let size = self.number()?;
                            // With one coder, the only kind that is read, the first is the block's.
                            if output == 0 {
                                block.size = size;
                            }
                        }
                    }
                }
                0x0a => {
                    let digests = self.digests(blocks.len())?;
                    for (block, crc) in blocks.iter_mut().zip(digests) {
                        block.crc = crc;
                    }
                }
                _ => return Err(Closed::Unread),
            }
        }
    }

    fn block(&mut self) -> Result<Block, Closed> {
        let (mut coders, mut inputs, mut outputs) = (Vec::new(), 0_u64, 0_u64);
        for _ in 0..self.count(CODERS_MAX)? {
            let flags = self.byte()?;
            let method = self.bytes(u64::from(flags & 0x0f))?.to_vec();
            let (mut of_in, mut of_out) = (1, 1);
            if flags & 0x10 != 0 {
                of_in = self.count(CODERS_MAX)? as u64;
                of_out = self.count(CODERS_MAX)? as u64;
            }
            let mut properties = Vec::new();
            if flags & 0x20 != 0 {
                let length = self.number()?;
                properties = self.bytes(length)?.to_vec();
            }
            inputs += of_in;
            outputs += of_out;
            coders.push(Coder {
                method,
                properties,
                outputs: of_out,
            });
        }
        let bound = outputs.checked_sub(1).ok_or(Closed::Unread)?;
        for _ in 0..bound {
            self.number()?;
            self.number()?;
        }
        let packed = inputs.checked_sub(bound).ok_or(Closed::Unread)?;
        if packed > 1 {
            for _ in 0..packed {
                self.number()?;
            }
        }
        Ok(Block {
            coders,
            streams: usize::try_from(packed).map_err(|_| Closed::Unread)?,
            size: 0,
            crc: None,
            parts: Vec::new(),
        })
    }

    /// How the blocks are divided into files.
    fn parts(&mut self, blocks: &mut [Block]) -> Result<(), Closed> {
        let mut kind = self.byte()?;
        let mut counts = vec![1; blocks.len()];
        if kind == 0x0d {
            let mut most = MEMBERS_MAX as u64;
            for count in &mut counts {
                *count = self.count(most)?;
                most = most.saturating_sub(*count as u64);
            }
            kind = self.byte()?;
        }
        for (block, count) in blocks.iter_mut().zip(&counts) {
            let mut left = block.size;
            for at in 0..*count {
                // The last size is what the others leave.
                let size = if at + 1 == *count {
                    left
                } else if kind == 0x09 {
                    self.number()?
                } else {
                    return Err(Closed::Unread);
                };
                left = left.checked_sub(size).ok_or(Closed::Unread)?;
                block.parts.push(Part { size, crc: None });
            }
        }
        if kind == 0x09 {
            kind = self.byte()?;
        }
        // A block that is one file has that file's checksum already.
        let mut unknown = Vec::new();
        for block in blocks.iter_mut() {
            match (block.parts.as_mut_slice(), block.crc) {
                ([only], Some(crc)) => only.crc = Some(crc),
                (parts, _) => unknown.extend(parts.iter_mut()),
            }
        }
        if kind == 0x0a {
            let digests = self.digests(unknown.len())?;
            for (part, crc) in unknown.into_iter().zip(digests) {
                part.crc = crc;
            }
            kind = self.byte()?;
        }
        if kind == 0 {
            Ok(())
        } else {
            Err(Closed::Unread)
        }
    }

    pub(super) fn entries(&mut self) -> Result<Vec<Entry>, Closed> {
        let count = self.count(MEMBERS_MAX as u64)?;
        let mut names: Vec<String> = Vec::new();
        let mut empty = vec![false; count];
        let mut empty_files = Vec::new();
        loop {
            let kind = self.byte()?;
            if kind == 0 {
                break;
            }
            let length = self.number()?;
            let mut fields = Fields(self.bytes(length)?);
            match kind {
                0x0e => empty = fields.bits(count)?,
                0x0f => empty_files = fields.bits(empty.iter().filter(|empty| **empty).count())?,
                0x11 => {
                    if fields.byte()? != 0 {
                        return Err(Closed::Unread);
                    }
                    let units = fields.0.as_chunks::<2>().0.iter();
                    let units: Vec<u16> = units.map(|pair| u16::from_le_bytes(*pair)).collect();
                    let each = units.split(|unit| *unit == 0).take(count);
                    names = each
                        .map(|name| words::clean(&String::from_utf16_lossy(name)))
                        .collect();
                }
                _ => {}
            }
        }
        let mut empty_files = empty_files.into_iter();
        let mut names = names.into_iter();
        let entry = |is_empty: bool| Entry {
            name: names.next().unwrap_or_default(),
            has_content: !is_empty,
            is_empty_file: is_empty && empty_files.next().unwrap_or(false),
        };
        Ok(empty.into_iter().map(entry).collect())
    }
}
