//! The MIME tree of a mail (RFC 2045, 2046) as a flat list of its leaves, with hard limits. Owns where a part begins
//! and ends; what a leaf means is decided elsewhere.

use encoding_rs::Encoding;

use crate::mail::MailError;
use crate::params::Structured;
use crate::{charset, transfer};

/// Deepest nesting of multiparts that is followed.
const DEPTH_MAX: usize = 16;
/// Most parts one mail may have.
const PARTS_MAX: usize = 1_000;
/// Longest header block, in bytes.
const HEADER_MAX: usize = 1 << 20;

/// The header fields of a mail or part, unfolded lazily: values keep their line breaks.
pub(crate) struct Fields<'a> {
    fields: Vec<(String, &'a [u8])>,
}

impl<'a> Fields<'a> {
    /// Splits `raw` into its header fields and its body. A mail that starts with its body has no fields.
    pub(crate) fn split(raw: &'a [u8]) -> Result<(Self, &'a [u8]), MailError> {
        let mut fields: Vec<(String, &'a [u8])> = Vec::new();
        let mut at = 0;
        // Where the field that is being read begins and ends.
        let mut open: Option<(usize, usize)> = None;
        let mut close = |open: &mut Option<(usize, usize)>| {
            if let Some((from, to)) = open.take()
                && let Some(line) = raw.get(from..to)
                && let Some(colon) = line.iter().position(|b| *b == b':')
                && let Some((name, value)) = line.split_at_checked(colon)
                && name.iter().all(|b| b.is_ascii_graphic() || *b == b' ')
            {
                let name = String::from_utf8_lossy(name).trim().to_ascii_lowercase();
                fields.push((name, value.get(1..).unwrap_or_default().trim_ascii()));
            }
        };
        while let Some(rest) = raw.get(at..).filter(|rest| !rest.is_empty()) {
            let length = rest
                .iter()
                .position(|b| *b == b'\n')
                .map_or(rest.len(), |end| end + 1);
            let line = rest.get(..length).unwrap_or_default();
            let next = at + length;
            if next > HEADER_MAX {
                return Err(MailError::HeaderTooLarge { limit: HEADER_MAX });
            }
            if line.trim_ascii().is_empty() {
                // A folded line of blanks alone is still part of the header in some mailboxes; a truly empty one ends it.
                if line == b"\n" || line == b"\r\n" || open.is_none() || length == rest.len() {
                    at = next;
                    break;
                }
                at = next;
                continue;
            }
            match (line.first(), &mut open) {
                (Some(b' ' | b'\t'), Some((_, end))) => *end = next,
                _ => {
                    close(&mut open);
                    open = Some((at, next));
                }
            }
            at = next;
        }
        close(&mut open);
        Ok((Self { fields }, raw.get(at..).unwrap_or_default()))
    }

    /// Returns the first value of a field, by its lower-case name.
    pub(crate) fn get(&self, name: &str) -> Option<&'a [u8]> {
        self.fields
            .iter()
            .find(|(held, _)| held == name)
            .map(|(_, value)| *value)
    }

    /// Whether no field was read at all.
    pub(crate) fn is_empty(&self) -> bool {
        self.fields.is_empty()
    }
}

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
            "base64" => transfer::base64(self.body),
            "quoted-printable" => transfer::quoted_printable(self.body),
            _ => self.body.to_vec(),
        }
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
        let boundary = content_type.get("boundary").unwrap_or_default();
        if content_type.token.starts_with("multipart/") && !boundary.is_empty() {
            let sections = sections(body, boundary.as_bytes(), PARTS_MAX);
            if !sections.is_empty() {
                let inner = Place {
                    depth: place.depth + 1,
                    related: place.related || content_type.token == "multipart/related",
                    alternative: content_type.token == "multipart/alternative",
                };
                for section in sections {
                    let (fields, body) = Fields::split(section)?;
                    self.walk(&fields, body, inner)?;
                }
                return Ok(());
            }
        }
        let encoding = fields.get("content-transfer-encoding").unwrap_or_default();
        self.found.push(Leaf {
            disposition: Structured::parse(
                fields.get("content-disposition").unwrap_or_default(),
                self.declared,
            ),
            inline: place.related && fields.get("content-id").is_some(),
            alternative: place.alternative,
            encoding: String::from_utf8_lossy(encoding)
                .split([';', '('])
                .next()
                .unwrap_or_default()
                .trim()
                .to_ascii_lowercase(),
            content_type,
            body,
        });
        Ok(())
    }
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
                Delimiter::Next | Delimiter::Last => return sections,
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
        let long = vec![b'a'; HEADER_MAX + 2];
        assert!(matches!(
            Fields::split(&long),
            Err(MailError::HeaderTooLarge { .. })
        ));
    }
}
