//! Whether the packs find room where they are to go.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use contest::JudgeId;
use serde::Serialize;

use crate::contents::by_judge;
use crate::error::{IssueError, StoreError};
use crate::folder::Organizer;
use crate::pack_order::{PackOrder, Whom};
use crate::store::{assignment, entry, medium, plan};

/// What a pack takes besides its media, in bytes: manifest, rubrics, seals.
const PACK_BYTES: u64 = 256 << 10;
/// What an entry takes besides its media, in bytes: its texts.
const ENTRY_BYTES: u64 = 32 << 10;

/// How much room packs need and how much there is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Room {
    /// How many packs.
    pub packs: usize,
    /// Bytes that all of them take, about and rather more.
    pub needed: u64,
    /// Bytes of the largest one.
    pub largest: u64,
    /// Bytes that are free; `None` where the system does not say.
    pub free: Option<u64>,
}

impl Room {
    /// Whether there is enough, as far as the system says.
    ///
    /// # Errors
    /// [`IssueError::NoRoom`].
    pub fn check(self) -> Result<(), IssueError> {
        match self.free {
            Some(free) if free < self.needed => Err(IssueError::NoRoom {
                needed: self.needed,
                free,
            }),
            _ => Ok(()),
        }
    }
}

impl Organizer {
    /// How much room the packs of an order need, and how much there is in a folder, which may not be there yet.
    ///
    /// # Errors
    /// A round that is not, or has no plan; a database that cannot be read.
    pub fn room_for(&self, order: &PackOrder, out: &Path) -> Result<Room, IssueError> {
        let id = match &order.round {
            Some(round) => round.clone(),
            None => self.current_round()?,
        };
        let plan = plan::get(&self.db, &id)?.ok_or(IssueError::NoPlan)?;
        let entries = self.entries_of(plan.shortlist.as_deref())?;
        let pairs = assignment::of_round(&self.db, &id)?;
        let wanted = match &order.whom {
            Whom::Missing => self.to_issue(&id, &pairs)?.into_iter().collect(),
            Whom::Again(judges) => judges.iter().cloned().collect(),
        };
        Ok(self.room(&wanted, &by_judge(&pairs, &entries), out)?)
    }

    pub(super) fn room(
        &self,
        wanted: &BTreeSet<JudgeId>,
        loads: &BTreeMap<JudgeId, Vec<&entry::Entry>>,
        out: &Path,
    ) -> Result<Room, StoreError> {
        let mut of_entry = BTreeMap::new();
        let (mut needed, mut largest) = (0_u64, 0_u64);
        for judge in wanted {
            let mut own = PACK_BYTES;
            for entry in loads.get(judge).into_iter().flatten() {
                let bytes = match of_entry.get(&entry.draft) {
                    Some(bytes) => *bytes,
                    None => {
                        let bytes = self.media_bytes(entry.draft)?;
                        of_entry.insert(entry.draft, bytes);
                        bytes
                    }
                };
                own = own.saturating_add(bytes).saturating_add(ENTRY_BYTES);
            }
            largest = largest.max(own);
            needed = needed.saturating_add(own);
        }
        Ok(Room {
            packs: wanted.len(),
            needed,
            largest,
            free: free(out),
        })
    }

    /// The copies that judges see, each sealed in segments that add a thousandth.
    fn media_bytes(&self, draft: i64) -> Result<u64, StoreError> {
        let shown = medium::shown_of_draft(&self.db, draft)?;
        let bytes = shown.iter().map(|one| match &one.state {
            medium::State::Ready(copy) | medium::State::Uncovered(copy) => {
                copy.bytes.saturating_add(copy.bytes / 1_000)
            }
            medium::State::Waiting | medium::State::Unreadable => 0,
        });
        Ok(bytes.fold(0, u64::saturating_add))
    }
}

/// Of the folder, or of the nearest one above it that is there.
fn free(out: &Path) -> Option<u64> {
    let whole = std::path::absolute(out).ok()?;
    let there = whole.ancestors().find(|folder| folder.is_dir())?;
    fs4::available_space(there).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn too_little_room_is_refused_with_both_figures_and_no_word_from_the_system_is_not() {
        let room = |free| Room {
            packs: 1,
            needed: 100,
            largest: 100,
            free,
        };
        assert!(room(Some(100)).check().is_ok());
        assert!(room(None).check().is_ok());
        assert!(matches!(
            room(Some(99)).check(),
            Err(IssueError::NoRoom {
                needed: 100,
                free: 99
            })
        ));
    }

    #[test]
    fn a_folder_that_is_not_there_yet_has_the_room_of_the_one_above() {
        let dir = tempfile::tempdir().unwrap();
        assert!(free(&dir.path().join("a/b")).is_some_and(|bytes| bytes > 0));
    }
}
