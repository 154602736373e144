//! Everything the results follow from, as it stands in the folder now.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use contest::{EntryNumber, JudgeId, Round, RoundId};
use results::{Inputs, Results, RoundInputs, Seat, SheetFacts, SheetState, TieOrder};

use crate::counted::Counted;
use crate::digest::Digest;
use crate::error::{ResultsError, StoreError};
use crate::folder::Organizer;
use crate::moment;
use crate::store::log::{self, Act};
use crate::store::sheet::{Sheet, Status};
use crate::store::{assignment, plan, tie};

/// How many draws rank intervals rest on.
const DRAWS: u32 = 1000;

/// Seeds have six digits, so that a person can read one out.
const SEEDS: u64 = 1_000_000;

impl Organizer {
    /// The seed of the draws behind rank intervals: 0 to 999,999, from the folder's random name, so that it was drawn once,
    /// is the same on every machine, and is nobody's choice. It is the first eight bytes, big-endian, of the SHA-256 of
    /// `jurydesk seed v1`, a line feed, the 32 digits of the name and a line feed, modulo 1,000,000.
    pub fn seed(&self) -> u64 {
        let digest = Digest::of(format!("jurydesk seed v1\n{}\n", self.contest_key).as_bytes());
        let bytes = digest.0.iter().take(8);
        bytes.fold(0_u64, |seed, byte| (seed << 8) | u64::from(*byte)) % SEEDS
    }

    /// What the results follow from. A round is in it once a pack of it is out. Its seats are its plan, without judges who
    /// dropped out and handed nothing in, and with what a bundle that counts answers beyond the plan.
    ///
    /// # Errors
    /// A database that cannot be read, a log that was changed.
    pub fn inputs(&self) -> Result<Inputs, StoreError> {
        Ok(self.inputs_now()?.as_ref().clone())
    }

    /// What the results follow from, read once for each state of the database.
    ///
    /// # Errors
    /// As [`Organizer::inputs`].
    pub fn inputs_now(&self) -> Result<Arc<Inputs>, StoreError> {
        let state = moment::state(&self.db)?;
        if let Some(inputs) = self.moment.borrow().inputs_at(state) {
            return Ok(inputs);
        }
        let inputs = self.read_inputs()?;
        Ok(self.moment.borrow_mut().keep(state, inputs))
    }

    fn read_inputs(&self) -> Result<Inputs, StoreError> {
        let (entries, units) = self.takers()?;
        let known: BTreeSet<&EntryNumber> = entries.iter().map(|entry| &entry.number).collect();
        let counted = self.counted()?;
        let dropped = self.dropped()?;
        let mut rounds = Vec::new();
        for round in self.begun()? {
            let of_round = counted
                .iter()
                .filter(|((id, _), _)| id == &round.id)
                .map(|((_, judge), counted)| (judge, counted))
                .collect();
            rounds.push(self.round_inputs(round, &known, &of_round, &dropped)?);
        }
        Ok(Inputs {
            seed: self.seed(),
            draws: DRAWS,
            entries,
            units,
            rounds,
            decisions: self.decisions()?,
        })
    }

    /// The results by what counts now.
    ///
    /// # Errors
    /// As [`Organizer::inputs`]; [`ResultsError::Contradiction`] when the contest file was changed into one that what was
    /// handed in does not fit.
    pub fn results(&self) -> Result<Results, ResultsError> {
        Ok(self.results_now()?.as_ref().clone())
    }

    /// The results by what counts now, computed once for as long as nothing that they follow from changes.
    ///
    /// # Errors
    /// As [`Organizer::results`].
    pub fn results_now(&self) -> Result<Arc<Results>, ResultsError> {
        let inputs = self.inputs_now()?;
        if let Some(results) = self.moment.borrow().results_of(&inputs) {
            return Ok(results);
        }
        let results = Arc::new(self.compute(&inputs)?);
        self.keep_results(&inputs, &results);
        Ok(results)
    }

    /// The inputs whose results are not there yet; `None` when they are.
    ///
    /// # Errors
    /// As [`Organizer::inputs`].
    pub fn results_awaited(&self) -> Result<Option<Arc<Inputs>>, StoreError> {
        let inputs = self.inputs_now()?;
        let known = self.moment.borrow().results_of(&inputs).is_some();
        Ok((!known).then_some(inputs))
    }

    /// Keeps results that were computed elsewhere meanwhile, if their inputs are still those of now.
    pub fn keep_results(&self, inputs: &Arc<Inputs>, results: &Arc<Results>) {
        self.moment.borrow_mut().keep_results(inputs, results);
    }

    /// The results of inputs.
    pub(crate) fn compute(&self, inputs: &Inputs) -> Result<Results, ResultsError> {
        results::compute(&self.contest, inputs).map_err(ResultsError::Contradiction)
    }

    /// What people decided, in the order of the log.
    pub(crate) fn decisions(&self) -> Result<Vec<results::Decided>, StoreError> {
        let lines = log::all(&self.db)?.into_iter();
        Ok(lines
            .filter_map(|line| match line.act {
                Act::Decided { decided } => Some(decided),
                _ => None,
            })
            .collect())
    }

    fn round_inputs(
        &self,
        round: &Round,
        known: &BTreeSet<&EntryNumber>,
        counted: &BTreeMap<&JudgeId, &Counted>,
        dropped: &BTreeSet<JudgeId>,
    ) -> Result<RoundInputs, StoreError> {
        let mut seats: BTreeSet<Seat> = assignment::of_round(&self.db, &round.id)?
            .into_iter()
            .filter(|(judge, _)| !dropped.contains(judge) || counted.contains_key(judge))
            .map(|(judge, entry)| Seat { judge, entry })
            .collect();
        let mut sheets = Vec::new();
        let mut ties = Vec::new();
        for (&judge, one) in counted {
            for sheet in one
                .sheets
                .iter()
                .filter(|sheet| known.contains(&sheet.entry))
            {
                seats.insert(Seat {
                    judge: judge.clone(),
                    entry: sheet.entry.clone(),
                });
                sheets.push(SheetFacts {
                    judge: judge.clone(),
                    entry: sheet.entry.clone(),
                    state: state(sheet),
                });
            }
            let of_bundle = tie::of_bundle(&self.db, one.bundle.receipt)?;
            ties.extend(of_bundle.into_iter().map(|tie| TieOrder {
                judge: judge.clone(),
                entries: tie.entries,
            }));
        }
        Ok(RoundInputs {
            round: round.id.clone(),
            shortlist: self.fixed_shortlist(&round.id)?,
            seats: seats.into_iter().collect(),
            returned: counted.keys().map(|&judge| judge.clone()).collect(),
            sheets,
            ties,
        })
    }

    /// The entries that went into a later round; `None` for the panel round.
    fn fixed_shortlist(&self, round: &RoundId) -> Result<Option<Vec<EntryNumber>>, StoreError> {
        if self.is_panel(round) {
            return Ok(None);
        }
        let plan = plan::get(&self.db, round)?;
        Ok(Some(
            plan.and_then(|plan| plan.shortlist).unwrap_or_default(),
        ))
    }
}

fn state(sheet: &Sheet) -> SheetState {
    match sheet.status {
        Status::Scored => SheetState::Scored(sheet.marks.clone()),
        Status::Recused => SheetState::Recused,
        Status::Open | Status::Draft => SheetState::Unscored,
    }
}

#[cfg(test)]
mod tests {
    use crate::new::tests::fresh;

    #[test]
    fn the_seed_is_the_folders_own_and_stays() {
        let (_dir, organizer) = fresh();
        assert_eq!(organizer.seed(), organizer.inputs().unwrap().seed);
        assert!(organizer.seed() < 1_000_000);
    }
}
