//! Limits and policies of a contest.

use serde::{Deserialize, Serialize};

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

/// What a review costs by how well the judge knows the theme, in any unit: the plan of the panel round keeps the sum small.
/// `first` ≤ `listed` ≤ `unlisted`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Expertise {
    /// The judge's first theme.
    pub first: u32,
    /// Another theme the judge lists, or any theme for a judge who lists none.
    pub listed: u32,
    /// A theme the judge does not list.
    pub unlisted: u32,
}

impl Default for Expertise {
    /// 0, 1 and 4: one review by a stranger to the theme is as bad as four by judges who merely list it.
    fn default() -> Self {
        Self {
            first: 0,
            listed: 1,
            unlisted: 4,
        }
    }
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
