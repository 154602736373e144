//! How far a contest has come: the counts that stand on the organiser's first page, each of which another page lists.

use std::collections::BTreeMap;

use contest::{EntryNumber, ThemeId};
use rusqlite::Connection;
use serde::Serialize;

use crate::error::StoreError;
use crate::folder::Organizer;
use crate::overview::Standing;
use crate::store::{assignment, draft, entry, issued_pack, medium, plan, queue_item, sent_back};

/// The counts of every stage.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Stages {
    /// Until when entries could be sent in; RFC 3339.
    pub deadline: String,
    /// Until when judges score in the round of the ranking; RFC 3339.
    pub closes_at: Option<String>,
    /// Mails and folders received, copies left out.
    pub sources: u32,
    /// Forms read in them.
    pub drafts: u32,
    /// Drafts nobody has accepted or sent back yet.
    pub waiting: u32,
    /// Drafts that were sent back, or that others take the place of.
    pub sent_back: u32,
    /// Open questions.
    pub questions: u32,
    /// Media that are not measured and copied yet.
    pub media_waiting: u32,
    /// Entries in judging.
    pub entries: u32,
    /// Judges for each entry of the round, once there is a plan.
    pub reviews: Option<u32>,
    /// Pairs of judge and entry in the plan.
    pub due: u32,
    /// Pairs of them that a complete score sheet has come back for.
    pub scored: u32,
    /// The packs of the round that are out, the latest of each judge.
    pub packs: Vec<PackLine>,
    /// Judges of the plan who have no pack, or whose pack lacks an entry.
    pub without_pack: Vec<String>,
    /// Theme by theme, in the contest file's order.
    pub themes: Vec<ThemeLine>,
}

/// One judge's latest pack.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PackLine {
    /// For whom.
    pub judge: String,
    /// 1 for the judge's first pack of any round.
    pub version: u32,
    /// The length of its file in bytes.
    pub bytes: u64,
    /// RFC 3339.
    pub issued_at: String,
}

/// One theme.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ThemeLine {
    /// Its number.
    pub theme: u8,
    /// Its one character.
    pub short: String,
    /// Its name in Chinese.
    pub name: String,
    /// Its name in English.
    pub name_en: String,
    /// Entries in judging.
    pub entries: u32,
    /// Entries of them with a video.
    pub with_video: u32,
    /// Pairs of judge and entry in the plan.
    pub due: u32,
    /// Pairs of them that a complete score sheet has come back for.
    pub scored: u32,
}

#[derive(Clone, Copy, Default)]
struct Tally {
    entries: u32,
    with_video: u32,
    due: u32,
    scored: u32,
}

impl Organizer {
    /// Counts every stage; from the plan on it is the stage of one round, that of `standing`, which is of the same moment.
    ///
    /// # Errors
    /// A database that cannot be read.
    pub fn stages(&self, standing: &Standing) -> Result<Stages, StoreError> {
        let entries = entry::heads(&self.db)?;
        let videos = medium::videos_of_entries(&self.db)?;
        let round = &standing.round;
        let pairs = assignment::of_round(&self.db, round)?;
        let mut tallies: BTreeMap<ThemeId, Tally> = BTreeMap::new();
        let mut theme_of: BTreeMap<&EntryNumber, ThemeId> = BTreeMap::new();
        for one in &entries {
            theme_of.insert(&one.number, one.theme);
            let tally = tallies.entry(one.theme).or_default();
            tally.entries += 1;
            tally.with_video += u32::from(videos.contains_key(&one.draft));
        }
        for (_, number) in &pairs {
            if let Some(tally) = theme_of.get(number).and_then(|id| tallies.get_mut(id)) {
                tally.due += 1;
            }
        }
        for (theme, scored) in &standing.scored {
            tallies.entry(*theme).or_default().scored = *scored;
        }
        let packs = issued_pack::latest(&self.db, round)?.into_values();
        let packs = packs.map(|pack| PackLine {
            judge: pack.judge.to_string(),
            version: pack.version,
            bytes: pack.bytes,
            issued_at: pack.issued_at,
        });
        let without_pack = self.to_issue(round, &pairs)?;
        let closes_at = self.contest.round(round).and_then(|round| round.closes_at);
        Ok(Stages {
            deadline: self.contest.deadline.to_rfc3339(),
            closes_at: closes_at.map(|at| at.to_rfc3339()),
            sources: rows(
                &self.db,
                "SELECT count(*) FROM source WHERE duplicate_of IS NULL",
            )?,
            drafts: rows(&self.db, "SELECT count(*) FROM live_draft")?,
            waiting: count(draft::waiting(&self.db)?.len()),
            sent_back: sent_back::count(&self.db)?,
            questions: queue_item::open_count(&self.db)?,
            media_waiting: count(medium::waiting(&self.db)?.len()),
            entries: count(entries.len()),
            reviews: plan::get(&self.db, round)?.map(|plan| plan.reviews),
            due: count(pairs.len()),
            scored: tallies
                .values()
                .fold(0, |sum, tally| sum.saturating_add(tally.scored)),
            packs: packs.collect(),
            without_pack: without_pack.iter().map(ToString::to_string).collect(),
            themes: self
                .contest
                .themes
                .iter()
                .map(|theme| {
                    let tally = tallies.get(&theme.id).copied().unwrap_or_default();
                    ThemeLine {
                        theme: theme.id.get(),
                        short: theme.short.clone(),
                        name: theme.name.clone(),
                        name_en: theme.name_en.clone(),
                        entries: tally.entries,
                        with_video: tally.with_video,
                        due: tally.due,
                        scored: tally.scored,
                    }
                })
                .collect(),
        })
    }
}

fn rows(db: &Connection, query: &str) -> Result<u32, StoreError> {
    Ok(db.query_row(query, [], |row| row.get(0))?)
}

fn count(items: usize) -> u32 {
    u32::try_from(items).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use crate::accept::tests::plant;
    use crate::accept::{IdentityRule, ThemeChoice, Which};
    use crate::new::tests::{fresh, now, rng};

    #[test]
    fn every_stage_counts_what_is_there_and_nothing_else() {
        let (_dir, mut organizer) = fresh();
        for (at, theme) in [Some(2), Some(2), Some(3), None].into_iter().enumerate() {
            plant(&organizer, &format!("点子{at}"), "某校", theme);
        }
        let choice = ThemeChoice::default();
        organizer
            .accept(&Which::All, &choice, IdentityRule::Mask, now(), &mut rng())
            .unwrap();
        organizer
            .take_judges("id,name,unit,email,themes\nJ01,甲,,,\nJ02,乙,,,\n")
            .unwrap();
        organizer.plan(2, 7, now()).unwrap();
        let stages = organizer
            .stages(&organizer.overview().unwrap().standing)
            .unwrap();
        assert_eq!((stages.sources, stages.drafts, stages.waiting), (4, 4, 1));
        assert_eq!((stages.entries, stages.due, stages.scored), (3, 6, 0));
        assert_eq!(stages.reviews, Some(2));
        assert_eq!(stages.without_pack, ["J01", "J02"]);
        let by_theme: Vec<_> = stages
            .themes
            .iter()
            .filter(|theme| theme.entries > 0)
            .map(|theme| (theme.theme, theme.entries, theme.due))
            .collect();
        assert_eq!(by_theme, [(2, 2, 4), (3, 1, 2)]);
    }
}
