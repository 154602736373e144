//! The plan as it is kept, judge by judge and theme by theme, with what can be said about it.

use std::collections::{BTreeMap, HashSet};

use assign::{Capacity, Item, Problem};
use contest::{EntryNumber, JudgeId};
use serde::Serialize;

use crate::error::StoreError;
use crate::folder::Organizer;
use crate::store::{assignment, entry, issued_pack, judge, medium, plan};

/// The plan that is kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PlanTable {
    /// How many judges review each entry.
    pub reviews: u32,
    /// The seed it can be made again from.
    pub seed: u64,
    /// RFC 3339.
    pub made_at: String,
    /// How many packs are out; the plan does not change any more once there is one.
    pub packs: usize,
    /// Judge by judge.
    pub judges: Vec<PlanRow>,
    /// Entries accepted after the plan was made; nobody judges them.
    pub unplanned: usize,
    /// The two judges who hold the plan together most weakly, and how many entries they share.
    pub weakest_link: Option<(String, String, u32)>,
    /// Groups of judges who share no entry with one another; one is what there should be.
    pub islands: Vec<Vec<String>>,
    /// Every two judges who share entries, and how many.
    pub links: Vec<(String, String, u32)>,
}

/// What one judge has.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PlanRow {
    /// The judge's id.
    pub judge: String,
    /// The judge's name.
    pub name: String,
    /// How many entries.
    pub entries: u32,
    /// How many minutes of video and sound, each entry rounded up.
    pub minutes: u32,
    /// Theme by theme, in the contest file's order.
    pub themes: Vec<PlanCell>,
}

/// What one judge has of one theme.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct PlanCell {
    /// The theme.
    pub theme: u8,
    /// How many entries.
    pub entries: u32,
    /// Whether the judge takes no entry of this theme at all.
    pub barred: bool,
}

impl Organizer {
    /// The plan that is kept; `None` before there is one.
    ///
    /// # Errors
    /// A database that cannot be read, or that holds a plan no planning can have made.
    pub fn plan_table(&self) -> Result<Option<PlanTable>, StoreError> {
        let Some(kept) = plan::get(&self.db)? else {
            return Ok(None);
        };
        let judges = judge::all(&self.db)?;
        let entries = entry::all(&self.db)?;
        let mut panels: BTreeMap<EntryNumber, HashSet<JudgeId>> = BTreeMap::new();
        for (judge, number) in assignment::all(&self.db)? {
            panels.entry(number).or_default().insert(judge);
        }
        let planned: Vec<(&entry::Entry, &HashSet<JudgeId>)> = entries
            .iter()
            .filter_map(|entry| Some((entry, panels.get(&entry.number)?)))
            .collect();
        // The kept plan, put as a problem that has this one answer: what is said about it then comes from the code that
        // makes plans.
        let mut problem = Problem {
            entries: Vec::with_capacity(planned.len()),
            judges: vec![Capacity::default(); judges.len()],
            reviews: kept.reviews,
            barred: HashSet::new(),
        };
        for (at, (entry, panel)) in planned.iter().enumerate() {
            problem.entries.push(Item {
                minutes: self.minutes_of(entry.draft)?,
            });
            for (number, judge) in judges.iter().enumerate() {
                if !panel.contains(&judge.id) {
                    problem.barred.insert((at, number));
                }
            }
        }
        let facts =
            assign::assign(&problem, kept.seed).map_err(|_| StoreError::damaged("assignment"))?;
        let id = |at: usize| {
            judges
                .get(at)
                .map_or_else(String::new, |judge| judge.id.to_string())
        };
        let rows = judges.iter().zip(facts.load.iter().zip(&facts.minutes));
        Ok(Some(PlanTable {
            reviews: kept.reviews,
            seed: kept.seed,
            made_at: kept.made_at,
            packs: issued_pack::all(&self.db)?.len(),
            judges: rows
                .map(|(judge, (&load, &minutes))| PlanRow {
                    judge: judge.id.to_string(),
                    name: judge.name.clone(),
                    entries: load,
                    minutes,
                    themes: self.cells(judge, &planned),
                })
                .collect(),
            unplanned: entries.len().saturating_sub(planned.len()),
            weakest_link: facts
                .weakest_link
                .map(|(one, other, shared)| (id(one), id(other), shared)),
            islands: facts
                .islands
                .iter()
                .map(|island| island.iter().map(|&at| id(at)).collect())
                .collect(),
            links: shared(&facts.judges_of)
                .into_iter()
                .map(|((one, other), count)| (id(one), id(other), count))
                .collect(),
        }))
    }

    fn cells(
        &self,
        judge: &judge::Judge,
        planned: &[(&entry::Entry, &HashSet<JudgeId>)],
    ) -> Vec<PlanCell> {
        let of = |theme: &contest::Theme| {
            planned
                .iter()
                .filter(|(entry, panel)| entry.theme == theme.id && panel.contains(&judge.id))
                .count()
        };
        self.contest
            .themes
            .iter()
            .map(|theme| PlanCell {
                theme: theme.id.get(),
                entries: u32::try_from(of(theme)).unwrap_or(u32::MAX),
                barred: !judge.themes.is_empty() && !judge.themes.contains(&theme.id),
            })
            .collect()
    }

    /// The minutes of video and sound of an entry, rounded up.
    fn minutes_of(&self, draft: i64) -> Result<u32, StoreError> {
        let media = medium::of_draft(&self.db, draft)?;
        let lengths = media.iter().filter_map(|one| match &one.state {
            medium::State::Ready(copy) => copy.measured.length_ms(),
            medium::State::Waiting | medium::State::Unreadable => None,
        });
        let ms = lengths.fold(0_u64, u64::saturating_add);
        Ok(u32::try_from(ms.div_ceil(60_000)).unwrap_or(u32::MAX))
    }
}

/// How many entries every two judges share, the lower first.
fn shared(judges_of: &[Vec<usize>]) -> BTreeMap<(usize, usize), u32> {
    let mut shared: BTreeMap<(usize, usize), u32> = BTreeMap::new();
    for panel in judges_of {
        for (at, &one) in panel.iter().enumerate() {
            for &other in panel.iter().skip(at + 1) {
                *shared.entry((one, other)).or_default() += 1;
            }
        }
    }
    shared
}

#[cfg(test)]
mod tests {
    use crate::accept::tests::plant;
    use crate::accept::{IdentityRule, ThemeChoice, Which};
    use crate::new::tests::{fresh, now, rng};

    #[test]
    fn the_kept_plan_is_described_as_it_was_when_it_was_made() {
        let (_dir, mut organizer) = fresh();
        assert_eq!(organizer.plan_table().unwrap(), None);
        for (at, theme) in [2, 2, 2, 3, 3].into_iter().enumerate() {
            plant(&organizer, &format!("点子{at}"), "某校", Some(theme));
        }
        let choice = ThemeChoice::default();
        organizer
            .accept(&Which::All, &choice, IdentityRule::Mask, now(), &mut rng())
            .unwrap();
        organizer
            .take_judges("id,name,unit,email,themes\nJ01,甲,,,\nJ02,乙,,,2\nJ03,丙,,,\n")
            .unwrap();
        let made = organizer.plan(2, 41, now()).unwrap();
        let late = plant(&organizer, "迟来", "某校", Some(2));
        organizer
            .accept(
                &Which::These(vec![late]),
                &choice,
                IdentityRule::Mask,
                now(),
                &mut rng(),
            )
            .unwrap();

        let table = organizer.plan_table().unwrap().unwrap();
        assert_eq!((table.seed, table.reviews, table.unplanned), (41, 2, 1));
        let load: Vec<_> = table.judges.iter().map(|row| row.entries).collect();
        let made_load: Vec<_> = made.judges.iter().map(|judge| judge.entries).collect();
        assert_eq!(load, made_load);
        assert_eq!(table.weakest_link, made.weakest_link);
        assert_eq!(table.islands, made.islands);
        for row in &table.judges {
            let sum: u32 = row.themes.iter().map(|cell| cell.entries).sum();
            assert_eq!(sum, row.entries, "{}", row.judge);
        }
        let second = &table.judges[1];
        assert!(
            second
                .themes
                .iter()
                .all(|cell| cell.barred == (cell.theme != 2))
        );
    }
}
