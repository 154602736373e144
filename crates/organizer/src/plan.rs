//! Who judges what in a round. The crate `assign` makes the plan; `roster` says who may not judge what; this one keeps it.

use assign::{ExpertPlan, assign_experts};
use chrono::{DateTime, FixedOffset};
use contest::{EntryNumber, Round, RoundId};
use results::RoundState;
use serde::Serialize;

use crate::cohesion::Cohesion;
use crate::error::{PlanError, StoreError};
use crate::folder::Organizer;
use crate::roster::Roster;
use crate::store::{assignment, entry, issued_pack, plan, plan_made};

/// The plan of a round.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Planned {
    /// The round.
    pub round: String,
    /// How many judges review each entry.
    pub reviews: u32,
    /// The seed it can be made again from.
    pub seed: u64,
    /// How many entries it covers.
    pub entries: usize,
    /// Judge by judge.
    pub judges: Vec<JudgeLoad>,
    /// How many pairs of judge and entry were kept apart, by unit, own work, kin, conflict or recusal.
    pub barred: usize,
    /// How many entries have one review across the themes on purpose.
    pub bridged: usize,
    /// How firmly it holds the judges together.
    #[serde(flatten)]
    pub cohesion: Cohesion,
}

/// What one judge has to do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct JudgeLoad {
    /// The judge.
    pub judge: String,
    /// The judge's name.
    pub name: String,
    /// How many entries.
    pub entries: u32,
    /// How many minutes of video and sound, each entry rounded up.
    pub minutes: u32,
}

impl Organizer {
    /// Plans the panel round: [`Organizer::plan_round`] with the contest file's first round.
    ///
    /// # Errors
    /// As there.
    pub fn plan(
        &mut self,
        reviews: u32,
        seed: u64,
        now: DateTime<FixedOffset>,
    ) -> Result<Planned, PlanError> {
        let panel = self.contest.panel().id.clone();
        self.plan_round(&panel, reviews, seed, now)
    }

    /// Plans who judges what in a round and keeps the plan; an earlier plan of the round is replaced.
    ///
    /// The panel round takes every accepted entry, a later one its shortlist by the panel round's ranking at this moment,
    /// which is kept with the plan. A judge never gets an entry of the own unit, an own or a relative's work, one with a
    /// declared conflict, or one the judge stepped back from. In the panel round judges of the entry's theme come first,
    /// and about one review in twenty crosses the themes. The same entries, judges and seed give the same plan.
    ///
    /// # Errors
    /// [`PlanError::Issued`] once a pack of the round is out; for a later round [`PlanError::PanelOpen`] while panel judges
    /// are awaited and [`PlanError::NoShortlist`] without a single ranking; nothing to plan; or why no plan is possible,
    /// with names.
    pub fn plan_round(
        &mut self,
        round: &RoundId,
        reviews: u32,
        seed: u64,
        now: DateTime<FixedOffset>,
    ) -> Result<Planned, PlanError> {
        let (stored, roster, made) = self.made_plan(round, reviews, seed, now)?;
        self.keep_plan(&stored, &roster, &made, Then::Add)?;
        Ok(told(&stored, &roster, &made))
    }

    /// Goes back to the plan of a round before the present one: its seed and number of reviews with the entries and judges
    /// of now. The present one is forgotten.
    ///
    /// # Errors
    /// As [`Organizer::plan_round`]; [`PlanError::NoEarlier`].
    pub fn plan_back(
        &mut self,
        round: &RoundId,
        now: DateTime<FixedOffset>,
    ) -> Result<Planned, PlanError> {
        let all = plan_made::of_round(&self.db, round)?;
        let present = plan::get(&self.db, round)?;
        let (back, from) =
            earlier(&all, present.is_some()).ok_or_else(|| PlanError::NoEarlier {
                round: round.to_string(),
            })?;
        let (stored, roster, made) = self.made_plan(round, back.reviews, back.seed, now)?;
        self.keep_plan(
            &stored,
            &roster,
            &made,
            from.map_or(Then::Nothing, Then::Forget),
        )?;
        Ok(told(&stored, &roster, &made))
    }

    fn made_plan(
        &self,
        round: &RoundId,
        reviews: u32,
        seed: u64,
        now: DateTime<FixedOffset>,
    ) -> Result<(plan::Plan, Roster, ExpertPlan), PlanError> {
        let packs = issued_pack::latest(&self.db, round)?.len();
        if packs > 0 {
            return Err(PlanError::Issued { packs });
        }
        let chosen = self.round(round)?;
        let shortlist = self.shortlist_now(chosen)?;
        let entries = self.heads_of(shortlist.as_deref())?;
        let roster = self.roster(chosen, entries, reviews)?;
        roster.check(&self.contest)?;
        let made = assign_experts(&roster.problem, seed).map_err(|why| roster.explain(why))?;
        let stored = plan::Plan {
            round: round.clone(),
            reviews,
            seed,
            made_at: now.to_rfc3339(),
            shortlist,
        };
        Ok((stored, roster, made))
    }

    /// Keeps a plan and what it was made from.
    pub(crate) fn keep_plan(
        &mut self,
        stored: &plan::Plan,
        roster: &Roster,
        made: &ExpertPlan,
        then: Then,
    ) -> Result<(), StoreError> {
        let change = self.db.transaction()?;
        let round = &stored.round;
        assignment::replace(&change, round, &roster.pairs(&made.judges_of))?;
        plan::put(&change, stored)?;
        match then {
            Then::Add => {
                plan_made::insert(&change, round, stored.reviews, stored.seed, &stored.made_at)?;
            }
            Then::Forget(number) => plan_made::remove_from(&change, round, number)?,
            Then::Nothing => {}
        }
        change.commit()?;
        Ok(())
    }

    /// The entries of a round, without their texts: those of its shortlist, or all of them.
    pub(crate) fn heads_of(
        &self,
        shortlist: Option<&[EntryNumber]>,
    ) -> Result<Vec<entry::Head>, StoreError> {
        let mut entries = entry::heads(&self.db)?;
        if let Some(shortlist) = shortlist {
            entries.retain(|entry| shortlist.contains(&entry.number));
        }
        Ok(entries)
    }

    /// The entries of a round: those of its shortlist, or all of them.
    pub(crate) fn entries_of(
        &self,
        shortlist: Option<&[EntryNumber]>,
    ) -> Result<Vec<entry::Entry>, StoreError> {
        let mut entries = entry::all(&self.db)?;
        if let Some(shortlist) = shortlist {
            entries.retain(|entry| shortlist.contains(&entry.number));
        }
        Ok(entries)
    }

    /// Which entries go into a round by what counts now, rising; `None` for the panel round, which takes all.
    fn shortlist_now(&self, round: &Round) -> Result<Option<Vec<EntryNumber>>, PlanError> {
        if self.is_panel(&round.id) {
            return Ok(None);
        }
        let results = self.results_now()?;
        let panel = results.rounds.first();
        let no_shortlist = || PlanError::NoShortlist {
            round: round.id.to_string(),
        };
        let panel = panel.ok_or_else(no_shortlist)?;
        if panel.state != RoundState::Complete {
            return Err(PlanError::PanelOpen {
                round: round.id.to_string(),
                judges: panel.awaited.iter().map(ToString::to_string).collect(),
            });
        }
        let listed = results.shortlists.iter().find(|one| one.round == round.id);
        let mut entries: Vec<EntryNumber> = listed
            .map(|one| {
                one.entries
                    .iter()
                    .map(|entry| entry.entry.clone())
                    .collect()
            })
            .unwrap_or_default();
        if entries.is_empty() {
            return Err(no_shortlist());
        }
        entries.sort();
        Ok(Some(entries))
    }
}

/// What becomes of the list of plans that were made.
#[derive(Clone, Copy)]
pub(crate) enum Then {
    /// This one is added.
    Add,
    /// Those from this one on were gone back from.
    Forget(i64),
    /// It is the same plan, extended.
    Nothing,
}

/// The plan before the present one, and the one that is gone back from; the last one when there is none at present.
pub(crate) fn earlier(
    all: &[plan_made::PlanMade],
    present: bool,
) -> Option<(&plan_made::PlanMade, Option<i64>)> {
    let mut back = all.iter().rev();
    if !present {
        return Some((back.next()?, None));
    }
    let from = back.next()?.number;
    Some((back.next()?, Some(from)))
}

/// A plan in names.
pub(crate) fn told(stored: &plan::Plan, roster: &Roster, made: &ExpertPlan) -> Planned {
    Planned {
        round: stored.round.to_string(),
        reviews: stored.reviews,
        seed: stored.seed,
        entries: roster.entries.len(),
        judges: roster
            .judges
            .iter()
            .zip(made.load.iter().zip(&made.minutes))
            .map(|(judge, (&entries, &minutes))| JudgeLoad {
                judge: judge.id.to_string(),
                name: judge.name.clone(),
                entries,
                minutes,
            })
            .collect(),
        barred: roster.barred,
        bridged: made.bridged.len(),
        cohesion: Cohesion::of(
            roster,
            &made.judges_of,
            &assign::links(roster.judges.len(), &made.judges_of),
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::accept::tests::plant;
    use crate::accept::{IdentityRule, ThemeChoice, Which};
    use crate::new::tests::{fresh, now, rng};

    fn accept_all(organizer: &mut Organizer) {
        let themes = ThemeChoice::default();
        organizer
            .accept(&Which::All, &themes, IdentityRule::Mask, now(), &mut rng())
            .unwrap();
    }

    fn with_entries(units: &[&str], judges: &str) -> (tempfile::TempDir, Organizer) {
        let (dir, mut organizer) = fresh();
        for (at, unit) in units.iter().enumerate() {
            plant(&organizer, &format!("点子{at}"), unit, Some(2));
        }
        accept_all(&mut organizer);
        organizer
            .take_judges(&format!("id,name,unit,email,themes\n{judges}"))
            .unwrap();
        (dir, organizer)
    }

    #[test]
    fn nobody_judges_the_own_unit_or_the_own_work_and_strangers_to_the_theme_come_last() {
        let judges = "J01,甲,钱潮大学,,\nJ02,林舟,,,\nJ03,丙,,,5\nJ04,丁,,,\nJ05,戊,别处,,2;3\n";
        let (_dir, mut organizer) = with_entries(&["钱潮大学环境学院"; 4], judges);
        let planned = organizer.plan(2, 1, now()).unwrap();
        let load: Vec<_> = planned.judges.iter().map(|judge| judge.entries).collect();
        assert_eq!(load, vec![0, 0, 0, 4, 4]);
        assert_eq!(planned.barred, 8);
        assert_eq!(organizer.plan(2, 1, now()).unwrap(), planned);
    }

    #[test]
    fn an_impossible_plan_names_the_entry_and_counts_the_judges() {
        let (_dir, mut organizer) = with_entries(&["某某大学"], "J01,甲,某某大学,,\nJ02,乙,,,\n");
        match organizer.plan(2, 1, now()) {
            Err(PlanError::TooFewJudges {
                number,
                able: 1,
                needed: 2,
                ..
            }) => {
                assert!(number.starts_with("XH2020-2-"));
            }
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn kin_declared_conflicts_and_limits_are_kept_to() {
        let judges = "id,name,unit,email,themes,max_entries,conflicts,kin\n\
                      J01,甲,,,2,,,林舟\nJ02,乙,,,2,,某某大学,\nJ03,丙,,,2,1,,\nJ04,丁,,,2,,,\nJ05,戊,,,5,,,\n";
        let (_dir, mut organizer) = fresh();
        for (at, unit) in ["某某大学环境学院", "别处", "别处"].into_iter().enumerate() {
            plant(&organizer, &format!("点子{at}"), unit, Some(2));
        }
        accept_all(&mut organizer);
        organizer.take_judges(judges).unwrap();
        let planned = organizer.plan(2, 1, now()).unwrap();
        let load: Vec<_> = planned.judges.iter().map(|judge| judge.entries).collect();
        // Every planted entry is 林舟's, so the first judge has none; the third stops at one; the stranger to the theme is
        // dearer than anybody else.
        assert_eq!(load, [0, 2, 1, 3, 0]);
    }

    #[test]
    fn a_judge_of_other_rounds_gets_nothing() {
        let list = "id,name,unit,email,rounds\nJ01,甲,,,final\nJ02,乙,,,panel;final\nJ03,丙,,,\n";
        let (_dir, mut organizer) = fresh();
        for at in 0..4 {
            plant(&organizer, &format!("点子{at}"), "别处", Some(2));
        }
        accept_all(&mut organizer);
        organizer.take_judges(list).unwrap();
        let planned = organizer.plan(2, 1, now()).unwrap();
        let load: Vec<_> = planned.judges.iter().map(|judge| judge.entries).collect();
        assert_eq!(load, [0, 4, 4]);
    }

    #[test]
    fn an_earlier_plan_is_gone_back_to_step_by_step() {
        let judges = "J01,甲,,,\nJ02,乙,,,\nJ03,丙,,,\n";
        let (_dir, mut organizer) = with_entries(&["别处"; 6], judges);
        let panel = organizer.contest().panel().id.clone();
        let first = organizer.plan(2, 1, now()).unwrap();
        let second = organizer.plan(2, 2, now()).unwrap();
        organizer.plan(1, 3, now()).unwrap();
        let earlier = |organizer: &Organizer| {
            let table = organizer.plan_table(&panel).unwrap().unwrap();
            table.earlier.map(|plan| (plan.seed, plan.reviews))
        };
        assert_eq!(earlier(&organizer), Some((2, 2)));
        assert_eq!(organizer.plan_back(&panel, now()).unwrap(), second);
        assert_eq!(organizer.plan_back(&panel, now()).unwrap(), first);
        assert_eq!(earlier(&organizer), None);
        let none = organizer.plan_back(&panel, now());
        assert!(matches!(none, Err(PlanError::NoEarlier { .. })));
    }

    #[test]
    fn themes_are_joined_by_reviews_across_them() {
        let (_dir, mut organizer) = fresh();
        for at in 0..40 {
            plant(&organizer, &format!("点子{at}"), "某校", Some(2 + at % 2));
        }
        accept_all(&mut organizer);
        let mut judges = String::from("id,name,unit,email,themes\n");
        for at in 0..8 {
            judges.push_str(&format!("J{at},评委{at},,,{}\n", 2 + at % 2));
        }
        organizer.take_judges(&judges).unwrap();
        let planned = organizer.plan(3, 1, now()).unwrap();
        assert_eq!(planned.bridged, 6);
        assert_eq!(planned.cohesion.islands.len(), 1);
        let fiedler = planned.cohesion.fiedler.unwrap();
        assert!(fiedler > 0.0 && fiedler < 1.0, "{fiedler}");
        assert!(planned.cohesion.weakest_bridge.is_some());
    }
}
