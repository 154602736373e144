//! What waits for a person: open questions, drafts to accept, media without a copy.

use serde::Serialize;

use crate::by_hand::SentBackDraft;
use crate::error::StoreError;
use crate::findings::{self, FindingState, FindingView};
use crate::folder::Organizer;
use crate::mended;
use crate::store::{attachment, draft, finding, medium, mend, queue_item, source, theme_words};

/// Everything that waits.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Queue {
    /// Open questions, first come first.
    pub items: Vec<QueuedItem>,
    /// Drafts nobody has accepted or sent back yet.
    pub drafts: Vec<WaitingDraft>,
    /// Drafts that were sent back or replaced.
    pub sent_back: Vec<SentBackDraft>,
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
    /// The title, as mended.
    pub title: String,
    /// The authors as written, or as mended.
    pub authors: String,
    /// The unit, as mended.
    pub unit: String,
    /// The suggested theme.
    pub theme: Option<u8>,
    /// Where the suggestion is from: `summary_sheet`, `subject`, `file_name`, `text` or `person`.
    pub theme_from: Option<String>,
    /// The words that speak for the theme when it is from the text, the most telling first.
    pub theme_words: Vec<String>,
    /// What a person should look at.
    pub findings: Vec<FindingView>,
    /// The media that belong to it.
    pub media: Vec<MediumView>,
    /// The file or folder name of its source.
    pub source: String,
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
        let items = queue_item::open_with_sources(&self.db)?.into_iter();
        let mends = mend::all(&self.db)?;
        let mut found = finding::of_waiting(&self.db)?;
        let looked_at = finding::drafts_looked_at(&self.db)?;
        let mut words = theme_words::all(&self.db)?;
        let mut of_drafts = medium::of_waiting(&self.db)?;
        let mut drafts = Vec::new();
        for mut one in draft::waiting_heads(&self.db)? {
            let mends = mends.get(&one.id).map(Vec::as_slice).unwrap_or_default();
            mended::put_all(&mut one, mends);
            let findings = if looked_at.contains(&one.id) {
                self.findings_of(one.id)?
            } else {
                let noted = found.remove(&one.id).unwrap_or_default().into_iter();
                noted
                    .map(|one| findings::view(one.code, one.facts, FindingState::Open))
                    .collect()
            };
            let (theme, theme_from) = one.theme.unzip();
            let media = of_drafts.remove(&one.id).unwrap_or_default().into_iter();
            drafts.push(WaitingDraft {
                id: one.id,
                findings,
                theme_words: words.remove(&one.id).unwrap_or_default(),
                media: media.map(|(name, medium)| view(name, medium)).collect(),
                source: one.source,
                title: one.title,
                authors: one.authors,
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
            items: items.map(|(item, from)| queued(item, from)).collect(),
            drafts,
            sent_back: self.sent_back()?,
            media,
        })
    }

    /// The findings of a draft that nobody has dealt with, or that it was accepted with.
    pub(crate) fn findings_of(&self, draft: i64) -> Result<Vec<FindingView>, StoreError> {
        let mut found = findings::of_draft(&self.db, &self.contest, draft)?;
        found.retain(|one| matches!(one.state, FindingState::Open | FindingState::Accepted));
        Ok(found)
    }
}

fn view(name: String, medium: medium::Medium) -> MediumView {
    let (state, measured) = match medium.state {
        medium::State::Ready(copy) | medium::State::Uncovered(copy) => {
            ("ready", Some(copy.measured))
        }
        medium::State::Waiting => ("waiting", None),
        medium::State::Unreadable => ("unreadable", None),
    };
    MediumView {
        name,
        state,
        kind: measured.as_ref().map(|facts| facts.kind),
        length_ms: measured.as_ref().and_then(media::Measured::length_ms),
        width: measured.as_ref().and_then(|facts| facts.shown_width),
        height: measured.as_ref().and_then(|facts| facts.shown_height),
    }
}

/// An item with the facts of its source.
pub(crate) fn queued(item: queue_item::QueueItem, from: source::Source) -> QueuedItem {
    QueuedItem {
        id: item.id,
        reason: item.reason,
        about: item.about,
        draft: item.draft,
        from: sender(&from),
        at: from.received_at.or(from.sent_at),
        source: from.name,
        subject: from.subject,
    }
}

fn sender(source: &source::Source) -> String {
    match (source.from_name.as_str(), source.from_address.as_str()) {
        ("", address) => address.to_owned(),
        (name, "") => name.to_owned(),
        (name, address) => format!("{name} <{address}>"),
    }
}
