//! The kind of a file by its first bytes. File names lie, labels lie; magic numbers are checked by every decoder anyway.

use serde::{Deserialize, Serialize};

/// What a judge does with a medium: watch, hear, look or read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Moving pictures, with or without sound.
    Video,
    /// Sound alone.
    Audio,
    /// A still picture; of an animated one the first frame.
    Image,
    /// A PDF document.
    Pdf,
}

/// How many first bytes [`sniff`] wants at most; fewer are fine for a shorter file.
pub(crate) const HEAD: usize = 4096;

/// The demuxer to insist on for a still picture. The general picture demuxer reads `%d` in names as a pattern.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Still {
    Jpeg,
    Png,
    Gif,
    Webp,
    Bmp,
    Heif,
}

impl Still {
    pub(crate) fn demuxer(self) -> &'static str {
        match self {
            Self::Jpeg => "jpeg_pipe",
            Self::Png => "png_pipe",
            Self::Gif => "gif",
            Self::Webp => "webp_pipe",
            Self::Bmp => "bmp_pipe",
            Self::Heif => "mov",
        }
    }
}

/// The kind of a file from its first bytes, `None` when they belong to no accepted kind.
///
/// Wants the first 4096 bytes, or the whole file when it is shorter. For containers that hold either (MP4, Ogg, Matroska,
/// ASF) the answer is a first guess that [`crate::Ffmpeg::measure`] corrects from the streams.
#[must_use]
pub fn sniff(head: &[u8]) -> Option<Kind> {
    if still(head).is_some() {
        return Some(Kind::Image);
    }
    // The specification lets a reader look for the header in the first 1024 bytes, and real mailers put junk there.
    if contains(head.get(..1024.min(head.len()))?, b"%PDF-") && !head.starts_with(b"PK") {
        return Some(Kind::Pdf);
    }
    if at(head, 4, b"ftyp") {
        let audio = [&b"M4A "[..], b"M4B ", b"M4P "];
        let brand = head.get(8..12)?;
        return Some(if audio.contains(&brand) {
            Kind::Audio
        } else {
            Kind::Video
        });
    }
    // Old QuickTime files have no ftyp; their first atom is one of these.
    for atom in [&b"moov"[..], b"mdat", b"wide", b"free", b"skip", b"pnot"] {
        if at(head, 4, atom) {
            return Some(Kind::Video);
        }
    }
    let video: [&[u8]; 6] = [
        b"\x1a\x45\xdf\xa3",
        b"\x30\x26\xb2\x75\x8e\x66\xcf\x11",
        b"FLV\x01",
        b"\x00\x00\x01\xba",
        b"\x00\x00\x01\xb3",
        b".RMF",
    ];
    if video.iter().any(|magic| head.starts_with(magic)) || is_transport_stream(head) {
        return Some(Kind::Video);
    }
    if head.starts_with(b"RIFF") {
        return match head.get(8..12)? {
            b"AVI " => Some(Kind::Video),
            b"WAVE" => Some(Kind::Audio),
            _ => None,
        };
    }
    if head.starts_with(b"OggS") {
        let theora = contains(head, b"\x80theora");
        return Some(if theora { Kind::Video } else { Kind::Audio });
    }
    let audio: [&[u8]; 4] = [b"ID3", b"fLaC", b"#!AMR", b"RF64"];
    if audio.iter().any(|magic| head.starts_with(magic)) || is_mpeg_audio(head) || is_adts(head) {
        return Some(Kind::Audio);
    }
    None
}

/// The picture format, `None` for anything else.
pub(crate) fn still(head: &[u8]) -> Option<Still> {
    if head.starts_with(b"\xff\xd8\xff") {
        Some(Still::Jpeg)
    } else if head.starts_with(b"\x89PNG\r\n\x1a\n") {
        Some(Still::Png)
    } else if head.starts_with(b"GIF87a") || head.starts_with(b"GIF89a") {
        Some(Still::Gif)
    } else if head.starts_with(b"RIFF") && at(head, 8, b"WEBP") {
        Some(Still::Webp)
    } else if head.starts_with(b"BM") && at(head, 6, &[0, 0, 0, 0]) {
        Some(Still::Bmp)
    } else if at(head, 4, b"ftyp") {
        let brands = [&b"heic"[..], b"heix", b"heim", b"heis", b"mif1", b"avif"];
        brands.contains(&head.get(8..12)?).then_some(Still::Heif)
    } else {
        None
    }
}

fn at(head: &[u8], offset: usize, magic: &[u8]) -> bool {
    head.get(offset..)
        .is_some_and(|rest| rest.starts_with(magic))
}

fn contains(head: &[u8], needle: &[u8]) -> bool {
    head.windows(needle.len()).any(|window| window == needle)
}

/// MPEG transport stream: the sync byte at the start of three packets of 188 bytes.
fn is_transport_stream(head: &[u8]) -> bool {
    (0..3).all(|packet| head.get(packet * 188) == Some(&0x47))
}

/// MPEG audio without a tag: a valid frame header (ISO 11172-3 §2.4.1.3), not the two sync bytes alone, which random data shows often.
fn is_mpeg_audio(head: &[u8]) -> bool {
    let Some(&[sync, version, rate, _]) = head.first_chunk::<4>() else {
        return false;
    };
    sync == 0xff
        && version & 0xe0 == 0xe0
        && version & 0x18 != 0x08
        && version & 0x06 != 0
        && rate & 0xf0 != 0xf0
        && rate & 0xf0 != 0
        && rate & 0x0c != 0x0c
}

/// AAC in ADTS frames (ISO 13818-7 §6.2): sync of twelve bits, layer 0.
fn is_adts(head: &[u8]) -> bool {
    matches!(head.first_chunk::<2>(), Some(&[0xff, second]) if second & 0xf6 == 0xf0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_accepted_kind_is_known_by_its_first_bytes() {
        let table: [(&[u8], Kind); 22] = [
            (b"\xff\xd8\xff\xe0", Kind::Image),
            (b"\x89PNG\r\n\x1a\n", Kind::Image),
            (b"GIF89a", Kind::Image),
            (b"RIFF\x00\x00\x00\x00WEBPVP8 ", Kind::Image),
            (b"BM\x00\x00\x00\x00\x00\x00\x00\x00", Kind::Image),
            (b"\x00\x00\x00\x18ftypheic", Kind::Image),
            (b"%PDF-1.7", Kind::Pdf),
            (b"\r\n\r\n%PDF-1.4", Kind::Pdf),
            (b"\x00\x00\x00\x18ftypisom", Kind::Video),
            (b"\x00\x00\x00\x14ftypqt  ", Kind::Video),
            (b"\x00\x00\x00\x18ftyp3gp5", Kind::Video),
            (b"\x00\x00\x00\x18ftypM4A ", Kind::Audio),
            (b"RIFF\x00\x00\x00\x00AVI LIST", Kind::Video),
            (b"RIFF\x00\x00\x00\x00WAVEfmt ", Kind::Audio),
            (b"\x1a\x45\xdf\xa3", Kind::Video),
            (b"\x30\x26\xb2\x75\x8e\x66\xcf\x11", Kind::Video),
            (b"FLV\x01", Kind::Video),
            (b"\x00\x00\x01\xba", Kind::Video),
            (b"#!AMR\n", Kind::Audio),
            (b"ID3\x03", Kind::Audio),
            (b"fLaC", Kind::Audio),
            (b"\xff\xf1\x50\x80", Kind::Audio),
        ];
        for (head, kind) in table {
            assert_eq!(sniff(head), Some(kind), "{head:?}");
        }
    }

    #[test]
    fn documents_archives_playlists_and_programs_are_not_media() {
        let table: [&[u8]; 9] = [
            b"",
            b"PK\x03\x04",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
            b"#EXTM3U\nhttp://x.example/a.ts",
            b"ffconcat version 1.0\nfile '/etc/passwd'",
            b"MZ\x90\x00",
            b"<svg xmlns='http://www.w3.org/2000/svg'/>",
            b"\xff\xff\xff\xff",
            b"v=0\r\no=- 0 0 IN IP4 127.0.0.1",
        ];
        for head in table {
            assert_eq!(sniff(head), None, "{head:?}");
        }
    }
}
