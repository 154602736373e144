//! One mail, read: who, when, what it says, and the files it carries. Knows nothing of forms or contests.

use chrono::{DateTime, FixedOffset};

use crate::attachment::{Attachment, Found, Opened, open_archives};
use crate::cut::MAIL_MAX;
use crate::form::{self, Form};
use crate::header::Fields;
use crate::html::{self, Link};
use crate::{
    QueueReason, blocks, charset, envelope, html_form, mime, params, rtf, tnef, uuencode, words,
};

/// Longest text that is kept from a mail's body, in bytes.
const TEXT_MAX: usize = 1 << 20;

/// A mail as it was received. Names and texts are decoded; attachment bytes are unchanged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mail {
    /// The Message-ID with its angle brackets, if there is one.
    pub message_id: Option<String>,
    /// The subject; empty when there is none.
    pub subject: String,
    /// The sender's name; may be empty.
    pub from_name: String,
    /// The sender's address; may be empty.
    pub from_address: String,
    /// The Date header, with the sender's own time zone.
    pub date: Option<DateTime<FixedOffset>>,
    /// The time in the topmost Received header: when the receiving mailbox took the mail.
    pub received: Option<DateTime<FixedOffset>>,
    /// The readable text of the body, cut at 1 MiB.
    pub text: String,
    /// Links in the body.
    pub links: Vec<Link>,
    /// A form typed into the body, or pasted there as a table. It is never an entry by itself: a person decides.
    pub typed: Option<Form>,
    /// Whether a program sent it: an automatic reply, a bounce, a newsletter.
    pub automatic: bool,
    /// The attached files in order, then what was found inside archives and attached mails.
    pub attachments: Vec<Attachment>,
}

/// Why bytes are no mail. The bytes themselves are still kept by whoever received them.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MailError {
    /// There are no bytes, or only blanks.
    #[error("the message is empty")]
    Empty,
    /// No header field was found.
    #[error("the message has no header")]
    NotAMail,
    /// The mail is larger than is read.
    #[error("the message has {bytes} bytes, more than {limit}")]
    TooLarge {
        /// Its size in bytes.
        bytes: usize,
        /// The most that is read, in bytes.
        limit: usize,
    },
    /// A header block is longer than is read.
    #[error("a header is longer than {limit} bytes")]
    HeaderTooLarge {
        /// The most that is read, in bytes.
        limit: usize,
    },
    /// Multiparts are nested deeper than is followed.
    #[error("parts are nested deeper than {limit} levels")]
    NestedTooDeep {
        /// The deepest level that is followed.
        limit: usize,
    },
    /// There are more parts than are read.
    #[error("the message has more than {limit} parts")]
    TooManyParts {
        /// The most that are read.
        limit: usize,
    },
}

impl MailError {
    /// Returns why such bytes stand in the queue for a person.
    pub fn reason(&self) -> QueueReason {
        match self {
            Self::Empty => QueueReason::EmptyMessage,
            _ => QueueReason::MailUnreadable,
        }
    }
}

/// Reads one mail (RFC 5322 with MIME). Archives and attached mails are opened; see
/// [`open_archives`](crate::open_archives).
///
/// # Errors
/// [`MailError`] when the bytes are empty, have no header, or exceed a limit. Everything else is read as far as it goes.
pub fn read_mail(raw: &[u8]) -> Result<Mail, MailError> {
    let raw = envelope::opened(raw);
    let Contents {
        fields,
        mut text,
        mut typed,
        links,
        files,
        declared,
    } = contents(&raw)?;
    let header = |name: &str| words::text(fields.get(name).unwrap_or_default(), declared);
    let (from_name, from_address) = address(fields.get("from").unwrap_or_default(), declared);
    if text.trim().is_empty() {
        let wrapped = files.iter().find_map(|file| tnef::body(&file.bytes));
        (text, typed) = wrapped.map(wrapped_body).unwrap_or_default();
    }
    Ok(Mail {
        message_id: Some(header("message-id")).filter(|id| !id.is_empty()),
        subject: header("subject"),
        from_name,
        automatic: is_automatic(&fields, &from_address),
        from_address,
        date: fields.get("date").and_then(time),
        received: fields
            .get("received")
            .and_then(|value| value.rsplit(|b| *b == b';').next())
            .and_then(time),
        text,
        typed,
        links,
        attachments: open_archives(files),
    })
}

/// Returns the text of a body that came inside a `winmail.dat`, and the form typed into it.
fn wrapped_body(body: tnef::Body) -> (String, Option<Form>) {
    match body {
        tnef::Body::Html(html) => (
            html::read(&html).0,
            form::from_blocks(&html_form::blocks(&html)).ok(),
        ),
        tnef::Body::Rtf(rtf) => {
            let blocks = rtf::read(&rtf);
            (blocks::flat(&blocks), form::from_blocks(&blocks).ok())
        }
        tnef::Body::Plain(text) => {
            let typed = form::from_text(&text).ok();
            (text, typed)
        }
    }
}

/// Returns the form that was typed into an attached mail.
pub(crate) fn typed_in(raw: &[u8]) -> Option<Form> {
    contents(&envelope::opened(raw)).ok()?.typed
}

/// Returns the files an attached mail carries.
pub(crate) fn inner(raw: &[u8]) -> Found {
    match contents(&envelope::opened(raw)) {
        Ok(contents) => Found {
            files: contents.files,
            opened: Opened::Whole,
            message_id: contents
                .fields
                .get("message-id")
                .map(|id| words::text(id, None))
                .filter(|id| !id.is_empty()),
        },
        Err(_) => Found {
            files: Vec::new(),
            opened: Opened::Partly,
            message_id: None,
        },
    }
}

/// Returns the first HTML text in a mail: a web page that was saved whole (MHTML) is one.
pub(crate) fn html_in(raw: &[u8]) -> Option<String> {
    let (fields, body) = Fields::split(raw).ok()?;
    let leaves = mime::leaves(&fields, body, mime::declared_charset(&fields)).ok()?;
    let page = leaves
        .iter()
        .find(|leaf| leaf.content_type.token == "text/html")?;
    let label = page.content_type.get("charset").unwrap_or_default();
    Some(charset::decode(&page.bytes(), label.as_bytes()))
}

struct Contents<'a> {
    fields: Fields<'a>,
    text: String,
    typed: Option<Form>,
    links: Vec<Link>,
    files: Vec<Attachment>,
    declared: Option<&'static encoding_rs::Encoding>,
}

fn contents(raw: &[u8]) -> Result<Contents<'_>, MailError> {
    if raw.len() > MAIL_MAX {
        return Err(MailError::TooLarge {
            bytes: raw.len(),
            limit: MAIL_MAX,
        });
    }
    if raw.trim_ascii().is_empty() {
        return Err(MailError::Empty);
    }
    let (fields, body) = Fields::split(raw)?;
    if fields.is_empty() {
        return Err(MailError::NotAMail);
    }
    let declared = mime::declared_charset(&fields);
    let mut plain = String::new();
    let mut rich = String::new();
    let mut typed = None;
    let mut links = Vec::new();
    let mut files = Vec::new();
    for leaf in mime::leaves(&fields, body, declared)? {
        let kind = leaf.content_type.token.as_str();
        let bytes = leaf.bytes();
        let is_body = matches!(kind, "text/plain" | "text/html" | "text" | "")
            && leaf.file_name().is_none()
            && leaf.disposition.token != "attachment";
        if !is_body {
            let name = leaf
                .file_name()
                .map_or_else(|| unnamed(kind, files.len()), |name| named(kind, name));
            let mut file = Attachment::new(name, bytes);
            file.inline = leaf.inline;
            files.push(file);
            continue;
        }
        let (bytes, encoded) = uuencode::take(&bytes);
        files.extend(encoded.into_iter().map(|file| {
            let name = words::text(&file.name, declared);
            Attachment::new(name, file.bytes)
        }));
        let words = charset::decode(
            &bytes,
            leaf.content_type
                .get("charset")
                .unwrap_or_default()
                .as_bytes(),
        );
        if kind == "text/html" {
            let (text, found) = html::read(&words);
            links.extend(found);
            // A table says more than the plain copy of it beside it.
            typed = form::from_blocks(&html_form::blocks(&words)).ok().or(typed);
            append(
                if leaf.alternative {
                    &mut rich
                } else {
                    &mut plain
                },
                &text,
            );
        } else {
            links.extend(html::bare_links(&words));
            typed = typed.or_else(|| form::from_text(&words).ok());
            append(&mut plain, &words);
        }
    }
    Ok(Contents {
        fields,
        text: if plain.trim().is_empty() { rich } else { plain },
        typed,
        links,
        files,
        declared,
    })
}

fn append(text: &mut String, more: &str) {
    let more = more.trim();
    if more.is_empty() {
        return;
    }
    if !text.is_empty() {
        text.push('\n');
    }
    let room = TEXT_MAX.saturating_sub(text.len()).min(more.len());
    let cut = (0..=room)
        .rev()
        .find(|at| more.is_char_boundary(*at))
        .unwrap_or(0);
    text.push_str(more.get(..cut).unwrap_or_default());
}

/// The name a sender gave. An attached mail is often named by its subject alone; its ending tells what it is.
fn named(kind: &str, name: &str) -> String {
    let is_mail = kind == "message/rfc822" && !name.to_ascii_lowercase().ends_with(".eml");
    if is_mail {
        format!("{name}.eml")
    } else {
        name.to_owned()
    }
}

/// A name for a part whose sender gave none; the extension lets the file be opened by a person.
fn unnamed(kind: &str, index: usize) -> String {
    let extension = match kind {
        "message/rfc822" => "eml",
        "image/jpeg" => "jpg",
        "image/png" => "png",
        "application/pdf" => "pdf",
        "video/mp4" => "mp4",
        "video/quicktime" => "mov",
        "audio/mpeg" => "mp3",
        "application/zip" | "application/x-zip-compressed" => "zip",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document" => "docx",
        "application/msword" => "doc",
        "application/rtf" | "text/rtf" => "rtf",
        "application/ms-tnef" | "application/vnd.ms-tnef" => "dat",
        "image/gif" => "gif",
        "text/html" => "html",
        _ => "bin",
    };
    format!("未命名附件{}.{extension}", index + 1)
}

/// Splits `"name" <address>` (RFC 5322 §3.4); of several senders the first counts.
fn address(value: &[u8], declared: Option<&'static encoding_rs::Encoding>) -> (String, String) {
    let first = params::split(value, b',')
        .into_iter()
        .next()
        .unwrap_or_default();
    let Some(open) = first.iter().rposition(|b| *b == b'<') else {
        return (String::new(), words::text(&first, declared));
    };
    let (name, rest) = first.split_at(open);
    let address: Vec<u8> = rest
        .iter()
        .copied()
        .skip(1)
        .take_while(|b| *b != b'>')
        .collect();
    (
        words::text(&params::unquote(name), declared),
        words::text(&address, declared),
    )
}

/// Reads a date (RFC 5322 §3.3), comments left out.
fn time(value: &[u8]) -> Option<DateTime<FixedOffset>> {
    let text = String::from_utf8_lossy(value);
    let mut kept = String::new();
    let mut depth: usize = 0;
    for c in text.chars() {
        match c {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ if depth == 0 => kept.push(c),
            _ => {}
        }
    }
    let kept = kept.split_whitespace().collect::<Vec<_>>().join(" ");
    DateTime::parse_from_rfc2822(&kept).ok()
}

/// RFC 3834 and the headers that real responders, lists and bounces set instead.
fn is_automatic(fields: &Fields<'_>, from: &str) -> bool {
    let value = |name: &str| {
        fields
            .get(name)
            .map(|value| String::from_utf8_lossy(value).trim().to_ascii_lowercase())
    };
    value("auto-submitted").is_some_and(|how| how != "no")
        || value("precedence")
            .is_some_and(|how| matches!(how.as_str(), "bulk" | "junk" | "list" | "auto_reply"))
        || [
            "x-autoreply",
            "x-autorespond",
            "x-auto-response-suppress-reply",
            "list-unsubscribe",
        ]
        .iter()
        .any(|name| fields.get(name).is_some())
        || value("content-type").is_some_and(|kind| kind.starts_with("multipart/report"))
        || from.to_ascii_lowercase().starts_with("mailer-daemon@")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_with_a_comment_is_read() {
        let found = time(b"Mon, 22 Jun 2020 11:20:05 +0800 (CST)").unwrap();
        assert_eq!(found.to_rfc3339(), "2020-06-22T11:20:05+08:00");
        assert_eq!(time(b"yesterday"), None);
    }

    #[test]
    fn nothing_is_an_empty_message_and_noise_is_unreadable() {
        assert_eq!(read_mail(b" \r\n"), Err(MailError::Empty));
        assert_eq!(MailError::Empty.reason(), QueueReason::EmptyMessage);
        assert_eq!(read_mail(b"\0\0\0"), Err(MailError::NotAMail));
    }

    #[test]
    fn a_document_typed_as_text_is_still_an_attachment() {
        let mail = read_mail(b"From: a@x\nContent-Type: text/plain; name=a.docx\nContent-Transfer-Encoding: base64\n\nUEsDBA==").unwrap();
        assert_eq!(mail.attachments[0].bytes, b"PK\x03\x04");
        assert_eq!(mail.text, "");
    }

    #[test]
    fn a_sender_without_brackets_has_no_name() {
        assert_eq!(
            address(b"a@b.example", None),
            (String::new(), "a@b.example".into())
        );
        assert_eq!(
            address(b"\"\xcb\xd5\xc3\xf4\" <s@x>", None),
            ("苏敏".into(), "s@x".into())
        );
    }
}
