//! From the sheets of a verified bundle to the ones that count: do they answer what was issued?

use std::collections::BTreeMap;

use contest::{Contest, EntryNumber, Points, Round, Rubric, ThemeId};
use pack::score_bundle::{self, ScoreBundle, SheetRecord, SheetStatus};
use results::{SheetFacts, SheetState, TieOrder};

use crate::difference::{Difference, SheetFault};
use crate::inputs::Signed;
use crate::packs::IssuedPack;

/// What a bundle answers, and by which rules.
pub(crate) struct Rules<'a> {
    pub(crate) contest: &'a Contest,
    pub(crate) round: &'a Round,
    pub(crate) pack: &'a IssuedPack,
    /// The theme of every accepted entry.
    pub(crate) themes: &'a BTreeMap<EntryNumber, ThemeId>,
}

impl Rules<'_> {
    /// All sheets and orders of the bundle, or everything that speaks against them.
    pub(crate) fn read(&self, bundle: &ScoreBundle) -> Result<Signed, Vec<Difference>> {
        let mut faults = Vec::new();
        let mut fault = |entry: &str, why| {
            faults.push(Difference::Sheet {
                name: self.pack.name(),
                entry: entry.to_owned(),
                why,
            });
        };
        let mut signed = Signed::default();
        for record in &bundle.sheets {
            match self.sheet(record) {
                Ok(sheet) => signed.sheets.push(sheet),
                Err(why) => fault(&record.entry, why),
            }
        }
        let totals: BTreeMap<&str, Option<u32>> = signed
            .sheets
            .iter()
            .map(|sheet| (sheet.entry.as_str(), self.total(sheet)))
            .collect();
        for tie in &bundle.ties {
            match self.tie(tie, &totals) {
                Ok(order) => signed.ties.push(order),
                Err(entry) => fault(&entry, SheetFault::NoTie),
            }
        }
        if faults.is_empty() {
            Ok(signed)
        } else {
            Err(faults)
        }
    }

    fn rubric(&self, entry: &EntryNumber) -> Option<&Rubric> {
        self.contest.rubric(self.round, *self.themes.get(entry)?)
    }

    fn sheet(&self, record: &SheetRecord) -> Result<SheetFacts, SheetFault> {
        let number: EntryNumber = record.entry.parse().map_err(|_| SheetFault::NotIssued)?;
        let sealed = self
            .pack
            .entries
            .get(&number)
            .ok_or(SheetFault::NotIssued)?;
        if *sealed != record.entry_sha256 {
            return Err(SheetFault::EntryChanged);
        }
        let rubric = self.rubric(&number).ok_or(SheetFault::NotAccepted)?;
        let mut marks = BTreeMap::new();
        for (criterion, mark) in &record.marks {
            let outside = || SheetFault::MarkOutside {
                criterion: criterion.clone(),
            };
            let id = criterion.parse().map_err(|_| outside())?;
            let points = Points::from(*mark);
            if rubric.criterion(&id).is_none() || !points.fits(self.contest.step) {
                return Err(outside());
            }
            marks.insert(id, points);
        }
        let state = match record.status {
            SheetStatus::Scored if rubric.standing(&marks).is_complete() => {
                SheetState::Scored(marks)
            }
            SheetStatus::Scored => return Err(SheetFault::Incomplete),
            SheetStatus::Recused => SheetState::Recused,
            SheetStatus::Open | SheetStatus::Draft => SheetState::Unscored,
        };
        Ok(SheetFacts {
            judge: self.pack.judge.clone(),
            entry: number,
            state,
        })
    }

    fn total(&self, sheet: &SheetFacts) -> Option<u32> {
        match &sheet.state {
            SheetState::Scored(marks) => Some(self.rubric(&sheet.entry)?.standing(marks).total),
            SheetState::Recused | SheetState::Unscored => None,
        }
    }

    /// An order within a tie; else the first entry that does not belong into it.
    fn tie(
        &self,
        tie: &score_bundle::TieOrder,
        totals: &BTreeMap<&str, Option<u32>>,
    ) -> Result<TieOrder, String> {
        let mut shared = None;
        let mut entries = Vec::with_capacity(tie.entries.len());
        for name in &tie.entries {
            let no_tie = || name.clone();
            let number: EntryNumber = name.parse().map_err(|_| no_tie())?;
            let theme = self.themes.get(&number).ok_or_else(no_tie)?;
            let total = totals
                .get(name.as_str())
                .copied()
                .flatten()
                .ok_or_else(no_tie)?;
            if theme.get() != tie.theme || *shared.get_or_insert(total) != total {
                return Err(no_tie());
            }
            entries.push(number);
        }
        Ok(TieOrder {
            judge: self.pack.judge.clone(),
            entries,
        })
    }
}
