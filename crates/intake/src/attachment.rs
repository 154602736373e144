//! A received file: its bytes as they came, its fingerprint, and the files inside it when it is an archive or a mail.

use sha2::{Digest, Sha256};

use crate::{archive, mail, sevenz, sniff, tnef};

/// How deep archives and mails inside each other are opened.
const DEPTH_MAX: usize = 4;
/// Most files one source may hold after everything is opened.
const FILES_MAX: usize = 4_000;
/// Most bytes that opening archives may add to one source.
const OPENED_MAX: u64 = 512 << 20;

/// A received file. Its bytes are exactly what the sender attached.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attachment {
    /// The name the sender gave it, decoded; for people only, never a path. A member of an archive has its whole
    /// inner path here.
    pub name: String,
    /// The bytes, unchanged.
    pub bytes: Vec<u8>,
    /// SHA-256 of `bytes`.
    pub sha256: [u8; 32],
    /// Whether it is a picture shown inside the text of the mail.
    pub inline: bool,
    /// The index of the archive or attached mail this file was taken out of, in the same list.
    pub inside: Option<usize>,
    /// The Message-ID, when this file is itself a mail.
    pub message_id: Option<String>,
    /// Whether everything inside could be taken out; meaningful for archives and attached mails.
    pub opened: Opened,
}

/// How far an archive or attached mail was opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Opened {
    /// Not an archive, or nobody opened it yet.
    No,
    /// Every member is in the list.
    Whole,
    /// Some or all members could not be taken out: damaged, too large or too many.
    Partly,
    /// Members are under a password.
    Locked,
}

impl Attachment {
    /// Returns a file under the name its sender gave it.
    pub fn new(name: impl Into<String>, bytes: Vec<u8>) -> Self {
        Self {
            name: name.into(),
            sha256: Sha256::digest(&bytes).into(),
            bytes,
            inline: false,
            inside: None,
            message_id: None,
            opened: Opened::No,
        }
    }

    /// Returns the last piece of the name: `a/b.mp4` is `b.mp4`.
    pub fn file_name(&self) -> &str {
        self.name.rsplit(['/', '\\']).next().unwrap_or_default()
    }
}

/// Returns `files`, followed by everything found inside their archives and attached mails, level by level. The given
/// files keep their indices. What cannot be opened stays in the list and says so in [`Attachment::opened`].
pub fn open_archives(files: Vec<Attachment>) -> Vec<Attachment> {
    let mut all = files;
    let mut left = OPENED_MAX;
    let mut level_start = 0;
    for _ in 0..DEPTH_MAX {
        let level_end = all.len();
        for index in level_start..level_end {
            let Some(file) = all.get(index).filter(|file| file.opened == Opened::No) else {
                continue;
            };
            let found = match sniff::kind(file) {
                sniff::Kind::Archive => archive::members(file, left),
                sniff::Kind::SevenZip => Some(sevenz::members(&file.bytes, left)),
                sniff::Kind::Tnef => Some(tnef::files(&file.bytes)),
                sniff::Kind::Mail => Some(mail::inner(&file.bytes)),
                _ => None,
            };
            let Some(found) = found else { continue };
            let mut opened = found.opened;
            for mut member in found.files {
                if all.len() >= FILES_MAX {
                    opened = Opened::Partly;
                    break;
                }
                left = left.saturating_sub(u64::try_from(member.bytes.len()).unwrap_or(u64::MAX));
                member.inside = Some(index);
                all.push(member);
            }
            if let Some(file) = all.get_mut(index) {
                file.opened = opened;
                file.message_id = found.message_id;
            }
        }
        level_start = level_end;
    }
    all
}

/// What was found inside an archive or an attached mail.
pub(crate) struct Found {
    pub(crate) files: Vec<Attachment>,
    /// Whether something was left behind.
    pub(crate) opened: Opened,
    /// The Message-ID of an attached mail.
    pub(crate) message_id: Option<String>,
}
