//! Refusals between the score sheets and the results.

use results::{InputsError, WhatIfError};

use super::{Facts, Refusal, RoundUnknown, StoreError, facts, listed};

/// There are no results.
#[derive(Debug, thiserror::Error)]
pub enum ResultsError {
    /// See [`StoreError`].
    #[error(transparent)]
    Store(#[from] StoreError),
    /// What is recorded contradicts the contest file, which was changed since, or itself.
    #[error("the records contradict the contest file")]
    Contradiction(#[source] results::InputsError),
}

impl Refusal for ResultsError {
    fn code(&self) -> &'static str {
        match self {
            Self::Store(inner) => inner.code(),
            Self::Contradiction(_) => "results_contradict",
        }
    }

    fn facts(&self) -> Facts {
        match self {
            Self::Store(inner) => inner.facts(),
            Self::Contradiction(why) => facts([("why", why.to_string())]),
        }
    }
}

/// There is no ranking.
#[derive(Debug, thiserror::Error)]
pub enum RankError {
    /// See [`StoreError`].
    #[error(transparent)]
    Store(#[from] StoreError),
    /// See [`RoundUnknown`].
    #[error(transparent)]
    Round(#[from] RoundUnknown),
    /// See [`ResultsError`].
    #[error(transparent)]
    Results(#[from] ResultsError),
    /// The reviews contradict each other.
    #[error("the reviews cannot be ranked")]
    Reviews(#[source] ranking::RankingError),
}

impl Refusal for RankError {
    fn code(&self) -> &'static str {
        match self {
            Self::Store(inner) => inner.code(),
            Self::Round(inner) => inner.code(),
            Self::Results(inner) => inner.code(),
            Self::Reviews(_) => "reviews_contradict",
        }
    }

    fn facts(&self) -> Facts {
        match self {
            Self::Store(inner) => inner.facts(),
            Self::Round(inner) => inner.facts(),
            Self::Results(inner) => inner.facts(),
            Self::Reviews(why) => facts([("why", why.to_string())]),
        }
    }
}

/// Nothing was decided about the results.
#[derive(Debug, thiserror::Error)]
pub enum DecisionError {
    /// See [`StoreError`].
    #[error(transparent)]
    Store(#[from] StoreError),
    /// See [`RoundUnknown`].
    #[error(transparent)]
    Round(#[from] RoundUnknown),
    /// See [`ResultsError`].
    #[error(transparent)]
    Results(#[from] ResultsError),
    /// No reason was given.
    #[error("there is no reason")]
    NoReason,
    /// Nobody is named who was present.
    #[error("nobody was present")]
    NobodyPresent,
    /// The contest has no such award.
    #[error("the contest has no award {award:?}")]
    AwardUnknown {
        /// What was asked for.
        award: String,
        /// The awards it has.
        awards: Vec<String>,
    },
    /// The judge was given nothing in the round.
    #[error("{judge} was given nothing in {round}")]
    NotInRound {
        /// The judge.
        judge: String,
        /// The round.
        round: String,
    },
    /// It is decided that way already.
    #[error("it is so already")]
    AlreadySo,
    /// The contest file says how many are given.
    #[error("{count} of {award} are given")]
    CountFixed {
        /// The award.
        award: String,
        /// How many.
        count: u32,
    },
    /// These do not share the last place of the award, or not all who share it are named.
    #[error("these do not share the last place of {award}")]
    NoTie {
        /// The award.
        award: String,
    },
    /// The ranking says who receives the award.
    #[error("{award} is given by the ranking")]
    GivenByRanking {
        /// The award.
        award: String,
    },
    /// Nobody has said a word on it that could be taken back.
    #[error("there is no word on it for {award}")]
    NothingToReopen {
        /// The award.
        award: String,
    },
    /// The decision contradicts the contest or the entries.
    #[error("the decision contradicts the records")]
    Contradiction(#[source] results::InputsError),
}

impl Refusal for DecisionError {
    fn code(&self) -> &'static str {
        match self {
            Self::Store(inner) => inner.code(),
            Self::Round(inner) => inner.code(),
            Self::Results(inner) => inner.code(),
            Self::NoReason => "decision_no_reason",
            Self::NobodyPresent => "decision_nobody_present",
            Self::AwardUnknown { .. } => "award_unknown",
            Self::NotInRound { .. } => "judge_not_in_round",
            Self::AlreadySo => "decision_already_so",
            Self::CountFixed { .. } => "award_count_fixed",
            Self::NoTie { .. } => "award_no_tie",
            Self::GivenByRanking { .. } => "award_by_ranking",
            Self::NothingToReopen { .. } => "award_nothing_to_reopen",
            Self::Contradiction(why) => match why {
                InputsError::UnknownEntry { .. } | InputsError::UnknownUnit { .. } => {
                    "recipient_unknown"
                }
                InputsError::CannotReceive { .. } => "recipient_cannot_receive",
                InputsError::GivenTooOften { .. } => "award_given_too_often",
                _ => "results_contradict",
            },
        }
    }

    fn facts(&self) -> Facts {
        match self {
            Self::Store(inner) => inner.facts(),
            Self::Round(inner) => inner.facts(),
            Self::Results(inner) => inner.facts(),
            Self::NoReason | Self::NobodyPresent | Self::AlreadySo => Facts::new(),
            Self::AwardUnknown { award, awards } => {
                facts([("award", award.clone()), ("awards", listed(awards))])
            }
            Self::NotInRound { judge, round } => {
                facts([("judge", judge.clone()), ("round", round.clone())])
            }
            Self::CountFixed { award, count } => {
                facts([("award", award.clone()), ("count", count.to_string())])
            }
            Self::NoTie { award }
            | Self::GivenByRanking { award }
            | Self::NothingToReopen { award } => facts([("award", award.clone())]),
            Self::Contradiction(why) => facts([("why", why.to_string())]),
        }
    }
}

/// There is nothing to say about what would be.
#[derive(Debug, thiserror::Error)]
pub enum WhatIfRefused {
    /// See [`StoreError`].
    #[error(transparent)]
    Store(#[from] StoreError),
    /// There is no such thing to change.
    #[error(transparent)]
    Change(#[from] results::WhatIfError),
}

impl Refusal for WhatIfRefused {
    fn code(&self) -> &'static str {
        match self {
            Self::Store(inner) => inner.code(),
            Self::Change(why) => match why {
                WhatIfError::Inputs(_) => "results_contradict",
                WhatIfError::RoundNotBegun { .. } => "round_not_begun",
                WhatIfError::JudgeNotInRound { .. } => "judge_not_in_round",
                WhatIfError::NotItsRubric { .. } => "what_if_rubric",
                WhatIfError::NotItsCriterion { .. } => "what_if_criterion",
                WhatIfError::SharesSum { .. } => "what_if_shares",
            },
        }
    }

    fn facts(&self) -> Facts {
        match self {
            Self::Store(inner) => inner.facts(),
            Self::Change(why) => match why {
                WhatIfError::Inputs(why) => facts([("why", why.to_string())]),
                WhatIfError::RoundNotBegun { round } | WhatIfError::NotItsRubric { round, .. } => {
                    facts([("round", round.to_string())])
                }
                WhatIfError::JudgeNotInRound { round, judge } => {
                    facts([("judge", judge.to_string()), ("round", round.to_string())])
                }
                WhatIfError::NotItsCriterion { criterion } => {
                    facts([("criterion", criterion.to_string())])
                }
                WhatIfError::SharesSum { sum } => facts([("sum", sum.to_string())]),
            },
        }
    }
}
