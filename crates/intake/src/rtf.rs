//! The visible text of a Rich Text document (RTF 1.9.1): paragraphs and table cells in reading order, hidden and
//! deleted text left out. Bytes are read in the character set of their font, as `\'xx` means them.

use encoding_rs::{BIG5, EUC_KR, Encoding, GB18030, SHIFT_JIS, WINDOWS_1252};

use crate::blocks::Block;
use crate::marked::Marked;

/// Deepest nesting of groups that is followed.
const DEPTH_MAX: usize = 200;
/// Most bytes of text, and most fonts, that are read.
const TEXT_MAX: usize = 4 << 20;
const FONTS_MAX: usize = 2_000;

/// What holds inside a group until it ends.
#[derive(Clone, Copy)]
struct State {
    /// Nothing in this group is text of the document.
    skipped: bool,
    /// The text is hidden or was deleted.
    unseen: bool,
    /// The paragraph stands in a table.
    in_table: bool,
    /// How many bytes stand for one `\u` in programs that do not know it.
    fallback: usize,
    /// The set of the current font.
    set: &'static Encoding,
    /// Whether the fonts are being listed.
    fonts: bool,
    /// Whether the groups that follow say the same twice: without Unicode, and with it.
    twice: bool,
    /// In such a group: whether its text would be skipped anyway.
    copy_of: Option<bool>,
}

struct Page {
    states: Vec<State>,
    state: State,
    text: Marked,
    /// Bytes of text so far.
    written: usize,
    /// Bytes that wait to be decoded together: a character may be cut into two escapes.
    bytes: Vec<u8>,
    /// Bytes that still stand for the last `\u`.
    to_skip: usize,
    /// The first half of a character outside the basic plane.
    high: Option<u16>,
    /// The set of the document, of each font, and the font being listed.
    default: &'static Encoding,
    fonts: Vec<(i32, &'static Encoding)>,
    font: i32,
}

/// A piece of the document.
enum Piece<'a> {
    Open,
    Close,
    Byte(u8),
    Symbol(u8),
    Word(&'a [u8], Option<i32>),
}

/// Returns the blocks of a document, read as far as it goes.
pub(crate) fn read(rtf: &[u8]) -> Vec<Block> {
    let mut page = Page {
        states: Vec::new(),
        state: State {
            skipped: false,
            unseen: false,
            in_table: false,
            fallback: 1,
            set: GB18030,
            fonts: false,
            twice: false,
            copy_of: None,
        },
        text: Marked::default(),
        written: 0,
        bytes: Vec::new(),
        to_skip: 0,
        high: None,
        default: GB18030,
        fonts: Vec::new(),
        font: 0,
    };
    let mut rest = rtf;
    let mut starred = false;
    while let Some((piece, after)) = next(rest) {
        rest = after;
        if let Piece::Word(b"bin", Some(length)) = piece {
            let length = usize::try_from(length).unwrap_or(0);
            rest = rest.get(length..).unwrap_or_default();
            continue;
        }
        if let Piece::Symbol(b'*') = piece {
            starred = true;
            continue;
        }
        page.take(piece, starred);
        starred = false;
        if page.states.len() > DEPTH_MAX || page.written > TEXT_MAX {
            break;
        }
    }
    page.flush();
    page.text.finish()
}

/// Cuts the next piece off; `None` at the end.
fn next(bytes: &[u8]) -> Option<(Piece<'_>, &[u8])> {
    let (first, rest) = bytes.split_first()?;
    let piece = match first {
        b'{' => Piece::Open,
        b'}' => Piece::Close,
        b'\\' => return Some(control(rest)),
        byte => Piece::Byte(*byte),
    };
    Some((piece, rest))
}

/// Reads what follows a backslash: a word with its number, an escaped byte, or a symbol.
fn control(bytes: &[u8]) -> (Piece<'_>, &[u8]) {
    let letters = bytes
        .iter()
        .take(32)
        .take_while(|b| b.is_ascii_alphabetic())
        .count();
    let (word, rest) = bytes.split_at(letters);
    if word.is_empty() {
        let Some((symbol, rest)) = bytes.split_first() else {
            return (Piece::Symbol(b' '), &[]);
        };
        if *symbol == b'\'' {
            let byte = crate::transfer::hex_pair(rest);
            let after = rest.get(2..).unwrap_or_default();
            return (byte.map_or(Piece::Symbol(b' '), Piece::Byte), after);
        }
        return (Piece::Symbol(*symbol), rest);
    }
    let digits = rest
        .iter()
        .enumerate()
        .take(11)
        .take_while(|(at, b)| b.is_ascii_digit() || (*at == 0 && **b == b'-'))
        .count();
    let (number, rest) = rest.split_at(digits);
    let number = std::str::from_utf8(number)
        .ok()
        .and_then(|n| n.parse().ok());
    // One blank ends the word and is part of it.
    (
        Piece::Word(word, number),
        rest.strip_prefix(b" ").unwrap_or(rest),
    )
}

impl Page {
    fn take(&mut self, piece: Piece<'_>, starred: bool) {
        match piece {
            Piece::Open => {
                self.flush();
                self.to_skip = 0;
                self.states.push(self.state);
                if self.state.twice {
                    self.state.copy_of = Some(self.state.skipped);
                    self.state.skipped = true;
                    self.state.twice = false;
                }
            }
            Piece::Close => {
                self.flush();
                self.to_skip = 0;
                if let Some(state) = self.states.pop() {
                    self.state = state;
                }
            }
            Piece::Byte(b'\r' | b'\n') => {}
            Piece::Byte(byte) => self.byte(byte),
            Piece::Symbol(symbol) => match symbol {
                b'\\' | b'{' | b'}' => self.byte(symbol),
                b'~' => self.write(' '),
                b'_' => self.write('-'),
                b'\r' | b'\n' => self.paragraph(),
                _ => {}
            },
            Piece::Word(word, number) => self.word(word, number, starred),
        }
    }

    fn byte(&mut self, byte: u8) {
        if self.to_skip > 0 {
            self.to_skip -= 1;
        } else if self.seen() {
            self.bytes.push(byte);
        }
    }

    fn seen(&self) -> bool {
        !self.state.skipped && !self.state.unseen
    }

    /// Decodes the bytes that wait.
    fn flush(&mut self) {
        if self.bytes.is_empty() {
            return;
        }
        let bytes = std::mem::take(&mut self.bytes);
        let text = self.state.set.decode_without_bom_handling(&bytes).0;
        self.written += text.len();
        self.text.push_str(&text);
    }

    fn write(&mut self, c: char) {
        self.flush();
        if self.seen() {
            self.written += c.len_utf8();
            self.text.push(c);
        }
    }

    fn paragraph(&mut self) {
        self.flush();
        if !self.state.skipped {
            self.written += 1;
            self.text.end_paragraph(self.state.in_table);
        }
    }

    fn word(&mut self, word: &[u8], number: Option<i32>, starred: bool) {
        self.flush();
        let on = number != Some(0);
        match word {
            // Text of other places: headers are read since some forms keep fields there.
            b"colortbl" | b"stylesheet" | b"info" | b"pict" | b"object" | b"fldinst"
            | b"datafield" | b"footnote" | b"annotation" | b"atnid" | b"atnauthor" | b"sp"
            | b"nonshppict" | b"listtext" | b"pntext" | b"xe" | b"tc" | b"themedata"
            | b"generator" => {
                self.state.skipped = true;
            }
            b"fonttbl" => {
                self.state.skipped = true;
                self.state.fonts = true;
            }
            b"shpinst" | b"shptxt" => {}
            b"upr" => self.state.twice = true,
            b"ud" => {
                if let Some(skipped) = self.state.copy_of.take() {
                    self.state.skipped = skipped;
                }
            }
            _ if starred => self.state.skipped = true,
            b"ansicpg" => {
                self.default = number.and_then(by_code_page).unwrap_or(self.default);
                self.state.set = self.default;
            }
            b"f" if self.state.fonts => self.font = number.unwrap_or(0),
            b"fcharset" if self.state.fonts => {
                if let Some(set) = number
                    .and_then(by_font)
                    .filter(|_| self.fonts.len() < FONTS_MAX)
                {
                    self.fonts.push((self.font, set));
                }
            }
            b"f" | b"af" => {
                let known = self.fonts.iter().find(|(font, _)| Some(*font) == number);
                // Chinese bytes under a western font are read by the set of the document.
                self.state.set = known.map_or(self.default, |(_, set)| *set);
            }
            b"plain" => {
                self.state.unseen = false;
                self.state.set = self.default;
            }
            b"v" | b"deleted" => self.state.unseen = on,
            b"uc" => {
                self.state.fallback = usize::try_from(number.unwrap_or(1)).unwrap_or(1).min(16)
            }
            b"u" => self.unicode(number),
            b"pard" => self.state.in_table = false,
            b"intbl" => self.state.in_table = on,
            b"par" | b"sect" | b"page" => self.paragraph(),
            b"line" => self.write('\n'),
            b"cell" | b"nestcell" if !self.state.skipped => {
                self.written += 1;
                self.text.end_cell();
            }
            b"row" | b"nestrow" if !self.state.skipped => self.text.end_row(),
            b"tab" => self.write(' '),
            b"emdash" => self.write('—'),
            b"endash" => self.write('–'),
            b"lquote" => self.write('‘'),
            b"rquote" => self.write('’'),
            b"ldblquote" => self.write('“'),
            b"rdblquote" => self.write('”'),
            b"bullet" => self.write('•'),
            _ => {}
        }
    }

    /// `\uN`: one unit of UTF-16, negative beyond 32,767.
    fn unicode(&mut self, number: Option<i32>) {
        self.to_skip = self.state.fallback;
        let unit = number.unwrap_or(0).rem_euclid(0x1_0000);
        let Ok(unit) = u16::try_from(unit) else {
            return;
        };
        if let Some(high) = self.high.take()
            && let Some(Ok(c)) = char::decode_utf16([high, unit]).next()
        {
            self.write(c);
            return;
        }
        match char::decode_utf16([unit]).next() {
            Some(Ok(c)) if c >= ' ' => self.write(c),
            Some(Err(_)) => self.high = Some(unit),
            _ => {}
        }
    }
}

fn by_code_page(page: i32) -> Option<&'static Encoding> {
    match page {
        936 | 54936 => Some(GB18030),
        950 => Some(BIG5),
        932 => Some(SHIFT_JIS),
        949 => Some(EUC_KR),
        65001 => Some(encoding_rs::UTF_8),
        // A western page says nothing about a Chinese document; its fonts do.
        _ => None,
    }
}

fn by_font(charset: i32) -> Option<&'static Encoding> {
    match charset {
        134 => Some(GB18030),
        136 => Some(BIG5),
        128 => Some(SHIFT_JIS),
        129 => Some(EUC_KR),
        161..=238 => Some(WINDOWS_1252),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::blocks::flat;

    fn text(rtf: &[u8]) -> String {
        flat(&read(rtf))
    }

    #[test]
    fn chinese_is_read_in_every_way_it_is_written() {
        assert_eq!(
            text(b"{\\rtf1\\ansi\\ansicpg936{\\fonttbl{\\f0\\fnil Times;}{\\f1 \\'cb\\'ce\\'cc\\'e5;}}\\f1 \\'ba\\'fe\\'ca\\'fb\\par}"),
            "湖墅"
        );
        assert_eq!(
            text(b"{\\rtf1\\ansicpg1252{\\fonttbl{\\f3\\fcharset134 x;}}\\f3\\'ba\n\\'fe}"),
            "湖"
        );
        assert_eq!(text(b"{\\rtf1\\uc1 \\u28246?\\u-29999 ?a}"), "湖諑a");
        assert_eq!(
            text(b"{\\rtf1\\uc2\\u28246\\'ba\\'fe\\u22661\\'ca\\'fb!}"),
            "湖墅!"
        );
        assert_eq!(text(b"{\\rtf1\\uc0\\u-10187 \\u-8904 x}"), "\u{1d538}x");
        assert_eq!(text(b"{\\rtf1 \xba\xfe\\{a\\}\\~b}"), "湖{a} b");
    }

    #[test]
    fn what_a_reader_does_not_see_is_not_read() {
        assert_eq!(
            text(b"{\\rtf1{\\info{\\author x}}{\\*\\generator y;}{\\v hidden}{\\deleted old}a{\\field{\\*\\fldinst HYPERLINK}{\\fldrslt b}}{\\pict\\bin3 {{{}c}"),
            "abc"
        );
        assert_eq!(
            text(b"{\\rtf1{\\upr{a?}{\\*\\ud{a\\u28246 ?}}}{\\info{\\upr{\\title t}{\\*\\ud{\\title u}}}}}"),
            "a湖"
        );
        assert_eq!(
            text(b"{\\rtf1{\\shp{\\*\\shpinst{\\sp{\\sn n}{\\sv v}}{\\shptxt box}}}}"),
            "box"
        );
    }

    #[test]
    fn cells_and_rows_are_told_apart() {
        let blocks = read(b"{\\rtf1 x\\par\\trowd\\pard\\intbl a\\par b\\cell c\\cell\\row\\intbl d\\cell\\row\\pard y\\par}");
        let [
            Block::Paragraph(x),
            Block::Table(cells),
            Block::Paragraph(y),
        ] = blocks.as_slice()
        else {
            panic!("{blocks:?}");
        };
        assert_eq!((x.as_str(), y.as_str()), ("x", "y"));
        let told: Vec<(usize, String)> = cells
            .iter()
            .map(|cell| (cell.row, flat(&cell.blocks)))
            .collect();
        assert_eq!(told, [(0, "a\nb".into()), (0, "c".into()), (1, "d".into())]);
    }

    #[test]
    fn anything_ends() {
        for rtf in [
            "{".repeat(100_000),
            "\\cell".repeat(1_000_000),
            "{\\rtf1\\bin2147483647 x}".into(),
            "\\'".into(),
            "\\u".into(),
            "\\".into(),
            "}}}}".into(),
        ] {
            let _ = read(rtf.as_bytes());
        }
    }
}
