//! The ranking by raw means of what counts so far.

use std::collections::{BTreeMap, BTreeSet};

use contest::{EntryNumber, JudgeId};
use ranking::{Review, raw_means};
use serde::Serialize;

use crate::contents::label;
use crate::error::{RankError, StoreError};
use crate::folder::Organizer;
use crate::store::sheet::Status;
use crate::store::{assignment, bundle, entry, issued_pack, sheet};

/// The ranking and what it rests on.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Ranking {
    /// The entries that have a complete score sheet, best first.
    pub lines: Vec<RankLine>,
    /// Whether judges are still missing; until then every place can change.
    pub provisional: bool,
    /// From how many judges a bundle counts.
    pub returned: usize,
    /// How many judges have a pack.
    pub issued: usize,
    /// Entries in the plan that nobody has scored yet.
    pub unscored: Vec<String>,
}

/// One entry's place.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RankLine {
    /// From 1; equal means share a place.
    pub rank: u32,
    /// Whether another entry has the same place.
    pub tied: bool,
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
    /// The mean of its totals, 0–100, with two decimals.
    pub mean: String,
    /// How many judges scored it completely.
    pub reviews: u32,
    /// How many judges have it.
    pub due: u32,
    /// The lowest total, two decimals.
    pub lowest: String,
    /// The highest total, two decimals.
    pub highest: String,
}

impl Organizer {
    /// Ranks the entries by the mean of their weighted totals. Only complete score sheets of bundles that count go in;
    /// recusals, drafts and open sheets never do, so they lower nobody.
    ///
    /// # Errors
    /// A database that cannot be read.
    pub fn rank(&self) -> Result<Ranking, RankError> {
        let entries = entry::all(&self.db)?;
        let place: BTreeMap<&EntryNumber, usize> = entries
            .iter()
            .enumerate()
            .map(|(at, entry)| (&entry.number, at))
            .collect();
        let received = bundle::all(&self.db)?;
        let rulings = self.rulings(&received)?;
        let standing = self.standing(&received, &rulings);

        let mut reviews = Vec::new();
        for (judge, bundle) in (0..).zip(standing.values()) {
            for one in sheet::of_bundle(&self.db, bundle.receipt)? {
                let Some((at, entry)) = place
                    .get(&one.entry)
                    .and_then(|&at| Some((at, entries.get(at)?)))
                else {
                    continue;
                };
                let Some(theme) = self
                    .contest
                    .theme(entry.theme)
                    .filter(|_| one.status == Status::Scored)
                else {
                    continue;
                };
                let standing = theme.rubric.standing(&one.marks);
                if standing.is_complete() {
                    reviews.push(Review {
                        entry: at,
                        judge,
                        score: f64::from(standing.total) / 100.0,
                    });
                }
            }
        }
        let mut due: BTreeMap<EntryNumber, u32> = BTreeMap::new();
        for (_, number) in assignment::all(&self.db)? {
            *due.entry(number).or_default() += 1;
        }
        let ranked = raw_means(entries.len(), &reviews).map_err(RankError::Reviews)?;
        let mut lines = Vec::with_capacity(ranked.len());
        for raw in ranked {
            let entry = entries.get(raw.entry).ok_or(StoreError::damaged("entry"))?;
            lines.push(RankLine {
                rank: raw.rank,
                tied: raw.tied,
                number: entry.number.to_string(),
                label: label(&self.contest, entry.theme, entry.serial),
                theme: entry.theme.get(),
                theme_name: self
                    .contest
                    .theme(entry.theme)
                    .map_or_else(String::new, |theme| theme.name.clone()),
                title: entry.title.clone(),
                mean: format!("{:.2}", raw.mean),
                reviews: raw.reviews,
                due: due.get(&entry.number).copied().unwrap_or(0),
                lowest: format!("{:.2}", raw.lowest),
                highest: format!("{:.2}", raw.highest),
            });
        }
        let scored: BTreeSet<&str> = lines.iter().map(|line| line.number.as_str()).collect();
        let unscored = due
            .keys()
            .map(EntryNumber::as_str)
            .filter(|number| !scored.contains(number))
            .map(str::to_owned)
            .collect();
        let mut judges: Vec<JudgeId> = issued_pack::all(&self.db)?
            .into_iter()
            .map(|pack| pack.judge)
            .collect();
        judges.dedup();
        Ok(Ranking {
            provisional: standing.len() < judges.len() || judges.is_empty(),
            returned: standing.len(),
            issued: judges.len(),
            lines,
            unscored,
        })
    }
}
