//! Which of a judge's bundles counts in each round. A pure function of everything received, everything issued and everything
//! decided: what arrived first, and how often, does not change what counts, and no bundle of one round touches another round.

use std::collections::{BTreeMap, BTreeSet};

use contest::{JudgeId, RoundId};
use serde::Serialize;

use crate::digest::Digest;
use crate::error::Facts;
use crate::store::bundle::{Bundle, Opened};

mod basis;
mod held;

pub(crate) use basis::Basis;
use basis::Confirmation;
pub use held::Held;

/// What a received file is in the end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// It counts, and it is the judge's first.
    Merged,
    /// It counts, in place of an earlier revision.
    Replaced,
    /// Another file has the same content.
    Same,
    /// A later revision is here; kept as history.
    Older,
    /// It does not count until a person has looked.
    Held,
}

/// The ruling on one received file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Ruling {
    pub(crate) verdict: Verdict,
    /// The revision it took the place of.
    pub(crate) replaces: Option<u32>,
    pub(crate) held: Option<(String, Facts)>,
}

impl Ruling {
    fn plain(verdict: Verdict) -> Self {
        Self {
            verdict,
            replaces: None,
            held: None,
        }
    }

    fn held(why: &Held) -> Self {
        Self {
            verdict: Verdict::Held,
            replaces: None,
            held: Some((why.code().to_owned(), why.facts())),
        }
    }

    /// Whether the file's sheets count.
    pub(crate) fn counts(&self) -> bool {
        matches!(self.verdict, Verdict::Merged | Verdict::Replaced)
    }
}

/// One verified bundle, as far as the ledger needs it.
#[derive(Clone, Debug)]
struct Claim<'a> {
    receipt: i64,
    version: u32,
    sequence: u32,
    content: Digest,
    key: &'a str,
}

/// The ruling on every received file, by receipt.
pub(crate) fn rule(received: &[Bundle], basis: &Basis) -> BTreeMap<i64, Ruling> {
    let mut rulings = BTreeMap::new();
    let mut by_seat: BTreeMap<(&JudgeId, &RoundId), Vec<Claim<'_>>> = BTreeMap::new();
    for bundle in received {
        match &bundle.opened {
            Opened::Refused { code, facts, .. } => {
                let ruling = Ruling {
                    held: Some((code.clone(), facts.clone())),
                    ..Ruling::plain(Verdict::Held)
                };
                rulings.insert(bundle.receipt, ruling);
            }
            Opened::Verified(signed) => {
                if basis.is_left_out(&signed.judge, signed.content) {
                    rulings.insert(bundle.receipt, Ruling::held(&Held::LateLeftOut));
                    continue;
                }
                let seat = (&signed.judge, &signed.round);
                by_seat.entry(seat).or_default().push(Claim {
                    receipt: bundle.receipt,
                    version: signed.version,
                    sequence: signed.sequence,
                    content: signed.content,
                    key: &signed.judge_key,
                });
            }
        }
    }
    for (seat, claims) in by_seat {
        rule_seat(seat, claims, basis, &mut rulings);
    }
    rulings
}

/// Rules on what one judge handed in for one round.
fn rule_seat(
    (judge, round): (&JudgeId, &RoundId),
    mut claims: Vec<Claim<'_>>,
    basis: &Basis,
    rulings: &mut BTreeMap<i64, Ruling>,
) {
    claims.sort_by_key(|claim| claim.receipt);
    let mut hold = |claim: &Claim<'_>, why: &Held| {
        rulings.insert(claim.receipt, Ruling::held(why));
    };
    // A pack that was issued again replaces the one before it, so bundles of the old one are history.
    let version = claims.iter().map(|claim| claim.version).max().unwrap_or(0);
    let (current, superseded): (Vec<_>, Vec<_>) = claims
        .into_iter()
        .partition(|claim| claim.version == version);
    let confirmed = basis.confirmed(judge, version);
    let latest = basis.latest(judge, round).unwrap_or(version);
    let mut eligible = Vec::with_capacity(current.len());
    if let Some(last) = confirmed.last() {
        for claim in current {
            if claim.key == last.key {
                eligible.push(claim);
            } else {
                hold(&claim, &Held::KeyNotConfirmed);
            }
        }
    } else if version < latest {
        let why = Held::StalePack { version, latest };
        current.iter().for_each(|claim| hold(claim, &why));
    } else {
        // Who holds a second key cannot be told from here, so neither key's bundles count.
        let keys: BTreeSet<&str> = current.iter().map(|claim| claim.key).collect();
        if keys.len() > 1 {
            let why = Held::SecondKey { keys: keys.len() };
            current.iter().for_each(|claim| hold(claim, &why));
        } else {
            eligible = current;
        }
    }
    for claim in superseded {
        rulings.insert(claim.receipt, Ruling::plain(Verdict::Older));
    }
    rule_revisions(&eligible, confirmed, rulings);
}

/// Among bundles of one pack and one key: the highest revision counts, unless it exists twice.
fn rule_revisions(
    claims: &[Claim<'_>],
    confirmed: &[Confirmation],
    rulings: &mut BTreeMap<i64, Ruling>,
) {
    let sequences: BTreeSet<u32> = claims.iter().map(|claim| claim.sequence).collect();
    let mut latest_first = sequences.into_iter().rev();
    let top = latest_first.next().unwrap_or(0);
    let below = latest_first.next();
    let contents: BTreeSet<Digest> = claims
        .iter()
        .filter(|claim| claim.sequence == top)
        .map(|claim| claim.content)
        .collect();
    // Of a fork, the one that the judge confirmed.
    let chosen = confirmed
        .iter()
        .rev()
        .filter(|one| one.sequence == top)
        .find_map(|one| {
            contents
                .iter()
                .find(|content| content.to_string() == one.content)
        });
    let mut seen = BTreeSet::new();
    for claim in claims {
        let copy = !seen.insert((claim.sequence, claim.content));
        let ruling = if claim.sequence < top {
            Ruling::plain(Verdict::Older)
        } else if chosen.is_some_and(|chosen| *chosen != claim.content) {
            Ruling::held(&Held::NotChosen { revision: top })
        } else if chosen.is_none() && contents.len() > 1 {
            Ruling::held(&Held::Fork {
                revision: top,
                contents: contents.len(),
            })
        } else if copy {
            Ruling::plain(Verdict::Same)
        } else {
            Ruling {
                replaces: below,
                ..Ruling::plain(below.map_or(Verdict::Merged, |_| Verdict::Replaced))
            }
        };
        rulings.insert(claim.receipt, ruling);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::bundle::Signed;
    use crate::store::log::Act;

    /// A bundle: judge, pack version, revision, content, key.
    type Short = (&'static str, u32, u32, &'static str, &'static str);

    fn panel() -> RoundId {
        "panel".parse().unwrap()
    }

    fn bundle(receipt: i64, (judge, version, sequence, content, key): Short) -> Bundle {
        Bundle {
            receipt,
            sha256: Digest::of(format!("{receipt}").as_bytes()),
            file_name: String::new(),
            bytes: 1,
            received_at: String::new(),
            opened: Opened::Verified(Signed {
                judge: judge.parse().unwrap(),
                round: panel(),
                version,
                sequence,
                content: Digest::of(content.as_bytes()),
                previous: None,
                judge_key: key.to_owned(),
                fingerprint: String::new(),
            }),
        }
    }

    fn orders(of: &[Short]) -> Vec<Vec<Short>> {
        if of.is_empty() {
            return vec![Vec::new()];
        }
        let mut all = Vec::new();
        for at in 0..of.len() {
            let mut rest = of.to_vec();
            let first = rest.remove(at);
            for mut order in orders(&rest) {
                order.insert(0, first);
                all.push(order);
            }
        }
        all
    }

    /// What counts after each order of arrival, as (judge, content); must be one answer.
    fn counted(of: &[Short]) -> BTreeSet<(&'static str, &'static str)> {
        counted_on(of, &Basis::default())
    }

    fn counted_on(of: &[Short], basis: &Basis) -> BTreeSet<(&'static str, &'static str)> {
        let mut answers = BTreeSet::new();
        for order in orders(of) {
            let received: Vec<Bundle> = (1..)
                .zip(&order)
                .map(|(at, short)| bundle(at, *short))
                .collect();
            let rulings = rule(&received, basis);
            assert_eq!(rulings.len(), received.len());
            let counts: BTreeSet<_> = (1..)
                .zip(&order)
                .filter(|(at, _)| rulings[at].counts())
                .map(|(_, short)| (short.0, short.3))
                .collect();
            answers.insert(counts);
        }
        assert_eq!(answers.len(), 1, "the order of arrival changed what counts");
        answers.pop_first().unwrap()
    }

    #[test]
    fn the_highest_revision_counts_in_every_order_of_arrival() {
        let all = [
            ("J01", 1, 1, "a", "k"),
            ("J01", 1, 2, "b", "k"),
            ("J01", 1, 3, "c", "k"),
            ("J01", 1, 3, "c", "k"),
            ("J02", 1, 1, "x", "m"),
        ];
        assert_eq!(counted(&all), BTreeSet::from([("J01", "c"), ("J02", "x")]));
    }

    #[test]
    fn of_a_fork_neither_counts_until_a_later_revision_settles_it() {
        let fork = [
            ("J01", 1, 1, "a", "k"),
            ("J01", 1, 2, "b", "k"),
            ("J01", 1, 2, "c", "k"),
        ];
        assert!(counted(&fork).is_empty());
        let settled = [fork[0], fork[1], fork[2], ("J01", 1, 3, "d", "k")];
        assert_eq!(counted(&settled), BTreeSet::from([("J01", "d")]));
    }

    #[test]
    fn with_a_second_key_none_of_the_judges_bundles_counts() {
        let two = [
            ("J01", 1, 1, "a", "k"),
            ("J01", 1, 5, "b", "other"),
            ("J02", 1, 1, "x", "m"),
        ];
        assert_eq!(counted(&two), BTreeSet::from([("J02", "x")]));
    }

    #[test]
    fn a_reissued_pack_replaces_the_old_one_whatever_its_revisions() {
        let again = [("J01", 1, 7, "old", "k"), ("J01", 2, 1, "new", "l")];
        assert_eq!(counted(&again), BTreeSet::from([("J01", "new")]));
    }

    #[test]
    fn a_bundle_for_a_later_round_never_touches_what_counts_in_the_panel() {
        // Another pack, another key, a lower revision: in one round the later pack would win.
        let mut of_final = bundle(2, ("J01", 2, 1, "b", "other"));
        if let Opened::Verified(signed) = &mut of_final.opened {
            signed.round = "final".parse().unwrap();
        }
        let received = [bundle(1, ("J01", 1, 5, "a", "k")), of_final];
        let mut basis = Basis::default();
        basis.issued(&"J01".parse().unwrap(), &panel(), 1);
        basis.issued(&"J01".parse().unwrap(), &"final".parse().unwrap(), 2);
        for order in [[0, 1], [1, 0]] {
            let files: Vec<Bundle> = order.iter().map(|&at| received[at].clone()).collect();
            let rulings = rule(&files, &basis);
            assert!(rulings.values().all(Ruling::counts), "{rulings:?}");
        }
    }

    #[test]
    fn a_revision_says_which_one_it_replaces() {
        let received = [
            bundle(1, ("J01", 1, 1, "a", "k")),
            bundle(2, ("J01", 1, 4, "b", "k")),
        ];
        let rulings = rule(&received, &Basis::default());
        assert_eq!(rulings[&1].verdict, Verdict::Older);
        assert_eq!(rulings[&2].verdict, Verdict::Replaced);
        assert_eq!(rulings[&2].replaces, Some(1));
    }

    fn confirms((judge, version, sequence, content, key): Short) -> Act {
        Act::Confirmed {
            judge: judge.parse().unwrap(),
            version,
            sequence,
            content_sha256: Digest::of(content.as_bytes()).to_string(),
            judge_key: key.to_owned(),
            fingerprint: String::new(),
        }
    }

    fn decided(acts: &[Act]) -> Basis {
        let mut basis = Basis::default();
        acts.iter().for_each(|act| basis.add(act));
        basis
    }

    #[test]
    fn a_confirmed_bundle_settles_which_key_is_the_judges() {
        let two = [
            ("J01", 1, 1, "a", "k"),
            ("J01", 1, 2, "b", "k"),
            ("J01", 1, 5, "x", "thief"),
        ];
        let basis = decided(&[confirms(two[0])]);
        assert_eq!(counted_on(&two, &basis), BTreeSet::from([("J01", "b")]));
        // The later word wins: the judge has a new computer and says so.
        let basis = decided(&[confirms(two[0]), confirms(two[2])]);
        assert_eq!(counted_on(&two, &basis), BTreeSet::from([("J01", "x")]));
    }

    #[test]
    fn a_confirmed_bundle_settles_a_fork_and_a_later_revision_still_replaces_it() {
        let fork = [("J01", 1, 2, "b", "k"), ("J01", 1, 2, "c", "k")];
        let basis = decided(&[confirms(fork[1])]);
        assert_eq!(counted_on(&fork, &basis), BTreeSet::from([("J01", "c")]));
        let on = [fork[0], fork[1], ("J01", 1, 3, "d", "k")];
        assert_eq!(counted_on(&on, &basis), BTreeSet::from([("J01", "d")]));
    }

    #[test]
    fn a_bundle_of_a_pack_issued_again_since_waits_for_a_word() {
        let old = [("J01", 1, 4, "old", "k")];
        let mut basis = decided(&[]);
        basis.issued(&"J01".parse().unwrap(), &panel(), 2);
        assert!(counted_on(&old, &basis).is_empty());
        let mut confirmed = decided(&[confirms(old[0])]);
        confirmed.issued(&"J01".parse().unwrap(), &panel(), 2);
        assert_eq!(
            counted_on(&old, &confirmed),
            BTreeSet::from([("J01", "old")])
        );
        let both = [old[0], ("J01", 2, 1, "new", "l")];
        for basis in [basis, confirmed] {
            assert_eq!(counted_on(&both, &basis), BTreeSet::from([("J01", "new")]));
        }
    }

    #[test]
    fn a_late_bundle_left_out_gives_way_to_the_one_before_it_until_it_is_taken() {
        let two = [("J01", 1, 1, "a", "k"), ("J01", 1, 2, "late", "k")];
        let judge: JudgeId = "J01".parse().unwrap();
        let content_sha256 = Digest::of(b"late").to_string();
        let out = Act::LateLeftOut {
            judge: judge.clone(),
            content_sha256: content_sha256.clone(),
            fingerprint: String::new(),
        };
        let taken = Act::LateTaken {
            judge,
            content_sha256,
            fingerprint: String::new(),
        };
        let basis = decided(std::slice::from_ref(&out));
        assert_eq!(counted_on(&two, &basis), BTreeSet::from([("J01", "a")]));
        let basis = decided(&[out, taken]);
        assert_eq!(counted_on(&two, &basis), BTreeSet::from([("J01", "late")]));
    }
}
