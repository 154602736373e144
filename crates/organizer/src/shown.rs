//! One draft, or one open question, with everything that a person needs to decide on it: the mail beside the form beside what
//! judges read.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::accept::{IdentityRule, POSSIBLE_DUPLICATE};
use crate::by_hand::RedactedFile;
use crate::digest::Digest;
use crate::error::{AcceptError, HandError};
use crate::findings::{self, FindingView};
use crate::folder::Organizer;
use crate::judging_copy::{self, Texts};
use crate::mended;
use crate::plain;
use crate::queue::{QueuedItem, queued};
use crate::reading::{FileLine, Reading};
use crate::store::redaction::What;
use crate::store::{
    attachment, draft, draft_attachment, entry, medium, mend, queue_item, redaction, sent_back,
    source, typed_draft,
};
use crate::telling::Telling;

/// The most characters of a mail's text that are shown.
const TEXT_MAX: usize = 20_000;

/// One draft.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ShownDraft {
    /// The form as read, and the facts of the mail or folder.
    pub form: Reading,
    /// Whether a person typed the form.
    pub typed: bool,
    /// The text of the mail; empty for folders.
    pub mail_text: String,
    /// The mobile numbers that the mail names.
    pub phones_in_mail: Vec<String>,
    /// What people corrected.
    pub corrections: Vec<Correction>,
    /// The texts as judges read them, or would.
    pub judged: Texts,
    /// In how many places names, numbers and units are masked there without anybody's doing.
    pub masked: usize,
    /// The texts of mail and form with what may tell who wrote them marked.
    pub telling: Telling,
    /// Every finding, those that were mended included.
    pub findings: Vec<FindingView>,
    /// The files of the draft.
    pub files: Vec<ShownFile>,
    /// Words that judges do not see.
    pub redactions: Vec<ShownRedaction>,
    /// The number of its entry.
    pub number: Option<String>,
    /// What was said when it was accepted.
    pub note: String,
    /// Why it was sent back, if it was.
    pub sent_back: Option<String>,
    /// The draft that takes its place.
    pub superseded_by: Option<i64>,
    /// Other versions of the same idea, and this one, the newest first; the first one is proposed.
    pub versions: Vec<i64>,
}

/// One correction in force.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Correction {
    /// The field.
    pub field: String,
    /// What stands there now.
    pub value: String,
    /// `typed`, `mail` or `sheet`.
    pub origin: String,
    /// What was said about it.
    pub note: String,
    /// When; RFC 3339.
    pub at: String,
}

/// One file of a draft.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ShownFile {
    /// What it is.
    #[serde(flatten)]
    pub file: FileLine,
    /// The redaction that keeps it from the judges.
    pub redacted: Option<RedactedFile>,
    /// What of it is covered.
    pub masks: Vec<ShownMask>,
    /// Whether there is nothing to cover, or the copy with all of it covered is made.
    pub covered: bool,
}

/// A part of a file that judges do not see.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct ShownMask {
    /// Its number, for taking it back.
    pub redaction: i64,
    /// What is covered.
    pub mask: media::Mask,
}

/// Words that judges do not see.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ShownRedaction {
    /// Its number, for taking it back.
    pub redaction: i64,
    /// The text they stand in.
    pub field: String,
    /// The words.
    pub words: String,
    /// Why.
    pub reason: String,
}

/// One open question.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ShownItem {
    /// The question and its source.
    #[serde(flatten)]
    pub item: QueuedItem,
    /// The text of the mail; empty for folders.
    pub mail_text: String,
    /// The files of the source, by name.
    pub files: Vec<String>,
    /// The drafts of the source.
    pub drafts: Vec<i64>,
    /// The title of a form that stands in the text of the mail.
    pub offered: Option<String>,
}

impl Organizer {
    /// The draft with this number, or that the entry with this number was made of.
    ///
    /// # Errors
    /// [`HandError::NoEntry`] when it is neither.
    pub fn draft_named(&self, name: &str) -> Result<i64, HandError> {
        let no_entry = || HandError::NoEntry {
            number: name.chars().take(40).collect(),
        };
        if let Ok(id) = name.parse::<i64>() {
            draft::get(&self.db, id)?.ok_or(AcceptError::NoDraft { draft: id })?;
            return Ok(id);
        }
        let made = entry::by_number(&self.db, name)?.ok_or_else(no_entry)?;
        Ok(made.draft)
    }

    /// Everything about one draft.
    ///
    /// # Errors
    /// No such draft; a mail that cannot be read again.
    pub fn show(&self, id: i64) -> Result<ShownDraft, HandError> {
        let form = self.reading(id)?;
        let now = mended::draft(&self.db, id)?.ok_or(AcceptError::NoDraft { draft: id })?;
        let made = entry::of_draft(&self.db, id)?;
        let rule = made.as_ref().map_or(IdentityRule::Mask, |one| one.identity);
        let closed = sent_back::of_draft(&self.db, id)?;
        let mut hidden: BTreeMap<Digest, RedactedFile> = BTreeMap::new();
        let mut redactions = Vec::new();
        let mut masks: BTreeMap<Digest, Vec<ShownMask>> = BTreeMap::new();
        for one in redaction::of_draft(&self.db, id)? {
            match one.what {
                What::File(sha256) => {
                    let redacted = RedactedFile {
                        redaction: one.id,
                        reason: one.reason,
                    };
                    hidden.insert(sha256, redacted);
                }
                What::Part(sha256, mask) => masks.entry(sha256).or_default().push(ShownMask {
                    redaction: one.id,
                    mask,
                }),
                What::Words { field, words } => redactions.push(ShownRedaction {
                    redaction: one.id,
                    field,
                    words,
                    reason: one.reason,
                }),
            }
        }
        let shown = medium::shown_of_draft(&self.db, id)?;
        let uncovered: BTreeSet<Digest> = shown
            .into_iter()
            .filter(|one| matches!(one.state, medium::State::Uncovered(_)))
            .map(|one| one.sha256)
            .collect();
        let named = draft_attachment::named(&self.db, id)?;
        let files = form
            .files
            .iter()
            .zip(&named)
            .map(|(file, (_, sha256))| ShownFile {
                file: file.clone(),
                redacted: hidden.get(sha256).cloned(),
                masks: masks.get(sha256).cloned().unwrap_or_default(),
                covered: !uncovered.contains(sha256),
            });
        let mends = mend::of_draft(&self.db, id)?.into_iter();
        let judged = judging_copy::judged(&self.db, &now, rule)?;
        let mail_text = self.mail_text(now.source)?;
        Ok(ShownDraft {
            files: files.collect(),
            typed: typed_draft::is_typed(&self.db, id)?,
            telling: self.telling(&now, &mail_text)?,
            mail_text,
            phones_in_mail: match self.phones_in_mail(id) {
                Err(HandError::NoMail { .. }) => Vec::new(),
                found => found?,
            },
            corrections: mends
                .map(|one| Correction {
                    field: one.field,
                    value: one.value,
                    origin: one.origin,
                    note: one.note,
                    at: one.made_at,
                })
                .collect(),
            judged: judged.texts,
            masked: judged.places,
            findings: findings::of_draft(&self.db, &self.contest, id)?,
            redactions,
            number: made.as_ref().map(|one| one.number.to_string()),
            note: made.map(|one| one.note).unwrap_or_default(),
            superseded_by: closed.as_ref().and_then(|one| one.superseded_by),
            sent_back: closed.map(|one| one.reason),
            versions: self.versions(&now)?,
            form,
        })
    }

    /// Everything about one open question.
    ///
    /// # Errors
    /// [`HandError::NoItem`].
    pub fn show_item(&self, item: i64) -> Result<ShownItem, HandError> {
        let question = queue_item::get_open(&self.db, item)?.ok_or(HandError::NoItem { item })?;
        let id = question.source;
        let files = attachment::of_source(&self.db, id)?.into_iter();
        let mail = self.mail_of(id)?;
        Ok(ShownItem {
            mail_text: self.mail_text(id)?,
            files: files.map(|file| file.name).collect(),
            drafts: draft::of_source(&self.db, id)?,
            offered: mail
                .and_then(|mail| mail.typed)
                .map(|form| plain::one_line(&form.title)),
            item: queued(question, source::get(&self.db, id)?),
        })
    }

    fn mail_text(&self, source: i64) -> Result<String, HandError> {
        let text = self.mail_of(source)?.map(|mail| mail.text);
        let text = plain::paragraphs(&text.unwrap_or_default());
        Ok(text.chars().take(TEXT_MAX).collect())
    }

    /// The drafts that are versions of one idea, this one included, the newest first; empty when there is no other. Forms that
    /// are the same to the byte, or have the same title and first author, are versions, as are those that a finding names.
    fn versions(&self, of: &draft::Draft) -> Result<Vec<i64>, HandError> {
        let mut ids = Vec::new();
        for (id, from) in draft::versions(&self.db, of)? {
            if id != of.id && sent_back::of_draft(&self.db, id)?.is_some() {
                continue;
            }
            let from = source::get(&self.db, from)?;
            ids.push((from.received_at.or(from.sent_at).map(instant), id));
        }
        for found in crate::store::finding::of_draft(&self.db, of.id)? {
            let other = found.facts.get("of").and_then(|of| of.parse::<i64>().ok());
            if let Some(other) = other.filter(|_| found.code == POSSIBLE_DUPLICATE)
                && !ids.iter().any(|(_, id)| *id == other)
                && draft::get(&self.db, other)?.is_some()
                && sent_back::of_draft(&self.db, other)?.is_none()
            {
                ids.push((None, other));
            }
        }
        if ids.len() < 2 {
            return Ok(Vec::new());
        }
        ids.sort_by(|one, other| other.cmp(one));
        Ok(ids.into_iter().map(|(_, id)| id).collect())
    }
}

/// Seconds since 1970; a time that is none is the oldest.
fn instant(at: String) -> i64 {
    chrono::DateTime::parse_from_rfc3339(&at).map_or(i64::MIN, |at| at.timestamp())
}
