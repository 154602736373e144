//! Score bundles: each file kept byte for byte, opened, verified, recorded; then the ledger says what counts.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use chrono::{DateTime, FixedOffset};
use contest::{EntryNumber, JudgeId};
use pack::score_bundle::{Expected, open_bundle};
use pack::{PackError, Sha256Hex};
use seal::PublicKey;
use serde::Serialize;

use crate::digest::Digest;
use crate::error::{Facts, MergeError, StoreError, facts};
use crate::folder::Organizer;
use crate::ledger::{Ruling, Verdict, rule};
use crate::sheets;
use crate::sources::label;
use crate::store::bundle::{Bundle, Opened, Signed};
use crate::store::entry::Entry;
use crate::store::sheet::{Sheet, Status};
use crate::store::tie::Tie;
use crate::store::{bundle, entry, issued_entry, issued_pack, sheet, tie};

/// The largest file that is taken for a bundle.
const FILE_MAX: u64 = 128 << 20;

/// What came of merging.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Merged {
    /// One line for each file that was named, in that order.
    pub lines: Vec<ReceivedLine>,
    /// How many of them are held.
    pub held: usize,
    /// From how many judges a bundle counts now.
    pub returned: usize,
    /// How many judges have a pack.
    pub issued: usize,
}

/// A received file and what it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ReceivedLine {
    /// The name it came under.
    pub file: String,
    /// When it was received; RFC 3339.
    pub at: String,
    /// Whose it is, or claims to be.
    pub judge: Option<String>,
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
    /// Whether it was received after the round closed. It counts nevertheless; a person decides.
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

/// What was issued, as verifying needs it.
struct Records {
    packs: Vec<issued_pack::IssuedPack>,
    entries: BTreeMap<EntryNumber, Entry>,
}

impl Organizer {
    /// Takes received files in. Nothing that was received is ever deleted or overwritten, and taking the same files
    /// again, or in another order, gives the same result.
    ///
    /// # Errors
    /// [`MergeError::NothingIssued`], or a folder that cannot be written. A file that cannot be read or trusted is no
    /// error: it is held, with the reason in its line.
    pub fn merge(
        &mut self,
        files: &[PathBuf],
        now: DateTime<FixedOffset>,
    ) -> Result<Merged, MergeError> {
        let records = Records {
            packs: issued_pack::all(&self.db)?,
            entries: entry::all(&self.db)?
                .into_iter()
                .map(|entry| (entry.number.clone(), entry))
                .collect(),
        };
        if records.packs.is_empty() {
            return Err(MergeError::NothingIssued);
        }
        let mut taken = Vec::with_capacity(files.len());
        for file in files {
            taken.push((file, self.take_bundle(file, &records, now)?));
        }
        let received = bundle::all(&self.db)?;
        let rulings = rule(&received);
        let mut lines = Vec::with_capacity(taken.len());
        for (file, outcome) in taken {
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
            issued: records.judges(),
        })
    }

    /// Every file received so far, latest first, as it stands now.
    ///
    /// # Errors
    /// A database that cannot be read.
    pub fn received(&self) -> Result<Vec<ReceivedLine>, StoreError> {
        let received = bundle::all(&self.db)?;
        let rulings = rule(&received);
        received
            .iter()
            .rev()
            .map(|bundle| self.line(&received, &rulings, bundle.receipt))
            .collect()
    }

    /// The receipt that counts, for each judge who has one.
    pub(crate) fn standing<'a>(
        &self,
        received: &'a [Bundle],
        rulings: &BTreeMap<i64, Ruling>,
    ) -> BTreeMap<&'a JudgeId, &'a Bundle> {
        received
            .iter()
            .filter(|bundle| rulings.get(&bundle.receipt).is_some_and(Ruling::counts))
            .filter_map(|bundle| match &bundle.opened {
                Opened::Verified(signed) => Some((&signed.judge, bundle)),
                Opened::Refused { .. } => None,
            })
            .collect()
    }

    fn take_bundle(
        &mut self,
        file: &Path,
        records: &Records,
        now: DateTime<FixedOffset>,
    ) -> Result<Taken, StoreError> {
        let bytes = match read(file) {
            Ok(bytes) => bytes,
            Err(reason) => return Ok(Taken::Unread(reason)),
        };
        let sha256 = self.received.keep(&bytes)?;
        if let Some(receipt) = bundle::by_bytes(&self.db, sha256)? {
            return Ok(Taken::Known(receipt));
        }
        let (opened, sheets, ties) = self.examine(&bytes, records)?;
        let change = self.db.transaction()?;
        let receipt = bundle::insert(
            &change,
            &Bundle {
                receipt: 0,
                sha256,
                file_name: label(file),
                bytes: bytes.len() as u64,
                received_at: now.to_rfc3339(),
                opened,
            },
        )?;
        for one in &sheets {
            sheet::insert(&change, receipt, one)?;
        }
        tie::insert(&change, receipt, &ties)?;
        change.commit()?;
        Ok(Taken::New(receipt))
    }

    /// Opens and verifies one file; sheets and ties are empty unless everything held.
    fn examine(&self, bytes: &[u8], records: &Records) -> Result<Examined, StoreError> {
        let refuse = |code: &str, facts: Facts, claimed: Option<JudgeId>| {
            let code = code.to_owned();
            Ok((
                Opened::Refused {
                    code,
                    facts,
                    claimed,
                },
                Vec::new(),
                Vec::new(),
            ))
        };
        let unverified = match open_bundle(bytes, &self.identity) {
            Ok(unverified) => unverified,
            Err(error) => {
                let (code, told) = reason_of(&error);
                return refuse(code, told, None);
            }
        };
        let claim = unverified.claim().clone();
        let judge = claim.judge.clone();
        if claim.contest != self.contest.id.as_str() || claim.contest_key != self.contest_key {
            let told = facts([("contest", claim.contest), ("title", claim.title)]);
            return refuse("bundle_other_contest", told, Some(judge));
        }
        let known =
            |pack: &&issued_pack::IssuedPack| pack.manifest_sha256.0 == claim.manifest_sha256.0;
        let told = facts([("judge", judge.to_string())]);
        let pack = match records.packs.iter().find(known) {
            Some(pack) if pack.judge == judge => pack,
            Some(pack) => {
                let told = facts([
                    ("judge", judge.to_string()),
                    ("pack_of", pack.judge.to_string()),
                ]);
                return refuse("bundle_wrong_judge", told, Some(judge));
            }
            None if records.packs.iter().any(|pack| pack.judge == judge) => {
                return refuse("bundle_other_pack", told, Some(judge));
            }
            None => return refuse("bundle_unknown_judge", told, Some(judge)),
        };
        let invitation = PublicKey::parse(&pack.invitation_key)
            .map_err(|_| StoreError::damaged("invitation_key"))?;
        let expected = Expected {
            contest: self.contest.id.to_string(),
            contest_key: self.contest_key.clone(),
            judge: judge.clone(),
            manifest_sha256: Sha256Hex(pack.manifest_sha256.0),
        };
        let verified = match unverified.verify(&invitation, &expected) {
            Ok(verified) => verified,
            Err(error) => {
                let (code, mut told) = reason_of(&error);
                told.insert("judge".to_owned(), judge.to_string());
                return refuse(code, told, Some(judge));
            }
        };
        let issued = issued_entry::of_pack(&self.db, &judge, pack.version)?;
        let read = sheets::read(&verified.sheets, &issued, &records.entries, &self.contest);
        let read = read.and_then(|sheets| {
            let ties = sheets::read_ties(&verified.ties, &sheets, &records.entries, &self.contest)?;
            Ok((sheets, ties))
        });
        match read {
            Ok((sheets, ties)) => {
                let signed = Signed {
                    judge,
                    version: pack.version,
                    sequence: verified.sequence,
                    content: Digest(verified.json_sha256()),
                    previous: verified.previous_sha256.map(|hash| Digest(hash.0)),
                    judge_key: verified.judge_key().to_openssh(),
                    fingerprint: verified.fingerprint().to_string(),
                };
                Ok((Opened::Verified(signed), sheets, ties))
            }
            Err(why) => {
                let mut told = why.facts();
                told.insert("judge".to_owned(), judge.to_string());
                refuse(why.code(), told, Some(judge))
            }
        }
    }

    fn line(
        &self,
        received: &[Bundle],
        rulings: &BTreeMap<i64, Ruling>,
        receipt: i64,
    ) -> Result<ReceivedLine, StoreError> {
        let lost = || StoreError::damaged("bundle");
        let bundle = received
            .iter()
            .find(|one| one.receipt == receipt)
            .ok_or_else(lost)?;
        let ruling = rulings.get(&receipt).ok_or_else(lost)?;
        let decided = sheet::of_bundle(&self.db, receipt)?
            .iter()
            .filter(|sheet| matches!(sheet.status, Status::Scored | Status::Recused))
            .count();
        let (judge, signed) = match &bundle.opened {
            Opened::Verified(signed) => (Some(&signed.judge), Some(signed)),
            Opened::Refused { claimed, .. } => (claimed.as_ref(), None),
        };
        Ok(ReceivedLine {
            file: bundle.file_name.clone(),
            at: bundle.received_at.clone(),
            judge: judge.map(JudgeId::to_string),
            revision: signed.map(|signed| signed.sequence),
            verdict: ruling.verdict,
            replaces: ruling.replaces,
            sheets: decided,
            fingerprint: signed.map(|signed| signed.fingerprint.clone()),
            late: self.is_late(&bundle.received_at),
            reason: ruling
                .held
                .clone()
                .map(|(code, facts)| Reason { code, facts }),
        })
    }

    fn is_late(&self, received_at: &str) -> bool {
        let closes = self
            .contest
            .rounds
            .first()
            .and_then(|round| round.closes_at);
        let received = DateTime::parse_from_rfc3339(received_at).ok();
        closes
            .zip(received)
            .is_some_and(|(closes, received)| received > closes)
    }
}

impl Records {
    /// How many judges have a pack.
    fn judges(&self) -> usize {
        let mut judges: Vec<&JudgeId> = self.packs.iter().map(|pack| &pack.judge).collect();
        judges.dedup();
        judges.len()
    }
}

/// What a file was found to be, with its sheets and the judge's orders within ties.
type Examined = (Opened, Vec<Sheet>, Vec<Tie>);

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
        file: label(file),
        at: now.to_rfc3339(),
        judge: None,
        revision: None,
        verdict: Verdict::Held,
        replaces: None,
        sheets: 0,
        fingerprint: None,
        late: false,
        reason: Some(reason),
    }
}

fn read(path: &Path) -> Result<Vec<u8>, Reason> {
    let failed = |error: std::io::Error| Reason {
        code: "bundle_unreadable".to_owned(),
        facts: facts([("why", error.to_string())]),
    };
    let mut bytes = Vec::new();
    let file = File::open(path).map_err(failed)?;
    file.take(FILE_MAX + 1)
        .read_to_end(&mut bytes)
        .map_err(failed)?;
    if bytes.len() as u64 > FILE_MAX {
        return Err(Reason {
            code: "bundle_too_large".to_owned(),
            facts: facts([("limit", FILE_MAX.to_string())]),
        });
    }
    Ok(bytes)
}

/// The message key and facts of a bundle that did not pass.
fn reason_of(error: &PackError) -> (&'static str, Facts) {
    let why = || facts([("why", error.to_string())]);
    match error {
        PackError::NotAPack => ("not_a_bundle", Facts::new()),
        PackError::WrongKey => ("bundle_not_for_us", Facts::new()),
        PackError::Damaged { at, .. } => ("bundle_damaged", facts([("at", at.to_string())])),
        PackError::Incomplete { .. } => ("bundle_incomplete", Facts::new()),
        PackError::TooNew { version } => {
            ("bundle_too_new", facts([("version", version.to_string())]))
        }
        PackError::TooLarge { limit } => {
            ("bundle_too_large", facts([("limit", limit.to_string())]))
        }
        PackError::OtherContest { found, .. } => {
            ("bundle_other_contest", facts([("contest", found.clone())]))
        }
        PackError::OtherPack { .. } => ("bundle_other_pack", Facts::new()),
        PackError::OtherJudge { found, .. } => {
            ("bundle_wrong_judge", facts([("found", found.to_string())]))
        }
        PackError::WrongInvitation => ("bundle_wrong_invitation", Facts::new()),
        PackError::SecondKey { .. } => ("bundle_wrong_judge", Facts::new()),
        PackError::Altered { .. } | PackError::BadSignature { .. } => ("bundle_altered", why()),
        _ => ("bundle_malformed", why()),
    }
}
