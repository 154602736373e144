//! What only a person can decide about received bundles, with the judge on the telephone. Each decision is a line of the
//! log and nothing else: the ledger reads them there, so a decision can be seen, dated and superseded, never lost.

use chrono::{DateTime, FixedOffset};
use serde::Serialize;

use crate::error::{DecideError, StoreError};
use crate::folder::Organizer;
use crate::store::bundle::{Opened, Signed};
use crate::store::log::{Act, LogLine};
use crate::store::{bundle, log};

/// Digits in a fingerprint.
const DIGITS: usize = 30;

/// Whether a bundle that came late counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Late {
    /// It counts like any other.
    Take,
    /// It is kept, and the one before it counts.
    LeaveOut,
}

/// A decision that is in the log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Decided {
    /// The judge.
    pub judge: String,
    /// The revision of the bundle.
    pub revision: u32,
    /// Its six groups.
    pub fingerprint: String,
    /// Whether a bundle of this judge counts now.
    pub counts: bool,
}

impl Organizer {
    /// Records that the judge knows the bundle with this fingerprint as their own: its key is the judge's key, and of a
    /// fork it is the content that counts. A later confirmation wins over an earlier one.
    ///
    /// # Errors
    /// [`DecideError::NotAFingerprint`], [`DecideError::NoSuchBundle`].
    pub fn confirm(
        &mut self,
        judge: &str,
        fingerprint: &str,
        now: DateTime<FixedOffset>,
    ) -> Result<Decided, DecideError> {
        let (signed, _) = self.find(judge, fingerprint)?;
        let act = Act::Confirmed {
            judge: signed.judge.clone(),
            version: signed.version,
            sequence: signed.sequence,
            content_sha256: signed.content.to_string(),
            judge_key: signed.judge_key.clone(),
            fingerprint: signed.fingerprint.clone(),
        };
        self.record(&signed, now, &act)
    }

    /// Records whether a bundle that came after the round closed counts.
    ///
    /// # Errors
    /// As [`Organizer::confirm`]; [`DecideError::NotLate`] when the same content was received in time.
    pub fn decide_late(
        &mut self,
        judge: &str,
        fingerprint: &str,
        late: Late,
        now: DateTime<FixedOffset>,
    ) -> Result<Decided, DecideError> {
        let (signed, received) = self.find(judge, fingerprint)?;
        if let Some(at) = received
            .into_iter()
            .find(|at| !self.is_late(&signed.round, at))
        {
            return Err(DecideError::NotLate {
                judge: signed.judge.to_string(),
                at,
            });
        }
        let (judge, content_sha256) = (signed.judge.clone(), signed.content.to_string());
        let fingerprint = signed.fingerprint.clone();
        let act = match late {
            Late::Take => Act::LateTaken {
                judge,
                content_sha256,
                fingerprint,
            },
            Late::LeaveOut => Act::LateLeftOut {
                judge,
                content_sha256,
                fingerprint,
            },
        };
        self.record(&signed, now, &act)
    }

    /// Everything that was decided, first to last, after checking that no line was changed.
    ///
    /// # Errors
    /// [`StoreError::LogBroken`].
    pub fn log(&self) -> Result<Vec<LogLine>, StoreError> {
        log::all(&self.db)
    }

    fn record(
        &mut self,
        signed: &Signed,
        now: DateTime<FixedOffset>,
        act: &Act,
    ) -> Result<Decided, DecideError> {
        // One transaction: the number of the line and the hash before it are read and used together.
        let change = self.db.transaction().map_err(StoreError::from)?;
        log::append(&change, now, act)?;
        change.commit().map_err(StoreError::from)?;
        let received = bundle::all(&self.db)?;
        let rulings = self.rulings(&received)?;
        Ok(Decided {
            judge: signed.judge.to_string(),
            revision: signed.sequence,
            fingerprint: signed.fingerprint.clone(),
            counts: self
                .standing(&received, &rulings)
                .contains_key(&(&signed.round, &signed.judge)),
        })
    }

    /// The verified bundle of the judge with this fingerprint, and when its copies were received.
    fn find(&self, judge: &str, fingerprint: &str) -> Result<(Signed, Vec<String>), DecideError> {
        let digits: String = fingerprint.chars().filter(char::is_ascii_digit).collect();
        if digits.len() != DIGITS {
            return Err(DecideError::NotAFingerprint {
                digits: digits.len(),
            });
        }
        let mut found = None;
        let mut received = Vec::new();
        for one in bundle::all(&self.db)? {
            let Opened::Verified(signed) = one.opened else {
                continue;
            };
            let own = signed.fingerprint.chars().filter(char::is_ascii_digit);
            if signed.judge.as_str() == judge && own.eq(digits.chars()) {
                received.push(one.received_at);
                found = Some(signed);
            }
        }
        let signed = found.ok_or_else(|| DecideError::NoSuchBundle {
            judge: judge.to_owned(),
            fingerprint: fingerprint.to_owned(),
        })?;
        Ok((signed, received))
    }
}
