//! Header text: encoded words (RFC 2047) between raw bytes. Characters that a sender split between two words, or
//! cut in the middle, are put together before anything is decoded.

use encoding_rs::Encoding;

use crate::{charset, transfer};

/// Longest encoded word that is looked for, in bytes: far more than the 75 of RFC 2047, as senders need, and few
/// enough that a header full of beginnings without ends is read quickly.
const WORD_MAX: usize = 8 << 10;

/// One `=?charset?B or Q?text?=`.
struct Word<'a> {
    charset: &'a [u8],
    base64: bool,
    text: &'a [u8],
}

/// Words of one character set that stand side by side.
struct Joined {
    charset: Vec<u8>,
    bytes: Vec<u8>,
    /// Base64 text that ended in the middle of a group: the next word goes on with it.
    open: Vec<u8>,
}

impl Joined {
    fn take(&mut self, word: &Word<'_>) {
        if word.base64 {
            // A relay may have folded the line inside the word.
            let letters = word.text.iter().filter(|b| !b.is_ascii_whitespace());
            self.open.extend(letters);
            if self.open.contains(&b'=') || self.open.len().is_multiple_of(4) {
                self.close();
            }
        } else {
            self.close();
            let spaced: Vec<u8> = unfolded(word.text)
                .iter()
                .map(|b| if *b == b'_' { b' ' } else { *b })
                .collect();
            transfer::escapes(&spaced, b'=', &mut self.bytes);
        }
    }

    fn close(&mut self) {
        let open = std::mem::take(&mut self.open);
        self.bytes.extend(transfer::base64(&open));
    }

    fn text(mut self) -> String {
        self.close();
        charset::decode(&self.bytes, &self.charset)
    }
}

/// Returns the text of a word without the line breaks, and the blanks after them, that a relay put into it.
fn unfolded(text: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len());
    for (index, line) in text.split(|b| matches!(b, b'\r' | b'\n')).enumerate() {
        out.extend_from_slice(if index == 0 {
            line
        } else {
            line.trim_ascii_start()
        });
    }
    out
}

/// Returns the readable text of a header value. `declared` is the character set for bytes that are neither an
/// encoded word nor UTF-8.
pub(crate) fn text(value: &[u8], declared: Option<&'static Encoding>) -> String {
    let mut out = String::new();
    let mut raw: Vec<u8> = Vec::new();
    let mut joined: Option<Joined> = None;
    let mut rest = value;
    while let Some(first) = rest.first() {
        if let Some((word, after)) = word_at(rest) {
            let only_blanks = raw.iter().all(u8::is_ascii_whitespace);
            let same = joined
                .as_ref()
                .is_some_and(|held| held.charset.eq_ignore_ascii_case(word.charset));
            if let Some(held) = joined.take() {
                if same && only_blanks {
                    joined = Some(held);
                } else {
                    out.push_str(&held.text());
                    if !only_blanks {
                        out.push_str(&charset::guess(&raw, declared));
                    }
                }
            } else {
                out.push_str(&charset::guess(&raw, declared));
            }
            raw.clear();
            joined
                .get_or_insert_with(|| Joined {
                    charset: word.charset.to_vec(),
                    bytes: Vec::new(),
                    open: Vec::new(),
                })
                .take(&word);
            rest = after;
        } else {
            raw.push(*first);
            rest = rest.get(1..).unwrap_or_default();
        }
    }
    if let Some(held) = joined {
        out.push_str(&held.text());
    }
    out.push_str(&charset::guess(&raw, declared));
    clean(&out)
}

/// Reads the encoded word at the front of `bytes`, and what follows it.
fn word_at(bytes: &[u8]) -> Option<(Word<'_>, &[u8])> {
    let body = bytes.strip_prefix(b"=?")?;
    let (charset, body) = split_at_mark(body, 64)?;
    let (kind, body) = split_at_mark(body, 1)?;
    let base64 = match kind {
        b"B" | b"b" => true,
        b"Q" | b"q" => false,
        _ => return None,
    };
    // A question mark cannot stand inside the text, but a careless sender may have left one in a Q word: the word ends
    // at the first `?=` that is no escape. One that was cut off with its header ends there.
    let near = body.get(..WORD_MAX).unwrap_or(body);
    let ends = near.windows(2).position(|pair| pair == b"?=");
    let (text, after) = match ends {
        Some(end) => (near.get(..end)?, body.get(end + 2..)?),
        None if base64 && near.len() == body.len() => (body, &[][..]),
        None => return None,
    };
    if text.windows(2).any(|pair| pair == b"=?") {
        return None;
    }
    let is_foreign = |b: &u8| !(transfer::is_base64(*b) || b.is_ascii_whitespace());
    if base64 && text.iter().any(is_foreign) {
        return None;
    }
    Some((
        Word {
            charset,
            base64,
            text,
        },
        after,
    ))
}

fn split_at_mark(bytes: &[u8], longest: usize) -> Option<(&[u8], &[u8])> {
    let end = bytes
        .iter()
        .take(longest.saturating_add(1))
        .position(|b| *b == b'?')?;
    let (before, after) = bytes.split_at_checked(end)?;
    Some((before, after.get(1..)?))
}

/// Drops control characters and the direction marks that could make a name read as another one.
pub(crate) fn clean(text: &str) -> String {
    text.chars()
        .map(|c| if c == '\t' || c == '\r' || c == '\n' { ' ' } else { c })
        .filter(|c| {
            !c.is_control() && !matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
        })
        .collect::<String>()
        .trim()
        .to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_character_split_between_two_words_is_whole_again() {
        assert_eq!(
            text(
                b"=?GBK?Q?=BA=FE=CA=FB=D1=A7=D4=BA=BB?=\r\n =?gbk?Q?=B7=BE=B3?=",
                None
            ),
            "湖墅学院环境"
        );
        assert_eq!(text(b"=?utf-8?B?5rmW5?= =?utf-8?B?aKF?=", None), "湖墅");
    }

    #[test]
    fn blanks_between_words_vanish_and_blanks_beside_plain_text_stay() {
        assert_eq!(
            text(b"Re: =?utf-8?Q?a_b?= =?utf-8?Q?c?= d", None),
            "Re: a bc d"
        );
        assert_eq!(text(b"=?utf-8?Q?a?= =?gbk?Q?=BA=FE?=", None), "a湖");
    }

    #[test]
    fn raw_bytes_and_broken_words_are_kept_readable() {
        assert_eq!(text(b"\xba\xfe\xca\xfb+x", None), "湖墅+x");
        assert_eq!(text(b"=?gbk?X?abc?= =?", None), "=?gbk?X?abc?= =?");
    }

    #[test]
    fn a_word_that_was_folded_or_cut_off_is_still_read() {
        assert_eq!(text(b"=?utf-8?B?5rmW\r\n 5aKF?= x", None), "湖墅 x");
        assert_eq!(text(b"=?gbk?Q?=BA=FE\r\n\t=CA=FB?=", None), "湖墅");
        assert_eq!(text(b"=?utf-8?B?5rmW5aKF5a2m", None), "湖墅学");
        assert_eq!(
            text(b"=?utf-8?B?5rmW =?utf-8?B?5aKF?=", None),
            "=?utf-8?B?5rmW 墅"
        );
    }

    #[test]
    fn a_word_without_or_with_a_wrong_label_is_read_by_its_bytes() {
        assert_eq!(text(b"=??B?5rmW5aKF?=", None), "湖墅");
        assert_eq!(text(b"=?gb2312?B?5rmW5aKF?=", None), "湖墅");
        assert_eq!(text(b"=?utf-8?Q?=BA=FE=CA=FB?=", None), "湖墅");
    }
}
