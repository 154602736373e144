//! One source: its bytes kept, its parts sorted and stored in one transaction.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use chrono::{DateTime, FixedOffset};
use intake::{Attachment, Finding, Limits, QueueReason, Sorted, Source, ThemeSource};
use rusqlite::Transaction;

use super::{FILE_MAX, Received, SourceLine, SourceState};
use crate::digest::Digest;
use crate::error::{Facts, StoreError, facts};
use crate::folder::Organizer;
use crate::sources::{Found, label};
use crate::store::{attachment, draft, draft_attachment, finding, medium, queue_item, source};

impl Organizer {
    /// Receives one thing that was found.
    pub(super) fn take(
        &mut self,
        found: &Found,
        limits: &Limits,
        now: DateTime<FixedOffset>,
        received: &mut Received,
    ) -> Result<(), StoreError> {
        match found {
            Found::Mail(path) => match read(path) {
                Ok(bytes) => {
                    let line = self.take_mail(&label(path), &bytes, limits, now)?;
                    received.lines.push(line);
                }
                Err(reason) => received.skip(path, reason),
            },
            Found::Mailbox(path) => match read(path) {
                Ok(bytes) => {
                    for (number, mail) in (1..).zip(intake::split_mbox(&bytes)) {
                        let name = format!("{}#{number}", label(path));
                        let line = self.take_mail(&name, mail, limits, now)?;
                        received.lines.push(line);
                    }
                }
                Err(reason) => received.skip(path, reason),
            },
            Found::Folder { name, files } => {
                let mut read_files = Vec::new();
                for path in files {
                    match read(path) {
                        Ok(bytes) => read_files.push(Attachment::new(label(path), bytes)),
                        Err(reason) => received.skip(path, reason),
                    }
                }
                if !read_files.is_empty() {
                    let line = self.take_folder(name, read_files, limits, now)?;
                    received.lines.push(line);
                }
            }
        }
        Ok(())
    }

    fn take_mail(
        &mut self,
        name: &str,
        raw: &[u8],
        limits: &Limits,
        now: DateTime<FixedOffset>,
    ) -> Result<SourceLine, StoreError> {
        let sha256 = Digest::of(raw);
        if let Some(known) = source::by_bytes(&self.db, sha256)? {
            return Ok(copy_line(name, known, known));
        }
        self.media.keep(raw)?;
        let mut row = source::Source {
            kind: source::Kind::Mail,
            name: name.to_owned(),
            sha256,
            message_id: None,
            subject: String::new(),
            from_name: String::new(),
            from_address: String::new(),
            sent_at: None,
            received_at: None,
            unit: None,
            taken_at: now.to_rfc3339(),
            duplicate_of: None,
        };
        let mail = match intake::read_mail(raw) {
            Ok(mail) => mail,
            Err(error) => {
                let change = self.db.transaction()?;
                let id = source::insert(&change, &row)?;
                queue_item::note(&change, id, None, error.reason().code(), name)?;
                change.commit()?;
                return Ok(new_line(name, id, 0));
            }
        };
        row.message_id = mail.message_id.clone();
        row.subject = mail.subject.clone();
        row.from_name = mail.from_name.clone();
        row.from_address = mail.from_address.clone();
        row.sent_at = mail.date.map(|date| date.to_rfc3339());
        row.received_at = mail.received.map(|date| date.to_rfc3339());
        let earlier = match &mail.message_id {
            Some(id) => source::by_message_id(&self.db, id)?,
            None => None,
        };
        if let Some(first) = earlier {
            row.duplicate_of = Some(first);
            let id = source::insert(&self.db, &row)?;
            return Ok(copy_line(name, id, first));
        }
        let mail_source = Source::Mail(&mail);
        let sorted = intake::sort(&mail_source, limits);
        row.unit = sorted.unit_from_subject.clone();
        self.store(row, mail_source.files(), &sorted)
    }

    fn take_folder(
        &mut self,
        name: &str,
        files: Vec<Attachment>,
        limits: &Limits,
        now: DateTime<FixedOffset>,
    ) -> Result<SourceLine, StoreError> {
        // A folder has no bytes of its own; the list of its names and hashes stands for it.
        let mut list = String::new();
        for file in &files {
            list.push_str(&format!("{}  {}\n", Digest(file.sha256), file.name));
        }
        let sha256 = Digest::of(list.as_bytes());
        if let Some(known) = source::by_bytes(&self.db, sha256)? {
            return Ok(copy_line(name, known, known));
        }
        let folder = Source::folder(name, files);
        let sorted = intake::sort(&folder, limits);
        let row = source::Source {
            kind: source::Kind::Folder,
            name: name.to_owned(),
            sha256,
            message_id: None,
            subject: String::new(),
            from_name: String::new(),
            from_address: String::new(),
            sent_at: None,
            received_at: None,
            unit: sorted.unit_from_subject.clone(),
            taken_at: now.to_rfc3339(),
            duplicate_of: None,
        };
        self.store(row, folder.files(), &sorted)
    }

    /// Stores a new source with everything it yielded.
    fn store(
        &mut self,
        row: source::Source,
        files: &[Attachment],
        sorted: &Sorted,
    ) -> Result<SourceLine, StoreError> {
        // Bytes first: a row never names a file that is not there.
        for file in files {
            self.media.keep(&file.bytes)?;
        }
        let change = self.db.transaction()?;
        let id = source::insert(&change, &row)?;
        for (position, file) in (0..).zip(files) {
            let stored = attachment::Attachment {
                source: id,
                position,
                name: file.name.clone(),
                sha256: Digest(file.sha256),
                bytes: file.bytes.len() as u64,
            };
            attachment::insert(&change, &stored)?;
        }
        let mut entries = 0;
        for read in &sorted.drafts {
            if store_draft(&change, id, &row, files, read)? {
                entries += 1;
            }
        }
        for item in &sorted.queue {
            queue_item::note(&change, id, None, item.reason.code(), &item.about)?;
            if let Some(file) = item.attachment.and_then(|at| files.get(at)) {
                note_medium(&change, file)?;
            }
        }
        if entries == 0 && queue_item::count_of(&change, id)? == 0 {
            let reason = QueueReason::NoFormFound.code();
            queue_item::note(&change, id, None, reason, &row.name)?;
        }
        change.commit()?;
        Ok(new_line(&row.name, id, entries))
    }
}

/// Stores one form; `false` when it came inside a forwarded mail that was received itself, and so stays in the queue.
fn store_draft(
    change: &Transaction<'_>,
    source: i64,
    row: &source::Source,
    files: &[Attachment],
    read: &intake::Draft,
) -> Result<bool, StoreError> {
    let duplicate = QueueReason::PossibleDuplicate.code();
    if let Some(inner) = &read.inner_message_id
        && source::by_message_id(change, inner)?.is_some()
    {
        queue_item::note(change, source, None, duplicate, &read.form.title)?;
        return Ok(false);
    }
    let form = &read.form;
    let Some(form_file) = files.get(read.form_attachment) else {
        return Ok(false);
    };
    let mut stored = draft::Draft {
        id: 0,
        source,
        form_sha256: Digest(form_file.sha256),
        duplicate_key: intake::duplicate_key(form),
        title: form.title.clone(),
        authors_raw: form.authors_raw.clone(),
        authors: form.authors.clone(),
        phones: form.phones.clone(),
        unit: form.unit.clone(),
        measures: form.measures.clone(),
        innovation: form.innovation.clone(),
        effect: form.effect.clone(),
        theme: read
            .theme
            .map(|(theme, from)| (theme, theme_from(from).to_owned())),
    };
    if stored.unit.is_empty() {
        stored.unit = row.unit.clone().unwrap_or_default();
    }
    let earlier = draft::earlier_version(change, stored.form_sha256, &stored.duplicate_key)?;
    let id = draft::insert(change, &stored)?;
    for at in &read.attachments {
        draft_attachment::insert(change, id, *at as u64)?;
        if let Some(file) = files.get(*at) {
            note_medium(change, file)?;
        }
    }
    for found in &read.findings {
        finding::note(change, id, &found.code(), &finding_facts(found))?;
    }
    if let Some((first, same_form)) = earlier {
        let found = Finding::PossibleDuplicate {
            of: first.to_string(),
        };
        let mut told = finding_facts(&found);
        told.insert("same_form".to_owned(), same_form.to_string());
        finding::note(change, id, &found.code(), &told)?;
        queue_item::note(change, source, Some(id), duplicate, &stored.title)?;
    }
    Ok(true)
}

/// Notes a file to be measured, if its first bytes are those of a medium.
fn note_medium(change: &Transaction<'_>, file: &Attachment) -> Result<(), StoreError> {
    let head = file.bytes.get(..4096).unwrap_or(&file.bytes);
    if media::sniff(head).is_some() {
        medium::note(change, Digest(file.sha256), file.bytes.len() as u64)?;
    }
    Ok(())
}

fn theme_from(source: ThemeSource) -> &'static str {
    match source {
        ThemeSource::SummarySheet => "summary_sheet",
        ThemeSource::Subject => "subject",
        ThemeSource::FileName => "file_name",
    }
}

/// What a finding counted, by name.
pub(super) fn finding_facts(found: &Finding) -> Facts {
    match found {
        Finding::TitleOver { zi, limit }
        | Finding::MeasuresUnder { zi, limit }
        | Finding::MeasuresOver { zi, limit }
        | Finding::InnovationOver { zi, limit }
        | Finding::EffectOver { zi, limit } => {
            facts([("zi", zi.to_string()), ("limit", limit.to_string())])
        }
        Finding::MissingField(field) => facts([("field", field.code().to_owned())]),
        Finding::VideoOver { ms, limit_ms } => {
            facts([("ms", ms.to_string()), ("limit_ms", limit_ms.to_string())])
        }
        Finding::MediaUnreadable { name } => facts([("name", name.clone())]),
        Finding::ReceivedAfterDeadline { received, deadline } => facts([
            ("received", received.to_rfc3339()),
            ("deadline", deadline.to_rfc3339()),
        ]),
        Finding::PossibleDuplicate { of } => facts([("of", of.clone())]),
    }
}

/// Reads a file up to the limit, or says why it is left out.
fn read(path: &Path) -> Result<Vec<u8>, &'static str> {
    let mut bytes = Vec::new();
    let file = File::open(path).map_err(|_| "unreadable")?;
    file.take(FILE_MAX + 1)
        .read_to_end(&mut bytes)
        .map_err(|_| "unreadable")?;
    if bytes.len() as u64 > FILE_MAX {
        return Err("too_large");
    }
    Ok(bytes)
}

fn new_line(name: &str, source: i64, entries: u64) -> SourceLine {
    SourceLine {
        name: name.to_owned(),
        source,
        state: SourceState::New,
        entries,
        queue: 0,
    }
}

fn copy_line(name: &str, source: i64, of: i64) -> SourceLine {
    SourceLine {
        name: name.to_owned(),
        source,
        state: SourceState::Duplicate(of),
        entries: 0,
        queue: 0,
    }
}
