//! Who judges what. The crate `assign` makes the plan; this one says who may not judge what, and keeps it.

use std::collections::HashSet;

use assign::{Capacity, Impossible, Item, Problem};
use chrono::{DateTime, FixedOffset};
use serde::Serialize;

use crate::error::{PlanError, StoreError};
use crate::folder::Organizer;
use crate::store::{assignment, draft, entry, issued_pack, judge, medium, plan};

/// The shortest unit that is taken for the beginning of another: 某大学 within 某大学环境学院.
const UNIT_MIN: usize = 4;

/// The plan.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Planned {
    /// How many judges review each entry.
    pub reviews: u32,
    /// The seed it can be made again from.
    pub seed: u64,
    /// How many entries it covers.
    pub entries: usize,
    /// Judge by judge.
    pub judges: Vec<JudgeLoad>,
    /// How many pairs of judge and entry were kept apart, by unit, own work or theme.
    pub barred: usize,
    /// The two judges who hold the plan together most weakly, and how many entries they share.
    pub weakest_link: Option<(String, String, u32)>,
    /// Groups of judges who share no entry with one another. More than one: scores of one group say nothing about
    /// those of another.
    pub islands: Vec<Vec<String>>,
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
    /// Plans who judges what and keeps the plan; an earlier plan is replaced.
    ///
    /// A judge never gets an entry of the own unit (the same name, or one that begins with the other), an entry the
    /// judge is an author of, or one outside the judge's themes. The same entries, judges and seed give the same plan.
    ///
    /// # Errors
    /// [`PlanError::Issued`] once a pack is out; nothing to plan; or why no plan is possible, with names.
    pub fn plan(
        &mut self,
        reviews: u32,
        seed: u64,
        now: DateTime<FixedOffset>,
    ) -> Result<Planned, PlanError> {
        let packs = issued_pack::all(&self.db)?.len();
        if packs > 0 {
            return Err(PlanError::Issued { packs });
        }
        let entries = entry::all(&self.db)?;
        let judges = judge::all(&self.db)?;
        if entries.is_empty() || judges.is_empty() {
            return Err(PlanError::NothingToPlan {
                entries: entries.len(),
                judges: judges.len(),
            });
        }
        let problem = self.problem(&entries, &judges, reviews)?;
        let barred = problem.barred.len();
        let made =
            assign::assign(&problem, seed).map_err(|why| self.explain(why, &entries, &judges))?;

        let pairs: Vec<_> = entries
            .iter()
            .zip(&made.judges_of)
            .flat_map(|(entry, chosen)| {
                let ids = chosen.iter().filter_map(|&at| judges.get(at));
                ids.map(|judge| (judge.id.clone(), entry.number.clone()))
            })
            .collect();
        let change = self.db.transaction().map_err(StoreError::from)?;
        assignment::replace_all(&change, &pairs)?;
        let stored = plan::Plan {
            reviews,
            seed,
            made_at: now.to_rfc3339(),
        };
        plan::put(&change, &stored)?;
        change.commit().map_err(StoreError::from)?;

        let id = |at: usize| {
            judges
                .get(at)
                .map_or_else(String::new, |judge| judge.id.to_string())
        };
        Ok(Planned {
            reviews,
            seed,
            entries: entries.len(),
            judges: judges
                .iter()
                .zip(made.load.iter().zip(&made.minutes))
                .map(|(judge, (&entries, &minutes))| JudgeLoad {
                    judge: judge.id.to_string(),
                    name: judge.name.clone(),
                    entries,
                    minutes,
                })
                .collect(),
            barred,
            weakest_link: made
                .weakest_link
                .map(|(one, other, shared)| (id(one), id(other), shared)),
            islands: made
                .islands
                .iter()
                .map(|island| island.iter().map(|&at| id(at)).collect())
                .collect(),
        })
    }

    fn problem(
        &self,
        entries: &[entry::Entry],
        judges: &[judge::Judge],
        reviews: u32,
    ) -> Result<Problem, PlanError> {
        let mut problem = Problem {
            entries: Vec::with_capacity(entries.len()),
            judges: vec![Capacity::default(); judges.len()],
            reviews,
            barred: HashSet::new(),
        };
        let units: Vec<String> = judges.iter().map(|judge| bare(&judge.unit)).collect();
        for (at, entry) in entries.iter().enumerate() {
            let form = draft::get(&self.db, entry.draft)?.ok_or(StoreError::damaged("draft"))?;
            problem.entries.push(Item {
                minutes: self.minutes(entry.draft)?,
            });
            let unit = bare(&form.unit);
            for (number, (judge, judges_unit)) in judges.iter().zip(&units).enumerate() {
                let own = form
                    .authors
                    .iter()
                    .any(|author| author.trim() == judge.name);
                let other_theme = !judge.themes.is_empty() && !judge.themes.contains(&entry.theme);
                if own || other_theme || same_unit(&unit, judges_unit) {
                    problem.barred.insert((at, number));
                }
            }
        }
        Ok(problem)
    }

    /// The minutes a judge needs to watch and hear an entry's media, rounded up.
    fn minutes(&self, draft: i64) -> Result<u32, StoreError> {
        let ms: u64 = medium::of_draft(&self.db, draft)?
            .iter()
            .filter_map(|one| match &one.state {
                medium::State::Ready(copy) => copy.measured.length_ms(),
                _ => None,
            })
            .sum();
        Ok(u32::try_from(ms.div_ceil(60_000)).unwrap_or(u32::MAX))
    }

    /// The reason in the contest's own names.
    fn explain(
        &self,
        why: Impossible,
        entries: &[entry::Entry],
        judges: &[judge::Judge],
    ) -> PlanError {
        let number = |at: usize| {
            entries
                .get(at)
                .map_or_else(String::new, |entry| entry.number.to_string())
        };
        match why {
            Impossible::TooFewJudges {
                entry,
                able,
                needed,
            } => PlanError::TooFewJudges {
                number: number(entry),
                theme: entries
                    .get(entry)
                    .and_then(|entry| self.contest.theme(entry.theme))
                    .map_or_else(String::new, |theme| theme.name.clone()),
                able,
                needed,
            },
            Impossible::TooFewPlaces { needed, places, .. } => {
                PlanError::TooFewPlaces { needed, places }
            }
            Impossible::PanelFull {
                judges: full,
                entries: short,
                missing,
            } => PlanError::PanelFull {
                judges: full
                    .iter()
                    .filter_map(|&at| judges.get(at))
                    .map(|judge| judge.id.to_string())
                    .collect(),
                entries: short.into_iter().map(number).collect(),
                missing,
            },
            // The pairs are made from the lists themselves.
            Impossible::UnknownPair { .. } => StoreError::damaged("assignment").into(),
        }
    }
}

/// A unit's name without blanks.
fn bare(unit: &str) -> String {
    unit.chars().filter(|c| !c.is_whitespace()).collect()
}

/// Whether two units, without blanks, are one, or one is a part of the other as far as the names tell.
fn same_unit(one: &str, other: &str) -> bool {
    let begins =
        |long: &str, short: &str| short.chars().count() >= UNIT_MIN && long.starts_with(short);
    !one.is_empty() && (one == other || begins(one, other) || begins(other, one))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::accept::tests::plant;
    use crate::accept::{IdentityRule, ThemeChoice, Which};
    use crate::new::tests::{fresh, now, rng};

    fn with_entries(units: &[&str], judges: &str) -> (tempfile::TempDir, Organizer) {
        let (dir, mut organizer) = fresh();
        for (at, unit) in units.iter().enumerate() {
            plant(&organizer, &format!("点子{at}"), unit, Some(2));
        }
        organizer
            .accept(
                &Which::All,
                &ThemeChoice::default(),
                IdentityRule::Mask,
                now(),
                &mut rng(),
            )
            .unwrap();
        organizer
            .take_judges(&format!("id,name,unit,email,themes\n{judges}"))
            .unwrap();
        (dir, organizer)
    }

    #[test]
    fn nobody_judges_the_own_unit_the_own_work_or_a_foreign_theme() {
        let judges = "J01,甲,钱潮大学,,\nJ02,林舟,,,\nJ03,丙,,,5\nJ04,丁,,,\nJ05,戊,别处,,2;3\n";
        let (_dir, mut organizer) = with_entries(&["钱潮大学环境学院"; 4], judges);
        let planned = organizer.plan(2, 1, now()).unwrap();
        let load: Vec<_> = planned.judges.iter().map(|judge| judge.entries).collect();
        assert_eq!(load, vec![0, 0, 0, 4, 4]);
        assert_eq!(planned.barred, 12);
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
    fn a_unit_within_a_unit_is_the_same_unit() {
        assert!(same_unit("某某大学", &bare("某某大学 环境学院")));
        assert!(!same_unit("", ""));
        assert!(!same_unit("杭州", "杭州青芒科技有限公司"));
    }
}
