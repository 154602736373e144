//! What a picture, a video or a PDF says about its maker beside what it shows: author, owner, place. The copies that
//! judges get have none of it; this only tells the organisers what the original has.
//!
//! Read are the Exif block of a JPEG (CIPA DC-008), the user data of MP4 and QuickTime files, and the document information
//! and XMP of a PDF as far as they are not compressed. Every read is bounded, and a block that is not as it should be
//! says nothing.

use crate::charset;

/// Most bytes at each end of a file that are looked through for user data.
const ENDS: usize = 4 << 20;
/// Most characters of one value.
const VALUE_MAX: usize = 80;
/// Most entries of one directory of an Exif block.
const ENTRIES_MAX: u16 = 512;
/// The word for a place, which is not told itself.
const PLACE: &str = "GPS";

/// Returns what a file says about its maker: names as they stand there, and `GPS` for a place; each once.
pub fn origins(file: &[u8]) -> Vec<String> {
    let mut found = if file.starts_with(&[0xff, 0xd8]) {
        exif_of(file).map(exif).unwrap_or_default()
    } else if file.starts_with(b"%PDF-") {
        pdf(file)
    } else if file.get(4..8) == Some(b"ftyp") {
        film(file)
    } else {
        Vec::new()
    };
    found.retain(|value| !value.is_empty());
    found.sort_unstable();
    found.dedup();
    found
}

/// A value without what steers a screen, cut to a line's length.
fn tidy(bytes: &[u8]) -> String {
    let text = charset::guess(bytes, None);
    let line = text.chars().filter(|c| !c.is_control()).take(VALUE_MAX);
    line.collect::<String>().trim().to_owned()
}

/// The Exif block among the segments of a JPEG.
fn exif_of(file: &[u8]) -> Option<&[u8]> {
    let mut rest = file.get(2..)?;
    loop {
        let [0xff, marker, high, low] = *rest.first_chunk::<4>()? else {
            return None;
        };
        let length = usize::from(u16::from_be_bytes([high, low]));
        let body = rest.get(4..2 + length)?;
        match (marker, body.strip_prefix(b"Exif\0\0")) {
            (0xe1, Some(block)) => return Some(block),
            // The picture itself begins.
            (0xda, _) => return None,
            _ => rest = rest.get(2 + length..)?,
        }
    }
}

/// A TIFF structure in one of the two orders of bytes.
struct Tiff<'a> {
    bytes: &'a [u8],
    little: bool,
}

impl Tiff<'_> {
    fn short(&self, at: usize) -> Option<u16> {
        let two = *self.bytes.get(at..)?.first_chunk::<2>()?;
        Some(if self.little {
            u16::from_le_bytes(two)
        } else {
            u16::from_be_bytes(two)
        })
    }

    fn long(&self, at: usize) -> Option<usize> {
        let four = *self.bytes.get(at..)?.first_chunk::<4>()?;
        let number = if self.little {
            u32::from_le_bytes(four)
        } else {
            u32::from_be_bytes(four)
        };
        usize::try_from(number).ok()
    }

    /// Each entry of the directory at a place: its tag and where it stands.
    fn entries(&self, at: usize) -> Vec<(u16, usize)> {
        let count = self.short(at).unwrap_or_default().min(ENTRIES_MAX);
        (0..usize::from(count))
            .filter_map(|number| {
                let entry = at.checked_add(2)?.checked_add(number * 12)?;
                Some((self.short(entry)?, entry))
            })
            .collect()
    }

    /// The bytes of an entry of bytes or letters.
    fn value(&self, entry: usize) -> Option<&[u8]> {
        let length = self.long(entry.checked_add(4)?)?;
        let inline = entry.checked_add(8)?;
        let from = if length <= 4 {
            inline
        } else {
            self.long(inline)?
        };
        self.bytes.get(from..from.checked_add(length)?)
    }
}

fn exif(block: &[u8]) -> Vec<String> {
    let tiff = Tiff {
        bytes: block,
        little: block.starts_with(b"II"),
    };
    let mut found = Vec::new();
    let first = tiff.long(4).map(|at| tiff.entries(at)).unwrap_or_default();
    let inner = first.iter().filter(|(tag, _)| *tag == 0x8769);
    let inner = inner.filter_map(|(_, entry)| tiff.long(entry + 8));
    let mut all: Vec<(u16, usize)> = inner.flat_map(|at| tiff.entries(at)).collect();
    all.extend(first);
    for (tag, entry) in all {
        match tag {
            // Artist, copyright, owner of the camera.
            0x013b | 0x8298 | 0xa430 => {
                found.extend(tiff.value(entry).map(tidy));
            }
            // The author as Windows writes it, in UTF-16.
            0x9c9d => {
                let value = tiff.value(entry).unwrap_or_default();
                let units = value.chunks_exact(2).filter_map(|two| {
                    let two = *two.first_chunk::<2>()?;
                    Some(u16::from_le_bytes(two))
                });
                let text: String = char::decode_utf16(units).filter_map(Result::ok).collect();
                found.push(tidy(text.as_bytes()));
            }
            0x8825
                if tiff
                    .long(entry + 8)
                    .is_some_and(|at| tiff.entries(at).len() > 1) =>
            {
                found.push(PLACE.to_owned());
            }
            _ => {}
        }
    }
    found
}

/// The first and the last stretch of a file.
fn ends(file: &[u8]) -> [&[u8]; 2] {
    let tail = file.len().saturating_sub(ENDS).max(ENDS.min(file.len()));
    [
        file.get(..ENDS.min(file.len())).unwrap_or_default(),
        file.get(tail..).unwrap_or_default(),
    ]
}

/// What stands after each occurrence of a mark, at most eight times.
fn after<'a>(bytes: &'a [u8], mark: &'a [u8]) -> impl Iterator<Item = &'a [u8]> {
    bytes
        .windows(mark.len())
        .enumerate()
        .filter(move |(_, window)| *window == mark)
        .filter_map(move |(at, _)| bytes.get(at + mark.len()..))
        .take(8)
}

fn film(file: &[u8]) -> Vec<String> {
    let mut found = Vec::new();
    for end in ends(file) {
        let places: [&[u8]; 2] = [b"\xa9xyz", b"com.apple.quicktime.location.ISO6709"];
        if places.iter().any(|mark| after(end, mark).next().is_some()) {
            found.push(PLACE.to_owned());
        }
        for mark in [b"\xa9ART", b"\xa9aut"] {
            for rest in after(end, mark) {
                found.extend(atom(rest));
            }
        }
    }
    found
}

/// The text of a `data` atom, or of a QuickTime text with its length in front.
fn atom(rest: &[u8]) -> Option<String> {
    let length = |bytes: &[u8]| {
        let four = *bytes.first_chunk::<4>()?;
        usize::try_from(u32::from_be_bytes(four)).ok()
    };
    if rest.get(4..8) == Some(b"data") {
        return rest.get(16..length(rest)?).map(tidy);
    }
    let two = *rest.first_chunk::<2>()?;
    let text = usize::from(u16::from_be_bytes(two));
    rest.get(4..text.checked_add(4)?).map(tidy)
}

fn pdf(file: &[u8]) -> Vec<String> {
    let mut found = Vec::new();
    for end in ends(file) {
        for rest in after(end, b"/Author") {
            found.extend(pdf_text(rest.trim_ascii_start()));
        }
        for rest in after(end, b"<dc:creator>") {
            let text = String::from_utf8_lossy(rest.get(..400).unwrap_or(rest)).into_owned();
            let inside = text.split_once("<rdf:li>");
            let name = inside.and_then(|(_, after)| after.split_once('<'));
            found.extend(name.map(|(name, _)| tidy(name.as_bytes())));
        }
    }
    found
}

/// A text of a PDF: in brackets or in hexadecimal, in UTF-16 when it says so.
fn pdf_text(bytes: &[u8]) -> Option<String> {
    let mut raw = Vec::new();
    if let Some(inside) = bytes.strip_prefix(b"(") {
        let mut letters = inside.iter().take(1_000);
        while let Some(letter) = letters.next() {
            match letter {
                b')' => break,
                b'\\' => raw.extend(letters.next()),
                _ => raw.push(*letter),
            }
        }
    } else {
        let inside = bytes.strip_prefix(b"<")?;
        let digits: Vec<u32> = inside
            .iter()
            .take(1_000)
            .take_while(|c| **c != b'>')
            .filter_map(|c| char::from(*c).to_digit(16))
            .collect();
        for pair in digits.chunks_exact(2) {
            let byte = pair.iter().fold(0, |byte, digit| byte * 16 + digit);
            raw.push(u8::try_from(byte).ok()?);
        }
    }
    match raw.strip_prefix(&[0xfe, 0xff]) {
        Some(wide) => {
            let units = wide.chunks_exact(2).filter_map(|two| {
                let two = *two.first_chunk::<2>()?;
                Some(u16::from_be_bytes(two))
            });
            let text: String = char::decode_utf16(units).filter_map(Result::ok).collect();
            Some(tidy(text.as_bytes()))
        }
        None => Some(tidy(&raw)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A JPEG of nothing but an Exif block with an artist and a place.
    fn picture() -> Vec<u8> {
        let mut tiff = b"II*\0\x08\0\0\0\x02\0".to_vec();
        let entry = |tag: u16, kind: u16, count: u32, value: u32| {
            let mut entry = tag.to_le_bytes().to_vec();
            entry.extend(kind.to_le_bytes());
            entry.extend(count.to_le_bytes());
            entry.extend(value.to_le_bytes());
            entry
        };
        let name = "林舟\0".as_bytes();
        tiff.extend(entry(0x013b, 2, u32::try_from(name.len()).unwrap(), 38));
        tiff.extend(entry(0x8825, 4, 1, 45));
        tiff.extend([0; 4]);
        assert_eq!(tiff.len(), 38);
        tiff.extend(name);
        tiff.extend([2, 0]);
        tiff.extend(entry(1, 2, 2, u32::from(b'N')));
        tiff.extend(entry(2, 5, 3, 0));
        let mut file = vec![0xff, 0xd8, 0xff, 0xe1];
        let length = u16::try_from(tiff.len() + 8).unwrap();
        file.extend(length.to_be_bytes());
        file.extend(b"Exif\0\0");
        file.extend(tiff);
        file
    }

    #[test]
    fn the_maker_and_the_place_are_read() {
        assert_eq!(origins(&picture()), ["GPS", "林舟"]);
        let mut film = b"\0\0\0\x18ftypisom....moov".to_vec();
        film.extend(b"\xa9xyz\0\x12\x15\xc7+30.2741+120.1551/");
        film.extend(b"\xa9ART\0\0\0\x16data\0\0\0\x01\0\0\0\0");
        film.extend("林舟".as_bytes());
        assert_eq!(origins(&film), ["GPS", "林舟"]);
        let pdf =
            b"%PDF-1.4 1 0 obj <</Author (Lin \\(Zhou\\)) /Title (x)>> <</Author <FEFF6797821F>>>";
        assert_eq!(origins(pdf), ["Lin (Zhou)", "林舟"]);
    }

    #[test]
    fn a_block_that_was_cut_or_changed_says_what_is_left_of_it() {
        let whole = picture();
        for end in 0..whole.len() {
            origins(&whole[..end]);
            for bits in [0x01, 0x80, 0xff] {
                let mut changed = whole.clone();
                changed[end] ^= bits;
                origins(&changed);
            }
        }
        assert!(origins(b"GIF89a").is_empty());
    }
}
