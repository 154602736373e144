//! The places of one award, filled from the best: who has one, and who shares the last.

use std::collections::BTreeMap;

use contest::ThemeId;

use crate::decision::Recipient;
use crate::outcome::By;
use crate::score::count;

/// Somebody who can receive the award.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Candidate {
    pub(crate) to: Recipient,
    /// From 1; those who share one are equal.
    pub(crate) rank: u32,
    /// `None` for a unit.
    pub(crate) theme: Option<ThemeId>,
}

/// How the places were filled.
#[derive(Clone, Debug, Default)]
pub(crate) struct Filled {
    /// Who has one, best first.
    pub(crate) won: Vec<(Candidate, By)>,
    /// Those who share what is left of the places, and how many of them can have one.
    pub(crate) ties: Vec<(u32, Vec<Recipient>)>,
}

impl Filled {
    /// How many places are spoken for: won, or shared.
    pub(crate) fn places(&self) -> u32 {
        let shared = self.ties.iter().map(|(places, _)| *places);
        shared.fold(count(self.won.len()), u32::saturating_add)
    }

    /// How many places it would take for all who share the last to have one.
    pub(crate) fn reach(&self) -> u32 {
        let last = self.ties.last().map_or(0, |(places, among)| {
            count(among.len()).saturating_sub(*places)
        });
        self.places().saturating_add(last)
    }
}

/// Groups of those who share a place, best first, and by whose word; `None` where nothing tells them apart.
pub(crate) type Settled = Option<(Vec<Vec<Candidate>>, By)>;

/// Fills places.
struct Filling<'a, S> {
    /// How many are left.
    places: u32,
    /// The most for one theme.
    quota: Option<u32>,
    of_theme: BTreeMap<ThemeId, u32>,
    settle: &'a S,
    filled: Filled,
}

/// Fills `places` with candidates, best first, with at most `quota` of one theme.
///
/// Candidates of one rank are taken together. When there are more of them than places, or more of a theme than its quota
/// leaves, they are settled; what cannot be settled is a tie, whose places count as taken.
pub(crate) fn fill<S: Fn(&[Candidate]) -> Settled>(
    candidates: &[Candidate],
    places: u32,
    quota: Option<u32>,
    settle: &S,
) -> Filled {
    let mut filling = Filling {
        places,
        quota,
        of_theme: BTreeMap::new(),
        settle,
        filled: Filled::default(),
    };
    for group in candidates.chunk_by(|a, b| a.rank == b.rank) {
        filling.group(group, By::Ranking);
    }
    filling.filled
}

impl<S: Fn(&[Candidate]) -> Settled> Filling<'_, S> {
    /// Gives places to a group of equals.
    fn group(&mut self, group: &[Candidate], by: By) {
        let room = self.room(group);
        let fits = room.values().fold(0_u32, |sum, (have, room)| {
            sum.saturating_add(*have.min(room))
        });
        if fits > self.places {
            let left: Vec<Candidate> = group
                .iter()
                .filter(|one| room.get(&one.theme).is_some_and(|(_, room)| *room > 0))
                .cloned()
                .collect();
            self.contended(&left, self.places);
            return;
        }
        for one in group {
            if room
                .get(&one.theme)
                .is_some_and(|(have, room)| have <= room)
            {
                self.take(one.theme, 1);
                self.filled.won.push((one.clone(), by));
            }
        }
        for (theme, (have, room)) in room {
            if have > room {
                let own = group.iter().filter(|one| one.theme == theme);
                self.contended(&own.cloned().collect::<Vec<_>>(), room);
            }
        }
    }

    /// For each theme of a group how many are of it and how many of them the quota leaves room for.
    fn room(&self, group: &[Candidate]) -> BTreeMap<Option<ThemeId>, (u32, u32)> {
        let mut room = BTreeMap::new();
        for one in group {
            let taken = one.theme.and_then(|theme| self.of_theme.get(&theme));
            let quota = match (one.theme, self.quota) {
                (Some(_), Some(quota)) => quota.saturating_sub(taken.copied().unwrap_or(0)),
                (None, _) | (_, None) => u32::MAX,
            };
            room.entry(one.theme).or_insert((0_u32, quota)).0 += 1;
        }
        room
    }

    /// More than can be taken share a place.
    fn contended(&mut self, among: &[Candidate], places: u32) {
        if places == 0 {
            return;
        }
        if let Some((groups, by)) = (self.settle)(among) {
            // With a place for each but the last it is as if they had ranks of their own.
            for group in groups {
                if self.places > 0 {
                    self.group(&group, by);
                }
            }
            return;
        }
        let mut sharing: Vec<Recipient> = among.iter().map(|one| one.to.clone()).collect();
        sharing.sort();
        self.filled.ties.push((places, sharing));
        let mut themes: Vec<Option<ThemeId>> = among.iter().map(|one| one.theme).collect();
        themes.dedup();
        match themes.as_slice() {
            [theme] => self.take(*theme, places),
            // Of several themes only the last places are shared, and nothing is left behind them.
            _ => self.places = self.places.saturating_sub(places),
        }
    }

    fn take(&mut self, theme: Option<ThemeId>, places: u32) {
        self.places = self.places.saturating_sub(places);
        if let Some(theme) = theme {
            let taken = self.of_theme.entry(theme).or_default();
            *taken = taken.saturating_add(places);
        }
    }
}
