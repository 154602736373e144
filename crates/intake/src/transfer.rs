//! Content transfer encodings (RFC 2045 §6), read leniently: what a mail server mangled is still read as far as it goes.

/// Returns the value of one base64 character, also of the URL-safe alphabet.
fn sextet(byte: u8) -> Option<u32> {
    match byte {
        b'A'..=b'Z' => Some(u32::from(byte - b'A')),
        b'a'..=b'z' => Some(u32::from(byte - b'a') + 26),
        b'0'..=b'9' => Some(u32::from(byte - b'0') + 52),
        b'+' | b'-' => Some(62),
        b'/' | b'_' => Some(63),
        _ => None,
    }
}

/// Whether a byte is a character of base64, padding included.
pub(crate) fn is_base64(byte: u8) -> bool {
    byte == b'=' || sextet(byte).is_some()
}

/// Returns the bytes behind a body that claims to be base64, or the body itself when it is plainly none: words, with
/// more characters outside the alphabet than damage leaves.
pub(crate) fn claimed_base64(body: &[u8]) -> Vec<u8> {
    let seen = body.iter().filter(|b| !matches!(b, b'\r' | b'\n'));
    let (mut letters, mut foreign) = (0_usize, 0_usize);
    for byte in seen {
        if is_base64(*byte) {
            letters += 1;
        } else {
            foreign += 1;
        }
    }
    if foreign > letters / 4 {
        return body.to_vec();
    }
    base64(body)
}

/// Whether a body is nothing but base64 lines, although nobody said so.
pub(crate) fn is_bare_base64(body: &[u8]) -> bool {
    let mut letters: usize = 0;
    let all = body.iter().all(|b| {
        letters += usize::from(is_base64(*b) && !matches!(b, b'-' | b'_'));
        is_base64(*b) && !matches!(b, b'-' | b'_') || matches!(b, b'\r' | b'\n')
    });
    all && letters >= 64 && letters.is_multiple_of(4)
}

/// Whether a line begins what a mailing list or a virus scanner writes below a body.
fn begins_footer(line: &[u8]) -> bool {
    line == b"--" || line.starts_with(b"-- ") || line.starts_with(b"_____")
}

/// Collects sextets into bytes.
struct Quads {
    out: Vec<u8>,
    bits: u32,
    held: u32,
}

impl Quads {
    fn push(&mut self, six: u32) {
        self.bits = (self.bits << 6) | six;
        self.held += 1;
        if self.held == 4 {
            let [_, a, b, c] = self.bits.to_be_bytes();
            self.out.extend_from_slice(&[a, b, c]);
            self.bits = 0;
            self.held = 0;
        }
    }

    /// Ends a group early, as padding does.
    fn flush(&mut self) {
        let [_, a, b, _] = (self.bits << (6 * (4 - self.held.min(4)))).to_be_bytes();
        match self.held {
            2 => self.out.push(a),
            3 => self.out.extend_from_slice(&[a, b]),
            _ => {}
        }
        self.bits = 0;
        self.held = 0;
    }
}

/// Returns the bytes behind base64 text. Foreign characters are skipped; after padding only whole base64 lines
/// go on, so a footer that a mailing list added does not become bytes of the file.
pub(crate) fn base64(text: &[u8]) -> Vec<u8> {
    let mut quads = Quads {
        out: Vec::with_capacity(text.len() / 4 * 3),
        bits: 0,
        held: 0,
    };
    let mut padded = false;
    for line in text.split(|b| *b == b'\n') {
        let line = line.trim_ascii();
        if line.is_empty() {
            continue;
        }
        if begins_footer(line) {
            quads.flush();
            padded = true;
        }
        if padded {
            let whole = line.len().is_multiple_of(4)
                && line.iter().all(|b| sextet(*b).is_some() || *b == b'=');
            if !whole {
                continue;
            }
        }
        for byte in line {
            if *byte == b'=' {
                if quads.held > 0 {
                    quads.flush();
                    padded = true;
                }
            } else if let Some(six) = sextet(*byte) {
                quads.push(six);
            }
        }
    }
    quads.flush();
    quads.out
}

fn hex(byte: u8) -> Option<u8> {
    char::from(byte)
        .to_digit(16)
        .and_then(|digit| u8::try_from(digit).ok())
}

/// Reads the two hex digits at the front of `rest`.
pub(crate) fn hex_pair(rest: &[u8]) -> Option<u8> {
    match rest {
        [high, low, ..] => Some(hex(*high)? << 4 | hex(*low)?),
        _ => None,
    }
}

/// Returns the bytes behind quoted-printable text; an impossible escape stays as it is written.
pub(crate) fn quoted_printable(text: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len());
    let mut lines = text.split(|b| *b == b'\n').peekable();
    while let Some(line) = lines.next() {
        let had_cr = line.ends_with(b"\r");
        let body = line.trim_ascii_end();
        let (body, soft) = match body.strip_suffix(b"=") {
            Some(kept) => (kept, true),
            None => (body, false),
        };
        escapes(body, b'=', &mut out);
        if !soft && lines.peek().is_some() {
            if had_cr {
                out.push(b'\r');
            }
            out.push(b'\n');
        }
    }
    out
}

/// Appends `text` to `out` with every `mark` + two hex digits replaced by the byte it stands for.
pub(crate) fn escapes(text: &[u8], mark: u8, out: &mut Vec<u8>) {
    let mut rest = text;
    while let [first, after @ ..] = rest {
        match (*first == mark).then(|| hex_pair(after)).flatten() {
            Some(byte) => {
                out.push(byte);
                rest = after.get(2..).unwrap_or_default();
            }
            None => {
                out.push(*first);
                rest = after;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dirt_in_base64_does_not_shift_the_bytes() {
        assert_eq!(base64(b"aGV!sbG8=\r\n"), b"hello");
        assert_eq!(base64(b"aGVs\r\n bG8"), b"hello");
    }

    #[test]
    fn a_footer_after_the_padding_is_not_part_of_the_file() {
        assert_eq!(base64(b"aGVsbG8=\n-- \nsent by my list server\n"), b"hello");
        assert_eq!(base64(b"aGVsbG8=\naGVsbG8=\n"), b"hellohello");
        assert_eq!(
            base64(b"aGVsbG9v\n-- \nsent by my list server\n"),
            b"helloo"
        );
        assert_eq!(
            base64(b"aGVsbG9v\n_______________\nlist at example\n"),
            b"helloo"
        );
    }

    #[test]
    fn words_under_a_base64_label_stay_words() {
        assert_eq!(
            claimed_base64("各位老师：你好".as_bytes()),
            "各位老师：你好".as_bytes()
        );
        assert_eq!(claimed_base64(b"aGVs!bG8=\r\n"), b"hello");
        assert!(is_bare_base64(&b"UEsDBBQABgAIAAAA".repeat(4)));
        assert!(!is_bare_base64(
            b"a sentence with blanks in it that is long enough to be looked at!"
        ));
    }

    #[test]
    fn quoted_printable_joins_soft_breaks_and_keeps_wrong_escapes() {
        assert_eq!(
            quoted_printable(b"=E4=BD=\r\n=A0 =ZZ=\r\n!\r\nend"),
            "你 =ZZ!\r\nend".as_bytes()
        );
    }
}
