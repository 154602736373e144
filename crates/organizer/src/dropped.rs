//! Judges who dropped out. The log says who; nothing else records it.

use std::collections::BTreeSet;

use chrono::{DateTime, FixedOffset};
use contest::JudgeId;
use serde::Serialize;

use crate::error::{JudgesError, StoreError};
use crate::folder::Organizer;
use crate::store::judge;
use crate::store::log::{self, Act};

/// Whether a judge still judges.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Attendance {
    /// The judge dropped out.
    Dropped,
    /// The judge is back.
    Back,
}

/// Who has dropped out by now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DroppedOut {
    /// The judges, rising.
    pub judges: Vec<String>,
}

impl Organizer {
    /// Records that a judge dropped out, or is back. A judge who dropped out is expected to hand in nothing; what they have
    /// handed in counts as before. What they have not scored goes to others when the plan is extended.
    ///
    /// Saying what holds already changes nothing.
    ///
    /// # Errors
    /// [`JudgesError::Unknown`].
    pub fn set_attendance(
        &mut self,
        id: &JudgeId,
        attendance: Attendance,
        now: DateTime<FixedOffset>,
    ) -> Result<DroppedOut, JudgesError> {
        let known = judge::all(&self.db)?.iter().any(|judge| &judge.id == id);
        if !known {
            return Err(JudgesError::Unknown {
                judge: id.to_string(),
            });
        }
        let mut dropped = self.dropped()?;
        let judge = id.clone();
        let (changed, act) = match attendance {
            Attendance::Dropped => (dropped.insert(judge.clone()), Act::JudgeDropped { judge }),
            Attendance::Back => (dropped.remove(id), Act::JudgeBack { judge }),
        };
        if changed {
            let change = self.db.transaction().map_err(StoreError::from)?;
            log::append(&change, now, &act)?;
            change.commit().map_err(StoreError::from)?;
        }
        Ok(DroppedOut {
            judges: dropped.iter().map(JudgeId::to_string).collect(),
        })
    }

    /// The judges who dropped out.
    pub(crate) fn dropped(&self) -> Result<BTreeSet<JudgeId>, StoreError> {
        let mut dropped = BTreeSet::new();
        for line in log::all(&self.db)? {
            match line.act {
                Act::JudgeDropped { judge } => {
                    dropped.insert(judge);
                }
                Act::JudgeBack { judge } => {
                    dropped.remove(&judge);
                }
                _ => {}
            }
        }
        Ok(dropped)
    }
}
