//! `winmail.dat`: the Transport Neutral Encapsulation Format that Outlook wraps attachments and bodies into
//! ([MS-OXTNEF], with the properties of [MS-OXCDATA]). Every length is checked against what is there.

use crate::attachment::{Attachment, Found, Opened};
use crate::charset;
use crate::lzfu;
use crate::ole::{u16_at, u32_at};
use crate::words::clean;

/// The first four bytes of every such stream.
pub(crate) const SIGNATURE: &[u8] = b"\x78\x9f\x3e\x22";
/// Most attributes, and most properties in one of them, that are read.
const ATTRIBUTES_MAX: usize = 20_000;

/// Attributes of the stream ([MS-OXTNEF] §2.1.3.2), without their type.
const BODY: u16 = 0x800c;
const MESSAGE_PROPERTIES: u16 = 0x9003;
const CODE_PAGE: u16 = 0x9007;
const ATTACHMENT_BEGINS: u16 = 0x9002;
const ATTACHMENT_TITLE: u16 = 0x8010;
const ATTACHMENT_DATA: u16 = 0x800f;
const ATTACHMENT_PROPERTIES: u16 = 0x9005;

/// Properties ([MS-OXPROPS]).
const PLAIN_BODY: u16 = 0x1000;
const RTF_BODY: u16 = 0x1009;
const HTML_BODY: u16 = 0x1013;
const DATA: u16 = 0x3701;
const SHORT_NAME: u16 = 0x3704;
const LONG_NAME: u16 = 0x3707;

/// The body of an encapsulated mail, in the form that says most.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Body {
    Html(String),
    Rtf(Vec<u8>),
    Plain(String),
}

#[derive(Default)]
struct Read {
    files: Vec<Attachment>,
    /// Whether the stream ended where it says.
    complete: bool,
    plain: Option<String>,
    html: Option<String>,
    rtf: Option<Vec<u8>>,
}

/// Returns the attachments in a stream.
pub(crate) fn files(bytes: &[u8]) -> Found {
    let read = read(bytes);
    Found {
        files: read.files,
        opened: if read.complete {
            Opened::Whole
        } else {
            Opened::Partly
        },
        message_id: None,
    }
}

/// Returns the body in a stream, if it has one.
pub(crate) fn body(bytes: &[u8]) -> Option<Body> {
    let read = read(bytes);
    let html = read.html.map(Body::Html);
    let plain = read.plain.map(Body::Plain);
    html.or(read.rtf.map(Body::Rtf)).or(plain)
}

fn read(bytes: &[u8]) -> Read {
    let mut read = Read::default();
    // The key behind the signature says nothing.
    let Some(mut rest) = bytes.strip_prefix(SIGNATURE).and_then(|rest| rest.get(2..)) else {
        return read;
    };
    let mut label: Vec<u8> = Vec::new();
    let mut open: Option<Attachment> = None;
    for _ in 0..ATTRIBUTES_MAX {
        if rest.is_empty() {
            read.complete = true;
            break;
        }
        let Some((id, data, after)) = attribute(rest) else {
            break;
        };
        rest = after;
        match id {
            CODE_PAGE => {
                label = u32_at(data, 0).map_or_else(Vec::new, |page| {
                    format!("windows-{page}")
                        .replace("windows-65001", "utf-8")
                        .into_bytes()
                });
            }
            BODY => {
                let text = data.split(|b| *b == 0).next().unwrap_or_default();
                read.plain = Some(charset::decode(text, &label));
            }
            MESSAGE_PROPERTIES => message(data, &label, &mut read),
            ATTACHMENT_BEGINS => {
                read.files.extend(open.take().map(sealed));
                open = Some(Attachment::new("", Vec::new()));
            }
            ATTACHMENT_TITLE => {
                let file = open.get_or_insert_with(|| Attachment::new("", Vec::new()));
                let name = data.split(|b| *b == 0).next().unwrap_or_default();
                file.name = clean(&charset::decode(name, &label));
            }
            ATTACHMENT_DATA => {
                let file = open.get_or_insert_with(|| Attachment::new("", Vec::new()));
                file.bytes = data.to_vec();
            }
            ATTACHMENT_PROPERTIES => {
                let file = open.get_or_insert_with(|| Attachment::new("", Vec::new()));
                attachment(data, &label, file);
            }
            _ => {}
        }
    }
    read.files.extend(open.map(sealed));
    read
}

/// Gives an attachment its fingerprint, and a name when it has none.
fn sealed(file: Attachment) -> Attachment {
    let name = if file.name.is_empty() {
        "未命名附件.bin".to_owned()
    } else {
        file.name
    };
    Attachment::new(name, file.bytes)
}

/// Reads level, identifier, length, data and checksum; what follows is returned too. A wrong checksum is forgiven:
/// some programs never wrote a right one.
fn attribute(bytes: &[u8]) -> Option<(u16, &[u8], &[u8])> {
    let id = u16_at(bytes, 1)?;
    let length = usize::try_from(u32_at(bytes, 5)?).ok()?;
    let end = length.checked_add(9)?;
    let data = bytes.get(9..end)?;
    Some((id, data, bytes.get(end.checked_add(2)?..)?))
}

fn message(data: &[u8], label: &[u8], read: &mut Read) {
    for property in properties(data) {
        match property.id {
            PLAIN_BODY => read.plain = Some(property.text(label)),
            HTML_BODY => read.html = Some(charset::decode(property.value, label)),
            RTF_BODY => read.rtf = lzfu::decompress(property.value),
            _ => {}
        }
    }
}

fn attachment(data: &[u8], label: &[u8], file: &mut Attachment) {
    for property in properties(data) {
        match property.id {
            LONG_NAME => file.name = clean(&property.text(label)),
            SHORT_NAME if file.name.is_empty() => file.name = clean(&property.text(label)),
            // An object begins with its class; a mail inside a mail is a stream of its own behind that.
            DATA if property.kind == OBJECT => {
                file.bytes = property.value.get(16..).unwrap_or_default().to_vec();
            }
            DATA if file.bytes.is_empty() => file.bytes = property.value.to_vec(),
            _ => {}
        }
    }
}

/// Types of properties whose values state their length ([MS-OXCDATA] §2.11.1).
const OBJECT: u16 = 0x000d;
const STRING_8: u16 = 0x001e;
const STRING: u16 = 0x001f;
const BINARY: u16 = 0x0102;

struct Property<'a> {
    id: u16,
    kind: u16,
    value: &'a [u8],
}

impl Property<'_> {
    fn text(&self, label: &[u8]) -> String {
        if self.kind == STRING {
            let units = self.value.as_chunks::<2>().0.iter();
            let units: Vec<u16> = units.map(|pair| u16::from_le_bytes(*pair)).collect();
            return String::from_utf16_lossy(&units)
                .trim_end_matches('\0')
                .to_owned();
        }
        let bytes = self.value.split(|b| *b == 0).next().unwrap_or_default();
        charset::decode(bytes, label)
    }
}

/// Reads a property list up to the first one that does not fit.
fn properties(data: &[u8]) -> Vec<Property<'_>> {
    let count = u32_at(data, 0).and_then(|count| usize::try_from(count).ok());
    let mut rest = data.get(4..).unwrap_or_default();
    let mut found = Vec::new();
    for _ in 0..count.unwrap_or(0).min(ATTRIBUTES_MAX) {
        let Some((property, after)) = property(rest) else {
            break;
        };
        rest = after;
        found.extend(property);
    }
    found
}

/// Reads one property and what follows it; several values under one name are passed over.
fn property(bytes: &[u8]) -> Option<(Option<Property<'_>>, &[u8])> {
    let kind = u16_at(bytes, 0)?;
    let id = u16_at(bytes, 2)?;
    let mut rest = bytes.get(4..)?;
    // A named property says its name between its number and its value.
    if id >= 0x8000 {
        let by_number = u32_at(rest, 16)? == 0;
        rest = rest.get(20..)?;
        rest = if by_number {
            rest.get(4..)?
        } else {
            padded(rest)?.1
        };
    }
    const MANY: u16 = 0x1000;
    let single = kind & !MANY;
    let width = match single {
        0x0002 | 0x0003 | 0x0004 | 0x000a | 0x000b => 4,
        0x0005 | 0x0006 | 0x0007 | 0x0014 | 0x0040 => 8,
        0x0048 => 16,
        OBJECT | STRING_8 | STRING | BINARY => 0,
        _ => return None,
    };
    if width > 0 {
        let many = kind & MANY != 0;
        let count = if many { u32_at(rest, 0)? } else { 1 };
        let skipped = usize::try_from(count)
            .ok()?
            .checked_mul(width)?
            .checked_add(if many { 4 } else { 0 })?;
        return Some((None, rest.get(skipped..)?));
    }
    let count = u32_at(rest, 0)?;
    rest = rest.get(4..)?;
    let mut first = None;
    for _ in 0..count {
        // Every value takes four bytes at least, so a false count ends with the data.
        let (value, after) = padded(rest)?;
        rest = after;
        first.get_or_insert(Property {
            id,
            kind: single,
            value,
        });
    }
    Some((first, rest))
}

/// Reads a length and so many bytes, filled up to a multiple of four.
fn padded(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let length = usize::try_from(u32_at(bytes, 0)?).ok()?;
    let end = length.checked_add(4)?;
    let value = bytes.get(4..end)?;
    let next = end.checked_next_multiple_of(4)?;
    Some((value, bytes.get(next..).unwrap_or_default()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stream(attributes: &[(u8, u32, Vec<u8>)]) -> Vec<u8> {
        let mut out = SIGNATURE.to_vec();
        out.extend([1, 0]);
        for (level, id, data) in attributes {
            out.push(*level);
            out.extend(id.to_le_bytes());
            out.extend(u32::try_from(data.len()).unwrap().to_le_bytes());
            out.extend(data);
            out.extend([0, 0]);
        }
        out
    }

    fn list(properties: &[(u16, u16, &[u8])]) -> Vec<u8> {
        let mut out = u32::try_from(properties.len())
            .unwrap()
            .to_le_bytes()
            .to_vec();
        for (kind, id, value) in properties {
            out.extend(kind.to_le_bytes());
            out.extend(id.to_le_bytes());
            if *kind == 3 {
                out.extend(*value);
                continue;
            }
            out.extend(1_u32.to_le_bytes());
            out.extend(u32::try_from(value.len()).unwrap().to_le_bytes());
            out.extend(*value);
            out.resize(out.len().next_multiple_of(4), 0);
        }
        out
    }

    fn wide(text: &str) -> Vec<u8> {
        text.encode_utf16()
            .chain([0])
            .flat_map(u16::to_le_bytes)
            .collect()
    }

    #[test]
    fn attachments_keep_their_long_names_and_their_bytes() {
        let bytes = stream(&[
            (1, 0x0006_9007, 936_u32.to_le_bytes().to_vec()),
            (
                1,
                0x0006_9003,
                list(&[(3, 0x0e07, &[0; 4]), (0x1f, 0x1000, &wide("见附件"))]),
            ),
            (2, 0x0006_9002, vec![0; 14]),
            (2, 0x0001_8010, b"\xba\xfe~1.DOC\0".to_vec()),
            (2, 0x0006_800f, b"PK\x03\x04abc".to_vec()),
            (
                2,
                0x0006_9005,
                list(&[(0x1f, 0x3707, &wide("湖墅表格.docx"))]),
            ),
            (2, 0x0006_9002, vec![0; 14]),
            (2, 0x0001_8010, b"\xca\xfb.jpg\0".to_vec()),
            (2, 0x0006_800f, vec![]),
        ]);
        let found = files(&bytes);
        assert_eq!(found.opened, Opened::Whole);
        let told: Vec<(&str, &[u8])> = found
            .files
            .iter()
            .map(|file| (file.name.as_str(), file.bytes.as_slice()))
            .collect();
        assert_eq!(
            told,
            [("湖墅表格.docx", &b"PK\x03\x04abc"[..]), ("墅.jpg", b"")]
        );
        assert_eq!(body(&bytes), Some(Body::Plain("见附件".into())));
    }

    #[test]
    fn a_mail_inside_is_a_stream_of_its_own() {
        let inner = stream(&[(1, 0x0002_800c, b"hi\0".to_vec())]);
        let object = [&[7_u8; 16][..], &inner].concat();
        let bytes = stream(&[
            (2, 0x0006_9002, vec![0; 14]),
            (
                2,
                0x0006_9005,
                list(&[(0x0d, 0x3701, &object), (0x1e, 0x3707, b"inner\0")]),
            ),
        ]);
        assert_eq!(files(&bytes).files[0].bytes, inner);
    }

    #[test]
    fn a_cut_stream_gives_what_is_whole_and_says_so() {
        let bytes = stream(&[
            (2, 0x0006_9002, vec![0; 14]),
            (2, 0x0006_800f, vec![1; 100]),
            (2, 0x0006_9005, list(&[(0x1f, 0x3707, &wide("a.doc"))])),
        ]);
        for end in 0..bytes.len() {
            let found = files(&bytes[..end]);
            assert!(found.opened == Opened::Partly || end == 6 || found.files.len() <= 1);
            let _ = body(&bytes[..end]);
        }
        assert_eq!(files(&bytes[..bytes.len() - 1]).opened, Opened::Partly);
        // Two gigabytes that are not there.
        let mut huge = stream(&[]);
        huge.extend([2, 0x0f, 0x80, 6, 0, 0xff, 0xff, 0xff, 0x7f, 1]);
        assert_eq!(files(&huge).files, []);
        let claims = list(&[]);
        let claims = [
            &0xffff_ffff_u32.to_le_bytes()[..],
            &claims[4..],
            &[0x1f, 0x10, 1, 0x10, 255, 255, 255, 255],
        ]
        .concat();
        assert!(properties(&claims).is_empty());
    }
}
