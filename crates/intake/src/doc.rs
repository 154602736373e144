//! The visible text of a Word 97–2003 document ([MS-DOC]), which WPS also writes: paragraphs and table cells in
//! reading order, deleted and hidden text left out. Text boxes and fast-saved formatting exceptions are not followed.

use crate::blocks::Block;
use crate::marked::Marked;
use crate::ole::{CompoundFile, u16_at, u32_at};

/// Most characters that are read.
const TEXT_MAX: usize = 4 << 20;
/// Most formatting pages that are read.
const PAGES_MAX: usize = 4_000;

/// Why a binary document gives no text.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Unread {
    /// It is not a Word document.
    NotADocument,
    /// It is under a password.
    Encrypted,
    /// It is damaged.
    Damaged,
}

/// Reads a Word 97–2003 document.
pub(crate) fn read(bytes: &[u8]) -> Result<Vec<Block>, Unread> {
    let file = CompoundFile::open(bytes).ok_or(Unread::NotADocument)?;
    let word = file.stream("WordDocument").ok_or(Unread::NotADocument)?;
    if u16_at(&word, 0) != Some(0xa5ec) {
        return Err(Unread::NotADocument);
    }
    let flags = u16_at(&word, 10).ok_or(Unread::Damaged)?;
    if flags & 0x0100 != 0 {
        return Err(Unread::Encrypted);
    }
    let table = if flags & 0x0200 != 0 {
        "1Table"
    } else {
        "0Table"
    };
    let table = file.stream(table).ok_or(Unread::Damaged)?;
    let document = Document { word, table };
    let characters = document.characters().ok_or(Unread::Damaged)?;
    Ok(document.blocks(&characters))
}

/// Places of structures in the table stream, as pairs in the file information block ([MS-DOC] §2.5.6).
const CHARACTER_PAGES: usize = 12;
const PARAGRAPH_PAGES: usize = 13;
const PIECES: usize = 33;

/// Single property modifiers that matter here ([MS-DOC] §2.6).
const DELETED: u16 = 0x0800;
const HIDDEN: u16 = 0x083c;
const IN_TABLE: u16 = 0x2416;
const INNER_CELL: u16 = 0x244b;
const ROW_END: u16 = 0x2417;

struct Document {
    word: Vec<u8>,
    table: Vec<u8>,
}

/// One character and where its bytes stand in the stream, which is what formatting refers to.
struct Character {
    c: char,
    place: u32,
}

impl Document {
    /// Returns a structure of the table stream by its number.
    fn structure(&self, number: usize) -> Option<&[u8]> {
        let words = usize::from(u16_at(&self.word, 32)?);
        let longs_at = 34 + words * 2;
        let longs = usize::from(u16_at(&self.word, longs_at)?);
        let pair = longs_at + 2 + longs * 4 + 2 + number * 8;
        let from = usize::try_from(u32_at(&self.word, pair)?).ok()?;
        let length = usize::try_from(u32_at(&self.word, pair + 4)?).ok()?;
        self.table.get(from..from.checked_add(length)?)
    }

    /// Returns the characters of the main text by way of the piece table.
    fn characters(&self) -> Option<Vec<Character>> {
        let main_length = u32_at(&self.word, 0x4c)?;
        let pieces = piece_table(self.structure(PIECES)?)?;
        // n + 1 positions of 4 bytes, then n descriptors of 8.
        let count = pieces.len().checked_sub(4)? / 12;
        let mut out = Vec::new();
        for index in 0..count {
            let from = u32_at(pieces, index * 4)?;
            let to = u32_at(pieces, index * 4 + 4)?.min(main_length);
            let place = u32_at(pieces, (count + 1) * 4 + index * 8 + 2)?;
            let length = usize::try_from(to.saturating_sub(from)).ok()?;
            if out.len().checked_add(length)? > TEXT_MAX {
                return None;
            }
            self.piece(place, length, &mut out);
        }
        Some(out)
    }

    /// Appends one piece; what lies beyond the stream is missing.
    fn piece(&self, place: u32, length: usize, out: &mut Vec<Character>) {
        const COMPRESSED: u32 = 1 << 30;
        if place & COMPRESSED != 0 {
            let start = (place & (COMPRESSED - 1)) / 2;
            let bytes = usize::try_from(start)
                .ok()
                .and_then(|start| self.word.get(start..))
                .unwrap_or_default();
            let (text, _) = encoding_rs::WINDOWS_1252.decode_without_bom_handling(
                bytes.get(..length.min(bytes.len())).unwrap_or_default(),
            );
            // One byte is one character in this set.
            out.extend(
                text.chars()
                    .zip(start..)
                    .map(|(c, place)| Character { c, place }),
            );
            return;
        }
        let bytes = usize::try_from(place)
            .ok()
            .and_then(|start| self.word.get(start..))
            .unwrap_or_default();
        let units = bytes
            .as_chunks::<2>()
            .0
            .iter()
            .take(length)
            .map(|pair| u16::from_le_bytes(*pair));
        let mut at = place;
        for decoded in char::decode_utf16(units) {
            let c = decoded.unwrap_or(char::REPLACEMENT_CHARACTER);
            out.push(Character { c, place: at });
            at = at.saturating_add(if c.len_utf16() == 2 { 4 } else { 2 });
        }
    }

    /// Cuts the text into paragraphs and cells.
    fn blocks(&self, characters: &[Character]) -> Vec<Block> {
        let unseen = self.runs(CHARACTER_PAGES, &[DELETED, HIDDEN]);
        let in_table = self.runs(PARAGRAPH_PAGES, &[IN_TABLE]);
        let inner_cell = self.runs(PARAGRAPH_PAGES, &[INNER_CELL]);
        let row_end = self.runs(PARAGRAPH_PAGES, &[ROW_END]);
        let mut page = Marked::default();
        // Fields whose instruction is being read.
        let mut instructions: usize = 0;
        for character in characters {
            let place = character.place;
            match character.c {
                '\u{7}' if holds(&row_end, place) => page.end_row(),
                '\u{7}' => page.end_cell(),
                '\r' if holds(&inner_cell, place) => page.end_cell(),
                // A field shows its result, not its instruction.
                '\u{13}' => instructions += 1,
                '\u{14}' | '\u{15}' => instructions = instructions.saturating_sub(1),
                '\r' | '\u{c}' => page.end_paragraph(holds(&in_table, place)),
                _ if instructions > 0 => {}
                '\u{b}' => page.push('\n'),
                '\t' => page.push(' '),
                '\u{1e}' => page.push('-'),
                c if c < ' ' => {}
                c if !holds(&unseen, place) => page.push(c),
                _ => {}
            }
        }
        page.finish()
    }

    /// Returns the byte ranges whose formatting sets one of `wanted`, in order.
    fn runs(&self, pages: usize, wanted: &[u16]) -> Vec<(u32, u32)> {
        let Some(list) = self.structure(pages) else {
            return Vec::new();
        };
        let count = list.len().saturating_sub(4) / 8;
        let mut runs = Vec::new();
        for index in 0..count.min(PAGES_MAX) {
            let number = u32_at(list, (count + 1) * 4 + index * 4).unwrap_or(0) & 0x003f_ffff;
            let from = usize::try_from(number).unwrap_or(0).saturating_mul(512);
            if let Some(page) = self.word.get(from..from.saturating_add(512)) {
                page_runs(page, pages == PARAGRAPH_PAGES, wanted, &mut runs);
            }
        }
        runs.sort_unstable();
        runs
    }
}

/// Whether one of the ordered ranges holds a place.
fn holds(runs: &[(u32, u32)], place: u32) -> bool {
    let after = runs.partition_point(|(from, _)| *from <= place);
    after
        .checked_sub(1)
        .and_then(|index| runs.get(index))
        .is_some_and(|(_, to)| place < *to)
}

/// Finds the piece table behind the property lists of a CLX ([MS-DOC] §2.9.38).
fn piece_table(clx: &[u8]) -> Option<&[u8]> {
    let mut at = 0;
    while *clx.get(at)? == 1 {
        at = at
            .checked_add(3)?
            .checked_add(usize::from(u16_at(clx, at + 1)?))?;
    }
    if *clx.get(at)? != 2 {
        return None;
    }
    let length = usize::try_from(u32_at(clx, at + 1)?).ok()?;
    clx.get(at + 5..(at + 5).checked_add(length)?)
}

/// Reads one formatting page ([MS-DOC] §2.9.33, §2.9.174): runs from the front, properties from the back.
fn page_runs(page: &[u8], paragraphs: bool, wanted: &[u16], runs: &mut Vec<(u32, u32)>) {
    let count = page.get(511).copied().map_or(0, usize::from);
    let width = if paragraphs { 13 } else { 1 };
    for index in 0..count {
        let (Some(from), Some(to)) = (u32_at(page, index * 4), u32_at(page, index * 4 + 4)) else {
            return;
        };
        let offset = page
            .get((count + 1) * 4 + index * width)
            .copied()
            .map_or(0, usize::from)
            * 2;
        if offset == 0 || from >= to {
            continue;
        }
        let properties = if paragraphs {
            paragraph_properties(page, offset)
        } else {
            let length = page.get(offset).copied().map_or(0, usize::from);
            page.get(offset + 1..offset + 1 + length)
        };
        if properties.is_some_and(|list| sets(list, wanted)) {
            runs.push((from, to));
        }
    }
}

/// A length in words, or 0 and then a longer one; then a style number, then the modifiers.
fn paragraph_properties(page: &[u8], offset: usize) -> Option<&[u8]> {
    let (from, length) = match page.get(offset)? {
        0 => (offset + 2, usize::from(*page.get(offset + 1)?) * 2),
        words => (offset + 1, usize::from(*words) * 2 - 1),
    };
    page.get(from..(from + length).min(page.len()))?.get(2..)
}

/// Whether a list of modifiers switches one of `wanted` on.
fn sets(list: &[u8], wanted: &[u16]) -> bool {
    let mut at = 0;
    while let Some(code) = u16_at(list, at) {
        let operand = at + 2;
        let length = match code >> 13 {
            0 | 1 => 1,
            2 | 4 | 5 => 2,
            3 => 4,
            7 => 3,
            // A table definition states its length in two bytes, one too many ([MS-DOC] §2.9.321).
            _ if code == 0xd608 => match u16_at(list, operand) {
                Some(length) => usize::from(length) + 1,
                None => return false,
            },
            _ => match list.get(operand) {
                Some(length) => usize::from(*length) + 1,
                None => return false,
            },
        };
        if wanted.contains(&code) && list.get(operand).is_some_and(|value| *value == 1) {
            return true;
        }
        at = operand + length;
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_modifier_is_found_behind_others_of_any_length() {
        // A two-byte one, a long one, then the wanted one.
        let list = [
            0x43, 0x4a, 0x10, 0x00, 0x15, 0xc6, 0x02, 0x00, 0x00, 0x00, 0x08, 0x01,
        ];
        assert!(sets(&list, &[DELETED]));
        assert!(!sets(&list, &[HIDDEN]));
        assert!(!sets(&[0x00, 0x08, 0x00], &[DELETED]));
    }

    #[test]
    fn noise_is_not_a_document() {
        assert_eq!(
            read(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
            Err(Unread::NotADocument)
        );
        assert_eq!(read(&[0; 600]), Err(Unread::NotADocument));
    }
}
