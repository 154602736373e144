//! The ranking of a round for people: the results' own order, with the raw means beside it.

use std::collections::{BTreeMap, BTreeSet};

use contest::{EntryNumber, JudgeId, RoundId};
use ranking::{Review, raw_means};
use results::{
    EntryStanding, Inputs, NotRanked, Outcome, RankedRound, Results, RoundResult, RoundState,
    SheetState,
};
use serde::Serialize;

use crate::contents::label;
use crate::error::{RankError, StoreError};
use crate::folder::Organizer;
use crate::store::{assignment, entry, issued_pack};

/// The ranking of a round and what it rests on.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Ranking {
    /// The round.
    pub round: String,
    /// Its name.
    pub round_name: String,
    /// By what it goes.
    pub by: RankedBy,
    /// The seed of the draws behind the rank intervals.
    pub seed: u64,
    /// The entries that have a complete score sheet, best first; with islands island by island.
    pub lines: Vec<RankLine>,
    /// Groups of entries that share no judge; ranks hold within each. One is what there should be, 0 without a score.
    pub islands: u32,
    /// Whether judges are still missing; until then every place can change.
    pub provisional: bool,
    /// From how many judges a bundle counts.
    pub returned: usize,
    /// How many judges have a pack.
    pub issued: usize,
    /// Entries that somebody was given and nobody has scored yet.
    pub unscored: Vec<String>,
}

/// By what a ranking goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum RankedBy {
    /// By adjusted scores: who was judged by the severe loses nothing by it.
    Estimate,
    /// By raw means, for want of what tells judges from entries.
    RawMean(NotRanked),
}

/// One entry's place.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RankLine {
    /// From 1; equal scores share a place.
    pub rank: u32,
    /// Whether another entry has the same place.
    pub tied: bool,
    /// Its island, from 1.
    pub island: u32,
    /// The better end of the middle nine tenths of its ranks; `None` without a model.
    pub rank_low: Option<u32>,
    /// The worse end.
    pub rank_high: Option<u32>,
    /// The entry's number.
    pub number: String,
    /// What judges read on its slip.
    pub label: String,
    /// Its theme.
    pub theme: u8,
    /// The theme's name.
    pub theme_name: String,
    /// Its title.
    pub title: String,
    /// The adjusted score, 0–100, with two decimals; `None` without a model.
    pub estimate: Option<String>,
    /// The mean of its totals as they were given, 0–100, with two decimals.
    pub mean: String,
    /// Its place by that mean.
    pub raw_rank: u32,
    /// How many judges scored it completely.
    pub reviews: u32,
    /// How many judges have it.
    pub due: u32,
    /// The lowest total, two decimals.
    pub lowest: String,
    /// The highest total, two decimals.
    pub highest: String,
    /// The highest total less the lowest, two decimals.
    pub spread: String,
    /// Whether its judges are further apart, leniency taken out, than the noise of the round brings about in 19 of 20
    /// entries; `false` without a model.
    pub disagrees: bool,
}

impl Organizer {
    /// Ranks the entries of the round people are at: [`Organizer::rank_round`].
    ///
    /// # Errors
    /// As there.
    pub fn rank(&self) -> Result<Ranking, RankError> {
        let round = self.current_round()?;
        self.rank_round(&round)
    }

    /// Ranks the entries of a round as the results do. Only complete score sheets of bundles that count go in; recusals,
    /// drafts and open sheets never do, so they lower nobody.
    ///
    /// # Errors
    /// [`RankError::Round`]; a database that cannot be read; records that contradict the contest file.
    pub fn rank_round(&self, round: &RoundId) -> Result<Ranking, RankError> {
        let inputs = self.inputs_now()?;
        let results = self.results_now()?;
        self.ranking(round, &inputs, &results)
    }

    /// The ranking of a round out of results.
    pub(crate) fn ranking(
        &self,
        round: &RoundId,
        inputs: &Inputs,
        results: &Results,
    ) -> Result<Ranking, RankError> {
        let name = self.round(round)?.name.clone();
        let found = results.rounds.iter().find(|one| &one.round == round);
        let found = found.ok_or(StoreError::damaged("results"))?;
        let due = self.due(round, inputs)?;
        let listed = entry::heads(&self.db)?;
        let entries: BTreeMap<&EntryNumber, &entry::Head> =
            listed.iter().map(|entry| (&entry.number, entry)).collect();
        let (lines, by, islands) = match &found.outcome {
            Outcome::Ranked(ranked) => (
                self.adjusted(ranked, &entries),
                RankedBy::Estimate,
                ranked.islands,
            ),
            Outcome::NotRanked(why) => {
                let lines = self.by_raw_means(round, inputs, found, &entries, &due)?;
                let islands = u32::from(!lines.is_empty());
                (lines, RankedBy::RawMean(*why), islands)
            }
        };
        let scored: BTreeSet<&str> = lines.iter().map(|line| line.number.as_str()).collect();
        let begun = inputs.rounds.iter().find(|one| &one.round == round);
        Ok(Ranking {
            round: round.to_string(),
            round_name: name,
            by,
            seed: inputs.seed,
            islands,
            provisional: found.state != RoundState::Complete,
            returned: begun.map_or(0, |begun| begun.returned.len()),
            issued: issued_pack::latest(&self.db, round)?.len(),
            unscored: due
                .keys()
                .map(EntryNumber::as_str)
                .filter(|number| !scored.contains(number))
                .map(str::to_owned)
                .collect(),
            lines,
        })
    }

    /// How many judges have each entry: by what was given out, or by the plan before anything was.
    fn due(
        &self,
        round: &RoundId,
        inputs: &Inputs,
    ) -> Result<BTreeMap<EntryNumber, u32>, StoreError> {
        let mut due: BTreeMap<EntryNumber, u32> = BTreeMap::new();
        match inputs.rounds.iter().find(|one| &one.round == round) {
            Some(begun) => {
                for seat in &begun.seats {
                    *due.entry(seat.entry.clone()).or_default() += 1;
                }
            }
            None => {
                for (_, entry) in assignment::of_round(&self.db, round)? {
                    *due.entry(entry).or_default() += 1;
                }
            }
        }
        Ok(due)
    }

    fn adjusted(
        &self,
        ranked: &RankedRound,
        entries: &BTreeMap<&EntryNumber, &entry::Head>,
    ) -> Vec<RankLine> {
        let leniency: BTreeMap<&JudgeId, f64> = ranked
            .judges
            .iter()
            .map(|judge| (&judge.judge, judge.leniency))
            .collect();
        let line = |one: &EntryStanding| {
            let entry = entries.get(&one.entry)?;
            let (lowest, highest) = ends(one.totals.values().copied());
            let fair = |(judge, total): (&JudgeId, &f64)| {
                total - leniency.get(judge).copied().unwrap_or(0.0)
            };
            let (least, most) = ends(one.totals.iter().map(fair));
            Some(RankLine {
                rank: one.rank,
                tied: one.tied,
                island: one.island,
                rank_low: Some(one.rank_interval.best),
                rank_high: Some(one.rank_interval.worst),
                estimate: Some(points(one.estimate)),
                mean: points(one.raw_mean),
                raw_rank: one.raw_rank,
                reviews: one.reviews,
                due: one.due,
                lowest: points(lowest),
                highest: points(highest),
                spread: points(highest - lowest),
                disagrees: is_disagreement(most - least, one.totals.len(), ranked.variances.noise),
                ..self.unplaced(entry)
            })
        };
        ranked.entries.iter().filter_map(line).collect()
    }

    fn by_raw_means(
        &self,
        round: &RoundId,
        inputs: &Inputs,
        found: &RoundResult,
        entries: &BTreeMap<&EntryNumber, &entry::Head>,
        due: &BTreeMap<EntryNumber, u32>,
    ) -> Result<Vec<RankLine>, RankError> {
        let places: Vec<&entry::Head> = entries.values().copied().collect();
        let reviews = self.totals(round, inputs, &found.excluded, &places)?;
        let ranked = raw_means(places.len(), &reviews).map_err(RankError::Reviews)?;
        let line = |raw: ranking::RawMean| {
            let entry = places.get(raw.entry)?;
            Some(RankLine {
                rank: raw.rank,
                tied: raw.tied,
                mean: points(raw.mean),
                raw_rank: raw.rank,
                reviews: raw.reviews,
                due: due.get(&entry.number).copied().unwrap_or(0),
                lowest: points(raw.lowest),
                highest: points(raw.highest),
                spread: points(raw.highest - raw.lowest),
                ..self.unplaced(entry)
            })
        };
        Ok(ranked.into_iter().filter_map(line).collect())
    }

    /// The totals of the complete sheets that count.
    fn totals(
        &self,
        round: &RoundId,
        inputs: &Inputs,
        excluded: &[JudgeId],
        places: &[&entry::Head],
    ) -> Result<Vec<Review>, RankError> {
        let of_round = self.round(round)?;
        let place: BTreeMap<&EntryNumber, usize> = (0..)
            .zip(places)
            .map(|(at, entry)| (&entry.number, at))
            .collect();
        let mut judges: BTreeMap<&JudgeId, usize> = BTreeMap::new();
        let mut reviews = Vec::new();
        let begun = inputs.rounds.iter().filter(|one| &one.round == round);
        for sheet in begun.flat_map(|one| &one.sheets) {
            let SheetState::Scored(marks) = &sheet.state else {
                continue;
            };
            let found = place
                .get(&sheet.entry)
                .and_then(|&at| Some((at, places.get(at)?)));
            let Some((at, entry)) = found.filter(|_| !excluded.contains(&sheet.judge)) else {
                continue;
            };
            let Some(rubric) = self.contest.rubric(of_round, entry.theme) else {
                continue;
            };
            let next = judges.len();
            reviews.push(Review {
                entry: at,
                judge: *judges.entry(&sheet.judge).or_insert(next),
                score: f64::from(rubric.standing(marks).total) / 100.0,
            });
        }
        Ok(reviews)
    }

    /// A line with what an entry says of itself.
    fn unplaced(&self, entry: &entry::Head) -> RankLine {
        RankLine {
            rank: 0,
            tied: false,
            island: 1,
            rank_low: None,
            rank_high: None,
            number: entry.number.to_string(),
            label: label(&self.contest, entry.theme, entry.serial),
            theme: entry.theme.get(),
            theme_name: self
                .contest
                .theme(entry.theme)
                .map_or_else(String::new, |theme| theme.name.clone()),
            title: entry.title.clone(),
            estimate: None,
            mean: String::new(),
            raw_rank: 0,
            reviews: 0,
            due: 0,
            lowest: String::new(),
            highest: String::new(),
            spread: String::new(),
            disagrees: false,
        }
    }
}

/// The lowest and the highest.
fn ends(totals: impl Iterator<Item = f64>) -> (f64, f64) {
    totals.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), total| {
        (low.min(total), high.max(total))
    })
}

/// The 95 % points of the range of so many independent normal values in standard deviations, from two values on: the
/// studentized range with infinitely many degrees of freedom (Harter 1960, *Annals of Mathematical Statistics* 31).
const RANGE_95: [f64; 9] = [
    2.772, 3.314, 3.633, 3.858, 4.030, 4.170, 4.286, 4.387, 4.474,
];

/// Whether so many judges are further apart than chance brings about in 19 of 20 entries. More judges than the table has
/// are held against its last value.
fn is_disagreement(range: f64, judges: usize, noise: f64) -> bool {
    let Some(place) = judges.checked_sub(2) else {
        return false;
    };
    let limit = RANGE_95.get(place).or(RANGE_95.last()).copied();
    noise > 0.0 && limit.is_some_and(|limit| range > limit * noise.sqrt())
}

/// Two decimals.
fn points(value: f64) -> String {
    format!("{value:.2}")
}

#[cfg(test)]
mod tests {
    use super::is_disagreement;

    #[test]
    fn judges_disagree_when_chance_alone_would_seldom_part_them_so_far() {
        // Three judges, a noise of 4 points: the limit is 13.256.
        assert!(is_disagreement(13.3, 3, 16.0));
        assert!(!is_disagreement(13.2, 3, 16.0));
        assert!(!is_disagreement(40.0, 1, 16.0));
        assert!(!is_disagreement(40.0, 3, 0.0));
    }
}
