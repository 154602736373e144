//! Files that a person gives to a draft: one that came and could belong to several, or one that was fetched by hand.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use chrono::{DateTime, FixedOffset};
use intake::QueueReason;
use serde::Serialize;

use super::redact::last_part;
use super::{Change, Deed, Hand};
use crate::digest::Digest;
use crate::error::{AcceptError, HandError, StoreError, facts};
use crate::folder::Organizer;
use crate::receive::length_findings;
use crate::sources::label;
use crate::store::draft::Draft;
use crate::store::queue_item::QueueItem;
use crate::store::{attachment, draft, draft_attachment, medium, queue_item};

/// The largest file that is taken, in bytes.
const FILE_MAX: u64 = 1 << 30;
/// How much of a file tells what it is.
const HEAD: u64 = 4096;

/// Files that joined a draft.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Joined {
    /// The draft.
    pub draft: i64,
    /// The names of the files.
    pub files: Vec<String>,
    /// The question that was settled by it.
    pub item: Option<i64>,
    /// Whether a medium of them still has to be measured and copied.
    pub waits: bool,
}

impl Organizer {
    /// Gives the file of an open question to a draft, and settles the question. What its measuring showed is noted.
    ///
    /// # Errors
    /// [`HandError::NoItem`], no such draft; [`HandError::OtherKind`] for a question without a file; [`HandError::FileThere`],
    /// [`HandError::Issued`].
    pub fn give(
        &mut self,
        item: i64,
        draft: i64,
        now: DateTime<FixedOffset>,
    ) -> Result<Joined, HandError> {
        let mut hand = self.hand(now)?;
        let question = hand.question(item)?;
        let to = hand.open_to_files(draft)?;
        let of_item = files_of(&hand, &question)?;
        if of_item.is_empty() {
            return Err(HandError::OtherKind {
                item,
                reason: question.reason,
            });
        }
        let mut waits = false;
        let mut files = Vec::new();
        for file in of_item {
            waits |= hand.join(&to, &file)?;
            files.push(file.name);
        }
        hand.make(Change::Settled { item })?;
        hand.commit(Deed::Given, "")?;
        Ok(Joined {
            draft,
            files,
            item: Some(item),
            waits,
        })
    }

    /// Adds a file that was fetched by hand to a draft; its bytes are kept. It settles `item`, or the one question of the
    /// draft's source about a link. A medium waits until media are finished.
    ///
    /// # Errors
    /// As [`Organizer::give`]; a file that cannot be read or is larger than 1 GiB.
    pub fn attach(
        &mut self,
        draft: i64,
        path: &Path,
        item: Option<i64>,
        now: DateTime<FixedOffset>,
    ) -> Result<Joined, HandError> {
        let failed = |source| StoreError::file(path, source);
        let mut from = File::open(path).map_err(failed)?;
        if from.metadata().map_err(failed)?.len() > FILE_MAX {
            return Err(HandError::TooLong {
                what: "file",
                max: usize::try_from(FILE_MAX).unwrap_or(usize::MAX),
            });
        }
        let mut head = Vec::new();
        (&mut from)
            .take(HEAD)
            .read_to_end(&mut head)
            .map_err(failed)?;
        let mut place = self.media.draft("")?;
        let rest = (&mut from).take(FILE_MAX);
        std::io::copy(&mut head.as_slice().chain(rest), &mut place).map_err(failed)?;
        let (sha256, bytes) = self.media.adopt(place)?;
        let name = label(path);

        let mut hand = self.hand(now)?;
        let to = hand.open_to_files(draft)?;
        let question = match item {
            Some(item) => Some(hand.question(item)?),
            None => only_link(&hand, to.source)?,
        };
        if media::sniff(&head).is_some() {
            medium::note(&hand.db, sha256, bytes)?;
        }
        let file = attachment::Attachment {
            source: 0,
            position: 0,
            name: name.clone(),
            sha256,
            bytes,
        };
        let waits = hand.join(&to, &file)?;
        let item = question.map(|question| question.id);
        if let Some(item) = item {
            hand.make(Change::Settled { item })?;
        }
        hand.commit(Deed::Attached, "")?;
        Ok(Joined {
            draft,
            files: vec![name],
            item,
            waits,
        })
    }
}

impl Hand<'_> {
    pub(super) fn question(&self, item: i64) -> Result<QueueItem, HandError> {
        queue_item::get_open(&self.db, item)?.ok_or(HandError::NoItem { item })
    }

    fn open_to_files(&self, id: i64) -> Result<Draft, HandError> {
        let to = draft::get(&self.db, id)?.ok_or(AcceptError::NoDraft { draft: id })?;
        self.refuse_issued(id)?;
        Ok(to)
    }

    /// Adds a file to a draft; `true` when it is a medium that is not measured yet.
    fn join(&mut self, to: &Draft, file: &attachment::Attachment) -> Result<bool, HandError> {
        let named = draft_attachment::named(&self.db, to.id)?;
        if named.iter().any(|(_, sha256)| *sha256 == file.sha256) {
            return Err(HandError::FileThere {
                draft: to.id,
                name: file.name.clone(),
            });
        }
        let (position, new) = if file.source == to.source {
            (file.position, None)
        } else {
            let present = attachment::of_source(&self.db, to.source)?;
            let next = present
                .last()
                .map_or(0, |last| last.position.saturating_add(1));
            let new = (file.name.clone(), file.sha256.to_string(), file.bytes);
            (next, Some(new))
        };
        self.make(Change::Joined {
            draft: to.id,
            source: to.source,
            position,
            new,
        })?;
        self.measured(to.id, file.sha256, &file.name)
    }

    /// Notes what measuring a medium showed; `true` when it still waits.
    pub(super) fn measured(
        &mut self,
        draft: i64,
        sha256: Digest,
        name: &str,
    ) -> Result<bool, HandError> {
        match medium::get(&self.db, sha256)?.map(|one| one.state) {
            Some(medium::State::Ready(copy) | medium::State::Uncovered(copy)) => {
                for (code, told) in length_findings(&copy.measured, self.contest.media) {
                    self.find(draft, &code, told)?;
                }
                Ok(false)
            }
            Some(medium::State::Unreadable) => {
                let code = QueueReason::MediaUnreadable.code();
                let told = facts([("name", last_part(name).to_owned())]);
                self.find(draft, code, told)?;
                Ok(false)
            }
            Some(medium::State::Waiting) => Ok(true),
            None => Ok(false),
        }
    }
}

/// The files a question is about: those of its source with that name that no draft has.
pub(super) fn files_of(
    hand: &Hand<'_>,
    question: &QueueItem,
) -> Result<Vec<attachment::Attachment>, StoreError> {
    let mut files = Vec::new();
    for file in attachment::of_source(&hand.db, question.source)? {
        let free = draft_attachment::drafts_with(&hand.db, file.source, file.position)?.is_empty();
        if last_part(&file.name) == question.about && free {
            files.push(file);
        }
    }
    Ok(files)
}

fn only_link(hand: &Hand<'_>, source: i64) -> Result<Option<QueueItem>, StoreError> {
    let mut links = queue_item::open_of_source(&hand.db, source)?;
    links.retain(|one| one.reason == QueueReason::AttachmentBehindLink.code());
    let only = links.pop();
    Ok(only.filter(|_| links.is_empty()))
}
