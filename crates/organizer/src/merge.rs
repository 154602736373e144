//! Score bundles: each file kept byte for byte, opened, verified, recorded; then the ledger says what counts.

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::thread;

use chrono::{DateTime, FixedOffset};
use contest::{JudgeId, RoundId};
use rusqlite::Connection;
use serde::Serialize;

use crate::error::{Facts, MergeError, StoreError};
use crate::examine::Records;
use crate::folder::Organizer;
use crate::handed_in::{Kept, Reader};
use crate::ledger::{Basis, Ruling, Verdict, rule};
use crate::sources::label;
use crate::store::bundle::{Bundle, Opened};
use crate::store::{bundle, issued_pack, log, sheet, tie};
use crate::watch::{Step, Watch};

/// What came of merging.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Merged {
    /// One line for each file that was named, in that order.
    pub lines: Vec<ReceivedLine>,
    /// How many of them are held.
    pub held: usize,
    /// From how many judges a bundle counts now, each counted once for every round.
    pub returned: usize,
    /// How many judges have a pack, counted the same way.
    pub issued: usize,
}

/// A received file and what it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ReceivedLine {
    /// Rises with every file received; `None` for a file that could not be read.
    pub receipt: Option<i64>,
    /// The name it came under.
    pub file: String,
    /// When it was received; RFC 3339.
    pub at: String,
    /// Whose it is, or claims to be.
    pub judge: Option<String>,
    /// The round of the pack it answers.
    pub round: Option<String>,
    /// The judge's own count of exports.
    pub revision: Option<u32>,
    /// What it is.
    pub verdict: Verdict,
    /// The revision it took the place of.
    pub replaces: Option<u32>,
    /// How many sheets of it are decided: scored or recused.
    pub sheets: usize,
    /// The fingerprint of the signed bytes, which the judge's desk shows too.
    pub fingerprint: Option<String>,
    /// Whether it was received after its round closed. It counts nevertheless; a person decides. A file that did not
    /// pass is of no round and never late.
    pub late: bool,
    /// Why it is held.
    pub reason: Option<Reason>,
}

/// Why a file is held.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Reason {
    /// The message key.
    pub code: String,
    /// What the message needs.
    pub facts: Facts,
}

impl Organizer {
    /// Takes received files in. Nothing that was received is ever deleted or overwritten, and taking the same files
    /// again, or in another order, gives the same result.
    ///
    /// # Errors
    /// [`MergeError::Locked`], [`MergeError::NothingIssued`], or a folder that cannot be written. A file that cannot be
    /// read or trusted is no error: it is held, with the reason in its line.
    pub fn merge(
        &mut self,
        files: &[PathBuf],
        now: DateTime<FixedOffset>,
    ) -> Result<Merged, MergeError> {
        self.merge_watched(files, now, &mut |_| ControlFlow::Continue(()))
    }

    /// [`Organizer::merge`], telling how far it is. Stopped or cut short, what was taken in by then stays, and merging the
    /// same files again goes on from there.
    ///
    /// # Errors
    /// As there; [`MergeError::Stopped`].
    pub fn merge_watched(
        &mut self,
        files: &[PathBuf],
        now: DateTime<FixedOffset>,
        watch: &mut Watch<'_>,
    ) -> Result<Merged, MergeError> {
        let keys = self.keys.as_ref().ok_or(MergeError::Locked)?;
        let records = Records::of(self)?;
        if records.seats() == 0 {
            return Err(MergeError::NothingIssued);
        }
        let known = bundle::hashes(&self.db)?;
        let reader = Reader {
            vault: &self.received,
            records: &records,
            identity: &keys.identity,
            known: &known,
        };
        let db = &self.db;
        let taken = thread::scope(|scope| -> Result<Vec<Taken>, StoreError> {
            let mut taken = Vec::with_capacity(files.len());
            let mut named = files.iter();
            for run in reader.start(scope, files) {
                let at = (taken.len() as u64, files.len() as u64);
                if tell(watch, at).is_break() {
                    return Ok(taken);
                }
                let change = db.unchecked_transaction()?;
                for (outcome, file) in run?.into_iter().zip(named.by_ref()) {
                    taken.push(match outcome {
                        Ok(kept) => record(&change, file, kept, now)?,
                        Err(reason) => Taken::Unread(reason),
                    });
                }
                change.commit()?;
            }
            Ok(taken)
        })?;
        if taken.len() < files.len() {
            return Err(MergeError::Stopped { files: taken.len() });
        }
        let issued = records.seats();
        let received = bundle::all(&self.db)?;
        let rulings = self.rulings(&received)?;
        let mut lines = Vec::with_capacity(taken.len());
        for (file, outcome) in files.iter().zip(taken) {
            lines.push(match outcome {
                Taken::New(receipt) => self.line(&received, &rulings, receipt)?,
                Taken::Known(receipt) => {
                    let line = self.line(&received, &rulings, receipt)?;
                    again(line, file, now)
                }
                Taken::Unread(reason) => unread(file, now, reason),
            });
        }
        let standing = self.standing(&received, &rulings);
        Ok(Merged {
            held: lines
                .iter()
                .filter(|line| line.verdict == Verdict::Held)
                .count(),
            lines,
            returned: standing.len(),
            issued,
        })
    }

    /// Every file received so far, latest first, as it stands now.
    ///
    /// # Errors
    /// A database that cannot be read, a log that was changed.
    pub fn received(&self) -> Result<Vec<ReceivedLine>, StoreError> {
        let received = bundle::all(&self.db)?;
        let rulings = self.rulings(&received)?;
        received
            .iter()
            .rev()
            .map(|bundle| self.line(&received, &rulings, bundle.receipt))
            .collect()
    }

    /// The ruling on every received file, by receipt.
    pub(crate) fn rulings(&self, received: &[Bundle]) -> Result<BTreeMap<i64, Ruling>, StoreError> {
        let basis = Basis::of(&issued_pack::all(&self.db)?, &log::all(&self.db)?);
        Ok(rule(received, &basis))
    }

    /// The receipt that counts, for each round and judge that have one.
    pub(crate) fn standing<'a>(
        &self,
        received: &'a [Bundle],
        rulings: &BTreeMap<i64, Ruling>,
    ) -> Standing<'a> {
        received
            .iter()
            .filter(|bundle| rulings.get(&bundle.receipt).is_some_and(Ruling::counts))
            .filter_map(|bundle| match &bundle.opened {
                Opened::Verified(signed) => Some(((&signed.round, &signed.judge), bundle)),
                Opened::Refused { .. } => None,
            })
            .collect()
    }

    fn line(
        &self,
        received: &[Bundle],
        rulings: &BTreeMap<i64, Ruling>,
        receipt: i64,
    ) -> Result<ReceivedLine, StoreError> {
        let lost = || StoreError::damaged("bundle");
        let bundle = received
            .binary_search_by_key(&receipt, |one| one.receipt)
            .ok()
            .and_then(|at| received.get(at))
            .ok_or_else(lost)?;
        let ruling = rulings.get(&receipt).ok_or_else(lost)?;
        let decided = sheet::decided(&self.db, receipt)?;
        let (judge, signed) = match &bundle.opened {
            Opened::Verified(signed) => (Some(&signed.judge), Some(signed)),
            Opened::Refused { claimed, .. } => (claimed.as_ref(), None),
        };
        Ok(ReceivedLine {
            receipt: Some(receipt),
            file: bundle.file_name.clone(),
            at: bundle.received_at.clone(),
            judge: judge.map(JudgeId::to_string),
            round: signed.map(|signed| signed.round.to_string()),
            revision: signed.map(|signed| signed.sequence),
            verdict: ruling.verdict,
            replaces: ruling.replaces,
            sheets: decided,
            fingerprint: signed.map(|signed| signed.fingerprint.clone()),
            late: signed.is_some_and(|signed| self.is_late(&signed.round, &bundle.received_at)),
            reason: ruling
                .held
                .clone()
                .map(|(code, facts)| Reason { code, facts }),
        })
    }

    /// Whether something for a round was received after it closed.
    pub(crate) fn is_late(&self, round: &RoundId, received_at: &str) -> bool {
        let closes = self.contest.round(round).and_then(|round| round.closes_at);
        let received = DateTime::parse_from_rfc3339(received_at).ok();
        closes
            .zip(received)
            .is_some_and(|(closes, received)| received > closes)
    }
}

fn tell(watch: &mut Watch<'_>, (done, total): (u64, u64)) -> ControlFlow<()> {
    watch(Step::Merging { done, total })
}

/// What counts: the bundle of each round and judge that have one.
pub(crate) type Standing<'a> = BTreeMap<(&'a RoundId, &'a JudgeId), &'a Bundle>;

/// What became of one named file.
enum Taken {
    New(i64),
    Known(i64),
    Unread(Reason),
}

/// The line of a file that was received before. What is held stays held: a second try is no reason to stop asking.
fn again(line: ReceivedLine, file: &Path, now: DateTime<FixedOffset>) -> ReceivedLine {
    if line.verdict == Verdict::Held {
        return line;
    }
    ReceivedLine {
        file: label(file),
        at: now.to_rfc3339(),
        verdict: Verdict::Same,
        replaces: None,
        ..line
    }
}

fn unread(file: &Path, now: DateTime<FixedOffset>, reason: Reason) -> ReceivedLine {
    ReceivedLine {
        receipt: None,
        file: label(file),
        at: now.to_rfc3339(),
        judge: None,
        round: None,
        revision: None,
        verdict: Verdict::Held,
        replaces: None,
        sheets: 0,
        fingerprint: None,
        late: false,
        reason: Some(reason),
    }
}

/// Records a file that lies in the vault, unless the very same bytes are recorded already.
fn record(
    change: &Connection,
    file: &Path,
    kept: Kept,
    now: DateTime<FixedOffset>,
) -> Result<Taken, StoreError> {
    if let Some(receipt) = bundle::by_bytes(change, kept.sha256)? {
        return Ok(Taken::Known(receipt));
    }
    let examined = kept.examined.ok_or(StoreError::damaged("bundle"))?;
    let receipt = bundle::insert(
        change,
        &Bundle {
            receipt: 0,
            sha256: kept.sha256,
            file_name: label(file),
            bytes: kept.bytes,
            received_at: now.to_rfc3339(),
            opened: examined.opened,
        },
    )?;
    for one in &examined.sheets {
        sheet::insert(change, receipt, one)?;
    }
    tie::insert(change, receipt, &examined.ties)?;
    Ok(Taken::New(receipt))
}
