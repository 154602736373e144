//! Mails out of one mailbox file: mbox (RFC 4155) as its many writers write it, and Foxmail's `.box`.
//!
//! A separator is a line that begins with `From ` and holds a date, after an empty line, at the start of the file, or
//! right before a header: a sentence that happens to begin with the word is no separator. What stands between mails and
//! belongs to none comes out as a piece of its own, which no reader takes for a mail, so that somebody hears of it.

use std::borrow::Cow;

use crate::cut::{Cut, Cutter, MAIL_MAX, is_foxmail, is_separator};
use crate::header::{Fields, line_at};
use crate::params::Structured;

/// Returns the mails of a mailbox file in order, without their separator lines, otherwise byte for byte; and between
/// them, at their places, stretches of bytes that belong to no mail.
///
/// Quoted `From ` lines stay quoted: see [`unquoted`]. Mailboxes of any size are read by
/// [`Mailbox`](crate::Mailbox), which cuts at the same places.
pub fn split_mbox(bytes: &[u8]) -> Vec<&[u8]> {
    let mut pieces: Vec<&[u8]> = Vec::new();
    let mut cutter = Cutter::new(MAIL_MAX);
    loop {
        let (piece, is_mail, last) = match cutter.next(bytes, true) {
            Cut::Piece { from, to, is_mail } => (bytes.get(from..to), is_mail, false),
            Cut::More(_) | Cut::End => (bytes.get(cutter.start()..), true, true),
        };
        let piece = piece.unwrap_or_default();
        let found = parts(piece, is_mail, pieces.is_empty());
        pieces.extend(found.into_iter().flatten().map(|part| part.bytes));
        if last {
            return pieces;
        }
    }
}

/// Whether a file is a mailbox, told by its first bytes: for files whose names do not tell, as Thunderbird, Apple Mail
/// and Foxmail write them.
pub fn is_mailbox(head: &[u8]) -> bool {
    let begins = head
        .iter()
        .position(|b| !matches!(b, b'\r' | b'\n'))
        .unwrap_or(0);
    line_at(head, begins).is_some_and(|line| is_separator(line) || is_foxmail(line))
}

/// Returns a mail out of a mailbox file with one quotation mark taken from every line that begins with `>From `,
/// `>>From ` and so on, as mailboxes of the kind mboxrd put it there.
pub fn unquoted(mail: &[u8]) -> Cow<'_, [u8]> {
    let is_quoted = |line: &[u8]| {
        let marks = line.iter().take_while(|b| **b == b'>').count();
        marks > 0
            && line
                .get(marks..)
                .is_some_and(|rest| rest.starts_with(b"From "))
    };
    if !mail.split_inclusive(|b| *b == b'\n').any(is_quoted) {
        return Cow::Borrowed(mail);
    }
    let mut out = Vec::with_capacity(mail.len());
    for line in mail.split_inclusive(|b| *b == b'\n') {
        let from = usize::from(is_quoted(line));
        out.extend_from_slice(line.get(from..).unwrap_or_default());
    }
    Cow::Owned(out)
}

/// A part of a piece between two separators.
pub(crate) struct Part<'a> {
    pub(crate) bytes: &'a [u8],
    /// Where it begins in the piece.
    pub(crate) at: usize,
    pub(crate) is_mail: bool,
}

/// Returns the mail in a piece and what stands behind its end. A mail of no bytes is one too: somebody sent nothing.
/// Before the first mail there is only what belongs to none.
pub(crate) fn parts(piece: &[u8], is_mail: bool, is_first: bool) -> [Option<Part<'_>>; 2] {
    let part = |bytes, at, is_mail| Some(Part { bytes, at, is_mail });
    if !is_mail {
        return [
            part(piece, 0, false).filter(|part| has_content(part.bytes)),
            None,
        ];
    }
    if piece.is_empty() && is_first {
        return [None, None];
    }
    let end = end_of_parts(piece).unwrap_or(piece.len());
    let (mail, left_over) = piece.split_at(end);
    if has_content(left_over) {
        [part(mail, 0, true), part(left_over, end, false)]
    } else {
        [part(piece, 0, true), None]
    }
}

fn has_content(bytes: &[u8]) -> bool {
    bytes.iter().any(|b| !b.is_ascii_whitespace())
}

/// Returns where the last line of a multipart mail ends, if it has one and no part stands below it.
fn end_of_parts(mail: &[u8]) -> Option<usize> {
    let (fields, body) = Fields::split(mail).ok()?;
    let content_type = Structured::parse(fields.get("content-type")?, None);
    let boundary = content_type.get("boundary").filter(|b| !b.is_empty())?;
    let mut at = mail.len() - body.len();
    let mut end = None;
    while let Some(line) = line_at(mail, at) {
        at += line.len();
        if let Some(after) = line
            .strip_prefix(b"--")
            .and_then(|rest| rest.strip_prefix(boundary.as_bytes()))
        {
            end = (after.trim_ascii_end() == b"--").then_some(at);
        }
    }
    end
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(mbox: &[u8]) -> Vec<String> {
        split_mbox(mbox)
            .iter()
            .map(|mail| String::from_utf8_lossy(mail).trim().replace('\n', "|"))
            .collect()
    }

    #[test]
    fn a_sentence_that_begins_with_from_is_no_separator() {
        let mbox = b"From a@x Thu Jun 18 15:30:00 2020\nA: 1\n\nhello\n\nFrom here on we walk.\n\nFrom b@x Fri Jun 19 09:00:00 2020\nB: 2\n\nx";
        let mails = split_mbox(mbox);
        assert_eq!(mails.len(), 2);
        assert!(mails[0].ends_with(b"walk.\n\n"));
        assert!(mails[1].starts_with(b"B: 2"));
    }

    #[test]
    fn a_mail_that_was_cut_off_does_not_swallow_the_next_one() {
        let mbox = b"From a@x Thu Jun 18 15:30:00 2020\nA: 1\n\nhel\nFrom - Fri Jun 19 09:00:00 2020\nB: 2\n\nx";
        assert_eq!(told(mbox), ["A: 1||hel", "B: 2||x"]);
    }

    #[test]
    fn what_belongs_to_no_mail_comes_out_by_itself() {
        let mbox = b"\0\0 noise\n\nFrom a@x Thu Jun 18 15:30:00 2020\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nx\n--b--\n\n\0\0more\n\nFrom b@x Fri Jun 19 09:00:00 2020\nB: 2\n\ny\n";
        assert_eq!(
            told(mbox),
            [
                "\0\0 noise",
                "Content-Type: multipart/mixed; boundary=b||--b||x|--b--",
                "\0\0more",
                "B: 2||y"
            ]
        );
        assert!(told(b"").is_empty());
        assert_eq!(told(b"A: 1\n\nx"), ["A: 1||x"]);
    }

    #[test]
    fn a_stated_length_counts_when_a_separator_stands_there() {
        let body = "x\n\nFrom c@x Fri Jun 19 09:00:00 2020\nC: 3\n\nz\n";
        let mbox = |length: usize| {
            format!(
                "From a@x Thu Jun 18 15:30:00 2020\nContent-Length: {length}\n\n{body}\nFrom b@x Fri Jun 19 09:00:00 2020\nB: 2\n\ny"
            )
        };
        assert_eq!(split_mbox(mbox(body.len()).as_bytes()).len(), 2);
        assert_eq!(split_mbox(mbox(7).as_bytes()).len(), 3);
        assert_eq!(split_mbox(mbox(usize::MAX).as_bytes()).len(), 3);
    }

    #[test]
    fn quoted_lines_lose_one_mark() {
        assert_eq!(
            unquoted(b"A: 1\n\n>From me\n>>From you\n> From\nx>From\n").as_ref(),
            b"A: 1\n\nFrom me\n>From you\n> From\nx>From\n"
        );
        assert!(matches!(unquoted(b"A: 1\n\nx"), Cow::Borrowed(_)));
    }

    #[test]
    fn a_mailbox_is_known_without_its_name() {
        let mark = [&[0x10; 7][..], &[0x11; 6], b"S\r\n"].concat();
        let boxed = [&mark[..], b"A: 1\r\n\r\nx\r\n", &mark, b"B: 2\r\n\r\ny"].concat();
        assert_eq!(split_mbox(&boxed).len(), 2);
        assert!(is_mailbox(&boxed));
        assert!(is_mailbox(b"\nFrom - Fri Jun 19 09:00:00 2020\r\n"));
        assert!(!is_mailbox(b"From: a@b\n\n"));
    }
}
