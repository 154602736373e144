//! The MIME tree of a mail (RFC 2045, 2046) as a flat list of its leaves, with hard limits. Owns where a part begins
//! and ends; what a leaf means is decided elsewhere.

use encoding_rs::Encoding;

use crate::header::{Fields, field_name, line_at};
use crate::mail::MailError;
use crate::params::Structured;
use crate::{charset, sniff, transfer, uuencode};

/// Deepest nesting of multiparts that is followed.
const DEPTH_MAX: usize = 16;
/// Most parts one mail may have.
const PARTS_MAX: usize = 1_000;

/// A part that holds no other part.
pub(crate) struct Leaf<'a> {
    /// `Content-Type`; `text/plain` when the part names none.
    pub(crate) content_type: Structured,
    /// `Content-Disposition`, with an empty token when the part names none.
    pub(crate) disposition: Structured,
    /// Whether it stands in a multipart/related and has a Content-ID: shown inside the text.
    pub(crate) inline: bool,
    /// Whether it is an alternative of another part.
    pub(crate) alternative: bool,
    encoding: String,
    body: &'a [u8],
}

impl Leaf<'_> {
    /// Returns the bytes of the part with its transfer encoding undone.
    pub(crate) fn bytes(&self) -> Vec<u8> {
        match self.encoding.as_str() {
            "base64" => transfer::claimed_base64(self.body),
            "quotedprintable" => transfer::quoted_printable(self.body),
            "xuuencode" | "uuencode" | "xuue" | "uue" => {
                uuencode::first(self.body).unwrap_or_else(|| self.body.to_vec())
            }
            _ => self.unlabelled(),
        }
    }

    /// The bytes of a part that is said not to be encoded. A file that is base64 all the same is told by what comes
    /// out of it.
    fn unlabelled(&self) -> Vec<u8> {
        if self.file_name().is_some() && transfer::is_bare_base64(self.body) {
            let decoded = transfer::base64(self.body);
            if sniff::is_known(&decoded) {
                return decoded;
            }
        }
        self.body.to_vec()
    }

    /// Returns the file name the sender gave, decoded.
    pub(crate) fn file_name(&self) -> Option<&str> {
        self.disposition
            .get("filename")
            .or_else(|| self.content_type.get("name"))
            .filter(|name| !name.is_empty())
    }
}

/// Returns the leaves of a mail in the order they stand. `declared` is the character set for raw bytes in names.
pub(crate) fn leaves<'a>(
    fields: &Fields<'a>,
    body: &'a [u8],
    declared: Option<&'static Encoding>,
) -> Result<Vec<Leaf<'a>>, MailError> {
    let mut found = Vec::new();
    let mut tree = Tree {
        found: &mut found,
        declared,
        parts: 0,
    };
    tree.walk(fields, body, Place::default())?;
    Ok(found)
}

/// Returns the character set that a header block declares for its own text.
pub(crate) fn declared_charset(fields: &Fields<'_>) -> Option<&'static Encoding> {
    let value = fields.get("content-type")?;
    let content_type = Structured::parse(value, None);
    charset::by_label(content_type.get("charset")?.as_bytes())
}

#[derive(Clone, Copy, Default)]
struct Place {
    depth: usize,
    related: bool,
    alternative: bool,
}

struct Tree<'f, 'a> {
    found: &'f mut Vec<Leaf<'a>>,
    declared: Option<&'static Encoding>,
    parts: usize,
}

impl<'a> Tree<'_, 'a> {
    fn walk(&mut self, fields: &Fields<'a>, body: &'a [u8], place: Place) -> Result<(), MailError> {
        self.parts += 1;
        if self.parts > PARTS_MAX {
            return Err(MailError::TooManyParts { limit: PARTS_MAX });
        }
        if place.depth > DEPTH_MAX {
            return Err(MailError::NestedTooDeep { limit: DEPTH_MAX });
        }
        let content_type = fields.get("content-type").map_or_else(
            || Structured::parse(b"text/plain", None),
            |value| Structured::parse(value, self.declared),
        );
        if let Some(sections) = sections_of(&content_type, body) {
            let inner = Place {
                depth: place.depth + 1,
                related: place.related || content_type.token == "multipart/related",
                alternative: place.alternative || content_type.token == "multipart/alternative",
            };
            for section in sections {
                let (fields, body) = Fields::split(section)?;
                self.walk(&fields, body, inner)?;
            }
            return Ok(());
        }
        let encoding = fields.get("content-transfer-encoding").unwrap_or_default();
        self.found.push(Leaf {
            disposition: Structured::parse(
                fields.get("content-disposition").unwrap_or_default(),
                self.declared,
            ),
            inline: place.related && fields.get("content-id").is_some(),
            alternative: place.alternative,
            // Senders write Base-64, "base64" and base64; charset=… where base64 is meant.
            encoding: String::from_utf8_lossy(encoding)
                .split([';', '('])
                .next()
                .unwrap_or_default()
                .chars()
                .filter(char::is_ascii_alphanumeric)
                .map(|c| c.to_ascii_lowercase())
                .collect(),
            content_type,
            body,
        });
        Ok(())
    }
}

/// Returns the parts of a body, if it has any. The boundary is the one that the header names; where it names none, or
/// one that stands nowhere, it is the first line that looks like a delimiter with a header below it.
fn sections_of<'a>(content_type: &Structured, body: &'a [u8]) -> Option<Vec<&'a [u8]>> {
    let kind = content_type.token.as_str();
    let named = content_type.get("boundary").unwrap_or_default();
    let may_have_parts =
        kind.starts_with("multipart") || kind.starts_with("text/") && !named.is_empty();
    if may_have_parts && !named.is_empty() {
        let sections = sections(body, named.as_bytes(), PARTS_MAX);
        if !sections.is_empty() {
            return Some(sections);
        }
    }
    let untold = matches!(kind, "" | "text/plain") && content_type.get("name").is_none();
    if !kind.starts_with("multipart") && !untold {
        return None;
    }
    let found = delimiter_in(body)?;
    Some(sections(body, found, PARTS_MAX)).filter(|sections| !sections.is_empty())
}

/// How far into a body a boundary is looked for that the header does not name.
const PREAMBLE_MAX: usize = 4 << 10;

/// Returns what follows the two dashes of the first line that has `Content-…:` on the next one.
fn delimiter_in(body: &[u8]) -> Option<&[u8]> {
    let mut at = 0;
    while let Some(line) = line_at(body, at).filter(|_| at < PREAMBLE_MAX) {
        at += line.len();
        let below = line_at(body, at).and_then(field_name).unwrap_or_default();
        let has_header = below
            .get(..8)
            .is_some_and(|front| front.eq_ignore_ascii_case(b"content-"));
        if let Some(mark) = line.strip_prefix(b"--")
            && has_header
        {
            return Some(mark.trim_ascii_end()).filter(|mark| !mark.is_empty());
        }
    }
    None
}

/// Cuts a multipart body at its delimiter lines; a missing last delimiter is forgiven.
fn sections<'a>(body: &'a [u8], boundary: &[u8], limit: usize) -> Vec<&'a [u8]> {
    let mut sections = Vec::new();
    let mut start: Option<usize> = None;
    let mut at = 0;
    while let Some(rest) = body.get(at..).filter(|rest| !rest.is_empty()) {
        let length = rest
            .iter()
            .position(|b| *b == b'\n')
            .map_or(rest.len(), |end| end + 1);
        let line = rest.get(..length).unwrap_or_default();
        if let Some(delimiter) = delimiter(line, boundary) {
            if let Some(from) = start.take() {
                sections.push(without_last_break(body.get(from..at).unwrap_or_default()));
            }
            match delimiter {
                Delimiter::Next if sections.len() <= limit => start = Some(at + length),
                Delimiter::Next => return sections,
                // Some programs go on after what should have been the end.
                Delimiter::Last => {}
            }
        }
        at += length;
    }
    if let Some(from) = start {
        sections.push(body.get(from..).unwrap_or_default());
    }
    sections
}

enum Delimiter {
    Next,
    Last,
}

fn delimiter(line: &[u8], boundary: &[u8]) -> Option<Delimiter> {
    let after = line
        .strip_prefix(b"--")?
        .strip_prefix(boundary)?
        .trim_ascii_end();
    match after {
        b"" => Some(Delimiter::Next),
        b"--" => Some(Delimiter::Last),
        _ => None,
    }
}

/// The line break before a delimiter belongs to the delimiter (RFC 2046 §5.1.1).
fn without_last_break(section: &[u8]) -> &[u8] {
    let section = section.strip_suffix(b"\n").unwrap_or(section);
    section.strip_suffix(b"\r").unwrap_or(section)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bodies(raw: &[u8]) -> Vec<String> {
        let (fields, body) = Fields::split(raw).unwrap();
        leaves(&fields, body, None)
            .unwrap()
            .iter()
            .map(|leaf| String::from_utf8(leaf.bytes()).unwrap())
            .collect()
    }

    #[test]
    fn a_boundary_that_begins_like_another_does_not_end_it() {
        let raw = b"Content-Type: multipart/mixed; boundary=a\n\n--a\n\none\n--ab\nstill one\n--a\n\ntwo\n--a--\n\nafter";
        assert_eq!(bodies(raw), ["one\n--ab\nstill one", "two"]);
    }

    #[test]
    fn a_mail_cut_off_in_the_middle_still_gives_its_last_part() {
        let raw =
            b"Content-Type: multipart/mixed; boundary=a\r\n\r\n--a\r\n\r\none\r\n--a\r\n\r\ntw";
        assert_eq!(bodies(raw), ["one", "tw"]);
    }

    #[test]
    fn a_multipart_without_its_boundary_is_one_text() {
        assert_eq!(bodies(b"Content-Type: multipart/mixed\n\nhello"), ["hello"]);
        assert_eq!(
            bodies(b"Content-Type: multipart/mixed; boundary=x\n\nhello"),
            ["hello"]
        );
    }

    #[test]
    fn a_boundary_that_is_not_or_wrongly_named_is_found() {
        for kind in [
            "multipart/mixed",
            "multipart/mixed; boundary=other",
            "text/plain; boundary=b",
        ] {
            let raw = format!(
                "Content-Type: {kind}\n\nThis is MIME.\n--b\nContent-Type: text/plain\n\none\n--b\nContent-Type: x/y\n\ntwo\n--b--\n"
            );
            assert_eq!(bodies(raw.as_bytes()), ["one", "two"], "{kind}");
        }
        assert_eq!(
            bodies(b"Subject: x\n\n--b\nContent-Type: text/plain\n\none\n--b--\n--b\n\nmore"),
            ["one", "more"]
        );
    }

    #[test]
    fn a_transfer_encoding_is_known_by_any_spelling() {
        let file = |encoding: &str, body: &str| {
            let raw = format!("Content-Type: x/y; name=a.doc\n{encoding}\n{body}");
            let (fields, body) = Fields::split(raw.as_bytes()).unwrap();
            leaves(&fields, body, None).unwrap()[0].bytes()
        };
        for encoding in [
            "Base-64",
            "\"base64\"",
            "BASE64; charset=x",
            " base64 (all)",
        ] {
            let line = format!("Content-Transfer-Encoding: {encoding}\n");
            assert_eq!(file(&line, "aGVsbG8="), b"hello", "{encoding}");
        }
        // Nobody says that it is encoded, and what comes out is a document.
        let bare = "UEsDBBQABgAIAAAA".repeat(4);
        assert!(file("", &bare).starts_with(b"PK\x03\x04"));
        assert_eq!(file("", &"QUJD".repeat(16)), "QUJD".repeat(16).as_bytes());
        let uu = "begin 644 a.doc\n%:&5L;&\\ \n`\nend\n";
        assert_eq!(
            file("Content-Transfer-Encoding: x-uuencode\n", uu),
            b"hello"
        );
    }

    #[test]
    fn deep_nesting_and_many_parts_are_refused() {
        let mut deep = Vec::new();
        for level in 0..40 {
            deep.extend(
                format!("Content-Type: multipart/mixed; boundary=b{level}\n\n--b{level}\n").bytes(),
            );
        }
        let (fields, body) = Fields::split(&deep).unwrap();
        assert!(matches!(
            leaves(&fields, body, None),
            Err(MailError::NestedTooDeep { .. })
        ));
        let mut wide = b"Content-Type: multipart/mixed; boundary=b\n\n".to_vec();
        for _ in 0..2_000 {
            wide.extend(b"--b\n\nx\n");
        }
        let (fields, body) = Fields::split(&wide).unwrap();
        assert!(matches!(
            leaves(&fields, body, None),
            Err(MailError::TooManyParts { .. })
        ));
    }
}
