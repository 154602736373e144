//! Why a bundle that is what its judge signed does not count all the same.

use crate::error::{Facts, facts};

/// Why verified bundles are held.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Held {
    /// One revision exists with different contents, and nobody has said which is the judge's.
    Fork {
        /// The revision.
        revision: u32,
        /// How many contents.
        contents: usize,
    },
    /// The judge confirmed another content of the same revision.
    NotChosen {
        /// The revision.
        revision: u32,
    },
    /// The judge's bundles are signed with more than one key, and nobody has said which is the judge's.
    SecondKey {
        /// How many keys.
        keys: usize,
    },
    /// The judge confirmed a bundle of another key.
    KeyNotConfirmed,
    /// It answers a pack that was issued again since, and the judge has not confirmed it.
    StalePack {
        /// The version of the pack it answers.
        version: u32,
        /// The version of the judge's latest pack.
        latest: u32,
    },
    /// It came late, and a person left it out.
    LateLeftOut,
}

impl Held {
    /// The message key, for example `bundle_fork`.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Fork { .. } => "bundle_fork",
            Self::NotChosen { .. } => "bundle_not_chosen",
            Self::SecondKey { .. } => "bundle_second_key",
            Self::KeyNotConfirmed => "bundle_key_not_confirmed",
            Self::StalePack { .. } => "bundle_stale_pack",
            Self::LateLeftOut => "bundle_late_left_out",
        }
    }

    /// The counts of the case.
    pub fn facts(&self) -> Facts {
        match self {
            Self::Fork { revision, contents } => facts([
                ("revision", revision.to_string()),
                ("contents", contents.to_string()),
            ]),
            Self::NotChosen { revision } => facts([("revision", revision.to_string())]),
            Self::SecondKey { keys } => facts([("keys", keys.to_string())]),
            Self::StalePack { version, latest } => facts([
                ("version", version.to_string()),
                ("latest", latest.to_string()),
            ]),
            Self::KeyNotConfirmed | Self::LateLeftOut => Facts::new(),
        }
    }
}
