//! From the score sheets of a verified bundle to the ones that are kept: do they answer what was issued?

use std::collections::BTreeMap;

use contest::{Contest, EntryNumber, Points};
use pack::score_bundle::{RecusalKind, SheetRecord, SheetStatus};

use crate::digest::Digest;
use crate::error::{Facts, facts};
use crate::store::entry::Entry;
use crate::store::sheet::{Sheet, Status};

/// Why the sheets of a properly signed bundle cannot count.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Contradiction {
    /// A sheet for an entry that was not in the pack.
    EntryNotIssued { entry: String },
    /// The entry's text or media were not the issued ones.
    EntryChanged { entry: String },
    /// A mark for a criterion the entry's rubric does not have, or finer than the contest's step.
    MarkOutside { entry: String, criterion: String },
    /// A sheet that says it is scored and is not complete.
    Incomplete { entry: String },
}

impl Contradiction {
    pub(crate) fn code(&self) -> &'static str {
        match self {
            Self::EntryNotIssued { .. } => "bundle_entry_not_issued",
            Self::EntryChanged { .. } => "bundle_entry_changed",
            Self::MarkOutside { .. } => "bundle_mark_outside",
            Self::Incomplete { .. } => "bundle_sheet_incomplete",
        }
    }

    pub(crate) fn facts(&self) -> Facts {
        match self {
            Self::EntryNotIssued { entry }
            | Self::EntryChanged { entry }
            | Self::Incomplete { entry } => facts([("entry", entry.clone())]),
            Self::MarkOutside { entry, criterion } => {
                facts([("entry", entry.clone()), ("criterion", criterion.clone())])
            }
        }
    }
}

/// Checks every sheet against the pack and the rubric.
pub(crate) fn read(
    records: &[SheetRecord],
    issued: &BTreeMap<EntryNumber, Digest>,
    entries: &BTreeMap<EntryNumber, Entry>,
    contest: &Contest,
) -> Result<Vec<Sheet>, Contradiction> {
    records
        .iter()
        .map(|record| read_one(record, issued, entries, contest))
        .collect()
}

fn read_one(
    record: &SheetRecord,
    issued: &BTreeMap<EntryNumber, Digest>,
    entries: &BTreeMap<EntryNumber, Entry>,
    contest: &Contest,
) -> Result<Sheet, Contradiction> {
    let name = || record.entry.clone();
    let not_issued = || Contradiction::EntryNotIssued { entry: name() };
    let number: EntryNumber = record.entry.parse().map_err(|_| not_issued())?;
    let sealed = issued.get(&number).ok_or_else(not_issued)?;
    if sealed.0 != record.entry_sha256.0 {
        return Err(Contradiction::EntryChanged { entry: name() });
    }
    let rubric = entries
        .get(&number)
        .and_then(|entry| contest.theme(entry.theme))
        .map(|theme| &theme.rubric)
        .ok_or_else(not_issued)?;
    let mut marks = BTreeMap::new();
    for (criterion, mark) in &record.marks {
        let outside = || Contradiction::MarkOutside {
            entry: name(),
            criterion: criterion.clone(),
        };
        let id = criterion.parse().map_err(|_| outside())?;
        let points = Points::from(*mark);
        if rubric.criterion(&id).is_none() || !points.fits(contest.step) {
            return Err(outside());
        }
        marks.insert(id, points);
    }
    let status = match record.status {
        SheetStatus::Open => Status::Open,
        SheetStatus::Draft => Status::Draft,
        SheetStatus::Scored => Status::Scored,
        SheetStatus::Recused => Status::Recused,
    };
    if status == Status::Scored && !rubric.standing(&marks).is_complete() {
        return Err(Contradiction::Incomplete { entry: name() });
    }
    Ok(Sheet {
        entry: number,
        status,
        marks,
        comment: record.comment.clone(),
        recusal: record.recusal.as_ref().map(|recusal| {
            let kind = match recusal.kind {
                RecusalKind::WorkedOnIt => "worked_on_it",
                RecusalKind::KnowAuthor => "know_author",
                RecusalKind::Other => "other",
            };
            (kind.to_owned(), recusal.note.clone())
        }),
    })
}
