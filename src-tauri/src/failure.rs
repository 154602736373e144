//! From the errors of the crates below to the refusal the window shows.

use std::collections::BTreeMap;

use desk::DeskError;

use crate::wire::Failure;

impl Failure {
    /// A refusal without facts.
    pub(crate) fn plain(code: &str) -> Failure {
        Failure {
            code: code.to_owned(),
            facts: BTreeMap::new(),
        }
    }

    /// A refusal of the organiser's side.
    pub(crate) fn of(refusal: &dyn organizer::Refusal) -> Failure {
        Failure {
            code: refusal.code().to_owned(),
            facts: refusal.facts(),
        }
    }

    /// A refusal with one fact.
    pub(crate) fn with(code: &str, fact: &str, value: impl Into<String>) -> Failure {
        Failure {
            code: code.to_owned(),
            facts: BTreeMap::from([(fact.to_owned(), value.into())]),
        }
    }
}

impl From<DeskError> for Failure {
    fn from(error: DeskError) -> Failure {
        Failure {
            code: error.code().to_owned(),
            facts: error.facts(),
        }
    }
}

impl From<organizer::StoreError> for Failure {
    fn from(error: organizer::StoreError) -> Failure {
        Failure::of(&error)
    }
}
