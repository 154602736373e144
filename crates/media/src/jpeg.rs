//! JPEG markers: the orientation a camera notes, and a copy without anything a camera or an editor notes.
//!
//! The orientation of PNG and WebP pictures, which use the same EXIF block, is read here too.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use crate::error::MediaError;

/// How much of a picture is searched for an EXIF block. It stands before the picture data in JPEG; in WebP it may stand at the end.
const SEARCHED: u64 = 64 * 1024 * 1024;

/// The EXIF orientation, 1 to 8 (CIPA DC-008 §4.6.4, tag 0x0112). 1 is upright.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Orientation(u8);

impl Orientation {
    pub(crate) const UPRIGHT: Self = Self(1);

    /// Width and height change places.
    pub(crate) fn swaps_sides(self) -> bool {
        self.0 >= 5
    }

    /// Counter-clockwise degrees of the turn; mirroring is not part of it.
    pub(crate) fn counter_clockwise(self) -> i32 {
        match self.0 {
            3 | 4 => 180,
            5 | 8 => 90,
            6 | 7 => 270,
            _ => 0,
        }
    }

    /// The filter that turns the picture upright, ending in a comma; empty when it is.
    pub(crate) fn filter(self) -> &'static str {
        match self.0 {
            2 => "hflip,",
            3 => "hflip,vflip,",
            4 => "vflip,",
            5 => "transpose=cclock_flip,",
            6 => "transpose=clock,",
            7 => "transpose=clock_flip,",
            8 => "transpose=cclock,",
            _ => "",
        }
    }
}

/// The orientation noted in a JPEG, PNG or WebP file; upright when none is noted.
pub(crate) fn orientation_of(path: &Path) -> Result<Orientation, MediaError> {
    let mut bytes = Vec::new();
    File::open(path)?.take(SEARCHED).read_to_end(&mut bytes)?;
    Ok(orientation(&bytes).unwrap_or(Orientation::UPRIGHT))
}

fn orientation(bytes: &[u8]) -> Option<Orientation> {
    let exif = if bytes.starts_with(b"\xff\xd8") {
        Segments::of(bytes).find_map(|segment| match segment {
            Segment::Marked(0xe1, body) => body.strip_prefix(b"Exif\0\0"),
            _ => None,
        })?
    } else if bytes.starts_with(b"\x89PNG") {
        chunk(bytes.get(8..)?, Chunks::Png)?
    } else if bytes.starts_with(b"RIFF") {
        let body = chunk(bytes.get(12..)?, Chunks::Riff)?;
        body.strip_prefix(b"Exif\0\0").unwrap_or(body)
    } else {
        return None;
    };
    exif_orientation(exif)
}

#[derive(Clone, Copy)]
enum Chunks {
    Png,
    Riff,
}

/// The EXIF chunk of a PNG (`eXIf`) or WebP (`EXIF`) file.
fn chunk(mut rest: &[u8], of: Chunks) -> Option<&[u8]> {
    loop {
        let (&first, after) = rest.split_first_chunk::<4>()?;
        let (&second, after) = after.split_first_chunk::<4>()?;
        let (length, name, padding) = match of {
            Chunks::Png => (u32::from_be_bytes(first), second, 4),
            Chunks::Riff => (u32::from_le_bytes(second), first, 0),
        };
        let length = usize::try_from(length).ok()?;
        let body = after.get(..length)?;
        if &name == b"eXIf" || &name == b"EXIF" {
            return Some(body);
        }
        let padding = match of {
            Chunks::Png => padding,
            Chunks::Riff => length % 2,
        };
        rest = after.get(length.checked_add(padding)?..)?;
    }
}

/// Tag 0x0112 of the first directory of a TIFF block.
fn exif_orientation(tiff: &[u8]) -> Option<Orientation> {
    let little = match tiff.get(..4)? {
        b"II*\0" => true,
        b"MM\0*" => false,
        _ => return None,
    };
    let short = |at: usize| -> Option<u16> {
        let bytes = *tiff.get(at..)?.first_chunk::<2>()?;
        Some(if little {
            u16::from_le_bytes(bytes)
        } else {
            u16::from_be_bytes(bytes)
        })
    };
    let bytes = *tiff.get(4..)?.first_chunk::<4>()?;
    let directory = if little {
        u32::from_le_bytes(bytes)
    } else {
        u32::from_be_bytes(bytes)
    };
    let directory = usize::try_from(directory).ok()?;
    let entries = short(directory)?;
    for entry in 0..usize::from(entries) {
        let at = directory
            .checked_add(2)?
            .checked_add(entry.checked_mul(12)?)?;
        if short(at)? == 0x0112 {
            let value = short(at.checked_add(8)?)?;
            return u8::try_from(value)
                .ok()
                .filter(|value| (1..=8).contains(value))
                .map(Orientation);
        }
    }
    None
}

/// One piece of a JPEG file.
enum Segment<'a> {
    /// Marker and body, without the length.
    Marked(u8, &'a [u8]),
    /// The coded picture behind a start of scan.
    Coded(&'a [u8]),
    /// End of image.
    End,
}

/// Walks the pieces up to the end of image; ends early at anything that is not JPEG.
struct Segments<'a> {
    rest: &'a [u8],
    in_scan: bool,
}

impl<'a> Segments<'a> {
    fn of(bytes: &'a [u8]) -> Self {
        Self {
            rest: bytes.get(2..).unwrap_or_default(),
            in_scan: false,
        }
    }
}

impl<'a> Iterator for Segments<'a> {
    type Item = Segment<'a>;

    fn next(&mut self) -> Option<Segment<'a>> {
        if self.in_scan {
            self.in_scan = false;
            // Coded data ends at the first marker that is neither a stuffed byte nor a restart.
            let end = self
                .rest
                .windows(2)
                .position(|pair| {
                    matches!(pair, &[0xff, mark] if mark != 0 && mark != 0xff && !(0xd0..=0xd7).contains(&mark))
                })
                .unwrap_or(self.rest.len());
            let (coded, rest) = self.rest.split_at_checked(end)?;
            self.rest = rest;
            return Some(Segment::Coded(coded));
        }
        loop {
            let (&[lead, mark], rest) = self.rest.split_first_chunk::<2>()?;
            if lead != 0xff {
                return None;
            }
            match mark {
                // Fill bytes may stand before a marker.
                0xff => self.rest = self.rest.get(1..)?,
                0xd9 => {
                    self.rest = &[];
                    return Some(Segment::End);
                }
                0x01 | 0xd0..=0xd8 => return None,
                _ => {
                    let length = usize::from(u16::from_be_bytes(*rest.first_chunk::<2>()?));
                    let body = rest.get(2..length)?;
                    self.rest = rest.get(length..)?;
                    self.in_scan = mark == 0xda;
                    return Some(Segment::Marked(mark, body));
                }
            }
        }
    }
}

/// Whether the colour profile stays.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Profile {
    Keep,
    Drop,
}

/// A copy that holds what a decoder needs and nothing else: no EXIF, XMP, IPTC, comment, thumbnail or trailing bytes.
///
/// Kept are tables, frames, scans, the bare JFIF header and Adobe's colour transform, and the colour profile when wanted
/// (of a profile only the numbers matter, but vendors put names in it; pictures of entries drop it).
/// `None` when the bytes are not a complete JPEG.
pub(crate) fn strip(bytes: &[u8], profile: Profile) -> Option<Vec<u8>> {
    if !bytes.starts_with(b"\xff\xd8") {
        return None;
    }
    let mut kept = Vec::with_capacity(bytes.len());
    kept.extend(b"\xff\xd8");
    let mut scans = 0_u32;
    for segment in Segments::of(bytes) {
        match segment {
            Segment::Coded(coded) => kept.extend(coded),
            Segment::End => {
                kept.extend(b"\xff\xd9");
                return (scans > 0).then_some(kept);
            }
            Segment::Marked(mark, body) => {
                let body = match mark {
                    // JFIF: fourteen bytes; a thumbnail may follow them.
                    0xe0 if body.starts_with(b"JFIF\0") => {
                        let mut plain = body.get(..14)?.to_vec();
                        if let Some(thumbnail) = plain.get_mut(12..14) {
                            thumbnail.fill(0);
                        }
                        plain
                    }
                    0xe2 if profile == Profile::Keep && body.starts_with(b"ICC_PROFILE\0") => {
                        body.to_vec()
                    }
                    0xee if body.starts_with(b"Adobe") => body.get(..12)?.to_vec(),
                    0xe0..=0xef | 0xfe => continue,
                    _ => body.to_vec(),
                };
                if mark == 0xda {
                    scans = scans.saturating_add(1);
                }
                let length = u16::try_from(body.len().checked_add(2)?).ok()?;
                kept.extend([0xff, mark]);
                kept.extend(length.to_be_bytes());
                kept.extend(body);
            }
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tiff(orientation: u8) -> Vec<u8> {
        let mut tiff = b"MM\0*\0\0\0\x08\0\x01".to_vec();
        tiff.extend([0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0]);
        tiff
    }

    fn with_exif(orientation: u8) -> Vec<u8> {
        let mut body = b"Exif\0\0".to_vec();
        body.extend(tiff(orientation));
        let mut file = b"\xff\xd8\xff\xe1".to_vec();
        file.extend(u16::try_from(body.len() + 2).unwrap().to_be_bytes());
        file.extend(body);
        file.extend(b"\xff\xfe\x00\x08\xe6\x9d\x8e\xe5\x9b\x9b");
        file.extend(b"\xff\xda\x00\x03\x01\x11\xff\x00\x22\xff\xd9trailing");
        file
    }

    #[test]
    fn the_orientation_is_read_from_jpeg_and_png() {
        assert_eq!(orientation(&with_exif(6)), Some(Orientation(6)));
        let mut png = b"\x89PNG\r\n\x1a\n\0\0\0\x16eXIf".to_vec();
        png.extend(tiff(3));
        assert_eq!(orientation(&png), Some(Orientation(3)));
        assert_eq!(orientation(&with_exif(9)), None);
        assert_eq!(orientation(b"\xff\xd8\xff\xe1\xff\xff"), None);
    }

    #[test]
    fn a_stripped_picture_holds_no_notes_and_no_trailing_bytes() {
        let plain = strip(&with_exif(6), Profile::Drop).unwrap();
        assert_eq!(
            plain,
            b"\xff\xd8\xff\xda\x00\x03\x01\x11\xff\x00\x22\xff\xd9"
        );
    }

    #[test]
    fn a_cut_picture_is_not_taken_for_a_whole_one() {
        let whole = with_exif(1);
        for length in 0..whole.len() - 8 {
            assert!(strip(&whole[..length], Profile::Drop).is_none());
        }
    }
}
