//! What a file is, by its bytes; the name decides only where bytes cannot.

use std::io::Cursor;

use zip::ZipArchive;

use crate::attachment::Attachment;
use crate::{archive, header, package, sevenz, tnef};

/// What a received file is, as far as sorting needs to know.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// No bytes at all.
    Empty,
    /// Left behind by a system or an office program: lock files, thumbnails.
    Junk,
    /// An OOXML text document, or something that claims to be one.
    Docx,
    /// An OOXML spreadsheet.
    Sheet,
    /// OOXML under a password.
    Encrypted,
    /// A text document in a binary or other format: .doc, .wps, .rtf.
    OldDocument,
    /// A PDF.
    Pdf,
    /// A still picture.
    Image,
    /// Sound or film.
    Media,
    /// A ZIP archive that is not a document.
    Archive,
    /// A 7z archive.
    SevenZip,
    /// What Outlook wraps attachments into.
    Tnef,
    /// An archive of a kind that is not opened: RAR, gzip.
    ClosedArchive,
    /// A mail.
    Mail,
    /// Plain text.
    Text,
    /// Anything else.
    Other,
}

const OLE: &[u8] = &[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];

/// Whether bytes begin like a document, a picture, a film or an archive.
pub(crate) fn is_known(bytes: &[u8]) -> bool {
    by_bytes(bytes, "").is_some()
}

/// Returns what a file is.
pub(crate) fn kind(file: &Attachment) -> Kind {
    let name = file.file_name().to_lowercase();
    if is_junk(&file.name, &name) {
        return Kind::Junk;
    }
    let bytes = file.bytes.as_slice();
    if bytes.is_empty() {
        return Kind::Empty;
    }
    let extension = name
        .rsplit_once('.')
        .map(|(_, extension)| extension)
        .unwrap_or_default();
    by_bytes(bytes, extension).unwrap_or_else(|| by_extension(extension, bytes))
}

fn is_junk(path: &str, name: &str) -> bool {
    name.starts_with("~$")
        || name.starts_with("._")
        || path.starts_with("__MACOSX/")
        || matches!(
            name,
            "thumbs.db" | ".ds_store" | "desktop.ini" | "smime.p7s" | "signature.asc"
        )
}

fn by_bytes(bytes: &[u8], extension: &str) -> Option<Kind> {
    let at = |offset: usize, magic: &[u8]| {
        bytes
            .get(offset..)
            .is_some_and(|rest| rest.starts_with(magic))
    };
    if at(0, b"PK\x03\x04") || at(0, b"PK\x05\x06") {
        return Some(zip_kind(bytes, extension));
    }
    if at(0, OLE) {
        return Some(ole_kind(bytes, extension));
    }
    let kind = if at(0, b"%PDF-") {
        Kind::Pdf
    } else if at(0, b"\xff\xd8\xff")
        || at(0, b"\x89PNG\r\n\x1a\n")
        || at(0, b"GIF8")
        || at(0, b"BM") && extension == "bmp"
        || at(0, b"II*\0")
        || at(0, b"MM\0*")
        || at(0, b"RIFF") && at(8, b"WEBP")
        || at(4, b"ftyp")
            && [&b"heic"[..], b"heix", b"mif1", b"avif"]
                .iter()
                .any(|brand| at(8, brand))
    {
        Kind::Image
    } else if at(4, b"ftyp")
        || at(4, b"moov")
        || at(4, b"mdat")
        || at(0, b"RIFF")
        || at(0, b"0&\xb2u\x8ef\xcf\x11")
        || at(0, b"\x1aE\xdf\xa3")
        || at(0, b"ID3")
        || at(0, b"OggS")
        || at(0, b"fLaC")
        || at(0, b"FLV")
        || at(0, b"#!AMR")
        || at(0, b"\0\0\x01\xba")
        || at(0, b"\0\0\x01\xb3")
    {
        Kind::Media
    } else if at(0, b"Rar!\x1a\x07") || at(0, b"\x1f\x8b") {
        Kind::ClosedArchive
    } else if at(0, sevenz::SIGNATURE) {
        Kind::SevenZip
    } else if at(0, tnef::SIGNATURE) {
        Kind::Tnef
    } else if at(0, b"{\\rtf") {
        Kind::OldDocument
    } else {
        return None;
    };
    Some(kind)
}

fn by_extension(extension: &str, bytes: &[u8]) -> Kind {
    match extension {
        "doc" | "wps" | "rtf" | "odt" | "pages" | "dot" | "wpt" | "htm" | "html" | "mht"
        | "mhtml" => Kind::OldDocument,
        "csv" | "tsv" => Kind::Sheet,
        // Claims to be a form, so a person must hear that it cannot be read.
        "docx" | "docm" | "dotx" | "dotm" => Kind::Docx,
        "pdf" => Kind::Pdf,
        "jpg" | "jpeg" | "png" | "heic" | "bmp" | "tif" | "tiff" | "webp" | "gif" => Kind::Image,
        "mp4" | "mov" | "avi" | "wmv" | "mkv" | "flv" | "mpg" | "mpeg" | "3gp" | "m4v" | "webm"
        | "rmvb" | "mp3" | "m4a" | "wav" | "amr" | "aac" | "wma" | "ogg" | "flac" => Kind::Media,
        "zip" | "rar" | "7z" | "gz" | "tar" => Kind::ClosedArchive,
        "eml" | "emlx" => Kind::Mail,
        _ if header::looks_like_mail(bytes) => Kind::Mail,
        _ if bytes.contains(&0) => Kind::Other,
        _ => Kind::Text,
    }
}

fn zip_kind(bytes: &[u8], extension: &str) -> Kind {
    let is_word = matches!(extension, "docx" | "docm" | "dotx" | "dotm");
    let Some(mut archive) = archive::open(bytes) else {
        return if is_word { Kind::Docx } else { Kind::Archive };
    };
    if package::text_part(&mut archive).is_some() {
        Kind::Docx
    } else if archive::has(&archive, "xl/workbook.xml") {
        Kind::Sheet
    } else if archive::has(&archive, "ppt/presentation.xml") {
        Kind::Other
    } else if archive::has(&archive, "[Content_Types].xml") || is_word {
        Kind::Docx
    } else if matches!(extension, "odt" | "ott" | "pages") || is_open_text(&mut archive) {
        Kind::OldDocument
    } else {
        Kind::Archive
    }
}

/// An OpenDocument says what it is in its first member (ODF 1.3, part 2, §3.3).
fn is_open_text(archive: &mut ZipArchive<Cursor<&[u8]>>) -> bool {
    archive::member(archive, "mimetype")
        .is_some_and(|kind| kind.starts_with(b"application/vnd.oasis.opendocument.text"))
}

/// OLE directory entries carry their names as UTF-16LE, so the name itself tells what the file holds.
fn ole_kind(bytes: &[u8], extension: &str) -> Kind {
    if is_encrypted(bytes) {
        Kind::Encrypted
    } else if has_utf16(bytes, "WordDocument")
        || matches!(extension, "doc" | "docx" | "wps" | "dot" | "wpt")
    {
        Kind::OldDocument
    } else {
        Kind::Other
    }
}

/// Whether an OLE file holds an encrypted OOXML package ([MS-OFFCRYPTO] §1.3.2.3).
pub(crate) fn is_encrypted(bytes: &[u8]) -> bool {
    bytes.starts_with(OLE) && has_utf16(bytes, "EncryptedPackage")
}

/// Whether the bytes are an OLE compound file.
pub(crate) fn is_ole(bytes: &[u8]) -> bool {
    bytes.starts_with(OLE)
}

fn has_utf16(bytes: &[u8], name: &str) -> bool {
    let wide: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
    // Directory entries are 128 bytes long and aligned, so only those places are looked at.
    bytes.chunks(128).any(|entry| entry.starts_with(&wide))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_outweigh_the_name() {
        let of = |name: &str, bytes: &[u8]| kind(&Attachment::new(name, bytes.to_vec()));
        assert_eq!(of("a.docx", b"%PDF-1.4"), Kind::Pdf);
        assert_eq!(of("a.txt", b"\xff\xd8\xff\xe0"), Kind::Image);
        assert_eq!(
            of("a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
            Kind::OldDocument
        );
        assert_eq!(of("a.docx", b"PK\x03\x04cut"), Kind::Docx);
        assert_eq!(of("a.docx", b""), Kind::Empty);
        assert_eq!(of("x/~$a.docx", b"PK"), Kind::Junk);
    }
}
