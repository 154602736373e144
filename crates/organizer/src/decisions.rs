//! What people decide about results: refused where the contest's rules leave people nothing to decide, shown before it is
//! recorded, and recorded in the log alone.

use std::collections::BTreeSet;

use chrono::{DateTime, FixedOffset};
use contest::{Award, AwardId, DecidedBy, JudgeId, RoundId, TieRule};
use results::{Decided, Decision, Differences, Inputs, OpenQuestion, Recipient, Results};
use serde::Serialize;

use crate::error::{DecisionError, ResultsError, StoreError};
use crate::folder::Organizer;
use crate::store::log::{self, Act};

/// Whether a decision is recorded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Deciding {
    /// Only say what would move.
    DryRun,
    /// Record it.
    Record,
}

/// A decision and what it moves.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Ruled {
    /// The decision as it stands in the log, or would.
    pub decided: Decided,
    /// What moves by it.
    pub moves: Differences,
    /// Whether it is recorded, or was only looked at.
    pub done: bool,
}

impl Organizer {
    /// Decides something that results follow from, with the reason and the names of those who were present. The later word
    /// on the same thing counts; the earlier one stays in the log.
    ///
    /// # Errors
    /// [`DecisionError`]: no reason or nobody present; a round, judge, award or recipient there is not; something the rules
    /// do not let people decide.
    pub fn decide(
        &mut self,
        decision: Decision,
        reason: &str,
        present: &[String],
        deciding: Deciding,
        now: DateTime<FixedOffset>,
    ) -> Result<Ruled, DecisionError> {
        let decided = Decided {
            at: now.to_rfc3339(),
            reason: reason.trim().to_owned(),
            present: present
                .iter()
                .map(|name| name.trim().to_owned())
                .filter(|name| !name.is_empty())
                .collect(),
            decision,
        };
        if decided.reason.is_empty() {
            return Err(DecisionError::NoReason);
        }
        if decided.present.is_empty() {
            return Err(DecisionError::NobodyPresent);
        }
        let mut inputs = self.inputs()?;
        let before = self.results_now()?;
        self.permit(&decided.decision, &inputs, &before)?;
        inputs.decisions.push(decided.clone());
        let after = self.compute(&inputs).map_err(|error| match error {
            ResultsError::Store(store) => DecisionError::Store(store),
            ResultsError::Contradiction(why) => DecisionError::Contradiction(why),
        })?;
        let moves = results::differences(&self.contest, &before, &after);
        if deciding == Deciding::Record {
            let change = self.db.transaction().map_err(StoreError::from)?;
            let act = Act::Decided {
                decided: decided.clone(),
            };
            log::append(&change, now, &act)?;
            change.commit().map_err(StoreError::from)?;
        }
        Ok(Ruled {
            decided,
            moves,
            done: deciding == Deciding::Record,
        })
    }

    /// Whether the rules leave this to people. What a recipient must be is checked where results are calculated.
    fn permit(
        &self,
        decision: &Decision,
        inputs: &Inputs,
        results: &Results,
    ) -> Result<(), DecisionError> {
        match decision {
            Decision::JudgeExcluded { round, judge } => {
                self.takes_part(round, judge, inputs)?;
                if is_excluded(results, round, judge) {
                    return Err(DecisionError::AlreadySo);
                }
            }
            Decision::JudgeReadmitted { round, judge } => {
                self.takes_part(round, judge, inputs)?;
                if !is_excluded(results, round, judge) {
                    return Err(DecisionError::AlreadySo);
                }
            }
            Decision::CountSet { award, count } => {
                let award = self.award(award)?;
                if let Some(fixed) = award.count {
                    let approves_all = award.ties == TieRule::AwardAll
                        && *count >= fixed
                        && (!ties(results, &award.id).is_empty() || count_was_set(inputs, award));
                    if !approves_all {
                        return Err(DecisionError::CountFixed {
                            award: award.id.to_string(),
                            count: fixed,
                        });
                    }
                }
            }
            Decision::TieSettled { award, order } => {
                let award = self.award(award)?;
                let named: BTreeSet<&Recipient> = order.iter().collect();
                let open = ties(results, &award.id);
                let is_open = open
                    .iter()
                    .any(|tie| tie.iter().collect::<BTreeSet<_>>() == named);
                if !is_open && !settled_before(inputs, &award.id, &named) {
                    return Err(DecisionError::NoTie {
                        award: award.id.to_string(),
                    });
                }
            }
            Decision::Given { award, .. } => {
                let award = self.award(award)?;
                if award.decided_by == DecidedBy::Ranking {
                    return Err(DecisionError::GivenByRanking {
                        award: award.id.to_string(),
                    });
                }
            }
            Decision::Withheld { award, .. } => {
                self.award(award)?;
            }
            Decision::Reopened { award, about } => {
                let award = self.award(award)?;
                if !spoken_of(inputs, &award.id, about) {
                    return Err(DecisionError::NothingToReopen {
                        award: award.id.to_string(),
                    });
                }
            }
        }
        Ok(())
    }

    fn award(&self, id: &AwardId) -> Result<&Award, DecisionError> {
        self.contest
            .award(id)
            .ok_or_else(|| DecisionError::AwardUnknown {
                award: id.to_string(),
                awards: self
                    .contest
                    .awards
                    .iter()
                    .map(|one| one.id.to_string())
                    .collect(),
            })
    }

    fn takes_part(
        &self,
        round: &RoundId,
        judge: &JudgeId,
        inputs: &Inputs,
    ) -> Result<(), DecisionError> {
        let name = self.round(round)?.id.to_string();
        let begun = inputs.rounds.iter().find(|one| &one.round == round);
        let seats = begun.map_or(&[][..], |begun| begun.seats.as_slice());
        if seats.iter().any(|seat| &seat.judge == judge) {
            return Ok(());
        }
        Err(DecisionError::NotInRound {
            judge: judge.to_string(),
            round: name,
        })
    }
}

fn is_excluded(results: &Results, round: &RoundId, judge: &JudgeId) -> bool {
    let found = results.rounds.iter().find(|one| &one.round == round);
    found.is_some_and(|found| found.excluded.contains(judge))
}

/// The groups that share a last place of the award and wait for people.
fn ties<'a>(results: &'a Results, award: &AwardId) -> Vec<&'a [Recipient]> {
    let found = results.awards.iter().filter(|one| &one.award == award);
    found
        .flat_map(|one| &one.open)
        .filter_map(|question| match question {
            OpenQuestion::Tie { among, .. } => Some(among.as_slice()),
            _ => None,
        })
        .collect()
}

fn count_was_set(inputs: &Inputs, award: &Award) -> bool {
    inputs.decisions.iter().any(|decided| {
        matches!(&decided.decision, Decision::CountSet { award: of, .. } if *of == award.id)
    })
}

/// Whether people put exactly these in order before; then they may do so again.
fn settled_before(inputs: &Inputs, award: &AwardId, named: &BTreeSet<&Recipient>) -> bool {
    inputs
        .decisions
        .iter()
        .any(|decided| match &decided.decision {
            Decision::TieSettled { award: of, order } => {
                of == award && order.iter().collect::<BTreeSet<_>>() == *named
            }
            _ => false,
        })
}

/// Whether there is a word on this one that could be taken back.
fn spoken_of(inputs: &Inputs, award: &AwardId, about: &Recipient) -> bool {
    inputs
        .decisions
        .iter()
        .any(|decided| match &decided.decision {
            Decision::Given { award: of, to } => of == award && to == about,
            Decision::Withheld { award: of, from } => of == award && from == about,
            Decision::TieSettled { award: of, order } => of == award && order.contains(about),
            _ => false,
        })
}
