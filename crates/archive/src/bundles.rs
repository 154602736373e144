//! Every bundle of an archive against the packs that were issued.

use std::collections::{BTreeMap, BTreeSet};

use contest::{Contest, EntryNumber, JudgeId, RoundId, ThemeId};
use pack::score_bundle::{BundleFiles, Expected, ScoreBundle, Verified};
use pack::{PackError, Sha256Hex};
use seal::PublicKey;

use crate::difference::Difference;
use crate::inputs::{Published, Signed};
use crate::layout::BundleName;
use crate::lists::hash_line;
use crate::packs::IssuedPack;
use crate::sheets::Rules;

/// What bundles are held against.
pub(crate) struct Records<'a> {
    pub(crate) contest: &'a Contest,
    pub(crate) contest_key: &'a str,
    pub(crate) packs: &'a BTreeMap<BundleName, IssuedPack>,
    pub(crate) themes: BTreeMap<EntryNumber, ThemeId>,
}

/// What the bundles say, and everything that speaks against one of them.
#[derive(Default)]
pub(crate) struct Read {
    /// What counts, by round.
    pub(crate) signed: BTreeMap<RoundId, Signed>,
    /// Whose bundle was accepted, by round.
    pub(crate) judges: BTreeMap<RoundId, BTreeSet<JudgeId>>,
    /// Who is known to have a bundle that was not accepted.
    pub(crate) refused: BTreeSet<JudgeId>,
    /// The line of `hashes.txt` of each accepted bundle.
    pub(crate) lines: BTreeMap<BundleName, String>,
    pub(crate) differences: Vec<Difference>,
}

impl Records<'_> {
    pub(crate) fn read(&self, bundles: &BTreeMap<BundleName, BundleFiles>) -> Read {
        let mut read = Read::default();
        for (name, files) in bundles {
            if let Err(mut why) = self.read_one(name, files, &mut read) {
                read.differences.append(&mut why);
                read.refused.insert(name.judge.clone());
            }
        }
        read
    }

    fn read_one(
        &self,
        name: &BundleName,
        files: &BundleFiles,
        read: &mut Read,
    ) -> Result<(), Vec<Difference>> {
        let unknown = || vec![Difference::PackUnknown { name: name.clone() }];
        let pack = self.packs.get(name).ok_or_else(unknown)?;
        let round = self.contest.round(&pack.round).ok_or_else(unknown)?;
        let bundle = self.verify(pack, files).map_err(|why| {
            vec![Difference::BundleRefused {
                name: name.clone(),
                why,
            }]
        })?;
        let mut signed = Rules {
            contest: self.contest,
            round,
            pack,
            themes: &self.themes,
        }
        .read(&bundle)?;
        let judges = read.judges.entry(round.id.clone()).or_default();
        if !judges.insert(name.judge.clone()) {
            return Err(vec![Difference::TwoBundles {
                judge: name.judge.clone(),
                round: round.id.clone(),
            }]);
        }
        let line = hash_line(name, round.id.as_str(), bundle.sequence, &files.bundle);
        read.lines.insert(name.clone(), line);
        let all = read.signed.entry(round.id.clone()).or_default();
        all.sheets.append(&mut signed.sheets);
        all.ties.append(&mut signed.ties);
        Ok(())
    }

    /// The invitation of this very pack enrolled the key that signed the bundle.
    fn verify(
        &self,
        pack: &IssuedPack,
        files: &BundleFiles,
    ) -> Result<Verified<ScoreBundle>, PackError> {
        let invitation = PublicKey::parse(&pack.invitation_key)?;
        let expected = Expected {
            contest: self.contest.id.to_string(),
            contest_key: self.contest_key.to_owned(),
            judge: pack.judge.clone(),
            manifest_sha256: Sha256Hex(pack.manifest_sha256.0),
        };
        files.clone().open()?.verify(&invitation, &expected)
    }
}

impl Read {
    /// Holds the judges whose bundles are there against those who are said to have returned one.
    pub(crate) fn compare_returned(&mut self, inputs: &Published) {
        let mut claimed: BTreeMap<&RoundId, BTreeSet<&JudgeId>> = BTreeMap::new();
        for round in &inputs.rounds {
            claimed
                .entry(&round.round)
                .or_default()
                .extend(&round.returned);
        }
        for (round, judges) in &claimed {
            let found = self.judges.get(*round);
            for judge in judges {
                let there = found.is_some_and(|found| found.contains(*judge));
                // Of a refused bundle it was said why.
                if !there && !self.refused.contains(*judge) {
                    self.differences.push(Difference::BundleMissing {
                        judge: (*judge).clone(),
                        round: (*round).clone(),
                    });
                }
            }
        }
        for (round, judges) in &self.judges {
            for judge in judges {
                let counted = claimed.get(round).is_some_and(|all| all.contains(judge));
                if !counted {
                    self.differences.push(Difference::BundleNotCounted {
                        judge: judge.clone(),
                        round: round.clone(),
                    });
                }
            }
        }
    }

    /// Holds the lines of `hashes.txt` against the bundles.
    pub(crate) fn compare_hashes(&mut self, listed: &str) {
        let expected: BTreeSet<&str> = self.lines.values().map(String::as_str).collect();
        let found: BTreeSet<&str> = listed.split_inclusive('\n').collect();
        for (name, line) in &self.lines {
            if !found.contains(line.as_str()) {
                self.differences
                    .push(Difference::HashMissing { name: name.clone() });
            }
        }
        for line in found.difference(&expected) {
            let judge = line.split(' ').next().unwrap_or_default();
            if !self.refused.iter().any(|one| one.as_str() == judge) {
                self.differences.push(Difference::HashUnknown {
                    line: line.trim_end().chars().take(200).collect(),
                });
            }
        }
    }

    /// Every signed score has its seat, and every seat its pack.
    pub(crate) fn compare_seats(
        &mut self,
        inputs: &Published,
        packs: &BTreeMap<BundleName, IssuedPack>,
    ) {
        let mut issued: BTreeSet<(&RoundId, &JudgeId, &EntryNumber)> = BTreeSet::new();
        for pack in packs.values() {
            issued.extend(pack.entries.keys().map(|e| (&pack.round, &pack.judge, e)));
        }
        let mut seats = BTreeSet::new();
        for round in &inputs.rounds {
            for seat in &round.seats {
                let key = (&round.round, &seat.judge, &seat.entry);
                seats.insert(key);
                if !issued.contains(&key) {
                    self.differences.push(Difference::SeatNotIssued {
                        judge: seat.judge.clone(),
                        entry: seat.entry.clone(),
                        round: round.round.clone(),
                    });
                }
            }
        }
        for (round, signed) in &self.signed {
            for sheet in &signed.sheets {
                if !seats.contains(&(round, &sheet.judge, &sheet.entry)) {
                    self.differences.push(Difference::NoSeat {
                        judge: sheet.judge.clone(),
                        entry: sheet.entry.clone(),
                        round: round.clone(),
                    });
                }
            }
        }
    }
}
