//! The files of one source on the table: reads every form, gives every other file to the form it belongs to, and to a
//! person what it cannot.

use crate::attachment::{Attachment, Opened};
use crate::charset;
use crate::finding::QueueReason;
use crate::form::{Form, FormError, from_text, read_forms};
use crate::owner::{Candidate, owner};
use crate::sniff::{self, Kind};
use crate::sort::{Draft, QueueItem, Reading};
use crate::summary::{self, Line};

/// A picture in the text of a mail below this size, in bytes, is taken for decoration such as a signature's logo.
const DECORATION_MAX: usize = 20 << 10;
/// Longest plain text that is looked into for a form, in bytes.
const TEXT_MAX: usize = 1 << 20;

/// The files of one source while they are sorted.
pub(crate) struct Desk<'a> {
    files: &'a [Attachment],
    kinds: Vec<Kind>,
    pub(crate) drafts: Vec<Draft>,
    pub(crate) queue: Vec<QueueItem>,
    /// What the summary sheets say.
    pub(crate) lines: Vec<Line>,
    /// Documents that are summary sheets.
    sheets: Vec<usize>,
    /// Files that hold a form nobody could read.
    unread: Vec<usize>,
    /// Documents that are not the form.
    other_documents: Vec<usize>,
}

impl<'a> Desk<'a> {
    pub(crate) fn new(files: &'a [Attachment]) -> Self {
        Self {
            files,
            kinds: files.iter().map(sniff::kind).collect(),
            drafts: Vec::new(),
            queue: Vec::new(),
            lines: Vec::new(),
            sheets: Vec::new(),
            unread: Vec::new(),
            other_documents: Vec::new(),
        }
    }

    /// What a file is.
    pub(crate) fn kind(&self, index: usize) -> Kind {
        self.kinds.get(index).copied().unwrap_or(Kind::Other)
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
    pub(crate) fn read_forms(&mut self) {
        for (index, file) in self.files.iter().enumerate() {
            match self.kind(index) {
                Kind::Docx | Kind::OldDocument => self.read_one(index, file),
                Kind::Sheet => self.read_sheet(index, file),
                Kind::Encrypted => self.wait_for_form(QueueReason::FormEncrypted, index),
                Kind::Empty => self.wait(QueueReason::EmptyAttachment, index),
                Kind::ClosedArchive => self.wait(QueueReason::ArchiveUnopened, index),
                Kind::Archive | Kind::SevenZip | Kind::Tnef | Kind::Mail
                    if file.opened != Opened::Whole =>
                {
                    let reason = match file.opened {
                        Opened::Locked => QueueReason::ArchiveEncrypted,
                        _ => QueueReason::ArchiveUnopened,
                    };
                    self.wait(reason, index);
                }
                _ => {}
            }
        }
        let has_candidate = !self.drafts.is_empty() || !self.unread.is_empty();
        if has_candidate {
            return;
        }
        // Without any document a PDF or a picture is most likely the form itself.
        let kinds = self.kinds.clone();
        let of = |wanted: Kind| -> Vec<usize> {
            let kinds = kinds.iter().enumerate();
            kinds
                .filter(|(_, kind)| **kind == wanted)
                .map(|(index, _)| index)
                .collect()
        };
        for index in of(Kind::Text) {
            self.read_text(index);
        }
        if !self.drafts.is_empty() {
            return;
        }
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
        match read_forms(&file.bytes) {
            Ok(forms) => {
                for form in forms {
                    self.draft(index, form, Reading::Exact);
                }
            }
            Err(FormError::NoForm | FormError::Blank) => {
                self.other_documents.push(index);
                self.read_sheet(index, file);
            }
            Err(FormError::Encrypted) => self.wait_for_form(QueueReason::FormEncrypted, index),
            Err(
                FormError::NotADocument | FormError::Unreadable { .. } | FormError::TooLarge { .. },
            ) => {
                self.wait_for_form(QueueReason::FormUnreadable, index);
            }
        }
    }

    fn read_sheet(&mut self, index: usize, file: &Attachment) {
        let lines = summary::lines(&file.bytes);
        if !lines.is_empty() {
            self.sheets.push(index);
            self.lines.extend(lines);
        }
    }

    /// Whether a file is a unit's summary sheet.
    pub(crate) fn is_sheet(&self, index: usize) -> bool {
        self.sheets.contains(&index)
    }

    /// A form saved as plain text.
    fn read_text(&mut self, index: usize) {
        let bytes = self.files.get(index).map(|file| file.bytes.as_slice());
        let text = bytes
            .filter(|bytes| bytes.len() <= TEXT_MAX)
            .map(|bytes| charset::guess(bytes, None));
        if let Some(Ok(form)) = text.map(|text| from_text(&text)) {
            self.draft(index, form, Reading::Exact);
        }
    }

    /// A PDF is taken for the form when it can be read as one; otherwise it may be a scan of it, which a person sees.
    fn read_pdf(&mut self, index: usize) {
        let read = self.files.get(index).map(|file| read_forms(&file.bytes));
        match read {
            Some(Ok(forms)) => {
                for form in forms {
                    self.draft(index, form, Reading::Loose);
                }
            }
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
            theme_words: Vec::new(),
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

    pub(crate) fn is_decoration(&self, index: usize) -> bool {
        self.files
            .get(index)
            .is_some_and(|file| file.inline && file.bytes.len() < DECORATION_MAX)
    }

    /// Gives every remaining file to the form it belongs to, or to a person.
    pub(crate) fn hand_out(&mut self) {
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
            let kind = self.kind(index);
            let is_form = forms.iter().any(|(form, _)| *form == index);
            let handled = matches!(
                kind,
                Kind::Empty
                    | Kind::Junk
                    | Kind::Archive
                    | Kind::SevenZip
                    | Kind::Tnef
                    | Kind::ClosedArchive
                    | Kind::Mail
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
                    _ if self.is_sheet(index) => {}
                    Kind::Docx | Kind::OldDocument if self.other_documents.contains(&index) => {
                        self.wait(QueueReason::NoFormFound, index);
                    }
                    _ => self.wait(QueueReason::MediaOwnerUnclear, index),
                },
            }
        }
    }
}
