//! Refusals of decisions about received bundles.

use super::{Facts, Refusal, StoreError, facts};

/// Nothing was decided.
#[derive(Debug, thiserror::Error)]
pub enum DecideError {
    /// See [`StoreError`].
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The groups are not thirty digits.
    #[error("a fingerprint has 30 digits, and these are {digits}")]
    NotAFingerprint {
        /// How many digits there were.
        digits: usize,
    },
    /// No verified bundle of the judge has this fingerprint.
    #[error("no bundle of {judge} has the fingerprint {fingerprint}")]
    NoSuchBundle {
        /// The judge.
        judge: String,
        /// The six groups.
        fingerprint: String,
    },
    /// The bundle was received in time.
    #[error("the bundle of {judge} was received in time, at {at}")]
    NotLate {
        /// The judge.
        judge: String,
        /// When it was first received; RFC 3339.
        at: String,
    },
}

impl Refusal for DecideError {
    fn code(&self) -> &'static str {
        match self {
            Self::Store(inner) => inner.code(),
            Self::NotAFingerprint { .. } => "not_a_fingerprint",
            Self::NoSuchBundle { .. } => "no_such_bundle",
            Self::NotLate { .. } => "bundle_not_late",
        }
    }

    fn facts(&self) -> Facts {
        match self {
            Self::Store(inner) => inner.facts(),
            Self::NotAFingerprint { digits } => facts([("digits", digits.to_string())]),
            Self::NoSuchBundle { judge, fingerprint } => facts([
                ("judge", judge.clone()),
                ("fingerprint", fingerprint.clone()),
            ]),
            Self::NotLate { judge, at } => facts([("judge", judge.clone()), ("at", at.clone())]),
        }
    }
}
