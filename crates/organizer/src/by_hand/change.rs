//! The smallest things that a decision changes. Each says enough to be made, and to be taken back exactly.

use std::collections::BTreeSet;

use contest::{Contest, EntryNumber, ThemeId};
use rusqlite::Connection;
use serde::{Deserialize, Serialize};

use crate::accept::IdentityRule;
use crate::error::{Facts, StoreError};
use crate::judging_copy::{self, Texts};
use crate::mended;
use crate::store::assignment::{self, Seat};
use crate::store::{
    attachment, draft_attachment, entry, finding, let_stand, mend, queue_item, redaction,
    sent_back, typed_draft,
};

/// One change. Numbers of corrections, redactions and refusals are those of their tables, where the words stand.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "change", rename_all = "snake_case", deny_unknown_fields)]
pub enum Change {
    /// A question was settled.
    Settled {
        /// The item of the queue.
        item: i64,
    },
    /// A draft became an entry.
    EntryMade {
        /// The draft.
        draft: i64,
        /// The number it got.
        number: EntryNumber,
    },
    /// An entry became a draft again.
    EntryGone {
        /// The draft.
        draft: i64,
        /// The number it had.
        number: EntryNumber,
        /// Its theme.
        theme: u8,
        /// Its serial in the theme.
        serial: u32,
        /// What was done about identities.
        identity: IdentityRule,
        /// What was said when it was accepted.
        note: String,
        /// When it was accepted; RFC 3339.
        accepted_at: String,
    },
    /// A judge does not have an entry any more.
    Unplanned {
        /// The place.
        seat: Seat,
    },
    /// Something was found in a draft.
    Found {
        /// The draft.
        draft: i64,
        /// The finding.
        code: String,
        /// What was counted.
        facts: Facts,
    },
    /// A field was corrected.
    Mended {
        /// The draft.
        draft: i64,
        /// The field.
        field: String,
        /// The correction.
        mend: i64,
        /// The one it takes the place of.
        replaces: Option<i64>,
    },
    /// A draft was not accepted.
    SentBack {
        /// The draft.
        draft: i64,
        /// The refusal.
        refusal: i64,
    },
    /// A file joined a draft.
    Joined {
        /// The draft.
        draft: i64,
        /// The source of the draft.
        source: i64,
        /// The place of the file in that source.
        position: u64,
        /// The name of a file that was not there before, with its SHA-256 and bytes.
        new: Option<(String, String, u64)>,
    },
    /// A draft was typed.
    Typed {
        /// The draft.
        draft: i64,
    },
    /// Something was taken out of the judging copy.
    Redacted {
        /// The draft.
        draft: i64,
        /// The redaction.
        redaction: i64,
    },
    /// Something was put back into the judging copy.
    Unredacted {
        /// The draft.
        draft: i64,
        /// The redaction.
        redaction: i64,
    },
    /// A finding stands.
    LetStand {
        /// The draft.
        draft: i64,
        /// The row that says so.
        stand: i64,
    },
    /// Entries got other numbers.
    Renumbered {
        /// Every entry that moved.
        moves: Vec<Move>,
    },
}

/// One entry that got another number.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Move {
    /// The draft of the entry.
    pub draft: i64,
    /// The number it had.
    pub from: EntryNumber,
    /// Its theme then.
    pub from_theme: u8,
    /// Its serial then.
    pub from_serial: u32,
    /// The number it has.
    pub to: EntryNumber,
    /// Its theme now.
    pub to_theme: u8,
    /// Its serial now.
    pub to_serial: u32,
}

/// What a change is about. Decisions about one thing are taken back in turn, the last one first.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum About {
    Item(i64),
    Entry(i64),
    Field(i64, String),
    Closed(i64),
    File(i64, u64),
    Draft(i64),
    Redaction(i64),
    Stand(i64),
}

impl Change {
    pub(super) fn make(&self, db: &Connection, now: &str) -> Result<(), StoreError> {
        match self {
            Self::Settled { item } => queue_item::settle(db, *item, now).map(drop),
            // The entry is there when its number is known.
            Self::EntryMade { .. } => Ok(()),
            Self::EntryGone { draft, .. } => entry::delete(db, *draft),
            Self::Unplanned { seat } => assignment::remove(db, seat),
            Self::Found { draft, code, facts } => finding::note(db, *draft, code, facts).map(drop),
            Self::Mended { mend, replaces, .. } => {
                if let Some(earlier) = replaces {
                    mend::set_in_force(db, *earlier, false)?;
                }
                mend::set_in_force(db, *mend, true)
            }
            Self::SentBack { refusal, .. } => sent_back::set_in_force(db, *refusal, true),
            Self::Joined {
                draft,
                source,
                position,
                new,
            } => {
                if let Some((name, sha256, bytes)) = new {
                    let file = attachment::Attachment {
                        source: *source,
                        position: *position,
                        name: name.clone(),
                        sha256: sha256.parse().map_err(|_| StoreError::damaged("sha256"))?,
                        bytes: *bytes,
                    };
                    attachment::insert(db, &file)?;
                }
                draft_attachment::insert(db, *draft, *position)
            }
            Self::Typed { draft } => typed_draft::set_in_force(db, *draft, true),
            Self::Redacted { redaction, .. } => redaction::set_in_force(db, *redaction, true),
            Self::Unredacted { redaction, .. } => redaction::set_in_force(db, *redaction, false),
            Self::LetStand { stand, .. } => let_stand::set_in_force(db, *stand, true),
            Self::Renumbered { moves } => renumber(
                db,
                moves
                    .iter()
                    .map(|one| (one.draft, &one.to, one.to_theme, one.to_serial)),
            ),
        }
    }

    pub(super) fn take_back(&self, db: &Connection, contest: &Contest) -> Result<(), StoreError> {
        match self {
            Self::Settled { item } => queue_item::reopen(db, *item),
            Self::EntryMade { draft, .. } => entry::delete(db, *draft),
            Self::EntryGone { .. } => self.entry_again(db, contest),
            Self::Unplanned { seat } => assignment::put(db, seat),
            Self::Found { draft, code, facts } => finding::forget(db, *draft, code, facts),
            Self::Mended { mend, replaces, .. } => {
                mend::set_in_force(db, *mend, false)?;
                match replaces {
                    Some(earlier) => mend::set_in_force(db, *earlier, true),
                    None => Ok(()),
                }
            }
            Self::SentBack { refusal, .. } => sent_back::set_in_force(db, *refusal, false),
            Self::Joined {
                draft,
                source,
                position,
                new,
            } => {
                draft_attachment::forget(db, *draft, *position)?;
                match new {
                    Some(_) => attachment::forget(db, *source, *position),
                    None => Ok(()),
                }
            }
            Self::Typed { draft } => typed_draft::set_in_force(db, *draft, false),
            Self::Redacted { redaction, .. } => redaction::set_in_force(db, *redaction, false),
            Self::Unredacted { redaction, .. } => redaction::set_in_force(db, *redaction, true),
            Self::LetStand { stand, .. } => let_stand::set_in_force(db, *stand, false),
            Self::Renumbered { moves } => renumber(
                db,
                moves
                    .iter()
                    .map(|one| (one.draft, &one.from, one.from_theme, one.from_serial)),
            ),
        }
    }

    fn entry_again(&self, db: &Connection, contest: &Contest) -> Result<(), StoreError> {
        let Self::EntryGone {
            draft,
            number,
            theme,
            serial,
            identity,
            note,
            accepted_at,
        } = self
        else {
            return Ok(());
        };
        let form = mended::draft(db, *draft)?.ok_or(StoreError::damaged("draft"))?;
        let Texts {
            title,
            measures,
            innovation,
            effect,
        } = judging_copy::judged(db, &form, *identity)?.texts;
        entry::insert(
            db,
            &entry::Entry {
                number: number.clone(),
                draft: *draft,
                theme: known(contest, *theme)?,
                serial: *serial,
                title,
                measures,
                innovation,
                effect,
                accepted_at: accepted_at.clone(),
                identity: *identity,
                note: note.clone(),
            },
        )
    }

    /// The draft whose judging copy may read otherwise afterwards.
    pub(super) fn shapes_texts_of(&self) -> Option<i64> {
        match self {
            Self::Mended { draft, .. }
            | Self::Redacted { draft, .. }
            | Self::Unredacted { draft, .. } => Some(*draft),
            _ => None,
        }
    }

    /// What it is about.
    pub(super) fn about(&self) -> BTreeSet<About> {
        match self {
            Self::Settled { item } => BTreeSet::from([About::Item(*item)]),
            Self::EntryMade { draft, .. } | Self::EntryGone { draft, .. } => BTreeSet::from([
                About::Entry(*draft),
                About::Draft(*draft),
                About::Closed(*draft),
            ]),
            Self::Unplanned { .. } => BTreeSet::new(),
            Self::Found { draft, .. } => BTreeSet::from([About::Draft(*draft)]),
            Self::Mended { draft, field, .. } => {
                BTreeSet::from([About::Field(*draft, field.clone()), About::Draft(*draft)])
            }
            Self::SentBack { draft, .. } => BTreeSet::from([
                About::Closed(*draft),
                About::Entry(*draft),
                About::Draft(*draft),
            ]),
            Self::Joined {
                draft, position, ..
            } => BTreeSet::from([About::File(*draft, *position), About::Draft(*draft)]),
            Self::Typed { draft } => BTreeSet::from([About::Draft(*draft)]),
            Self::Redacted { draft, redaction } | Self::Unredacted { draft, redaction } => {
                BTreeSet::from([About::Redaction(*redaction), About::Draft(*draft)])
            }
            Self::LetStand { draft, stand } => {
                BTreeSet::from([About::Stand(*stand), About::Draft(*draft)])
            }
            Self::Renumbered { moves } => moves.iter().map(|one| About::Entry(one.draft)).collect(),
        }
    }

    /// What a decision that is taken back must not have others built on.
    pub(super) fn carries(&self) -> BTreeSet<About> {
        let mut about = self.about();
        // Only a draft that comes into being carries everything that is done to it.
        if !matches!(self, Self::Typed { .. }) {
            about.retain(|one| !matches!(one, About::Draft(_)));
        }
        about
    }
}

fn renumber<'a>(
    db: &Connection,
    moves: impl Iterator<Item = (i64, &'a EntryNumber, u8, u32)> + Clone,
) -> Result<(), StoreError> {
    for (draft, ..) in moves.clone() {
        entry::lift_number(db, draft)?;
    }
    for (draft, number, theme, serial) in moves {
        let theme = ThemeId::new(theme).map_err(|_| StoreError::damaged("theme"))?;
        entry::set_number(db, draft, number, theme, serial)?;
    }
    Ok(())
}

fn known(contest: &Contest, theme: u8) -> Result<ThemeId, StoreError> {
    ThemeId::new(theme)
        .ok()
        .filter(|id| contest.theme(*id).is_some())
        .ok_or(StoreError::damaged("theme"))
}
