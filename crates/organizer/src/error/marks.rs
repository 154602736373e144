//! Refusals of what a person says of packs that went out.

use super::{Facts, Refusal, StoreError, facts};

/// Nothing was noted.
#[derive(Debug, thiserror::Error)]
pub enum MarkError {
    /// See [`StoreError`].
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The judge has no pack of the round.
    #[error("{judge} has no pack of the round")]
    NoPack {
        /// The judge.
        judge: String,
    },
    /// The line says nothing that could be taken back, or was taken back before.
    #[error("line {line} cannot be taken back")]
    NoMark {
        /// The line.
        line: u32,
    },
}

impl Refusal for MarkError {
    fn code(&self) -> &'static str {
        match self {
            Self::Store(inner) => inner.code(),
            Self::NoPack { .. } => "judge_without_pack",
            Self::NoMark { .. } => "mark_not_there",
        }
    }

    fn facts(&self) -> Facts {
        match self {
            Self::Store(inner) => inner.facts(),
            Self::NoPack { judge } => facts([("judge", judge.clone())]),
            Self::NoMark { line } => facts([("line", line.to_string())]),
        }
    }
}
