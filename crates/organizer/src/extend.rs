//! A plan that is out is not made anew: it is extended, with as few changes as there can be.

use std::collections::BTreeSet;

use assign::{ExpertPlan, assign_experts};
use chrono::{DateTime, FixedOffset};
use contest::{EntryNumber, JudgeId, RoundId};
use serde::Serialize;

use crate::error::{PlanError, StoreError};
use crate::folder::Organizer;
use crate::plan::{Planned, Then, told};
use crate::roster::Roster;
use crate::store::{assignment, issued_entry, issued_pack, plan};

/// Whether an extension is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extend {
    /// Only say what would move.
    DryRun,
    /// Keep it.
    Keep,
}

/// What an extension moves.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Extended {
    /// The plan with the extension.
    pub plan: Planned,
    /// How many pairs of the plan before stay.
    pub kept: usize,
    /// Pairs that are new, by judge.
    pub added: Vec<Pairing>,
    /// Pairs of the plan before that go, by judge.
    pub removed: Vec<Pairing>,
    /// Judges who have no pack, or whose pack lacks an entry: theirs are to be issued. Every other pack stays.
    pub to_issue: Vec<String>,
    /// Whether it is kept, or was only looked at.
    pub done: bool,
}

/// One judge and one entry.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Pairing {
    /// The judge.
    pub judge: String,
    /// The entry's number.
    pub entry: String,
}

impl Organizer {
    /// Extends the plan of a round with as few changes as there can be: entries of the round that it does not have yet get
    /// their judges, an entry from which a judge stepped back gets another judge, and what a judge who dropped out has not
    /// scored goes to others. Who has handed in gets nothing more unless nobody else can take it.
    ///
    /// Seed and number of reviews are those of the plan; the shortlist of a later round stays as it was fixed. Packs that are
    /// out stay valid unless their judge gets an entry that is not in them.
    ///
    /// # Errors
    /// [`PlanError::NoPlan`]; or why no extension is possible, with names.
    pub fn extend_plan(
        &mut self,
        round: &RoundId,
        extend: Extend,
        now: DateTime<FixedOffset>,
    ) -> Result<Extended, PlanError> {
        let chosen = self.round(round)?;
        let kept = plan::get(&self.db, round)?.ok_or_else(|| PlanError::NoPlan {
            round: round.to_string(),
        })?;
        let entries = self.heads_of(kept.shortlist.as_deref())?;
        let before = assignment::of_round(&self.db, round)?;
        let mut roster = self.roster(chosen, entries, kept.reviews)?;
        roster.keep(&before);
        roster.check(&self.contest)?;
        let made = self.spare(&roster, round, kept.seed)?;
        let after = roster.pairs(&made.judges_of);
        let stored = plan::Plan {
            made_at: now.to_rfc3339(),
            ..kept
        };
        if extend == Extend::Keep {
            self.keep_plan(&stored, &roster, &made, Then::Nothing)?;
        }
        let old: BTreeSet<&(JudgeId, EntryNumber)> = before.iter().collect();
        let new: BTreeSet<&(JudgeId, EntryNumber)> = after.iter().collect();
        let to_issue = self.to_issue(round, &after)?;
        Ok(Extended {
            plan: told(&stored, &roster, &made),
            kept: old.intersection(&new).count(),
            added: new.difference(&old).map(|pair| moved(pair)).collect(),
            removed: old.difference(&new).map(|pair| moved(pair)).collect(),
            to_issue: to_issue.iter().map(JudgeId::to_string).collect(),
            done: extend == Extend::Keep,
        })
    }

    /// The extended plan: judges who have handed in get nothing more, for a new pack would ask them to begin again; unless
    /// nobody else can take what is left.
    fn spare(&self, roster: &Roster, round: &RoundId, seed: u64) -> Result<ExpertPlan, PlanError> {
        let counted = self.counted()?;
        let mut spared = roster.problem.clone();
        for (at, (expert, judge)) in spared.judges.iter_mut().zip(&roster.judges).enumerate() {
            if counted.contains_key(&(round.clone(), judge.id.clone())) {
                let kept = roster.problem.kept.iter().filter(|pair| pair.1 == at);
                let kept = kept
                    .filter(|pair| !roster.problem.barred.contains(pair))
                    .count();
                let kept = u32::try_from(kept).unwrap_or(u32::MAX);
                expert.max = Some(expert.max.map_or(kept, |max| max.min(kept)));
            }
        }
        assign_experts(&spared, seed)
            .or_else(|_| assign_experts(&roster.problem, seed))
            .map_err(|why| roster.explain(why))
    }

    /// The judges of these pairs who have no pack of the round, or whose latest one lacks an entry, rising; nobody who
    /// dropped out.
    pub(crate) fn to_issue(
        &self,
        round: &RoundId,
        pairs: &[(JudgeId, EntryNumber)],
    ) -> Result<Vec<JudgeId>, StoreError> {
        let packs = issued_pack::latest(&self.db, round)?;
        let mut issued = BTreeSet::new();
        for (judge, pack) in &packs {
            let entries = issued_entry::of_pack(&self.db, judge, pack.version)?;
            issued.extend(entries.into_keys().map(|entry| (judge.clone(), entry)));
        }
        let dropped = self.dropped()?;
        let lacking = pairs
            .iter()
            .filter(|pair| !issued.contains(*pair) && !dropped.contains(&pair.0));
        let judges: BTreeSet<&JudgeId> = lacking.map(|(judge, _)| judge).collect();
        Ok(judges.into_iter().cloned().collect())
    }
}

fn moved((judge, entry): &(JudgeId, EntryNumber)) -> Pairing {
    Pairing {
        judge: judge.to_string(),
        entry: entry.to_string(),
    }
}
