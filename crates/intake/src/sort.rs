//! From a received source to drafts and a queue. Owns the promise that nothing vanishes: every source ends with at
//! least one draft or one queue item.

use chrono::{DateTime, FixedOffset};

use crate::attachment::{Attachment, Opened, open_archives};
use crate::finding::{Finding, Limits, QueueReason, check_form};
use crate::form::{self, Form, FormError, read_form};
use crate::html::Link;
use crate::labels::bare;
use crate::mail::Mail;
use crate::owner::{Candidate, owner};
use crate::sheet;
use crate::sniff::{self, Kind};
use crate::subject::{self, Names};

/// A picture in the text of a mail below this size, in bytes, is taken for decoration such as a signature's logo.
const DECORATION_MAX: usize = 20 << 10;

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
    /// The theme somebody named outside the form; a suggestion, a person decides.
    pub theme: Option<(u8, ThemeSource)>,
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
        drafts: desk.drafts,
        queue: desk.queue,
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
    let lines: Vec<sheet::Line> = files
        .iter()
        .filter(|file| sniff::kind(file) == Kind::Sheet)
        .flat_map(|file| sheet::lines(&file.bytes))
        .collect();
    for draft in &mut sorted.drafts {
        draft.findings = check_form(&draft.form, limits);
        draft.theme = theme(draft, source, &lines, limits);
        if let Source::Mail(mail) = source {
            draft.findings.extend(late(mail, limits.deadline));
        }
    }
    sorted
}

/// The files of one source while they are sorted.
struct Desk<'a> {
    files: &'a [Attachment],
    kinds: Vec<Kind>,
    drafts: Vec<Draft>,
    queue: Vec<QueueItem>,
    /// Files that hold a form nobody could read.
    unread: Vec<usize>,
    /// Documents that are not the form.
    other_documents: Vec<usize>,
}

impl<'a> Desk<'a> {
    fn new(files: &'a [Attachment]) -> Self {
        Self {
            files,
            kinds: files.iter().map(sniff::kind).collect(),
            drafts: Vec::new(),
            queue: Vec::new(),
            unread: Vec::new(),
            other_documents: Vec::new(),
        }
    }

    fn wait(&mut self, reason: QueueReason, index: usize) {
        let about = self
            .files
            .get(index)
            .map(|file| file.file_name().to_owned())
            .unwrap_or_default();
        self.queue.push(QueueItem {
            reason,
            about,
            attachment: Some(index),
        });
    }

    fn wait_for_form(&mut self, reason: QueueReason, index: usize) {
        self.unread.push(index);
        self.wait(reason, index);
    }

    /// Reads every form, and queues every file that is in the way of one.
    fn read_forms(&mut self) {
        for (index, file) in self.files.iter().enumerate() {
            match self.kinds.get(index).copied().unwrap_or(Kind::Other) {
                Kind::Docx | Kind::OldDocument => self.read_one(index, file),
                Kind::Encrypted => self.wait_for_form(QueueReason::FormEncrypted, index),
                Kind::Empty => self.wait(QueueReason::EmptyAttachment, index),
                Kind::ClosedArchive => self.wait(QueueReason::ArchiveUnopened, index),
                Kind::Archive | Kind::Mail if file.opened != Opened::Whole => {
                    self.wait(QueueReason::ArchiveUnopened, index);
                }
                _ => {}
            }
        }
        let has_candidate = !self.drafts.is_empty() || !self.unread.is_empty();
        if has_candidate {
            return;
        }
        // Without any document a PDF or a picture is most likely the form itself.
        let of = |wanted: Kind| -> Vec<usize> {
            let kinds = self.kinds.iter().enumerate();
            kinds
                .filter(|(_, kind)| **kind == wanted)
                .map(|(index, _)| index)
                .collect()
        };
        let (pdfs, images) = (of(Kind::Pdf), of(Kind::Image));
        for index in &pdfs {
            self.read_pdf(*index);
        }
        if pdfs.is_empty() {
            for index in images {
                if !self.is_decoration(index) {
                    self.wait_for_form(QueueReason::FormIsImage, index);
                }
            }
        }
    }

    fn read_one(&mut self, index: usize, file: &Attachment) {
        match read_form(&file.bytes) {
            Ok(form) => self.draft(index, form, Reading::Exact),
            Err(FormError::NoForm | FormError::Blank) => self.other_documents.push(index),
            Err(FormError::Encrypted) => self.wait_for_form(QueueReason::FormEncrypted, index),
            Err(
                FormError::NotADocument | FormError::Unreadable { .. } | FormError::TooLarge { .. },
            ) => {
                self.wait_for_form(QueueReason::FormUnreadable, index);
            }
        }
    }

    /// A PDF is taken for the form when it can be read as one; otherwise it may be a scan of it, which a person sees.
    fn read_pdf(&mut self, index: usize) {
        let read = self.files.get(index).map(|file| read_form(&file.bytes));
        match read {
            Some(Ok(form)) => self.draft(index, form, Reading::Loose),
            _ => self.wait_for_form(QueueReason::FormUnreadable, index),
        }
    }

    fn draft(&mut self, index: usize, form: Form, reading: Reading) {
        self.drafts.push(Draft {
            form,
            form_attachment: index,
            reading,
            attachments: Vec::new(),
            findings: Vec::new(),
            theme: None,
            inner_message_id: self.inner_message_id(index),
        });
    }

    fn inner_message_id(&self, index: usize) -> Option<String> {
        let mut at = self.files.get(index)?.inside;
        // Containers stand before their members, so the chain only ever goes down.
        while let Some(container) = at.and_then(|outer| self.files.get(outer)) {
            if container.message_id.is_some() {
                return container.message_id.clone();
            }
            at = container.inside;
        }
        None
    }

    fn is_decoration(&self, index: usize) -> bool {
        self.files
            .get(index)
            .is_some_and(|file| file.inline && file.bytes.len() < DECORATION_MAX)
    }

    /// Gives every remaining file to the form it belongs to, or to a person.
    fn hand_out(&mut self) {
        if self.drafts.is_empty() {
            return;
        }
        let forms: Vec<(usize, Option<Form>)> = self
            .drafts
            .iter()
            .map(|draft| (draft.form_attachment, Some(draft.form.clone())))
            .chain(self.unread.iter().map(|index| (*index, None)))
            .collect();
        let candidates: Vec<Candidate<'_>> = forms
            .iter()
            .map(|(attachment, form)| Candidate {
                attachment: *attachment,
                form: form.as_ref(),
            })
            .collect();
        for index in 0..self.files.len() {
            let kind = self.kinds.get(index).copied().unwrap_or(Kind::Other);
            let is_form = forms.iter().any(|(form, _)| *form == index);
            let handled = matches!(
                kind,
                Kind::Empty | Kind::Junk | Kind::Archive | Kind::ClosedArchive | Kind::Mail
            );
            if is_form || handled || self.is_decoration(index) {
                continue;
            }
            match owner(self.files, index, &candidates) {
                Some(position) => {
                    // A form nobody could read has no draft: its files wait with it in the same source.
                    if let Some(draft) = self.drafts.get_mut(position) {
                        draft.attachments.push(index);
                    }
                }
                None => match kind {
                    Kind::Sheet | Kind::Text => {}
                    Kind::Docx | Kind::OldDocument if self.other_documents.contains(&index) => {
                        self.wait(QueueReason::NoFormFound, index);
                    }
                    _ => self.wait(QueueReason::MediaOwnerUnclear, index),
                },
            }
        }
    }
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
            sorted.offered = form::from_text(&mail.text).ok();
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
    lines: &[sheet::Line],
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

/// A title's own words name no theme.
fn without_title(name: &str, title: &str) -> String {
    let name = bare(name);
    if title.is_empty() {
        name
    } else {
        name.replace(title, " ")
    }
}

/// What addresses and words of the big-attachment services of Chinese mailboxes and net disks have in common.
const LINK_MARKS: [&str; 16] = [
    "netease-huge-attachment",
    "large-attachment",
    "bigattach",
    "ftn_handler",
    "ftnexs",
    "/ftn/",
    "超大附件",
    "文件中转站",
    "云附件",
    "pan.baidu.",
    "yun.baidu.",
    "weiyun.",
    "lanzou",
    "aliyundrive.",
    "cowtransfer.",
    "wenshushu.",
];

/// Files that are only links in the text, each once.
fn behind_links(links: &[Link]) -> Vec<QueueItem> {
    let mut items: Vec<QueueItem> = Vec::new();
    for link in links {
        let address = link.address.to_lowercase();
        let marked = LINK_MARKS
            .iter()
            .any(|mark| address.contains(mark) || link.name.contains(mark));
        if !marked && !names_a_file(&link.name) {
            continue;
        }
        let about = if link.name.is_empty() {
            &link.address
        } else {
            &link.name
        };
        if items.iter().all(|item| item.about != *about) {
            items.push(QueueItem {
                reason: QueueReason::AttachmentBehindLink,
                about: about.clone(),
                attachment: None,
            });
        }
    }
    items
}

/// Whether linked words end like a file a sender would submit.
fn names_a_file(name: &str) -> bool {
    let Some((_, extension)) = name.trim().rsplit_once('.') else {
        return false;
    };
    matches!(
        extension.to_ascii_lowercase().as_str(),
        "mp4"
            | "mov"
            | "avi"
            | "wmv"
            | "mkv"
            | "mp3"
            | "wav"
            | "m4a"
            | "docx"
            | "doc"
            | "pdf"
            | "zip"
            | "rar"
            | "7z"
    )
}
