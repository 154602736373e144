//! The plan of a round as it is kept, judge by judge and theme by theme, with what can be said about it.

use std::collections::BTreeMap;

use contest::{JudgeId, RoundId, ThemeId};
use serde::Serialize;

use crate::cohesion::Cohesion;
use crate::error::StoreError;
use crate::folder::Organizer;
use crate::plan::earlier;
use crate::roster::takes_part;
use crate::store::{assignment, entry, issued_pack, judge, plan, plan_made};

/// The plan that is kept.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PlanTable {
    /// The round.
    pub round: String,
    /// How many judges review each entry.
    pub reviews: u32,
    /// The seed it can be made again from.
    pub seed: u64,
    /// RFC 3339.
    pub made_at: String,
    /// How many judges have a pack of the round; once there is one the plan is only extended.
    pub packs: usize,
    /// Judge by judge, those who take part in the round.
    pub judges: Vec<PlanRow>,
    /// Theme by theme how many entries are in the round, in the contest file's order; a later round has its shortlist.
    pub themes: Vec<PlanTheme>,
    /// Entries of the round that the plan does not have: accepted since, so that nobody judges them.
    pub unplanned: usize,
    /// How many pairs of judge and entry are kept apart, by unit, own work, kin, conflict or recusal.
    pub barred: usize,
    /// Pairs of the plan that are to be kept apart by now, or of a judge who dropped out and has not scored: an extension
    /// moves them.
    pub broken: usize,
    /// Judges of the list who dropped out.
    pub dropped: Vec<String>,
    /// The plan that was made before this one.
    pub earlier: Option<EarlierPlan>,
    /// How firmly it holds the judges together.
    #[serde(flatten)]
    pub cohesion: Cohesion,
    /// How many two judges there are who share entries.
    pub linked: usize,
    /// How many judges lie between the two who are farthest apart, going from one to the next by shared entries; 0 when any two
    /// who can be reached from each other share some.
    pub steps: usize,
    /// Two judges who share entries, and how many: all of them, or in a large plan the widest links that hold it together.
    pub links: Vec<(String, String, u32)>,
}

/// So many links are told at most; with more in a picture nobody sees any.
const DRAWN: usize = 400;

/// How much of one theme is in a round.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct PlanTheme {
    /// The theme.
    pub theme: u8,
    /// How many entries.
    pub entries: u32,
}

/// A plan that was made before the one that is kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct EarlierPlan {
    /// How many judges reviewed each entry.
    pub reviews: u32,
    /// Its seed.
    pub seed: u64,
    /// RFC 3339.
    pub made_at: String,
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
    /// How many entries of it are kept from the judge, by unit, own work, kin, conflict or recusal.
    pub avoided: u32,
    /// Whether the judge lists themes and this is none of them, so that reviews of it are only bridges or for want of others.
    pub unlisted: bool,
}

impl Organizer {
    /// The plan that is kept of a round; `None` before there is one.
    ///
    /// # Errors
    /// A database that cannot be read, or that holds a plan of a round the contest does not have.
    pub fn plan_table(&self, round: &RoundId) -> Result<Option<PlanTable>, StoreError> {
        let Some(kept) = plan::get(&self.db, round)? else {
            return Ok(None);
        };
        let of_round = self
            .contest
            .round(round)
            .ok_or(StoreError::damaged("plan"))?;
        let entries = self.heads_of(kept.shortlist.as_deref())?;
        let roster = self.roster(of_round, entries, kept.reviews)?;
        let place: BTreeMap<&JudgeId, usize> = (0..)
            .zip(&roster.judges)
            .map(|(at, judge)| (&judge.id, at))
            .collect();
        let mut panels: BTreeMap<_, Vec<usize>> = BTreeMap::new();
        for (judge, number) in assignment::of_round(&self.db, round)? {
            let at = *place.get(&judge).ok_or(StoreError::damaged("assignment"))?;
            panels.entry(number).or_default().push(at);
        }
        let judges_of: Vec<Vec<usize>> = roster
            .entries
            .iter()
            .map(|entry| panels.get(&entry.number).cloned().unwrap_or_default())
            .collect();
        let mut entries_of = vec![Vec::new(); roster.judges.len()];
        for (entry, panel) in judges_of.iter().enumerate() {
            for &judge in panel {
                if let Some(own) = entries_of.get_mut(judge) {
                    own.push(entry);
                }
            }
        }
        let judges = roster.judges.iter().zip(&entries_of);
        let rows = judges.enumerate().filter_map(|(at, (judge, own))| {
            if own.is_empty() && !takes_part(judge, of_round) {
                return None;
            }
            let entries = own.iter().filter_map(|&entry| roster.entries.get(entry));
            let minutes = own
                .iter()
                .filter_map(|&entry| roster.problem.entries.get(entry));
            Some(PlanRow {
                judge: judge.id.to_string(),
                name: judge.name.clone(),
                entries: u32::try_from(own.len()).unwrap_or(u32::MAX),
                minutes: minutes.fold(0, |sum, work| sum.saturating_add(work.minutes)),
                themes: self.cells(judge, entries, roster.avoided(at)),
            })
        });
        let broken = |(entry, panel): (usize, &Vec<usize>)| {
            let held = panel.iter();
            held.filter(|&&judge| roster.problem.barred.contains(&(entry, judge)))
                .count()
        };
        let judges = roster.judges.len();
        let links = assign::links(judges, &judges_of);
        Ok(Some(PlanTable {
            round: round.to_string(),
            reviews: kept.reviews,
            seed: kept.seed,
            made_at: kept.made_at,
            packs: issued_pack::latest(&self.db, round)?.len(),
            judges: rows.collect(),
            themes: self.themes_of(&roster.entries),
            barred: roster.barred,
            broken: judges_of.iter().enumerate().map(broken).sum(),
            dropped: self.dropped()?.iter().map(JudgeId::to_string).collect(),
            earlier: self.earlier_plan(round)?,
            unplanned: judges_of.iter().filter(|panel| panel.is_empty()).count(),
            cohesion: Cohesion::of(&roster, &judges_of, &links),
            linked: links.len(),
            steps: assign::farthest(judges, &links).saturating_sub(1),
            links: assign::backbone(judges, &links, DRAWN)
                .into_iter()
                .map(|(one, other, shared)| (roster.judge(one), roster.judge(other), shared))
                .collect(),
        }))
    }

    /// The plan that can be gone back to; without a plan at present, the last one.
    ///
    /// # Errors
    /// A database that cannot be read.
    pub fn earlier_plan(&self, round: &RoundId) -> Result<Option<EarlierPlan>, StoreError> {
        let all = plan_made::of_round(&self.db, round)?;
        let present = plan::get(&self.db, round)?.is_some();
        Ok(earlier(&all, present).map(|(plan, _)| EarlierPlan {
            reviews: plan.reviews,
            seed: plan.seed,
            made_at: plan.made_at.clone(),
        }))
    }

    fn themes_of(&self, entries: &[entry::Head]) -> Vec<PlanTheme> {
        let counted = by_theme(entries);
        let themes = self.contest.themes.iter();
        themes
            .map(|theme| PlanTheme {
                theme: theme.id.get(),
                entries: counted.get(&theme.id).copied().unwrap_or(0),
            })
            .collect()
    }

    fn cells<'a>(
        &self,
        judge: &judge::Judge,
        entries: impl Iterator<Item = &'a entry::Head>,
        avoided: impl Iterator<Item = &'a entry::Head>,
    ) -> Vec<PlanCell> {
        let (entries, avoided) = (by_theme(entries), by_theme(avoided));
        self.contest
            .themes
            .iter()
            .map(|theme| PlanCell {
                theme: theme.id.get(),
                entries: entries.get(&theme.id).copied().unwrap_or(0),
                avoided: avoided.get(&theme.id).copied().unwrap_or(0),
                unlisted: !judge.themes.is_empty() && !judge.themes.contains(&theme.id),
            })
            .collect()
    }
}

/// How many of these entries are in each theme.
fn by_theme<'a>(entries: impl IntoIterator<Item = &'a entry::Head>) -> BTreeMap<ThemeId, u32> {
    let mut counted = BTreeMap::new();
    for entry in entries {
        let count: &mut u32 = counted.entry(entry.theme).or_default();
        *count = count.saturating_add(1);
    }
    counted
}

#[cfg(test)]
mod tests {
    use crate::accept::tests::plant;
    use crate::accept::{IdentityRule, ThemeChoice, Which};
    use crate::new::tests::{fresh, now, rng};

    #[test]
    fn the_kept_plan_is_described_as_it_was_when_it_was_made() {
        let (_dir, mut organizer) = fresh();
        let panel = organizer.contest().panel().id.clone();
        assert_eq!(organizer.plan_table(&panel).unwrap(), None);
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

        let table = organizer.plan_table(&panel).unwrap().unwrap();
        assert_eq!((table.seed, table.reviews, table.unplanned), (41, 2, 1));
        let load: Vec<_> = table.judges.iter().map(|row| row.entries).collect();
        let made_load: Vec<_> = made.judges.iter().map(|judge| judge.entries).collect();
        assert_eq!(load, made_load);
        assert_eq!(table.cohesion, made.cohesion);
        for row in &table.judges {
            let sum: u32 = row.themes.iter().map(|cell| cell.entries).sum();
            assert_eq!(sum, row.entries, "{}", row.judge);
        }
        let of_themes: Vec<_> = table.themes.iter().map(|one| one.entries).collect();
        assert_eq!(of_themes, [0, 4, 2, 0, 0, 0, 0]);
        let second = &table.judges[1];
        assert!(
            second
                .themes
                .iter()
                .all(|cell| cell.unlisted == (cell.theme != 2))
        );
    }
}
