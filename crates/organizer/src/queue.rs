//! What waits for a person: open questions, drafts to accept, media without a copy.

use chrono::{DateTime, FixedOffset};
use serde::Serialize;

use crate::error::{Facts, StoreError};
use crate::folder::Organizer;
use crate::store::{attachment, draft, draft_attachment, finding, medium, queue_item, source};

/// Everything that waits.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Queue {
    /// Open questions, first come first.
    pub items: Vec<QueuedItem>,
    /// Drafts nobody has accepted yet.
    pub drafts: Vec<WaitingDraft>,
    /// Media that are not measured and copied yet.
    pub media: Vec<WaitingMedium>,
}

/// One open question.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct QueuedItem {
    /// Its number.
    pub id: i64,
    /// Why it waits, as a message key.
    pub reason: String,
    /// What it is about: a file name, a title, a subject.
    pub about: String,
    /// The draft it concerns, if there is one.
    pub draft: Option<i64>,
    /// The file or folder name of the mail or folder.
    pub source: String,
    /// The subject of the mail; empty for folders.
    pub subject: String,
    /// Who sent it: name and address; empty for folders.
    pub from: String,
    /// When the mail was received, or else sent; RFC 3339.
    pub at: Option<String>,
}

/// A draft that waits for acceptance.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct WaitingDraft {
    /// Its number, for `accept`.
    pub id: i64,
    /// The title on the form.
    pub title: String,
    /// The authors as written.
    pub authors: String,
    /// The unit.
    pub unit: String,
    /// The suggested theme.
    pub theme: Option<u8>,
    /// Where the suggestion is from: `summary_sheet`, `subject` or `file_name`.
    pub theme_from: Option<String>,
    /// What a person should look at.
    pub findings: Vec<FindingView>,
    /// The media that belong to it.
    pub media: Vec<MediumView>,
    /// The file or folder name of its source.
    pub source: String,
}

/// One finding.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FindingView {
    /// The message key, for example `title_over_20`.
    pub code: String,
    /// What was counted.
    pub facts: Facts,
}

/// A medium of a draft.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct MediumView {
    /// The name it was sent under.
    pub name: String,
    /// `ready`, `waiting` or `unreadable`.
    pub state: &'static str,
    /// What it is; `None` until it is measured.
    pub kind: Option<media::Kind>,
    /// How long the original plays, in milliseconds; `None` for pictures and documents.
    pub length_ms: Option<u64>,
    /// Width as shown, in pixels.
    pub width: Option<u32>,
    /// Height as shown, in pixels.
    pub height: Option<u32>,
}

/// A medium without a copy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct WaitingMedium {
    /// The name it was sent under.
    pub name: String,
    /// Its length in bytes.
    pub bytes: u64,
}

impl Organizer {
    /// Lists what waits for a person.
    ///
    /// # Errors
    /// A database that cannot be read.
    pub fn queue(&self) -> Result<Queue, StoreError> {
        let mut items = Vec::new();
        for item in queue_item::open(&self.db)? {
            let from = source::get(&self.db, item.source)?;
            items.push(QueuedItem {
                id: item.id,
                reason: item.reason,
                about: item.about,
                draft: item.draft,
                from: sender(&from),
                at: from.received_at.or(from.sent_at),
                source: from.name,
                subject: from.subject,
            });
        }
        let mut drafts = Vec::new();
        for one in draft::waiting(&self.db)? {
            let (theme, theme_from) = one.theme.unzip();
            drafts.push(WaitingDraft {
                id: one.id,
                findings: self.findings_of(one.id)?,
                media: self.media_of(one.id)?,
                source: source::get(&self.db, one.source)?.name,
                title: one.title,
                authors: one.authors_raw,
                unit: one.unit,
                theme,
                theme_from,
            });
        }
        let mut media = Vec::new();
        for one in medium::waiting(&self.db)? {
            let name = attachment::with_bytes(&self.db, one.sha256)?
                .into_iter()
                .next()
                .map_or_else(String::new, |first| first.name);
            media.push(WaitingMedium {
                name,
                bytes: one.bytes,
            });
        }
        Ok(Queue {
            items,
            drafts,
            media,
        })
    }

    /// Marks questions as settled by a person; returns the numbers that were open. They are kept and no longer listed.
    ///
    /// # Errors
    /// A database that cannot be written.
    pub fn settle(
        &mut self,
        ids: &[i64],
        now: DateTime<FixedOffset>,
    ) -> Result<Vec<i64>, StoreError> {
        let change = self.db.transaction()?;
        let mut settled = Vec::new();
        for &id in ids {
            if queue_item::settle(&change, id, &now.to_rfc3339())? {
                settled.push(id);
            }
        }
        change.commit()?;
        Ok(settled)
    }

    fn media_of(&self, draft: i64) -> Result<Vec<MediumView>, StoreError> {
        let named = draft_attachment::named(&self.db, draft)?;
        let media = medium::of_draft(&self.db, draft)?;
        let view = |one: medium::Medium| {
            let name = named.iter().find(|(_, sha256)| *sha256 == one.sha256);
            let (state, measured) = match one.state {
                medium::State::Ready(copy) => ("ready", Some(copy.measured)),
                medium::State::Waiting => ("waiting", None),
                medium::State::Unreadable => ("unreadable", None),
            };
            MediumView {
                name: name.map_or_else(String::new, |(name, _)| name.clone()),
                state,
                kind: measured.as_ref().map(|facts| facts.kind),
                length_ms: measured.as_ref().and_then(media::Measured::length_ms),
                width: measured.as_ref().and_then(|facts| facts.shown_width),
                height: measured.as_ref().and_then(|facts| facts.shown_height),
            }
        };
        Ok(media.into_iter().map(view).collect())
    }

    pub(crate) fn findings_of(&self, draft: i64) -> Result<Vec<FindingView>, StoreError> {
        let found = finding::of_draft(&self.db, draft)?;
        let view = |one: finding::Finding| FindingView {
            code: one.code,
            facts: one.facts,
        };
        Ok(found.into_iter().map(view).collect())
    }
}

fn sender(source: &source::Source) -> String {
    match (source.from_name.as_str(), source.from_address.as_str()) {
        ("", address) => address.to_owned(),
        (name, "") => name.to_owned(),
        (name, address) => format!("{name} <{address}>"),
    }
}
