//! Strict JSON: refuses every text that two readers could understand differently, before serde sees it.
//!
//! Plain JSON leaves open what a repeated key means, which number `1e400` is and what half a surrogate pair is. A text
//! that passes [`check`] has none of these. Signed bytes are verified first and only then come here.

use std::collections::BTreeSet;

use serde::de::{DeserializeOwned, Error as _};
use serde::{Deserialize, Deserializer, Serialize};

use crate::PackError;

/// Deepest nesting of arrays and objects.
const DEEPEST: u32 = 16;
/// Longest string in bytes of UTF-8.
const LONGEST_STRING: usize = 64 * 1024;
/// Longest number in characters: every 64-bit integer fits.
const LONGEST_NUMBER: usize = 20;

/// Why a text is not accepted. `at` is the place in bytes.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{why} at byte {at}")]
pub struct JsonError {
    /// Where, in bytes from the beginning.
    pub at: usize,
    /// The broken rule.
    pub why: JsonRule,
}

/// A rule that a text breaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum JsonRule {
    /// Not UTF-8.
    #[error("not UTF-8")]
    NotUtf8,
    /// Not JSON (RFC 8259) here.
    #[error("not JSON")]
    Syntax,
    /// One key twice in an object.
    #[error("a repeated key")]
    DuplicateKey,
    /// Nested deeper than 16.
    #[error("nested too deeply")]
    TooDeep,
    /// A string of more than 64 KiB.
    #[error("a string that is too long")]
    LongString,
    /// A number of more than 20 characters, or with an exponent.
    #[error("a number that is too long or has an exponent")]
    Number,
    /// Half a surrogate pair, or `\u0000`.
    #[error("an escape that is no character")]
    Escape,
    /// A bidirectional control character in a key.
    #[error("a bidirectional control character in a key")]
    Bidi,
    /// Something after the end.
    #[error("bytes after the end")]
    Trailing,
}

/// Whether the character changes the direction of the text around it, so that a name reads as another name:
/// U+202A–E, U+2066–9, U+200E, U+200F, U+061C.
pub fn is_bidi_control(character: char) -> bool {
    matches!(
        character,
        '\u{202A}'..='\u{202E}'
            | '\u{2066}'..='\u{2069}'
            | '\u{200E}'
            | '\u{200F}'
            | '\u{061C}'
    )
}

/// Checks that `bytes` are one JSON text by all the rules of [`JsonRule`].
///
/// # Errors
/// [`JsonError`] with the first broken rule and its place.
pub fn check(bytes: &[u8]) -> Result<&str, JsonError> {
    let text = std::str::from_utf8(bytes).map_err(|error| JsonError {
        at: error.valid_up_to(),
        why: JsonRule::NotUtf8,
    })?;
    let mut scan = Scan { text, at: 0 };
    scan.blank();
    scan.value(0)?;
    scan.blank();
    if scan.at < text.len() {
        return Err(scan.refuse(JsonRule::Trailing));
    }
    Ok(text)
}

/// Checks `bytes` and reads them as `T`, which must refuse unknown keys itself (`deny_unknown_fields`).
///
/// # Errors
/// [`PackError::Malformed`] that names `what`.
pub fn read<T: DeserializeOwned>(what: &str, bytes: &[u8]) -> Result<T, PackError> {
    let text = check(bytes).map_err(|error| PackError::malformed(what, error))?;
    serde_json::from_str(text).map_err(|error| PackError::malformed(what, error))
}

/// Writes `value` as indented JSON with a final line end, and refuses to write what [`read`] would refuse.
///
/// # Errors
/// [`PackError::Malformed`] that names `what`.
pub fn write<T: Serialize>(what: &str, value: &T) -> Result<Vec<u8>, PackError> {
    let mut bytes =
        serde_json::to_vec_pretty(value).map_err(|error| PackError::malformed(what, error))?;
    bytes.push(b'\n');
    check(&bytes).map_err(|error| PackError::malformed(what, error))?;
    Ok(bytes)
}

/// For serde: a name, which is one line without bidirectional or other control characters.
pub(crate) fn name<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    let text = String::deserialize(deserializer)?;
    if text.chars().any(|c| c.is_control() || is_bidi_control(c)) {
        return Err(D::Error::custom("a name with a control character"));
    }
    Ok(text)
}

/// For serde: a name that may be absent.
pub(crate) fn optional_name<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<String>, D::Error> {
    name(deserializer).map(Some)
}

struct Scan<'a> {
    text: &'a str,
    at: usize,
}

impl Scan<'_> {
    fn refuse(&self, why: JsonRule) -> JsonError {
        JsonError { at: self.at, why }
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn step(&mut self) {
        self.at = self.at.saturating_add(1);
    }

    fn blank(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\n' | b'\r' | b'\t')) {
            self.step();
        }
    }

    fn expect(&mut self, byte: u8) -> Result<(), JsonError> {
        if self.peek() != Some(byte) {
            return Err(self.refuse(JsonRule::Syntax));
        }
        self.step();
        Ok(())
    }

    fn value(&mut self, depth: u32) -> Result<(), JsonError> {
        match self.peek() {
            Some(b'{') => self.object(depth),
            Some(b'[') => self.array(depth),
            Some(b'"') => self.string().map(|_| ()),
            Some(b'-' | b'0'..=b'9') => self.number(),
            _ => {
                let rest = self.text.get(self.at..).unwrap_or_default();
                let word = ["true", "false", "null"]
                    .into_iter()
                    .find(|word| rest.starts_with(word))
                    .ok_or_else(|| self.refuse(JsonRule::Syntax))?;
                self.at = self.at.saturating_add(word.len());
                Ok(())
            }
        }
    }

    fn deeper(&self, depth: u32) -> Result<u32, JsonError> {
        if depth >= DEEPEST {
            return Err(self.refuse(JsonRule::TooDeep));
        }
        Ok(depth.saturating_add(1))
    }

    fn object(&mut self, depth: u32) -> Result<(), JsonError> {
        let depth = self.deeper(depth)?;
        let mut keys = BTreeSet::new();
        self.step();
        self.blank();
        if self.peek() == Some(b'}') {
            self.step();
            return Ok(());
        }
        loop {
            let start = self.at;
            let key = self.string()?;
            if key.chars().any(is_bidi_control) {
                self.at = start;
                return Err(self.refuse(JsonRule::Bidi));
            }
            if !keys.insert(key) {
                self.at = start;
                return Err(self.refuse(JsonRule::DuplicateKey));
            }
            self.blank();
            self.expect(b':')?;
            self.blank();
            self.value(depth)?;
            self.blank();
            if self.peek() == Some(b',') {
                self.step();
                self.blank();
            } else {
                return self.expect(b'}');
            }
        }
    }

    fn array(&mut self, depth: u32) -> Result<(), JsonError> {
        let depth = self.deeper(depth)?;
        self.step();
        self.blank();
        if self.peek() == Some(b']') {
            self.step();
            return Ok(());
        }
        loop {
            self.value(depth)?;
            self.blank();
            if self.peek() == Some(b',') {
                self.step();
                self.blank();
            } else {
                return self.expect(b']');
            }
        }
    }

    /// `-? (0 | [1-9][0-9]*) (. [0-9]+)?`; no exponent, which no writer of these formats needs.
    fn number(&mut self) -> Result<(), JsonError> {
        let start = self.at;
        if self.peek() == Some(b'-') {
            self.step();
        }
        if self.peek() == Some(b'0') {
            self.step();
        } else {
            self.digits()?;
        }
        if self.peek() == Some(b'.') {
            self.step();
            self.digits()?;
        }
        if matches!(self.peek(), Some(b'e' | b'E'))
            || self.at.saturating_sub(start) > LONGEST_NUMBER
        {
            self.at = start;
            return Err(self.refuse(JsonRule::Number));
        }
        if matches!(self.peek(), Some(b'0'..=b'9' | b'.' | b'+' | b'-')) {
            return Err(self.refuse(JsonRule::Syntax));
        }
        Ok(())
    }

    fn digits(&mut self) -> Result<(), JsonError> {
        let start = self.at;
        while matches!(self.peek(), Some(b'0'..=b'9')) {
            self.step();
        }
        if self.at == start {
            return Err(self.refuse(JsonRule::Syntax));
        }
        Ok(())
    }

    /// A string, decoded, so that two spellings of one key are seen as one.
    fn string(&mut self) -> Result<String, JsonError> {
        self.expect(b'"')?;
        let mut decoded = String::new();
        loop {
            let rest = self.text.get(self.at..).unwrap_or_default();
            let Some(character) = rest.chars().next() else {
                return Err(self.refuse(JsonRule::Syntax));
            };
            match character {
                '"' => {
                    self.step();
                    return Ok(decoded);
                }
                '\\' => {
                    let character = self.escape()?;
                    decoded.push(character);
                }
                '\u{0}'..='\u{1F}' => return Err(self.refuse(JsonRule::Syntax)),
                plain => {
                    decoded.push(plain);
                    self.at = self.at.saturating_add(plain.len_utf8());
                }
            }
            if decoded.len() > LONGEST_STRING {
                return Err(self.refuse(JsonRule::LongString));
            }
        }
    }

    fn escape(&mut self) -> Result<char, JsonError> {
        self.expect(b'\\')?;
        let letter = self.peek();
        self.step();
        Ok(match letter {
            Some(b'"') => '"',
            Some(b'\\') => '\\',
            Some(b'/') => '/',
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{C}',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            Some(b'u') => return self.unicode_escape(),
            _ => return Err(self.refuse(JsonRule::Syntax)),
        })
    }

    fn unicode_escape(&mut self) -> Result<char, JsonError> {
        let start = self.at;
        let first = self.four_digits()?;
        let mut units = vec![first];
        if (0xD800..0xDC00).contains(&first) {
            if self.text.as_bytes().get(self.at..self.at.saturating_add(2)) != Some(b"\\u") {
                self.at = start;
                return Err(self.refuse(JsonRule::Escape));
            }
            self.at = self.at.saturating_add(2);
            units.push(self.four_digits()?);
        }
        match char::decode_utf16(units).next() {
            Some(Ok(character)) if character != '\0' => Ok(character),
            _ => {
                self.at = start;
                Err(self.refuse(JsonRule::Escape))
            }
        }
    }

    fn four_digits(&mut self) -> Result<u16, JsonError> {
        let end = self.at.saturating_add(4);
        let digits = self
            .text
            .get(self.at..end)
            .filter(|digits| digits.bytes().all(|byte| byte.is_ascii_hexdigit()))
            .ok_or_else(|| self.refuse(JsonRule::Syntax))?;
        let value = u16::from_str_radix(digits, 16).map_err(|_| self.refuse(JsonRule::Syntax))?;
        self.at = end;
        Ok(value)
    }
}
