//! From the score sheets of a verified bundle to the ones that are kept: do they answer what was issued?

use std::collections::BTreeMap;

use contest::{Contest, EntryNumber, Points, Round, Rubric};
use pack::score_bundle::{RecusalKind, SheetRecord, SheetStatus, TieOrder};

use crate::digest::Digest;
use crate::error::{Facts, facts};
use crate::store::entry::Entry;
use crate::store::sheet::{Sheet, Status};
use crate::store::tie::Tie;

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
    /// An order among entries that are not of one theme or do not share a total.
    NoTie { entry: String },
}

impl Contradiction {
    pub(crate) fn code(&self) -> &'static str {
        match self {
            Self::EntryNotIssued { .. } => "bundle_entry_not_issued",
            Self::EntryChanged { .. } => "bundle_entry_changed",
            Self::MarkOutside { .. } => "bundle_mark_outside",
            Self::Incomplete { .. } => "bundle_sheet_incomplete",
            Self::NoTie { .. } => "bundle_no_tie",
        }
    }

    pub(crate) fn facts(&self) -> Facts {
        match self {
            Self::EntryNotIssued { entry }
            | Self::EntryChanged { entry }
            | Self::Incomplete { entry }
            | Self::NoTie { entry } => facts([("entry", entry.clone())]),
            Self::MarkOutside { entry, criterion } => {
                facts([("entry", entry.clone()), ("criterion", criterion.clone())])
            }
        }
    }
}

/// By what the sheets of one round are read.
#[derive(Clone, Copy)]
pub(crate) struct Rules<'a> {
    pub(crate) contest: &'a Contest,
    /// The round of the pack that the sheets answer.
    pub(crate) round: &'a Round,
    pub(crate) entries: &'a BTreeMap<EntryNumber, Entry>,
}

impl<'a> Rules<'a> {
    fn rubric(self, number: &EntryNumber) -> Option<&'a Rubric> {
        let entry = self.entries.get(number)?;
        self.contest.rubric(self.round, entry.theme)
    }
}

/// Checks every sheet against the pack and the rubric of its round.
pub(crate) fn read(
    records: &[SheetRecord],
    issued: &BTreeMap<EntryNumber, Digest>,
    rules: Rules<'_>,
) -> Result<Vec<Sheet>, Contradiction> {
    records
        .iter()
        .map(|record| read_one(record, issued, rules))
        .collect()
}

/// Checks every order within a tie: its entries are of its theme and share a total.
pub(crate) fn read_ties(
    records: &[TieOrder],
    sheets: &[Sheet],
    rules: Rules<'_>,
) -> Result<Vec<Tie>, Contradiction> {
    records
        .iter()
        .map(|record| {
            let mut shared = None;
            let mut order = Vec::with_capacity(record.entries.len());
            for name in &record.entries {
                let no_tie = || Contradiction::NoTie {
                    entry: name.clone(),
                };
                let sheet = sheets.iter().find(|sheet| sheet.entry.as_str() == name);
                let sheet = sheet.ok_or_else(no_tie)?;
                let theme = rules.entries.get(&sheet.entry).map(|entry| entry.theme);
                let rubric = rules.rubric(&sheet.entry);
                let total = rubric.map(|rubric| rubric.standing(&sheet.marks).total);
                let of_theme = theme.is_some_and(|theme| u8::from(theme) == record.theme);
                if !of_theme || *shared.get_or_insert(total) != total {
                    return Err(no_tie());
                }
                order.push(sheet.entry.clone());
            }
            Ok(Tie {
                theme: record.theme,
                entries: order,
            })
        })
        .collect()
}

fn read_one(
    record: &SheetRecord,
    issued: &BTreeMap<EntryNumber, Digest>,
    rules: Rules<'_>,
) -> Result<Sheet, Contradiction> {
    let name = || record.entry.clone();
    let not_issued = || Contradiction::EntryNotIssued { entry: name() };
    let number: EntryNumber = record.entry.parse().map_err(|_| not_issued())?;
    let sealed = issued.get(&number).ok_or_else(not_issued)?;
    if sealed.0 != record.entry_sha256.0 {
        return Err(Contradiction::EntryChanged { entry: name() });
    }
    let rubric = rules.rubric(&number).ok_or_else(not_issued)?;
    let mut marks = BTreeMap::new();
    for (criterion, mark) in &record.marks {
        let outside = || Contradiction::MarkOutside {
            entry: name(),
            criterion: criterion.clone(),
        };
        let id = criterion.parse().map_err(|_| outside())?;
        let points = Points::from(*mark);
        if rubric.criterion(&id).is_none() || !points.fits(rules.contest.step) {
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
        not_seen: record.not_seen.clone(),
    })
}
