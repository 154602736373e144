//! Which round is meant, and how far it has come.

use contest::{Round, RoundId};

use crate::error::{RoundUnknown, StoreError};
use crate::folder::Organizer;
use crate::store::{issued_pack, plan};

impl Organizer {
    /// The round people are at: the last one of the contest file of which there is a plan; before any plan the panel round.
    ///
    /// # Errors
    /// A database that cannot be read.
    pub fn current_round(&self) -> Result<RoundId, StoreError> {
        for round in self.contest.rounds.iter().rev() {
            if plan::get(&self.db, &round.id)?.is_some() {
                return Ok(round.id.clone());
            }
        }
        Ok(self.contest.panel().id.clone())
    }

    /// Whether there is a plan of the round.
    ///
    /// # Errors
    /// A database that cannot be read.
    pub fn is_planned(&self, round: &RoundId) -> Result<bool, StoreError> {
        Ok(plan::get(&self.db, round)?.is_some())
    }

    /// The rounds of which packs are out, in the order of the contest file.
    pub(crate) fn begun(&self) -> Result<Vec<&Round>, StoreError> {
        let packs = issued_pack::all(&self.db)?;
        let rounds = self.contest.rounds.iter();
        Ok(rounds
            .filter(|round| packs.iter().any(|pack| pack.round == round.id))
            .collect())
    }

    /// The round with this identifier.
    pub(crate) fn round(&self, id: &RoundId) -> Result<&Round, RoundUnknown> {
        self.contest.round(id).ok_or_else(|| RoundUnknown {
            round: id.to_string(),
            rounds: self
                .contest
                .rounds
                .iter()
                .map(|one| one.id.to_string())
                .collect(),
        })
    }

    /// Whether it is the panel round.
    pub(crate) fn is_panel(&self, id: &RoundId) -> bool {
        &self.contest.panel().id == id
    }
}
