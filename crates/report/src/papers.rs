//! What papers are made from.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use contest::{Contest, EntryNumber, JudgeId, RoundId};
use results::{Inputs, Results, RoundState};

/// In which language papers are set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    /// Simplified Chinese.
    Chinese,
    /// English.
    English,
}

/// Everything papers are made from. The order of [`Papers::bundles`] and of the lists in [`Papers::inputs`] changes no paper,
/// except that decisions are printed in the order of the log.
#[derive(Clone, Debug)]
pub struct Papers<'a> {
    /// The rules.
    pub contest: &'a Contest,
    /// What the results follow from.
    pub inputs: &'a Inputs,
    /// The results.
    pub results: &'a Results,
    /// The authors of each entry, in the order of its form. An entry that is not in it is printed without an author.
    pub authors: BTreeMap<EntryNumber, Vec<String>>,
    /// The judges by name. A judge who is not in it goes by the identifier.
    pub judges: BTreeMap<JudgeId, JudgeName>,
    /// The score bundle of each judge in each round: the revision that is in the results, or that a decision left out.
    pub bundles: Vec<BundleFact>,
    /// How long and to whom objections may be raised; `None` leaves the sentence general.
    pub objections: Option<Objections>,
    /// The day that stands on the papers, and in their files as the day they were made.
    pub dated: NaiveDate,
    /// The language of everything that is not the contest's or the authors' own words.
    pub language: Language,
}

/// Who a judge is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JudgeName {
    /// The name.
    pub name: String,
    /// The unit; may be empty.
    pub unit: String,
}

/// One score bundle.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct BundleFact {
    /// Of which round.
    pub round: RoundId,
    /// Whose.
    pub judge: JudgeId,
    /// Which revision, from 1.
    pub revision: u32,
    /// The fingerprint the judge was shown: six groups of five digits with blanks between.
    pub fingerprint: String,
    /// SHA-256 of the file.
    pub sha256: [u8; 32],
}

/// How objections to a notice are raised.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Objections {
    /// The last day.
    pub until: NaiveDate,
    /// To whom: an address, a telephone number.
    pub to: String,
}

/// Whether the results can still change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Every round is complete and no award has an open question.
    Final,
    /// Something is still to come, and every paper says so.
    Draft,
}

impl Papers<'_> {
    /// Whether these papers are final. A round that no award goes by may be left unheld.
    pub fn standing(&self) -> Standing {
        let settled = self
            .results
            .awards
            .iter()
            .all(|award| award.open.is_empty());
        let provisional = self
            .results
            .rounds
            .iter()
            .any(|round| round.state == RoundState::Provisional);
        if settled && !provisional {
            Standing::Final
        } else {
            Standing::Draft
        }
    }
}
