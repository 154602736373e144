//! From a received source to drafts and a queue. Owns the promise that nothing vanishes: every source ends with at
//! least one draft or one queue item.

use chrono::{DateTime, FixedOffset};

use crate::aside::{self, SetAside};
use crate::attachment::{Attachment, open_archives};
use crate::desk::Desk;
use crate::finding::{Finding, Limits, QueueReason, check_form};
use crate::form::Form;
use crate::labels::bare;
use crate::links::behind_links;
use crate::mail::{Mail, typed_in};
use crate::sniff::{self, Kind};
use crate::subject::{self, Names};
use crate::suggest::{Passage, Suggestion, Vocabulary};
use crate::summary::Line;

/// Where entries come from.
#[derive(Debug, Clone)]
pub enum Source<'a> {
    /// A mail.
    Mail(&'a Mail),
    /// A folder on disk, or a single archive.
    Folder {
        /// Its name, for people.
        name: &'a str,
        /// Its files, with archives already opened: see [`Source::folder`].
        files: Vec<Attachment>,
    },
}

impl<'a> Source<'a> {
    /// Returns a folder with its archives and mails opened.
    pub fn folder(name: &'a str, files: Vec<Attachment>) -> Self {
        Self::Folder {
            name,
            files: open_archives(files),
        }
    }

    /// Returns the files that the indices of [`Draft`] and [`QueueItem`] point into.
    pub fn files(&self) -> &[Attachment] {
        match self {
            Self::Mail(mail) => &mail.attachments,
            Self::Folder { files, .. } => files,
        }
    }
}

/// What one source yields.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sorted {
    /// One draft for every form that could be read, in the order of the files.
    pub drafts: Vec<Draft>,
    /// What a person must decide.
    pub queue: Vec<QueueItem>,
    /// The unit that the subject names.
    pub unit_from_subject: Option<String>,
    /// Every file that is neither in a draft nor in the queue, and why.
    pub aside: Vec<SetAside>,
    /// A form typed into the text of the mail, offered to the person who takes up
    /// [`QueueReason::NoFormFound`]; never an entry by itself.
    pub offered: Option<Form>,
}

/// An entry to be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// What the form says.
    pub form: Form,
    /// The index of the form among the source's files.
    pub form_attachment: usize,
    /// How surely the form was read.
    pub reading: Reading,
    /// The indices of the media and documents that belong to it.
    pub attachments: Vec<usize>,
    /// What a person must look at, as far as the form and the mail tell.
    pub findings: Vec<Finding>,
    /// The theme somebody named outside the form, or else the one its words speak for; a suggestion, a person decides.
    pub theme: Option<(u8, ThemeSource)>,
    /// The words that speak for the theme under [`ThemeSource::Text`], the most telling first; else empty.
    pub theme_words: Vec<String>,
    /// The Message-ID of the attached mail this form came out of, if it came out of one.
    pub inner_message_id: Option<String>,
}

/// How surely a form was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reading {
    /// From a document that states its text.
    Exact,
    /// From the text of a PDF: a person must compare it with the page, since marks may have moved.
    Loose,
}

/// Who named the theme.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ThemeSource {
    /// The unit's summary sheet.
    SummarySheet,
    /// The subject of the mail.
    Subject,
    /// The name of the form's file, or of the folder it lies in.
    FileName,
    /// Nobody: the words of the form's own texts.
    Text,
}

/// Something that waits for a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QueueItem {
    /// Why.
    pub reason: QueueReason,
    /// What it is about, for people: a file name, a subject.
    pub about: String,
    /// The index of the file it is about.
    pub attachment: Option<usize>,
}

/// Sorts one source into drafts and a queue. A source that yields neither does not exist.
pub fn sort(source: &Source<'_>, limits: &Limits) -> Sorted {
    let files = source.files();
    let mut desk = Desk::new(files);
    desk.read_forms();
    desk.hand_out();
    let mut sorted = Sorted {
        drafts: std::mem::take(&mut desk.drafts),
        queue: std::mem::take(&mut desk.queue),
        aside: Vec::new(),
        unit_from_subject: None,
        offered: None,
    };
    if let Source::Mail(mail) = source {
        sorted.unit_from_subject = subject::unit(&mail.subject, &limits.subject_mark);
        sorted.queue.extend(behind_links(&mail.links));
    }
    if sorted.drafts.is_empty() {
        explain_no_draft(source, &mut sorted);
    }
    for draft in &mut sorted.drafts {
        draft.findings = check_form(&draft.form, limits);
        draft.theme = theme(draft, source, &desk.lines, limits);
        if draft.theme.is_none()
            && let Some(found) = spoken_for(&draft.form, &limits.vocabulary)
        {
            draft.theme = Some((found.theme, ThemeSource::Text));
            draft.theme_words = found.words;
        }
        if let Source::Mail(mail) = source {
            draft.findings.extend(late(mail, limits.deadline));
        }
    }
    sorted.aside = aside::rest(&sorted, files, &desk);
    sorted
}

/// The form typed into a mail, or into one that was forwarded inside it.
fn offered(mail: &Mail) -> Option<Form> {
    mail.typed.clone().or_else(|| {
        mail.attachments
            .iter()
            .filter(|file| sniff::kind(file) == Kind::Mail)
            .find_map(|file| typed_in(&file.bytes))
    })
}

/// Says why a source gave no draft, unless the queue says it already.
fn explain_no_draft(source: &Source<'_>, sorted: &mut Sorted) {
    let whole = |reason: QueueReason, about: &str| QueueItem {
        reason,
        about: about.to_owned(),
        attachment: None,
    };
    match source {
        Source::Mail(mail) => {
            sorted.offered = offered(mail);
            if mail.automatic && sorted.offered.is_none() {
                sorted
                    .queue
                    .push(whole(QueueReason::NotASubmission, &mail.subject));
            } else if sorted.queue.is_empty() {
                let silent = mail.text.trim().is_empty() && mail.attachments.is_empty();
                let reason = if silent && mail.subject.is_empty() {
                    QueueReason::EmptyMessage
                } else {
                    QueueReason::NoFormFound
                };
                sorted.queue.push(whole(reason, &mail.subject));
            }
        }
        Source::Folder { name, files } => {
            if sorted.queue.is_empty() {
                let only_notes = files
                    .iter()
                    .all(|file| matches!(sniff::kind(file), Kind::Text | Kind::Junk));
                let reason = if only_notes {
                    QueueReason::NotASubmission
                } else {
                    QueueReason::NoFormFound
                };
                sorted.queue.push(whole(reason, name));
            }
        }
    }
}

/// The receipt time counts; a mail without one is measured by its Date header.
fn late(mail: &Mail, deadline: DateTime<FixedOffset>) -> Option<Finding> {
    let received = mail.received.or(mail.date)?;
    (received > deadline).then(|| Finding::ReceivedAfterDeadline {
        received: received.with_timezone(deadline.offset()),
        deadline,
    })
}

fn theme(
    draft: &Draft,
    source: &Source<'_>,
    lines: &[Line],
    limits: &Limits,
) -> Option<(u8, ThemeSource)> {
    let title = bare(&draft.form.title);
    let from_sheet = lines
        .iter()
        .find(|line| line.title == title)
        .and_then(|line| subject::theme(&line.theme, limits, Names::Any));
    if let Some(number) = from_sheet {
        return Some((number, ThemeSource::SummarySheet));
    }
    let file = source
        .files()
        .get(draft.form_attachment)
        .map(|file| file.name.as_str());
    let named =
        |text: &str, who: ThemeSource| Some((subject::theme(text, limits, Names::Full)?, who));
    let from_name =
        file.and_then(|name| named(&without_title(name, &title), ThemeSource::FileName));
    from_name.or_else(|| match source {
        Source::Mail(mail) => named(&mail.subject, ThemeSource::Subject),
        Source::Folder { name, .. } => named(name, ThemeSource::FileName),
    })
}

/// The theme that a form's own words speak for.
fn spoken_for(form: &Form, vocabulary: &Vocabulary) -> Option<Suggestion> {
    vocabulary.suggest(&[
        Passage::Title(&form.title),
        Passage::Text(&form.measures),
        Passage::Text(&form.innovation),
        Passage::Text(&form.effect),
    ])
}

/// A title's own words name no theme.
fn without_title(name: &str, title: &str) -> String {
    let name = bare(name);
    if title.is_empty() {
        name
    } else {
        name.replace(title, " ")
    }
}
