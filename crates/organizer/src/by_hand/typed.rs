//! Drafts that a person types: from a picture or a scan of the form, a form under a password, or the text of a mail.

use chrono::{DateTime, FixedOffset};
use intake::{Finding, Form, QueueReason};
use serde::Serialize;

use super::files::files_of;
use super::{Change, Deed};
use crate::digest::Digest;
use crate::error::HandError;
use crate::findings::FindingView;
use crate::folder::Organizer;
use crate::limits;
use crate::plain;
use crate::receive::finding_facts;
use crate::store::{attachment, draft, draft_attachment, medium, queue_item, source};

/// The questions that are answered by typing a draft.
const FORMS: [QueueReason; 6] = [
    QueueReason::NoFormFound,
    QueueReason::FormIsImage,
    QueueReason::FormEncrypted,
    QueueReason::FormUnreadable,
    QueueReason::ArchiveUnopened,
    QueueReason::ArchiveEncrypted,
];

/// What a person read off a form; an empty field is one the form leaves empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TypedForm {
    /// The title.
    pub title: String,
    /// The authors, as they stand there.
    pub authors: String,
    /// The telephone numbers, as they stand there.
    pub phone: String,
    /// The unit.
    pub unit: String,
    /// Main measures.
    pub measures: String,
    /// What is new.
    pub innovation: String,
    /// The expected effect.
    pub effect: String,
    /// Whether fields that are empty are filled from the form that stands in the text of the mail.
    pub rest_from_mail: bool,
}

/// A draft that was typed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TypedDraft {
    /// Its number.
    pub draft: i64,
    /// The question that was settled by it.
    pub item: i64,
    /// Its title.
    pub title: String,
    /// The media of the source that it got.
    pub files: Vec<String>,
    /// What a person should look at.
    pub findings: Vec<FindingView>,
}

impl Organizer {
    /// Makes a draft of what a person read off the form of an open question, and settles the question. The media of the source
    /// that no draft has and no other question is about become its own.
    ///
    /// # Errors
    /// [`HandError::NoItem`]; [`HandError::OtherKind`] for a question that is not about a form; [`HandError::BadValue`] without
    /// a title.
    pub fn type_draft(
        &mut self,
        item: i64,
        typed: &TypedForm,
        now: DateTime<FixedOffset>,
    ) -> Result<TypedDraft, HandError> {
        let question = queue_item::get_open(&self.db, item)?.ok_or(HandError::NoItem { item })?;
        let offered = if typed.rest_from_mail {
            let mail = self.mail_of(question.source)?;
            mail.and_then(|mail| mail.typed).unwrap_or_default()
        } else {
            Form::default()
        };
        let form = filled(typed, offered);
        if form.title.is_empty() {
            return Err(HandError::BadValue { field: "title" });
        }
        let mut hand = self.hand(now)?;
        let is_form = FORMS.iter().any(|reason| reason.code() == question.reason);
        if !is_form || question.draft.is_some() {
            return Err(HandError::OtherKind {
                item,
                reason: question.reason,
            });
        }
        let from = source::get(&hand.db, question.source)?;
        let scan = files_of(&hand, &question)?.into_iter().next();
        let form_sha256 = scan.as_ref().map_or(from.sha256, |file| file.sha256);
        let duplicate_key = intake::duplicate_key(&form);
        // Several forms may stand in one scan, so only the same words are the same idea.
        let earlier = draft::earlier_version(&hand.db, Digest::of(b""), &duplicate_key)?;
        let unit = if form.unit.is_empty() {
            from.unit.clone().unwrap_or_default()
        } else {
            form.unit.clone()
        };
        let checked = intake::check_form(&form, &limits::of(hand.contest));
        let title = form.title.clone();
        let id = draft::insert(
            &hand.db,
            &draft::Draft {
                id: 0,
                source: question.source,
                form_sha256,
                duplicate_key,
                title: form.title,
                authors_raw: form.authors_raw,
                authors: form.authors,
                phones: form.phones,
                unit,
                measures: form.measures,
                innovation: form.innovation,
                effect: form.effect,
                theme: None,
            },
        )?;
        hand.make(Change::Typed { draft: id })?;
        for found in checked.iter().chain(&late(&from, hand.contest.deadline)) {
            hand.find(id, &found.code(), finding_facts(found))?;
        }
        if let Some((first, _)) = earlier {
            let found = Finding::PossibleDuplicate {
                of: first.to_string(),
            };
            hand.find(id, &found.code(), finding_facts(&found))?;
        }
        let mut files = Vec::new();
        for file in own_media(&hand, question.source)? {
            hand.make(Change::Joined {
                draft: id,
                source: file.source,
                position: file.position,
                new: None,
            })?;
            hand.measured(id, file.sha256, &file.name)?;
            files.push(file.name);
        }
        hand.make(Change::Settled { item })?;
        hand.commit(Deed::Typed, "")?;
        Ok(TypedDraft {
            draft: id,
            item,
            title,
            files,
            findings: crate::findings::of_draft(&self.db, &self.contest, id)?,
        })
    }
}

/// What was typed, and the form in the mail where nothing was.
fn filled(typed: &TypedForm, offered: Form) -> Form {
    let or = |own: String, other: String| if own.is_empty() { other } else { own };
    let authors_raw = or(plain::one_line(&typed.authors), offered.authors_raw);
    let phones = intake::phones(&typed.phone);
    Form {
        title: or(plain::one_line(&typed.title), offered.title),
        authors: intake::authors(&authors_raw),
        authors_raw,
        phones: if phones.is_empty() {
            offered.phones
        } else {
            phones
        },
        unit: or(plain::one_line(&typed.unit), offered.unit),
        measures: or(plain::paragraphs(&typed.measures), offered.measures),
        innovation: or(plain::paragraphs(&typed.innovation), offered.innovation),
        effect: or(plain::paragraphs(&typed.effect), offered.effect),
        number: String::new(),
    }
}

/// The receipt time counts; a mail without one is measured by its Date header.
fn late(from: &source::Source, deadline: DateTime<FixedOffset>) -> Option<Finding> {
    let at = from.received_at.as_ref().or(from.sent_at.as_ref())?;
    let received = DateTime::parse_from_rfc3339(at).ok()?;
    (received > deadline).then(|| Finding::ReceivedAfterDeadline {
        received: received.with_timezone(deadline.offset()),
        deadline,
    })
}

/// The media of a source that belong to nothing else: a picture of a form is no medium, and what a question is about waits.
fn own_media(
    hand: &super::Hand<'_>,
    source: i64,
) -> Result<Vec<attachment::Attachment>, HandError> {
    let mut questioned = Vec::new();
    for question in queue_item::open_of_source(&hand.db, source)? {
        questioned.extend(
            files_of(hand, &question)?
                .into_iter()
                .map(|file| file.position),
        );
    }
    let mut own = Vec::new();
    for file in attachment::of_source(&hand.db, source)? {
        let free = draft_attachment::drafts_with(&hand.db, source, file.position)?.is_empty();
        if free
            && !questioned.contains(&file.position)
            && medium::get(&hand.db, file.sha256)?.is_some()
        {
            own.push(file);
        }
    }
    Ok(own)
}
