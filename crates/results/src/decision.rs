//! What people decide, on the record.

use contest::{AwardId, EntryNumber, JudgeId, RoundId};
use serde::{Deserialize, Serialize};

/// A decision with what the record needs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Decided {
    /// When, RFC 3339. For the record; it orders nothing.
    pub at: String,
    /// Why; never empty.
    pub reason: String,
    /// The names of those who were present; never empty.
    pub present: Vec<String>,
    /// What.
    pub decision: Decision,
}

/// What can be decided.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "snake_case", deny_unknown_fields)]
pub enum Decision {
    /// A judge's sheets of a round do not count.
    JudgeExcluded {
        /// The round.
        round: RoundId,
        /// The judge.
        judge: JudgeId,
    },
    /// They count again.
    JudgeReadmitted {
        /// The round.
        round: RoundId,
        /// The judge.
        judge: JudgeId,
    },
    /// How many of an award are given; only where the contest file leaves that open, or where all who share the last place
    /// are to have it.
    CountSet {
        /// The award.
        award: AwardId,
        /// How many.
        count: u32,
    },
    /// In which order those who share a place come, best first.
    TieSettled {
        /// The award.
        award: AwardId,
        /// All who share the place.
        order: Vec<Recipient>,
    },
    /// An award that people decide is given.
    Given {
        /// The award.
        award: AwardId,
        /// To whom.
        to: Recipient,
    },
    /// Somebody does not receive an award, whatever the ranking says; the next one moves up.
    Withheld {
        /// The award.
        award: AwardId,
        /// From whom.
        from: Recipient,
    },
    /// The last word on whether somebody receives an award is taken back.
    Reopened {
        /// The award.
        award: AwardId,
        /// About whom.
        about: Recipient,
    },
}

/// Who receives an award.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Recipient {
    /// An entry.
    Entry(EntryNumber),
    /// A unit, by name.
    Unit(String),
}
