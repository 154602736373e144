//! The reading half: files become read and sorted sources, without the database, while the other half stores.

use std::collections::HashSet;
use std::fs::File;
use std::io::{BufReader, Read};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::mpsc::SyncSender;

use chrono::{DateTime, FixedOffset};
use intake::{Attachment, Letters, Limits, Mailbox, Opened, QueueReason, Sorted, Source};

use super::FILE_MAX;
use crate::digest::Digest;
use crate::sources::{Found, label};
use crate::store::source;

/// How many sources are stored together at most.
const BATCH: usize = 64;
/// How many bytes are stored together, once there are that many.
const BATCH_BYTES: usize = 8 << 20;
/// How many bytes of files that are no mails one packed mailbox may have.
const BESIDE_MAX: usize = 512 << 20;

/// Sources that are stored together.
#[derive(Default)]
pub(super) struct Batch {
    pub(super) read: Vec<Outcome>,
    /// What they were found in.
    pub(super) name: String,
    /// How many bytes of the disk are read up to here.
    pub(super) done: u64,
}

/// What became of one mail or folder.
pub(super) enum Outcome {
    /// It was not here before, as far as its bytes tell.
    New(Box<Fresh>),
    /// These bytes were here before.
    Known { name: String, sha256: Digest },
    /// It is not received.
    Skipped { path: String, reason: &'static str },
}

/// A source that was read.
pub(super) struct Fresh {
    pub(super) row: source::Source,
    /// The bytes of a mail; a folder has none of its own.
    pub(super) raw: Option<Vec<u8>>,
    pub(super) files: Vec<Attachment>,
    /// What it yields, or why it cannot be read.
    pub(super) sorted: Result<Sorted, QueueReason>,
}

/// Nobody listens any more: the work was stopped.
pub(super) struct Stopped;

/// Reads what was found, in order.
pub(super) struct Reader<'a> {
    pub(super) limits: &'a Limits,
    pub(super) now: DateTime<FixedOffset>,
    /// The hashes of everything that was received; read bytes are added.
    pub(super) known: HashSet<Digest>,
    pub(super) to: SyncSender<Batch>,
    pub(super) batch: Batch,
    pub(super) held: usize,
}

impl Reader<'_> {
    /// Reads everything, until nobody listens.
    pub(super) fn run(mut self, found: &[Found]) {
        let mut done = 0_u64;
        for one in found {
            self.batch.name = one.name();
            let start = done;
            let result = match one {
                Found::Mail(path) => self.mail_file(path),
                Found::Mailbox { name, path } => self.mailbox(name, path, start),
                Found::Archive(path) => self.archive(path),
                Found::Folder { name, files } => self.folder(name, files),
            };
            if result.is_err() {
                return;
            }
            done = done.saturating_add(one.bytes());
            self.batch.done = done;
        }
        // Whoever stopped listening needs no rest.
        let _ = self.to.send(self.batch);
    }

    fn mail_file(&mut self, path: &Path) -> Result<(), Stopped> {
        match read(path, intake::MAIL_MAX as u64) {
            Ok(bytes) => self.mail(&label(path), bytes),
            Err("too_large") => self.skip(path.display().to_string(), "mail_too_large"),
            Err(reason) => self.skip(path.display().to_string(), reason),
        }
    }

    fn mailbox(&mut self, name: &str, path: &Path, start: u64) -> Result<(), Stopped> {
        let Ok(file) = File::open(path) else {
            return self.skip(path.display().to_string(), "unreadable");
        };
        self.pieces(
            name,
            &path.display().to_string(),
            BufReader::new(file),
            start,
        )
    }

    /// The mails of a mailbox, each a source, and what belongs to none of them, told by its place.
    fn pieces(
        &mut self,
        name: &str,
        path: &str,
        from: impl Read,
        start: u64,
    ) -> Result<(), Stopped> {
        let mut mailbox = Mailbox::new(from);
        for number in 1_u64.. {
            let piece = match mailbox.next_piece() {
                Ok(Some(piece)) => piece,
                Ok(None) => break,
                Err(_) => return self.skip(path.to_owned(), "unreadable"),
            };
            let end = piece.offset.saturating_add(piece.length);
            self.batch.done = self.batch.done.max(start.saturating_add(piece.offset));
            let place = format!("{name}#{number} [{}–{end}]", piece.offset);
            match piece.bytes {
                None => self.skip(place, "mail_too_large")?,
                Some(bytes) if piece.is_mail => self.mail(&format!("{name}#{number}"), bytes)?,
                Some(bytes) => self.mail(&place, bytes)?,
            }
        }
        Ok(())
    }

    /// A packed mailbox gives its mails; any other archive is a folder that holds it.
    fn archive(&mut self, path: &Path) -> Result<(), Stopped> {
        let letters = File::open(path).ok().and_then(|file| {
            catch_unwind(AssertUnwindSafe(|| Letters::open(BufReader::new(file))))
                .ok()
                .flatten()
        });
        let Some(mut letters) = letters else {
            return self.folder(&label(path), &[path.to_owned()]);
        };
        let name = label(path);
        let mut beside = Vec::new();
        let mut room = BESIDE_MAX;
        let mut opened = Opened::Whole;
        while let Some(file) = letters.next_file() {
            let within = format!("{name}/{}", file.name);
            if intake::is_mailbox(head(&file.bytes)) {
                self.pieces(&within, &within, file.bytes.as_slice(), 0)?;
            } else if intake::is_mail(&file.bytes) || file.name.ends_with(".emlx") {
                self.mail(&within, file.bytes)?;
            } else if file.bytes.len() > room {
                opened = Opened::Partly;
            } else {
                room -= file.bytes.len();
                beside.push(file);
            }
        }
        if letters.opened() != Opened::Whole {
            opened = letters.opened();
        }
        if !beside.is_empty() {
            self.files(&name, beside)?;
        }
        if opened == Opened::Whole {
            return Ok(());
        }
        // What could not be taken out waits, with the archive itself.
        match read(path, FILE_MAX) {
            Ok(bytes) => {
                let mut file = Attachment::new(&name, bytes);
                file.opened = opened;
                self.files(&name, vec![file])
            }
            Err(reason) => self.skip(path.display().to_string(), reason),
        }
    }

    fn folder(&mut self, name: &str, files: &[PathBuf]) -> Result<(), Stopped> {
        let mut read_files = Vec::new();
        for path in files {
            match read(path, FILE_MAX) {
                Ok(bytes) => read_files.push(Attachment::new(label(path), bytes)),
                Err(reason) => self.skip(path.display().to_string(), reason)?,
            }
        }
        if read_files.is_empty() {
            return Ok(());
        }
        self.files(name, read_files)
    }

    fn mail(&mut self, name: &str, raw: Vec<u8>) -> Result<(), Stopped> {
        let sha256 = Digest::of(&raw);
        if !self.known.insert(sha256) {
            return self.put_known(name, sha256);
        }
        let mut row = self.row(source::Kind::Mail, name, sha256);
        let whole = intake::unquoted(&raw);
        // The readers are partly foreign and the bytes are a stranger's: a panic there is one unread mail here.
        let limits = self.limits;
        let read = catch_unwind(AssertUnwindSafe(|| {
            let mail = intake::read_mail(&whole)?;
            let sorted = intake::sort(&Source::Mail(&mail), limits);
            Ok((mail, sorted))
        }));
        drop(whole);
        let read = match read {
            Ok(read) => read.map_err(|error: intake::MailError| error.reason()),
            Err(_) => Err(QueueReason::MailUnreadable),
        };
        let (files, sorted) = match read {
            Ok((mail, sorted)) => {
                row.message_id = mail.message_id;
                row.subject = mail.subject;
                row.from_name = mail.from_name;
                row.from_address = mail.from_address;
                row.sent_at = mail.date.map(|date| date.to_rfc3339());
                row.received_at = mail.received.map(|date| date.to_rfc3339());
                row.unit.clone_from(&sorted.unit_from_subject);
                (mail.attachments, Ok(sorted))
            }
            Err(reason) => (Vec::new(), Err(reason)),
        };
        self.put(Fresh {
            row,
            raw: Some(raw),
            files,
            sorted,
        })
    }

    /// Files that belong together.
    fn files(&mut self, name: &str, files: Vec<Attachment>) -> Result<(), Stopped> {
        // A folder has no bytes of its own; the list of its names and hashes stands for it.
        let mut list = String::new();
        for file in &files {
            list.push_str(&format!("{}  {}\n", Digest(file.sha256), file.name));
        }
        let sha256 = Digest::of(list.as_bytes());
        if !self.known.insert(sha256) {
            return self.put_known(name, sha256);
        }
        let source = Source::folder(name, files);
        let sorted = catch_unwind(AssertUnwindSafe(|| intake::sort(&source, self.limits)))
            .map_err(|_| QueueReason::FormUnreadable);
        let files = match source {
            Source::Folder { files, .. } => files,
            Source::Mail(mail) => mail.attachments.clone(),
        };
        let mut row = self.row(source::Kind::Folder, name, sha256);
        row.unit = sorted
            .as_ref()
            .ok()
            .and_then(|sorted| sorted.unit_from_subject.clone());
        self.put(Fresh {
            row,
            raw: None,
            files,
            sorted,
        })
    }

    fn row(&self, kind: source::Kind, name: &str, sha256: Digest) -> source::Source {
        source::Source {
            kind,
            name: name.to_owned(),
            sha256,
            message_id: None,
            subject: String::new(),
            from_name: String::new(),
            from_address: String::new(),
            sent_at: None,
            received_at: None,
            unit: None,
            taken_at: self.now.to_rfc3339(),
            duplicate_of: None,
        }
    }

    fn put_known(&mut self, name: &str, sha256: Digest) -> Result<(), Stopped> {
        self.push(Outcome::Known {
            name: name.to_owned(),
            sha256,
        })
    }

    fn skip(&mut self, path: String, reason: &'static str) -> Result<(), Stopped> {
        self.push(Outcome::Skipped { path, reason })
    }

    fn put(&mut self, fresh: Fresh) -> Result<(), Stopped> {
        let raw = fresh.raw.as_ref().map_or(0, Vec::len);
        let files: usize = fresh.files.iter().map(|file| file.bytes.len()).sum();
        self.held = self.held.saturating_add(raw).saturating_add(files);
        self.push(Outcome::New(Box::new(fresh)))
    }

    fn push(&mut self, read: Outcome) -> Result<(), Stopped> {
        self.batch.read.push(read);
        if self.batch.read.len() < BATCH && self.held < BATCH_BYTES {
            return Ok(());
        }
        self.held = 0;
        let next = Batch {
            read: Vec::new(),
            name: self.batch.name.clone(),
            done: self.batch.done,
        };
        let full = std::mem::replace(&mut self.batch, next);
        self.to.send(full).map_err(|_| Stopped)
    }
}

/// What tells a mailbox from a mail.
fn head(bytes: &[u8]) -> &[u8] {
    bytes.get(..4096).unwrap_or(bytes)
}

/// Reads a file up to the limit, or says why it is left out.
fn read(path: &Path, most: u64) -> Result<Vec<u8>, &'static str> {
    let file = File::open(path).map_err(|_| "unreadable")?;
    // Told by its length before it is read; one that grows meanwhile is told afterwards.
    let length = file.metadata().map_err(|_| "unreadable")?.len();
    if length > most {
        return Err("too_large");
    }
    let mut bytes = Vec::new();
    file.take(most + 1)
        .read_to_end(&mut bytes)
        .map_err(|_| "unreadable")?;
    if bytes.len() as u64 > most {
        return Err("too_large");
    }
    Ok(bytes)
}
