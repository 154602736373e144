//! Inputs at hand: everything by its name, in an order that does not depend on how it came.

use std::collections::{BTreeMap, BTreeSet};

use contest::{Award, EntryNumber, GivenTo, JudgeId, RoundId};

use crate::inputs::{EntryFacts, SheetState, TieOrder, UnitFacts, Video};
use crate::rulings::Rulings;

/// Inputs that contradict neither the contest nor themselves.
#[derive(Debug)]
pub(crate) struct Facts<'a> {
    pub(crate) seed: u64,
    pub(crate) draws: u32,
    /// By number.
    pub(crate) entries: BTreeMap<&'a EntryNumber, &'a EntryFacts>,
    /// By name.
    pub(crate) units: BTreeMap<&'a str, &'a UnitFacts>,
    pub(crate) rounds: BTreeMap<&'a RoundId, RoundFacts<'a>>,
    pub(crate) rulings: Rulings<'a>,
}

/// One round that has begun.
#[derive(Debug)]
pub(crate) struct RoundFacts<'a> {
    /// The entries that went in, rising; `None` for all.
    pub(crate) shortlist: Option<BTreeSet<&'a EntryNumber>>,
    /// Each entry with the judges it was given to.
    pub(crate) seats: BTreeMap<&'a EntryNumber, BTreeSet<&'a JudgeId>>,
    pub(crate) returned: BTreeSet<&'a JudgeId>,
    /// By entry, then judge.
    pub(crate) sheets: BTreeMap<(&'a EntryNumber, &'a JudgeId), &'a SheetState>,
    pub(crate) ties: &'a [TieOrder],
}

impl RoundFacts<'_> {
    /// All who were given something, rising.
    pub(crate) fn judges(&self) -> BTreeSet<&JudgeId> {
        self.seats.values().flatten().copied().collect()
    }
}

/// Whether an entry is of the kind an award is for: its theme, and a video within the limit where one is asked for.
pub(crate) fn can_receive(award: &Award, entry: &EntryFacts) -> bool {
    let kind = match award.given_to {
        GivenTo::Entry => true,
        GivenTo::EntryWithVideo => entry.video == Video::WithinLimit,
        GivenTo::Unit => false,
    };
    kind && (award.themes.is_empty() || award.themes.contains(&entry.theme))
}
