//! One received file: is it a bundle of this contest, who signed it, and do its sheets answer what was issued?

use std::collections::{BTreeMap, BTreeSet};

use contest::{Contest, EntryNumber, JudgeId, RoundId};
use pack::score_bundle::{Expected, open_bundle};
use pack::{PackError, Sha256Hex};
use seal::{Identity, PublicKey};

use crate::digest::Digest;
use crate::error::{Facts, StoreError, facts};
use crate::folder::Organizer;
use crate::sheets::{self, Rules};
use crate::store::bundle::{Opened, Signed};
use crate::store::entry::Entry;
use crate::store::issued_pack::IssuedPack;
use crate::store::sheet::Sheet;
use crate::store::tie::Tie;
use crate::store::{entry, issued_entry, issued_pack};

/// What a file was found to be, with its sheets and the judge's orders within ties; both are empty unless everything held.
pub(crate) struct Examined {
    pub(crate) opened: Opened,
    pub(crate) sheets: Vec<Sheet>,
    pub(crate) ties: Vec<Tie>,
}

impl Examined {
    fn refused(code: &str, facts: Facts, claimed: Option<JudgeId>) -> Examined {
        Examined {
            opened: Opened::Refused {
                code: code.to_owned(),
                facts,
                claimed,
            },
            sheets: Vec::new(),
            ties: Vec::new(),
        }
    }
}

/// One pack that was issued, with what verifying an answer to it needs.
struct Issued {
    pack: IssuedPack,
    invitation: PublicKey,
    entries: BTreeMap<EntryNumber, Digest>,
}

/// What was issued, read once for any number of files; nothing of it changes while files are examined.
pub(crate) struct Records<'a> {
    contest: &'a Contest,
    contest_key: &'a str,
    entries: BTreeMap<EntryNumber, Entry>,
    /// By SHA-256 of the manifest.
    issued: BTreeMap<[u8; 32], Issued>,
    judges: BTreeSet<JudgeId>,
    /// Who has a pack of which round.
    seats: BTreeSet<(RoundId, JudgeId)>,
}

impl<'a> Records<'a> {
    pub(crate) fn of(organizer: &'a Organizer) -> Result<Records<'a>, StoreError> {
        let mut issued = BTreeMap::new();
        let mut judges = BTreeSet::new();
        let mut seats = BTreeSet::new();
        for pack in issued_pack::all(&organizer.db)? {
            judges.insert(pack.judge.clone());
            seats.insert((pack.round.clone(), pack.judge.clone()));
            let invitation = PublicKey::parse(&pack.invitation_key)
                .map_err(|_| StoreError::damaged("invitation_key"))?;
            let entries = issued_entry::of_pack(&organizer.db, &pack.judge, pack.version)?;
            issued.insert(
                pack.manifest_sha256.0,
                Issued {
                    pack,
                    invitation,
                    entries,
                },
            );
        }
        let entries = entry::all(&organizer.db)?
            .into_iter()
            .map(|entry| (entry.number.clone(), entry))
            .collect();
        Ok(Records {
            contest: &organizer.contest,
            contest_key: &organizer.contest_key,
            entries,
            issued,
            judges,
            seats,
        })
    }

    /// How many judges have a pack, each counted once for every round.
    pub(crate) fn seats(&self) -> usize {
        self.seats.len()
    }

    /// Opens and verifies one file. Nothing is parsed for use before its signature holds.
    pub(crate) fn examine(&self, bytes: &[u8], identity: &Identity) -> Examined {
        let refuse = Examined::refused;
        let unverified = match open_bundle(bytes, identity) {
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
        let told = facts([("judge", judge.to_string())]);
        let issued = match self.issued.get(&claim.manifest_sha256.0) {
            Some(issued) if issued.pack.judge == judge => issued,
            Some(issued) => {
                let told = facts([
                    ("judge", judge.to_string()),
                    ("pack_of", issued.pack.judge.to_string()),
                ]);
                return refuse("bundle_wrong_judge", told, Some(judge));
            }
            None if self.judges.contains(&judge) => {
                return refuse("bundle_other_pack", told, Some(judge));
            }
            None => return refuse("bundle_unknown_judge", told, Some(judge)),
        };
        let expected = Expected {
            contest: self.contest.id.to_string(),
            contest_key: self.contest_key.to_owned(),
            judge: judge.clone(),
            manifest_sha256: Sha256Hex(issued.pack.manifest_sha256.0),
        };
        let verified = match unverified.verify(&issued.invitation, &expected) {
            Ok(verified) => verified,
            Err(error) => {
                let (code, mut told) = reason_of(&error);
                told.insert("judge".to_owned(), judge.to_string());
                return refuse(code, told, Some(judge));
            }
        };
        let Some(round) = self.contest.round(&issued.pack.round) else {
            let told = facts([
                ("judge", judge.to_string()),
                ("round", issued.pack.round.to_string()),
            ]);
            return refuse("bundle_round_gone", told, Some(judge));
        };
        let rules = Rules {
            contest: self.contest,
            round,
            entries: &self.entries,
        };
        let read = sheets::read(&verified.sheets, &issued.entries, rules).and_then(|sheets| {
            let ties = sheets::read_ties(&verified.ties, &sheets, rules)?;
            Ok((sheets, ties))
        });
        match read {
            Ok((sheets, ties)) => {
                let signed = Signed {
                    judge,
                    round: issued.pack.round.clone(),
                    version: issued.pack.version,
                    sequence: verified.sequence,
                    content: Digest(verified.json_sha256()),
                    previous: verified.previous_sha256.map(|hash| Digest(hash.0)),
                    judge_key: verified.judge_key().to_openssh(),
                    fingerprint: verified.fingerprint().to_string(),
                };
                Examined {
                    opened: Opened::Verified(signed),
                    sheets,
                    ties,
                }
            }
            Err(why) => {
                let mut told = why.facts();
                told.insert("judge".to_owned(), judge.to_string());
                refuse(why.code(), told, Some(judge))
            }
        }
    }
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
