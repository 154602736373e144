//! Two bundles of one judge side by side: which sheets differ and how.

use std::collections::{BTreeMap, BTreeSet};

use contest::{CriterionId, EntryNumber, Points};
use serde::Serialize;

use crate::error::StoreError;
use crate::folder::Organizer;
use crate::store::bundle::{self, Bundle, Opened};
use crate::store::entry;
use crate::store::sheet::{self, Sheet};

/// Two bundles of one judge and one round.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct BundlesCompared {
    /// The one received first.
    pub one: BundleSide,
    /// The other.
    pub other: BundleSide,
    /// Entries whose sheets differ, by number.
    pub lines: Vec<SheetDifference>,
    /// How many sheets are the same.
    pub same: usize,
}

/// One of the two.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct BundleSide {
    /// Its receipt.
    pub receipt: i64,
    /// The name it came under.
    pub file: String,
    /// When it came; RFC 3339.
    pub at: String,
    /// The judge's own count of exports.
    pub revision: u32,
    /// The version of the pack it answers.
    pub version: u32,
    /// Six groups of five digits.
    pub fingerprint: String,
}

/// One entry whose sheets differ.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SheetDifference {
    /// The entry.
    pub entry: EntryNumber,
    /// Its title.
    pub title: String,
    /// How far the sheet was and is, where that differs: `open`, `draft`, `scored`, `recused`.
    pub status: Option<(&'static str, &'static str)>,
    /// The marks that differ, with the points of both; `None` where there are none.
    pub marks: Vec<(CriterionId, Option<Points>, Option<Points>)>,
    /// Whether the comment differs.
    pub comment: bool,
}

impl Organizer {
    /// The sheets that differ between two received bundles; `None` unless both passed and are of one judge and round.
    ///
    /// # Errors
    /// A database that cannot be read.
    pub fn compare_bundles(
        &self,
        one: i64,
        other: i64,
    ) -> Result<Option<BundlesCompared>, StoreError> {
        let (first, second) = (one.min(other), one.max(other));
        let received = bundle::all(&self.db)?;
        let side = |receipt: i64| {
            received
                .iter()
                .find(|one| one.receipt == receipt)
                .and_then(side)
        };
        let (Some(one), Some(other)) = (side(first), side(second)) else {
            return Ok(None);
        };
        if one.1 != other.1 {
            return Ok(None);
        }
        let (one, other) = (one.0, other.0);
        let titles: BTreeMap<EntryNumber, String> = entry::all(&self.db)?
            .into_iter()
            .map(|entry| (entry.number, entry.title))
            .collect();
        let mut before = self.sheets_of(first)?;
        let mut lines = Vec::new();
        let mut same = 0;
        let after = self.sheets_of(second)?;
        let numbers: BTreeSet<EntryNumber> = before.keys().chain(after.keys()).cloned().collect();
        let mut after = after;
        for number in numbers {
            let (old, new) = (before.remove(&number), after.remove(&number));
            let title = titles.get(&number).cloned().unwrap_or_default();
            match difference(number, title, old.as_ref(), new.as_ref()) {
                Some(line) => lines.push(line),
                None => same += 1,
            }
        }
        Ok(Some(BundlesCompared {
            one,
            other,
            lines,
            same,
        }))
    }

    fn sheets_of(&self, receipt: i64) -> Result<BTreeMap<EntryNumber, Sheet>, StoreError> {
        let sheets = sheet::of_bundle(&self.db, receipt)?.into_iter();
        Ok(sheets.map(|one| (one.entry.clone(), one)).collect())
    }
}

type Seat = (contest::JudgeId, contest::RoundId);

fn side(bundle: &Bundle) -> Option<(BundleSide, Seat)> {
    let Opened::Verified(signed) = &bundle.opened else {
        return None;
    };
    let side = BundleSide {
        receipt: bundle.receipt,
        file: bundle.file_name.clone(),
        at: bundle.received_at.clone(),
        revision: signed.sequence,
        version: signed.version,
        fingerprint: signed.fingerprint.clone(),
    };
    Some((side, (signed.judge.clone(), signed.round.clone())))
}

fn difference(
    entry: EntryNumber,
    title: String,
    old: Option<&Sheet>,
    new: Option<&Sheet>,
) -> Option<SheetDifference> {
    let word = |sheet: Option<&Sheet>| sheet.map_or("open", |sheet| sheet.status.as_str());
    let mark = |sheet: Option<&Sheet>, criterion: &CriterionId| {
        sheet.and_then(|sheet| sheet.marks.get(criterion).copied())
    };
    let comment =
        |sheet: Option<&Sheet>| sheet.map_or("", |sheet| sheet.comment.as_str()).to_owned();
    let criteria: BTreeSet<&CriterionId> = [old, new]
        .into_iter()
        .flatten()
        .flat_map(|sheet| sheet.marks.keys())
        .collect();
    let marks: Vec<_> = criteria
        .into_iter()
        .map(|id| (id.clone(), mark(old, id), mark(new, id)))
        .filter(|(_, before, after)| before != after)
        .collect();
    let status = (word(old) != word(new)).then(|| (word(old), word(new)));
    let comment = comment(old) != comment(new);
    (status.is_some() || comment || !marks.is_empty()).then_some(SheetDifference {
        entry,
        title,
        status,
        marks,
        comment,
    })
}
