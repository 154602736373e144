//! A reply that a person sends from their own mail program: one file (RFC 5322, MIME) that opens as an unsent message, and
//! the same as a `mailto:` address. What strangers wrote never becomes a header line of its own.

use serde::Serialize;

use crate::error::{AcceptError, HandError};
use crate::findings::{FindingState, FindingView};
use crate::folder::Organizer;
use crate::mended;
use crate::plain;
use crate::store::{queue_item, sent_back, source};

/// The longest address a reply goes to, in bytes (RFC 5321).
const ADDRESS_MAX: usize = 254;
/// The longest Message-ID that is answered, in bytes; a header line holds 998.
const MESSAGE_ID_MAX: usize = 900;
/// The longest `mailto:` address that mail programs take, in bytes.
const MAILTO_MAX: usize = 2_000;
/// Bytes of text in one encoded word, so that its line keeps to 76 characters (RFC 2047).
const WORD_BYTES: usize = 39;

/// What a reply is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Replying {
    /// The draft; `None` when it is about a question without one.
    pub draft: Option<i64>,
    /// The sender's name; may be empty.
    pub name: String,
    /// The sender's address.
    pub address: String,
    /// The subject of the mail.
    pub subject: String,
    /// Its Message-ID.
    pub message_id: Option<String>,
    /// The title of the draft.
    pub title: String,
    /// Why it was sent back, if it was.
    pub reason: Option<String>,
    /// What is open.
    pub findings: Vec<FindingView>,
    /// Until when a corrected form can come; RFC 3339.
    pub deadline: String,
}

/// A reply in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Letter {
    /// The name it goes to; may be empty.
    pub name: String,
    /// The address it goes to.
    pub address: String,
    /// The subject.
    pub subject: String,
    /// The Message-ID it answers.
    pub answers: Option<String>,
    /// The text; paragraphs end in line feeds.
    pub text: String,
}

impl Organizer {
    /// What a reply to the sender of a draft is about.
    ///
    /// # Errors
    /// No such draft; [`HandError::NoAddress`] when it came in no mail, or the sender's address is none that a reply can go to.
    pub fn replying(&self, draft: i64) -> Result<Replying, HandError> {
        let form = mended::draft(&self.db, draft)?.ok_or(AcceptError::NoDraft { draft })?;
        let from = source::get(&self.db, form.source)?;
        if !is_address(&from.from_address) {
            return Err(HandError::NoAddress { draft });
        }
        let mut findings = crate::findings::of_draft(&self.db, &self.contest, draft)?;
        findings.retain(|one| one.state == FindingState::Open);
        Ok(Replying {
            draft: Some(draft),
            name: plain::one_line(&from.from_name),
            address: from.from_address,
            subject: plain::one_line(&from.subject),
            message_id: from.message_id.filter(|id| is_message_id(id)),
            title: plain::one_line(&form.title),
            reason: sent_back::of_draft(&self.db, draft)?.map(|one| one.reason),
            findings,
            deadline: self.contest.deadline.to_rfc3339(),
        })
    }

    /// What a reply to the sender of an open question is about; its reason is that of the question.
    ///
    /// # Errors
    /// [`HandError::NoItem`]; [`HandError::NoAddressOfItem`] when it came in no mail with an address that a reply can go to.
    pub fn replying_to(&self, item: i64) -> Result<Replying, HandError> {
        let question = queue_item::get_open(&self.db, item)?.ok_or(HandError::NoItem { item })?;
        let from = source::get(&self.db, question.source)?;
        if !is_address(&from.from_address) {
            return Err(HandError::NoAddressOfItem { item });
        }
        Ok(Replying {
            draft: None,
            name: plain::one_line(&from.from_name),
            address: from.from_address,
            subject: plain::one_line(&from.subject),
            message_id: from.message_id.filter(|id| is_message_id(id)),
            title: plain::one_line(&question.about),
            reason: Some(question.reason),
            findings: Vec::new(),
            deadline: self.contest.deadline.to_rfc3339(),
        })
    }
}

impl Letter {
    /// The message as a file. It has no sender and no date: the mail program that sends it puts them in.
    pub fn eml(&self) -> Vec<u8> {
        let mut out = String::from("X-Unsent: 1\r\n");
        if is_address(&self.address) {
            let name = encoded(&self.name);
            let gap = if name.is_empty() { "" } else { "\r\n " };
            out.push_str(&format!("To: {name}{gap}<{}>\r\n", self.address));
        }
        out.push_str(&format!("Subject: {}\r\n", encoded(&self.subject)));
        if let Some(id) = self.answers.as_deref().filter(|id| is_message_id(id)) {
            out.push_str(&format!(
                "In-Reply-To:\r\n {id}\r\nReferences:\r\n {id}\r\n"
            ));
        }
        out.push_str(
            "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\
             Content-Transfer-Encoding: base64\r\n\r\n",
        );
        let text = plain::paragraphs(&self.text).replace('\n', "\r\n");
        let body = base64(format!("{text}\r\n").as_bytes());
        for line in body.as_bytes().chunks(76) {
            out.extend(line.iter().map(|byte| char::from(*byte)));
            out.push_str("\r\n");
        }
        out.into_bytes()
    }

    /// The message as an address to click on. A text that would make it longer than mail programs take is left out.
    pub fn mailto(&self) -> String {
        if !is_address(&self.address) {
            return String::new();
        }
        let text = plain::paragraphs(&self.text).replace('\n', "\r\n");
        let head = format!(
            "mailto:{}?subject={}",
            percent(&self.address),
            percent(&plain::one_line(&self.subject))
        );
        let whole = format!("{head}&body={}", percent(&text));
        if whole.len() <= MAILTO_MAX {
            whole
        } else {
            head
        }
    }
}

/// An address of ASCII letters, digits and the marks of RFC 5322 `dot-atom`, with one `@`.
fn is_address(text: &str) -> bool {
    let Some((local, domain)) = text.split_once('@') else {
        return false;
    };
    let atom = |byte: u8| byte.is_ascii_alphanumeric() || b".!#$%&'*+-/=?^_`{|}~".contains(&byte);
    let name = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'.' || byte == b'-';
    text.len() <= ADDRESS_MAX
        && !local.is_empty()
        && !domain.is_empty()
        && local.bytes().all(atom)
        && domain.bytes().all(name)
}

fn is_message_id(text: &str) -> bool {
    let inner = text
        .strip_prefix('<')
        .and_then(|rest| rest.strip_suffix('>'));
    inner.is_some_and(|inner| {
        let fine = |byte: u8| byte.is_ascii_graphic() && byte != b'<' && byte != b'>';
        !inner.is_empty() && inner.len() <= MESSAGE_ID_MAX && inner.bytes().all(fine)
    })
}

/// A text as encoded words (RFC 2047), one on a line; plain words of a subject are encoded as well.
fn encoded(text: &str) -> String {
    let text = plain::one_line(text);
    let mut words = Vec::new();
    let mut part = String::new();
    for c in text.chars() {
        if part.len() + c.len_utf8() > WORD_BYTES {
            words.push(std::mem::take(&mut part));
        }
        part.push(c);
    }
    if !part.is_empty() {
        words.push(part);
    }
    let words: Vec<String> = words
        .iter()
        .map(|word| format!("=?utf-8?B?{}?=", base64(word.as_bytes())))
        .collect();
    words.join("\r\n ")
}

fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for group in bytes.chunks(3) {
        let three = (0..3).fold(0_u32, |all, at| {
            (all << 8) | u32::from(group.get(at).copied().unwrap_or(0))
        });
        for at in 0..4_usize {
            let digit = usize::try_from((three >> (18 - 6 * at)) & 63).unwrap_or(0);
            let digit = DIGITS.get(digit).copied().unwrap_or(b'=');
            out.push(char::from(if at > group.len() { b'=' } else { digit }));
        }
    }
    out
}

fn percent(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~@".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn letter() -> Letter {
        Letter {
            name: "林舟".to_owned(),
            address: "lin@example.com".to_owned(),
            subject: "Re: 西湖金奖进青年".to_owned(),
            answers: Some("<a@b>".to_owned()),
            text: "您好。\n请补电话。".to_owned(),
        }
    }

    #[test]
    fn base64_is_that_of_rfc_4648() {
        for (text, wanted) in [
            ("", ""),
            ("f", "Zg=="),
            ("fo", "Zm8="),
            ("foo", "Zm9v"),
            ("foobar", "Zm9vYmFy"),
        ] {
            assert_eq!(base64(text.as_bytes()), wanted);
        }
    }

    #[test]
    fn a_reply_is_read_back_as_it_was_written() {
        let mut long = letter();
        long.subject = format!("Re: {}", "关于公共停车".repeat(40));
        long.text = "请补充主要举措。\n".repeat(200);
        for one in [letter(), long] {
            let mail = intake::read_mail(&one.eml()).unwrap();
            assert_eq!(mail.subject, one.subject);
            assert_eq!(mail.text.replace("\r\n", "\n").trim(), one.text.trim());
            let text = String::from_utf8(one.eml()).unwrap();
            assert!(text.lines().all(|line| line.len() <= 76));
            assert!(!text.contains("\nFrom:") && text.starts_with("X-Unsent: 1\r\n"));
        }
    }

    #[test]
    fn what_strangers_wrote_never_becomes_a_header() {
        let evil = "x\r\nBcc: all@example.com\r\n\r\nbody";
        for one in [
            Letter {
                name: evil.to_owned(),
                ..letter()
            },
            Letter {
                subject: evil.to_owned(),
                ..letter()
            },
            Letter {
                answers: Some(format!("<{evil}>")),
                ..letter()
            },
            Letter {
                address: format!("a@b.c{evil}"),
                ..letter()
            },
        ] {
            let text = String::from_utf8(one.eml()).unwrap();
            let (head, _) = text.split_once("\r\n\r\n").unwrap();
            assert!(!head.contains("Bcc"), "{head}");
            assert!(!one.mailto().contains(['\r', '\n']));
            assert!(!one.mailto().contains("&bcc") && !one.mailto().contains("\n"));
        }
    }

    #[test]
    fn a_mailto_keeps_to_what_programs_take() {
        let mut one = letter();
        assert!(one.mailto().contains("&body=%E6%82%A8"));
        one.text = "字".repeat(3_000);
        assert_eq!(one.mailto().matches('&').count(), 0);
    }
}
