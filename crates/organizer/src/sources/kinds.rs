//! What a file is, by its name, or by its first bytes where the name says nothing.

use std::fs::File;
use std::io::Read as _;
use std::path::Path;

/// Single mails.
const MAILS: [&str; 2] = ["eml", "emlx"];
/// Many mails in one file.
const MAILBOXES: [&str; 3] = ["mbox", "mbx", "box"];
/// Archives that may hold mails.
const ARCHIVES: [&str; 2] = ["zip", "7z"];
/// Documents a form can be in.
const DOCUMENTS: [&str; 11] = [
    "docx", "doc", "wps", "docm", "rtf", "odt", "dotx", "dotm", "dot", "wpt", "ott",
];
/// What can be a form or a unit's list as well, but is more often something else: it brings no files with it.
const PLAIN: [&str; 9] = [
    "txt", "csv", "tsv", "htm", "html", "mht", "mhtml", "tnef", "xml",
];
/// What may belong to a form, or hold one.
const BELONGS: [&str; 40] = [
    "pdf", "zip", "rar", "7z", "xlsx", "xls", "et", "jpg", "jpeg", "png", "gif", "bmp", "webp",
    "heic", "tif", "tiff", "mp4", "m4v", "mov", "avi", "wmv", "asf", "mkv", "webm", "flv", "mpg",
    "mpeg", "ts", "3gp", "rm", "rmvb", "mp3", "m4a", "aac", "wav", "wma", "ogg", "flac", "amr",
    "opus",
];
/// What Outlook calls the file it wraps attachments into.
const WRAPPED: &str = "winmail.dat";
/// How much of a file is read to tell what it is, in bytes.
const HEAD: u64 = 16 << 10;

/// A file with mails.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mails {
    /// One.
    One,
    /// Any number.
    Many,
}

/// Whether a file is a document that a form can be in.
pub(super) fn is_document(path: &Path) -> bool {
    DOCUMENTS.contains(&ending(path).as_str())
}

/// Whether a file is of a kind that belongs to forms.
pub(super) fn belongs(path: &Path) -> bool {
    BELONGS.contains(&ending(path).as_str())
}

/// Whether a file is an archive that is opened.
pub(super) fn is_archive(path: &Path) -> bool {
    ARCHIVES.contains(&ending(path).as_str())
}

/// Whether a file may be a form, belong to one, or hold one.
pub(super) fn is_worth(path: &Path) -> bool {
    let end = ending(path);
    let end = end.as_str();
    DOCUMENTS.contains(&end)
        || BELONGS.contains(&end)
        || PLAIN.contains(&end)
        || label(path).eq_ignore_ascii_case(WRAPPED)
}

/// Whether a file is a mail or a mailbox.
pub(super) fn mails(path: &Path) -> Option<Mails> {
    let end = ending(path);
    if MAILS.contains(&end.as_str()) {
        return Some(Mails::One);
    }
    if MAILBOXES.contains(&end.as_str()) {
        return Some(Mails::Many);
    }
    if is_worth(path) {
        return None;
    }
    let mut head = Vec::new();
    // A file that cannot be opened is told so when it is received.
    File::open(path)
        .and_then(|file| file.take(HEAD).read_to_end(&mut head))
        .ok()?;
    if intake::is_mailbox(&head) {
        Some(Mails::Many)
    } else {
        intake::is_mail(&head).then_some(Mails::One)
    }
}

/// The name's ending in small letters, empty without one.
pub(super) fn ending(path: &Path) -> String {
    path.extension()
        .unwrap_or_default()
        .to_string_lossy()
        .to_ascii_lowercase()
}

/// The last part of a path, for people.
pub(crate) fn label(path: &Path) -> String {
    let whole = path.as_os_str();
    path.file_name()
        .unwrap_or(whole)
        .to_string_lossy()
        .into_owned()
}
