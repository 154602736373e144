//! What programs put around a mail when they save it, and the line ends and encodings they save it with. Takes that
//! off; knows nothing of what the mail says.

use std::borrow::Cow;

use encoding_rs::{Encoding, UTF_8};

/// Returns the mail in `raw`: without a byte order mark, empty lines before the header, and the frame of Apple Mail's
/// `.emlx`; in UTF-8 if it was saved as UTF-16; with line feeds if it has only carriage returns. Most mails are
/// returned as they are.
pub(crate) fn opened(raw: &[u8]) -> Cow<'_, [u8]> {
    let raw: Cow<'_, [u8]> = match Encoding::for_bom(raw) {
        Some((set, length)) if set == UTF_8 => Cow::Borrowed(raw.get(length..).unwrap_or_default()),
        Some((set, _)) => Cow::Owned(set.decode(raw).0.into_owned().into_bytes()),
        None => Cow::Borrowed(raw),
    };
    match raw {
        Cow::Borrowed(bytes) => with_line_feeds(Cow::Borrowed(inside(bytes))),
        Cow::Owned(bytes) => with_line_feeds(Cow::Owned(inside(&bytes).to_vec())),
    }
}

/// Takes empty lines and the frame of an `.emlx` off: a line with the length of the mail, the mail, a property list.
fn inside(bytes: &[u8]) -> &[u8] {
    let begins = bytes
        .iter()
        .position(|b| !matches!(b, b'\r' | b'\n'))
        .unwrap_or(bytes.len());
    let bytes = bytes.get(begins..).unwrap_or_default();
    let framed = || {
        let end = bytes.iter().take(20).position(|b| *b == b'\n')?;
        let length: usize = std::str::from_utf8(bytes.get(..end)?)
            .ok()?
            .trim()
            .parse()
            .ok()?;
        bytes.get(end + 1..)?.get(..length)
    };
    framed().unwrap_or(bytes)
}

/// Replaces carriage returns when there is no other line end at the front.
fn with_line_feeds(bytes: Cow<'_, [u8]>) -> Cow<'_, [u8]> {
    let front = bytes.get(..bytes.len().min(64 << 10)).unwrap_or_default();
    if front.contains(&b'\n') || !front.contains(&b'\r') {
        return bytes;
    }
    let mut owned = bytes.into_owned();
    for byte in &mut owned {
        if *byte == b'\r' {
            *byte = b'\n';
        }
    }
    Cow::Owned(owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_around_a_mail_is_taken_off() {
        assert_eq!(opened(b"A: 1\r\n\r\nx").as_ref(), b"A: 1\r\n\r\nx");
        assert_eq!(opened(b"\r\n\nA: 1\n\nx").as_ref(), b"A: 1\n\nx");
        assert_eq!(opened(b"A: 1\rB: 2\r\rx").as_ref(), b"A: 1\nB: 2\n\nx");
        assert_eq!(opened(b"7   \nA: 1\n\nx<?xml?>").as_ref(), b"A: 1\n\nx");
        assert_eq!(opened(b"\xff\xfeA\0:\0").as_ref(), b"A:");
        assert_eq!(opened(b"\xef\xbb\xbfA: 1").as_ref(), b"A: 1");
        assert_eq!(opened(b"99\nA: 1\n\nx").as_ref(), b"99\nA: 1\n\nx");
    }
}
