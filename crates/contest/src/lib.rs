//! The contest in plain types: themes, rubric, marks, numbers, limits, awards.
//!
//! This crate owns what the rules of one contest *are* and refuses rules that contradict themselves.
//! It reads no file, asks no clock and knows neither mails nor packs nor tables; the text of a contest
//! file comes in as a string and every other crate receives the parsed [`Contest`].

mod award;
mod contest;
mod file;
mod form;
mod ids;
mod mark;
mod number;
mod problem;
mod round;
mod rubric;
mod rules;

pub use award::{Award, DecidedBy, GivenTo, UnitScore};
pub use contest::{Contest, Theme};
pub use form::{
    AwardForm, ContestForm, CriterionForm, FormError, LevelForm, RoundForm, ShareForm, ThemeForm,
};
pub use ids::{AwardId, ContestId, CriterionId, InvalidId, JudgeId, RoundId, ThemeId};
pub use mark::{MarkStep, NotAMark, Points};
pub use number::{Draw, EntryNumber, InvalidNumber, Numbering};
pub use problem::{ContestFileError, Problem};
pub use round::{Round, RoundKind, Shortlist, ShortlistBy};
pub use rubric::{Criterion, Level, Rubric, Standing, Weighted};
pub use rules::{
    CommentPolicy, CommentReaders, CommentRule, Expertise, MediaLimits, OrderPolicy, TextLimits,
    TieRule,
};
