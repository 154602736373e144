//! Compressed Rich Text as Outlook stores bodies ([MS-OXRTFCP]): runs of literal bytes and references into a ring of
//! 4,096 bytes that begins with a fixed text.

use crate::ole::u32_at;

/// Most bytes that are written out.
const OUT_MAX: usize = 8 << 20;
const RING: usize = 4096;

/// What the ring holds at the beginning ([MS-OXRTFCP] §2.1.2.1).
const BEGINNING: &[u8; 207] = b"{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript \
\\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par \
\\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx";

/// Returns the text behind compressed bytes; `None` when the header is of no known kind or the text is too large.
pub(crate) fn decompress(bytes: &[u8]) -> Option<Vec<u8>> {
    let size = usize::try_from(u32_at(bytes, 4)?).ok()?;
    let kind = bytes.get(8..12)?;
    let input = bytes.get(16..)?;
    if size > OUT_MAX {
        return None;
    }
    match kind {
        b"MELA" => Some(input.get(..size.min(input.len()))?.to_vec()),
        b"LZFu" => Some(expand(input, size)),
        _ => None,
    }
}

/// Expands `input`, as far as it goes, to `size` bytes at most.
fn expand(input: &[u8], size: usize) -> Vec<u8> {
    let mut ring = [0_u8; RING];
    for (place, byte) in ring.iter_mut().zip(BEGINNING) {
        *place = *byte;
    }
    let mut at = BEGINNING.len();
    let mut out = Vec::new();
    let mut input = input.iter().copied();
    let mut put = |byte: u8, out: &mut Vec<u8>, ring: &mut [u8; RING]| {
        out.push(byte);
        if let Some(place) = ring.get_mut(at % RING) {
            *place = byte;
        }
        at = (at + 1) % RING;
        at
    };
    let mut here = BEGINNING.len();
    while let Some(flags) = input.next() {
        for bit in 0..8 {
            if out.len() >= size {
                return out;
            }
            let Some(first) = input.next() else {
                return out;
            };
            if flags >> bit & 1 == 0 {
                here = put(first, &mut out, &mut ring);
                continue;
            }
            let Some(second) = input.next() else {
                return out;
            };
            let pair = usize::from(u16::from_be_bytes([first, second]));
            let (from, length) = (pair >> 4, (pair & 15) + 2);
            // A reference to the place that is written next is the end.
            if from == here {
                return out;
            }
            for step in 0..length {
                let byte = ring.get((from + step) % RING).copied().unwrap_or(0);
                here = put(byte, &mut out, &mut ring);
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn framed(kind: &[u8; 4], size: u32, input: &[u8]) -> Vec<u8> {
        let mut out = u32::try_from(input.len() + 12)
            .unwrap()
            .to_le_bytes()
            .to_vec();
        out.extend(size.to_le_bytes());
        out.extend(kind);
        out.extend([0; 4]);
        out.extend(input);
        out
    }

    #[test]
    fn the_published_examples_expand() {
        // [MS-OXRTFCP] §4.1: the examples of compression.
        let simple = [
            0x03, 0x00, 0x0a, 0x00, 0x72, 0x63, 0x70, 0x67, 0x31, 0x32, 0x35, 0x42, 0x32, 0x0a,
            0xf3, 0x20, 0x68, 0x65, 0x6c, 0x09, 0x00, 0x20, 0x62, 0x77, 0x05, 0xb0, 0x6c, 0x64,
            0x7d, 0x0a, 0x80, 0x0f, 0xa0,
        ];
        assert_eq!(
            decompress(&framed(b"LZFu", 0x2b, &simple)).unwrap(),
            b"{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n"
        );
        let crossing = [
            0x41, 0x00, 0x04, 0x20, 0x57, 0x58, 0x59, 0x5a, 0x0d, 0x6e, 0x7d, 0x01, 0x0e, 0xb0,
        ];
        assert_eq!(
            decompress(&framed(b"LZFu", 0x1c, &crossing)).unwrap(),
            b"{\\rtf1 WXYZWXYZWXYZWXYZWXYZ}"
        );
    }

    #[test]
    fn stored_text_and_wrong_headers_are_told_apart() {
        assert_eq!(decompress(&framed(b"MELA", 3, b"abc")).unwrap(), b"abc");
        assert_eq!(decompress(&framed(b"XXXX", 3, b"abc")), None);
        assert_eq!(decompress(&framed(b"LZFu", u32::MAX, b"abc")), None);
        assert_eq!(decompress(b"LZFu"), None);
    }
}
