//! A refusal on its way to a person.

use std::io;
use std::path::Path;

use organizer::Refusal;

use crate::words::Facts;

/// A code and its facts.
#[derive(Debug)]
pub(crate) struct Failure {
    pub(crate) code: String,
    pub(crate) facts: Facts,
}

impl Failure {
    pub(crate) fn new<const N: usize>(code: &str, facts: [(&str, String); N]) -> Self {
        Self {
            code: code.to_owned(),
            facts: facts
                .into_iter()
                .map(|(name, value)| (name.to_owned(), value))
                .collect(),
        }
    }

    /// A file the command was given cannot be read.
    pub(crate) fn unreadable(path: &Path, why: &io::Error) -> Self {
        Self::new(
            "file_failed",
            [
                ("path", path.display().to_string()),
                ("why", why.to_string()),
            ],
        )
    }
}

impl<R: Refusal> From<R> for Failure {
    fn from(refusal: R) -> Self {
        Self {
            code: refusal.code().to_owned(),
            facts: refusal.facts(),
        }
    }
}
