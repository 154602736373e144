//! Whether published results follow from what the judges signed.

use std::collections::BTreeMap;

use contest::{CommentReaders, Contest};
use pack::PackError;
use pack::score_bundle::BundleFiles;
use results::{Inputs, Outcome, Results, SheetState, compute};
use seal::{PublicKey, SealError};

use crate::bundles::{Read, Records};
use crate::compare::{Compared, compare};
use crate::difference::Difference;
use crate::inputs::Published;
use crate::layout::{BundleName, CONTEST, HASHES, INPUTS, NAMESPACE, PACKS, RESULTS, SUMS};
use crate::packs::IssuedPack;
use crate::read::OpenArchive;
use crate::{json, lists, packs};

/// What verifying an archive found.
#[derive(Debug)]
pub struct Verification {
    /// The key that signed the archive; `None` when the signature does not even say. Whether it is the organiser's is for
    /// people to compare: by its fingerprint, which the judges' desks show.
    pub signer: Option<PublicKey>,
    /// What was looked at.
    pub checked: Checked,
    /// Whether the results were computed anew. Not when it is unclear what the judges' bundles say.
    pub recomputed: bool,
    /// Everything that does not hold; none: accepted.
    pub differences: Vec<Difference>,
    /// How many ranks and figures differ beyond the ones told of.
    pub beyond: usize,
}

/// How much was looked at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Checked {
    /// Files whose hash was compared.
    pub files: usize,
    /// Bundles whose signatures hold.
    pub bundles: usize,
    /// Scored sheets in them.
    pub scored: usize,
    /// Single marks in those.
    pub marks: usize,
    /// Entries.
    pub entries: usize,
    /// Decisions of people that the results rest on.
    pub decisions: usize,
    /// Places in the rankings that were computed anew.
    pub ranks: usize,
    /// Awards to somebody that were computed anew.
    pub awards: usize,
}

impl Verification {
    fn new() -> Verification {
        Verification {
            signer: None,
            checked: Checked::default(),
            recomputed: false,
            differences: Vec::new(),
            beyond: 0,
        }
    }

    /// Whether everything holds.
    pub fn holds(&self) -> bool {
        self.differences.is_empty()
    }
}

impl OpenArchive {
    /// Who signed the archive; `None` unless the signature holds, and with it the hash of every file. Nothing is said about
    /// whether the results follow.
    pub fn signer(&self) -> Option<PublicKey> {
        let mut found = Verification::new();
        self.check_signature(&mut found);
        self.check_files(&mut found);
        found.signer.filter(|_| found.holds())
    }

    /// Checks everything that can be checked without asking anybody: the organiser's signature and every file under it, every
    /// judge's bundle against the pack that was issued, and the results against those that follow from the bundles.
    ///
    /// Whether the signing key is the organiser's, and whether `hashes.txt` has the bundle that a judge remembers, is for
    /// people to compare.
    pub fn verify(&self) -> Verification {
        let mut found = Verification::new();
        self.check_signature(&mut found);
        self.check_files(&mut found);
        let Some(parsed) = self.parse(&mut found.differences) else {
            return found;
        };
        self.check_contest(&parsed.contest, &mut found.differences);
        self.check_results(parsed, &mut found);
        found
    }

    /// The list of files is signed, by the key that the archive names.
    fn check_signature(&self, found: &mut Verification) {
        let signed = || -> Result<PublicKey, SealError> {
            let text = std::str::from_utf8(&self.sums_sig)
                .map_err(|_| SealError::NotASignature { why: "not text" })?;
            let signer = seal::signer_of(text)?;
            signer.verify(NAMESPACE, &self.sums, text)?;
            Ok(signer)
        };
        match signed() {
            Ok(signer) => {
                let stated = PublicKey::parse(&self.head.organiser_key);
                if stated.as_ref().ok() != Some(&signer) {
                    found.differences.push(Difference::OtherSigner {
                        stated: stated.map_or_else(
                            |_| self.head.organiser_key.chars().take(200).collect(),
                            |key| key.fingerprint().to_string(),
                        ),
                        signer: signer.fingerprint().to_string(),
                    });
                }
                found.signer = Some(signer);
            }
            Err(why) => found.differences.push(Difference::Signature { why }),
        }
    }

    /// Every file is in the list with its hash, and no other.
    fn check_files(&self, found: &mut Verification) {
        let differences = &mut found.differences;
        let sums = match lists::read_sums(&self.sums) {
            Ok(sums) => sums,
            Err(why) => return differences.push(unreadable(SUMS, &why)),
        };
        for (name, hash) in &self.hashes {
            let name = name.clone();
            match sums.get(&name) {
                Some(listed) if listed == hash => {
                    found.checked.files = found.checked.files.saturating_add(1);
                }
                Some(_) => differences.push(Difference::FileChanged { name }),
                None => differences.push(Difference::FileNotListed { name }),
            }
        }
        for name in sums.keys().filter(|name| !self.hashes.contains_key(*name)) {
            let name = name.chars().take(200).collect();
            differences.push(Difference::FileGone { name });
        }
    }

    fn parse(&self, differences: &mut Vec<Difference>) -> Option<Parsed> {
        let contest = std::str::from_utf8(self.file(CONTEST))
            .map_err(|why| why.to_string())
            .and_then(|text| Contest::parse(text).map_err(|why| why.to_string()));
        let contest = contest.map_err(|why| {
            differences.push(Difference::Unreadable {
                name: CONTEST.to_owned(),
                why,
            });
        });
        let mut note = |name, why: PackError| differences.push(unreadable(name, &why));
        let packs = packs::read(self.file(PACKS)).map_err(|why| note(PACKS, why));
        let inputs = Published::read(self.file(INPUTS)).map_err(|why| note(INPUTS, why));
        let results = json::read(self.file(RESULTS)).map_err(|why| note(RESULTS, why));
        Some(Parsed {
            contest: contest.ok()?,
            packs: packs.ok()?,
            inputs: inputs.ok()?,
            results: results.ok()?,
        })
    }

    /// The contest file is the one that the head speaks of, and comments are there or not as it says.
    fn check_contest(&self, contest: &Contest, differences: &mut Vec<Difference>) {
        if contest.id != self.head.contest {
            differences.push(Difference::OtherContest {
                stated: self.head.contest.to_string(),
                found: contest.id.to_string(),
            });
        }
        let published = contest.comment.readers == CommentReaders::Authors;
        let differs = |files: &BundleFiles| files.comments.is_some() != published;
        for (name, _) in self.bundles.iter().filter(|(_, files)| differs(files)) {
            differences.push(Difference::Comments { name: name.clone() });
        }
    }

    fn check_results(&self, parsed: Parsed, found: &mut Verification) {
        let Parsed {
            contest,
            packs,
            inputs,
            results,
        } = parsed;
        let entries = inputs.entries.iter();
        let mut read = Records {
            contest: &contest,
            contest_key: &self.head.contest_key,
            packs: &packs,
            themes: entries.map(|e| (e.number.clone(), e.theme)).collect(),
        }
        .read(&self.bundles);
        read.compare_returned(&inputs);
        read.compare_seats(&inputs, &packs);
        // What differs up to here changes what the results rest on; lists of hashes do not.
        let clear = read.differences.is_empty();
        match std::str::from_utf8(self.file(HASHES)) {
            Ok(listed) => read.compare_hashes(listed),
            Err(why) => read.differences.push(unreadable(HASHES, &why)),
        }
        let Read {
            signed,
            lines,
            mut differences,
            ..
        } = read;
        found.differences.append(&mut differences);
        found.checked.bundles = lines.len();
        let inputs = inputs.with_sheets(signed);
        count(&inputs, &mut found.checked);
        if clear {
            recompute(&contest, &inputs, &results, found);
        }
    }
}

/// The files whose content the results rest on.
struct Parsed {
    contest: Contest,
    packs: BTreeMap<BundleName, IssuedPack>,
    inputs: Published,
    results: Results,
}

fn unreadable(name: &str, why: &impl ToString) -> Difference {
    Difference::Unreadable {
        name: name.to_owned(),
        why: why.to_string(),
    }
}

fn count(inputs: &Inputs, checked: &mut Checked) {
    checked.entries = inputs.entries.len();
    checked.decisions = inputs.decisions.len();
    let sheets = inputs.rounds.iter().flat_map(|round| &round.sheets);
    for sheet in sheets {
        if let SheetState::Scored(marks) = &sheet.state {
            checked.scored = checked.scored.saturating_add(1);
            checked.marks = checked.marks.saturating_add(marks.len());
        }
    }
}

fn recompute(contest: &Contest, inputs: &Inputs, claimed: &Results, found: &mut Verification) {
    let follows = match compute(contest, inputs) {
        Ok(follows) => follows,
        Err(why) => return found.differences.push(Difference::Inputs { why }),
    };
    found.recomputed = true;
    for round in &follows.rounds {
        if let Outcome::Ranked(ranked) = &round.outcome {
            found.checked.ranks = found.checked.ranks.saturating_add(ranked.entries.len());
        }
    }
    let received = follows.awards.iter().map(|award| award.received.len());
    found.checked.awards = received.fold(0, usize::saturating_add);
    let Compared {
        mut differences,
        beyond,
    } = compare(contest, claimed, &follows);
    found.differences.append(&mut differences);
    found.beyond = beyond;
}
