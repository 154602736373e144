//! What a ruling rests on besides the received files: what was issued, and what people decided.

use std::collections::{BTreeMap, BTreeSet};

use contest::{JudgeId, RoundId};

use crate::digest::Digest;
use crate::store::issued_pack::IssuedPack;
use crate::store::log::{Act, LogLine};

/// A bundle that a person compared with its judge.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Confirmation {
    pub(super) sequence: u32,
    pub(super) content: String,
    pub(super) key: String,
}

/// What a ruling rests on besides the received files.
#[derive(Clone, Debug, Default)]
pub(crate) struct Basis {
    /// The version of the latest pack of each judge in each round.
    latest: BTreeMap<(JudgeId, RoundId), u32>,
    /// By judge and version of the pack, in the order in which they were made.
    confirmed: BTreeMap<(JudgeId, u32), Vec<Confirmation>>,
    /// Judge and content.
    left_out: BTreeSet<(JudgeId, String)>,
}

impl Basis {
    /// From the packs that were issued and the log of decisions. The later decision wins.
    pub(crate) fn of(packs: &[IssuedPack], log: &[LogLine]) -> Basis {
        let mut basis = Basis::default();
        for pack in packs {
            basis.issued(&pack.judge, &pack.round, pack.version);
        }
        for line in log {
            basis.add(&line.act);
        }
        basis
    }

    pub(super) fn issued(&mut self, judge: &JudgeId, round: &RoundId, version: u32) {
        let place = (judge.clone(), round.clone());
        let latest = self.latest.entry(place).or_default();
        *latest = version.max(*latest);
    }

    pub(super) fn add(&mut self, act: &Act) {
        match act {
            Act::Confirmed {
                judge,
                version,
                sequence,
                content_sha256,
                judge_key,
                fingerprint: _,
            } => {
                let made = self.confirmed.entry((judge.clone(), *version)).or_default();
                made.push(Confirmation {
                    sequence: *sequence,
                    content: content_sha256.clone(),
                    key: judge_key.clone(),
                });
            }
            Act::LateLeftOut {
                judge,
                content_sha256,
                ..
            } => {
                self.left_out
                    .insert((judge.clone(), content_sha256.clone()));
            }
            Act::LateTaken {
                judge,
                content_sha256,
                ..
            } => {
                self.left_out
                    .remove(&(judge.clone(), content_sha256.clone()));
            }
            Act::KeysProtected
            | Act::KeysRecovered
            | Act::BackedUp { .. }
            | Act::Restored { .. }
            | Act::PackIssued { .. }
            | Act::JudgeRemoved { .. }
            | Act::PackSent { .. }
            | Act::Reminded { .. }
            | Act::MarkTakenBack { .. }
            | Act::JudgeDropped { .. }
            | Act::JudgeBack { .. }
            | Act::Intake { .. }
            | Act::IntakeUndone { .. }
            | Act::Decided { .. }
            | Act::Analysed { .. } => {}
        }
    }

    /// What the judge confirmed of this version of the pack, the latest last.
    pub(super) fn confirmed(&self, judge: &JudgeId, version: u32) -> &[Confirmation] {
        self.confirmed
            .get(&(judge.clone(), version))
            .map_or(&[], Vec::as_slice)
    }

    /// The version of the judge's latest pack of the round.
    pub(super) fn latest(&self, judge: &JudgeId, round: &RoundId) -> Option<u32> {
        self.latest.get(&(judge.clone(), round.clone())).copied()
    }

    /// Whether a person left this content out.
    pub(super) fn is_left_out(&self, judge: &JudgeId, content: Digest) -> bool {
        self.left_out
            .contains(&(judge.clone(), content.to_string()))
    }
}
