//! Structured header values: `token; name=value; …` with quotes (RFC 2045 §5.1), continuations and percent
//! escapes (RFC 2231), and the encoded words that mail programs put inside quotes although RFC 2047 forbids it.

use std::collections::BTreeMap;

use encoding_rs::Encoding;

use crate::{charset, transfer, words};

/// A structured header value, read once.
pub(crate) struct Structured {
    /// What stands before the first semicolon, in lower case: `text/plain`, `attachment`.
    pub(crate) token: String,
    params: BTreeMap<String, String>,
}

impl Structured {
    /// Reads a value; an unreadable one gives an empty token and no parameters.
    pub(crate) fn parse(value: &[u8], declared: Option<&'static Encoding>) -> Self {
        let mut pieces = split(value, b';').into_iter();
        let token = pieces.next().unwrap_or_default();
        let token = String::from_utf8_lossy(&token).trim().to_ascii_lowercase();
        let mut collected: BTreeMap<String, Param> = BTreeMap::new();
        for piece in pieces {
            let Some(equals) = piece.iter().position(|b| *b == b'=') else {
                continue;
            };
            let (name, after) = piece.split_at(equals);
            let name = String::from_utf8_lossy(name).trim().to_ascii_lowercase();
            let raw = unquote(after.get(1..).unwrap_or_default());
            let (base, section, extended) = section_of(&name);
            let param = collected.entry(base).or_default();
            match section {
                Some(number) => {
                    param.sections.insert(number, (raw, extended));
                }
                None if extended => {
                    param.sections.insert(0, (raw, true));
                }
                None => {
                    param.plain.get_or_insert(raw);
                }
            }
        }
        let params = collected
            .into_iter()
            .map(|(name, param)| (name, param.text(declared)))
            .collect();
        Self { token, params }
    }

    /// Returns a parameter by its lower-case name.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.params.get(name).map(String::as_str)
    }
}

#[derive(Default)]
struct Param {
    plain: Option<Vec<u8>>,
    sections: BTreeMap<u16, (Vec<u8>, bool)>,
}

impl Param {
    /// The extended form wins over the plain one, as RFC 2231 §4.1 advises.
    fn text(self, declared: Option<&'static Encoding>) -> String {
        if self.sections.is_empty() {
            return plain_text(&self.plain.unwrap_or_default(), declared);
        }
        let any_extended = self.sections.values().any(|(_, extended)| *extended);
        let mut text = String::new();
        let mut label: Vec<u8> = Vec::new();
        let mut bytes: Vec<u8> = Vec::new();
        for (index, (raw, extended)) in self.sections.into_values().enumerate() {
            let mut value = raw.as_slice();
            // Only the first piece may name a character set (RFC 2231 §4.1); some programs name one, or another one,
            // in every piece.
            if extended
                && let Some((charset, rest)) = charset_prefix(value)
                && (index == 0 || names_a_set(charset))
            {
                if index > 0 && !charset.eq_ignore_ascii_case(&label) {
                    text.push_str(&charset::decode(&bytes, &label));
                    bytes.clear();
                }
                label = charset.to_vec();
                value = rest;
            }
            if extended {
                transfer::escapes(value, b'%', &mut bytes);
            } else {
                bytes.extend_from_slice(value);
            }
        }
        // Encoded words stand even here, in names that a program only took over from somebody else.
        if !any_extended || bytes.starts_with(b"=?") && bytes.ends_with(b"?=") {
            text.push_str(&words::text(&bytes, declared));
            return text;
        }
        text.push_str(&charset::decode(&bytes, &label));
        words::clean(&text)
    }
}

fn names_a_set(charset: &[u8]) -> bool {
    !charset.is_empty() && charset::by_label(charset).is_some()
}

/// Reads a value that is not marked as extended. Some mail programs write percent escapes all the same; they count
/// when everything escaped is UTF-8 and there is more than ASCII in it.
fn plain_text(value: &[u8], declared: Option<&'static Encoding>) -> String {
    if value.contains(&b'%') {
        let mut bytes = Vec::with_capacity(value.len());
        transfer::escapes(value, b'%', &mut bytes);
        if value.is_ascii()
            && !bytes.is_ascii()
            && let Ok(text) = std::str::from_utf8(&bytes)
        {
            return words::clean(text);
        }
    }
    words::text(value, declared)
}

/// Splits `charset'language'` off the front of an extended value.
fn charset_prefix(value: &[u8]) -> Option<(&[u8], &[u8])> {
    let mut parts = value.splitn(3, |b| *b == b'\'');
    match (parts.next(), parts.next(), parts.next()) {
        (Some(charset), Some(_language), Some(rest)) => Some((charset, rest)),
        _ => None,
    }
}

/// Takes `filename*1*` apart into its name, section number and whether it is percent-encoded.
fn section_of(name: &str) -> (String, Option<u16>, bool) {
    let (name, extended) = match name.strip_suffix('*') {
        Some(kept) => (kept, true),
        None => (name, false),
    };
    match name.rsplit_once('*') {
        Some((base, number)) => match number.parse() {
            Ok(number) => (base.to_owned(), Some(number), extended),
            Err(_) => (name.to_owned(), None, extended),
        },
        None => (name.to_owned(), None, extended),
    }
}

/// Walks bytes so that the second byte of a GBK pair (which may be a backslash) is never taken for syntax.
struct Characters<'a> {
    rest: &'a [u8],
    pairs: bool,
}

impl<'a> Characters<'a> {
    fn new(bytes: &'a [u8]) -> Self {
        Self {
            rest: bytes,
            pairs: std::str::from_utf8(bytes).is_err(),
        }
    }
}

impl<'a> Iterator for Characters<'a> {
    type Item = &'a [u8];

    fn next(&mut self) -> Option<&'a [u8]> {
        let first = *self.rest.first()?;
        let width = if self.pairs && first >= 0x81 { 2 } else { 1 };
        let (character, rest) = self
            .rest
            .split_at_checked(width)
            .unwrap_or((self.rest, &[]));
        self.rest = rest;
        Some(character)
    }
}

/// Splits at `mark` outside quotes.
pub(crate) fn split(value: &[u8], mark: u8) -> Vec<Vec<u8>> {
    let mut pieces = vec![Vec::new()];
    let mut quoted = false;
    let mut escaped = false;
    for character in Characters::new(value) {
        let single = match character {
            [byte] => Some(*byte),
            _ => None,
        };
        if single == Some(mark) && !quoted {
            pieces.push(Vec::new());
            continue;
        }
        if single == Some(b'"') && !escaped {
            quoted = !quoted;
        }
        escaped = quoted && !escaped && single == Some(b'\\');
        if let Some(last) = pieces.last_mut() {
            last.extend_from_slice(character);
        }
    }
    pieces
}

/// Removes surrounding blanks and quotes, and the backslashes inside quotes.
pub(crate) fn unquote(value: &[u8]) -> Vec<u8> {
    let value = value.trim_ascii();
    let Some(inner) = value.strip_prefix(b"\"") else {
        return value.to_vec();
    };
    let mut out = Vec::with_capacity(inner.len());
    let mut escaped = false;
    for character in Characters::new(inner) {
        match character {
            [b'\\'] if !escaped => escaped = true,
            [b'"'] if !escaped => break,
            other => {
                out.extend_from_slice(other);
                escaped = false;
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(value: &[u8]) -> String {
        Structured::parse(value, None)
            .get("filename")
            .unwrap_or_default()
            .to_owned()
    }

    #[test]
    fn pieces_are_joined_before_they_are_decoded() {
        assert_eq!(
            name(b"attachment; filename*1*=%C3%F9%2E%64; filename*0*=GB18030''%D6%A3%D2%BB"),
            "郑一鸣.d"
        );
        // The cut stands between the two bytes of one character.
        assert_eq!(
            name(b"attachment; filename*0*=GBK''%D6%A3%D2; filename*1*=%BB%C3%F9"),
            "郑一鸣"
        );
    }

    #[test]
    fn encoded_words_inside_quotes_are_read() {
        assert_eq!(
            name(b"attachment; filename=\"=?GBK?Q?=BA=FE?=\r\n\t=?GBK?Q?=CA=FB.docx?=\""),
            "湖墅.docx"
        );
    }

    #[test]
    fn the_extended_name_wins_and_raw_names_are_read() {
        assert_eq!(
            name(b"attachment; filename=\"x.docx\"; filename*=UTF-8''%E6%B9%96.docx"),
            "湖.docx"
        );
        assert_eq!(
            name(b"attachment; filename=\"\xba\xfe;\xca\xfb.docx\""),
            "湖;墅.docx"
        );
    }

    #[test]
    fn a_backslash_that_is_half_a_character_quotes_nothing() {
        // 0x8D 0x5C is 峔 in GBK: the second byte is a backslash.
        assert_eq!(name(b"attachment; filename=\"\x8d\x5c.docx\""), "峔.docx");
    }

    #[test]
    fn a_piece_may_change_the_character_set() {
        assert_eq!(
            name(b"attachment; filename*0*=GBK''%BA%FE; filename*1*=UTF-8''%E5%A2%85.docx"),
            "湖墅.docx"
        );
        assert_eq!(
            name(b"attachment; filename*0*=UTF-8''%E6%B9; filename*1*=UTF-8''%96.docx"),
            "湖.docx"
        );
        // An apostrophe of the name itself names no set.
        assert_eq!(
            name(b"attachment; filename*0*=UTF-8''it; filename*1*='s'x.docx"),
            "it's'x.docx"
        );
    }

    #[test]
    fn escapes_and_words_are_read_where_they_do_not_belong() {
        assert_eq!(
            name(b"attachment; filename=\"%E6%B9%96%E5%A2%85.docx\""),
            "湖墅.docx"
        );
        assert_eq!(name(b"attachment; filename=\"50%25.docx\""), "50%25.docx");
        assert_eq!(
            name(b"attachment; filename*=\"=?utf-8?B?5rmWLmRvY3g=?=\""),
            "湖.docx"
        );
    }
}
