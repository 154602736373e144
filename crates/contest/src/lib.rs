//! The contest in plain types: themes, rubric, marks, numbers, limits, awards.
//!
//! This crate owns what the rules of one contest *are* and refuses rules that contradict themselves.
//! It reads no file, asks no clock and knows neither mails nor packs nor tables; the text of a contest
//! file comes in as a string and every other crate receives the parsed [`Contest`].

mod contest;
mod file;
mod ids;
mod mark;
mod number;
mod problem;
mod rubric;
mod rules;

pub use contest::{Contest, Theme};
pub use ids::{ContestId, CriterionId, InvalidId, JudgeId, ThemeId};
pub use mark::{MarkStep, NotAMark, Points};
pub use number::{Draw, EntryNumber, InvalidNumber, Numbering};
pub use problem::{ContestFileError, Problem};
pub use rubric::{Criterion, Level, Rubric, Standing, Weighted};
pub use rules::{
    Award, CommentPolicy, CommentReaders, CommentRule, GivenTo, MediaLimits, OrderPolicy, Round,
    RoundKind, TextLimits, TieRule,
};
