//! Which of a judge's bundles counts. A pure function of everything received: what arrived first, and how often, does not
//! change what counts.

use std::collections::{BTreeMap, BTreeSet};

use contest::JudgeId;
use serde::Serialize;

use crate::digest::Digest;
use crate::error::{Facts, facts};
use crate::store::bundle::{Bundle, Opened};

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

/// Why verified bundles are held.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Held {
    /// One revision exists with different contents.
    Fork {
        /// The revision.
        revision: u32,
        /// How many contents.
        contents: usize,
    },
    /// The judge's bundles are signed with more than one key.
    SecondKey {
        /// How many keys.
        keys: usize,
    },
}

impl Held {
    /// The message key, `bundle_fork` or `bundle_second_key`.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Fork { .. } => "bundle_fork",
            Self::SecondKey { .. } => "bundle_second_key",
        }
    }

    /// The counts of the case.
    pub fn facts(&self) -> Facts {
        match self {
            Self::Fork { revision, contents } => facts([
                ("revision", revision.to_string()),
                ("contents", contents.to_string()),
            ]),
            Self::SecondKey { keys } => facts([("keys", keys.to_string())]),
        }
    }
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
pub(crate) fn rule(received: &[Bundle]) -> BTreeMap<i64, Ruling> {
    let mut rulings = BTreeMap::new();
    let mut by_judge: BTreeMap<&JudgeId, Vec<Claim<'_>>> = BTreeMap::new();
    for bundle in received {
        match &bundle.opened {
            Opened::Refused { code, facts, .. } => {
                let ruling = Ruling {
                    held: Some((code.clone(), facts.clone())),
                    ..Ruling::plain(Verdict::Held)
                };
                rulings.insert(bundle.receipt, ruling);
            }
            Opened::Verified(signed) => by_judge.entry(&signed.judge).or_default().push(Claim {
                receipt: bundle.receipt,
                version: signed.version,
                sequence: signed.sequence,
                content: signed.content,
                key: &signed.judge_key,
            }),
        }
    }
    for claims in by_judge.into_values() {
        rule_judge(claims, &mut rulings);
    }
    rulings
}

fn rule_judge(mut claims: Vec<Claim<'_>>, rulings: &mut BTreeMap<i64, Ruling>) {
    claims.sort_by_key(|claim| claim.receipt);
    // A pack that was issued again replaces the one before it, so bundles of the old one are history.
    let newest = claims.iter().map(|claim| claim.version).max();
    let (current, superseded): (Vec<_>, Vec<_>) = claims
        .into_iter()
        .partition(|claim| Some(claim.version) == newest);
    for claim in superseded {
        rulings.insert(claim.receipt, Ruling::plain(Verdict::Older));
    }
    // Who holds a second key cannot be told from here, so neither key's bundles count.
    let keys: BTreeSet<&str> = current.iter().map(|claim| claim.key).collect();
    if keys.len() > 1 {
        let why = Held::SecondKey { keys: keys.len() };
        for claim in current {
            rulings.insert(claim.receipt, Ruling::held(&why));
        }
        return;
    }
    let top = current
        .iter()
        .map(|claim| claim.sequence)
        .max()
        .unwrap_or(0);
    let contents: BTreeSet<Digest> = current
        .iter()
        .filter(|claim| claim.sequence == top)
        .map(|claim| claim.content)
        .collect();
    let below = current
        .iter()
        .map(|claim| claim.sequence)
        .filter(|&sequence| sequence < top)
        .max();
    let mut seen = BTreeSet::new();
    for claim in current {
        let copy = !seen.insert((claim.sequence, claim.content));
        let ruling = if claim.sequence < top {
            Ruling::plain(Verdict::Older)
        } else if contents.len() > 1 {
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

    /// A bundle: judge, pack version, revision, content, key.
    type Short = (&'static str, u32, u32, &'static str, &'static str);

    fn bundle(receipt: i64, (judge, version, sequence, content, key): Short) -> Bundle {
        Bundle {
            receipt,
            sha256: Digest::of(format!("{receipt}").as_bytes()),
            file_name: String::new(),
            bytes: 1,
            received_at: String::new(),
            opened: Opened::Verified(Signed {
                judge: judge.parse().unwrap(),
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
        let mut answers = BTreeSet::new();
        for order in orders(of) {
            let received: Vec<Bundle> = (1..)
                .zip(&order)
                .map(|(at, short)| bundle(at, *short))
                .collect();
            let rulings = rule(&received);
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
    fn a_revision_says_which_one_it_replaces() {
        let received = [
            bundle(1, ("J01", 1, 1, "a", "k")),
            bundle(2, ("J01", 1, 4, "b", "k")),
        ];
        let rulings = rule(&received);
        assert_eq!(rulings[&1].verdict, Verdict::Older);
        assert_eq!(rulings[&2].verdict, Verdict::Replaced);
        assert_eq!(rulings[&2].replaces, Some(1));
    }
}
