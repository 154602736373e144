//! Limits, policies, rounds and awards of a contest.

use chrono::{DateTime, FixedOffset};
use serde::{Deserialize, Serialize};

use crate::ids::ThemeId;

/// How long the texts of the form may be, counted in 字 (each Han character, CJK mark and full-width
/// form is one, each unbroken run of anything else is one).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TextLimits {
    /// The longest title.
    pub title_max: u32,
    /// The shortest 主要举措.
    pub measures_min: u32,
    /// The longest 主要举措.
    pub measures_max: u32,
    /// The longest 创新之处.
    pub innovation_max: u32,
    /// The longest 预期效果.
    pub effect_max: u32,
}

/// How long a video or a recording may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MediaLimits {
    /// The limit in milliseconds.
    pub longest_ms: u32,
    /// How much more is not held against the entry, in milliseconds.
    pub grace_ms: u32,
}

impl MediaLimits {
    /// By how many milliseconds this length passes the limit; 0 within limit and grace.
    pub fn over_ms(self, length_ms: u64) -> u64 {
        let allowed = u64::from(self.longest_ms).saturating_add(u64::from(self.grace_ms));
        if length_ms > allowed {
            length_ms.saturating_sub(u64::from(self.longest_ms))
        } else {
            0
        }
    }
}

/// Whether a score sheet needs a comment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CommentPolicy {
    /// No comment field.
    Off,
    /// A short comment is mentioned before submitting and stops nothing.
    Reminder,
    /// Without a comment of the minimum length a sheet stays a draft.
    Required,
}

/// Who reads the comments in the end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CommentReaders {
    /// The organiser only.
    Organizer,
    /// The organiser and, after the awards, the authors.
    Authors,
}

/// The rule for comments.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CommentRule {
    /// Whether one is needed.
    pub policy: CommentPolicy,
    /// How many characters make a full comment.
    pub minimum: u32,
    /// Who reads them.
    pub readers: CommentReaders,
}

/// In which order a judge meets the entries of a theme.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OrderPolicy {
    /// Entries with a video first, each half shuffled for each judge.
    VideosFirst,
    /// Shuffled for each judge.
    Shuffled,
}

/// What decides between entries of one score.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TieRule {
    /// The chairs vote and the count is recorded.
    ChairsVote,
    /// The majority of the judges' own orders within the tie.
    JudgesOrder,
    /// All receive the award, if the organiser approves the extra places.
    AwardAll,
}

/// What kind of round.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RoundKind {
    /// Each theme's panel judges the entries of its theme.
    PanelByTheme,
    /// Everyone judges the shortlist of the round before.
    Final,
}

/// One round of judging.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Round {
    /// Its identifier, for example `panel`.
    pub id: String,
    /// Its name.
    pub name: String,
    /// What kind of round it is.
    pub kind: RoundKind,
    /// How many judges review each entry, 1–50.
    pub reviews: u32,
    /// How many entries go in; `None` takes all that were accepted.
    pub shortlist: Option<u32>,
    /// When the judges' scores are due.
    pub closes_at: Option<DateTime<FixedOffset>>,
}

/// Who can receive an award.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GivenTo {
    /// An idea.
    Entry,
    /// An idea with a video.
    EntryWithVideo,
    /// A unit, for participation, organisation and results.
    Unit,
}

/// One award.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Award {
    /// Its identifier, for example `gold`.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its English name.
    pub name_en: String,
    /// How many are given; `None` leaves the number to the organiser.
    pub count: Option<u32>,
    /// The money for each, in whole yuan.
    pub prize_yuan: u32,
    /// Who can receive it.
    pub given_to: GivenTo,
    /// At most so many for one theme; `None` is no quota.
    pub per_theme: Option<u32>,
    /// The themes it is restricted to; empty is all of them.
    pub themes: Vec<ThemeId>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_video_within_the_grace_is_not_over() {
        let limit = MediaLimits {
            longest_ms: 180_000,
            grace_ms: 1_000,
        };
        assert_eq!(limit.over_ms(180_000), 0);
        assert_eq!(limit.over_ms(181_000), 0);
        assert_eq!(limit.over_ms(181_001), 1_001);
        assert_eq!(limit.over_ms(200_010), 20_010);
        assert_eq!(limit.over_ms(u64::MAX), u64::MAX - 180_000);
    }
}
