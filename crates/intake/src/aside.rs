//! The rest of the account: why a received file is neither in a draft nor in the queue.

use crate::attachment::{Attachment, Opened};
use crate::desk::Desk;
use crate::sniff::Kind;
use crate::sort::Sorted;

/// A file that makes no entry and asks nothing of a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SetAside {
    /// The index of the file among the source's files.
    pub attachment: usize,
    /// Why.
    pub why: Aside,
}

/// Why a file was set aside. Its bytes are kept like all others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Aside {
    /// Left behind by a system or an office program: lock files, thumbnails, signatures of the mail.
    Junk,
    /// A small picture in the text of the mail.
    Decoration,
    /// An archive or a mail of which every file is in the list by itself.
    Opened,
    /// A unit's list of its ideas.
    SummarySheet,
    /// A plain text that says something about the others.
    Note,
    /// It goes with something of the same source that waits for a person.
    WaitsWithSource,
}

impl Aside {
    /// Every reason, in the order of declaration.
    pub const ALL: [Self; 6] = [
        Self::Junk,
        Self::Decoration,
        Self::Opened,
        Self::SummarySheet,
        Self::Note,
        Self::WaitsWithSource,
    ];

    /// Returns the stable code: `aside_junk`, `aside_decoration`, …
    pub fn code(self) -> &'static str {
        match self {
            Self::Junk => "aside_junk",
            Self::Decoration => "aside_decoration",
            Self::Opened => "aside_opened",
            Self::SummarySheet => "aside_summary_sheet",
            Self::Note => "aside_note",
            Self::WaitsWithSource => "aside_waits_with_source",
        }
    }
}

/// Returns every file that nothing in `sorted` names, with the reason.
pub(crate) fn rest(sorted: &Sorted, files: &[Attachment], desk: &Desk<'_>) -> Vec<SetAside> {
    let mut named = vec![false; files.len()];
    let in_drafts = sorted.drafts.iter().flat_map(|draft| {
        let form = std::iter::once(draft.form_attachment);
        form.chain(draft.attachments.iter().copied())
    });
    let in_queue = sorted.queue.iter().filter_map(|item| item.attachment);
    for index in in_drafts.chain(in_queue) {
        if let Some(place) = named.get_mut(index) {
            *place = true;
        }
    }
    files
        .iter()
        .enumerate()
        .filter(|(index, _)| named.get(*index) == Some(&false))
        .map(|(attachment, file)| SetAside {
            attachment,
            why: why(file, attachment, desk),
        })
        .collect()
}

fn why(file: &Attachment, index: usize, desk: &Desk<'_>) -> Aside {
    match desk.kind(index) {
        Kind::Junk => Aside::Junk,
        _ if desk.is_decoration(index) => Aside::Decoration,
        Kind::Archive | Kind::SevenZip | Kind::Tnef | Kind::Mail
            if file.opened == Opened::Whole =>
        {
            Aside::Opened
        }
        Kind::Sheet => Aside::SummarySheet,
        _ if desk.is_sheet(index) => Aside::SummarySheet,
        Kind::Text => Aside::Note,
        _ => Aside::WaitsWithSource,
    }
}
