//! One round at the door: its shortlist, seats, bundles, sheets and orders within ties.

use std::collections::{BTreeMap, BTreeSet};

use contest::{Contest, EntryNumber, JudgeId, Round, RoundId, RoundKind, Rubric};

use crate::error::InputsError;
use crate::facts::RoundFacts;
use crate::inputs::{EntryFacts, RoundInputs, Seat, SheetFacts, SheetState, TieOrder};

/// A round being looked through.
pub(super) struct AtTheDoor<'a, 'b> {
    pub(super) contest: &'a Contest,
    /// The round as the contest file has it.
    pub(super) rules: &'a Round,
    pub(super) entries: &'b BTreeMap<&'a EntryNumber, &'a EntryFacts>,
    pub(super) round: &'a RoundInputs,
}

impl<'a> AtTheDoor<'a, '_> {
    /// The round by its names, or its first contradiction.
    pub(super) fn check(&self) -> Result<RoundFacts<'a>, InputsError> {
        let shortlist = self.shortlist()?;
        let seats = self.seats(shortlist.as_ref())?;
        let returned = self.returned(&seats)?;
        let mut sheets = BTreeMap::new();
        for sheet in &self.round.sheets {
            self.sheet(&seats, &returned, sheet)?;
            if sheets
                .insert((&sheet.entry, &sheet.judge), &sheet.state)
                .is_some()
            {
                return Err(InputsError::SheetTwice {
                    round: self.id(),
                    judge: sheet.judge.clone(),
                    entry: sheet.entry.clone(),
                });
            }
        }
        self.ties(&sheets)?;
        Ok(RoundFacts {
            shortlist,
            seats,
            returned,
            sheets,
            ties: &self.round.ties,
        })
    }

    fn id(&self) -> RoundId {
        self.round.round.clone()
    }

    fn shortlist(&self) -> Result<Option<BTreeSet<&'a EntryNumber>>, InputsError> {
        let panel = self.rules.kind == RoundKind::PanelByTheme;
        let listed = match (&self.round.shortlist, panel) {
            (None, true) => return Ok(None),
            (Some(_), true) => return Err(InputsError::StrayShortlist { round: self.id() }),
            (None, false) => return Err(InputsError::NoShortlist { round: self.id() }),
            (Some(listed), false) => listed,
        };
        let mut shortlist = BTreeSet::new();
        for entry in listed {
            self.known(entry)?;
            if !shortlist.insert(entry) {
                return Err(InputsError::ShortlistedTwice {
                    round: self.id(),
                    entry: entry.clone(),
                });
            }
        }
        Ok(Some(shortlist))
    }

    fn known(&self, entry: &EntryNumber) -> Result<&'a EntryFacts, InputsError> {
        let found = self.entries.get(entry).copied();
        found.ok_or_else(|| InputsError::UnknownEntry {
            entry: entry.clone(),
        })
    }

    fn seats(
        &self,
        shortlist: Option<&BTreeSet<&'a EntryNumber>>,
    ) -> Result<BTreeMap<&'a EntryNumber, BTreeSet<&'a JudgeId>>, InputsError> {
        let mut seats: BTreeMap<_, BTreeSet<_>> = BTreeMap::new();
        for Seat { judge, entry } in &self.round.seats {
            self.known(entry)?;
            if shortlist.is_some_and(|listed| !listed.contains(entry)) {
                return Err(InputsError::SeatOutside {
                    round: self.id(),
                    judge: judge.clone(),
                    entry: entry.clone(),
                });
            }
            if !seats.entry(entry).or_default().insert(judge) {
                return Err(InputsError::SeatTwice {
                    round: self.id(),
                    judge: judge.clone(),
                    entry: entry.clone(),
                });
            }
        }
        Ok(seats)
    }

    fn returned(
        &self,
        seats: &BTreeMap<&'a EntryNumber, BTreeSet<&'a JudgeId>>,
    ) -> Result<BTreeSet<&'a JudgeId>, InputsError> {
        let seated: BTreeSet<&JudgeId> = seats.values().flatten().copied().collect();
        let mut returned = BTreeSet::new();
        for judge in &self.round.returned {
            if !seated.contains(judge) {
                return Err(InputsError::ReturnedWithoutSeat {
                    round: self.id(),
                    judge: judge.clone(),
                });
            }
            if !returned.insert(judge) {
                return Err(InputsError::ReturnedTwice {
                    round: self.id(),
                    judge: judge.clone(),
                });
            }
        }
        Ok(returned)
    }

    fn sheet(
        &self,
        seats: &BTreeMap<&'a EntryNumber, BTreeSet<&'a JudgeId>>,
        returned: &BTreeSet<&'a JudgeId>,
        sheet: &'a SheetFacts,
    ) -> Result<(), InputsError> {
        let facts = self.known(&sheet.entry)?;
        let (judge, entry) = (|| sheet.judge.clone(), || sheet.entry.clone());
        if !returned.contains(&sheet.judge) {
            return Err(InputsError::SheetNotReturned {
                round: self.id(),
                judge: judge(),
            });
        }
        let seated = seats.get(&sheet.entry);
        if !seated.is_some_and(|judges| judges.contains(&sheet.judge)) {
            return Err(InputsError::SheetWithoutSeat {
                round: self.id(),
                judge: judge(),
                entry: entry(),
            });
        }
        let SheetState::Scored(marks) = &sheet.state else {
            return Ok(());
        };
        let rubric = self.rubric(facts);
        for weighted in &rubric.criteria {
            if !marks.contains_key(&weighted.criterion.id) {
                return Err(InputsError::MarkMissing {
                    round: self.id(),
                    judge: judge(),
                    entry: entry(),
                    criterion: weighted.criterion.id.clone(),
                });
            }
        }
        for (criterion, mark) in marks {
            if rubric.criterion(criterion).is_none() || !mark.fits(self.contest.step) {
                return Err(InputsError::MarkOutside {
                    round: self.id(),
                    judge: judge(),
                    entry: entry(),
                    criterion: criterion.clone(),
                });
            }
        }
        Ok(())
    }

    fn rubric(&self, entry: &EntryFacts) -> &'a Rubric {
        self.contest
            .rubric(self.rules, entry.theme)
            .expect("the theme of an entry that was let in is one of the contest")
    }

    fn ties(
        &self,
        sheets: &BTreeMap<(&'a EntryNumber, &'a JudgeId), &'a SheetState>,
    ) -> Result<(), InputsError> {
        let mut named = BTreeSet::new();
        for TieOrder { judge, entries } in &self.round.ties {
            let first = entries.first().ok_or_else(|| InputsError::EmptyTie {
                round: self.id(),
                judge: judge.clone(),
            })?;
            let total = self.total(sheets, judge, first)?;
            for entry in entries {
                let alone = entries.len() < 2;
                let own = self.total(sheets, judge, entry)?;
                if alone || own.is_none() || own != total || !named.insert((judge, entry)) {
                    return Err(InputsError::NoTie {
                        round: self.id(),
                        judge: judge.clone(),
                        entry: entry.clone(),
                    });
                }
            }
        }
        Ok(())
    }

    /// The total a judge gave an entry, in hundredths of a point; `None` without a scored sheet.
    fn total(
        &self,
        sheets: &BTreeMap<(&'a EntryNumber, &'a JudgeId), &'a SheetState>,
        judge: &JudgeId,
        entry: &EntryNumber,
    ) -> Result<Option<u32>, InputsError> {
        let facts = self.known(entry)?;
        Ok(match sheets.get(&(entry, judge)) {
            Some(SheetState::Scored(marks)) => Some(self.rubric(facts).standing(marks).total),
            Some(SheetState::Recused | SheetState::Unscored) | None => None,
        })
    }
}
