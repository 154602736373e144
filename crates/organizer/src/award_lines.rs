//! Above which place of a ranking an entry goes on or receives an award, for people to look at.

use contest::{AwardId, DecidedBy, GivenTo, RoundId, RoundKind};
use results::Results;

use crate::folder::Organizer;

/// A line in a ranking.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AwardLine {
    /// What lies above it.
    pub above: Above,
    /// How many places there are above it.
    pub places: u32,
}

/// What lies above a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Above {
    /// An award to entries, and the higher ones of its round.
    Award(AwardId),
    /// A later round.
    Round(RoundId),
}

impl Organizer {
    /// The lines that all entries of a round are held against, from the top. What only some can have (an award for a theme,
    /// for a video, beside others) has none, nor has an award whose number is open, nor those below it.
    pub fn award_lines(&self, round: &RoundId, results: &Results) -> Vec<AwardLine> {
        let mut lines = Vec::new();
        let mut places = Some(0_u32);
        for award in &self.contest.awards {
            if &award.round != round || award.given_to == GivenTo::Unit || award.beside_others {
                continue;
            }
            let told = results.awards.iter().find(|one| one.award == award.id);
            let count = told.and_then(|told| told.count);
            places = places
                .zip(count)
                .map(|(ahead, count)| ahead.saturating_add(count));
            let is_for_all = award.given_to == GivenTo::Entry
                && award.themes.is_empty()
                && award.decided_by == DecidedBy::Ranking;
            if let Some(places) = places.filter(|_| is_for_all) {
                let above = Above::Award(award.id.clone());
                lines.push(AwardLine { above, places });
            }
        }
        if self.is_panel(round) {
            let later = self.contest.rounds.iter();
            let later = later.filter(|later| later.kind == RoundKind::Final);
            lines.extend(later.filter_map(|later| {
                Some(AwardLine {
                    places: later.shortlist?.places,
                    above: Above::Round(later.id.clone()),
                })
            }));
        }
        lines
    }
}
