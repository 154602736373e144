//! Who may judge what in a round, put as the problem that the crate `assign` solves.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use assign::{Expert, ExpertImpossible, ExpertProblem, ExpertiseCosts, Work};
use contest::{EntryNumber, JudgeId, Round, ThemeId};

use crate::error::{PlanError, StoreError};
use crate::folder::Organizer;
use crate::mended;
use crate::store::sheet::Status;
use crate::store::{draft, entry, judge, medium};

/// The shortest unit that is taken for the beginning of another: 某大学 within 某大学环境学院.
const UNIT_MIN: usize = 4;

/// How many of 1,000 reviews of a panel round cross the themes, so that the themes' judges can be compared.
const BRIDGES_PER_MILLE: u32 = 50;

/// Entries and judges of a round, in the order in which the problem counts them.
#[derive(Debug)]
pub(crate) struct Roster {
    pub(crate) entries: Vec<entry::Head>,
    pub(crate) judges: Vec<judge::Judge>,
    pub(crate) problem: ExpertProblem,
    /// How many pairs are kept apart by unit, own work, kin, conflict or recusal.
    pub(crate) barred: usize,
    /// Those pairs: the places of the entries, rising, by place of the judge.
    avoided: Vec<Vec<usize>>,
}

impl Organizer {
    /// Puts a round as a problem. A pair is barred when entry and judge are of one unit (the same name, or one that begins
    /// with the other), when the judge or one of the judge's kin is among the authors, when the judge declared a conflict
    /// with the entry or its unit, and when the judge stepped back from the entry in any round. A judge who dropped out
    /// keeps what is scored and gets nothing else.
    ///
    /// Themes decide in the panel round alone, as expertise and never as a bar; later rounds set entries of all themes
    /// against each other before the same judges.
    pub(crate) fn roster(
        &self,
        round: &Round,
        entries: Vec<entry::Head>,
        reviews: u32,
    ) -> Result<Roster, StoreError> {
        let judges = judge::all(&self.db)?;
        let by_theme = !round.kind.compares_themes();
        let theme = |id: ThemeId| usize::from(id.get());
        let mut problem = ExpertProblem {
            judges: judges
                .iter()
                .map(|judge| Expert {
                    themes: if by_theme {
                        judge.themes.iter().copied().map(theme).collect()
                    } else {
                        Vec::new()
                    },
                    min: 0,
                    max: if takes_part(judge, round) {
                        judge.max_entries
                    } else {
                        Some(0)
                    },
                    max_minutes: judge.max_minutes,
                })
                .collect(),
            reviews,
            costs: ExpertiseCosts {
                first: self.contest.expertise.first,
                listed: self.contest.expertise.listed,
                unlisted: self.contest.expertise.unlisted,
            },
            bridges_per_mille: if by_theme { BRIDGES_PER_MILLE } else { 0 },
            ..ExpertProblem::default()
        };
        let media = medium::shown_of_entries(&self.db)?;
        problem.entries = entries
            .iter()
            .map(|entry| Work {
                theme: if by_theme { theme(entry.theme) } else { 0 },
                minutes: media.get(&entry.draft).map_or(0, |shown| minutes(shown)),
            })
            .collect();
        let mut roster = Roster {
            entries,
            judges,
            problem,
            barred: 0,
            avoided: Vec::new(),
        };
        let seen = self.seen(round)?;
        roster.problem.barred = self.conflicts(&roster)?;
        let recused = roster.places(&seen.recused);
        roster.problem.barred.extend(recused);
        roster.barred = roster.problem.barred.len();
        let scored = roster.places(&seen.scored);
        roster.avoided = by_judge(roster.judges.len(), &roster.problem.barred);
        let dropped = self.dropped()?;
        for (judge, one) in roster.judges.iter().enumerate() {
            if dropped.contains(&one.id) {
                let all = (0..roster.entries.len()).map(|entry| (entry, judge));
                let unscored = all.filter(|pair| !scored.contains(pair));
                roster.problem.barred.extend(unscored);
            }
        }
        Ok(roster)
    }

    /// The pairs that are barred by unit, own work, kin or a declared conflict.
    fn conflicts(&self, roster: &Roster) -> Result<HashSet<(usize, usize)>, StoreError> {
        let conflicts = Conflicts::of(&roster.judges);
        let origins: HashMap<i64, draft::Origin> = draft::origins(&self.db)?
            .into_iter()
            .map(|one| (one.draft, one))
            .collect();
        let mut barred = HashSet::new();
        let mut of_unit: HashMap<String, Vec<usize>> = HashMap::new();
        for (at, entry) in roster.entries.iter().enumerate() {
            let from = origins.get(&entry.draft);
            let from = from.ok_or(StoreError::damaged("draft"))?;
            let unit = of_unit
                .entry(bare(&from.unit))
                .or_insert_with_key(|unit| conflicts.of_unit(unit));
            let authors = mended::authors(from);
            let named = authors.iter().flat_map(|name| conflicts.of_name(name));
            let declared = conflicts.of_entry(&entry.number);
            let judges = unit.iter().chain(named).chain(declared);
            barred.extend(judges.map(|&judge| (at, judge)));
        }
        Ok(barred)
    }

    /// What judges have told of entries so far: from which they stepped back in any round, and which they scored in this one.
    fn seen(&self, round: &Round) -> Result<Seen, StoreError> {
        let mut seen = Seen::default();
        for ((of, judge), counted) in self.counted()? {
            let pair = |entry: &EntryNumber| (judge.clone(), entry.clone());
            seen.recused
                .extend(counted.entries(Status::Recused).map(pair));
            if of == round.id {
                seen.scored
                    .extend(counted.entries(Status::Scored).map(pair));
            }
        }
        Ok(seen)
    }
}

/// The minutes a judge needs to watch and hear an entry's media, rounded up.
fn minutes(shown: &[medium::Medium]) -> u32 {
    let lengths = shown.iter().filter_map(|one| one.measured()?.length_ms());
    let ms = lengths.fold(0_u64, u64::saturating_add);
    u32::try_from(ms.div_ceil(60_000)).unwrap_or(u32::MAX)
}

/// The entries of pairs, rising, by judge.
fn by_judge(judges: usize, pairs: &HashSet<(usize, usize)>) -> Vec<Vec<usize>> {
    let mut all = vec![Vec::new(); judges];
    for &(entry, judge) in pairs {
        if let Some(own) = all.get_mut(judge) {
            own.push(entry);
        }
    }
    for own in &mut all {
        own.sort_unstable();
    }
    all
}

type Pair = (JudgeId, EntryNumber);

#[derive(Default)]
struct Seen {
    recused: BTreeSet<Pair>,
    scored: BTreeSet<Pair>,
}

/// What judges must not see, by what they say of themselves; judges by their places.
#[derive(Default)]
struct Conflicts {
    /// Their own units and those declared, without blanks.
    units: Vec<(String, usize)>,
    /// Their own names and those of kin, without blanks.
    names: HashMap<String, Vec<usize>>,
    entries: HashMap<String, Vec<usize>>,
}

impl Conflicts {
    fn of(judges: &[judge::Judge]) -> Conflicts {
        let mut all = Conflicts::default();
        for (at, judge) in judges.iter().enumerate() {
            for name in std::iter::once(&judge.name).chain(&judge.kin) {
                all.names.entry(bare(name)).or_default().push(at);
            }
            all.units.push((bare(&judge.unit), at));
            for declared in &judge.conflicts {
                // An entry number is no unit, and what is none may be one.
                if declared.parse::<EntryNumber>().is_ok() {
                    all.entries.entry(declared.clone()).or_default().push(at);
                } else {
                    all.units.push((bare(declared), at));
                }
            }
        }
        all
    }

    /// The judges who must not see what comes from a unit, which has no blanks.
    fn of_unit(&self, unit: &str) -> Vec<usize> {
        let same = self.units.iter().filter(|(own, _)| same_unit(unit, own));
        same.map(|&(_, judge)| judge).collect()
    }

    /// The judges who must not see what somebody of this name made.
    fn of_name(&self, name: &str) -> &[usize] {
        self.names.get(&bare(name)).map_or(&[], Vec::as_slice)
    }

    /// The judges who must not see an entry.
    fn of_entry(&self, number: &EntryNumber) -> &[usize] {
        let judges = self.entries.get(number.as_str());
        judges.map_or(&[], Vec::as_slice)
    }
}

impl Roster {
    /// Takes the pairs of an earlier plan as those to keep.
    pub(crate) fn keep(&mut self, pairs: &[Pair]) {
        self.problem.kept = self.places(pairs);
    }

    /// The entries that are kept from a judge by unit, own work, kin, conflict or recusal.
    pub(crate) fn avoided(&self, judge: usize) -> impl Iterator<Item = &entry::Head> {
        let places = self.avoided.get(judge).into_iter().flatten();
        places.filter_map(|&at| self.entries.get(at))
    }

    /// The places of pairs in the lists; pairs of others are left out.
    fn places<'a>(&self, pairs: impl IntoIterator<Item = &'a Pair>) -> HashSet<(usize, usize)> {
        let entry_at: BTreeMap<&EntryNumber, usize> = (0..)
            .zip(&self.entries)
            .map(|(at, entry)| (&entry.number, at))
            .collect();
        let judge_at: BTreeMap<&JudgeId, usize> = (0..)
            .zip(&self.judges)
            .map(|(at, judge)| (&judge.id, at))
            .collect();
        let place = |(judge, entry): &Pair| Some((*entry_at.get(entry)?, *judge_at.get(judge)?));
        pairs.into_iter().filter_map(place).collect()
    }

    /// Refuses an entry that fewer judges may see than it is to have: the commonest reason, said first and plainly.
    pub(crate) fn check(&self, contest: &contest::Contest) -> Result<(), PlanError> {
        if self.entries.is_empty() || self.judges.is_empty() {
            return Err(PlanError::NothingToPlan {
                entries: self.entries.len(),
                judges: self.judges.len(),
            });
        }
        let open = |judge: usize| {
            let expert = self.problem.judges.get(judge);
            expert.is_some_and(|expert| expert.max != Some(0))
        };
        for (at, entry) in self.entries.iter().enumerate() {
            let may = |judge: &usize| !self.problem.barred.contains(&(at, *judge)) && open(*judge);
            let able = (0..self.judges.len()).filter(may).count();
            let able = u32::try_from(able).unwrap_or(u32::MAX);
            if able < self.problem.reviews {
                return Err(PlanError::TooFewJudges {
                    number: entry.number.to_string(),
                    theme: contest
                        .theme(entry.theme)
                        .map_or_else(String::new, |theme| theme.name.clone()),
                    able,
                    needed: self.problem.reviews,
                });
            }
        }
        Ok(())
    }

    /// Why there is no plan, in the contest's own names.
    pub(crate) fn explain(&self, why: ExpertImpossible) -> PlanError {
        match why {
            ExpertImpossible::TooFewPlaces(shortage) => PlanError::PanelFull {
                judges: shortage
                    .judges
                    .into_iter()
                    .map(|at| self.judge(at))
                    .collect(),
                entries: shortage
                    .entries
                    .into_iter()
                    .map(|at| self.entry(at))
                    .collect(),
                bars: shortage
                    .bars
                    .into_iter()
                    .map(|(entry, judge)| format!("{}–{}", self.entry(entry), self.judge(judge)))
                    .collect(),
                missing: shortage.missing,
            },
            ExpertImpossible::MinutesExceeded { judges, over } => PlanError::MinutesExceeded {
                judges: judges.into_iter().map(|at| self.judge(at)).collect(),
                over,
            },
            ExpertImpossible::TooLarge { .. } => PlanError::TooLarge {
                entries: self.entries.len(),
                judges: self.judges.len(),
            },
            // Pairs are made from the lists themselves, the contest file keeps costs small, and nobody has a minimum.
            ExpertImpossible::UnknownPair { .. }
            | ExpertImpossible::CostTooLarge { .. }
            | ExpertImpossible::MinimumAboveRoom { .. }
            | ExpertImpossible::MinimaTooMany { .. }
            | ExpertImpossible::MinimumOutOfReach { .. } => {
                StoreError::damaged("assignment").into()
            }
        }
    }

    /// The pairs of a plan, by entry.
    pub(crate) fn pairs(&self, judges_of: &[Vec<usize>]) -> Vec<Pair> {
        let of_entry = |(entry, chosen): (&entry::Head, &Vec<usize>)| {
            let ids = chosen.iter().filter_map(|&at| self.judges.get(at));
            let pairs = ids.map(|judge| (judge.id.clone(), entry.number.clone()));
            pairs.collect::<Vec<_>>()
        };
        self.entries
            .iter()
            .zip(judges_of)
            .flat_map(of_entry)
            .collect()
    }

    /// The id of a judge.
    pub(crate) fn judge(&self, at: usize) -> String {
        self.judges
            .get(at)
            .map_or_else(String::new, |judge| judge.id.to_string())
    }

    /// The number of an entry.
    pub(crate) fn entry(&self, at: usize) -> String {
        self.entries
            .get(at)
            .map_or_else(String::new, |entry| entry.number.to_string())
    }
}

/// Whether a judge takes part in a round.
pub(crate) fn takes_part(judge: &judge::Judge, round: &Round) -> bool {
    judge.rounds.is_empty() || judge.rounds.contains(&round.id)
}

/// A name without blanks.
pub(crate) fn bare(name: &str) -> String {
    name.chars().filter(|c| !c.is_whitespace()).collect()
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

    #[test]
    fn a_unit_within_a_unit_is_the_same_unit() {
        assert!(same_unit("某某大学", &bare("某某大学 环境学院")));
        assert!(!same_unit("", ""));
        assert!(!same_unit("杭州", "杭州青芒科技有限公司"));
    }
}
