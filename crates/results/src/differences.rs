//! What moved from one set of results to another.

use std::collections::{BTreeMap, BTreeSet};

use contest::{AwardId, Contest, EntryNumber, RoundId};
use serde::{Deserialize, Serialize};

use crate::decision::Recipient;
use crate::outcome::{OpenQuestion, Outcome, Results};

/// What moved. Each list is in the order of the contest file, then rising.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Differences {
    /// Entries whose rank in a round is another one.
    pub ranks: Vec<RankMoved>,
    /// Entries that go into a later round by one of the two only.
    pub shortlists: Vec<ShortlistMoved>,
    /// Who receives an award by one of the two only.
    pub awards: Vec<AwardMoved>,
    /// Open questions of one of the two only.
    pub questions: Vec<QuestionMoved>,
    /// Units whose rank is another one.
    pub units: Vec<UnitMoved>,
}

impl Differences {
    /// Whether nothing moved.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// An entry with another rank.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RankMoved {
    /// In which round.
    pub round: RoundId,
    /// Which entry.
    pub entry: EntryNumber,
    /// Its rank before; `None`: it had none.
    pub before: Option<u32>,
    /// Its rank after; `None`: it has none.
    pub after: Option<u32>,
}

/// An entry that goes in or goes out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ShortlistMoved {
    /// Into or out of which round.
    pub round: RoundId,
    /// Which entry.
    pub entry: EntryNumber,
    /// Which way.
    pub moved: Moved,
}

/// Somebody who gains or loses an award.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AwardMoved {
    /// Which award.
    pub award: AwardId,
    /// Who.
    pub to: Recipient,
    /// Which way.
    pub moved: Moved,
}

/// A question that is opened or closed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct QuestionMoved {
    /// Of which award.
    pub award: AwardId,
    /// Which question.
    pub question: OpenQuestion,
    /// Which way: in is opened, out is closed.
    pub moved: Moved,
}

/// A unit with another rank.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UnitMoved {
    /// Which unit.
    pub unit: String,
    /// Its rank before; `None`: it had none.
    pub before: Option<u32>,
    /// Its rank after; `None`: it has none.
    pub after: Option<u32>,
}

/// Which way something moved.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Moved {
    /// There after, and not before.
    In,
    /// There before, and not after.
    Out,
}

/// What moved from one set of results of a contest to another.
pub fn differences(contest: &Contest, before: &Results, after: &Results) -> Differences {
    let mut found = Differences::default();
    for round in contest.rounds.iter().map(|round| &round.id) {
        let ranks = moved(&ranks(before, round), &ranks(after, round));
        found.ranks.extend(ranks.into_iter().map(|one| RankMoved {
            round: round.clone(),
            entry: one.who,
            before: one.before,
            after: one.after,
        }));
        let listed = crossed(&listed(before, round), &listed(after, round));
        let listed = listed.into_iter().map(|(entry, moved)| ShortlistMoved {
            round: round.clone(),
            entry,
            moved,
        });
        found.shortlists.extend(listed);
    }
    for award in contest.awards.iter().map(|award| &award.id) {
        let received = crossed(&received(before, award), &received(after, award));
        found
            .awards
            .extend(received.into_iter().map(|(to, moved)| AwardMoved {
                award: award.clone(),
                to,
                moved,
            }));
        let (old, new) = (open(before, award), open(after, award));
        let closed = old.iter().filter(|one| !new.contains(one));
        let opened = new.iter().filter(|one| !old.contains(one));
        let moved = closed
            .map(|question| (question, Moved::Out))
            .chain(opened.map(|question| (question, Moved::In)));
        found
            .questions
            .extend(moved.map(|(question, moved)| QuestionMoved {
                award: award.clone(),
                question: (*question).clone(),
                moved,
            }));
    }
    let units = moved(&units(before), &units(after));
    found.units.extend(units.into_iter().map(|one| UnitMoved {
        unit: one.who,
        before: one.before,
        after: one.after,
    }));
    found
}

/// Somebody with another rank.
struct Rank<T> {
    who: T,
    before: Option<u32>,
    after: Option<u32>,
}

/// Whose rank is another one, rising.
fn moved<T: Ord + Clone>(before: &BTreeMap<&T, u32>, after: &BTreeMap<&T, u32>) -> Vec<Rank<T>> {
    let all: BTreeSet<&&T> = before.keys().chain(after.keys()).collect();
    all.into_iter()
        .map(|who| Rank {
            who: (*who).clone(),
            before: before.get(who).copied(),
            after: after.get(who).copied(),
        })
        .filter(|one| one.before != one.after)
        .collect()
}

/// What only one of two sets has, with which way it moved.
fn crossed<T: Ord + Clone>(before: &BTreeSet<&T>, after: &BTreeSet<&T>) -> Vec<(T, Moved)> {
    let gone = before
        .difference(after)
        .map(|one| ((*one).clone(), Moved::Out));
    let come = after
        .difference(before)
        .map(|one| ((*one).clone(), Moved::In));
    gone.chain(come).collect()
}

fn ranks<'a>(results: &'a Results, round: &RoundId) -> BTreeMap<&'a EntryNumber, u32> {
    let told = results.rounds.iter().find(|told| &told.round == round);
    match told.map(|told| &told.outcome) {
        Some(Outcome::Ranked(ranked)) => {
            let standings = ranked.entries.iter();
            standings.map(|one| (&one.entry, one.rank)).collect()
        }
        Some(Outcome::NotRanked(_)) | None => BTreeMap::new(),
    }
}

fn units(results: &Results) -> BTreeMap<&String, u32> {
    let ranked = results.units.iter();
    ranked
        .filter_map(|one| Some((&one.unit, one.rank?)))
        .collect()
}

fn listed<'a>(results: &'a Results, round: &RoundId) -> BTreeSet<&'a EntryNumber> {
    let lists = results
        .shortlists
        .iter()
        .filter(|list| &list.round == round);
    let entries = lists.flat_map(|list| &list.entries);
    entries.map(|one| &one.entry).collect()
}

fn received<'a>(results: &'a Results, award: &AwardId) -> BTreeSet<&'a Recipient> {
    let awards = results.awards.iter().filter(|told| &told.award == award);
    let received = awards.flat_map(|told| &told.received);
    received.map(|one| &one.to).collect()
}

fn open<'a>(results: &'a Results, award: &AwardId) -> Vec<&'a OpenQuestion> {
    let awards = results.awards.iter().filter(|told| &told.award == award);
    awards.flat_map(|told| &told.open).collect()
}
