//! How packs went to their judges and who was reminded. A person says it, the log keeps it, and it can be taken back.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, FixedOffset, NaiveDate};
use contest::{JudgeId, RoundId};
use serde::{Deserialize, Serialize};

use crate::error::{MarkError, StoreError};
use crate::folder::Organizer;
use crate::store::issued_pack;
use crate::store::log::{self, Act};

/// How a pack went to its judge.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SentBy {
    /// On a USB stick.
    Usb,
    /// Through a cloud drive.
    Cloud,
    /// Handed over in person.
    ByHand,
    /// By post.
    Post,
}

/// What was said of a judge's latest pack of a round, and of reminders for that round.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Told {
    /// How the latest pack went out; `None` until somebody says.
    pub sent: Option<Sent>,
    /// Reminders, the first one first.
    pub reminders: Vec<Reminder>,
}

/// How a pack went out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Sent {
    /// How.
    pub how: SentBy,
    /// On which day, `2020-08-26`.
    pub on: String,
    /// The line of the log that says so.
    pub line: u32,
}

/// One reminder.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Reminder {
    /// On which day, `2020-08-26`.
    pub on: String,
    /// The line of the log that says so.
    pub line: u32,
}

impl Organizer {
    /// Notes how the judge's latest pack of the round went out; a later word takes the place of an earlier one.
    ///
    /// # Errors
    /// [`MarkError::NoPack`].
    pub fn mark_sent(
        &mut self,
        round: &RoundId,
        judge: &JudgeId,
        how: SentBy,
        on: NaiveDate,
        now: DateTime<FixedOffset>,
    ) -> Result<(), MarkError> {
        let version = self.version_of(round, judge)?;
        self.note(
            now,
            &Act::PackSent {
                judge: judge.clone(),
                version,
                how,
                on: on.to_string(),
            },
        )
    }

    /// Notes that the judge was reminded of a round.
    ///
    /// # Errors
    /// [`MarkError::NoPack`].
    pub fn mark_reminded(
        &mut self,
        round: &RoundId,
        judge: &JudgeId,
        on: NaiveDate,
        now: DateTime<FixedOffset>,
    ) -> Result<(), MarkError> {
        self.version_of(round, judge)?;
        self.note(
            now,
            &Act::Reminded {
                judge: judge.clone(),
                round: round.clone(),
                on: on.to_string(),
            },
        )
    }

    /// Takes back what a line says of a pack that went out or of a reminder.
    ///
    /// # Errors
    /// [`MarkError::NoMark`] when the line says something else, or was taken back before.
    pub fn take_back_mark(
        &mut self,
        line: u32,
        now: DateTime<FixedOffset>,
    ) -> Result<(), MarkError> {
        let log = log::all(&self.db)?;
        let is_mark = log.iter().any(|one| {
            one.seq == line && matches!(one.act, Act::PackSent { .. } | Act::Reminded { .. })
        });
        if !is_mark || taken_back(&log).contains(&line) {
            return Err(MarkError::NoMark { line });
        }
        self.note(now, &Act::MarkTakenBack { line })
    }

    /// What was said of every judge of a round who has a pack.
    ///
    /// # Errors
    /// A database that cannot be read, a log that was changed.
    pub fn told(&self, round: &RoundId) -> Result<BTreeMap<JudgeId, Told>, StoreError> {
        let packs = issued_pack::latest(&self.db, round)?;
        let log = log::all(&self.db)?;
        let gone = taken_back(&log);
        let mut told: BTreeMap<JudgeId, Told> = packs
            .keys()
            .map(|judge| (judge.clone(), Told::default()))
            .collect();
        for line in log.into_iter().filter(|line| !gone.contains(&line.seq)) {
            match line.act {
                Act::PackSent {
                    judge,
                    version,
                    how,
                    on,
                } if packs
                    .get(&judge)
                    .is_some_and(|pack| pack.version == version) =>
                {
                    told.entry(judge).or_default().sent = Some(Sent {
                        how,
                        on,
                        line: line.seq,
                    });
                }
                Act::Reminded {
                    judge,
                    round: of,
                    on,
                } if of == *round => {
                    let reminders = &mut told.entry(judge).or_default().reminders;
                    reminders.push(Reminder { on, line: line.seq });
                }
                _ => {}
            }
        }
        Ok(told)
    }

    fn version_of(&self, round: &RoundId, judge: &JudgeId) -> Result<u32, MarkError> {
        let packs = issued_pack::latest(&self.db, round)?;
        let pack = packs.get(judge).ok_or_else(|| MarkError::NoPack {
            judge: judge.to_string(),
        })?;
        Ok(pack.version)
    }

    fn note(&mut self, now: DateTime<FixedOffset>, act: &Act) -> Result<(), MarkError> {
        let change = self.db.transaction().map_err(StoreError::from)?;
        log::append(&change, now, act)?;
        change.commit().map_err(StoreError::from)?;
        Ok(())
    }
}

fn taken_back(log: &[log::LogLine]) -> BTreeSet<u32> {
    log.iter()
        .filter_map(|line| match line.act {
            Act::MarkTakenBack { line } => Some(line),
            _ => None,
        })
        .collect()
}
