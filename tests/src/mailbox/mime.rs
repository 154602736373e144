//! Mails as the programs of the country write them: several charsets, several ways to write a name.

use std::fmt::Write as _;

use encoding_rs::{GB18030, GBK, UTF_8};

/// How a mail's headers and file names are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Hand {
    /// Encoded words in GB18030, file names in encoded words inside quotes, as QQ Mail has them.
    Qq,
    /// Encoded words in UTF-8, file names by RFC 2231.
    Modern,
    /// The label says GB2312 and the words are GBK, split wherever a line was full.
    Netease,
    /// Raw bytes of UTF-8.
    Raw,
    /// Raw bytes of GBK, with no word about it.
    RawGbk,
}

impl Hand {
    /// Those whose headers are as they should be.
    pub(super) const USUAL: [Hand; 4] = [Hand::Qq, Hand::Modern, Hand::Netease, Hand::Raw];
    /// All of them.
    pub(super) const ALL: [Hand; 5] = [
        Hand::Qq,
        Hand::Modern,
        Hand::Netease,
        Hand::Raw,
        Hand::RawGbk,
    ];
}

/// A file that goes along.
pub(super) struct Attachment {
    /// Its name.
    pub(super) name: String,
    /// What the sender says it is.
    pub(super) kind: &'static str,
    /// Its bytes.
    pub(super) bytes: Vec<u8>,
}

/// One mail.
pub(super) struct Mail<'a> {
    /// The sender's shown name.
    pub(super) from: &'a str,
    /// The subject.
    pub(super) subject: &'a str,
    /// Its place in the mailbox, for identifier and date.
    pub(super) at: u32,
    /// The text.
    pub(super) text: &'a str,
    /// More header lines, each ended by CRLF.
    pub(super) more: &'a str,
    /// The files.
    pub(super) attachments: &'a [Attachment],
}

/// The mail's bytes, lines ended by CRLF.
pub(super) fn write(mail: &Mail<'_>, hand: Hand) -> Vec<u8> {
    let mut out = String::new();
    let day = 1 + mail.at % 30;
    let minute = mail.at % 60;
    let _ = write!(
        out,
        "From: {} <sender{}@mail.example>\r\n\
         To: <award@contest.example>\r\n\
         Subject: {}\r\n\
         Date: Thu, {day:02} Jul 2020 10:{minute:02}:00 +0800\r\n\
         Message-ID: <{}.{day}@mail.example>\r\n\
         {}MIME-Version: 1.0\r\n",
        words(mail.from, hand),
        mail.at,
        words(mail.subject, hand),
        mail.at,
        mail.more,
    );
    let (charset, body) = match hand {
        Hand::Qq => ("gb18030", GB18030.encode(mail.text).0),
        Hand::Netease | Hand::RawGbk => ("gbk", GBK.encode(mail.text).0),
        Hand::Modern | Hand::Raw => ("utf-8", UTF_8.encode(mail.text).0),
    };
    let text = format!(
        "Content-Type: text/plain; charset={charset}\r\nContent-Transfer-Encoding: base64\r\n\r\n{}",
        base64_lines(&body)
    );
    if mail.attachments.is_empty() {
        out.push_str(&text);
        return bytes(&out, hand);
    }
    let boundary = format!("----=_part_{}", mail.at);
    let _ = write!(
        out,
        "Content-Type: multipart/mixed; boundary=\"{boundary}\"\r\n\r\n--{boundary}\r\n{text}"
    );
    for file in mail.attachments {
        let (kind, place) = names(&file.name, hand);
        let _ = write!(
            out,
            "\r\n--{boundary}\r\nContent-Type: {}{kind}\r\nContent-Disposition: attachment{place}\r\n\
             Content-Transfer-Encoding: base64\r\n\r\n{}",
            file.kind,
            base64_lines(&file.bytes)
        );
    }
    let _ = write!(out, "\r\n--{boundary}--\r\n");
    bytes(&out, hand)
}

/// Everything but headers and names is ASCII by now.
fn bytes(mail: &str, hand: Hand) -> Vec<u8> {
    match hand {
        Hand::RawGbk => GBK.encode(mail).0.into_owned(),
        _ => mail.as_bytes().to_vec(),
    }
}

/// The parameters of a file name after content type and disposition.
fn names(name: &str, hand: Hand) -> (String, String) {
    match hand {
        Hand::Modern => {
            let percent: String = name.bytes().fold(String::new(), |mut all, byte| {
                let _ = write!(all, "%{byte:02X}");
                all
            });
            (String::new(), format!("; filename*=UTF-8''{percent}"))
        }
        _ => {
            let said = words(name, hand);
            (
                format!(";\r\n\tname=\"{said}\""),
                format!("; filename=\"{said}\""),
            )
        }
    }
}

/// Text as encoded words (RFC 2047), or as it is.
fn words(text: &str, hand: Hand) -> String {
    if text.is_ascii() || matches!(hand, Hand::Raw | Hand::RawGbk) {
        return text.to_owned();
    }
    let (label, bytes, longest) = match hand {
        Hand::Qq => ("gb18030", GB18030.encode(text).0.into_owned(), usize::MAX),
        // Cut after so many bytes, in the middle of a character if need be.
        Hand::Netease => ("GB2312", GBK.encode(text).0.into_owned(), 33),
        Hand::Modern | Hand::Raw | Hand::RawGbk => ("UTF-8", text.as_bytes().to_vec(), usize::MAX),
    };
    let each: Vec<String> = bytes
        .chunks(longest.min(bytes.len()))
        .map(|part| format!("=?{label}?B?{}?=", base64(part)))
        .collect();
    each.join("\r\n ")
}

fn base64_lines(bytes: &[u8]) -> String {
    let mut lines = String::with_capacity(bytes.len() / 54 * 76 + 80);
    for line in bytes.chunks(57) {
        lines.push_str(&base64(line));
        lines.push_str("\r\n");
    }
    lines
}

fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for three in bytes.chunks(3) {
        let mut word = [0_u8; 3];
        word[..three.len()].copy_from_slice(three);
        let bits = u32::from_be_bytes([0, word[0], word[1], word[2]]);
        for at in 0..4 {
            let digit = DIGITS[usize::try_from(bits >> (18 - 6 * at) & 63).unwrap()];
            text.push(if at <= three.len() {
                char::from(digit)
            } else {
                '='
            });
        }
    }
    text
}
