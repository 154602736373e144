//! The storing half: what was read goes into the media folder and the database, many sources in one transaction.

use intake::{Attachment, Finding, QueueReason, Sorted, ThemeSource};
use rusqlite::Transaction;

use super::read::{Batch, Fresh, Outcome};
use super::{Received, SkippedFile, SourceLine, SourceState};
use crate::digest::Digest;
use crate::error::{Facts, StoreError, facts};
use crate::folder::Organizer;
use crate::store::filed::{self, Place};
use crate::store::{
    attachment, draft, draft_attachment, finding, medium, queue_item, source, theme_words,
};

/// The message key of a file that tells who made it.
const IDENTITY_IN_FILE: &str = "identity_in_file";

impl Organizer {
    /// Stores a batch; all of it is there to stay when this returns, or none of its rows.
    pub(super) fn take(
        &mut self,
        batch: &Batch,
        received: &mut Received,
    ) -> Result<(), StoreError> {
        // Bytes first: a row never names a file that is not there.
        let mut bytes: Vec<(Digest, &[u8])> = Vec::new();
        for outcome in &batch.read {
            if let Outcome::New(fresh) = outcome {
                bytes.extend(
                    fresh
                        .raw
                        .iter()
                        .map(|raw| (fresh.row.sha256, raw.as_slice())),
                );
                let files = fresh.files.iter();
                bytes.extend(files.map(|file| (Digest(file.sha256), file.bytes.as_slice())));
            }
        }
        self.media.keep_all(&bytes)?;
        let change = self.db.transaction()?;
        let (mut lines, mut skipped) = (Vec::new(), Vec::new());
        for outcome in &batch.read {
            match outcome {
                Outcome::New(fresh) => lines.push(store_source(&change, fresh)?),
                Outcome::Known { name, sha256 } => {
                    let known =
                        source::by_bytes(&change, *sha256)?.ok_or(StoreError::damaged("source"))?;
                    lines.push(copy_line(name, known, known));
                }
                Outcome::Skipped { path, reason } => skipped.push(SkippedFile {
                    path: path.clone(),
                    reason,
                }),
            }
        }
        change.commit()?;
        received.lines.append(&mut lines);
        received.skipped.append(&mut skipped);
        Ok(())
    }
}

/// Stores a new source with everything it yielded, or as the copy it turns out to be.
fn store_source(change: &Transaction<'_>, fresh: &Fresh) -> Result<SourceLine, StoreError> {
    if let Some(first) = copied_from(change, fresh)? {
        let row = source::Source {
            duplicate_of: Some(first),
            ..fresh.row.clone()
        };
        let id = source::insert(change, &row)?;
        return Ok(copy_line(&row.name, id, first));
    }
    let (row, files) = (&fresh.row, fresh.files.as_slice());
    let id = source::insert(change, row)?;
    for (position, file) in (0..).zip(files) {
        let stored = attachment::Attachment {
            source: id,
            position,
            name: file.name.clone(),
            sha256: Digest(file.sha256),
            bytes: file.bytes.len() as u64,
        };
        attachment::insert(change, &stored)?;
    }
    let mut places: Vec<Option<Place>> = vec![None; files.len()];
    let mut entries = 0;
    match &fresh.sorted {
        Ok(sorted) => {
            for read in &sorted.drafts {
                let stored = store_draft(change, id, row, files, read)?;
                entries += u64::from(stored);
                let place = if stored { Place::Draft } else { Place::Queue };
                let form = std::iter::once(read.form_attachment);
                for at in form.chain(read.attachments.iter().copied()) {
                    if let Some(kept) = places
                        .get_mut(at)
                        .filter(|kept| **kept != Some(Place::Draft))
                    {
                        *kept = Some(place);
                    }
                }
            }
            store_rest(change, id, files, sorted, &mut places)?;
        }
        Err(reason) => queue_item::note(change, id, None, reason.code(), &row.name)?,
    }
    for (position, (place, file)) in (0..).zip(places.iter().zip(files)) {
        let place = match place {
            Some(place) => *place,
            // Sorting names every file; one that it did not waits for a person.
            None => {
                let reason = QueueReason::NoFormFound.code();
                queue_item::note(change, id, None, reason, file.file_name())?;
                Place::Queue
            }
        };
        filed::insert(change, id, position, place)?;
    }
    if entries == 0 && queue_item::count_of(change, id)? == 0 {
        let reason = QueueReason::NoFormFound.code();
        queue_item::note(change, id, None, reason, &row.name)?;
    }
    Ok(SourceLine {
        name: row.name.clone(),
        source: id,
        state: SourceState::New,
        entries,
        queue: 0,
    })
}

/// What waits for a person, and what was set aside.
fn store_rest(
    change: &Transaction<'_>,
    source: i64,
    files: &[Attachment],
    sorted: &Sorted,
    places: &mut [Option<Place>],
) -> Result<(), StoreError> {
    for item in &sorted.queue {
        queue_item::note(change, source, None, item.reason.code(), &item.about)?;
        let Some(at) = item.attachment else { continue };
        if let Some(file) = files.get(at) {
            note_medium(change, file)?;
        }
        if let Some(place) = places.get_mut(at) {
            place.get_or_insert(Place::Queue);
        }
    }
    for aside in &sorted.aside {
        if let Some(place) = places.get_mut(aside.attachment) {
            place.get_or_insert(Place::Aside(aside.why.code()));
        }
    }
    Ok(())
}

/// The mail this one is a copy of: it has the same Message-ID, and no file that did not come under it before.
fn copied_from(change: &Transaction<'_>, fresh: &Fresh) -> Result<Option<i64>, StoreError> {
    let Some(message_id) = &fresh.row.message_id else {
        return Ok(None);
    };
    let Some(first) = source::by_message_id(change, message_id)? else {
        return Ok(None);
    };
    for file in &fresh.files {
        if !attachment::came_with(change, message_id, Digest(file.sha256))? {
            return Ok(None);
        }
    }
    Ok(Some(first))
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
    if !read.theme_words.is_empty() {
        theme_words::insert(change, id, &read.theme_words)?;
    }
    for at in &read.attachments {
        draft_attachment::insert(change, id, *at as u64)?;
        if let Some(file) = files.get(*at) {
            note_medium(change, file)?;
            let told = intake::origins(&file.bytes);
            if !told.is_empty() {
                let name = file.file_name().to_owned();
                let told = facts([("name", name), ("told", told.join("、"))]);
                finding::note(change, id, IDENTITY_IN_FILE, &told)?;
            }
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
        ThemeSource::Text => "text",
    }
}

/// What a finding counted, by name.
pub(crate) fn finding_facts(found: &Finding) -> Facts {
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

fn copy_line(name: &str, source: i64, of: i64) -> SourceLine {
    SourceLine {
        name: name.to_owned(),
        source,
        state: SourceState::Duplicate(of),
        entries: 0,
        queue: 0,
    }
}
