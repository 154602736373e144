//! The contest as a whole.

use chrono::{DateTime, FixedOffset};

use crate::award::Award;
use crate::ids::{AwardId, ContestId, RoundId, ThemeId};
use crate::mark::MarkStep;
use crate::number::Numbering;
use crate::round::Round;
use crate::rubric::Rubric;
use crate::rules::{CommentRule, Expertise, MediaLimits, OrderPolicy, TextLimits, TieRule};

/// One question the call asks, with the rubric its entries are marked by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Theme {
    /// Its number in the call.
    pub id: ThemeId,
    /// Its name, for example 城市交通问题.
    pub name: String,
    /// Its English name.
    pub name_en: String,
    /// One character for slips and strips, for example 交; unique in the contest.
    pub short: String,
    /// What the call asks ideas for; one line a question.
    pub asks: Vec<String>,
    /// Words that ideas of this theme use, for suggesting it; may be empty.
    pub words: Vec<String>,
    /// What its judges mark.
    pub rubric: Rubric,
}

/// Everything the rules of one contest fix. Built only from a contest file: see [`Contest::parse`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contest {
    /// Its identifier.
    pub id: ContestId,
    /// Its title.
    pub title: String,
    /// A line below the title.
    pub subtitle: String,
    /// Who holds it.
    pub organiser: String,
    /// The words an e-mail's subject carries after the unit and a `+`.
    pub subject_mark: String,
    /// Where judges may send their score bundles; an address shown to them, never used by the program.
    pub hand_in: Option<String>,
    /// The last moment an entry may be received.
    pub deadline: DateTime<FixedOffset>,
    /// How many entries a unit sends at least, in principle.
    pub entries_per_unit: u32,
    /// How numbers are given.
    pub numbering: Numbering,
    /// How fine marks are.
    pub step: MarkStep,
    /// Lengths of the texts.
    pub text: TextLimits,
    /// Lengths of videos and recordings.
    pub media: MediaLimits,
    /// The rule for comments.
    pub comment: CommentRule,
    /// In which order a judge meets the entries.
    pub order: OrderPolicy,
    /// What a review in the panel round costs.
    pub expertise: Expertise,
    /// What decides ties, unless an award says otherwise.
    pub ties: TieRule,
    /// The themes, in the order of the call; at least one.
    pub themes: Vec<Theme>,
    /// The rounds, first to last; the first is the panel round.
    pub rounds: Vec<Round>,
    /// The awards, highest first.
    pub awards: Vec<Award>,
}

impl Contest {
    /// The theme with this number.
    pub fn theme(&self, id: ThemeId) -> Option<&Theme> {
        self.themes.iter().find(|theme| theme.id == id)
    }
    /// The round with this identifier.
    pub fn round(&self, id: &RoundId) -> Option<&Round> {
        self.rounds.iter().find(|round| &round.id == id)
    }

    /// The first round, in which every accepted entry is judged.
    pub fn panel(&self) -> &Round {
        self.rounds.first().expect("a contest file has a round")
    }

    /// The award with this identifier.
    pub fn award(&self, id: &AwardId) -> Option<&Award> {
        self.awards.iter().find(|award| &award.id == id)
    }

    /// What the judges of a round mark in entries of a theme: the round's own rubric, or else the theme's. `None` for a
    /// theme the contest does not have.
    pub fn rubric<'a>(&'a self, round: &'a Round, theme: ThemeId) -> Option<&'a Rubric> {
        let of_theme = self.theme(theme)?;
        Some(round.rubric.as_ref().unwrap_or(&of_theme.rubric))
    }
}
