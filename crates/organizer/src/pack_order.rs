//! Which packs are to be written, and how.

use std::collections::BTreeMap;

use contest::{JudgeId, RoundId};
use pack::volumes::FAT32_LIMIT;
use seal::InvitationFile;

/// For whom packs are written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Whom {
    /// Every judge of the plan who has no pack of the round yet, or whose pack lacks an entry the plan has by now. The new
    /// pack takes the place of the earlier one.
    #[default]
    Missing,
    /// These judges, whatever they have: a new pack with a new passphrase that takes the place of an earlier one.
    Again(Vec<JudgeId>),
}

/// Which packs are written, and how.
#[derive(Clone, Debug, Default)]
pub struct PackOrder {
    /// Of which round; `None` for the one people are at.
    pub round: Option<RoundId>,
    /// For whom.
    pub whom: Whom,
    /// The largest file that the place takes.
    pub volumes: Volumes,
    /// The judges whose packs an invitation file opens, in place of a passphrase.
    pub invitations: BTreeMap<JudgeId, InvitationFile>,
}

/// The largest file that the place of the packs takes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Volumes {
    /// Each pack is one file, however large.
    #[default]
    Whole,
    /// A pack above 4 GiB − 1, which sticks with FAT32 do not take, is cut into `.001`, `.002`, …
    Fat32,
    /// As [`Volumes::Fat32`], at this many bytes.
    Of(u64),
}

impl Volumes {
    /// The most bytes of one file.
    pub(crate) fn limit(self) -> u64 {
        match self {
            Volumes::Whole => u64::MAX,
            Volumes::Fat32 => FAT32_LIMIT,
            Volumes::Of(bytes) => bytes,
        }
    }
}
