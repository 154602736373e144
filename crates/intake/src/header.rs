//! The header of a mail or part as its fields (RFC 5322 §2.2), and where it ends when a sender or a relay broke it. What
//! a field says is read elsewhere.

use crate::mail::MailError;

/// Longest header block, in bytes.
const HEADER_MAX: usize = 1 << 20;

/// The header fields of a mail or part, unfolded lazily: values keep their line breaks.
pub(crate) struct Fields<'a> {
    fields: Vec<(String, &'a [u8])>,
}

impl<'a> Fields<'a> {
    /// Splits `raw` into its header fields and its body. A mail that starts with its body has no fields.
    ///
    /// An empty line ends the header. Where it was lost, the header ends before the first line that is no field, if
    /// nothing after that line looks like a header any more; else the line is taken for the rest of a field that was
    /// broken without being folded.
    pub(crate) fn split(raw: &'a [u8]) -> Result<(Self, &'a [u8]), MailError> {
        let mut fields: Vec<(String, &'a [u8])> = Vec::new();
        let mut at = 0;
        // Where the field that is being read begins and ends.
        let mut open: Option<(usize, usize)> = None;
        while let Some(line) = line_at(raw, at) {
            let next = at + line.len();
            if next > HEADER_MAX {
                return Err(MailError::HeaderTooLarge { limit: HEADER_MAX });
            }
            if line.trim_ascii().is_empty() {
                // A folded line of blanks alone is still part of the header in some mailboxes; a truly empty one ends it.
                let folded = line.iter().any(|b| matches!(b, b' ' | b'\t'));
                if !folded || open.is_none() || next == raw.len() {
                    at = next;
                    break;
                }
                at = next;
                continue;
            }
            let is_folded = matches!(line.first(), Some(b' ' | b'\t'));
            let is_field = field_name(line).is_some();
            if let Some((_, end)) = &mut open
                && (is_folded || !is_field)
            {
                if !is_folded && (line.starts_with(b"--") || !goes_on(raw, next)) {
                    break;
                }
                // A separator of a mailbox between the fields belongs to none.
                if !line.starts_with(b"From ") && !line.starts_with(b">From ") {
                    *end = next;
                }
            } else {
                fields.extend(open.take().and_then(|range| field(raw, range)));
                open = Some((at, next));
            }
            at = next;
        }
        fields.extend(open.and_then(|range| field(raw, range)));
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

/// Returns the line that begins at an offset, with its end; `None` at the end of the bytes.
pub(crate) fn line_at(raw: &[u8], at: usize) -> Option<&[u8]> {
    let rest = raw.get(at..).filter(|rest| !rest.is_empty())?;
    let length = rest
        .iter()
        .position(|b| *b == b'\n')
        .map_or(rest.len(), |end| end + 1);
    rest.get(..length)
}

/// Returns the name before the colon when a line begins a field (RFC 5322 §2.2).
pub(crate) fn field_name(line: &[u8]) -> Option<&[u8]> {
    let colon = line.iter().position(|b| *b == b':')?;
    let name = line.get(..colon)?.trim_ascii_end();
    let fits = !name.is_empty() && name.iter().all(u8::is_ascii_graphic);
    fits.then_some(name)
}

fn field(raw: &[u8], (from, to): (usize, usize)) -> Option<(String, &[u8])> {
    let line = raw.get(from..to)?;
    let name = field_name(line)?;
    let colon = line.iter().position(|b| *b == b':')?;
    let value = line.get(colon + 1..)?.trim_ascii();
    Some((String::from_utf8_lossy(name).to_ascii_lowercase(), value))
}

/// How many lines after a broken one are looked at for more of the header.
const LOOK_AHEAD: usize = 20;

/// Whether a field that every mail or part has begins before the next empty line.
fn goes_on(raw: &[u8], from: usize) -> bool {
    let mut at = from;
    for _ in 0..LOOK_AHEAD {
        let Some(line) = line_at(raw, at).filter(|line| !line.trim_ascii().is_empty()) else {
            return false;
        };
        // A delimiter begins a part, which has a header of its own.
        if line.starts_with(b"--") {
            return false;
        }
        if field_name(line).is_some_and(is_well_known) {
            return true;
        }
        at += line.len();
    }
    false
}

/// Whether this is the name of a field that tells a mail's header from any other text.
pub(crate) fn is_well_known(name: &[u8]) -> bool {
    const NAMES: [&[u8]; 17] = [
        b"from",
        b"to",
        b"cc",
        b"sender",
        b"reply-to",
        b"subject",
        b"date",
        b"message-id",
        b"received",
        b"return-path",
        b"delivered-to",
        b"mime-version",
        b"content-type",
        b"content-transfer-encoding",
        b"content-disposition",
        b"content-id",
        b"x-mailer",
    ];
    NAMES.iter().any(|known| name.eq_ignore_ascii_case(known))
}

/// Whether bytes without a telling name are a mail, as far as their first 16 KiB tell: two different well-known fields stand at the front, and nothing
/// before them.
pub fn looks_like_mail(bytes: &[u8]) -> bool {
    let bytes = bytes.get(..bytes.len().min(16 << 10)).unwrap_or_default();
    let mut names: Vec<Vec<u8>> = Vec::new();
    let mut at = 0;
    while let Some(line) = line_at(bytes, at) {
        at += line.len();
        if matches!(line.first(), Some(b' ' | b'\t')) && at > line.len() {
            continue;
        }
        let Some(name) = field_name(line) else {
            break;
        };
        let name = name.to_ascii_lowercase();
        if is_well_known(&name) && !names.contains(&name) {
            names.push(name);
        }
    }
    names.len() >= 2
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_header_that_lost_its_empty_line_ends_where_the_text_begins() {
        let split = |raw: &[u8]| {
            let (fields, body) = Fields::split(raw).unwrap();
            let subject = fields.get("subject").unwrap_or_default().to_vec();
            let subject = String::from_utf8(subject).unwrap();
            (subject, String::from_utf8(body.to_vec()).unwrap())
        };
        let told = |subject: &str, body: &str| (subject.to_owned(), body.to_owned());
        assert_eq!(
            split("Subject: a\n各位老师：\n\n附件".as_bytes()),
            told("a", "各位老师：\n\n附件")
        );
        assert_eq!(
            split(b"Subject: a\n--b\nContent-Type: text/plain\n\nx"),
            told("a", "--b\nContent-Type: text/plain\n\nx")
        );
        // A field that was broken without a blank goes on, since the header does.
        assert_eq!(
            split(b"Subject: a\nb c\nDate: x\n\nbody"),
            told("a\nb c", "body")
        );
        assert_eq!(split(b"Subject: a\r\r\n\r\r\nbody"), told("a", "body"));
        assert_eq!(
            split(b"From a@b\nSubject: a\nFrom x\nDate: x\n\nbody"),
            told("a", "body")
        );
    }

    #[test]
    fn a_header_without_end_is_refused() {
        let long = vec![b'a'; HEADER_MAX + 2];
        assert!(matches!(
            Fields::split(&long),
            Err(MailError::HeaderTooLarge { .. })
        ));
    }
}
